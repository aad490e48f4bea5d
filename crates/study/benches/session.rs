//! What a question about a second pair costs beside its bare solves, as a ratio in one run and on one thread; `just
//! bench` runs this. At most 1.3 is the aim, which an exit cost meets; a brief has more to do than to solve: it looks
//! through inputs, splits losses over products and reads long series.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a benchmark prints, and fails by panicking")]

use std::time::{Duration, Instant};

use unequal_equilibrium::Baseline;
use unequal_leverage::WorldState;
use unequal_policy::embargo::{coalition_without, forbid_between};
use unequal_study::Session;
use unequal_study::brief::BriefQuestion;
use unequal_study::ensemble::EnsembleQuestion;
use unequal_study::exit_cost::ExitCostQuestion;
use unequal_world::elasticity::{ElasticitySet, published_sets};
use unequal_world::{EconomyTable, GroupBook, Party, embedded};

/// Pairs of which nobody has asked before.
const PAIRS: [(&str, &str); 6] =
    [("DEU", "USA"), ("JPN", "KOR"), ("BRA", "CHN"), ("FRA", "IND"), ("MEX", "CAN"), ("TUR", "RUS")];

/// Runs of each in turn, of which the fastest counts: others have the machine too.
const RUNS: usize = 15;

/// A table's world under one elasticity, prepared.
struct Prepared {
    table: EconomyTable,
    baseline: Baseline,
}

impl Prepared {
    fn new(year: u16, set: impl Fn(&EconomyTable) -> ElasticitySet) -> Self {
        Self::of(embedded::table(year).unwrap(), set)
    }

    fn of(table: EconomyTable, set: impl Fn(&EconomyTable) -> ElasticitySet) -> Self {
        let baseline = Baseline::from_table(&table, &set(&table).by_sector).unwrap();
        Self { table, baseline }
    }

    fn state(&self) -> WorldState<'_> {
        WorldState::new(&self.baseline, self.baseline.no_wedges()).unwrap()
    }

    fn pair(&self, book: &GroupBook, (first, second): (&str, &str)) -> (Party, Party) {
        book.pair(first, second, self.table.regions(), "").unwrap()
    }
}

fn time(work: impl FnOnce()) -> Duration {
    let start = Instant::now();
    work();
    start.elapsed()
}

/// Asks and solves every pair in turn, and reports the sums of the fastest runs.
fn compare(what: &str, ask: impl Fn((&str, &str)), solve: impl Fn((&str, &str))) {
    let (mut asked, mut bare) = (Duration::ZERO, Duration::ZERO);
    for pair in PAIRS {
        let runs = (0..RUNS).map(|_| [time(|| ask(pair)), time(|| solve(pair))]);
        let [ask, solve] = runs.reduce(|best, run| [best[0].min(run[0]), best[1].min(run[1])]).unwrap();
        asked += ask;
        bare += solve;
    }
    let ratio = asked.as_secs_f64() / bare.as_secs_f64();
    println!("{what}, {} pairs: {asked:.2?}, bare solves {bare:.2?}, ratio {ratio:.2}", PAIRS.len());
}

fn exit_costs(session: &Session, book: &GroupBook) {
    let ask = |(first, second): (&str, &str)| {
        let (first, second) = (first.to_owned(), second.to_owned());
        session.exit_cost(&ExitCostQuestion::new(&first, &second), &()).unwrap()
    };
    ask(("RUS", "CHN"));
    // The year's own table, and the same as published, whose costs stand beside.
    let common = |table: &EconomyTable| ElasticitySet::common(4.0, table);
    let own = Prepared::new(embedded::latest(), common);
    let published =
        embedded::as_published(embedded::latest()).map(|name| Prepared::of(embedded::named(name).unwrap(), common));
    let worlds: Vec<&Prepared> = std::iter::once(&own).chain(&published).collect();
    // And the year's own under every published set, of which the ranges are made.
    let published: Vec<Prepared> = published_sets()
        .iter()
        .map(|set| Prepared::new(embedded::latest(), |table| ElasticitySet::published(set, table).unwrap()))
        .collect();
    let worlds: Vec<&Prepared> = worlds.into_iter().chain(&published).collect();
    let states: Vec<_> = worlds.iter().map(|world| world.state()).collect();
    let solve = |pair: (&str, &str)| {
        for (world, state) in worlds.iter().zip(&states) {
            let (first, second) = world.pair(book, pair);
            state.exit_cost(&first, &second).unwrap();
        }
    };
    compare("exit cost of a second pair", |pair| drop(ask(pair)), solve);
}

