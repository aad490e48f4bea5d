//! From the bytes of a request to the bytes of its answer.

use unequal_presentation::{Presented, present};
use unequal_render::html;
use unequal_study::{Answer, Observer, Question, Session};
use unequal_world::packs;

use crate::limits::Limits;
use crate::refusal::Refusal;
use crate::reply::Reply;
use crate::request::Request;
use crate::{download, lists, needs, view};

/// Answers a request. A request that its observer cancels gets 499.
#[must_use]
pub fn respond(session: &Session, request: &[u8], limits: &Limits, observer: &dyn Observer) -> Reply {
    answered(session, request, limits, observer).unwrap_or_else(Reply::from)
}

fn answered(session: &Session, request: &[u8], limits: &Limits, observer: &dyn Observer) -> Result<Reply, Refusal> {
    if request.len() > limits.request {
        let (found, most) = (request.len(), limits.request);
        return Err(Refusal::new(413, format!("the request has {found} bytes, expected at most {most}")));
    }
    let request: Request = serde_json::from_slice(request).map_err(|error| malformed(&error))?;
    match request {
        Request::Lists {} => lists::lists(),
        Request::Style {} => Ok(Reply::of("text/css; charset=utf-8", html::style())),
        Request::View { question } => {
            let (answer, presented) = asked(session, &question, limits, observer)?;
            view::view(&question, &answer, &presented)
        }
        Request::Download { question, form } => {
            download::check(form)?;
            let (answer, presented) = asked(session, &question, limits, observer)?;
            download::download(&answer, &presented, form)
        }
    }
}

/// A request that is no request, in the words of the reader.
fn malformed(error: &serde_json::Error) -> Refusal {
    Refusal::new(400, format!("the request cannot be read: {error}"))
}

/// An answer, once all data that it rests on are there.
fn asked(
    session: &Session,
    question: &Question,
    limits: &Limits,
    observer: &dyn Observer,
) -> Result<(Answer, Presented), Refusal> {
    let wanted = needs::known_before(question);
    if !wanted.is_empty() {
        return Err(Refusal::in_want_of(wanted));
    }
    // What an earlier request lacked is none of this one's business.
    let _ = packs::take_missing();
    let answer = limits.check(session, question).and_then(|()| Ok(session.answer(question, observer)?));
    let shown = answer.map(|answer| (present(&answer), answer));
    // Answers may say what they lack and go on: here they wait for it.
    let missing = packs::take_missing();
    if !missing.is_empty() {
        return Err(Refusal::in_want_of(missing));
    }
    shown.map(|(presented, answer)| (answer, presented))
}
