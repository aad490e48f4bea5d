//! The linked bargain as a block: what is traded for what as leverage falls.

use unequal_strategy::game::GameError;
use unequal_strategy::linkage::{Agreement, Bargain, Issue, Outcome};
use unequal_strategy::sensitivity::{Prior, quantiles, spread_given};
use unequal_world::names::listed;

use super::Setting;
use super::technology;
use crate::Result;
use crate::conditional::{Block, Cell, Figure, Statement, Table, driver_words, middle};
use crate::error::During;

/// Outside options of the target that are shown, as shares of all it could get.
const OUTSIDE: [f64; 7] = [0.6, 0.5, 0.4, 0.3, 0.2, 0.1, 0.0];
/// Numbers of a technology and of another issue among the priors.
const PER_TECHNOLOGY: usize = 3;
const PER_ISSUE: usize = 2;

/// The priors in one list: power, outside options, then technologies and issues.
struct Terms {
    priors: Vec<Prior>,
    words: Vec<String>,
}

impl Terms {
    fn new(setting: &Setting<'_>) -> Self {
        let (target, government) = (setting.target(), setting.government());
        let terms = &setting.file.linkage;
        let mut priors = vec![terms.power, terms.outside_target, terms.outside_government];
        let mut words = vec![
            format!("{target}'s bargaining power"),
            format!("{target}'s outside option"),
            format!("{government}'s outside option"),
        ];
        for technology in &setting.file.technologies {
            priors.extend([technology.stock, technology.hold_back, technology.worth_recipient]);
            words.extend([
                format!("how much of {} {government} has already", technology.name),
                format!("what holding {} back is worth to {target}", technology.name),
                format!("what {} is worth to {government}", technology.name),
            ]);
        }
        for (name, first, second) in &terms.issues {
            priors.extend([*first, *second]);
            words
                .extend([format!("what {name} is worth to {target}"), format!("what {name} is worth to {government}")]);
        }
        Self { priors, words }
    }

    fn at(&self, units: &[f64]) -> Vec<f64> {
        self.priors.iter().zip(units).map(|(prior, unit)| prior.quantile(*unit)).collect()
    }

    fn middles(&self) -> Vec<f64> {
        self.priors.iter().map(middle).collect()
    }
}

/// The bargain at some values of the priors, without outside options.
fn bargain(setting: &Setting<'_>, values: &[f64]) -> Result<Bargain, GameError> {
    let mut issues = Vec::new();
    let mut left = &values[3..];
    for terms in &setting.file.technologies {
        let (now, rest) = left.split_at(PER_TECHNOLOGY);
        let [stock, hold_back, worth] = [now[0], now[1], now[2]];
        let holding = technology::at(terms, stock, hold_back).hold_back_value();
        issues.push(Issue::new(terms.name.clone(), holding, worth * (1.0 - stock)));
        left = rest;
    }
    for (name, ..) in &setting.file.linkage.issues {
        let (now, rest) = left.split_at(PER_ISSUE);
        issues.push(Issue::new(name.clone(), now[0], now[1]));
        left = rest;
    }
    Bargain::new(issues, values[0])
}

/// Outside options in points: shares of all that each side could get.
fn with_outside(bargain: Bargain, first: f64, second: f64) -> Bargain {
    let most = |side: fn(&Issue) -> f64| bargain.issues().iter().map(side).sum::<f64>();
    let (most_first, most_second) = (most(|issue| issue.worth_first), most(|issue| issue.worth_second));
    bargain.with_outside(first * most_first, second * most_second)
}

/// By how much the target's outside option shrinks under the embargo: its exit cost without over that with it.
fn shrink(setting: &Setting<'_>) -> Result<f64> {
    let without = setting.exit_cost(0, 0)?;
    let under = setting.exit_cost(0, setting.bits(&["embargo"]))?;
    Ok(if under > 0.0 && without > 0.0 { (without / under).min(1.0) } else { 1.0 })
}

