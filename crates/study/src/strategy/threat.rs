//! The threat as a block.

mod banks;

use unequal_ensemble::sensitivity::{halves, spread, two_drivers};
use unequal_leverage::power::{combined, withdrawal};
use unequal_strategy::game::{GameError, THREAT_PARAMETERS};
use unequal_strategy::payoff_tensor::{Payoffs, Solver, Strength};
use unequal_strategy::threat::{Game, Move, Play, Preferences, Solution};

use super::Setting;
use crate::conditional::{Block, Cell, Figure, LOSS, Statement, Table, driver_words, middle, of_draws, share_figure};
use crate::error::During;
use crate::{Result, capitalised};

/// Rounds of refinement round the hegemon's best strength.
const ROUNDS: usize = 2;
/// Positions of target, government and hegemon among the players.
const PLAYERS: [usize; 3] = [0, 1, 2];

/// The parameters in words, in the order of the priors.
fn words(setting: &Setting<'_>) -> Vec<String> {
    let (target, government, hegemon) = (setting.target(), setting.government(), setting.hegemon());
    let words = [
        format!("what {target}'s loss is worth to {hegemon}"),
        "the cost of enforcing".to_owned(),
        format!("what sanctioning a systemic bank costs {hegemon}"),
        format!("how much of {government}'s finance could be cut off"),
        "how easily finance is replaced".to_owned(),
        "the weight of finance in the economy".to_owned(),
    ];
    debug_assert_eq!(words.len(), THREAT_PARAMETERS.len());
    words.to_vec()
}

/// What the sides want at some values of the priors.
fn preferences(setting: &Setting<'_>, values: [f64; 6], only_credible: bool) -> Result<Preferences> {
    let [weight_target, effort, systemic, cut_off, elasticity, share] = values;
    let preferences = Preferences {
        weight_target,
        weight_own: 1.0,
        cost_of_effort: effort / 100.0,
        cost_systemic: systemic / 100.0,
        // One nest beside all else, whose price stands, with unit elasticity between them.
        power: combined(&[(share, withdrawal(cut_off, elasticity)?), (1.0 - share, 0.0)], 1.0)?,
        systemic_from: setting.file.threat.systemic_from,
        only_credible,
    };
    preferences.check().during(|| "what governments want".to_owned())?;
    Ok(preferences)
}

/// The cells of one context: the world after complying, and one a strength.
struct Context<'a> {
    complied: &'a Payoffs,
    defied: Vec<(Strength, Option<&'a Payoffs>)>,
}

impl<'a> Context<'a> {
    fn new(setting: &Setting<'a>, combination: usize) -> Result<Self> {
        let cut = setting.bits(&["cut"]);
        let complied = setting.cube.payoffs(combination | cut, 0).during(|| "the threat".to_owned())?;
        let strengths = setting.cube.strengths.iter().enumerate();
        let defied = strengths.map(|(place, strength)| (*strength, setting.cube.payoffs(combination, place).ok()));
        Ok(Self { complied, defied: defied.collect() })
    }

    fn game(&self, preferences: &Preferences) -> Result<Game, GameError> {
        let (mut plays, mut missing) = (Vec::new(), Vec::new());
        for (strength, world) in &self.defied {
            match world {
                Some(world) => plays.push(preferences.play(*strength, self.complied, world, PLAYERS)?),
                None => missing.push(*strength),
            }
        }
        Game::new(plays, missing)
    }
}

