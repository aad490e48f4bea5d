//! The linked bargain as a block: what is traded for what as leverage falls.

use unequal_ensemble::sensitivity::{Prior, quantiles, spread_given};
use unequal_strategy::game::GameError;
use unequal_strategy::linkage::{Agreement, Bargain, BargainOutcome, Group, Issue};
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
                 gets what it values more by comparison (Horstmann, Markusen and Robles 2005). The bargain fixes what each side \
                 gets in points. Issues whose worths to both sides stand in the same ratio can be traded against each other \
                 without changing that: of them only the share of their joint worth is fixed, and the share of a single one \
                 may be anything in a range."
            ),
            "No worth of an issue is observed; only ratios within a side mean something.".to_owned(),
        ],
        statements,
        tables,
    })
}

/// The government's share of the technologies in one draw; not a number if there is no deal.
fn share_passed_on(setting: &Setting<'_>, terms: &Terms, units: &[f64], shrink: f64) -> f64 {
    let count = setting.file.technologies.len();
    let passed = |agreement: &Agreement| {
        agreement.shares.iter().take(count).map(|share| 1.0 - share).sum::<f64>() / count as f64
    };
    let values = terms.at(units);
    let Ok(plain) = bargain(setting, &values) else { return f64::NAN };
    with_outside(plain, values[1] * shrink, values[2]).linked().agreement().map_or(f64::NAN, passed)
}