/// The linked bargain.
pub fn block(setting: &Setting<'_>) -> Result<Block> {
    let during = || "the linked bargain".to_owned();
    let terms = Terms::new(setting);
    let shrink = shrink(setting)?;
    let middles = terms.middles();
    let plain = bargain(setting, &middles).during(during)?;
    let without = with_outside(plain.clone(), middles[1], middles[2]);
    let under = with_outside(plain.clone(), middles[1] * shrink, middles[2]);
    let mut statements: Vec<Statement> = passed_on(setting, &terms, shrink).into_iter().collect();
    statements.push(traded(setting, &without, &under, shrink));
    statements.push(linked(setting, &without));
    let tables = vec![sides(setting, &without, &under), falling(setting, &plain, middles[2])];
    let (target, government) = (setting.target(), setting.government());
    Ok(Block {
        id: "linkage".to_owned(),
        title: "The linked bargain: what is traded for what as leverage falls".to_owned(),
        method: vec![
            format!(
                "Nash bargaining over all issues at once, in points of each side's own. {target}'s outside option without the \
                 embargo is assumed; under it, it shrinks by as much as {target}'s exit cost from {government} grows. Each side \
                 gets what it values more by comparison, and at most one issue is divided (Horstmann, Markusen and Robles \
                 2005)."
            ),
            "No worth of an issue is observed; only ratios within a side mean something.".to_owned(),
        ],
        statements,
        tables,
    })
}

/// The government's share of the technologies under the embargo and without it, over the priors.
/// None if the file has no technologies.
fn passed_on(setting: &Setting<'_>, terms: &Terms, shrink: f64) -> Option<Statement> {
    let count = setting.file.technologies.len();
    if count == 0 {
        return None;
    }
    let (target, government) = (setting.target(), setting.government());
    let technologies = |agreement: &Agreement| {
        agreement.shares.iter().take(count).map(|share| 1.0 - share).sum::<f64>() / count as f64
    };
    let share = |units: &[f64], shrink: f64| {
        let values = terms.at(units);
        let Ok(plain) = bargain(setting, &values) else { return f64::NAN };
        let outcome = with_outside(plain, values[1] * shrink, values[2]).linked();
        outcome.agreement().map_or(f64::NAN, technologies)
    };
    let draws = setting.file.draws;
    let found = spread_given(setting.file.seed, draws, terms.priors.len(), |units| share(units, shrink));
    let without: Vec<f64> = found.draws.iter().map(|units| share(units, 1.0)).collect();
    let failed = |outcomes: &[f64]| outcomes.iter().filter(|outcome| outcome.is_nan()).count();
    let condition =
        "If worths, power and outside options lie in the file's ranges and all issues are bargained over together"
            .to_owned();
    // Means over the same draws: those with a deal in both states.
    let both = || found.outcomes.iter().zip(&without).filter(|(under, before)| !(under.is_nan() || before.is_nan()));
    let agreed = both().count();
    if agreed == 0 {
        let conclusion = format!(
            "there is no deal in {} of {draws} draws under the embargo and in {} without it, and in none is there one in both",
            failed(&found.outcomes),
            failed(&without)
        );
        return Some(Statement::new(condition, conclusion, None, Vec::new()));
    }
    let mean = |one: fn((&f64, &f64)) -> f64| both().map(one).sum::<f64>() / agreed as f64;
    let (value, before) = (mean(|(under, _)| *under), mean(|(_, before)| *before));
    let [low, high] = quantiles(&found.outcomes, [0.05, 0.95]);
    let none = if agreed == draws {
        String::new()
    } else {
        format!(
            ", over the {agreed} of {draws} draws with a deal in both (none under the embargo in {}, none without it in {})",
            failed(&found.outcomes),
            failed(&without)
        )
    };
    Some(Statement::new(
        condition,
        format!(
            "{government} gets {:.0} % of the technologies on average under the embargo and {:.0} % without it, because \
             {target}'s outside option is worth less{none}",
            100.0 * value,
            100.0 * before
        ),
        Some(Figure {
            item: "share of the technologies passed on, under the embargo".to_owned(),
            value,
            low,
            high,
            range: "5 to 95 % of the draws".to_owned(),
            unit: "share".to_owned(),
        }),
        driver_words(&found.indices, &terms.words),
    ))
}

