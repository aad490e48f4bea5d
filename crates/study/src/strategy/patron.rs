//! The patron as a block: the region in which prolonging pays.

use unequal_ensemble::sensitivity::{Estimator, Prior, Shape};
use unequal_strategy::patron::attrition::Attrition;
use unequal_strategy::patron::crisis::{Crisis, ShiftOfPower};
use unequal_strategy::patron::parameter_set::{ParameterSet, Question, Threshold};
use unequal_strategy::patron::programme::{Grid, Patron, Programme};

use super::Setting;
use crate::Result;
use crate::conditional::{
    Block, Cell, Figure, LOSS, ParameterMap, Statement, Table, driver_words, of_draws, of_draws_within, share_figure,
};
use crate::error::During;

/// The parameters in words, in the order of `PARAMETERS`.
const WORDS: [&str; 11] = [
    "the rent at full dependence",
    "the net gain from diversion",
    "the cost of support",
    "the rise of that cost",
    "how fast dependence grows in war",
    "how much support speeds that up",
    "how fast dependence decays in peace",
    "the hazard of peace",
    "how much support lowers that hazard",
    "the discount factor",
    "dependence today",
];

/// The patron.
pub fn block(setting: &Setting<'_>) -> Result<Block> {
    let during = || "the patron".to_owned();
    let question = question(setting)?;
    let region = question.answer().during(during)?;
    let still = Question { dynamics: false, ..question.clone() }.answer().during(during)?;
    let mut statements = vec![mass(setting, &region), without_dynamics(setting, &still)];
    statements.extend(edges(&question, &region));
    statements.push(unit(setting)?);
    statements.push(support(setting, &question)?);
    statements.extend(crisis(setting)?);
    let mut tables = vec![map(setting, &region), decided(&region)];
    tables.push(subsidies(setting)?);
    Ok(Block {
        id: "patron".to_owned(),
        title: format!("The patron: when would prolonging the war pay for {}?", setting.government()),
        method: vec![
            format!(
                "A dynamic programme: while the war lasts {target}'s dependence grows and pays {patron} a rent; support costs \
                 something, speeds dependence up and makes peace less likely. Prolonging pays where the value of the \
                 programme falls as peace becomes more likely. Money is in multiples of {patron}'s exit cost from {target} \
                 under the embargo. The net gain from diversion is what a rival's diverted attention is worth to {patron} \
                 while the war lasts, less what the war costs it.",
                target = setting.target(),
                patron = setting.government()
            ),
            "Nothing identifies these parameters. The answer is the region in which prolonging pays and the part of the file's \
             ranges that lies in it; it says nothing about what anybody wants or does."
                .to_owned(),
        ],
        statements,
        tables,
    })
}

/// The priors, with dependence between its levels without and with the embargo.
fn question(setting: &Setting<'_>) -> Result<Question> {
    let before = setting.payoffs(0, 0)?.share_of_imports;
    let after = setting.payoffs(setting.bits(&["embargo"]), 0)?.share_of_imports;
    let dependence = Prior { low: before.min(after), high: before.max(after), shape: Shape::Uniform };
    let middle = dependence.quantile(0.5).max(f64::MIN_POSITIVE);
    let mut priors = [dependence; 11];
    priors[..10].copy_from_slice(&setting.file.patron);
    // The file gives the rent at today's dependence; the programme wants it at full dependence.
    priors[0] = Prior { low: priors[0].low / middle, high: priors[0].high / middle, ..priors[0] };
    Ok(Question {
        priors,
        most_support: setting.file.most_support,
        draws: setting.file.draws,
        seed: setting.file.seed,
        dynamics: true,
    })
}

fn words() -> Vec<String> {
    WORDS.map(ToOwned::to_owned).to_vec()
}

/// The first parameters are money, in exit costs; the others have no unit.
const MONEY: usize = 4;

fn unit_of(parameter: usize) -> &'static str {
    if parameter < MONEY { "exit costs" } else { "" }
}

