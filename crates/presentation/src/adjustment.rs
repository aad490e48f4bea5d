//! The document of `table adjust`: what became of each record.

use unequal_study::adjust::{AdjustedFlow, Adjustment};

use crate::document::{Document, Reproduce, Section};
use crate::keys::Keys;
use crate::language::counted;
use crate::quantity::Quantity;
use crate::shared::table_option;
use crate::table::{Column, Row, Table};
use crate::text;

/// The document.
#[must_use]
pub fn document(answer: &Adjustment) -> Document {
    let year = answer.year;
    let met = answer.rows.iter().filter(|row| row.is_met()).count();
    let records = Table::new("records", "What became of each record", "Flow")
        .columns(vec![
            Column::words("products", "Products"),
            Column::figures("before", "Table before, USD").item("value in the table before"),
            Column::figures("record", "Record, USD").item("record"),
            Column::figures("after", "Adjusted table, USD").item("value in the adjusted table"),
            Column::words("source", "Source of the record"),
        ])
        .rows(answer.rows.iter().map(row).collect());
    Document {
        question: "table-adjust".to_owned(),
        keys: Keys::none().year(year),
        title: format!("The table of {year}, moved to records").into(),
        dateline: text![format!("Year {year} \u{b7} records: {} \u{b7} table: {}", answer.records, answer.evidence.source)],
        sides: None,
        finding: vec![
            text![
                format!("{} of {} in the file met exactly; ", met, counted(answer.rows.len(), "record", "records")),
                Quantity::money(answer.moved),
                " of trade moved in all."
            ],
            "Every producer makes as much as before, and every industry buys as many inputs: sales to others and uses of each \
             product gave way."
                .into(),
        ],
        sections: vec![
            Section::new("records", "Records", vec![records.into()]).sure(&answer.evidence, year.to_string()),
        ],
        terms: vec!["Evidence grade".to_owned()],
        reproduce: Some(Reproduce {
            command: format!(
                "unequal table adjust {} --year {year}{}",
                answer.records,
                table_option(answer.table.as_deref())
            ),
            file: answer.records.clone(),
        }),
    }
}

fn row(row: &AdjustedFlow) -> Row {
    let (seller, buyer) = (&row.exporter, &row.importer);
    let cells = vec![
        row.products.as_str().into(),
        Quantity::money(row.before).into(),
        Quantity::money(row.record).into(),
        Quantity::money(row.after).into(),
        row.source.as_str().into(),
    ];
    Row::new(format!("{} to {}", seller.1, buyer.1), cells)
        .item(format!("{} of {} to {}", row.products, seller.0, buyer.0))
        .keys(Keys::none().region(&seller.0).partner(&buyer.0))
        .headline(!row.is_met())
}