/// The threat.
pub fn block(setting: &Setting<'_>, solver: &Solver<'_>) -> Result<Block> {
    let embargo = setting.bits(&["embargo"]);
    let context = Context::new(setting, embargo)?;
    let middles = setting.file.threat.priors.map(|prior| middle(&prior));
    let during = || "the threat".to_owned();
    let believed = preferences(setting, middles, false)?;
    let credible = preferences(setting, middles, true)?;
    let mut refined = context.game(&believed).during(during)?;
    refined
        .refine(ROUNDS, |wanted| {
            let played = |strength: &Strength| {
                let world = solver.at(embargo, *strength).ok();
                world.map(|world| believed.play(*strength, context.complied, &world, PLAYERS)).transpose()
            };
            wanted.iter().map(played).collect()
        })
        .during(during)?;
    let mut statements = vec![
        swept(setting, &context, false)?,
        swept(setting, &context, true)?,
        leading(setting, &refined),
        stable(setting, &refined),
    ];
    statements.extend(harm(setting, &context));
    let fitted = banks::strength(&context);
    let mut tables = vec![
        replies(setting, &context, &believed)?,
        harms(setting, &context),
        contexts(setting, &believed, &credible)?,
    ];
    if let Some((strength, world)) = fitted
        && let Some((statement, table)) = banks::block(setting, &context, strength, world, &believed)
    {
        statements.push(statement);
        tables.push(table);
    }
    Ok(Block {
        id: "threat".to_owned(),
        title: format!("The threat: {} and {}", setting.hegemon(), setting.government()),
        method: vec![
            capitalised(&format!(
                "{} chooses how severe a threat to banks is and how much effort stands behind it; then {} either ends the \
                 pair's trade (complies) or leaves it to its banks (defies), which respond as in the payments model. \
                 Complying costs the pair's trade; defying costs the banks' commissions and, with some probability, the \
                 dollar business of systemic banks.",
                setting.hegemon(),
                setting.government()
            )),
            "The severity (T) scales what is lost and is the same for both: a detected bank expects to lose its dollar business \
             T times, and the government T times what the loss of its systemic banks would cost it. Above 1 it stands for further \
             penalties. The effort (E) decides how much of the banks' business is looked at."
                .to_owned(),
            "What the two governments want and fear is assumed. A finite number of strengths is tried, more of them round the \
             best one."
                .to_owned(),
        ],
        statements,
        tables,
    })
}

/// A difference of shares of draws above which it is said to decide.
const DECISIVE: f64 = 0.1;

/// The share of draws in which a threat is complied with, believed and credible, as one statement: the larger share must
/// not be quoted alone.
pub fn in_short(setting: &Setting<'_>, statements: &[Statement]) -> Option<Statement> {
    let [believed, credible, ..] = statements else { return None };
    let share = |statement: &Statement| Some(statement.figure.as_ref()?.value);
    let (believed_share, credible_share) = (share(believed)?, share(credible)?);
    let (government, hegemon, target) = (setting.government(), setting.hegemon(), setting.target());
    let start = if believed_share - credible_share > DECISIVE {
        format!("whether {government} yields depends on what it believes: ")
    } else {
        String::new()
    };
    let conclusion = format!(
        "{start}if it fears only what {hegemon} would still do once defied, it gives up its trade with {target} in {} from these \
         ranges; if it believes every threat, in {}",
        of_draws(credible_share),
        of_draws(believed_share)
    );
    let condition = "If the embargo holds and preferences lie in the ranges that the file assumes".to_owned();
    Some(Statement { condition, conclusion, ..credible.clone() })
}

/// How much of the priors makes the government comply at some strength.
fn swept(setting: &Setting<'_>, context: &Context<'_>, only_credible: bool) -> Result<Statement> {
    let priors = &setting.file.threat.priors;
    let during = || "the threat".to_owned();
    let outcome = |units: &[f64]| {
        let values = std::array::from_fn(|place| priors[place].quantile(units[place]));
        let game = preferences(setting, values, only_credible).and_then(|wants| context.game(&wants).during(during));
        game.map_or(f64::NAN, |game| {
            let complies = |play: &Play| !play.strength.is_none() && play.reply() == Move::Comply;
            f64::from(u8::from(game.plays().iter().any(complies)))
        })
    };
    let found = spread(setting.file.seed, setting.file.draws, priors.len(), outcome);
    let share = found.outcomes.iter().sum::<f64>() / found.outcomes.len().max(1) as f64;
    let government = setting.government();
    let condition = if only_credible {
        format!(
            "If the embargo holds, preferences lie in the file's ranges and {government} fears only what {} would still do \
             once defied",
            setting.hegemon()
        )
    } else {
        format!("If the embargo holds, preferences lie in the file's ranges and {government} believes the threat")
    };
    let conclusion = format!(
        "there is a threat, of those tried, that makes {government} give up its trade with {} in {}",
        setting.target(),
        of_draws(share)
    );
    let drivers = driver_words(&found.indices, &words(setting));
    let item = if only_credible {
        "draws in which a credible threat is complied with"
    } else {
        "draws in which a believed threat is complied with"
    };
    let ends = halves(&found, two_drivers(&found.indices)[0]);
    let figure = share_figure(item, share, setting.file.draws, ends);
    Ok(Statement::new(condition, conclusion, Some(figure), drivers))
}

