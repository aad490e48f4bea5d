//! The cube as a block: what each combination of measures does to the players.

use super::Setting;
use crate::Result;
use crate::capitalised;
use crate::conditional::{Block, Cell, Figure, LOSS, Statement, Table};

/// Failures that are listed; the rest are counted.
const SHOWN: usize = 5;

/// The cube.
pub fn block(setting: &Setting<'_>) -> Result<Block> {
    let cube = setting.cube;
    let cells = cube.cells.len();
    let failures = cube.failures();
    let mut statements = Vec::new();
    let embargo = setting.bits(&["embargo"]);
    let loss = -setting.payoffs(embargo, 0)?.ln_real_income[0].exp_m1();
    let losses: Vec<f64> = (0..1usize << cube.factors.len())
        .filter(|combination| combination & embargo != 0)
        .filter_map(|combination| cube.payoffs(combination, 0).ok())
        .map(|payoffs| -payoffs.ln_real_income[0].exp_m1())
        .collect();
    statements.push(
        Statement::new(
            "If the embargo holds and no other measure does".to_owned(),
            format!("{} loses {:.2} % of real income in the long run", setting.target(), 100.0 * loss),
            Some(Figure {
                item: "loss of the target under the embargo".to_owned(),
                value: loss,
                low: losses.iter().copied().fold(f64::INFINITY, f64::min),
                high: losses.iter().copied().fold(f64::NEG_INFINITY, f64::max),
                range: "every combination of the measures in which the embargo holds and nobody is threatened"
                    .to_owned(),
                unit: LOSS.to_owned(),
            }),
            Vec::new(),
        )
        .depending_on(["whether the pair trades", "the trade elasticity"]),
    );
    let rows = (0..1usize << cube.factors.len()).map(|combination| {
        let mut cells: Vec<Cell> = match cube.payoffs(combination, 0) {
            Ok(payoffs) => payoffs.ln_real_income.iter().map(|ln| Cell::change(ln.exp_m1())).collect(),
            Err(_) => vec![Cell::Nothing; cube.players.len()],
        };
        cells.push(cube.payoffs(combination, 0).map_or(Cell::Nothing, |payoffs| Cell::share(payoffs.share_of_imports)));
        (setting.world(combination), cells)
    });
    let mut columns = vec!["measures".to_owned()];
    columns.extend(setting.names.iter().map(|name| capitalised(name)));
    columns.push(format!("{}'s share of {}'s imports", setting.government(), setting.target()));
    let missing = match failures.as_slice() {
        [] => "Every world has an equilibrium.".to_owned(),
        some => {
            let listed: Vec<String> =
                some.iter().take(SHOWN).map(|(cell, reason)| format!("{cell}: {reason}")).collect();
            format!("{} worlds have no equilibrium and are missing values: {}.", some.len(), listed.join("; "))
        }
    };
    let table = Table {
        title: "If these measures hold and no bank is threatened: change of real income".to_owned(),
        columns,
        rows: rows.collect(),
        shaded: false,
        map: None,
        note: Some(format!(
            "{cells} worlds in all, with {} strengths of the threat besides none. {missing} What the pipeline costs is not \
             in it.",
            cube.strengths.len() - 1
        )),
    };
    Ok(Block {
        id: "cube".to_owned(),
        title: "The payoffs that the games are played on".to_owned(),
        method: vec![
            "Every combination of the measures is one equilibrium of the same model as that of a run; the games below \
             read their payoffs here."
                .to_owned(),
        ],
        statements,
        tables: vec![table],
    })
}
