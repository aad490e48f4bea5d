//! The document of `table describe`, `import` and `aggregate`: what a table holds.

use unequal_study::describe::{DescribedRegion, DescribedSector, Description, SectorKind};

use crate::document::{Document, Reproduce, Section};
use crate::keys::Keys;
use crate::language::capitalised;
use crate::quantity::Quantity;
use crate::shared::table_option;
use crate::table::{Column, Row, Table};
use crate::text;
use crate::text::Span;

/// The document.
#[must_use]
pub fn document(answer: &Description) -> Document {
    let year = answer.year;
    let section = |id: &str, title: &str, table: Table| {
        Section::new(id, title, vec![table.into()]).sure(&answer.evidence, year.to_string())
    };
    let count = |number: usize, item: &str| Span::figure(Quantity::count(number), item, Keys::none());
    let money = |value: f64, item: &str| Span::figure(Quantity::money(value), item, Keys::none());
    Document {
        question: "table-describe".to_owned(),
        keys: Keys::none().year(year),
        title: format!("What the table of {year} holds").into(),
        dateline: text![format!(
            "Year {year} \u{b7} source: {} \u{b7} licence: {}",
            answer.evidence.source, answer.licence
        )],
        sides: None,
        finding: vec![
            text![
                count(answer.regions.len(), "regions"),
                " regions and ",
                count(answer.sectors.len(), "sectors"),
                format!(" sectors (classification {}): output of ", answer.classification),
                money(answer.output, "output of all producers"),
                ", value added of ",
                money(answer.value_added, "value added of all producers"),
                ", sales between regions of ",
                money(answer.trade, "sales between regions"),
                ", at basic prices."
            ],
            "unequal table check says whether its accounts add up.".into(),
        ],
        sections: vec![
            section("regions", "Regions", regions(&answer.regions)),
            section("sectors", "Sectors", sectors(&answer.sectors)),
        ],
        terms: vec!["Evidence grade".to_owned()],
        reproduce: Some(Reproduce { command: command(answer), file: String::new() }),
    }
}

fn command(answer: &Description) -> String {
    let [regions, sectors] = &answer.concordances;
    let option =
        |name: &str, file: &Option<String>| file.as_ref().map_or_else(String::new, |file| format!(" --{name} {file}"));
    let verb = if regions.is_none() && sectors.is_none() { "describe" } else { "aggregate" };
    format!(
        "unequal table {verb} --year {}{}{}{}",
        answer.year,
        table_option(answer.table.as_deref()),
        option("regions", regions),
        option("sectors", sectors)
    )
}

fn regions(regions: &[DescribedRegion]) -> Table {
    let row = |region: &DescribedRegion| {
        let figures = [region.output, region.value_added, region.final_use, region.exports, region.imports];
        Row::new(capitalised(&region.name), figures.map(|value| Quantity::money(value).into()).to_vec())
            .keys(Keys::none().region(&region.code))
    };
    Table::new("regions", "What each region makes and trades, USD", "Region")
        .columns(vec![
            Column::figures("output", "Output"),
            Column::figures("value-added", "Value added"),
            Column::figures("final-use", "Final use"),
            Column::figures("exports", "Exports"),
            Column::figures("imports", "Imports"),
        ])
        .rows(regions.iter().map(row).collect())
        .note("Value added is output less inputs, so it includes taxes on inputs.")
}

fn sectors(sectors: &[DescribedSector]) -> Table {
    let row = |sector: &DescribedSector| {
        let kind = match sector.kind {
            SectorKind::Goods => "goods",
            SectorKind::Services => "services",
            SectorKind::Unknown => "not known",
        };
        let cells = vec![
            sector.code.as_str().into(),
            kind.into(),
            Quantity::money(sector.output).into(),
            Quantity::money(sector.trade).into(),
        ];
        Row::new(capitalised(&sector.name), cells).item(format!("sector {}", sector.code))
    };
    Table::new("sectors", "What is made and traded of each product, USD", "Sector")
        .columns(vec![
            Column::words("code", "Code"),
            Column::words("kind", "Kind"),
            Column::figures("output", "Output").item("output"),
            Column::figures("trade", "Sales between regions").item("sales between regions"),
        ])
        .rows(sectors.iter().map(row).collect())
}