fn strength_words(strength: &Strength) -> String {
    if strength.is_none() {
        "no threat".to_owned()
    } else {
        let digits = |value: f64, scale: f64| (scale * value).round() / scale;
        format!("severity {}, effort {}", digits(strength.level, 1e3), digits(strength.effort, 1e1))
    }
}

/// The best strength for the hegemon at the middle of the priors.
fn leading(setting: &Setting<'_>, game: &Game) -> Statement {
    let solution: Solution = game.solve();
    let best: Vec<String> =
        solution.leading.iter().take(4).map(|place| strength_words(&game.plays()[*place].strength)).collect();
    let reply = solution.leading.first().map_or(Move::Defy, |place| game.plays()[*place].reply());
    let unique = match solution.leading.len() {
        1 => format!("its best choice is {}", best.join(" or ")),
        several if several == best.len() => {
            format!("it has no single best choice: {several} strengths are equally good, {}", best.join("; "))
        }
        several => format!(
            "it has no single best choice: {several} strengths are equally good, among them {}",
            best.join("; ")
        ),
    };
    let does = if reply == Move::Comply { "complies" } else { "defies" };
    Statement::new(
        format!(
            "If all preferences stand in the middle of their ranges, the embargo holds and {} moves first",
            setting.hegemon()
        ),
        format!(
            "{unique}, and {} {does} ({} strengths tried{})",
            setting.government(),
            game.plays().len(),
            match game.missing().len() {
                0 => String::new(),
                some => format!(", {some} without an equilibrium"),
            }
        ),
        None,
        Vec::new(),
    )
    .depending_on(["the cost of enforcing", &format!("what {}'s loss is worth", setting.target())])
}

/// What is stable if neither moves first.
fn stable(setting: &Setting<'_>, game: &Game) -> Statement {
    let solution = game.solve();
    let pairs: Vec<String> = solution
        .stable
        .iter()
        .take(4)
        .map(|(place, reply)| format!("{} and {}", strength_words(&game.plays()[*place].strength), reply.words()))
        .collect();
    let conclusion = match solution.stable.len() {
        0 => "no pair of choices is stable in pure strategies: in every pair at least one side would do better by choosing \
              differently itself"
            .to_owned(),
        1 => format!("one pair of choices is stable: {}", pairs.join("")),
        several => format!("{several} pairs of choices are stable, so that the game does not single one out; among them {}", pairs.join("; ")),
    };
    Statement::new(
        format!(
            "If preferences stand in the middle of their ranges and neither {} nor {} moves first",
            setting.hegemon(),
            setting.government()
        ),
        conclusion,
        None,
        Vec::new(),
    )
    .depending_on(["the cost of enforcing", "what complying costs"])
}

/// What the strengths of the cube add to the target's loss.
fn added_loss(context: &Context<'_>, world: &Payoffs) -> Option<f64> {
    let without = context.defied.first().and_then(|(_, world)| *world)?;
    Some(-(world.ln_real_income[0] - without.ln_real_income[0]).exp_m1())
}

/// None if no strength of the cube has an equilibrium.
fn harm(setting: &Setting<'_>, context: &Context<'_>) -> Option<Statement> {
    let losses: Vec<f64> =
        context.defied.iter().skip(1).filter_map(|(_, world)| added_loss(context, (*world)?)).collect();
    if losses.is_empty() {
        return None;
    }
    let sorted = unequal_ensemble::sensitivity::quantiles(&losses, [0.0, 0.5, 1.0]);
    Some(Statement::new(
        format!("If the embargo holds, {} defies and banks respond to the threat as modelled", setting.government()),
        format!(
            "{} loses a further {:.2} % of real income at the middle of the strengths tried, from {:.2} to {:.2} % over all of them",
            setting.target(),
            100.0 * sorted[1],
            100.0 * sorted[0],
            100.0 * sorted[2]
        ),
        Some(Figure {
            item: "further loss of the target by the threat".to_owned(),
            value: sorted[1],
            low: sorted[0],
            high: sorted[2],
            range: "all strengths of the threat that were tried".to_owned(),
            unit: LOSS.to_owned(),
        }),
        Vec::new(),
    ).depending_on(["the severity of the threat", "banks' dollar business, which is made up"]))
}

