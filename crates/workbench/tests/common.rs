//! A server in this process, and a caller that writes what it likes.

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::sync::LazyLock;
use std::time::Duration;

use unequal_workbench::{Server, ServerLimits};

/// Longest that a caller of a test waits for anything.
const PATIENCE: Duration = Duration::from_secs(120);

/// A server with short times, for all tests.
pub static SERVER: LazyLock<SocketAddr> = LazyLock::new(|| {
    start(ServerLimits {
        head_time: Duration::from_millis(1500),
        body_time: Duration::from_millis(1500),
        connections: 64,
        solves: 2,
        ..ServerLimits::default()
    })
});

/// Starts a server on a free port of the loopback, which runs as long as the tests do.
pub fn start(limits: ServerLimits) -> SocketAddr {
    let server = Server::bind("127.0.0.1:0".parse().unwrap(), limits).unwrap();
    let address = server.address();
    assert_eq!(server.link(), format!("http://{address}/"));
    std::thread::spawn(move || server.run());
    address
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    /// 0 where the connection was closed without a word.
    pub status: u16,
    pub head: String,
    pub body: Vec<u8>,
}

impl Answer {
    fn read(bytes: &[u8]) -> Self {
        let text = String::from_utf8_lossy(bytes).into_owned();
        let end = bytes.windows(4).position(|four| four == b"\r\n\r\n").map_or(bytes.len(), |place| place + 4);
        let status = text.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
        let head = String::from_utf8_lossy(&bytes[..end]).to_lowercase();
        Self { status, head, body: bytes[end..].to_vec() }
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }
}

pub fn connect(server: SocketAddr) -> TcpStream {
    let stream = TcpStream::connect(server).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    stream.set_write_timeout(Some(PATIENCE)).unwrap();
    stream
}

/// Writes bytes and reads to the end. What cannot be written any more, since the server has answered already, is left.
pub fn send(server: SocketAddr, bytes: &[u8]) -> Answer {
    let mut stream = connect(server);
    let _ = stream.write_all(bytes);
    finish(stream)
}

pub fn finish(mut stream: TcpStream) -> Answer {
    let mut back = Vec::new();
    let _ = stream.read_to_end(&mut back);
    let _ = stream.shutdown(Shutdown::Both);
    Answer::read(&back)
}

/// The head of a request that asks, with more lines.
pub fn head(server: SocketAddr, length: usize, more: &[&str]) -> String {
    let mut head = format!(
        "POST /api/ask HTTP/1.1\r\nHost: {server}\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\
         Connection: close\r\n"
    );
    for line in more {
        head.push_str(line);
        head.push_str("\r\n");
    }
    head + "\r\n"
}

pub fn ask(server: SocketAddr, body: &str, more: &[&str]) -> Answer {
    send(server, (head(server, body.len(), more) + body).as_bytes())
}

pub fn get(server: SocketAddr, path: &str) -> Answer {
    send(server, format!("GET {path} HTTP/1.1\r\nHost: {server}\r\nConnection: close\r\n\r\n").as_bytes())
}

/// A question that is answered at once.
pub const QUICK: &str = r#"{"ask":"view","question":{"question":"schema","of":"scenario"}}"#;
/// One that takes minutes.
pub const SLOW: &str = r#"{"ask":"view","question":{"question":"leverage-matrix","year":2022,"exact":true}}"#;