/// Where prolonging pays along one parameter, in words, and the boundary if there is one.
fn where_it_pays(side: &Threshold, parameter: usize, prior: Prior) -> (String, Option<f64>) {
    let (word, unit) = (WORDS[parameter], unit_of(parameter));
    let beyond = |which: &str, value: &f64| {
        let range = format!("assumed range {:.2} to {:.2}", prior.low, prior.high);
        (format!("pays where {word} is {which} {} ({range})", format!("{value:.2} {unit}").trim_end()), Some(*value))
    };
    match side {
        Threshold::Above(value) => beyond("above", value),
        Threshold::Below(value) => beyond("below", value),
        Threshold::Everywhere => (format!("pays at every value of {word} in its range"), None),
        Threshold::Nowhere => (format!("pays at no value of {word} in its range"), None),
        Threshold::Several(changes) => {
            (format!("pays in several stretches of {word} ({changes} changes of sign)"), None)
        }
    }
}

fn mass(setting: &Setting<'_>, region: &ParameterSet) -> Statement {
    let [first, second] = region.drivers;
    Statement::new(
        "If the patron's gains, costs and hazards lie anywhere in the ranges that the file assumes".to_owned(),
        format!(
            "prolonging the war pays for {} in {}; {} and {} decide which",
            setting.government(),
            of_draws_within(region.mass, region.halves),
            WORDS[first],
            WORDS[second]
        ),
        Some(share_figure("draws in which prolonging pays", region.mass, region.draws, region.halves)),
        driver_words(&region.indices, &words()),
    )
}

/// The structural alternative: dependence does not move, so that only the flow of war counts.
fn without_dynamics(setting: &Setting<'_>, still: &ParameterSet) -> Statement {
    Statement::new(
        "If instead dependence neither grew in war nor decayed in peace, all else as assumed".to_owned(),
        format!("prolonging would pay for {} in {}", setting.government(), of_draws(still.mass)),
        Some(share_figure("draws in which prolonging pays, dependence fixed", still.mass, still.draws, still.halves)),
        driver_words(&still.indices, &words()),
    )
}

/// Where the boundary lies at a low, a middle and a high value of the second driver.
fn edges(question: &Question, region: &ParameterSet) -> Vec<Statement> {
    let [first, second] = region.drivers;
    let places = [(0, "low"), (2, "in the middle"), (4, "high")];
    let statement = |(place, level): (usize, &str)| {
        let edge = region.boundary.get(place)?;
        let prior = question.priors[first];
        let (pays, value) = where_it_pays(&edge.first, first, prior);
        let figure = value.map(|value| Figure {
            item: format!("{} at the boundary, where {} is {level}", WORDS[first], WORDS[second]),
            value,
            low: prior.low,
            high: prior.high,
            range: "the range that the file assumes for it".to_owned(),
            unit: unit_of(first).to_owned(),
        });
        Some(
            Statement::new(
                format!(
                    "If {} is {level} ({:.2}) and everything else stands in the middle of its range",
                    WORDS[second], edge.second
                ),
                format!("prolonging {pays}"),
                figure,
                Vec::new(),
            )
            .depending_on([WORDS[first], WORDS[second]]),
        )
    };
    places.into_iter().filter_map(statement).collect()
}

/// What one unit of the patron's money is.
fn unit(setting: &Setting<'_>) -> Result<Statement> {
    let combinations: Vec<f64> = (0..1usize << setting.cube.factors.len())
        .filter(|combination| combination & setting.bits(&["cut"]) == 0)
        .filter_map(|combination| setting.exit_cost(1, combination).ok())
        .map(|loss| -(-loss).exp_m1())
        .collect();
    let ends = unequal_ensemble::sensitivity::quantiles(&combinations, [0.0, 1.0]);
    let value = -(-setting.exit_cost(1, setting.bits(&["embargo"]))?).exp_m1();
    let income = setting.cube.players.get(1).map_or(0.0, |player| player.income) / 1e3;
    let (patron, target) = (setting.government(), setting.target());
    Ok(Statement::new(
        format!("If {patron} and {target} stopped trading under the embargo"),
        format!(
            "{patron} would lose {:.2} % of real income, about USD {:.0} bn a year, which is the unit of the patron's gains and \
             costs",
            100.0 * value,
            value * income
        ),
        Some(Figure {
            item: format!("exit cost of {patron}"),
            value,
            low: ends[0],
            high: ends[1],
            range: "all worlds without a threat".to_owned(),
            unit: LOSS.to_owned(),
        }),
        Vec::new(),
    ).depending_on(["the trade elasticity", "the embargo"]))
}

