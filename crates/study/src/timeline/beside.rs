//! What is known of a pair beside its trade.

use std::collections::BTreeMap;

use unequal_world::series::pairs;

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

fn capabilities(first: &Side, second: &Side) -> Result<Series> {
    let of = |side: &Side| -> Result<Vec<(u16, f64)>> {
        Ok(pairs::capabilities(&side.code)?.into_iter().map(|row| (row.year, row.cinc)).collect())
    };
    Ok(Series {
        id: "capability",
        title: "Weight in the world: soldiers, arms spending, steel, energy, people".to_owned(),
        unit: "share of the world",
        source: "Correlates of War, National Material Capabilities (composite index)",
        grade: Grade::A,
        note: "An index of mass, not of technology or wealth.",
        names: vec![first.name.clone(), second.name.clone()],
        points: points(vec![of(first)?, of(second)?]),
    })
}

fn votes(first: &Side, second: &Side) -> Result<Series> {
    let rows = pairs::agreement(&first.code, &second.code)?;
    Ok(Series {
        id: "agreement",
        title: "Agreement in roll calls of the United Nations General Assembly".to_owned(),
        unit: "0 to 1",
        source: "computed from the unvotes data",
        grade: Grade::A,
        note: "One less the mean distance of votes. China's seat is Beijing's from 1971 on; 2020 has one roll call.",
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
        id: "sanctions",
        title: "Sanctions in force".to_owned(),
        unit: "cases",
        source: "counted in the Global Sanctions Data Base V4",
        grade: Grade::A,
        note: "Cases of any kind and weight, so that a ban on one official counts like an embargo. A year without a case \
               is left out.",
        names,
        points: points(columns),
    })
}

fn arms(first: &Side, second: &Side) -> Result<Series> {
    let of = |seller: &Side, buyer: &Side| -> Result<Vec<(u16, f64)>> {
        Ok(pairs::arms(&seller.code, &buyer.code)?.into_iter().map(|row| (row.year, row.tiv)).collect())
    };
    Ok(Series {
        id: "arms",
        title: "Arms ordered".to_owned(),
        unit: "SIPRI trend-indicator values, million",
        source: "SIPRI arms transfers, through a public replication archive, to 2018",
        grade: Grade::A,
        note: "An index and not money, apparently by year of the order and not of delivery. Only Russia's sales to China \
               and India are at hand.",
        names: vec![format!("{} to {}", first.name, second.name), format!("{} to {}", second.name, first.name)],
        points: points(vec![of(first, second)?, of(second, first)?]),
    })
}
