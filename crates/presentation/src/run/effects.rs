//! What the measures do to real income: of the parties, each measure alone and all together, and of every region.

use unequal_study::capitalised;
use unequal_study::run::{MeasureSummary, PartyOutcome, RegionOutcome, RunAnswer};

use super::{all_measures, description, short, sure};
use crate::chart::{Chart, ChartKind};
use crate::document::{Block, Role, Section};
use crate::keys::Keys;
use crate::quantity::Quantity;
use crate::ranges::{self, Ranged};
use crate::table::{Cell, Column, Look, Row, Table};
use crate::table_error::WithError;
use crate::text;
use crate::text::Text;

/// Measures that stand in columns of their own; more stand in rows of a table of their own.
const COLUMNS: usize = 3;
/// Regions with the largest losses and gains that a sentence names.
const NAMED: usize = 5;
/// What the figures are.
const ITEM: &str = "change of real income";

/// The section that opens the document.
pub fn section_blocks(run: &RunAnswer) -> Vec<Block> {
    let mut blocks: Vec<Block> = description(run).map(Block::body).into_iter().collect();
    blocks.push(map(run).into());
    blocks.push(Block::narrative(
        Role::PageOnly,
        vec![text![
            "Real income is what a year\u{2019}s income can buy. A plus is a gain, a minus a loss that lasts: it remains \
             once buyers and sellers have turned to other partners."
        ]],
    ));
    if run.measures.len() > 1 && run.measures.len() <= COLUMNS {
        blocks.push(bars(run).into());
    }
    blocks.push(parties(run).into());
    if run.measures.len() > COLUMNS {
        blocks.push(each_alone(run).into());
    }
    blocks
}

/// The section on real income.
pub fn section(run: &RunAnswer) -> Section {
    super::section(run, "real-income", "Real income", section_blocks(run))
}

/// Regions sorted from the largest loss to the largest gain.
fn sorted(run: &RunAnswer) -> Vec<&RegionOutcome> {
    let mut regions: Vec<&RegionOutcome> = run.regions.iter().collect();
    regions.sort_by(|left, right| left.together.total_cmp(&right.together));
    regions
}

fn map(run: &RunAnswer) -> Chart {
    let regions = sorted(run);
    let named = |region: Option<&&RegionOutcome>| {
        region.map(|region| text![&region.name, " (", Quantity::change(region.together), ")"]).unwrap_or_default()
    };
    let finding = text!["Of all countries, "]
        .then(named(regions.first()))
        .then(text![" loses most and "])
        .then(named(regions.last()))
        .then(text![" gains most."]);
    // Where nobody gains, nobody gains most.
    let finding = match regions.last() {
        Some(best) if best.together <= 0.0 => {
            text!["Of all countries, "].then(named(regions.first())).then(text![" loses most."])
        }
        _ => finding,
    };
    Chart::new("map", "regions", ChartKind::WorldMap, &["change"], finding).quantity(format!(
        "Change of real income with {}, percent, {}",
        all_measures(run),
        run.year
    ))
}

fn bars(run: &RunAnswer) -> Chart {
    let most = super::moved_most(run);
    let finding = match most.first() {
        Some(party) => text![
            "Of the parties concerned, ",
            &party.name,
            " is affected most: ",
            Quantity::change(party.together),
            " of real income."
        ],
        None => text!["Effects on the world\u{2019}s real income."],
    };
    let mut columns: Vec<String> = (0..run.measures.len()).map(|place| format!("alone-{}", place + 1)).collect();
    columns.push("together".to_owned());
    let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
    Chart::new("effects", "real-income", ChartKind::Bars, &columns, finding)
        .quantity(format!("Change of real income, percent, {}", run.year))
}