/// Draws of an ensemble beside what each of them cannot do without: a calibration and two solves.
fn draws(session: &Session, book: &GroupBook) {
    let question = |draws: usize| EnsembleQuestion {
        first: "RUS".to_owned(),
        second: "CHN".to_owned(),
        year: None,
        table: None,
        draws,
        store: None,
        part: None,
    };
    let ask = |draws: usize| drop(session.ensemble(&question(draws), &()).unwrap());
    ask(128);
    let table = embedded::table(embedded::latest()).unwrap();
    let (first, second) = book.pair("RUS", "CHN", table.regions(), "").unwrap();
    let bare = || {
        for value in 0..128 {
            // As far apart as those that are drawn.
            let set = ElasticitySet::common(2.0 + f64::from(value) / 20.0, &table);
            let baseline = Baseline::from_table(&table, &set.by_sector).unwrap();
            let state = WorldState::new(&baseline, baseline.no_wedges()).unwrap();
            state.exit_cost(&first, &second).unwrap();
        }
    };
    let best = |work: &dyn Fn()| (0..3).map(|_| time(work)).min().unwrap();
    // What a question costs beside its draws cancels.
    let asked = best(&|| ask(256)) - best(&|| ask(128));
    let bare = best(&bare);
    println!(
        "128 draws of an ensemble: {asked:.2?}, bare solves {bare:.2?}, bare over asked {:.2}",
        bare.as_secs_f64() / asked.as_secs_f64()
    );
}

fn briefs(session: &Session, book: &GroupBook) {
    let ask = |(first, second): (&str, &str)| {
        session.brief(&BriefQuestion { year: Some(2011), ..BriefQuestion::new(first, second) }, &()).unwrap()
    };
    ask(("RUS", "CHN"));
    let years: Vec<Prepared> =
        embedded::years().map(|year| Prepared::new(year, |table| ElasticitySet::common(4.0, table))).collect();
    let mut sets: Vec<Prepared> = [2.13, 3.12, 4.0]
        .map(|value| Prepared::new(2011, |table| ElasticitySet::common(value, table)))
        .into_iter()
        .collect();
    sets.push(Prepared::new(2011, |table| ElasticitySet::caliendo_parro(table).unwrap()));
    let published: Vec<Prepared> = published_sets()
        .iter()
        .map(|set| Prepared::new(2011, |table| ElasticitySet::published(set, table).unwrap()))
        .collect();
    let (of_years, of_sets): (Vec<_>, Vec<_>) =
        (years.iter().map(Prepared::state).collect(), sets.iter().map(Prepared::state).collect());
    let of_published: Vec<_> = published.iter().map(Prepared::state).collect();
    let shown = |world: &Prepared, (first, second): (&str, &str)| {
        [first, second].iter().all(|code| world.table.regions().position(code).is_some())
    };
    let solve = |pair: (&str, &str)| {
        for (world, state) in years.iter().zip(&of_years).filter(|(world, _)| shown(world, pair)) {
            let (first, second) = world.pair(book, pair);
            state.exit_cost(&first, &second).unwrap();
        }
        for (world, state) in published.iter().zip(&of_published) {
            let (first, second) = world.pair(book, pair);
            state.exit_cost(&first, &second).unwrap();
        }
        for (world, state) in sets.iter().zip(&of_sets) {
            let (first, second) = world.pair(book, pair);
            state.exit_cost(&first, &second).unwrap();
            let west = book.party("WEST", world.table.regions(), "").unwrap();
            let outside = [&first, &second].into_iter().find(|side| !west.contains(side.members[0]));
            let Some(target) = outside else { continue };
            let mut wedges = world.baseline.no_wedges();
            forbid_between(&mut wedges, &coalition_without(&west, &[&first, &second, target]), target);
            WorldState::new(&world.baseline, wedges).unwrap().exit_cost(&first, &second).unwrap();
        }
    };
    compare("brief of a second pair", |pair| drop(ask(pair)), solve);
    println!("kept: {} MB by the session's own estimate", session.size() >> 20);
}

fn main() {
    let book = GroupBook::embedded().unwrap();
    let session = Session::embedded().unwrap();
    let one = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    one.install(|| {
        exit_costs(&session, &book);
        // A session of its own: both together would not be kept.
        briefs(&Session::embedded().unwrap(), &book);
        draws(&session, &book);
    });
}
