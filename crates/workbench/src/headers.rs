//! Replies with the headers that every one of them carries.

use http_body_util::Full;
use hyper::body::Bytes;
use hyper::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderName, HeaderValue};
use hyper::{Response, StatusCode};
use unequal_engine::{Refusal, Reply};

/// The page runs and asks only what this server gave it. Charts place their parts with style attributes.
const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
                      style-src-attr 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; worker-src 'self'; manifest-src 'self'; \
                      base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const SAFETY: [(&str, &str); 7] = [
    ("content-security-policy", POLICY),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-embedder-policy", "require-corp"),
    ("cross-origin-resource-policy", "same-origin"),
    ("x-frame-options", "DENY"),
];

/// How long a browser may keep a reply.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Keep {
    /// Not at all.
    Never,
    /// As long as it asks whether it is still the same.
    Asking,
    /// For good: its name changes with its content.
    ForGood,
}

impl Keep {
    fn header(self) -> &'static str {
        match self {
            Self::Never => "no-store",
            Self::Asking => "no-cache",
            Self::ForGood => "public, max-age=31536000, immutable",
        }
    }
}

/// A reply over HTTP.
pub(crate) fn response(reply: Reply, keep: Keep) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(Bytes::from(reply.bytes)));
    *response.status_mut() = StatusCode::from_u16(reply.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(reply.content_type));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static(keep.header()));
    for (name, value) in SAFETY {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    response
}

/// A refusal over HTTP.
pub(crate) fn refusal(status: u16, words: impl Into<String>) -> Response<Full<Bytes>> {
    response(Refusal::new(status, words).into(), Keep::Never)
}
