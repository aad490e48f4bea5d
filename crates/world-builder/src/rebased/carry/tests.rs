//! Growth by pair on a small table.

use ndarray::{Array2, Array3, arr2};
use unequal_world::labels::{Code, Labels, Sector, SectorKind};
use unequal_world::{Provenance, TableParts};

use super::super::observed::Stated;
use super::*;

const COUNTRIES: [&str; 3] = ["CHN", "DEU", "RUS"];

/// Three countries that buy from each other in equal parts: cars, crude oil and banking.
fn table() -> EconomyTable {
    let codes = COUNTRIES.iter().map(|code| Code::new(code).unwrap()).collect();
    let sector = |code: &str, kind| Sector { code: Code::new(code).unwrap(), name: code.to_owned(), kind };
    EconomyTable::new(TableParts {
        regions: Labels::new(codes, "region").unwrap(),
        sectors: vec![
            sector("C29", SectorKind::Goods),
            sector("B06", SectorKind::Goods),
            sector("K", SectorKind::Services),
        ],
        year: 2022,
        provenance: Provenance {
            valuation: unequal_world::Valuation::Basic,
            source: "test".to_owned(),
            classification: "icio50".to_owned(),
            licence: "none".to_owned(),
            estimated: Vec::new(),
            estimated_between: Vec::new(),
            estimated_use: Vec::new(),
            changes: Vec::new(),
        },
        sourcing: Array3::from_elem((3, 3, 3), 1.0 / 3.0),
        intermediate_use: Array3::from_elem((3, 3, 3), 100.0),
        final_use: Array2::from_elem((3, 3), 600.0),
    })
    .unwrap()
}

/// The record of a world in which nothing changes: it has half of what the table has for goods.
fn unchanged() -> Observed {
    let all = |value: f64| Array2::from_elem((3, 3), value);
    Observed {
        energy: vec![("B06", all(50.0), all(50.0))],
        other: all(150.0),
        base_recorded: all(450.0),
        base_table: all(900.0),
        growth: vec![1.0; 3],
        stated: Default::default(),
    }
}

fn flow(carried: &Carried, sector: usize, buyer: usize, seller: usize) -> f64 {
    carried.flows[[sector, buyer, seller]]
}

fn close(found: f64, expected: f64) {
    assert!((found - expected).abs() < 1e-9 * expected.abs().max(1.0), "found {found}, expected {expected}");
}

#[test]
fn nothing_changes_where_nothing_changed() {
    let carried = carry(&table(), &unchanged(), &["RUS"]).unwrap();
    carried.flows.iter().for_each(|flow| close(*flow, 300.0));
    close(carried.goods, 1.0);
    close(carried.known, 1.0);
}

/// China sells Germany twice as much, and Russia twice as much: the first is followed by the third root, the second in full.
/// World growth is that of pairs without Russia: (2 + 1) / 2.
#[test]
fn the_record_is_followed_in_full_where_trade_was_broken_off() {
    let mut observed = unchanged();
    observed.other[[1, 0]] = 300.0;
    observed.other[[2, 0]] = 300.0;
    let carried = carry(&table(), &observed, &["RUS"]).unwrap();
    close(carried.goods, 1.5);
    close(flow(&carried, 0, 1, 0), 300.0 * 1.5 * (2.0_f64 / 1.5).powf(1.0 / 3.0));
    close(flow(&carried, 0, 2, 0), 600.0);
    close(flow(&carried, 0, 0, 2), 300.0);
    close(flow(&carried, 0, 2, 2), 300.0);
}

#[test]
fn stated_growth_holds_and_what_nobody_recorded_grows_as_the_world() {
    let mut observed = unchanged();
    observed.other[[1, 0]] = 0.0;
    observed.other[[0, 1]] = 330.0;
    observed.stated.insert((2, 1), Stated { growth: 0.25, with_energy: true });
    observed.stated.insert((1, 2), Stated { growth: 0.75, with_energy: false });
    let carried = carry(&table(), &observed, &["RUS"]).unwrap();
    close(carried.goods, 2.2);
    close(flow(&carried, 0, 1, 0), 660.0);
    close(flow(&carried, 0, 2, 1), 75.0);
    close(flow(&carried, 1, 2, 1), 75.0);
    close(flow(&carried, 0, 1, 2), 225.0);
    close(flow(&carried, 1, 1, 2), 300.0);
    close(carried.known, 5.0 / 6.0);
}

/// Energy that fell by half everywhere, at home too, and vanished from Russia to Germany.
/// Services and other sales at home grow as both sides do.
#[test]
fn energy_services_and_sales_at_home() {
    let mut observed = unchanged();
    observed.energy[0].2 = arr2(&[[0.0, 25.0, 25.0], [25.0, 0.0, 0.0], [25.0, 25.0, 0.0]]);
    observed.energy[0].1 = arr2(&[[0.0, 40.0, 40.0], [40.0, 0.0, 40.0], [40.0, 50.0, 0.0]]);
    observed.growth = vec![1.21, 1.0, 0.81];
    let carried = carry(&table(), &observed, &["RUS"]).unwrap();
    close(flow(&carried, 1, 1, 1), 150.0);
    close(flow(&carried, 1, 1, 2), 0.0);
    close(flow(&carried, 1, 1, 0), 300.0 * 0.5 * (0.625_f64 / 0.5).powf(0.75));
    close(flow(&carried, 2, 0, 2), 300.0 * 0.99);
    close(flow(&carried, 2, 0, 0), 363.0);
    close(flow(&carried, 0, 2, 2), 243.0);
}

#[test]
fn a_country_that_the_table_lacks_is_refused() {
    assert!(carry(&table(), &unchanged(), &["UKR"]).is_err());
}
