//! Flows of 2022 between all regions: goods as the totals state them, services by pair as far as they do.
//!
//! The totals have every flow of goods by product, and services of a pair as one sum. The table of inputs has services by
//! product, to buyers of inputs in 80 countries. What final buyers abroad and the rest of the world buy of each service is
//! estimated: for each seller, a matrix of buyers and services is balanced against the pairs' sums and the seller's stated
//! sales of each service.

use ndarray::{Array1, Array2, Array3};
use unequal_world::biproportional;
use unequal_world::names::REST_OF_WORLD;

use super::flows::Source;
use super::{Axes, YEAR};
use crate::Result;
use crate::totals::Totals;

/// The sector of the totals that holds all services.
const SERVICES: &str = "SERVICES";
/// Services of households as employers are bought by the household itself and cannot cross a border.
const HOUSEHOLDS: &str = "T";
/// Least that the prior gives a buyer of a service, as a share of what the seller's mix would give it: pairs' sums go down
/// to a few hundred dollars.
const LEAST_OF_MIX: f64 = 1e-4;
/// Least that the prior keeps at home, as a share of the seller's sales of a service.
const LEAST_AT_HOME: f64 = 0.02;
/// Largest relative gap of balancing that is accepted.
const MOST_GAP: f64 = 1e-9;

/// `[sector][importer][exporter]` over `axes`, which include the rest of the world, USD million.
pub fn flows(source: &Source, totals: &Totals, axes: &Axes) -> Result<Array3<f64>> {
    let (regions, sectors) = (axes.regions.len(), axes.sectors.len());
    let total = totals.of_year(YEAR)?;
    let in_totals = |code: &str| -> Result<usize> {
        totals.sector_labels.position(code).ok_or_else(|| format!("the totals have no sector {code}").into())
    };
    let mut flows = Array3::zeros((sectors, regions, regions));
    for (sector, _) in axes.shown_in_totals().iter().enumerate().filter(|(_, seen)| **seen) {
        let at = in_totals(axes.sectors[sector].code.as_str())?;
        flows.index_axis_mut(ndarray::Axis(0), sector).assign(&total.index_axis(ndarray::Axis(0), at));
    }
    let sums = total.index_axis(ndarray::Axis(0), in_totals(SERVICES)?).to_owned();
    let known = Known::new(source, axes, &sums)?;
    for exporter in 0..source.axes.regions.len() {
        let sold = known.sold_by(exporter)?;
        for (place, service) in known.services.iter().enumerate() {
            for importer in 0..regions {
                flows[[*service, importer, known.at[exporter]]] = sold[[importer, place]];
            }
        }
    }
    sold_by_the_rest(&mut flows, &known, &sums);
    Ok(flows)
}

/// What the sources state of services.
struct Known<'a> {
    source: &'a Source,
    /// Positions of the sectors that are services.
    services: Vec<usize>,
    /// `[country of the source]`: its position among all regions.
    at: Vec<usize>,
    rest: usize,
    households: usize,
    /// `[importer][exporter]`: all services of a pair, USD million.
    sums: &'a Array2<f64>,
}

impl<'a> Known<'a> {
    fn new(source: &'a Source, axes: &Axes, sums: &'a Array2<f64>) -> Result<Self> {
        let seen = axes.shown_in_totals();
        let services: Vec<usize> = (0..seen.len()).filter(|sector| !seen[*sector]).collect();
        let households = axes.sector(HOUSEHOLDS)?;
        Ok(Self {
            source,
            at: source.axes.regions.iter().map(|code| axes.region(code.as_str())).collect::<Result<_>>()?,
            rest: axes.region(REST_OF_WORLD)?,
            households: services.iter().position(|sector| *sector == households).ok_or("households are no service")?,
            services,
            sums,
        })
    }

