//! What is known of a pair beside its trade.

use std::collections::BTreeMap;

use unequal_world::series::{pairs, remarks};

use super::{FIRST_YEAR, Series, SeriesPoint};
use crate::Result;
use crate::evidence::Grade;
use crate::parties::Side;

/// Organisations whose sanctions count for their members.
const ORGANISATIONS: [&str; 2] = ["EU", "UN"];

/// Every series that has a point.
pub fn series(first: &Side, second: &Side) -> Result<Vec<Series>> {
    let all = [capabilities(first, second)?, votes(first, second)?, sanctions(first, second)?, arms(first, second)?];
    Ok(all.into_iter().filter(|series| !series.points.is_empty()).collect())
}

/// Values by year, placed by column, from [`FIRST_YEAR`] on.
fn points(columns: Vec<Vec<(u16, f64)>>) -> Vec<SeriesPoint> {
    let width = columns.len();
    let mut by_year: BTreeMap<u16, Vec<Option<f64>>> = BTreeMap::new();
    for (column, rows) in columns.into_iter().enumerate() {
        for (year, value) in rows.into_iter().filter(|(year, _)| *year >= FIRST_YEAR) {
            if let Some(cell) = by_year.entry(year).or_insert_with(|| vec![None; width]).get_mut(column) {
                *cell = Some(value);
            }
        }
    }
    by_year.into_iter().map(|(year, values)| SeriesPoint { year, values }).collect()
}

/// What to keep in mind of a series, with what is particular to it or to these two.
fn note(series: &str, sides: [&Side; 2], general: &str) -> Result<String> {
    let own = remarks(series, &sides.map(|side| side.code.as_str()))?.into_iter().map(|remark| remark.text);
    Ok(std::iter::once(general.to_owned()).chain(own).collect::<Vec<_>>().join(" "))
}

fn capabilities(first: &Side, second: &Side) -> Result<Series> {
    let of = |side: &Side| -> Result<Vec<(u16, f64)>> {
        Ok(pairs::capabilities(&side.code)?.into_iter().map(|row| (row.year, row.cinc)).collect())
    };
    Ok(Series {
        id: "capability".to_owned(),
        title: "Weight in the world: soldiers, arms spending, steel, energy, people".to_owned(),
        unit: "share of the world".to_owned(),
        source: "Correlates of War, National Material Capabilities (composite index)".to_owned(),
        grade: Grade::A,
        note: note("capability", [first, second], "An index of mass, not of technology or wealth.")?,
        names: vec![first.name.clone(), second.name.clone()],
        points: points(vec![of(first)?, of(second)?]),
    })
}

fn votes(first: &Side, second: &Side) -> Result<Series> {
    let rows = pairs::agreement(&first.code, &second.code)?;
    Ok(Series {
        id: "agreement".to_owned(),
        title: "Agreement in roll calls of the United Nations General Assembly".to_owned(),
        unit: "0 to 1".to_owned(),
        source: "computed from the unvotes data".to_owned(),
        grade: Grade::A,
        note: note("agreement", [first, second], "One less the mean distance of votes.")?,
        names: vec!["agreement".to_owned()],
        points: points(vec![rows.into_iter().map(|row| (row.year, row.agreement)).collect()]),
    })
}

fn sanctions(first: &Side, second: &Side) -> Result<Series> {
    let directly = |target: &Side, sender: &str| -> Result<Vec<(u16, f64)>> {
        Ok(pairs::sanctions(&target.code, sender)?.into_iter().map(|row| (row.year, f64::from(row.cases))).collect())
    };
    let mut names =
        vec![format!("{} against {}", first.name, second.name), format!("{} against {}", second.name, first.name)];
    let mut columns = vec![directly(second, &first.code)?, directly(first, &second.code)?];
    for side in [first, second] {
        for organisation in ORGANISATIONS {
            let rows = directly(side, organisation)?;
            if !rows.is_empty() {
                names.push(format!("the {organisation} against {}", side.name));
                columns.push(rows);
            }
        }
    }
    Ok(Series {
        id: "sanctions".to_owned(),
        title: "Sanctions in force".to_owned(),
        unit: "cases".to_owned(),
        source: "counted in the Global Sanctions Data Base V4".to_owned(),
        grade: Grade::A,
        note: note(
            "sanctions",
            [first, second],
            "Cases of any kind and weight, so that a ban on one official counts like an embargo. A year without a case is \
             left out.",
        )?,
        names,
        points: points(columns),
    })
}

fn arms(first: &Side, second: &Side) -> Result<Series> {
    let of = |seller: &Side, buyer: &Side| -> Result<Vec<(u16, f64)>> {
        Ok(pairs::arms(&seller.code, &buyer.code)?.into_iter().map(|row| (row.year, row.tiv)).collect())
    };
    Ok(Series {
        id: "arms".to_owned(),
        title: "Arms ordered".to_owned(),
        unit: "SIPRI trend-indicator values, million".to_owned(),
        source: "SIPRI arms transfers, through a public replication archive, to 2018".to_owned(),
        grade: Grade::A,
        note: note(
            "arms",
            [first, second],
            "An index and not money, apparently by year of the order and not of delivery.",
        )?,
        names: vec![format!("{} to {}", first.name, second.name), format!("{} to {}", second.name, first.name)],
        points: points(vec![of(first, second)?, of(second, first)?]),
    })
}
