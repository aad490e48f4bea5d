//! The document of `list`: names to ask about.

use unequal_study::capitalised;
use unequal_study::list::{ListAbout, ListOf, ListRow, Listing};

use crate::document::{Document, Section};
use crate::keys::Keys;
use crate::quantity::Quantity;
use crate::table::{Cell, Column, Row, Table};

/// The document.
#[must_use]
pub fn document(listing: &Listing) -> Document {
    let (id, title) = match listing.of {
        ListOf::Regions => ("regions", format!("Countries of the table of {}", listing.year)),
        ListOf::Groups => {
            ("groups", format!("Groups of countries, with their members in the table of {}", listing.year))
        }
        ListOf::Sectors => ("sectors", format!("Sectors of the table of {}", listing.year)),
        ListOf::Years => ("years", "Years with a table".to_owned()),
        ListOf::Elasticities => {
            ("elasticities", format!("Published sets of trade elasticities, in the sectors of {}", listing.year))
        }
        ListOf::Priors => ("priors", "What is uncertain, and by how much".to_owned()),
    };
    let table = Table::new(id, title.clone(), "Code")
        .columns(columns(listing.of))
        .rows(listing.rows.iter().map(|row| line(listing.of, row)).collect());
    Document {
        question: "list".to_owned(),
        keys: Keys::none().year(listing.year),
        title: title.into(),
        dateline: listing.evidence.source.as_str().into(),
        sides: None,
        finding: match listing.of {
            ListOf::Elasticities => vec![
                "A trade elasticity says how easily buyers replace one country\u{2019}s goods by another\u{2019}s: low means hard, so \
                 that losses are large. The headline of most answers uses 4 in every sector; --elasticity NAME uses one of \
                 these sets instead."
                    .into(),
            ],
            ListOf::Priors => vec![
                "Two things make the ranges of exit costs: published trade elasticities differ, and so do the tables of two \
                 sources for one year. Each spread was measured; that it is taken whole as the error of one table, and the \
                 studies as a random sample, are conventions."
                    .into(),
            ],
            _ => Vec::new(),
        },
        sections: vec![
            Section::new("list", capitalised(id), vec![table.into()]).sure(&listing.evidence, listing.year.to_string()),
        ],
        terms: Vec::new(),
        reproduce: None,
    }
}

fn columns(of: ListOf) -> Vec<Column> {
    let name = Column::words("name", "Name");
    match of {
        ListOf::Regions => vec![name, Column::figures("value-added", "Value added, USD").item("value added")],
        ListOf::Groups => {
            vec![name, Column::words("members", "Members"), Column::words("missing", "Not shown separately")]
        }
        ListOf::Sectors => {
            vec![name, Column::words("kind", "Kind"), Column::figures("output", "World output, USD").item("output")]
        }
        ListOf::Elasticities => vec![
            name,
            Column::figures("least", "Least, of goods").item("least elasticity of goods"),
            Column::figures("median", "Median").item("median elasticity of goods"),
            Column::figures("most", "Greatest").item("greatest elasticity of goods"),
            Column::words("source", "Source"),
        ],
        ListOf::Priors => crate::priors::columns(name),
        ListOf::Years => vec![
            Column::words("source", "Source"),
            Column::words("estimated", "Estimated parts"),
            Column::figures("regions", "Countries").item("countries"),
            Column::figures("sectors", "Sectors").item("sectors"),
        ],
    }
}

/// Codes in a cell, or nothing.
fn words(codes: &[String]) -> Cell {
    if codes.is_empty() { Cell::Empty(None) } else { codes.join(" ").into() }
}

fn line(of: ListOf, row: &ListRow) -> Row {
    let mut cells: Vec<Cell> = if of == ListOf::Years { Vec::new() } else { vec![capitalised(&row.name).into()] };
    cells.extend(match &row.about {
        ListAbout::ValueAdded(value) => vec![Quantity::money(*value).into()],
        ListAbout::Members { shown, missing } => vec![words(shown), words(missing)],
        ListAbout::Sector { goods, output } => {
            vec![if *goods { "goods" } else { "services" }.into(), Quantity::money(*output).into()]
        }
        ListAbout::Elasticities { source, least, most, median } => vec![
            Quantity::number(*least).into(),
            Quantity::number(*median).into(),
            Quantity::number(*most).into(),
            source.as_str().into(),
        ],
        ListAbout::Prior(prior) => crate::priors::cells(prior),
        ListAbout::Table { source, estimated, regions, sectors } => vec![
            source.as_str().into(),
            if *estimated { "yes" } else { "no" }.into(),
            Quantity::count(*regions).into(),
            Quantity::count(*sectors).into(),
        ],
    });
    let keys = match of {
        ListOf::Regions | ListOf::Groups => Keys::none().region(&row.code),
        ListOf::Sectors => Keys::none().sector(&row.code),
        ListOf::Years => Keys::none().year(&row.code),
        ListOf::Elasticities | ListOf::Priors => Keys::none().measure(&row.code),
    };
    let line = Row::new(row.code.as_str(), cells).keys(keys);
    // A prior has a row for each class of losses.
    match &row.about {
        ListAbout::Prior(prior) => line.item(format!("for losses from {}", prior.least)),
        _ => line,
    }
}