/// The best support at the middle of the priors.
fn support(setting: &Setting<'_>, question: &Question) -> Result<Statement> {
    let (patron, now) = question.patron(&question.priors.map(|prior| prior.quantile(0.5)));
    let best = |diversion: f64| -> Result<f64> {
        let programme = Programme::new(Patron { diversion, ..patron }, Grid::FINE, question.most_support);
        let solution = programme.during(|| "the patron".to_owned())?.solve();
        Ok(solution.at(&solution.support, now))
    };
    let range = question.priors[1];
    let (value, low, high) = (best(patron.diversion)?, best(range.low)?, best(range.high)?);
    Ok(Statement::new(
        "If everything stands in the middle of its range".to_owned(),
        format!(
            "the support that is best for {} at today's dependence is {value:.2} of at most {:.2} units",
            setting.government(),
            question.most_support
        ),
        Some(Figure {
            item: "best support at the middle of the ranges".to_owned(),
            value,
            low: low.min(high),
            high: low.max(high),
            range: "the gain from diversion from one end of its range to the other".to_owned(),
            unit: "units of support".to_owned(),
        }),
        Vec::new(),
    )
    .depending_on([WORDS[1], WORDS[3]]))
}

/// The primitives in closed form.
fn crisis(setting: &Setting<'_>) -> Result<Vec<Statement>> {
    let terms = &setting.file.crisis;
    let during = || "bargaining in the shadow of war".to_owned();
    let shift = ShiftOfPower {
        early: terms.win_probability,
        late: terms.win_probability_later,
        cost_first: terms.cost_target,
        cost_second: terms.cost_opponent,
        discount: terms.discount,
    };
    let temptation = shift.temptation().during(during)?;
    let both = terms.cost_target + terms.cost_opponent;
    Ok(vec![
        Statement::new(
            format!(
                "If war costs the two sides {:.2} and {:.2} of what is fought over",
                terms.cost_target, terms.cost_opponent
            ),
            format!("a patron's subsidy above {both:.2} leaves no division that both prefer to war"),
            None,
            Vec::new(),
        ).depending_on(["the two sides' costs of war"]),
        Statement::new(
            format!(
                "If {}'s chance to win rose from {:.2} to {:.2} within a period",
                setting.target(),
                terms.win_probability,
                terms.win_probability_later
            ),
            if temptation.war {
                format!(
                    "its opponent would rather fight now: what it loses by waiting ({:.3}) is more than what can be conceded \
                     ({:.3})",
                    temptation.shift, temptation.room
                )
            } else {
                format!(
                    "the shift of power would not by itself prevent a deal: what waiting costs ({:.3}) is less than what can be \
                     conceded ({:.3})",
                    temptation.shift, temptation.room
                )
            },
            None,
            Vec::new(),
        ).depending_on(["the shift of power", "the costs of war"]),
    ])
}

