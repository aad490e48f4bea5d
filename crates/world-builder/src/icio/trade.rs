//! Recorded trade in goods: BACI, moved to 2022, and Chinese customs.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use ndarray::{Array1, Array2, Axis};
use serde::Deserialize;

use super::{Axes, YEAR};
use crate::Result;
use crate::estimate::{
    Accounts, ERROR_OF_CUSTOMS, ERROR_OF_STATISTICS, ERROR_OF_WARTIME_STATISTICS, GoodsTrade, deficit_ceiling,
    goods_by_pair,
};
use crate::files::csv_rows;

/// Parties of the war: Russia stopped publishing in 2022, Belarus hardly reports, and part
/// of Ukraine's trade is not recorded.
const AT_WAR: &[&str] = &["RUS", "UKR", "BLR"];

/// Its trade at customs is mostly re-exports, which an input-output table does not count.
const ENTREPOT: &str = "HKG";

/// BACI's "Other Asia, not elsewhere specified" is Taiwan in all but name.
const BACI_TAIWAN: (&str, &str) = ("S19", "TWN");

#[derive(Deserialize)]
struct Pair {
    exporter: String,
    importer: String,
    usd_thousand: f64,
}

#[derive(Deserialize)]
struct Country {
    country_code: u32,
    country_iso3: String,
}

/// BACI's own layout: exporter `i`, importer `j`, value `v` in USD thousand.
#[derive(Deserialize)]
struct Mineral {
    i: u32,
    j: u32,
    v: f64,
}

#[derive(Deserialize)]
struct CustomsRow {
    period: String,
    china_exports_to_russia_usd_bn: Option<f64>,
    china_imports_from_russia_usd_bn: Option<f64>,
}

/// Totals by pair for 2022, how far to believe each, and the deficit ceilings.
pub fn read(sources: &Path, axes: &Axes, accounts: &Accounts) -> Result<GoodsTrade> {
    let next_year = read_totals(&sources.join("baci2023/bilateral_goods_2023.csv.gz"), axes)?;
    let minerals = sources.join("baci_minerals");
    let all =
        carry_back(&next_year, &read_minerals(&minerals, YEAR + 1, axes)?, &read_minerals(&minerals, YEAR, axes)?);
    let customs = read_customs(&sources.join("facts/gacc_china_russia_trade.csv"), axes)?;
    let with_customs = |mut totals: Array2<f64>| {
        for (pair, total) in &customs {
            totals[*pair] = *total;
        }
        totals
    };
    let all = with_customs(all);
    let totals = with_customs(usable(&all, &next_year, axes.region(ENTREPOT)?, accounts));
    Ok(GoodsTrade {
        totals,
        error: errors(axes, &customs)?,
        deficit_ceiling: deficit_ceilings(&all, &accounts.value_added),
    })
}

/// `[exporter][importer]`, USD million; pairs with a country outside the axes are left out.
fn read_totals(path: &Path, axes: &Axes) -> Result<Array2<f64>> {
    let mut totals = Array2::zeros((axes.regions.len(), axes.regions.len()));
    for row in csv_rows::<Pair>(path)? {
        let exporter = axes.regions.position(&row.exporter);
        let importer = axes.regions.position(&row.importer);
        if let (Some(exporter), Some(importer)) = (exporter, importer) {
            totals[[exporter, importer]] += row.usd_thousand / 1e3;
        }
    }
    Ok(totals)
}

/// `[exporter][importer]`: trade in minerals and fuels of one year, USD million.
fn read_minerals(folder: &Path, year: u16, axes: &Axes) -> Result<Array2<f64>> {
    let countries: Vec<Country> = csv_rows(&folder.join("country_codes_V202401b.csv"))?;
    let place: HashMap<u32, usize> = countries
        .iter()
        .filter_map(|country| {
            let code = match country.country_iso3.as_str() {
                code if code == BACI_TAIWAN.0 => BACI_TAIWAN.1,
                code => code,
            };
            Some((country.country_code, axes.regions.position(code)?))
        })
        .collect();
    let mut totals = Array2::zeros((axes.regions.len(), axes.regions.len()));
    for row in csv_rows::<Mineral>(&folder.join(format!("BACI_HS92_Y{year}_minerals.csv.gz")))? {
        if let (Some(exporter), Some(importer)) = (place.get(&row.i), place.get(&row.j)) {
            totals[[*exporter, *importer]] += row.v / 1e3;
        }
    }
    Ok(totals)
}

