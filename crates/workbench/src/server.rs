//! Listening, and one task a connection.

use std::convert::Infallible;
use std::io;
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::header::{ALLOW, HeaderValue};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request, Response};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::TcpStream;
use tokio::sync::Semaphore;
use tokio_io_timeout::TimeoutStream;
use unequal_study::Session;

use crate::api::Api;
use crate::error::WorkbenchError;
use crate::guard::Guard;
use crate::headers::{refusal, response};
use crate::limits::{HEAD, HEADERS, ServerLimits};
use crate::site;
use crate::token::Token;

/// Where requests that ask go.
const ASK: &str = "/api/ask";
/// Threads that move bytes; solving has its own.
const THREADS: usize = 2;
/// Pause after the system had no connection to give, such as for want of file handles.
const PAUSE: Duration = Duration::from_millis(50);

/// A server that listens and does not answer yet.
#[derive(Debug)]
pub struct Server {
    listener: TcpListener,
    address: SocketAddr,
    api: Arc<Api>,
}

impl Server {
    /// Listens at an address; port 0 is any free one. Beyond the loopback, callers will need a token.
    ///
    /// # Errors
    /// When the address is not to be had.
    pub fn bind(address: SocketAddr, limits: ServerLimits) -> Result<Self, WorkbenchError> {
        let failed = |source| WorkbenchError::Bind { address, source };
        let listener = TcpListener::bind(address).map_err(failed)?;
        listener.set_nonblocking(true).map_err(failed)?;
        let bound = listener.local_addr().map_err(failed)?;
        let token = match bound.ip().is_loopback() {
            true => None,
            false => Some(Token::random().map_err(WorkbenchError::Start)?),
        };
        let api = Api::new(Session::embedded()?, Guard::new(bound, token), limits);
        Ok(Self { listener, address: bound, api: Arc::new(api) })
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The address of the page, with the token where one is needed.
    #[must_use]
    pub fn link(&self) -> String {
        match self.api.guard.token() {
            Some(token) => format!("http://{}/?token={}", self.address, token.text()),
            None => format!("http://{}/", self.address),
        }
    }

    /// Answers until the process ends.
    ///
    /// # Errors
    /// When the system gives no threads.
    pub fn run(self) -> Result<(), WorkbenchError> {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(THREADS)
            .max_blocking_threads(self.api.limits.solves.max(1) + 1)
            .enable_io()
            .enable_time()
            .build()
            .map_err(WorkbenchError::Start)?;
        runtime.block_on(self.listen()).map_err(WorkbenchError::Start)
    }

    async fn listen(self) -> io::Result<()> {
        let listener = tokio::net::TcpListener::from_std(self.listener)?;
        let connections = Arc::new(Semaphore::new(self.api.limits.connections.max(1)));
        loop {
            let place = Arc::clone(&connections).acquire_owned().await.map_err(io::Error::other)?;
            let Ok((stream, _)) = listener.accept().await else {
                tokio::time::sleep(PAUSE).await;
                continue;
            };
            let api = Arc::clone(&self.api);
            tokio::spawn(async move {
                // A connection that breaks off is its caller's affair.
                let _ = connection(stream, api).await;
                drop(place);
            });
        }
    }
}

/// Serves one connection to its end.
async fn connection(stream: TcpStream, api: Arc<Api>) -> Result<(), hyper::Error> {
    let _ = stream.set_nodelay(true);
    let limits = api.limits;
    let mut timed = TimeoutStream::new(stream);
    timed.set_write_timeout(Some(limits.write_time));
    let service = service_fn(move |request: Request<Incoming>| {
        let api = Arc::clone(&api);
        async move { Ok::<_, Infallible>(answer(&api, request).await) }
    });
    http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.head_time)
        .max_buf_size(HEAD)
        .max_headers(HEADERS)
        .serve_connection(TokioIo::new(Box::pin(timed)), service)
        .await
}

async fn answer(api: &Api, request: Request<Incoming>) -> Response<Full<Bytes>> {
    let (head, body) = request.into_parts();
    if let Err((status, words)) = api.guard.check(&head) {
        return refusal(status, words);
    }
    let (path, method) = (head.uri.path(), &head.method);
    if path == ASK {
        return if method == Method::POST { api.ask(head, body).await } else { only("POST") };
    }
    match site::file(path) {
        None => refusal(404, "there is nothing here"),
        Some((reply, keep)) if method == Method::GET || method == Method::HEAD => response(reply, keep),
        Some(_) => only("GET, HEAD"),
    }
}

/// Another method was expected.
fn only(methods: &'static str) -> Response<Full<Bytes>> {
    let mut refused = refusal(405, format!("expected {methods}"));
    refused.headers_mut().insert(ALLOW, HeaderValue::from_static(methods));
    refused
}