/// The government's best reply to each strength, at the middle of the priors.
fn replies(setting: &Setting<'_>, context: &Context<'_>, wants: &Preferences) -> Result<Table> {
    let game = context.game(wants).during(|| "the threat".to_owned())?;
    let cell = |strength: &Strength| {
        game.plays()
            .iter()
            .find(|play| play.strength == *strength)
            .map_or(Cell::Nothing, |play| Cell::word(if play.is_tie() { "either" } else { play.reply().words() }))
    };
    Ok(grid(
        setting,
        format!("If preferences stand in the middle of their ranges: {}'s best reply", setting.government()),
        cell,
        Some(format!(
            "A reply is best given the strength; it is no prediction of {}. An empty cell is a world without an equilibrium.",
            setting.government()
        )),
    ))
}

fn harms(setting: &Setting<'_>, context: &Context<'_>) -> Table {
    let cell = |strength: &Strength| {
        let world = context.defied.iter().find(|(other, _)| other == strength).and_then(|(_, world)| *world);
        world.and_then(|world| added_loss(context, world)).map_or(Cell::Nothing, |loss| Cell::change(-loss))
    };
    let title =
        format!("If {} defies: change of {}'s real income by the threat", setting.government(), setting.target());
    grid(setting, title, cell, None)
}

/// A table over levels and efforts.
fn grid(setting: &Setting<'_>, title: String, cell: impl Fn(&Strength) -> Cell, note: Option<String>) -> Table {
    let axis = |side: fn(&Strength) -> f64| {
        let mut values: Vec<f64> = setting.cube.strengths.iter().skip(1).map(side).collect();
        values.sort_by(f64::total_cmp);
        values.dedup();
        values
    };
    let (levels, efforts) = (axis(|strength| strength.level), axis(|strength| strength.effort));
    let mut columns = vec!["severity".to_owned()];
    columns.extend(efforts.iter().map(|effort| format!("effort {effort}")));
    let rows = levels.iter().map(|level| {
        let cells = efforts.iter().map(|effort| cell(&Strength { level: *level, effort: *effort }));
        (format!("{level}"), cells.collect())
    });
    Table { title, columns, rows: rows.collect(), shaded: false, map: None, note }
}

/// The game in every context of the cube, at the middle of the priors.
fn contexts(setting: &Setting<'_>, believed: &Preferences, credible: &Preferences) -> Result<Table> {
    let cut = setting.bits(&["cut"]);
    let mut rows = Vec::new();
    for combination in (0..1usize << setting.cube.factors.len()).filter(|combination| combination & cut == 0) {
        let name = setting.world(combination);
        let Ok(context) = Context::new(setting, combination) else {
            rows.push((name, vec![Cell::Nothing; 5]));
            continue;
        };
        let complying = setting.exit_cost(1, combination);
        let mut cells = vec![complying.map_or(Cell::Nothing, |loss| Cell::change((-loss).exp_m1()))];
        for wants in [believed, credible] {
            let game = context.game(wants).during(|| "the threat".to_owned())?;
            let solution = game.solve();
            let best = solution.leading.first().map(|place| &game.plays()[*place]);
            let words = best.map_or_else(String::new, |play| strength_words(&play.strength));
            let more = if solution.leading.len() > 1 { " and others" } else { "" };
            cells.push(Cell::word(format!("{words}{more}")));
            cells.push(Cell::word(best.map_or("", |play| play.reply().words())));
        }
        rows.push((name, cells));
    }
    Ok(Table {
        title: format!(
            "If {} moves first, with preferences in the middle of their ranges: its best choice in each world",
            setting.hegemon()
        ),
        columns: vec![
            "measures".to_owned(),
            format!("complying changes {}'s income by", setting.government()),
            "threat believed: best".to_owned(),
            "reply".to_owned(),
            "only what is credible: best".to_owned(),
            "reply".to_owned(),
        ],
        rows,
        shaded: false,
        map: None,
        note: Some(
            "Of the strengths in the file, more of which the sentence above tries. Credible: once defied, what sanctioning systemic banks can gain at most (the end of the pair's trade) is worth \
             what it costs."
                .to_owned(),
        ),
    })
}
