//! `audit`: can the figures of a file all be true, which contradict each other, and what do the data say of each?

use std::path::Path;

use unequal_audit::Claims;

pub use unequal_audit::{
    AuditAnswer, ClaimAnswer, ClaimsError, Consistency, Contradiction, DataAnswer, DataGrade, Implied, Kind, Knot,
    Range, Repair, RoundingUsed, STARTER,
};

use crate::Result;
use crate::file_kind::{self, FileKind};

/// Reads a claims file and audits it.
pub fn audit(path: &Path) -> Result<AuditAnswer> {
    let bytes = file_kind::read(path, FileKind::Claims)?;
    audit_bytes(&path.display().to_string(), &bytes)
}

/// Audits the bytes of a claims file; `file` stands in errors and in the answer.
pub fn audit_bytes(file: &str, bytes: &[u8]) -> Result<AuditAnswer> {
    Ok(unequal_audit::audit(&Claims::parse(file, bytes)?)?)
}
