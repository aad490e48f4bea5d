//! Input coefficients and shares of final use of the years around.
//!
//! 2022 has OECD's inputs by using industry. 2011 has WIOD's full table in a coarser classification: its coefficients,
//! by groups of products and industries that both classifications have, move those of 2022 towards 2011 in proportion,
//! the more the nearer the year (geometric interpolation). Countries that WIOD lacks keep the coefficients of 2022.

use std::path::Path;

use ndarray::{Array1, Array2, Array3, Axis};
use unequal_world::EconomyTable;
use unequal_world::names::{REST_OF_WORLD, sector_rows};

use super::balance::{Prior, quotient};
use super::{Totals, Uses};
use crate::files::ParquetTable;
use crate::{Result, wiod};

/// The years of the full tables.
const FIRST: u16 = 2011;
const LAST: u16 = 2022;
/// A coefficient of the earlier table may differ from the later one's by at most this factor; beyond it the two
/// classifications, not the technique, differ.
const MOST_CHANGE: f64 = 4.0;

/// Sectors that both classifications have, by the codes of each; services are all the rest.
const GROUPS: [(&[&str], &[&str]); 15] = [
    (&["A01", "A02", "A03"], &["AtB"]),
    (&["B05", "B06", "B07", "B08", "B09"], &["C"]),
    (&["C10T12"], &["15t16"]),
    (&["C13T15"], &["17t18", "19"]),
    (&["C16"], &["20"]),
    (&["C17_18"], &["21t22"]),
    (&["C19"], &["23"]),
    (&["C20", "C21"], &["24"]),
    (&["C22"], &["25"]),
    (&["C23"], &["26"]),
    (&["C24A", "C24B", "C25"], &["27t28"]),
    (&["C28"], &["29"]),
    (&["C26", "C27"], &["30t33"]),
    (&["C29", "C301", "C302T309"], &["34t35"]),
    (&["C31T33"], &["36t37"]),
];

/// What the tables around say.
pub struct Anchors {
    /// Years of the earlier and the later table.
    years: (u16, u16),
    /// The later year, for every region.
    last: Prior,
    /// `[region][group of input][group of industry]`: earlier coefficients over later ones; one where unknown.
    change: Array3<f64>,
    /// `[region][group]`: earlier shares of final use over later ones; one where unknown.
    final_change: Array2<f64>,
    group_of: Vec<usize>,
}

impl Anchors {
    /// Reads both tables.
    pub fn new(sources: &Path, totals: &Totals) -> Result<Self> {
        let group_of: Vec<usize> = totals.sectors.iter().map(|sector| icio_group(sector.code.as_str())).collect();
        let (inputs, final_use) = uses_of_2022(sources, totals)?;
        let output = output(totals, LAST)?;
        let last = Prior::of(&inputs, &final_use, &output);
        let wiod = wiod::table(sources, FIRST)?;
        let now = Grouped::of_uses(&inputs, &final_use, &output, &group_of);
        // The two sources' rests of the world are not the same countries.
        let earlier = |code: &str| wiod.regions().position(code).filter(|_| code != REST_OF_WORLD);
        let earlier: Vec<Option<usize>> = totals.regions.iter().map(|code| earlier(code.as_str())).collect();
        Ok(Self::with_change((FIRST, LAST), last, &now, &Grouped::of_table(&wiod, wiod_group), &earlier, group_of))
    }

    /// From two full tables of one source.
    pub fn of_tables(first: &EconomyTable, last: &EconomyTable) -> Self {
        let group_of: Vec<usize> = last.sectors().iter().map(|sector| wiod_group(sector.code.as_str())).collect();
        let prior = Prior::of(last.intermediate_use(), last.final_use(), last.output());
        let (now, then) = (Grouped::of_table(last, wiod_group), Grouped::of_table(first, wiod_group));
        let earlier: Vec<Option<usize>> =
            last.regions().iter().map(|code| first.regions().position(code.as_str())).collect();
        Self::with_change((first.year(), last.year()), prior, &now, &then, &earlier, group_of)
    }

    /// `earlier` has the position of each region in the earlier table.
    fn with_change(
        years: (u16, u16),
        last: Prior,
        now: &Grouped,
        then: &Grouped,
        earlier: &[Option<usize>],
        group_of: Vec<usize>,
    ) -> Self {
        let groups = GROUPS.len() + 1;
        let mut change = Array3::ones((earlier.len(), groups, groups));
        let mut final_change = Array2::ones((earlier.len(), groups));
        for (region, earlier) in earlier.iter().enumerate() {
            let Some(earlier) = *earlier else { continue };
            for one in 0..groups {
                final_change[[region, one]] = ratio(then.final_share[[earlier, one]], now.final_share[[region, one]]);
                for other in 0..groups {
                    change[[region, one, other]] =
                        ratio(then.coefficients[[earlier, one, other]], now.coefficients[[region, one, other]]);
                }
            }
        }
        Self { years, last, change, final_change, group_of }
    }

    /// The prior of a year between.
    pub fn prior(&self, year: u16) -> Prior {
        let (first, last) = self.years;
        let weight = f64::from(last.saturating_sub(year)) / f64::from(last - first);
        let group = |sector: usize| self.group_of[sector];
        let mut prior =
            Prior { coefficients: self.last.coefficients.clone(), final_share: self.last.final_share.clone() };
        for ((region, input, using), value) in prior.coefficients.indexed_iter_mut() {
            *value *= self.change[[region, group(input), group(using)]].powf(weight);
        }
        for ((region, product), value) in prior.final_share.indexed_iter_mut() {
            *value = (*value * self.final_change[[region, group(product)]].powf(weight)).min(1.0);
        }
        prior
    }
}

