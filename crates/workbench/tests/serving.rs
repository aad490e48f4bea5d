//! The page, its answers, and answers that nobody waits for any more.

use std::io::Write;
use std::time::Duration;

use serde_json::json;
use unequal_engine::{Limits, respond};
use unequal_study::Session;
use unequal_workbench::{Server, ServerLimits, WorkbenchError};

use crate::common::{QUICK, SERVER, SLOW, ask, connect, finish, get, head, send, start};

#[test]
fn the_page_comes_with_its_safety_headers() {
    let page = get(*SERVER, "/");
    assert_eq!(page.status, 200);
    assert!(page.text().to_lowercase().starts_with("<!doctype html>"));
    for header in [
        "content-security-policy: default-src 'none'; script-src 'self' 'wasm-unsafe-eval';",
        "x-content-type-options: nosniff",
        "referrer-policy: no-referrer",
        "cross-origin-opener-policy: same-origin",
        "cross-origin-resource-policy: same-origin",
        "content-type: text/html; charset=utf-8",
    ] {
        assert!(page.head.contains(header), "{header} is not in {}", page.head);
    }
    // The policy forbids scripts and styles that do not come as files.
    assert!(!page.text().contains("<script>") && !page.text().contains("onclick="));
    for other in [get(*SERVER, "/nothing"), ask(*SERVER, QUICK, &[])] {
        assert!(other.head.contains("content-security-policy: default-src 'none'"), "{}", other.head);
    }
}

#[test]
fn parts_of_the_page_are_served() {
    let page = get(*SERVER, "/").text();
    let parts = page
        .split(['"', '\''])
        .filter_map(|part| part.trim_start_matches('.').trim_start_matches('/').strip_prefix("assets/"));
    let parts: Vec<String> = parts.map(|part| format!("/assets/{part}")).collect();
    assert!(!parts.is_empty());
    for part in parts {
        assert_eq!(get(*SERVER, &part).status, 200, "{part}");
    }
}

#[test]
fn the_server_answers_byte_for_byte_as_the_engine_does() {
    let session = Session::embedded().unwrap();
    for request in [
        json!({"ask": "lists"}),
        json!({"ask": "style"}),
        json!({"ask": "view", "question": {"question": "exit-cost", "first": "CZE", "second": "SVK", "year": 2000}}),
        json!({"ask": "download", "form": "xlsx",
               "question": {"question": "exit-cost", "first": "CZE", "second": "SVK", "year": 2000}}),
        json!({"ask": "view", "question": {"question": "exit-cost", "first": "CZX", "second": "SVK"}}),
    ] {
        let (own, served) = (
            respond(&session, request.to_string().as_bytes(), &Limits::NATIVE, &()),
            ask(*SERVER, &request.to_string(), &[]),
        );
        assert_eq!(served.status, own.status, "{request}");
        assert!(served.body == own.bytes, "{request}");
        assert!(served.head.contains(&format!("content-type: {}", own.content_type)), "{}", served.head);
    }
}

#[test]
fn a_view_that_asks_again_cancels_what_it_asked_before() {
    let server = start(ServerLimits { solves: 1, ..ServerLimits::default() });
    let view = "X-Unequal-View: tab-1";
    let mut first = connect(server);
    first.write_all((head(server, SLOW.len(), &[view]) + SLOW).as_bytes()).unwrap();
    // The only turn is taken: another view's question waits, and is answered once the first is given up.
    std::thread::sleep(Duration::from_millis(500));
    let mut other = connect(server);
    other.write_all((head(server, QUICK.len(), &["X-Unequal-View: tab-2"]) + QUICK).as_bytes()).unwrap();
    std::thread::sleep(Duration::from_millis(200));
    let second = ask(server, QUICK, &[view]);
    assert_eq!(second.status, 200);
    let first = finish(first);
    assert_eq!(first.status, 499, "{}", first.text());
    assert_eq!(first.json()["error"]["message"], json!("cancelled"));
    assert_eq!(finish(other).status, 200);
}

#[test]
fn what_nobody_waits_for_is_given_up() {
    let server = start(ServerLimits { solves: 1, ..ServerLimits::default() });
    let mut gone = connect(server);
    gone.write_all((head(server, SLOW.len(), &[]) + SLOW).as_bytes()).unwrap();
    std::thread::sleep(Duration::from_millis(500));
    drop(gone);
    // Answered only if the turn of the caller who left is free again.
    assert_eq!(ask(server, QUICK, &[]).status, 200);
}

#[test]
fn time_and_places_are_bounded() {
    let server = start(ServerLimits {
        solves: 1,
        waiting: 1,
        answer_time: Duration::from_millis(1500),
        ..ServerLimits::default()
    });
    let waiting: Vec<_> = (0..2)
        .map(|_| {
            let mut stream = connect(server);
            stream.write_all((head(server, SLOW.len(), &[]) + SLOW).as_bytes()).unwrap();
            std::thread::sleep(Duration::from_millis(200));
            stream
        })
        .collect();
    assert_eq!(ask(server, QUICK, &[]).status, 429, "one is computed, one waits, and there is no place for a third");
    for stream in waiting {
        let late = finish(stream);
        assert_eq!(late.status, 408, "{}", late.text());
    }
    assert_eq!(ask(server, QUICK, &[]).status, 200);
}

#[test]
fn beyond_the_loopback_a_token_is_needed() {
    let server = Server::bind("0.0.0.0:0".parse().unwrap(), ServerLimits::default()).unwrap();
    let (address, link) = (server.address(), server.link());
    std::thread::spawn(move || server.run());
    let token = link.split("?token=").nth(1).unwrap();
    let local = format!("127.0.0.1:{}", address.port()).parse().unwrap();
    assert_eq!(get(local, "/").status, 200, "the page itself holds nothing");
    assert_eq!(ask(local, QUICK, &[]).status, 401);
    assert_eq!(ask(local, QUICK, &["X-Unequal-Token: 00000000000000000000000000000000"]).status, 401);
    assert_eq!(ask(local, QUICK, &[&format!("X-Unequal-Token: {token}")]).status, 200);
    let renamed = format!("GET / HTTP/1.1\r\nHost: rebound.example:{}\r\nConnection: close\r\n\r\n", address.port());
    assert_eq!(send(local, renamed.as_bytes()).status, 403);
}

#[test]
fn a_port_that_is_taken_is_an_error_with_a_way_out() {
    let error = Server::bind(*SERVER, ServerLimits::default()).unwrap_err();
    assert!(matches!(error, WorkbenchError::Bind { .. }) && error.to_string().contains("--port 0"), "{error}");
}