fn parties(run: &RunAnswer) -> Table {
    let several = run.measures.len() > 1;
    let in_columns = several && run.measures.len() <= COLUMNS;
    let mut columns = Vec::new();
    if in_columns {
        columns.extend(run.measures.iter().enumerate().map(|(place, measure)| {
            Column::figures(&format!("alone-{}", place + 1), format!("{} alone", capitalised(&measure.name)))
                .item(ITEM)
                .keys(Keys::none().measure(&measure.name))
        }));
    }
    let together = if several { "All together" } else { "With the measure" };
    columns.push(Column::figures("together", together).item(ITEM).keys(Keys::none().measure(all_measures(run))));
    if several {
        let keys = Keys::none().measure(all_measures(run));
        columns.push(Column::figures("interaction", "Interaction").item("interaction").keys(keys));
    }
    let row = |party: &PartyOutcome| {
        let mut cells: Vec<Cell> = Vec::new();
        if in_columns {
            let error = WithError::of_year(run.year);
            cells.extend(party.alone.iter().map(|share| error.loss(Quantity::change(*share)).into()));
        }
        cells.push(sure::within(run, &party.code, Quantity::change(party.together)).into());
        if several {
            cells.push(Quantity::change(party.interaction).into());
        }
        Row::new(capitalised(&party.name), cells).keys(Keys::none().region(&party.code)).headline(party.is_world())
    };
    let table = Table::new(
        "real-income",
        format!("Change of real income, percent, {} (plus: gain, minus: loss)", run.year),
        "Country or group",
    )
    .columns(columns)
    .rows(run.parties.iter().map(row).collect());
    if several {
        table.note("Interaction: the effect of all measures together less the sum of the effects of each alone.")
    } else {
        table
    }
}

fn each_alone(run: &RunAnswer) -> Table {
    let error = WithError::of_year(run.year);
    let column = |party: &PartyOutcome| {
        Column::figures(&party.code, short(&party.code, &party.name)).keys(Keys::none().region(&party.code))
    };
    let row = |(place, measure): (usize, &MeasureSummary)| {
        let cells = run
            .parties
            .iter()
            .map(|party| Cell::optional(party.alone.get(place).map(|share| error.loss(Quantity::change(*share)))));
        Row::new(capitalised(&measure.name), cells.collect()).item(ITEM).keys(Keys::none().measure(&measure.name))
    };
    Table::new("each-measure", format!("Change of real income by each measure alone, percent, {}", run.year), "Measure")
        .columns(run.parties.iter().map(column).collect())
        .rows(run.measures.iter().enumerate().map(row).collect())
}

/// Every region with all measures.
pub fn regions(run: &RunAnswer) -> Section {
    let sorted = sorted(run);
    let listed = |regions: &mut dyn Iterator<Item = &&RegionOutcome>| {
        let one = |region: &&RegionOutcome| text![&region.name, " ", Quantity::change(region.together)];
        Text::listed(regions.map(one).collect())
    };
    let lowest = text!["Lowest: "].then(listed(&mut sorted.iter().take(NAMED))).then(text!["."]);
    let highest = text!["Highest: "].then(listed(&mut sorted.iter().rev().take(NAMED))).then(text!["."]);
    let measure = Keys::none().measure(all_measures(run));
    let column = |id: &str, heading: &str, item: &str| Column::figures(id, heading).item(item).keys(measure.clone());
    let interval = |region: &RegionOutcome| {
        let place = run.regions.iter().position(|own| own.code == region.code)?;
        let ranges = run.ranges.as_ref()?;
        Some(Ranged::by(ranges.studies, ranges.regions.get(place).copied().flatten()?))
    };
    let change = |region: &RegionOutcome| match interval(region) {
        Some(range) => ranges::within(Quantity::change(region.together), range).small_print(),
        None => Quantity::change(region.together),
    };
    // Incomes are taken as exact: the money has the range of the share.
    let equivalent = |region: &RegionOutcome| {
        let money = Quantity::signed_money(region.money.real_income);
        match interval(region).filter(|_| region.together != 0.0) {
            Some(range) => ranges::within(money, range.times(region.money.real_income / region.together)).small_print(),
            None => money,
        }
    };
    let row = |region: &&RegionOutcome| {
        let money = &region.money;
        let received = |amount: f64| Cell::optional((amount != 0.0).then(|| Quantity::signed_money(amount)));
        let cells = vec![
            change(region).into(),
            equivalent(region).into(),
            received(money.tariffs),
            received(money.export_taxes),
            received(money.fees),
        ];
        Row::new(capitalised(&region.name), cells).keys(Keys::none().region(&region.code)).detail(true)
    };
    let table = Table::new(
        "regions",
        format!("All regions with {}, largest losses first, {}", all_measures(run), run.year),
        "Region",
    )
    .columns(vec![
        column("change", "Change of real income", ITEM),
        column("money", "USD a year", "equivalent variation"),
        column("tariffs", "Tariff revenue, USD", "tariff revenue"),
        column("export-taxes", "Export tax revenue, USD", "export tax revenue"),
        column("fees", "Fees received, USD", "fees received"),
    ])
    .rows(sorted.iter().map(row).collect())
    .look(Look::Folded);
    super::section(run, "all-regions", "Every region", vec![Block::body(lowest), Block::body(highest), table.into()])
}
