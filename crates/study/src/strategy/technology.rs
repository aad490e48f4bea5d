//! Technologies as a block: how long holding back is worth something.

use std::collections::BTreeMap;

use unequal_strategy::game::TechnologyTerms;
use unequal_strategy::technology::Technology;
use unequal_world::series::pairs;

use super::Setting;
use crate::Result;
use crate::conditional::{Block, Cell, Figure, Statement, Table, middle};
use crate::error::During;

/// Years ahead that are shown.
const YEARS: usize = 10;

/// A technology at some point of its priors.
pub fn at(terms: &TechnologyTerms, stock: f64, hold_back: f64) -> Technology {
    Technology {
        name: terms.name.clone(),
        stock,
        own_pace: terms.own_pace,
        pace_by_transfer: terms.pace_by_transfer,
        own_research: terms.own_research,
        hold_back,
    }
}

/// The technologies.
pub fn block(setting: &Setting<'_>) -> Result<Block> {
    let during = || "technology".to_owned();
    let (mut statements, mut rows) = (Vec::new(), Vec::new());
    for terms in &setting.file.technologies {
        let technology = at(terms, middle(&terms.stock), middle(&terms.hold_back));
        let kept = technology.path(0.0, YEARS).during(during)?;
        let passed = technology.path(1.0, YEARS).during(during)?;
        let left = |stock: f64| -> Result<f64> {
            let path = at(terms, stock, 1.0).path(0.0, YEARS).during(during)?;
            Ok(path.hold_back.last().copied().unwrap_or(0.0))
        };
        let value = left(technology.stock)?;
        let ends = [left(terms.stock.low)?, left(terms.stock.high)?];
        statements.push(Statement::new(
            format!(
                "If {} holds back all of {} and {} catches up at the pace that the file assumes",
                setting.target(),
                terms.name,
                setting.government()
            ),
            format!(
                "what holding back is worth falls to {:.0} % of its full worth in {YEARS} years, from {:.0} % today",
                100.0 * value,
                100.0 * (1.0 - technology.stock)
            ),
            Some(Figure {
                item: format!("{}: share of the hold-back value left after {YEARS} years", terms.name),
                value,
                low: ends[0].min(ends[1]),
                high: ends[0].max(ends[1]),
                range: "the recipient's stock today from one end of its range to the other".to_owned(),
                unit: "share".to_owned(),
            }),
            Vec::new(),
        ).depending_on(["the pace of catching up", "how much the recipient has already"]));
        let years = |transfer: f64| -> Result<Cell> {
            let years = technology.years_to_half(transfer).during(during)?;
            Ok(years.map_or(Cell::Nothing, |years| Cell::Number(years as f64, "years".to_owned())))
        };
        rows.push((
            terms.name.clone(),
            vec![
                Cell::share(technology.stock),
                Cell::share(kept.stock.last().copied().unwrap_or(0.0)),
                Cell::share(passed.stock.last().copied().unwrap_or(0.0)),
                years(0.0)?,
                years(1.0)?,
            ],
        ));
    }
    let mut tables = vec![Table {
        title: format!(
            "If the paces are the file's: {}'s stock as a share of {}'s",
            setting.government(),
            setting.target()
        ),
        columns: vec![
            "technology".to_owned(),
            "today".to_owned(),
            format!("in {YEARS} years, held back"),
            format!("in {YEARS} years, passed on"),
            "half of the value gone, held back".to_owned(),
            "half of the value gone, passed on".to_owned(),
        ],
        rows,
        shaded: false,
        map: None,
        note: Some("Stocks, paces and worths are assumed; no series of them exists.".to_owned()),
    }];
    tables.extend(arms(setting)?);
    Ok(Block {
        id: "technology".to_owned(),
        title: "Technology: what holding back is worth".to_owned(),
        method: vec![
            "A stock that catches up with the holder's, faster with transfer (Nelson and Phelps 1966); what holding back is \
             worth shrinks with the gap."
                .to_owned(),
        ],
        statements,
        tables,
    })
}

/// Arms that the government ordered from the target, by decade: the nearest to technology passed on that is observed.
/// None where the series has no order.
fn arms(setting: &Setting<'_>) -> Result<Option<Table>> {
    let code = |player: usize| setting.file.design.players.get(player).map_or("", |party| party.code.as_str());
    let mut decades: BTreeMap<u16, (f64, usize)> = BTreeMap::new();
    for order in pairs::arms(code(0), code(1))? {
        let (tiv, years) = decades.entry(order.year / 10 * 10).or_default();
        *tiv += order.tiv;
        *years += 1;
    }
    let row = |(decade, (tiv, years)): (u16, (f64, usize))| {
        (
            format!("{decade}s"),
            vec![Cell::Number(tiv.round(), String::new()), Cell::Number(years as f64, String::new())],
        )
    };
    let rows: Vec<(String, Vec<Cell>)> = decades.into_iter().map(row).collect();
    Ok((!rows.is_empty()).then(|| Table {
        title: format!(
            "If the past is any guide: arms that {} ordered from {}, by decade",
            setting.government(),
            setting.target()
        ),
        columns: vec!["decade".to_owned(), "value, SIPRI index, million".to_owned(), "years with an order".to_owned()],
        rows,
        shaded: false,
        map: None,
        note: Some(
            "Observed to 2018 (SIPRI arms transfers, through a public replication archive). An index of capability and not \
             money, apparently by year of the order; no figure of this page is computed from it."
                .to_owned(),
        ),
    }))
}
