//! The scenario file: what it refuses and where, and what it builds.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::sync::LazyLock;

use proptest::prelude::*;
use unequal_equilibrium::{Baseline, SolveOptions, Wedges, solve};
use unequal_policy::scenario::{Origin, Scenario, Statement, schema};
use unequal_world::elasticity::ElasticitySet;
use unequal_world::{EconomyTable, embedded};

static TABLE: LazyLock<EconomyTable> = LazyLock::new(|| embedded::table(2011).unwrap());

static BASELINE: LazyLock<Baseline> =
    LazyLock::new(|| Baseline::from_table(&TABLE, &ElasticitySet::common(4.0, &TABLE).by_sector).unwrap());

fn read(text: &str) -> Scenario {
    Scenario::parse_for("test.toml", text.as_bytes(), &TABLE).unwrap_or_else(|error| panic!("{}", error.drawn()))
}

fn refused(text: &str) -> unequal_policy::scenario::ScenarioError {
    *Scenario::parse_for("test.toml", text.as_bytes(), &TABLE).unwrap_err()
}

/// Everything in some wedges, to the last bit: forbidden flows, tariffs, export taxes and icebergs.
type Bytes = (Vec<(usize, usize, usize)>, [Vec<u64>; 3]);

fn bytes(wedges: &Wedges) -> Bytes {
    let arrays = [wedges.tariffs(), wedges.export_taxes(), wedges.ln_icebergs()];
    let bits =
        arrays.map(|array| array.map_or_else(Vec::new, |array| array.iter().map(|rate| rate.to_bits()).collect()));
    (wedges.forbidden().to_vec(), bits)
}

const WHOLE: &str = r#"title = "Everything at once"
year = 2011
trade_elasticity = "by-sector"
deficits = "share"
horizon = 2

[groups]
FRIENDS = ["IDN", "G7", "TWN"]

[pair]
first = "RUS"
second = "CHN"

[[tariff]]
name = "duty"
by = "USA"
on = ["CHN", "friends"]
rate = 0.25
sectors = ["30t33", "Machinery", "2*"]
since = 2018-07-06
sources = ["a paper"]

[[embargo]]
name = "stop"
by = "WEST"
on = "RUS"
direction = "exports"
sectors = "goods"
note = "a remark"

[[export_tax]]
name = "tax"
by = "RUS"
on = "WORLD"
rate = 0.3
kind = "level"
sectors = "Mining"

[[iceberg]]
name = "detour"
from = "CHN"
to = "EU27"
cost = 0.1
"#;

