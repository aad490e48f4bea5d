//! What the documents of several answers have in common.

use unequal_study::brief::{Losses, Side};
use unequal_study::{Elasticity, Evidence, TradeElasticity, is_beyond_the_model};

use crate::document::{Block, Party, Role};
use crate::keys::Keys;
use crate::language::{capitalised, listed};
use crate::quantity::Quantity;
use crate::table::{Cell, Column};
use crate::table_error::WithError;
use crate::text;
use crate::text::Text;

/// The longest name that a heading of a column takes; longer ones give way to the code.
const LONGEST_HEADING: usize = 14;

/// A side for legends.
pub(crate) fn party(side: &Side) -> Party {
    Party { code: side.code.clone(), name: side.name.clone() }
}

/// A side in the heading of a column: its name, or its code where the name is long.
pub(crate) fn short(side: &Side) -> &str {
    short_name(&side.name, &side.code)
}

/// The same from name and code.
pub(crate) fn short_name<'a>(name: &'a str, code: &'a str) -> &'a str {
    if name.chars().count() <= LONGEST_HEADING { name } else { code }
}

/// Columns of both sides' exit costs and of their ratio.
pub(crate) fn exit_cost_columns(first: &Side, second: &Side) -> Vec<Column> {
    let keys = |of: &Side, on: &Side| Keys::none().region(&of.code).partner(&on.code);
    let side = |id: &str, of: &Side, on: &Side, place| {
        Column::figures(id, capitalised(short(of))).item("exit cost").keys(keys(of, on)).side(place)
    };
    vec![
        side("first", first, second, 1),
        side("second", second, first, 2),
        Column::figures("ratio", format!("{} : {}", short(first), short(second)))
            .item("ratio of exit costs")
            .keys(keys(first, second)),
    ]
}

/// Both losses and their ratio with the ranges that the error of the table gives.
pub(crate) fn loss_cells(error: WithError, losses: &Losses) -> Vec<Cell> {
    let ratio = losses.comparable().map(Quantity::ratio);
    vec![
        error.loss(Quantity::loss(losses.first)).into(),
        error.loss(Quantity::loss(losses.second)).into(),
        Cell::optional(ratio.map(|ratio| error.ratio(ratio, [losses.first, losses.second]))),
    ]
}

/// Year, trade elasticity and source.
pub(crate) fn dateline(year: u16, elasticity: &TradeElasticity, evidence: &Evidence) -> Text {
    text![format!("Year {year} \u{b7} trade elasticity {elasticity} \u{b7} source: {}", evidence.source)]
}

/// A warning where figures rest on estimates, with the most important of them.
pub(crate) fn estimates_warning(year: u16, evidence: &Evidence) -> Option<Block> {
    let estimate = evidence.estimated.first()?;
    let words = format!("The figures for {year} rest partly on estimates. {estimate}");
    Some(Block::narrative(Role::Warning, vec![words.into()]))
}

/// Which members of the groups the table does not show.
pub(crate) fn missing_note(sides: &[&Side]) -> Option<Text> {
    let codes: Vec<&str> = sides.iter().flat_map(|side| side.missing.iter().map(String::as_str)).collect();
    (!codes.is_empty())
        .then(|| text![format!("Not shown separately in this table and left out of the group: {}.", listed(&codes))])
}

/// Options of the command line for a year and a trade elasticity.
pub(crate) fn setting(year: u16, elasticity: &TradeElasticity) -> String {
    let (others, own) = match elasticity.long_run() {
        Elasticity::Own(own) => (own.others(), " --elasticities FILE"),
        others => (others, ""),
    };
    match others {
        Elasticity::Common(value) => format!("--year {year} --elasticity {value}{own}"),
        by_sector => format!("--year {year} --elasticity {}{own}", by_sector.word().unwrap_or_default()),
    }
}

/// A number or a reason for none.
pub(crate) fn known_or(quantity: Option<Quantity>, otherwise: &str) -> Cell {
    quantity.map_or_else(|| Cell::empty(otherwise), Cell::from)
}

/// A file by its name without folders.
pub(crate) fn file_name(file: &str) -> String {
    file.rsplit(['/', '\\']).next().unwrap_or(file).to_owned()
}

/// A finding from a table other than the year's own says whose it is, so that it cannot be quoted as the program's.
pub fn according_to(table: Option<&str>, mut finding: Vec<Text>) -> Vec<Text> {
    if let (Some(table), Some(first)) = (table, finding.first_mut()) {
        *first = text![format!("According to the table {table}: ")].then(std::mem::take(first));
    }
    finding
}

/// The option that asks for a table other than the year's own, with a space before it; nothing where there is none.
pub fn table_option(table: Option<&str>) -> String {
    table.map_or_else(String::new, |table| format!(" --table {table}"))
}

/// A caution where a change of real income is beyond what the model can say.
pub fn beyond_the_model(changes: impl IntoIterator<Item = f64>) -> Option<Text> {
    changes.into_iter().any(is_beyond_the_model).then(|| {
        text![
            "Beyond the limits of the model: a loss of more than half of real income, or a gain of more than a fifth, says no more \
             than that the change would be very large. The model is calibrated on trade as it was, and what such a change would \
             break is not in it."
        ]
    })
}

/// What must be said first of an answer from a table of the user's that contradicts itself or is otherwise doubtful.
pub fn own_table_caution(table: Option<&str>, evidence: &Evidence) -> Option<Text> {
    let is_own = |table: &&str| !unequal_study::is_embedded(table);
    table.filter(is_own).and_then(|_| evidence.estimated.first()).map(|words| text![words.as_str()])
}
