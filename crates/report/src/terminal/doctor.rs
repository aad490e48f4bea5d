//! The examination of tables as text.

use unequal_study::doctor::{Examination, TableHealth};

use super::{paragraph, table};

/// The report, `width` characters wide, with a line end: a line for each table and, where there
/// is one table or a fault, everything about it.
#[must_use]
pub fn examination(examination: &Examination, width: u16) -> String {
    let rows = examination.tables.iter().map(|health| {
        let worst = health.identities.iter().fold(0.0, |worst: f64, identity| worst.max(identity.gap));
        vec![
            health.name.clone(),
            format!("{} x {}", health.regions, health.sectors),
            format!("{:.2} tn", health.value_added / 1e6),
            format!("{worst:.1e}"),
            health.no_shock_sweeps.to_string(),
            format!("{:.0e}", health.no_shock_change),
            health.estimated.len().to_string(),
            health.changes.len().to_string(),
            if health.healthy { "sound" } else { "FAULT" }.to_owned(),
        ]
    });
    let header = [
        "Table",
        "size",
        "value added, USD",
        "worst gap",
        "null sweeps",
        "null change",
        "estimates",
        "changes",
        "verdict",
    ];
    let mut lines = vec![table(width, &header, rows)];
    let single = examination.tables.len() == 1;
    for health in examination.tables.iter().filter(|health| single || !health.healthy || !health.estimated.is_empty()) {
        lines.push(details(width, health));
    }
    lines.push(if examination.healthy {
        "Every identity holds.".to_owned()
    } else {
        "At least one table is at fault.".to_owned()
    });
    lines.push(String::new());
    lines.join("\n")
}

fn details(width: u16, health: &TableHealth) -> String {
    let mut lines = vec![format!("\n{}", health.name)];
    let mut item = |kind: &str, text: &str| lines.push(paragraph(width, "    ", &format!("  {kind}: {text}")));
    for raw in &health.raw {
        item("as read", raw);
    }
    for identity in &health.identities {
        item(
            "identity",
            &format!(
                "{}: worst gap {:.1e} at {} (accepted {:.0e})",
                identity.identity, identity.gap, identity.place, identity.tolerance
            ),
        );
    }
    for estimated in &health.estimated {
        item("estimated", estimated);
    }
    for change in &health.changes {
        item("changed", change);
    }
    lines.join("\n")
}
