//! The exit cost under other closures of the model.

use unequal_study::Closure;
use unequal_study::brief::{Brief, ExitRow, Losses, Variant, VariantRow};

use super::exit::{headline, row_cells, sides};
use crate::keys::Keys;
use crate::quantity::Quantity;
use crate::ranges::{self, Ranged};
use crate::shared::{loss_cells, short};
use crate::table::{Cell, Column, Row, Table};
use crate::table_error::WithError;

/// The table; nothing where no variant was solved.
pub fn table(brief: &Brief) -> Option<Table> {
    let own = headline(brief)?;
    if brief.exit.variants.is_empty() {
        return None;
    }
    let [first, second] = sides(brief);
    let (one, other) = (short(&brief.first), short(&brief.second));
    let money = brief.exit.ratio_parts.map(|parts| parts.money);
    let mut rows = vec![
        Row::new(Closure::LongRun.words(), headline_cells(brief, own, money))
            .keys(Keys::none().measure(Closure::LongRun.id()))
            .headline(true),
    ];
    rows.extend(brief.exit.variants.iter().map(|variant| row(brief.year, variant)));
    let caveats = brief.exit.variants.iter().filter_map(|row| match row.variant {
        Variant::Closure(closure) => Some(closure.caveat().to_owned()),
        Variant::EnergyElasticity { .. } => None,
    });
    let start = format!(
        "At the headline elasticity, {}. Each row changes one assumption; none says what would happen.",
        brief.elasticity
    );
    let note = std::iter::once(start).chain(caveats).collect::<Vec<_>>().join(" ");
    Some(
        Table::new("variants", format!("Exit cost under other assumptions, {}", brief.year), "Assumption")
            .columns(vec![
                Column::figures("first", format!("{one} loses")).item("exit cost").keys(first.clone()).side(1),
                Column::figures("second", format!("{other} loses")).item("exit cost").keys(second).side(2),
                Column::figures("ratio", format!("Ratio, {one} : {other}"))
                    .item("ratio of exit costs")
                    .keys(first.clone()),
                Column::figures("money", "Ratio in money").item("ratio of exit costs in money").keys(first),
            ])
            .rows(rows)
            .keys(Keys::none().elasticity(&brief.elasticity))
            .note(note),
    )
}

/// The headline with the ranges that it has everywhere.
fn headline_cells(brief: &Brief, own: &ExitRow, money: Option<f64>) -> Vec<Cell> {
    let Some(of_pair) = &brief.exit.ranges else { return cells(brief.year, Some(&own.losses), money, "") };
    let mut cells = row_cells(brief, own);
    let money = money
        .map(|money| ranges::within(Quantity::ratio(money), Ranged::of(of_pair, of_pair.ratio_in_money)).small_print());
    cells.push(Cell::optional(money));
    cells
}

fn row(year: u16, row: &VariantRow) -> Row {
    let (name, id) = match row.variant {
        Variant::Closure(closure) => (closure.words().to_owned(), closure.id().to_owned()),
        Variant::EnergyElasticity { value } => {
            (format!("trade elasticity {value} for energy and raw materials"), format!("energy-elasticity-{value}"))
        }
    };
    let cells = cells(year, row.losses.as_ref(), row.ratio_in_money, row.reason.as_deref().unwrap_or_default());
    let is_rationing = matches!(row.variant, Variant::Closure(Closure::Rationing));
    let row = Row::new(name, cells).keys(Keys::none().measure(id));
    if is_rationing { row.item("loss of value added") } else { row }
}

fn cells(year: u16, losses: Option<&Losses>, money: Option<f64>, reason: &str) -> Vec<Cell> {
    let Some(losses) = losses else { return (0..4).map(|_| Cell::empty(reason)).collect() };
    let error = WithError::of_year(year);
    let mut cells = loss_cells(error, losses);
    let money = money.map(|money| error.ratio(Quantity::ratio(money), [losses.first, losses.second]));
    cells.push(Cell::optional(money));
    cells
}
