//! What the timeline says of Russia and China, against the sources, and of pairs about which little is known.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::sync::LazyLock;

use unequal_study::timeline::{Timeline, TimelineQuestion, TradeSource, regime_words};
use unequal_study::{Grade, Result, Session, Source, StudyError};

/// All tests put their questions to one session.
static SESSION: LazyLock<Session> = LazyLock::new(|| Session::embedded().unwrap());

fn timeline(question: &TimelineQuestion) -> Result<Timeline> {
    SESSION.timeline(question, &())
}

fn ask(first: &str, second: &str) -> Timeline {
    let question = TimelineQuestion::new(first, second);
    timeline(&question).unwrap_or_else(|error| panic!("{first} {second}: {error}"))
}

/// Shares in the article's own words: the USSR took about 60 % of China's exports; they fell to nothing and came back
/// turned over.
#[test]
fn the_sides_of_russia_and_china_changed_once() {
    let answer = ask("RUS", "CHN");
    let share = answer.trade.iter().find(|point| point.year == 1956 && point.kind == TradeSource::LongSeries);
    assert!((share.and_then(|point| point.first_in_second_exports).unwrap() - 0.604).abs() < 1e-3);
    // Estimates of 1959, 1969 and 1970 by others. That of 1973 was an expectation, and in 1950 the series lacks most partners
    // of the Soviet Union, so that there is no whole to take a share of.
    assert_eq!(answer.gaps, ["1950-1954", "1958", "1960-1968", "1971-1977"]);
    let estimate = |year| {
        let found =
            answer.trade.iter().find(|point| point.kind == TradeSource::Benchmark && point.year == year).unwrap();
        assert_eq!(found.grade_of("RUS"), Grade::C);
        found.dependence().unwrap()
    };
    // China's trade of 1959 was 48 % with the Soviet Union, as stated; next to none was in 1970.
    assert!((estimate(1959)[1] - 0.48).abs() < 1e-9 && estimate(1970)[1] < 0.02, "{:?}", estimate(1970));
    let balance = answer.balance.unwrap();
    let [turn] = balance.reversals.as_slice() else { panic!("{:?}", balance.reversals) };
    assert!(turn.means[0] < 0.0 && turn.means[1] > 0.0);
    assert!((1985..=1995).contains(&turn.after) && turn.earliest <= turn.after && turn.latest >= turn.by, "{turn:?}");
    let long: Vec<_> = answer.trade.iter().filter(|point| point.kind == TradeSource::LongSeries).collect();
    assert_eq!(balance.by_flow.len(), 2);
    for flow in &balance.by_flow {
        let [turn] = flow.reversals.as_slice() else { panic!("{flow:?}") };
        // Until the turn China's share of the flow was the larger on average, from it on Russia's.
        let mean = |within: &dyn Fn(u16) -> bool| {
            let points = long.iter().filter(|point| within(point.year));
            let values: Vec<f64> = points.filter_map(|point| point.asymmetry_by(flow.flow)).collect();
            values.iter().sum::<f64>() / values.len() as f64
        };
        assert!(mean(&|year| year <= turn.after) < 0.0 && mean(&|year| year >= turn.by) > 0.0, "{flow:?}");
    }
    assert!(answer.evidence.caveats.iter().any(|caveat| caveat.contains("Soviet Union ended")));
    assert!(answer.events.iter().any(|event| event.year == 1969));
    assert!(answer.cooperation.iter().any(|row| row.grievance == 0.5 && row.least == Some(0.625)));
    assert!(answer.beside.iter().any(|series| series.id == "arms"));
}

/// The largest likelihoods of two and three regimes, as hmmlearn 0.3.3 (400 random starts) and a program written from
/// the recursions alone found them on the same 40 years; cutting the sorted values gives -24.039 and 0.258 only.
#[test]
fn regimes_of_russia_and_china_stand_at_the_largest_likelihood() {
    let regimes = ask("RUS", "CHN").balance.unwrap().regimes;
    for (search, expected) in regimes.fits.iter().zip([-59.583_907_641, -20.278_249_685, 1.205_444_420]) {
        assert!((search.log_likelihood - expected).abs() < 1e-5, "{search:?}");
    }
    let chosen = regimes.chosen().unwrap();
    assert!(chosen.states == 3 && chosen.starts == 100 && (2..100).contains(&chosen.reached), "{chosen:?}");
    let from: Vec<u16> = regimes.spells.iter().map(|spell| spell.from).collect();
    assert_eq!(from, [1955, 1984, 1999]);
    assert!(regime_words(&regimes).contains(&format!("best of 100 from different starts; {} of", chosen.reached)));
}