/// The group of a sector of the OECD's; services stand last.
fn icio_group(code: &str) -> usize {
    GROUPS.iter().position(|(codes, _)| codes.contains(&code)).unwrap_or(GROUPS.len())
}

/// The group of a sector of WIOD's; services stand last.
fn wiod_group(code: &str) -> usize {
    GROUPS.iter().position(|(_, codes)| codes.contains(&code)).unwrap_or(GROUPS.len())
}

fn ratio(then: f64, now: f64) -> f64 {
    if then > 0.0 && now > 0.0 { (then / now).clamp(1.0 / MOST_CHANGE, MOST_CHANGE) } else { 1.0 }
}

/// `[region][sector]`, USD million.
fn output(totals: &Totals, year: u16) -> Result<Array2<f64>> {
    Ok(totals.of_year(year)?.sum_axis(Axis(1)).reversed_axes().as_standard_layout().into_owned())
}

/// Inputs of 2022 by using industry in the classification of the totals, and what is left of all use for final buyers.
///
/// The source lacks inputs from the rest of the world; every user of a product buys there as from others. The rest of the
/// world itself uses products as all countries together.
fn uses_of_2022(sources: &Path, totals: &Totals) -> Result<Uses> {
    let (regions, sectors) = (totals.regions.len(), totals.sectors.len());
    let services = sectors - 1;
    let mut inputs = Array3::zeros((regions, sectors, sectors));
    let region = |code: &str| totals.regions.position(code).ok_or_else(|| format!("unknown region {code}").into());
    let sector = |code: &str| -> Result<usize> {
        let known = sector_rows("icio50").any(|row| row.code.as_str() == code);
        let place = totals.sector_labels.position(code);
        if known { Ok(place.unwrap_or(services)) } else { Err(format!("unknown sector {code}").into()) }
    };
    for group in ParquetTable::open(&sources.join("icio2022/intermediate.parquet"))?.row_groups() {
        let group = group?;
        let products = group.places("origin_sector", sector)?;
        let users = group.places("destination", region)?;
        let industries = group.places("destination_sector", sector)?;
        for (row, value) in group.numbers("usd_mn")?.into_iter().enumerate() {
            inputs[[users[row], products[row], industries[row]]] += value;
        }
    }
    let flows = totals.of_year(LAST)?;
    let rest = region(REST_OF_WORLD)?;
    let mut final_use = Array2::zeros((regions, sectors));
    for user in (0..regions).filter(|user| *user != rest) {
        for product in 0..sectors {
            let whole: f64 = flows.index_axis(Axis(0), product).row(user).sum();
            let known = whole - flows[[product, user, rest]];
            let scale = if known > 0.0 { whole / known } else { 1.0 };
            let mut used = 0.0;
            for industry in 0..sectors {
                let value = &mut inputs[[user, product, industry]];
                *value *= scale;
                used += *value;
            }
            final_use[[user, product]] = (whole - used).max(0.0);
        }
    }
    let used = used_by_product(flows);
    like_all_others(rest, &used, &output(totals, LAST)?, &mut inputs, &mut final_use);
    Ok((inputs, final_use))
}

/// `[region][product]`: all that a region uses, from flows `[product][importer][exporter]`.
fn used_by_product(flows: &Array3<f64>) -> Array2<f64> {
    flows.sum_axis(Axis(2)).reversed_axes().as_standard_layout().into_owned()
}

/// Gives a region the input coefficients and the shares of final use of all others together. `used` and `output` are
/// `[region][sector]`, `inputs` is `[region][input][using sector]`, all USD million.
pub fn like_all_others(
    rest: usize,
    used: &Array2<f64>,
    output: &Array2<f64>,
    inputs: &mut Array3<f64>,
    final_use: &mut Array2<f64>,
) {
    let all_output: Array1<f64> = output.sum_axis(Axis(0)) - output.row(rest);
    let all_inputs = inputs.sum_axis(Axis(0));
    let all_final = final_use.sum_axis(Axis(0));
    for product in 0..all_final.len() {
        for industry in 0..all_final.len() {
            let coefficient = quotient(all_inputs[[product, industry]], all_output[industry]);
            inputs[[rest, product, industry]] = coefficient * output[[rest, industry]];
        }
        let share = quotient(all_final[product], all_final[product] + all_inputs.row(product).sum());
        final_use[[rest, product]] = share * used[[rest, product]];
    }
}

/// Coefficients and shares of final use by group.
struct Grouped {
    coefficients: Array3<f64>,
    final_share: Array2<f64>,
}

impl Grouped {
    fn of_table(table: &EconomyTable, group: fn(&str) -> usize) -> Self {
        let group_of: Vec<usize> = table.sectors().iter().map(|sector| group(sector.code.as_str())).collect();
        Self::of_uses(table.intermediate_use(), table.final_use(), table.output(), &group_of)
    }

    fn of_uses(inputs: &Array3<f64>, final_use: &Array2<f64>, output: &Array2<f64>, group_of: &[usize]) -> Self {
        let (regions, groups) = (output.nrows(), GROUPS.len() + 1);
        let mut sums = (Array3::zeros((regions, groups, groups)), Array2::zeros((regions, groups)));
        let mut made = Array2::zeros((regions, groups));
        for ((region, input, using), value) in inputs.indexed_iter() {
            sums.0[[region, group_of[input], group_of[using]]] += value;
        }
        for ((region, sector), value) in final_use.indexed_iter() {
            sums.1[[region, group_of[sector]]] += value;
            made[[region, group_of[sector]]] += output[[region, sector]];
        }
        let Prior { coefficients, final_share } = Prior::of(&sums.0, &sums.1, &made);
        Self { coefficients, final_share }
    }
}
