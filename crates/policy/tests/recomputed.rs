//! Plants, transit routes and price caps on the 3 x 2 toy economy, recomputed from the equations in 40 digits by somebody who
//! had not read the code.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::sync::LazyLock;

use ndarray::{Array2, Array3};
use unequal_equilibrium::{Baseline, Counterfactual, DeficitRule, SolveOptions, solve};
use unequal_policy::scenario::Scenario;
use unequal_policy::settle::{Settled, settle};
use unequal_world::{Code, EconomyTable, Labels, Provenance, Sector, SectorKind, TableParts};

/// Shares and endowments of the toy economy; `[importer][exporter][sector]`, `[input][using][region]` and `[sector][region]`.
const SOURCING: [[[f64; 2]; 3]; 3] = [
    [[0.6, 0.5], [0.25, 0.3], [0.15, 0.2]],
    [[0.2, 0.15], [0.7, 0.65], [0.1, 0.2]],
    [[0.3, 0.25], [0.3, 0.35], [0.4, 0.4]],
];
const INPUTS: [[[f64; 3]; 2]; 2] =
    [[[0.3, 0.25, 0.275], [0.12, 0.15, 0.135]], [[0.3, 0.25, 0.275], [0.28, 0.35, 0.315]]];
const FINAL: [[f64; 3]; 2] = [[0.4, 0.3, 0.5], [0.6, 0.7, 0.5]];
const OUTPUT: [[f64; 3]; 2] = [
    [79.79207210265326, 101.49334343946437, 43.462354580987274],
    [99.83084667419446, 178.85208625595942, 88.0979795368468],
];
const INCOME: [f64; 3] = [91.81533684557802, 140.17271484771192, 68.01194830671005];

/// The host, the owner, and the third country.
const REGIONS: [&str; 3] = ["RUS", "CHN", "USA"];

static TABLE: LazyLock<EconomyTable> = LazyLock::new(|| {
    let codes = REGIONS.map(|code| Code::new(code).unwrap()).to_vec();
    let sector = |code: &str| Sector { code: Code::new(code).unwrap(), name: code.to_owned(), kind: SectorKind::Goods };
    EconomyTable::new(TableParts {
        regions: Labels::new(codes, "region").unwrap(),
        sectors: vec![sector("ONE"), sector("TWO")],
        year: 2000,
        provenance: Provenance {
            valuation: unequal_world::Valuation::Basic,
            source: "toy".to_owned(),
            classification: "toy".to_owned(),
            licence: "none".to_owned(),
            estimated: Vec::new(),
            estimated_between: Vec::new(),
            estimated_use: Vec::new(),
            changes: Vec::new(),
        },
        sourcing: Array3::from_shape_fn((2, 3, 3), |(sector, importer, exporter)| SOURCING[importer][exporter][sector]),
        intermediate_use: Array3::from_shape_fn((3, 2, 2), |(region, input, using)| {
            INPUTS[input][using][region] * OUTPUT[using][region]
        }),
        final_use: Array2::from_shape_fn((3, 2), |(region, sector)| FINAL[sector][region] * INCOME[region]),
    })
    .unwrap()
});

static BASELINE: LazyLock<Baseline> = LazyLock::new(|| Baseline::from_table(&TABLE, &[4.0, 6.0]).unwrap());

fn options() -> SolveOptions {
    SolveOptions { deficits: DeficitRule::Zero, tolerance: 1e-12, ..SolveOptions::default() }
}

static BEFORE: LazyLock<Counterfactual<'static>> =
    LazyLock::new(|| solve(&BASELINE, &BASELINE.no_wedges(), &options()).unwrap());

fn settled(measures: &str) -> (Scenario, Settled<'static>) {
    let text = format!("title = \"t\"\n{measures}");
    let scenario = Scenario::parse_for("toy.toml", text.as_bytes(), &TABLE).unwrap_or_else(|error| panic!("{error}"));
    let all: Vec<usize> = (0..scenario.instruments().len()).collect();
    let settled = settle(&scenario, &BEFORE, &all, &options()).unwrap_or_else(|error| panic!("{text}\n{error}"));
    (scenario, settled)
}

/// Real incomes relative to before, and the sum of equivalent variations.
fn check(name: &str, measures: &str, incomes: [f64; 3], variations: f64) {
    let (_, settled) = settled(measures);
    let found = (settled.world.ln_real_income() - BEFORE.ln_real_income()).mapv(f64::exp);
    for (region, (found, expected)) in found.iter().zip(incomes).enumerate() {
        assert!((found - expected).abs() < 1e-9, "{name}, {}: {found} {expected}", REGIONS[region]);
    }
    let sum = settled.world.equivalent_variation(&BEFORE).sum();
    assert!((sum - variations).abs() < 3e-7, "{name}: {sum} {variations}");
}