#[test]
fn the_order_of_the_sides_turns_the_balance_over() {
    let (one, other) = (ask("RUS", "CHN"), ask("CHN", "RUS"));
    let (one, other) = (one.balance.unwrap(), other.balance.unwrap());
    assert_eq!(one.breaks.breaks.len(), other.breaks.breaks.len());
    for (one, other) in one.by_flow.iter().zip(&other.by_flow) {
        assert_eq!((one.flow, one.observed, one.reversals.len()), (other.flow, other.observed, other.reversals.len()));
    }
    for (one, other) in one.breaks.segments.iter().zip(&other.breaks.segments) {
        assert!((one.mean + other.mean).abs() < 1e-12 && one.from == other.from);
    }
}

#[test]
fn a_group_has_exit_costs_and_no_long_series() {
    let answer = ask("EU27", "CHN");
    assert!(answer.balance.is_none() && answer.exit.points.len() > 10);
    // Where only the exit cost of a year is missing, its trade is not.
    for gap in &answer.exit.gaps {
        let point = answer.trade.iter().find(|point| point.year == gap.year && point.kind == TradeSource::Table);
        assert!(point.is_some_and(|point| point.dependence().is_some()), "{gap:?}");
    }
    assert_eq!(answer.exit.gaps.iter().map(|gap| gap.year).collect::<Vec<_>>(), [2000]);
}

#[test]
fn events_of_ones_own_are_read_with_their_lines() {
    let mut question = TimelineQuestion::new("RUS", "CHN");
    let file = |text: &str| Some(Source::text("mine.csv", text));
    question.events = file("one,other,year,title,source\nCHN,RUS,1999,Mine,me\nUSA,CHN,1999,Other,me\n");
    assert_eq!(timeline(&question).unwrap().events.len(), 1);
    // Other pairs are left out, whoever they are; a code that nobody has is not dropped in silence.
    question.events = file("one,other,year,title,source\nIRN,PRK,1999,Other,me\nEU27,CHN,1999,Other,me\n");
    assert!(timeline(&question).unwrap().events.is_empty());
    for (row, words) in [
        ("CHN,RUS,when,Mine,me", "mine.csv, line 2: `when` in the column year, expected a whole number"),
        ("RUS,CHM,2001,Mine,me", "mine.csv, line 2: unknown country or group `CHM`"),
    ] {
        question.events = file(&format!("one,other,year,title,source\n{row}\n"));
        match timeline(&question) {
            Err(StudyError::World(error)) => assert!(error.to_string().starts_with(words), "{error}"),
            other => panic!("{other:?}"),
        }
    }
}

/// Russia's customs counted imports of USD 285.0 bn in 2023, of which China sold 110.9: with exports of 425.1 bn, of which
/// China bought 129.2, Russia did 34.7 % of its trade with China. BACI, which lacks partners of Russia, has 44 %.
#[test]
fn customs_take_the_place_of_what_is_known_to_be_too_high() {
    let answer = ask("RUS", "CHN");
    let of = |kind, year| answer.trade.iter().find(|point| point.kind == kind && point.year == year);
    let customs = of(TradeSource::Customs, 2023).unwrap();
    let dependence = customs.dependence().unwrap();
    assert!((dependence[0] - 0.347).abs() < 1e-3, "{dependence:?}");
    assert!((dependence[0] / dependence[1] - 7.2).abs() < 0.25, "{dependence:?}");
    assert!(of(TradeSource::Goods, 2023).is_none() && of(TradeSource::Goods, 2019).is_some());
    // Russia's side alone is known in 2022: 76.1 of 255.3 bn of imports.
    let point = of(TradeSource::Customs, 2022).unwrap();
    assert!((point.second_in_first_imports.unwrap() - 76.122 / 255.305).abs() < 1e-3);
    assert!(point.dependence().is_none());
}

#[test]
fn a_country_that_no_table_shows_has_decades_without_exit_costs() {
    let answer = ask("IRN", "CHN");
    assert!(answer.exit.points.is_empty() && answer.no_exit.as_ref().unwrap().contains("Iran"));
    assert!(answer.trade.iter().any(|point| point.kind == TradeSource::LongSeries));
    assert!(answer.trade.iter().any(|point| point.kind == TradeSource::Goods && point.year == 2020));
    assert!(answer.balance.is_some() && answer.beside.iter().any(|series| series.id == "capability"));
}
