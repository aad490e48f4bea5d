//! What a server spends on its callers at most.

use std::time::Duration;

use unequal_engine::Limits;

/// Bounds of time, memory and connections.
#[derive(Debug, Clone, Copy)]
pub struct ServerLimits {
    /// Of one request.
    pub engine: Limits,
    /// Connections at once; others wait in the system's queue.
    pub connections: usize,
    /// Answers that are computed at once.
    pub solves: usize,
    /// Requests that wait for their turn; further ones are refused.
    pub waiting: usize,
    /// Time in which the head of a request must arrive, from the opening of the connection or the last answer.
    pub head_time: Duration,
    /// Time in which the body must arrive.
    pub body_time: Duration,
    /// Time that an answer may take, waiting included.
    pub answer_time: Duration,
    /// Time without progress after which a caller who does not take the answer is left.
    pub write_time: Duration,
}

/// Bytes of the head of a request.
pub(crate) const HEAD: usize = 16 << 10;
/// Fields of the head.
pub(crate) const HEADERS: usize = 64;

impl Default for ServerLimits {
    fn default() -> Self {
        let processors = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        Self {
            engine: Limits::NATIVE,
            connections: 128,
            solves: processors.clamp(1, 4),
            waiting: 128,
            head_time: Duration::from_secs(15),
            body_time: Duration::from_secs(10),
            answer_time: Duration::from_secs(600),
            write_time: Duration::from_secs(30),
        }
    }
}
