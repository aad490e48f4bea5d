//! One trial: a year of WIOD with its final use hidden.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use ndarray::{Array2, Array3, Axis, Slice};
use unequal_world::SectorKind;
use unequal_world::labels::Labels;
use unequal_world::readers::InterCountryTable;

use super::YEARS_BETWEEN;
use super::errors::{Errors, Truth};
use super::noise::Noise;
use super::year::Year;
use crate::estimate::{
    self, Accounts, ERROR_OF_CUSTOMS, ERROR_OF_STATISTICS, EarlierYear, GoodsTrade, deficit_ceiling, goods_by_pair,
};
use crate::{Result, wiod};

/// WIOD's rest of the world, left out like the countries outside the OECD's 80.
const REST_OF_WORLD: &str = "ROW";
/// Dollars at the border per dollar in the table: customs see trade and transport margins
/// and re-exports. Judgement; the estimate finds the ratio itself.
const BORDER_VALUE: f64 = 1.0 / 0.8;
/// Standard deviation of the noise of each pair, in logarithms. Judgement, like the next:
/// near what mirror statistics of two countries differ by.
const NOISE_OF_PAIR: f64 = 0.15;
/// The same common to all pairs of one exporter.
const NOISE_OF_EXPORTER: f64 = 0.10;
/// The same for the pair whose customs state the year itself.
const NOISE_OF_CUSTOMS: f64 = 0.05;

/// Years read so far.
pub struct Years {
    sources: PathBuf,
    read: BTreeMap<u16, Year>,
}

impl Years {
    /// Reads years from this folder when they are first asked for.
    pub fn new(sources: &Path) -> Self {
        Self { sources: sources.to_owned(), read: BTreeMap::new() }
    }

    fn load(&mut self, year: u16) -> Result<()> {
        if !self.read.contains_key(&year) {
            self.read.insert(year, without_rest_of_world(&wiod::open(&self.sources, year)?)?);
        }
        Ok(())
    }
}

/// Errors of the proportional estimate, the prior alone and the full estimate.
///
/// `neighbour` is the year recorded trade is taken from; `not_covered` are countries that
/// the earlier year leaves out.
pub fn run(years: &mut Years, year: u16, neighbour: u16, not_covered: &[&str]) -> Result<[Errors; 3]> {
    let before = year - YEARS_BETWEEN;
    for needed in [year, neighbour, before] {
        years.load(needed)?;
    }
    let (now, then) = (&years.read[&year], &years.read[&before]);
    let position = |code: &str| now.regions.position(code).ok_or_else(|| format!("WIOD has no region {code}"));
    let (russia, china) = (position("RUS")?, position("CHN")?);
    let mut covered = vec![true; now.regions.len()];
    for code in not_covered {
        covered[position(code)?] = false;
    }
    let earlier = earlier_year(then, &covered);
    let seed = 10_000 * u64::from(year) + u64::from(neighbour);
    let trade = noisy_trade(now, &years.read[&neighbour], [russia, china], seed);

    let proportional = estimate::proportional(&now.accounts);
    let prior = estimate::prior(&now.accounts, &earlier, &proportional, &[russia]);
    let alone = estimate::from_prior_alone(&prior, &now.accounts);
    let full = estimate::from_prior_and_trade(&prior, &now.accounts, &covered, &trade).final_use;
    let truth = Truth::new(now, &covered);
    Ok([proportional, alone, full].map(|estimated| truth.errors(&estimated)))
}