const WASTE: &str = "[[iceberg]]\nname = \"w\"\nfrom = \"CHN\"\nto = \"RUS\"\nsectors = \"ONE\"\ncost = 0.2\n";
const BAN: &str = "[[embargo]]\nname = \"e\"\nby = \"CHN\"\non = \"RUS\"\nsectors = \"ONE\"\ndirection = \"exports\"\n";

fn plants(kits: f64, rest: &str) -> String {
    format!(
        "[[local_production]]\nname = \"l\"\nfrom = \"CHN\"\nto = \"RUS\"\nsectors = \"ONE\"\naffiliate_share = 0.3\n\
         dispersion = 6\nprofit_share = 0.1\nkit_share = {kits:?}\n{rest}"
    )
}

#[test]
fn plants_are_as_recomputed() {
    // An iceberg of 1.25 is a loss of a fifth.
    check(
        "A1",
        &format!("{WASTE}{}", plants(0.4, "")),
        [0.977600912618, 0.992240173938, 1.001406484237],
        -3.048637905686,
    );
    check(
        "A2",
        &format!("{WASTE}{}", plants(0.0, "")),
        [0.978717482059, 0.993221156752, 1.001429333545],
        -2.807058656198,
    );
    check(
        "A3",
        &format!("{BAN}{}", plants(0.0, "")),
        [0.967092694276, 0.989006707720, 1.003042387804],
        -4.355436261667,
    );
    check(
        "A3b",
        &format!("{BAN}{}", plants(0.4, "")),
        [0.946583747388, 0.983139332430, 1.005045519746],
        -6.924681145919,
    );
    check("A4", &plants(0.4, "cost_factor = 0.9\n"), [0.993438557897, 1.002325969161, 0.999493795900], -0.310831531891);
    check("A5", &plants(0.4, "cost_factor = 1.2\n"), [0.991518934784, 0.999938656450, 1.000181224667], -0.774965108912);
}

#[test]
fn what_plants_come_to_is_as_recomputed() {
    for (measures, share, profit, paid) in [
        (format!("{WASTE}{}", plants(0.4, "")), 0.470083834824, 0.0, 0.0),
        (format!("{WASTE}{}", plants(0.0, "")), 0.586799831658, 0.336564852752, 0.0),
        (format!("{BAN}{}", plants(0.0, "")), 1.0, 0.674553808131, 0.0),
        (plants(0.4, "cost_factor = 0.9\n"), 0.448680680098, 0.261504876200, 1.221912367885),
        (plants(0.4, "cost_factor = 1.2\n"), 0.124853951023, 0.0, 0.0),
    ] {
        let (scenario, settled) = settled(&measures);
        let (last, view) = (scenario.instruments().len() - 1, settled.view(&BEFORE));
        let found = scenario.instruments()[last].findings(&view, settled.responses[last].as_ref()).unwrap();
        let figure = |what: &str| found.iter().find(|finding| finding.what.contains(what)).unwrap().value;
        assert!((figure("share assembled") - share).abs() < 1e-8, "{measures}");
        assert!((figure("owner of the technology gains") - profit).abs() < 1e-7, "{measures}");
        assert!((figure("that the host pays") - profit - paid).abs() < 1e-7, "{measures}");
    }
}

#[test]
fn ways_round_are_as_recomputed() {
    let ban = BAN.replace("ONE", "TWO");
    let half = ban.replace("[[embargo]]", "[[export_control]]").replace("sectors", "share = 0.5\nsectors");
    let hub = |rest: &str| {
        format!(
            "[[route]]\nname = \"r\"\nfrom = \"CHN\"\nto = \"RUS\"\nsectors = \"TWO\"\ndispersion = 8\nseed = 0.01\n\
             [[route.hub]]\ncode = \"USA\"\nmarkup = 0.3\n{rest}"
        )
    };
    let new = hub("detection = 0.1\n");
    check("B1", &format!("{ban}{new}"), [0.957074925026, 0.968407045120, 1.018546196495], -7.108287516220);
    check("B2", &format!("{half}{new}"), [0.981566703999, 0.988255645435, 1.005216443814], -2.983916838070);
    let used = hub("share = 0.2\n");
    check("B3", &format!("{ban}{used}"), [0.972783464694, 0.973587986349, 1.025038175456], -4.498243920168);
}

#[test]
fn price_caps_are_as_recomputed() {
    let cap = |rest: &str| {
        format!(
            "[[price_cap]]\nname = \"p\"\nby = \"RUS\"\non = \"CHN\"\nsectors = \"ONE\"\nmarket_price = 76\ndiscount = 8\n\
             shadow_cost = 6\nshadow_waste = 0.5\nshadow_capacity = 0.6\nleakage = 0.2\nmarginal_cost = 19\n{rest}"
        )
    };
    check("C1", &cap("rent = false\n"), [1.005827969374, 0.995819919291, 0.985042075518], -1.068153876666);
    check("C2", &cap(""), [1.016676809203, 0.984217569579, 0.997872377826], -0.825782993945);
    check("C3", &cap("cap = 9\n"), [0.963101632540, 0.948714659921, 1.042867457492], -7.661142085130);
}
