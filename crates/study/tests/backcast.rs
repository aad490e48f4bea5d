//! Back-casting: the world of 2021, told only by how much Western goods exports to Russia fell later, against what Russia
//! then bought from China. The table stands in `docs/src/validation.md`, whatever it shows.

use std::sync::LazyLock;

use unequal_study::brief::BriefQuestion;
use unequal_study::run::RunQuestion;
use unequal_study::{Session, Source};

static SESSION: LazyLock<Session> = LazyLock::new(|| Session::embedded().unwrap());

/// Goods from the West to Russia, USD million, and China's share of all that Russia imports.
fn observed(year: u16) -> (f64, f64) {
    let ask = |first: &str, second: &str| {
        let question = BriefQuestion { year: Some(year), ..BriefQuestion::new(first, second) };
        SESSION.brief(&question, &()).unwrap().trade.flows
    };
    let flow = |flows: &[unequal_study::brief::Flow], seller: &str| {
        flows.iter().find(|flow| flow.seller == seller).cloned().unwrap()
    };
    (flow(&ask("WEST", "RUS"), "WEST").goods.unwrap(), flow(&ask("RUS", "CHN"), "CHN").share_of_buyers_imports)
}

/// China's share of Russia's imports in the world of 2021 after a part of Western goods exports is gone.
fn forecast(lost: f64, years: u16) -> f64 {
    let text = format!(
        "title = \"back-cast\"\nyear = 2021\ndeficits = \"fixed\"\nhorizon = {years}\npair = {{ first = \"RUS\", second = \"CHN\" }}\n\
         [[export_control]]\nname = \"fall\"\nby = \"WEST\"\non = \"RUS\"\nshare = {lost}\nsectors = \"goods\"\n"
    );
    let question = RunQuestion { ranges: false, ..RunQuestion::new(Source::text("back-cast.toml", &text)) };
    SESSION.run(&question, &()).unwrap().pair.unwrap().after.second_in_first_imports
}

#[test]
fn the_turn_to_china_is_foreseen_in_direction_and_not_in_size() {
    let (west_before, share_before) = observed(2021);
    let mut table = Vec::new();
    for year in [2022, 2023] {
        let (west, share) = observed(year);
        let lost = 1.0 - west / west_before;
        table.push([lost, share, forecast(lost, year - 2021)].map(|figure| (1000.0 * figure).round() / 10.0));
    }
    // The figures of the book: what the West's exports lost, China's share as recorded, and as forecast, percent.
    assert_eq!(table, [[45.2, 27.5, 26.5], [60.3, 36.2, 28.5]]);
    assert_eq!((1000.0 * share_before).round() / 10.0, 22.3);
}