#[test]
fn every_fault_has_its_place_and_what_was_expected() {
    let one = "title = \"t\"\n[[embargo]]\nname = \"e\"\nby = \"USA\"\non = \"RUS\"\n";
    let duty = |rest: &str| format!("title = \"t\"\n[[tariff]]\nname = \"a\"\nby = \"USA\"\non = \"CHN\"\n{rest}\n");
    let cases: Vec<(String, (usize, usize), &[&str])> = vec![
        ("title = \"t\n".into(), (1, 11), &["string"]),
        ("title = 3\n".into(), (1, 9), &["integer", "string"]),
        (one.replace("by =", "bye ="), (4, 1), &["bye", "did you mean by"]),
        (one.replace("[[embargo]]", "[[embargoes]]"), (2, 3), &["did you mean embargo"]),
        (one.replace("USA", "UAS"), (4, 6), &["ISO 3166", "USA (the United States)"]),
        (one.replace("\"RUS\"", "[\"CHN\", \"RSU\"]"), (5, 14), &["RUS (Russia)"]),
        (one.replace("\"RUS\"", "[]"), (5, 6), &["empty", "at least one country"]),
        (one.replace("\"RUS\"", "\"USA\""), (3, 8), &["touches nothing"]),
        (format!("{one}direction = \"export\"\n"), (6, 13), &["did you mean exports"]),
        (format!("{one}sectors = [\"24\", \"Chemicls\"]\n"), (6, 18), &["24 (Chemicals)", "goods"]),
        (format!("{one}sectors = \"trade\"\n"), (6, 11), &["51 (Wholesale trade)", "52 (Retail trade)"]),
        (format!("{one}since = \"2022-02-24\"\n"), (6, 9), &["2022-02-24", "without quotation marks"]),
        (duty(""), (2, 1), &["missing field `rate`"]),
        (duty("rate = \"25 %\""), (6, 8), &["string"]),
        (duty("rate = -1"), (6, 8), &["above -1 and at most 5"]),
        (duty("rate = nan"), (6, 8), &["NaN", "above -1"]),
        (duty("rate = 5.01"), (6, 8), &["at most 5"]),
        (format!("{one}[[iceberg]]\nname = \"i\"\nfrom = \"USA\"\nto = \"RUS\"\ncost = 1\n"), (10, 8), &["below 1"]),
        (one.replace("\"t\"", "\"t\"\nyear = 2012"), (2, 8), &["2011"]),
        (one.replace("\"t\"", "\"t\"\ntrade_elasticity = 0"), (2, 20), &["0.1 to 50"]),
        (one.replace("\"t\"", "\"t\"\ntrade_elasticity = \"sector\""), (2, 20), &["by-sector"]),
        (one.replace("\"t\"", "\"t\"\ndeficits = \"fix\""), (2, 12), &["did you mean fixed"]),
        (one.replace("\"t\"", "\"t\"\nhorizon = -1"), (2, 11), &["0 to 100"]),
        (one.replace("\"t\"", "\"t\"\n[groups]\nA = [\"B\"]\nB = [\"A\"]"), (4, 6), &["contains itself"]),
        (
            one.replace("\"t\"", "\"t\"\n[groups]\nA = [\"FRA\", \"GRM\"]"),
            (3, 13),
            &["unknown country", "GRC (Greece)"],
        ),
        (one.replace("\"t\"", "\"t\"\n[pair]\nfirst = \"EU27\"\nsecond = \"DEU\""), (4, 10), &["overlap"]),
        (format!("{one}{}", &one[12..]), (7, 8), &["own"]),
        ("title = \"nothing\"\n".into(), (1, 18), &["[[embargo]]", "[[tariff]]"]),
        (
            format!(
                "{}kind = \"level\"\n{}",
                duty("rate = 0.1"),
                duty("rate = 0.2\nkind = \"level\"")[12..].replace("\"a\"", "\"b\"")
            ),
            (9, 8),
            &["`b` sets the level", "`a`"],
        ),
    ];
    for (text, place, words) in cases {
        let error = refused(&text);
        let message = error.to_string();
        assert_eq!((error.line, error.column), place, "{}\n{text}", error.drawn());
        assert!(message.starts_with(&format!("test.toml:{}:{}: ", place.0, place.1)), "{message}");
        for word in words {
            assert!(message.contains(word), "{message} lacks {word}");
        }
    }
}

#[test]
fn the_mark_stands_under_the_word() {
    let drawn = refused("title = \"Ä\"\n[[embargo]]\nname = \"ö\"\n\tby = \"USB\"\non = \"RUS\"").drawn();
    let lines: Vec<&str> = drawn.lines().skip(1).collect();
    assert_eq!(lines, ["  |", "4 | \tby = \"USB\"", "  | \t     ^^^^^"], "{drawn}");
    let error = *Scenario::parse("test.toml", b"title = \"a\xff\"").unwrap_err();
    assert_eq!((error.line, error.column), (1, 11), "{error}");
}

#[test]
fn words_become_positions() {
    let scenario = read(WHOLE);
    let names: Vec<&str> = scenario.instruments().iter().map(|measure| measure.name.as_str()).collect();
    assert_eq!(names, ["duty", "stop", "tax", "detour"], "the order of the file");
    let duty = &scenario.instruments()[0];
    let codes: Vec<&str> = duty.sectors.iter().map(|sector| TABLE.sectors()[*sector].code.as_str()).collect();
    assert_eq!(codes, ["20", "21t22", "23", "24", "25", "26", "27t28", "29", "30t33"]);
    assert_eq!(duty.on.members.len(), 1 + 2 + 7);
    assert_eq!(duty.since.as_deref(), Some("2018-07-06"));
    // The United States is in the G7, and does not tax its own trade.
    assert_eq!(duty.flows().len(), 9 * 9);
    assert_eq!(scenario.instruments()[2].sector_words, "Mining and quarrying");
    let wedges = scenario.compose(&BASELINE, &[0], &[]).unwrap().wedges;
    let place = |code: &str| TABLE.regions().position(code).unwrap();
    let tariffs = wedges.tariffs().unwrap();
    assert_eq!(tariffs[[duty.sectors[0], place("USA"), place("CHN")]], 0.25);
    assert_eq!(tariffs.sum(), 0.25 * 81.0);
    let detour = scenario.compose(&BASELINE, &[3], &[]).unwrap().wedges;
    let cost = detour.ln_icebergs().unwrap()[[0, place("DEU"), place("CHN")]];
    assert!((cost.exp() * 0.9 - 1.0).abs() < 1e-15, "of what is shipped nine tenths arrive");
}

