//! Which banks the threat reaches.

use unequal_strategy::payoff_tensor::{Payoffs, Strength};
use unequal_strategy::threat::{Preferences, Tally, Verdicts};

use super::super::Setting;
use super::{Context, PLAYERS, added_loss, strength_words};
use crate::conditional::{Cell, Figure, Statement, Table, whole_percent};

/// The strength of the cube at which banks are described: the middle one in the order of the file.
pub fn strength<'a>(context: &Context<'a>) -> Option<(Strength, &'a Payoffs)> {
    let solved: Vec<(Strength, &Payoffs)> =
        context.defied.iter().skip(1).filter_map(|(strength, world)| world.map(|world| (*strength, world))).collect();
    solved.get(solved.len() / 2).copied()
}

/// Which banks are too big to sanction, and which too small to see.
pub fn block(
    setting: &Setting<'_>,
    context: &Context<'_>,
    strength: Strength,
    world: &Payoffs,
    wants: &Preferences,
) -> Option<(Statement, Table)> {
    let clearing = world.clearing.as_ref()?;
    let prevented = clearing.volume_without - clearing.volume;
    let income = setting.cube.players.get(PLAYERS[2])?.income / 1e3;
    // What a dollar of clearing prevented is worth, from the whole effect of this strength on the target.
    let worth =
        if prevented > 0.0 { wants.weight_target * added_loss(context, world)? * income / prevented } else { 0.0 };
    let terms = &setting.file.threat;
    let verdicts = Verdicts::of(clearing, worth, terms.collateral_per_business, terms.collateral_exponent);
    let all = clearing.volume.max(f64::MIN_POSITIVE);
    let share = verdicts.nothing_to_lose.volume / all;
    let statement = Statement::new(
        format!("If banks are as made up in the file and the threat stands at {}", strength_words(&strength)),
        format!(
            "{} of {} banks cost {} more to sanction than their clearing is worth (too big), {} clear on because they are \
             hardly looked at (too small to see), and {} would clear whatever the effort, with {} of what is still cleared",
            verdicts.too_big_to_sanction.banks,
            clearing.banks.len(),
            setting.hegemon(),
            verdicts.too_small_to_see.banks,
            verdicts.nothing_to_lose.banks,
            whole_percent(share)
        ),
        Some(Figure {
            item: "cleared by banks that no effort stops".to_owned(),
            value: share,
            low: 0.0,
            high: 1.0,
            range: "not identified: no bank publishes its dollar business".to_owned(),
            unit: "share".to_owned(),
        }),
        Vec::new(),
    ).depending_on(["banks' dollar business, which is made up", "the size distribution of banks"]);
    let row = |name: &str, tally: &Tally| {
        let money = |value: f64| Cell::Number(value, "USD billion".to_owned());
        (name.to_owned(), vec![Cell::plain(tally.banks as f64), money(tally.volume_without), money(tally.volume)])
    };
    let table = Table {
        title: format!("If the threat stands at {}: banks by what it means to them", strength_words(&strength)),
        columns: ["banks", "number", "cleared without the threat", "cleared under it"].map(ToOwned::to_owned).to_vec(),
        rows: vec![
            row("have stopped", &verdicts.deterred),
            row("nothing to lose: clear whatever the effort", &verdicts.nothing_to_lose),
            row("too small to see: clear, detected in less than 10 % a year", &verdicts.too_small_to_see),
            row("seen, but too little to stop", &verdicts.seen_too_little),
            row("of all: too big to sanction", &verdicts.too_big_to_sanction),
            row("of these: have stopped of their own accord", &verdicts.self_deterred),
        ],
        shaded: false,
        map: None,
        note: Some("Banks are quantiles of an assumed distribution, not institutions.".to_owned()),
    };
    Some((statement, table))
}