    /// `[buyer][service]`: what a country sells to buyers of inputs and final buyers everywhere, USD million.
    fn sold_by(&self, exporter: usize) -> Result<Array2<f64>> {
        let (buyers, services) = (self.sums.nrows(), self.services.len());
        let mut inputs = Array2::<f64>::zeros((buyers, services));
        for (importer, buyer) in self.at.iter().enumerate() {
            for (place, service) in self.services.iter().enumerate() {
                inputs[[*buyer, place]] = self.source.intermediate[[exporter, *service, importer]];
            }
        }
        let seller = self.at[exporter];
        let by_pair: Array1<f64> = self.sums.column(seller).to_owned() - inputs.sum_axis(ndarray::Axis(1));
        if let Some(buyer) = (0..buyers).find(|buyer| by_pair[*buyer] <= 0.0) {
            return Err(format!("pair {seller}, {buyer}: services for inputs exceed the pair's services").into());
        }
        let stated = self.services.iter().map(|service| self.source.final_sales[[exporter, *service]]);
        let stated: Array1<f64> = stated.collect();
        let by_service = &stated * (by_pair.sum() / stated.sum());
        // Final buyers of a country are taken to buy a seller's services in the mix in which its industries do.
        let mut final_use = inputs.clone();
        self.start(seller, &inputs, &mut final_use, &by_pair, &by_service);
        let gap = biproportional::balance(&mut final_use, &by_pair.to_vec(), &by_service.to_vec());
        if gap > MOST_GAP {
            return Err(format!("services of region {seller} miss their sums by {gap:.1e}").into());
        }
        Ok(inputs + final_use)
    }

    /// Turns the prior of final use into one that balancing can start from: every buyer's row as large as its sum, the
    /// rest of the world like the seller's other buyers abroad, and at home what is left of each service.
    fn start(
        &self,
        seller: usize,
        inputs: &Array2<f64>,
        prior: &mut Array2<f64>,
        by_pair: &Array1<f64>,
        by_service: &Array1<f64>,
    ) {
        let (buyers, services) = prior.dim();
        let whole = by_service.sum();
        let mut abroad = &inputs.sum_axis(ndarray::Axis(0)) + &prior.sum_axis(ndarray::Axis(0));
        abroad -= &(&inputs.row(seller) + &prior.row(seller));
        prior.row_mut(self.rest).assign(&abroad);
        for buyer in 0..buyers {
            for place in 0..services {
                let least = LEAST_OF_MIX * by_pair[buyer] * by_service[place] / whole;
                let crosses = buyer == seller || place != self.households;
                let value = &mut prior[[buyer, place]];
                *value = if crosses && by_service[place] > 0.0 { value.max(least) } else { 0.0 };
            }
            if buyer != seller {
                let sum = prior.row(buyer).sum();
                prior.row_mut(buyer).mapv_inplace(|value| value * by_pair[buyer] / sum);
            }
        }
        for place in 0..services {
            let sold_abroad = prior.column(place).sum() - prior[[seller, place]];
            prior[[seller, place]] = (by_service[place] - sold_abroad).max(LEAST_AT_HOME * by_service[place]);
        }
    }
}

/// The rest of the world sells services in the mix of what a buyer imports from others, and to itself in the mix of what
/// countries buy at home.
fn sold_by_the_rest(flows: &mut Array3<f64>, known: &Known<'_>, sums: &Array2<f64>) {
    for buyer in 0..sums.nrows() {
        let others = |sellers: &[usize], service: usize| -> f64 {
            sellers
                .iter()
                .map(|seller| flows[[service, if buyer == known.rest { *seller } else { buyer }, *seller]])
                .sum()
        };
        let sellers: Vec<usize> = known.at.iter().copied().filter(|seller| *seller != buyer).collect();
        let mix: Vec<f64> = known.services.iter().map(|service| others(&sellers, *service)).collect();
        let whole: f64 = mix.iter().sum();
        for (service, part) in known.services.iter().zip(mix) {
            flows[[*service, buyer, known.rest]] = sums[[buyer, known.rest]] * part / whole;
        }
    }
}
