//! Figures stated for the sources come out of the readers. Tests alone: `main.rs` compiles this file for them only, and a test
//! fails by panicking, so that no `unwrap` here can reach a user.
//!
//! Needs the sources, so that these are ignored unless asked for (`-- --include-ignored`), and fail where
//! `UNEQUAL_REFERENCE_DATA` is not set.

use std::path::PathBuf;

use serde::Deserialize;
use unequal_world::EconomyTable;

use crate::files::csv_rows;
use crate::icio::flows;
use crate::totals::Totals;
use crate::wiod;

fn sources() -> PathBuf {
    let folder = std::env::var_os("UNEQUAL_REFERENCE_DATA").map(|folder| PathBuf::from(folder).join("data"));
    folder.unwrap_or_else(|| panic!("the sources' figures need UNEQUAL_REFERENCE_DATA, the folder with data/"))
}

fn close(found: f64, expected: f64, tolerance: f64, what: &str) {
    assert!((found - expected).abs() <= tolerance, "{what}: found {found}, expected {expected}");
}

#[test]
#[ignore = "needs UNEQUAL_REFERENCE_DATA"]
fn wiod_2011() {
    let sources = sources();
    let table = wiod::open(&sources, 2011).unwrap();
    let defects = table.defects();
    assert_eq!(defects.negative_cells, 352);
    close(defects.row_gap.0.abs(), 108.0, 0.5, "row gap");
    let table: EconomyTable = table.condense(&[]).unwrap();
    let region = |code: &str| table.regions().position(code).unwrap();
    let (russia, china) = (region("RUS"), region("CHN"));
    let everybody: Vec<usize> = (0..table.regions().len()).collect();
    let trade = |importer: usize, exporters: &[usize]| table.trade(&[importer], exporters, None) / 1000.0;
    close(trade(china, &[russia]), 47.7, 0.05, "RUS to CHN");
    close(trade(russia, &[china]), 57.6, 0.05, "CHN to RUS");
    close(trade(russia, &[china]) / trade(russia, &everybody), 0.160, 5e-4, "China in Russia's imports");
    close(trade(china, &[russia]) / trade(china, &everybody), 0.027, 5e-4, "Russia in China's imports");
}

#[test]
#[ignore = "needs UNEQUAL_REFERENCE_DATA"]
fn icio_2022_inputs() {
    let sources = sources();
    let source = flows::read(&sources.join("icio2022")).unwrap();
    let (russia, china) = (source.axes.region("RUS").unwrap(), source.axes.region("CHN").unwrap());
    let regions = source.axes.regions.len();
    let flow = |exporter: usize, importer: usize| -> f64 {
        let sectors = 0..source.axes.sectors.len();
        sectors.map(|sector| source.intermediate[[exporter, sector, importer]]).sum::<f64>() / 1000.0
    };
    let others = |region: usize| (0..regions).filter(move |other| *other != region);
    let exports = |region: usize| -> f64 { others(region).map(|other| flow(region, other)).sum() };
    let imports = |region: usize| -> f64 { others(region).map(|other| flow(other, region)).sum() };
    close(flow(russia, china), 87.1, 0.05, "RUS to CHN");
    close(flow(china, russia), 27.1, 0.05, "CHN to RUS");
    close(flow(russia, china) / exports(russia), 0.203, 5e-4, "China in Russia's exports");
    close(flow(china, russia) / imports(russia), 0.167, 5e-4, "China in Russia's imports");
    close(flow(russia, china) / imports(china), 0.046, 5e-4, "Russia in China's imports");
}

/// Totals stated beside the source (`ADDITIONS.md` there), USD billion, goods and services.
#[test]
#[ignore = "needs UNEQUAL_REFERENCE_DATA"]
fn icio_totals() {
    let totals = Totals::read(&sources().join("icio_totals/totals_2011_2022.parquet")).unwrap();
    let region = |code: &str| totals.regions.position(code).unwrap();
    let (russia, china) = (region("RUS"), region("CHN"));
    let stated = [(2014, 33.8, 61.0), (2019, 48.4, 58.5), (2021, 64.7, 83.3), (2022, 93.0, 64.7)];
    for (year, to_china, to_russia) in stated {
        let flows = totals.of_year(year).unwrap();
        let flow = |importer: usize, exporter: usize| -> f64 {
            (0..totals.sectors.len()).map(|sector| flows[[sector, importer, exporter]]).sum::<f64>() / 1000.0
        };
        close(flow(china, russia), to_china, 0.05, "RUS to CHN");
        close(flow(russia, china), to_russia, 0.05, "CHN to RUS");
        if year == 2021 {
            let others = (0..totals.regions.len()).filter(|other| *other != russia);
            let imports: f64 = others.map(|other| flow(russia, other)).sum();
            close(flow(russia, china) / imports, 0.223, 5e-4, "China in Russia's imports");
        }
    }
}

#[derive(Deserialize)]
struct Pair {
    exporter: String,
    importer: String,
    usd_thousand: f64,
}

#[test]
#[ignore = "needs UNEQUAL_REFERENCE_DATA"]
fn baci_2023() {
    let sources = sources();
    let rows: Vec<Pair> = csv_rows(&sources.join("baci2023/bilateral_goods_2023.csv.gz")).unwrap();
    let flow = |exporter: &str, importer: &str| -> f64 {
        let pair = rows.iter().filter(|row| row.exporter == exporter && row.importer == importer);
        pair.map(|row| row.usd_thousand).sum::<f64>() / 1e6
    };
    close(flow("RUS", "CHN"), 129.0, 0.1, "RUS to CHN");
    close(flow("CHN", "RUS"), 110.0, 0.1, "CHN to RUS");
}