/// What moves between the two states at the middle of the ranges.
fn traded(setting: &Setting<'_>, without: &Bargain, under: &Bargain, shrink: f64) -> Statement {
    let (target, government) = (setting.target(), setting.government());
    let conclusion = match (without.linked(), under.linked()) {
        (Outcome::Agreement(before), Outcome::Agreement(after)) => {
            let moved: Vec<String> = under
                .issues()
                .iter()
                .zip(before.shares.iter().zip(&after.shares))
                .filter(|(_, (before, after))| (*before - *after).abs() > 1e-9)
                .map(|(issue, (before, after))| {
                    format!("{}: {target}'s share from {:.0} to {:.0} %", issue.name, 100.0 * before, 100.0 * after)
                })
                .collect();
            let kept: Vec<String> = under
                .issues()
                .iter()
                .zip(&after.shares)
                .filter(|(_, share)| **share > 0.999)
                .map(|(issue, _)| issue.name.clone())
                .collect();
            let moved = if moved.is_empty() { "no share changes".to_owned() } else { moved.join("; ") };
            let kept = if kept.is_empty() { "nothing".to_owned() } else { listed(&kept) };
            format!("the embargo changes what is agreed: {moved}; {target} keeps all of: {kept}")
        }
        _ => "there is no deal in at least one of the two states".to_owned(),
    };
    Statement::new(
        format!(
            "If all stands in the middle of its range and {target}'s outside option shrinks to {:.0} % as its exit cost from \
             {government} grows",
            100.0 * shrink
        ),
        conclusion,
        None,
        Vec::new(),
    ).depending_on([&format!("{target}'s outside option"), "the ratios of worths"])
}

/// What linking is worth against issue by issue.
fn linked(setting: &Setting<'_>, bargain: &Bargain) -> Statement {
    let (target, government) = (setting.target(), setting.government());
    let alone = bargain.clone().with_outside(0.0, 0.0);
    let separate = alone.separate();
    let conclusion = match alone.linked() {
        Outcome::Agreement(agreement) => {
            let unique = match agreement.interchangeable.as_slice() {
                [] => "the agreement is unique".to_owned(),
                some => format!("it is not unique: {} issues can be traded against each other", some.len()),
            };
            format!(
                "bargaining over all issues together gives {target} {:.1} and {government} {:.1} points against {:.1} and {:.1} \
                 issue by issue; {unique}",
                agreement.utility_first, agreement.utility_second, separate.utility_first, separate.utility_second
            )
        }
        Outcome::NoDeal { .. } => "there is no deal".to_owned(),
    };
    Statement::new(
        "If neither side had anything without a deal and worths stand in the middle of their ranges".to_owned(),
        conclusion,
        None,
        Vec::new(),
    )
    .depending_on(["how different the ratios of worths are", &format!("{target}'s bargaining power")])
}

fn sides(setting: &Setting<'_>, without: &Bargain, under: &Bargain) -> Table {
    let (before, after) = (without.linked(), under.linked());
    let share = |outcome: &Outcome, place: usize| {
        outcome
            .agreement()
            .and_then(|agreement| agreement.shares.get(place))
            .map_or(Cell::Nothing, |share| Cell::share(*share))
    };
    let rows = without.issues().iter().enumerate().map(|(place, issue)| {
        let cells = vec![
            Cell::plain(issue.worth_first),
            Cell::plain(issue.worth_second),
            share(&before, place),
            share(&after, place),
        ];
        (issue.name.clone(), cells)
    });
    Table {
        title: format!("If all stands in the middle of its range: {}'s share of each issue", setting.target()),
        columns: vec![
            "issue".to_owned(),
            format!("worth to {}, points", setting.target()),
            format!("worth to {}, points", setting.government()),
            "share without the embargo".to_owned(),
            "share under it".to_owned(),
        ],
        rows: rows.collect(),
        shaded: false,
        note: Some("A share of a technology is what is held back of it.".to_owned()),
    }
}

/// Shares as the target's outside option falls.
fn falling(setting: &Setting<'_>, plain: &Bargain, outside_second: f64) -> Table {
    let rows = OUTSIDE.map(|outside| {
        let outcome = with_outside(plain.clone(), outside, outside_second).linked();
        let cells = match outcome.agreement() {
            Some(agreement) => agreement.shares.iter().map(|share| Cell::share(*share)).collect(),
            None => vec![Cell::word("no deal"); plain.issues().len()],
        };
        (format!("{:.0} %", 100.0 * outside), cells)
    });
    let mut columns = vec![format!("{}'s outside option", setting.target())];
    columns.extend(plain.issues().iter().map(|issue| issue.name.clone()));
    Table {
        title: format!("If {}'s outside option falls, all else in the middle: its share of each issue", setting.target()),
        columns,
        rows: rows.to_vec(),
        shaded: true,
        note: Some(
            "What the other side values most by comparison is conceded first. The outside option is a share of all that the side \
             could get."
                .to_owned(),
        ),
    }
}