/// The identity: an embargo of a scenario is the engine's own, to the last bit.
/// "China and China lose ..." was said of a list that names China twice.
#[test]
fn a_party_named_twice_is_one_party() {
    let tariff = |on: &str| format!("title = \"t\"\n[[tariff]]\nname = \"d\"\nby = \"USA\"\non = {on}\nrate = 0.25\n");
    let party = |on: &str| read(&tariff(on)).instruments()[0].on.joint().clone();
    let (once, twice) = (party("\"CHN\""), party("[\"CHN\", \"chn\"]"));
    assert_eq!((once.name, once.code, once.members), (twice.name, twice.code, twice.members));
    assert!(party("[\"CHN\", \"IND\", \"CHN\"]").name.ends_with("China and India"));
}

#[test]
fn one_embargo_is_the_engines() {
    let scenario = read("title = \"t\"\n[[embargo]]\nname = \"e\"\nby = \"RUS\"\non = \"CHN\"\n");
    let place = |code: &str| TABLE.regions().position(code).unwrap();
    let mut direct: Wedges = BASELINE.no_wedges();
    direct.forbid_between(place("RUS"), place("CHN"));
    let options = SolveOptions::default();
    let ours = solve(&BASELINE, &scenario.compose(&BASELINE, &[0], &[]).unwrap().wedges, &options).unwrap();
    let theirs = solve(&BASELINE, &direct, &options).unwrap();
    let bits = |values: ndarray::Array1<f64>| values.iter().map(|value| value.to_bits()).collect::<Vec<_>>();
    assert_eq!(bits(ours.ln_real_income()), bits(theirs.ln_real_income()));
}

#[test]
fn the_wedges_of_a_subset_depend_on_the_subset_alone() {
    let text = format!(
        "{WHOLE}\n[[tariff]]\nname = \"more\"\nby = \"USA\"\non = \"CHN\"\nrate = 0.1\n\
         [[tariff]]\nname = \"level\"\nby = \"USA\"\non = \"CHN\"\nrate = 0.07\nkind = \"level\"\n"
    );
    let scenario = read(&text);
    let shown = |measures: &[usize]| bytes(&scenario.compose(&BASELINE, measures, &[]).unwrap().wedges);
    let whole = shown(&[0, 1, 2, 3, 4, 5]);
    assert!(whole == shown(&[5, 4, 3, 2, 1, 0, 3]));
    assert!(whole != shown(&[0, 1, 2, 3, 4]), "taken away");
    assert!(whole == shown(&[4, 5, 0, 1, 2, 3]), "added back");
    let china = [
        TABLE.sector("29").unwrap(),
        TABLE.regions().position("USA").unwrap(),
        TABLE.regions().position("CHN").unwrap(),
    ];
    let wedges = scenario.compose(&BASELINE, &[0, 4, 5], &[]).unwrap().wedges;
    assert!((wedges.tariffs().unwrap()[china] - 0.42).abs() < 1e-15, "a level and what is added to it");
    assert!(shown(&[]) == bytes(&BASELINE.no_wedges()));
}

#[test]
fn the_explained_file_reads_as_the_same() {
    for text in [WHOLE, "title = \"a \\\"b\\\"\"\n[[embargo]]\nname = \"e\"\nby = \"USA\"\non = [\"RUS\", \"CHN\"]\n"] {
        let scenario = read(text);
        let mut written = String::new();
        let mut assumed = Vec::new();
        for statement in scenario.explain() {
            match statement {
                Statement::Table(heading, _) => written += &format!("{heading}\n"),
                Statement::Value(key, value, origin, _) => {
                    written += &format!("{key} = {value}\n");
                    if origin == Origin::Assumed {
                        assumed.push(key);
                    }
                }
            }
        }
        let again = read(&written);
        let all: Vec<usize> = (0..scenario.instruments().len()).collect();
        let shown = |scenario: &Scenario| bytes(&scenario.compose(&BASELINE, &all, &[]).unwrap().wedges);
        assert!(shown(&scenario) == shown(&again));
        assert_eq!(scenario.pair(), again.pair());
        assert_eq!(scenario.trade_elasticity(), again.trade_elasticity());
        assert_eq!(scenario.deficits(), again.deficits());
        if text != WHOLE {
            assert_eq!(assumed, ["year", "trade_elasticity", "deficits", "# horizon", "direction", "# sectors"]);
        }
    }
}

