//! Requests and what they are answered with.

use std::sync::LazyLock;

use serde_json::{Value, json};
use unequal_engine::{Limits, Reply, respond};
use unequal_study::{Observer, Session};

pub static SESSION: LazyLock<Session> = LazyLock::new(|| Session::embedded().unwrap());

/// A file of the repository as a question brings it.
pub fn file(path: &str) -> Value {
    let text = std::fs::read_to_string(format!("{}/../../{path}", env!("CARGO_MANIFEST_DIR"))).unwrap();
    json!({"name": path.rsplit('/').next().unwrap(), "text": text})
}

pub fn reply(request: &Value) -> Reply {
    watched(request, &Limits::NATIVE, &())
}

pub fn watched(request: &Value, limits: &Limits, observer: &dyn Observer) -> Reply {
    respond(&SESSION, request.to_string().as_bytes(), limits, observer)
}

pub fn view(question: Value) -> Value {
    json!({"ask": "view", "question": question})
}

/// The JSON of an answer.
pub fn answered(request: &Value) -> Value {
    let reply = reply(request);
    assert_eq!(reply.status, 200, "{request}: {}", String::from_utf8_lossy(&reply.bytes));
    serde_json::from_slice(&reply.bytes).unwrap()
}

/// The status and the error of a refusal.
pub fn refused(reply: &Reply) -> (u16, Value) {
    assert_eq!(reply.content_type, "application/json");
    let body: Value = serde_json::from_slice(&reply.bytes).unwrap();
    let error = body["error"].as_object().unwrap();
    assert!(error["message"].as_str().is_some_and(|words| !words.is_empty()), "{body}");
    assert!(["file", "line", "column"].iter().all(|field| error.contains_key(*field)), "{body}");
    (reply.status, body["error"].clone())
}
