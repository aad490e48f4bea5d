//! A scenario with everything that was assumed, as TOML with remarks.

use unequal_study::run::{Explanation, Origin, Statement};

/// The text of the file.
#[must_use]
pub fn toml(explanation: &Explanation) -> String {
    let mut lines = Vec::new();
    for statement in &explanation.statements {
        match statement {
            Statement::Table(table, remark) => {
                lines.push(String::new());
                if !remark.is_empty() {
                    lines.push(format!("# {remark}"));
                }
                lines.push(table.clone());
            }
            Statement::Value(key, value, origin, remark) => {
                let origin = match origin {
                    Origin::Given => "given",
                    Origin::Assumed => "assumed",
                };
                let remark = if remark.is_empty() { String::new() } else { format!(": {remark}") };
                lines.push(format!("{key} = {value}  # {origin}{remark}"));
            }
        }
    }
    lines.push(String::new());
    lines.join("\n")
}