#[test]
fn the_pair_left_out_is_the_first_target_and_its_largest_partner() {
    let scenario = read("title = \"t\"\n[[embargo]]\nname = \"e\"\nby = \"WEST\"\non = \"RUS\"\n");
    let (first, second) = scenario.pair().unwrap();
    assert_eq!((first.code.as_str(), second.code.as_str()), ("RUS", "CHN"));
    let everybody = read("title = \"t\"\n[[tariff]]\nname = \"e\"\nby = \"USA\"\non = \"WORLD\"\nrate = 0.1\n");
    assert!(everybody.pair().is_none());
}

#[test]
fn the_schema_knows_every_table_and_its_required_keys() {
    let schema = schema();
    for table in ["embargo", "tariff", "export_tax", "iceberg", "groups", "pair"] {
        assert!(schema["properties"][table].is_object(), "{table}");
    }
    assert_eq!(schema["additionalProperties"], false);
    let required = &schema["$defs"]["TariffEntry"]["required"];
    assert_eq!(*required, serde_json::json!(["name", "by", "on", "rate"]));
}

/// Groups that contain groups must neither exhaust the stack nor double the work at each level.
#[test]
fn groups_inside_groups_are_bounded() {
    let chain = |length: usize| {
        let mut text = "title = \"t\"\n[groups]\n".to_owned();
        for level in 0..length {
            text += &format!("A{level} = [\"A{0}\", \"A{0}\"]\n", level + 1);
        }
        text + &format!("A{length} = [\"FRA\"]\n[[embargo]]\nname = \"e\"\nby = \"A0\"\non = \"RUS\"\n")
    };
    assert_eq!(read(&chain(31)).instruments()[0].by.members.len(), 1);
    let error = refused(&chain(900));
    assert!(error.to_string().contains("at most 32 groups"), "{error}");
    let error = refused(&chain(2000));
    assert!(error.to_string().contains("at most 1000 groups"), "{error}");
}

/// A file without end of measures is refused before any of them is looked at closely.
#[test]
fn the_measures_of_a_file_are_bounded() {
    let many = |count: usize| {
        let measure = |number: usize| format!("[[embargo]]\nname = \"e{number}\"\nby = \"FRA\"\non = \"RUS\"\n");
        format!("title = \"t\"\n{}", (0..count).map(measure).collect::<String>())
    };
    assert_eq!(read(&many(200)).instruments().len(), 200);
    let error = refused(&many(201));
    assert!(error.to_string().contains("at most 200 measures"), "{error}");
}

#[test]
fn the_example_of_the_guide_is_a_scenario() {
    let guide = include_str!("../../../docs/src/guide/run.md");
    let example = guide.split("```toml\n").nth(1).unwrap().split("```").next().unwrap();
    let scenario = Scenario::parse("run.md", example.as_bytes()).unwrap_or_else(|error| panic!("{}", error.drawn()));
    assert_eq!(scenario.instruments().len(), 6);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        if let Err(error) = Scenario::parse_for("x", &bytes, &TABLE) {
            prop_assert!(error.line >= 1 && error.column >= 1 && !error.drawn().is_empty());
        }
    }

    #[test]
    fn no_mutated_file_panics(
        cuts in proptest::collection::vec((0..WHOLE.len(), 0..12usize, "[\\PC\n\t\"\\[\\]=.*-]{0,6}"), 1..5)
    ) {
        let mut bytes = WHOLE.as_bytes().to_vec();
        for (start, length, insert) in cuts {
            let start = start.min(bytes.len());
            let end = (start + length).min(bytes.len());
            bytes.splice(start..end, insert.bytes());
        }
        if let Err(error) = Scenario::parse_for("x", &bytes, &TABLE) {
            prop_assert!(error.line >= 1 && error.column >= 1 && !error.drawn().is_empty());
        }
    }
}