/// Range and duration by subsidy.
fn subsidies(setting: &Setting<'_>) -> Result<Table> {
    let terms = &setting.file.crisis;
    let during = || "bargaining in the shadow of war".to_owned();
    let crisis = Crisis::new(terms.win_probability, terms.cost_target, terms.cost_opponent).during(during)?;
    let war = Attrition {
        cost_first: terms.cost_target,
        cost_second: terms.cost_opponent,
        prize_first: 1.0,
        prize_second: 1.0,
    };
    let mut rows = Vec::new();
    for subsidy in &terms.subsidies {
        let range = crisis.range(*subsidy).during(during)?;
        let duration = match war.waiting(*subsidy).during(during)? {
            Some(waiting) if waiting.expected_duration.is_finite() => Cell::plain(waiting.expected_duration),
            Some(_) => Cell::word("no end: neither concedes"),
            None => Cell::word("none: the opponent concedes at once"),
        };
        let ends = if range.is_empty() {
            [Cell::word("none"), Cell::word("none")]
        } else {
            [Cell::plain(range.low), Cell::plain(range.high)]
        };
        let [low, high] = ends;
        rows.push((format!("{subsidy}"), vec![low, high, duration]));
    }
    Ok(Table {
        title: format!("If a patron pays part of {}'s cost of war: divisions both prefer to war, and how long they wait", setting.target()),
        columns: vec![
            "subsidy a period".to_owned(),
            format!("least that {} accepts", setting.target()),
            "most that its opponent concedes".to_owned(),
            "expected duration of a war of attrition, periods".to_owned(),
        ],
        rows,
        shaded: false,
        map: None,
        note: Some(
            "Closed forms. In the war of attrition the subsidy lowers the OTHER side's hazard of conceding, which is how its mixed \
             equilibrium works and no description of behaviour; the programme above is the main version."
                .to_owned(),
        ),
    })
}

/// The region over the two drivers.
fn map(setting: &Setting<'_>, region: &ParameterSet) -> Table {
    let [first, second] = region.drivers;
    let between = |ends: &[f64]| -> Vec<String> {
        ends.windows(2).map(|pair| format!("{:.2} to {:.2}", pair[0], pair[1])).collect()
    };
    let mut columns = vec![format!("{} (down), {} (across)", WORDS[first], WORDS[second])];
    columns.extend(between(&region.map.second));
    let rows = between(&region.map.first).into_iter().zip(&region.map.share);
    let cells = |row: &Vec<Option<f64>>| row.iter().map(|share| share.map_or(Cell::Nothing, Cell::share)).collect();
    let what = format!("share of draws in which prolonging pays for {}", setting.government());
    Table {
        title: format!("If the two parameters that decide lie in these ranges: {what}"),
        columns,
        rows: rows.map(|(name, row)| (name, cells(row))).collect(),
        shaded: true,
        map: Some(ParameterMap { what, down: WORDS[first].to_owned() }),
        note: Some(
            "A map of assumptions, not of time and not of likelihood: each cell counts draws of the other parameters. Ranges \
             of money are in exit costs."
                .to_owned(),
        ),
    }
}

/// All indices.
fn decided(region: &ParameterSet) -> Table {
    let mut rows: Vec<(String, Vec<Cell>)> = WORDS
        .iter()
        .zip(&region.indices.parameters)
        .map(|(word, index)| {
            let cell = |value: f64| Cell::share(value.clamp(0.0, 1.0));
            ((*word).to_owned(), vec![cell(index.first_order), index.total.map_or(Cell::Nothing, cell)])
        })
        .collect();
    let weight = |row: &(String, Vec<Cell>)| match row.1.as_slice() {
        [_, Cell::Number(total, _)] => *total,
        [Cell::Number(alone, _), _] => *alone,
        _ => 0.0,
    };
    rows.sort_by(|left, right| weight(right).total_cmp(&weight(left)));
    Table {
        title: "If the ranges are the file's: what decides whether prolonging pays".to_owned(),
        columns: ["parameter", "alone (first order)", "with others (total)"].map(ToOwned::to_owned).to_vec(),
        rows,
        shaded: false,
        map: None,
        note: Some(format!(
            "Shares of the variance of the yes or no over the draws, by {}. A wider range makes a parameter decide more.",
            match region.indices.estimator {
                Estimator::Saltelli => "Saltelli's estimators (Saltelli et al. 2010)",
                Estimator::GivenData => {
                    "the given-data estimator (Plischke, Borgonovo and Smith 2013), as some draws have no answer"
                }
            }
        )),
    }
}
