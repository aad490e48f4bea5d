//! Callers that mean no good, one by one and two thousand at once.

use std::io::Write;
use std::net::{SocketAddr, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use crate::common::{QUICK, SERVER, SLOW, ask, connect, finish, get, head, send};

#[test]
fn paths_lead_nowhere_but_to_the_page() {
    for path in [
        "/../Cargo.toml",
        "/assets/../../Cargo.toml",
        "/..%2f..%2fetc%2fpasswd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/assets/..\\..\\Cargo.toml",
        "//etc/passwd",
        "/assets/",
        "/assets",
        "/api",
        "/api/ask/",
        "/engine.wasm/../index.html",
        "/index.html%00.js",
        "/assets/workbench.js/",
    ] {
        assert_eq!(get(*SERVER, path).status, 404, "{path}");
    }
}

#[test]
fn methods_and_kinds_of_content_are_fixed() {
    let host = *SERVER;
    let line = |line: &str| {
        send(host, format!("{line} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").as_bytes()).status
    };
    for method in ["GET", "PUT", "DELETE", "OPTIONS", "PATCH"] {
        assert_eq!(line(&format!("{method} /api/ask")), 405, "{method}");
    }
    assert_eq!(line("POST /"), 405);
    assert_eq!(line("HEAD /"), 200);
    assert_eq!(line("GET http://evil.example/"), 400, "a proxy's form");
    assert!(line("CONNECT evil.example:443") >= 400);
    let form = format!(
        "POST /api/ask HTTP/1.1\r\nHost: {host}\r\nContent-Type: text/plain\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{QUICK}",
        QUICK.len()
    );
    assert_eq!(send(host, form.as_bytes()).status, 415);
}

#[test]
fn other_pages_are_refused() {
    let own = format!("Origin: http://{}", *SERVER);
    assert_eq!(ask(*SERVER, QUICK, &[&own, "Sec-Fetch-Site: same-origin"]).status, 200);
    for lines in [
        &["Origin: http://evil.example"][..],
        &["Origin: null"],
        &["Sec-Fetch-Site: cross-site"],
        &[&own, "Sec-Fetch-Site: same-site"],
    ] {
        let refused = ask(*SERVER, QUICK, lines);
        assert_eq!(refused.status, 403, "{lines:?}");
        assert!(!refused.head.contains("access-control-allow"), "{}", refused.head);
    }
    for host in ["evil.example", "localhost", "127.0.0.1:1", "10.1.2.3"] {
        let request = format!("GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
        assert_eq!(send(*SERVER, request.as_bytes()).status, 403, "{host}");
    }
    assert_eq!(send(*SERVER, b"GET / HTTP/1.0\r\n\r\n").status, 400, "no host at all");
    assert_eq!(ask(*SERVER, QUICK, &["X-Unequal-View: a b"]).status, 400);
}

#[test]
fn sizes_are_bounded_whether_stated_or_not() {
    let large = 257 << 10;
    assert_eq!(send(*SERVER, head(*SERVER, large, &[]).as_bytes()).status, 413, "refused by what it states");
    assert_eq!(send(*SERVER, head(*SERVER, usize::MAX, &[]).as_bytes()).status / 100, 4);
    let host = *SERVER;
    let mut chunked = format!(
        "POST /api/ask HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
    );
    for _ in 0..70 {
        chunked.push_str(&format!("1000\r\n{}\r\n", " ".repeat(0x1000)));
    }
    chunked.push_str("0\r\n\r\n");
    let refused = send(*SERVER, chunked.as_bytes()).status;
    assert!([413, 0].contains(&refused), "{refused}: it may be told only while it still writes");
    let long = format!("GET / HTTP/1.1\r\nHost: {host}\r\nX-Long: {}\r\n\r\n", "a".repeat(64 << 10));
    assert_eq!(send(*SERVER, long.as_bytes()).status / 100, 4);
    let many = format!("GET / HTTP/1.1\r\nHost: {host}\r\n{}\r\n", "X-Many: a\r\n".repeat(500));
    assert_eq!(send(*SERVER, many.as_bytes()).status / 100, 4);
}

#[test]
fn slow_callers_are_left() {
    // Nothing at all; half a head; a head, and half a body; and a byte now and then.
    let request = head(*SERVER, QUICK.len(), &[]) + QUICK;
    for sent in [0, 30, request.len() - 20] {
        let mut stream = connect(*SERVER);
        stream.write_all(&request.as_bytes()[..sent]).unwrap();
        let answer = finish(stream);
        assert!([0, 408].contains(&answer.status), "{sent}: {answer:?}");
    }
    let mut stream = connect(*SERVER);
    let begun = Instant::now();
    let patience = Duration::from_secs(60);
    let left = request.bytes().any(|byte| {
        std::thread::sleep(Duration::from_millis(100));
        stream.write_all(&[byte]).is_err() || begun.elapsed() > patience
    });
    assert!(left && begun.elapsed() < patience, "a byte at a time is no way to keep a connection");
}

/// One hostile or ordinary request; what it must be answered with, where that is certain.
fn mixed(server: SocketAddr, number: usize) -> (Vec<u8>, Option<u16>) {
    let text = |text: String, status: u16| (text.into_bytes(), Some(status));
    match number % 14 {
        0 => text(format!("GET / HTTP/1.1\r\nHost: {server}\r\nConnection: close\r\n\r\n"), 200),
        1 => text(head(server, QUICK.len(), &[]) + QUICK, 200),
        2 => text(head(server, 3, &[]) + "{]}", 400),
        3 => text(head(server, 1 << 30, &[]), 413),
        4 => text(format!("GET /../../etc/passwd HTTP/1.1\r\nHost: {server}\r\nConnection: close\r\n\r\n"), 404),
        5 => text("GET / HTTP/1.1\r\nHost: rebound.example\r\nConnection: close\r\n\r\n".to_owned(), 403),
        6 => text(head(server, QUICK.len(), &["Origin: https://evil.example"]) + QUICK, 403),
        7 => (vec![u8::try_from(number % 256).unwrap_or(0); 1 + number % 5000], None),
        8 => (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03".to_vec(), None),
        9 => (head(server, QUICK.len(), &[]).into_bytes(), None),
        10 => (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_vec(), None),
        11 => (
            format!("GET / HTTP/1.1\r\nHost: {server}\r\nTransfer-Encoding: chunked\r\n\r\nZZZ\r\n").into_bytes(),
            None,
        ),
        12 => (head(server, SLOW.len(), &["X-Unequal-View: one"]).into_bytes(), None),
        _ => {
            let path = r#"{"ask":"view","question":{"question":"audit","file":{"path":"/etc/passwd"}}}"#;
            text(head(server, path.len(), &[]) + path, 422)
        }
    }
}

#[test]
fn two_thousand_hostile_requests_leave_it_serving() {
    let server = *SERVER;
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..16 {
            scope.spawn(|| {
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    if number >= 2000 {
                        break;
                    }
                    let (bytes, expected) = mixed(server, number);
                    match expected {
                        Some(status) => assert_eq!(send(server, &bytes).status, status, "request {number}"),
                        // It writes, and is gone.
                        None => {
                            if let Ok(mut stream) = TcpStream::connect(server) {
                                let _ = stream.write_all(&bytes);
                            }
                        }
                    }
                }
            });
        }
    });
    assert_eq!(get(server, "/").status, 200);
    assert_eq!(ask(server, QUICK, &[]).status, 200);
}
