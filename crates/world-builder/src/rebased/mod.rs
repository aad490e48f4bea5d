//! The world of 2023: the adjusted table of 2022, carried on by one year with what was recorded of 2023.
//!
//! No input-output table of 2023 is at hand. Trade of the year before grows as recorded trade did, sales at home as gross
//! domestic product; uses are then balanced as in the years 2012 to 2021 (`data/PROVENANCE.md`).

mod carry;
mod observed;
mod trial;

use std::ops::RangeInclusive;
use std::path::Path;

use unequal_world::crumbs::Dropped;
use unequal_world::{ANY, EconomyTable, PairNote, Provenance};

use crate::totals::{Prior, Totals, Year, dropped_purchases, from_flows};
use crate::{Result, write_table};

pub use trial::print as print_trials;

use carry::{Carried, carry};
use observed::Observed;

/// The year of the table.
const YEAR: u16 = 2023;
/// Countries at war, or whose trade was broken off: the pattern of the year before says little of theirs.
const BROKEN: [&str; 3] = ["BLR", "RUS", "UKR"];

/// Years over which a table's goods are compared with recorded ones. For 2023 they are the last three that the record has
/// before, 2018 to 2020.
fn base(year: u16) -> RangeInclusive<u16> {
    year - 5..=year - 3
}

/// Carries the adjusted table of 2022 to 2023 and writes it.
pub fn build(sources: &Path, out: &Path, before: &EconomyTable) -> Result<()> {
    let totals = Totals::read(&sources.join("icio_totals/totals_2011_2022.parquet"))?;
    let observed = Observed::read(sources, &totals, YEAR, base(YEAR))?;
    let carried = carry(before, &observed, &BROKEN)?;
    let said = carried.said();
    let table = table_of(before, carried, YEAR)?;
    write_table(&table, &out.join(format!("world/icio-{YEAR}.world")))?;
    println!("  {said}");
    Ok(())
}

/// The table with these flows whose uses are as near as possible to those of the year before.
fn table_of(before: &EconomyTable, carried: Carried, year: u16) -> Result<EconomyTable> {
    let prior = Prior::of(before.intermediate_use(), before.final_use(), before.output());
    let known = Year { regions: before.regions(), sectors: before.sectors(), year, flows: carried.flows };
    from_flows(known, &prior, |crumbs, gap| provenance(before, crumbs, gap))
}

/// What must be said with Russia's trade, beside what holds for all.
fn notes() -> Vec<PairNote> {
    let note = |first: &str, second: &str, note: &str| PairNote {
        first: first.to_owned(),
        second: second.to_owned(),
        note: note.to_owned(),
    };
    vec![
        note(
            "CHN",
            "RUS",
            "China\u{2019}s sales to Russia are probably overstated: China has 49 % of Russia\u{2019}s imports of goods here, and 39 % \
             by customs. At 39 %, Russia would lose 1.7 % and China 0.15 %, a ratio of 11.5 : 1.",
        ),
        note(
            "RUS",
            ANY,
            "Belarus, Korea, Poland, Vietnam and others had not reported their trade with Russia in 2023 when the source was \
             made: it follows Eurostat, an estimate or an assumption, or grows as world trade.",
        ),
        note(
            "BLR",
            ANY,
            "Belarus publishes nothing by partner, and its sales of single products to others than Russia are too low here: do \
             not quote them.",
        ),
    ]
}

fn provenance(before: &EconomyTable, crumbs: Dropped, gap: f64) -> Provenance {
    let before = before.provenance();
    Provenance {
        valuation: unequal_world::Valuation::Basic,
        source: "an estimate from OECD ICIO and recorded trade".to_owned(),
        classification: before.classification.clone(),
        licence: "OECD terms, attribution; BACI, Etalab 2.0; World Bank, CC BY 4.0".to_owned(),
        estimated: vec![
            "No input-output table of 2023 is at hand: this one is the adjusted table of 2022, carried on by one year with what \
             was recorded. All its figures are estimates."
                .to_owned(),
            "A pair\u{2019}s goods grow as its recorded trade, services and sales at home as gross domestic product. Which goods a \
             pair trades is as in 2022, except for coal, crude oil and gas. In 2016 to 2020 exit costs made in this way \
             missed by 6 to 9 % at the median, one in ten by more than 21 to 39 %, and ratios by 3 %, one in ten by more than \
             9 to 14 %."
                .to_owned(),
        ],
        estimated_between: notes(),
        estimated_use: vec![
            "Which industries use a product is as in 2022, balanced against the year\u{2019}s output and use.".to_owned(),
            "Value added is output less inputs, so it includes taxes on inputs.".to_owned(),
        ],
        changes: vec![
            dropped_purchases(crumbs),
            format!(
                "inputs of an industry differ from their share in its output in 2022 by at most {gap:.1e} of the output \
                 after balancing"
            ),
        ],
    }
}
