//! `audit`: can the figures of a file all be true, which contradict each other, and what do the data say of each?

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use unequal_audit::Claims;

pub use unequal_audit::{
    AuditAnswer, ClaimAnswer, ClaimsError, Consistency, Contradiction, DataAnswer, DataGrade, Implied, Kind, Knot,
    Range, Repair, RoundingUsed, STARTER,
};

use crate::file_kind::FileKind;
use crate::observer::{Observer, Steps};
use crate::source::Source;
use crate::{Result, Session};

/// A file of claims, checked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AuditQuestion {
    /// The claims.
    pub file: Source,
}

impl Session {
    /// Reads a claims file and audits it.
    pub fn audit(&self, question: &AuditQuestion, observer: &dyn Observer) -> Result<AuditAnswer> {
        let (name, bytes) = question.file.of_kind(FileKind::Claims)?;
        Steps::new(observer, 1, "files").step(|| audit_bytes(&name, &bytes))
    }
}

/// Audits the bytes of a claims file; `file` stands in errors and in the answer.
pub fn audit_bytes(file: &str, bytes: &[u8]) -> Result<AuditAnswer> {
    Ok(unequal_audit::audit(&Claims::parse(file, bytes)?)?)
}
