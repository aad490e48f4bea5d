//! Requests of the workbench, answered as bytes by one pure function: its server and a browser's module call the same.
//!
//! A request is JSON: `{"ask": "view", "question": {"question": "brief", "first": "RUS", "second": "CHN"}}`. Nothing here
//! reads files, prints or knows a transport. A question that names a file by its path is refused, whoever asks.

mod download;
mod examples;
mod limits;
mod lists;
mod needs;
mod on_disk;
mod python;
mod refusal;
mod reply;
mod request;
mod respond;
mod view;

pub use limits::Limits;
pub use on_disk::named_on_disk;
pub use refusal::Refusal;
pub use reply::Reply;
pub use request::{Form, Request};
pub use respond::respond;
