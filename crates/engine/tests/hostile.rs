//! Any bytes have a reply.

use proptest::prelude::*;
use serde_json::{Value, json};
use unequal_engine::{Limits, respond};

use crate::common::{SESSION, refused, reply, view};

#[test]
fn what_is_no_request_is_malformed() {
    let deep = format!("{{\"ask\":\"view\",\"question\":{}", "[".repeat(100_000));
    for bytes in [
        &b""[..],
        b"{",
        b"null",
        b"[]",
        b"\xff\xfe",
        b"{\"ask\":\"everything\"}",
        b"{\"ask\":\"lists\",\"more\":1}",
        b"{\"ask\":\"view\"}",
        b"{\"ask\":\"view\",\"question\":{\"question\":\"brief\"}}",
        b"{\"ask\":\"view\",\"question\":{\"question\":\"nothing\"}}",
        b"{\"ask\":\"view\",\"question\":{\"question\":\"episode\",\"path\":\"/etc/passwd\"}}",
        b"{\"ask\":\"download\",\"question\":{\"question\":\"episode\"},\"form\":\"exe\"}",
        deep.as_bytes(),
    ] {
        let reply = respond(&SESSION, bytes, &Limits::NATIVE, &());
        assert_eq!(refused(&reply).0, 400, "{}", String::from_utf8_lossy(&bytes[..bytes.len().min(80)]));
    }
}

#[test]
fn numbers_that_no_question_means_are_refused() {
    let pair = |more: Value| {
        let mut question = json!({"question": "exit-cost", "first": "CZE", "second": "SVK", "year": 2000});
        question.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        reply(&view(question)).status
    };
    for (more, status) in [
        (json!({"year": 1800}), 422),
        (json!({"year": 70_000}), 400),
        (json!({"elasticity": 0}), 422),
        (json!({"elasticity": -4}), 422),
        (json!({"elasticity": 1e300}), 422),
        (json!({"elasticity": "no-such-set"}), 400),
        (json!({"second": "CZE"}), 422),
        (json!({"second": ""}), 422),
        (json!({"second": "A".repeat(100_000)}), 422),
        (json!({"second": "<script>\u{0}"}), 422),
    ] {
        assert_eq!(pair(more.clone()), status, "{}", more.to_string().chars().take(80).collect::<String>());
    }
}

/// A page shows titles and names of files that anybody may have written.
#[test]
fn markup_in_a_file_stays_text() {
    let text = "title = \"<img src=x onerror=alert(1)>\"\ndescription = \"</section><script>alert(2)</script>\"\nyear = 2000\n\
                [[embargo]]\nname = \"<img src=y>\"\nby = \"CZE\"\non = \"SVK\"\n";
    let name = "\"><script>alert(3)</script>.toml";
    let question = json!({"question": "run", "ranges": false, "file": {"name": name, "text": text}});
    let shown = crate::common::answered(&view(question));
    let fragment = shown["fragment"].as_str().unwrap();
    assert!(fragment.contains("&lt;img src=x"));
    for markup in ["<img", "<script", "onerror=alert(1)>\""] {
        assert!(!fragment.contains(markup), "{markup}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_bytes_have_a_reply(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let reply = respond(&SESSION, &bytes, &Limits::NATIVE, &());
        prop_assert!(!reply.is_answer() && (400..500).contains(&reply.status));
    }

    /// A request with one byte changed is answered or refused, and never an error of the program.
    #[test]
    fn a_damaged_request_has_a_reply(place in 0usize..110, byte in any::<u8>()) {
        let mut bytes = view(json!({"question": "scenario", "file": {"name": "a.toml", "text": "title = \"t\"\nyear = 2000\n"}}))
            .to_string().into_bytes();
        if let Some(there) = bytes.get_mut(place) {
            *there = byte;
        }
        let reply = respond(&SESSION, &bytes, &Limits::NATIVE, &());
        prop_assert!(reply.status < 500, "{}", reply.status);
    }
}