/// Totals of 2023 with that year's minerals and fuels replaced by those of 2022, whose
/// prices moved most. Countries that the totals do not know at all stay unknown (zero).
fn carry_back(totals: &Array2<f64>, minerals: &Array2<f64>, earlier: &Array2<f64>) -> Array2<f64> {
    let (sold, bought) = (totals.sum_axis(Axis(1)), totals.sum_axis(Axis(0)));
    let mut carried = totals.clone();
    for ((exporter, importer), value) in carried.indexed_iter_mut() {
        let pair = [exporter, importer];
        *value = if exporter == importer || sold[exporter] == 0.0 || bought[importer] == 0.0 {
            0.0
        } else {
            (*value - minerals[pair]).max(0.0) + earlier[pair]
        };
    }
    carried
}

/// Keeps the totals that can be true: a pair trades in 2023, its total is not below its
/// intermediate trade in the table, and neither side is an entrepot.
fn usable(all: &Array2<f64>, next_year: &Array2<f64>, entrepot: usize, accounts: &Accounts) -> Array2<f64> {
    let intermediate = goods_by_pair(&accounts.intermediate, &accounts.goods);
    let mut totals = all.clone();
    for ((exporter, importer), total) in totals.indexed_iter_mut() {
        let pair = [exporter, importer];
        let possible = next_year[pair] > 0.0 && intermediate[pair] <= *total;
        if !possible || exporter == entrepot || importer == entrepot {
            *total = 0.0;
        }
    }
    totals
}

/// What Chinese customs state for the year, as `[exporter, importer]` and USD million: the
/// row that has both directions.
fn read_customs(path: &Path, axes: &Axes) -> Result<[([usize; 2], f64); 2]> {
    let (china, russia) = (axes.region("CHN")?, axes.region("RUS")?);
    let year = YEAR.to_string();
    csv_rows::<CustomsRow>(path)?
        .iter()
        .filter(|row| row.period == year)
        .find_map(|row| {
            let exports = row.china_exports_to_russia_usd_bn?;
            let imports = row.china_imports_from_russia_usd_bn?;
            Some([([china, russia], exports * 1e3), ([russia, china], imports * 1e3)])
        })
        .ok_or_else(|| format!("{}: no row of {year} with both directions", path.display()).into())
}

/// `[exporter][importer]`: relative standard errors.
fn errors(axes: &Axes, customs: &[([usize; 2], f64); 2]) -> Result<Array2<f64>> {
    let at_war = AT_WAR.iter().map(|code| axes.region(code)).collect::<Result<HashSet<usize>>>()?;
    let regions = axes.regions.len();
    let mut errors = Array2::from_shape_fn((regions, regions), |(exporter, importer)| {
        if at_war.contains(&exporter) || at_war.contains(&importer) {
            ERROR_OF_WARTIME_STATISTICS
        } else {
            ERROR_OF_STATISTICS
        }
    });
    for (pair, _) in customs {
        errors[*pair] = ERROR_OF_CUSTOMS;
    }
    Ok(errors)
}

/// `[region]`: ceilings from recorded net imports of goods, entrepots included.
fn deficit_ceilings(totals: &Array2<f64>, value_added: &Array1<f64>) -> Array1<f64> {
    let net_imports = totals.sum_axis(Axis(0)) - totals.sum_axis(Axis(1));
    Array1::from_shape_fn(value_added.len(), |region| deficit_ceiling(net_imports[region], value_added[region]))
}