/// Drops the rest of the world; what it buys is in the final sales, as in the source of 2022.
fn without_rest_of_world(table: &InterCountryTable) -> Result<Year> {
    let sectors = table.sectors.len();
    let regions = table.regions.len() - 1;
    if table.regions.position(REST_OF_WORLD) != Some(regions) {
        return Err("the rest of the world is not WIOD's last region".into());
    }
    let mut by_origin = Array3::<f64>::zeros((regions, sectors, regions + 1));
    let mut inputs = ndarray::Array1::<f64>::zeros(regions);
    for ((seller, buyer), value) in table.intermediate.indexed_iter() {
        let (exporter, importer) = (seller / sectors, buyer / sectors);
        if exporter < regions {
            by_origin[[exporter, seller % sectors, importer]] += value;
            if importer < regions {
                inputs[importer] += value;
            }
        }
    }
    let final_use = Array3::from_shape_fn((regions, sectors, regions + 1), |(exporter, sector, importer)| {
        table.final_use[[exporter * sectors + sector, importer]].max(0.0)
    });
    let output = Array2::from_shape_fn((regions, sectors), |(region, sector)| {
        table.stated_row_output[region * sectors + sector]
    });
    let final_sales = final_use.sum_axis(Axis(2)) + by_origin.index_axis(Axis(2), regions);
    let inside = |flows: Array3<f64>| flows.slice_axis(Axis(2), Slice::from(..regions)).to_owned();
    let codes = table.regions.iter().take(regions).cloned().collect();
    Ok(Year {
        regions: Labels::new(codes, "region")?,
        accounts: Accounts {
            intermediate: inside(by_origin),
            final_sales,
            value_added: output.sum_axis(Axis(1)) - inputs,
            output,
            goods: table.sectors.iter().map(|sector| sector.kind == SectorKind::Goods).collect(),
        },
        final_use: inside(final_use),
    })
}

/// The earlier year as far as it is not withheld; each sector is its own group.
fn earlier_year(then: &Year, covered: &[bool]) -> EarlierYear {
    let mut final_use = then.final_use.clone();
    for ((exporter, _, importer), value) in final_use.indexed_iter_mut() {
        if !(covered[exporter] && covered[importer]) {
            *value = 0.0;
        }
    }
    let mut output = then.accounts.output.clone();
    for ((region, _), value) in output.indexed_iter_mut() {
        if !covered[region] {
            *value = 0.0;
        }
    }
    EarlierYear { group_of: (0..output.shape()[1]).collect(), final_use, output }
}

/// `[exporter][importer]`: all trade in goods, intermediate and final, USD million.
fn goods_trade(year: &Year) -> Array2<f64> {
    let flows = &year.accounts.intermediate + &year.final_use;
    let mut goods = goods_by_pair(&flows, &year.accounts.goods);
    goods.diag_mut().fill(0.0);
    goods
}

/// Trade of a neighbouring year scaled to the year's total, in border values, with noise;
/// one pair as the year's own customs would state it.
fn noisy_trade(now: &Year, neighbour: &Year, customs: [usize; 2], seed: u64) -> GoodsTrade {
    let mut noise = Noise::new(seed);
    let (own, mut totals) = (goods_trade(now), goods_trade(neighbour));
    let growth = own.sum() / totals.sum();
    for mut row in totals.rows_mut() {
        let of_exporter = noise.factor(NOISE_OF_EXPORTER);
        for value in &mut row {
            *value *= growth * BORDER_VALUE * of_exporter * noise.factor(NOISE_OF_PAIR);
        }
    }
    let mut error = Array2::from_elem(totals.raw_dim(), ERROR_OF_STATISTICS);
    for pair in [[customs[0], customs[1]], [customs[1], customs[0]]] {
        totals[pair] = own[pair] * BORDER_VALUE * noise.factor(NOISE_OF_CUSTOMS);
        error[pair] = ERROR_OF_CUSTOMS;
    }
    let net_imports = (totals.sum_axis(Axis(0)) - totals.sum_axis(Axis(1))) / BORDER_VALUE;
    let deficit_ceiling = ndarray::Zip::from(&net_imports)
        .and(&now.accounts.value_added)
        .map_collect(|net, value_added| deficit_ceiling(*net, *value_added));
    GoodsTrade { totals, error, deficit_ceiling }
}
