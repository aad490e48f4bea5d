//! What a request is answered with.

use serde::Serialize;

use crate::refusal::Refusal;

/// Content type of JSON.
pub(crate) const JSON: &str = "application/json";

/// An answer as HTTP carries it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// 200, or the status of a refusal.
    pub status: u16,
    /// Content type.
    pub content_type: &'static str,
    /// Content.
    pub bytes: Vec<u8>,
}

impl Reply {
    /// Content of a type.
    pub(crate) fn of(content_type: &'static str, bytes: impl Into<Vec<u8>>) -> Self {
        Self { status: 200, content_type, bytes: bytes.into() }
    }

    /// A value as JSON.
    pub(crate) fn json<T: Serialize>(value: &T) -> Result<Self, Refusal> {
        let bytes = serde_json::to_vec(value).map_err(|error| Refusal::new(500, error.to_string()))?;
        Ok(Self::of(JSON, bytes))
    }

    /// Whether it is an answer and no refusal.
    #[must_use]
    pub fn is_answer(&self) -> bool {
        self.status == 200
    }
}

impl From<Refusal> for Reply {
    fn from(refusal: Refusal) -> Self {
        Self { status: refusal.status, content_type: JSON, bytes: refusal.body().into_bytes() }
    }
}