/// The government's share of the technologies under the embargo and without it, over the priors.
/// None if the file has no technologies.
fn passed_on(setting: &Setting<'_>, terms: &Terms, shrink: f64) -> Option<Statement> {
    if setting.file.technologies.is_empty() {
        return None;
    }
    let (target, government) = (setting.target(), setting.government());
    let draws = setting.file.draws;
    let share = |units: &[f64]| share_passed_on(setting, terms, units, shrink);
    let found = spread_given(setting.file.seed, draws, terms.priors.len(), share);
    let without: Vec<f64> = found.draws.iter().map(|units| share_passed_on(setting, terms, units, 1.0)).collect();
    let open = found.draws.iter().filter(|units| technologies_are_open(setting, terms, units, shrink)).count();
    let failed = [&found.outcomes, &without].map(|all| all.iter().filter(|outcome| outcome.is_nan()).count());
    let condition =
        "If worths, power and outside options lie in the file's ranges and all issues are bargained over together"
            .to_owned();
    // Means over the same draws: those with a deal in both states.
    let both = || found.outcomes.iter().zip(&without).filter(|(under, before)| !(under.is_nan() || before.is_nan()));
    let agreed = both().count();
    if agreed == 0 {
        let conclusion = format!(
            "there is no deal in {} of {draws} draws under the embargo and in {} without it, and in none is there one in both",
            failed[0], failed[1]
        );
        return Some(Statement::new(condition, conclusion, None, Vec::new()));
    }
    let mean = |one: fn((&f64, &f64)) -> f64| both().map(one).sum::<f64>() / agreed as f64;
    let (value, before) = (mean(|(under, _)| *under), mean(|(_, before)| *before));
    let [low, high] = quantiles(&found.outcomes, [0.05, 0.95]);
    Some(Statement::new(
        condition,
        format!(
            "{government} gets {:.0} % of the technologies on average under the embargo and {:.0} % without it, because \
             {target}'s outside option is worth less{}",
            100.0 * value,
            100.0 * before,
            draws_words(agreed, draws, failed, open)
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

/// What must be said of the draws: how many have a deal, and in how many the technologies' shares are open.
fn draws_words(agreed: usize, draws: usize, [under, without]: [usize; 2], open: usize) -> String {
    let several = match open {
        0 => String::new(),
        some => format!(
            "; in {some} draws technologies can be traded against other issues of the same ratio of worths, and one of the \
             agreements is counted"
        ),
    };
    if agreed == draws {
        several
    } else {
        format!(
            ", over the {agreed} of {draws} draws with a deal in both (none under the embargo in {under}, none without it in \
             {without}){several}"
        )
    }
}

/// Whether the agreement under the embargo leaves a technology's share open at some values of the priors.
fn technologies_are_open(setting: &Setting<'_>, terms: &Terms, units: &[f64], shrink: f64) -> bool {
    let values = terms.at(units);
    let Ok(plain) = bargain(setting, &values) else { return false };
    let bargain = with_outside(plain, values[1] * shrink, values[2]);
    let count = setting.file.technologies.len();
    let open = |group: &Group| group.is_open() && group.issues.iter().any(|place| *place < count);
    bargain.linked().agreement().is_some_and(|agreement| bargain.fixed(agreement).iter().any(open))
}

/// The issues of a group in words.
fn group_words(bargain: &Bargain, issues: &[usize]) -> String {
    let names: Vec<String> =
        issues.iter().filter_map(|place| bargain.issues().get(*place)).map(|issue| issue.name.clone()).collect();
    if names.len() > 1 { format!("{} together, by worth", listed(&names)) } else { listed(&names) }
}

/// A range of shares in words, or the share where it is one.
fn range_words([low, high]: [f64; 2]) -> String {
    let (low, high) = (format!("{:.0}", 100.0 * low), format!("{:.0}", 100.0 * high));
    if low == high { format!("{low} %") } else { format!("{low} to {high} %") }
}

/// How one group moves: its share, and where a single share is open, the range of it.
fn moved(target: &str, bargain: &Bargain, before: &Group, after: &Group) -> Option<String> {
    if (before.share - after.share).abs() <= 1e-9 {
        return None;
    }
    let shares = format!("{target}'s share from {:.0} to {:.0} %", 100.0 * before.share, 100.0 * after.share);
    let single = |(place, (before, after)): (&usize, (&[f64; 2], &[f64; 2]))| {
        let name = &bargain.issues().get(*place)?.name;
        let [before, after] = [before, after].map(|range| range_words(*range));
        Some(if before == after {
            format!("of {name} anything within {after} in both states")
        } else {
            format!("of {name} anything within {before} without it and {after} under it")
        })
    };
    let ranges = before.ranges.iter().zip(&after.ranges);
    let singles: Vec<String> = before.issues.iter().zip(ranges).filter_map(single).collect();
    let open = if before.is_open() || after.is_open() {
        format!(" (only this is fixed, as their worths stand in the same ratio: {})", singles.join(", "))
    } else {
        String::new()
    };
    Some(format!("{}: {shares}{open}", group_words(bargain, &before.issues)))
}

/// What moves between the two states at the middle of the ranges.
fn traded(setting: &Setting<'_>, without: &Bargain, under: &Bargain, shrink: f64) -> Statement {
    let (target, government) = (setting.target(), setting.government());
    let conclusion = match (without.linked(), under.linked()) {
        (BargainOutcome::Agreement(before), BargainOutcome::Agreement(after)) => {
            let (before, after) = (without.fixed(&before), under.fixed(&after));
            let moved: Vec<String> =
                before.iter().zip(&after).filter_map(|(before, after)| moved(target, under, before, after)).collect();
            let kept: Vec<String> = after
                .iter()
                .filter(|group| group.share > 0.999)
                .flat_map(|group| &group.issues)
                .filter_map(|place| under.issues().get(*place))
                .map(|issue| issue.name.clone())
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
    )
    .depending_on([&format!("{target}'s outside option"), "the ratios of worths"])
}

/// What linking is worth against issue by issue.
fn linked(setting: &Setting<'_>, bargain: &Bargain) -> Statement {
    let (target, government) = (setting.target(), setting.government());
    let alone = bargain.clone().with_outside(0.0, 0.0);
    let separate = alone.separate();
    let conclusion = match alone.linked() {
        BargainOutcome::Agreement(agreement) => {
            let groups = alone.fixed(&agreement);
            let open: Vec<String> = groups
                .iter()
                .filter(|group| group.is_open())
                .map(|group| group_words(&alone, &group.issues))
                .map(|words| words.replace(" together, by worth", ""))
                .collect();
            let unique = if open.is_empty() {
                "the shares are unique".to_owned()
            } else {
                format!(
                    "the points are unique, the shares are not: {} can be traded against each other",
                    open.join("; ")
                )
            };
            format!(
                "bargaining over all issues together gives {target} {:.1} and {government} {:.1} points against {:.1} and {:.1} \
                 issue by issue; {unique}",
                agreement.utility_first, agreement.utility_second, separate.utility_first, separate.utility_second
            )
        }
        BargainOutcome::NoDeal { .. } => "there is no deal".to_owned(),
    };
    Statement::new(
        "If neither side had anything without a deal and worths stand in the middle of their ranges".to_owned(),
        conclusion,
        None,
        Vec::new(),
    )
    .depending_on(["how different the ratios of worths are", &format!("{target}'s bargaining power")])
}

/// Shares of the issues in both states: a range where an issue can be traded against another of the same ratio, and then
/// what is fixed of them together.
fn sides(setting: &Setting<'_>, without: &Bargain, under: &Bargain) -> Table {
    let groups = |bargain: &Bargain| bargain.linked().agreement().map(|agreement| bargain.fixed(agreement));
    let states = [groups(without), groups(under)];
    let of_group = |groups: &Option<Vec<Group>>, rank: usize| {
        groups.as_ref().and_then(|groups| groups.get(rank)).map_or(Cell::Nothing, |group| Cell::share(group.share))
    };
    let mut rows = Vec::new();
    for (place, issue) in without.issues().iter().enumerate() {
        let shares = states.each_ref().map(|groups| share_cell(groups.as_deref(), place));
        let cells = [Cell::plain(issue.worth_first), Cell::plain(issue.worth_second)].into_iter().chain(shares);
        rows.push((issue.name.clone(), cells.collect()));
    }
    for (rank, issues) in without.ties().iter().enumerate().filter(|(_, issues)| issues.len() > 1) {
        let sum = |side: fn(&Issue) -> f64| {
            Cell::plain(issues.iter().filter_map(|place| without.issues().get(*place)).map(side).sum())
        };
        let [before, after] = states.each_ref().map(|groups| of_group(groups, rank));
        let cells = vec![sum(|issue| issue.worth_first), sum(|issue| issue.worth_second), before, after];
        rows.push((group_words(without, issues), cells));
    }
    Table {
        title: format!("If all stands in the middle of its range: {}'s share of each issue", setting.target()),
        columns: vec![
            "issue".to_owned(),
            format!("worth to {}, points", setting.target()),
            format!("worth to {}, points", setting.government()),
            "share without the embargo".to_owned(),
            "share under it".to_owned(),
        ],
        rows,
        shaded: false,
        map: None,
        note: Some(
            "A share of a technology is what is held back of it. Where a row shows a range, any share in it gives both sides the \
             same points, if the issues of the same ratio of worths make up for it."
                .to_owned(),
        ),
    }
}

/// R's share of an issue, or the range of it.
fn share_cell(groups: Option<&[Group]>, place: usize) -> Cell {
    let range = groups.into_iter().flatten().find_map(|group| {
        let rank = group.issues.iter().position(|other| *other == place)?;
        Some((group.is_open(), *group.ranges.get(rank)?))
    });
    match range {
        Some((true, range)) => Cell::word(range_words(range)),
        Some((false, [share, _])) => Cell::share(share),
        None => Cell::Nothing,
    }
}

/// Shares as the target's outside option falls: of issues of the same ratio together, since only that is fixed.
fn falling(setting: &Setting<'_>, plain: &Bargain, outside_second: f64) -> Table {
    let ties = plain.ties();
    let rows = OUTSIDE.map(|outside| {
        let bargain = with_outside(plain.clone(), outside, outside_second);
        let cells = match bargain.linked().agreement() {
            Some(agreement) => bargain.fixed(agreement).iter().map(|group| Cell::share(group.share)).collect(),
            None => vec![Cell::word("no deal"); ties.len()],
        };
        (format!("{:.0} %", 100.0 * outside), cells)
    });
    let mut columns = vec![format!("{}'s outside option", setting.target())];
    columns.extend(ties.iter().map(|issues| group_words(plain, issues)));
    Table {
        title: format!("If {}'s outside option falls, all else in the middle: its share of each issue", setting.target()),
        columns,
        rows: rows.to_vec(),
        shaded: true,
        map: None,
        note: Some(
            "What the other side values most by comparison is conceded first. The outside option is a share of all that the side \
             could get."
                .to_owned(),
        ),
    }
}
