//! Requests that ask: read within bounds, answered in their turn, given up when nobody waits for them.

use std::sync::Arc;
use std::time::Duration;

use http_body_util::{BodyExt, Full, LengthLimitError, Limited};
use hyper::body::{Bytes, Incoming};
use hyper::http::request::Parts;
use hyper::{Response, header};
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;
use tokio::time::timeout;
use unequal_engine::{Reply, respond};
use unequal_study::Session;

use crate::guard::{self, Guard, Refused};
use crate::headers::{Keep, refusal, response};
use crate::limits::ServerLimits;
use crate::views::{Views, Wanted};

/// Everything that requests share.
#[derive(Debug)]
pub(crate) struct Api {
    session: Session,
    pub guard: Guard,
    pub limits: ServerLimits,
    views: Views,
    /// Answers that may be computed now.
    turns: Arc<Semaphore>,
    /// Requests that may be here at all.
    places: Arc<Semaphore>,
}

impl Api {
    /// About a session, within limits.
    pub fn new(session: Session, guard: Guard, limits: ServerLimits) -> Self {
        let solves = limits.solves.max(1);
        Self {
            session,
            guard,
            limits,
            views: Views::default(),
            turns: Arc::new(Semaphore::new(solves)),
            places: Arc::new(Semaphore::new(solves + limits.waiting)),
        }
    }

    /// Answers a request that asks.
    pub async fn ask(&self, head: Parts, body: Incoming) -> Response<Full<Bytes>> {
        match self.answered(&head, body).await {
            Ok(reply) => response(reply, Keep::Never),
            Err((status, words)) => refusal(status, words),
        }
    }

    async fn answered(&self, head: &Parts, body: Incoming) -> Result<Reply, Refused> {
        self.guard.check_asking(head)?;
        let view = guard::view(&head.headers)?;
        let request = self.read(head, body).await?;
        let Ok(_place) = self.places.try_acquire() else {
            return Err((429, "too many requests are waiting; ask again in a moment".to_owned()));
        };
        let under_way = self.views.begin(view);
        let wanted = Arc::clone(&under_way.wanted);
        tokio::select! {
            answer = timeout(self.limits.answer_time, self.in_turn(request, &wanted)) => answer.unwrap_or_else(|_| {
                Err((408, format!("no answer within {}", words(self.limits.answer_time))))
            }),
            () = wanted.given_up() => Err((499, "cancelled".to_owned())),
        }
        // Here the request under way is dropped, and what still works on it stops.
    }

    /// The body, in time and within its bound.
    async fn read(&self, head: &Parts, body: Incoming) -> Result<Vec<u8>, Refused> {
        let most = self.limits.engine.request;
        let too_large = || (413, format!("the request is larger than {most} bytes"));
        let stated = head.headers.get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse().ok());
        if stated.is_some_and(|length: usize| length > most) {
            return Err(too_large());
        }
        let collected = timeout(self.limits.body_time, Limited::new(body, most).collect()).await;
        match collected {
            Ok(Ok(body)) => Ok(body.to_bytes().to_vec()),
            Ok(Err(error)) if error.is::<LengthLimitError>() => Err(too_large()),
            Ok(Err(_)) => Err((400, "the request broke off".to_owned())),
            Err(_) => Err((408, format!("the request did not arrive within {}", words(self.limits.body_time)))),
        }
    }

    /// The answer, computed on a thread of its own once it is its turn.
    async fn in_turn(&self, request: Vec<u8>, wanted: &Arc<Wanted>) -> Result<Reply, Refused> {
        let failed = || (500, "the answer could not be computed; this is a fault of the program".to_owned());
        let turn = Arc::clone(&self.turns).acquire_owned().await.map_err(|_| failed())?;
        let (session, wanted, limits) = (self.session.clone(), Arc::clone(wanted), self.limits.engine);
        let computed = spawn_blocking(move || {
            // The turn ends with the work, not with the caller.
            let _turn = turn;
            respond(&session, &request, &limits, wanted.as_ref())
        });
        computed.await.map_err(|_| failed())
    }
}

fn words(time: Duration) -> String {
    format!("{} seconds", time.as_secs_f64())
}
