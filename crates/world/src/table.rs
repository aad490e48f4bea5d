//! The condensed multi-country input-output table every other room starts from.
//!
//! A table holds three arrays: where each region buys each product (`sourcing`), what
//! each industry uses (`intermediate_use`) and what is absorbed finally (`final_use`).
//! Everything else - flows, output, value added, deficits - follows, so the accounting
//! identities hold by construction and the table cannot contradict itself
//! (model.md section 2, steps 3 to 5).

use std::sync::Arc;

use crate::group::Party;
use crate::labels::{Code, Labels, Sector, SectorKind, nearest};
pub use crate::provenance::{PairNote, Provenance};
use crate::{ANY, Result, WorldError};
use ndarray::{Array1, Array2, Array3};

/// The arrays of a table before they are checked.
#[derive(Debug, Clone)]
pub struct TableParts {
    /// Regions, the order of every region axis.
    pub regions: Labels,
    /// Sectors, the order of every sector axis.
    pub sectors: Vec<Sector>,
    /// Calendar year of the flows.
    pub year: u16,
    /// Source and treatment.
    pub provenance: Provenance,
    /// `[sector][importer][exporter]`: share of the importer's use of the product that the
    /// exporter supplies; each row sums to one.
    pub sourcing: Array3<f64>,
    /// `[region][input][using sector]`: purchases of inputs, USD million.
    pub intermediate_use: Array3<f64>,
    /// `[region][sector]`: final absorption, USD million.
    pub final_use: Array2<f64>,
}

/// A consistent multi-country input-output table. See the module's text.
///
/// A clone shares the arrays, which never change, so that it costs nothing.
#[derive(Debug, Clone)]
pub struct EconomyTable(Arc<Contents>);

#[derive(Debug)]
struct Contents {
    parts: TableParts,
    sector_labels: Labels,
    total_use: Array2<f64>,
    output: Array2<f64>,
}

/// How far a share row may miss one before the table is refused; inside it the row is rescaled.
const SHARE_TOLERANCE: f64 = 1e-5;
/// How far inputs may exceed output, relative to output (single-precision storage).
const VALUE_ADDED_TOLERANCE: f64 = 1e-5;

impl EconomyTable {
    /// Checks the parts and completes them.
    ///
    /// Refuses wrong shapes, values that are negative or not finite, share rows that do not
    /// sum to one, and sectors whose inputs exceed their output.
    pub fn new(mut parts: TableParts) -> Result<Self> {
        let (regions, sectors) = (parts.regions.len(), parts.sectors.len());
        if regions == 0 || sectors == 0 {
            return Err(WorldError::Shape {
                what: "an empty table",
                found: vec![regions, sectors],
                expected: vec![1, 1],
            });
        }
        let sector_codes = parts.sectors.iter().map(|sector| sector.code.clone()).collect();
        let sector_labels = Labels::new(sector_codes, "sector")?;
        check_shape("sourcing", parts.sourcing.shape(), &[sectors, regions, regions])?;
        check_shape("intermediate_use", parts.intermediate_use.shape(), &[regions, sectors, sectors])?;
        check_shape("final_use", parts.final_use.shape(), &[regions, sectors])?;
        let identity = |identity, region: usize, sector: usize, gap, tolerance| WorldError::Identity {
            identity,
            region: parts.regions.code(region).to_string(),
            sector: parts.sectors[sector].code.to_string(),
            gap,
            tolerance,
        };
        let bad = |value: f64| !value.is_finite() || value < 0.0;
        for ((sector, importer, _), share) in parts.sourcing.indexed_iter() {
            if bad(*share) {
                return Err(identity("a sourcing share is a number from 0 up", importer, sector, *share, 0.0));
            }
        }
        for ((region, _, using), value) in parts.intermediate_use.indexed_iter() {
            if bad(*value) {
                return Err(identity("an intermediate use is a number from 0 up", region, using, *value, 0.0));
            }
        }
        for ((region, sector), value) in parts.final_use.indexed_iter() {
            if bad(*value) {
                return Err(identity("a final use is a number from 0 up", region, sector, *value, 0.0));
            }
        }
        let total_use = &parts.final_use + &parts.intermediate_use.sum_axis(ndarray::Axis(2));
        for (position, mut row) in parts.sourcing.rows_mut().into_iter().enumerate() {
            let (sector, importer) = (position / regions, position % regions);
            let sum = row.sum();
            if total_use[[importer, sector]] == 0.0 {
                // A product nobody uses has a price but no weight (section 2, step 3).
                row.fill(0.0);
                row[importer] = 1.0;
            } else if (sum - 1.0).abs() > SHARE_TOLERANCE {
                return Err(identity("sourcing shares sum to one", importer, sector, sum - 1.0, SHARE_TOLERANCE));
            } else {
                row /= sum;
            }
        }
        let mut output = Array2::zeros((regions, sectors));
        for sector in 0..sectors {
            for importer in 0..regions {
                let use_value = total_use[[importer, sector]];
                for exporter in 0..regions {
                    output[[exporter, sector]] += parts.sourcing[[sector, importer, exporter]] * use_value;
                }
            }
        }
        let inputs = parts.intermediate_use.sum_axis(ndarray::Axis(1));
        for ((region, sector), output) in output.indexed_iter() {
            let gap = inputs[[region, sector]] - output;
            if gap > VALUE_ADDED_TOLERANCE * output {
                return Err(identity("inputs do not exceed output", region, sector, gap, VALUE_ADDED_TOLERANCE));
            }
        }
        Ok(Self(Arc::new(Contents { parts, sector_labels, total_use, output })))
    }

    /// A number that clones of a table share and two tables in memory never do, equal contents or not. It is
    /// given out again once every clone is gone.
    #[must_use]
    pub fn identity(&self) -> usize {
        Arc::as_ptr(&self.0).addr()
    }

    /// Regions in order.
    #[must_use]
    pub fn regions(&self) -> &Labels {
        &self.0.parts.regions
    }

    /// Sectors in order.
    #[must_use]
    pub fn sectors(&self) -> &[Sector] {
        &self.0.parts.sectors
    }

    /// Calendar year of the flows.
    #[must_use]
    pub fn year(&self) -> u16 {
        self.0.parts.year
    }

    /// Source and treatment.
    #[must_use]
    pub fn provenance(&self) -> &Provenance {
        &self.0.parts.provenance
    }

    /// What is estimated in the flows between members of two parties, in sentences.
    pub fn estimated_between(&self, first: &Party, second: &Party) -> impl Iterator<Item = &str> {
        let belongs =
            |code: &str, party: &Party| self.regions().position(code).is_some_and(|region| party.contains(region));
        let either = move |note: &PairNote, one: &Party, other: &Party| {
            belongs(&note.first, one) && (note.second == ANY || belongs(&note.second, other))
        };
        let concerned = move |note: &&PairNote| either(note, first, second) || either(note, second, first);
        self.0.parts.provenance.estimated_between.iter().filter(concerned).map(|note| note.note.as_str())
    }

    /// Whether anything is estimated, or put in from records, in the flows between members of two parties.
    #[must_use]
    pub fn is_estimated_between(&self, first: &Party, second: &Party) -> bool {
        !self.0.parts.provenance.estimated.is_empty() || self.estimated_between(first, second).next().is_some()
    }

    /// A short name for messages: source and year.
    #[must_use]
    pub fn name(&self) -> String {
        format!("{} {}", self.0.parts.provenance.source, self.0.parts.year)
    }

    /// `[sector][importer][exporter]` sourcing shares; rows sum to one.
    #[must_use]
    pub fn sourcing(&self) -> &Array3<f64> {
        &self.0.parts.sourcing
    }

    /// `[region][input][using sector]` purchases of inputs, USD million.
    #[must_use]
    pub fn intermediate_use(&self) -> &Array3<f64> {
        &self.0.parts.intermediate_use
    }

    /// `[region][sector]` final absorption, USD million.
    #[must_use]
    pub fn final_use(&self) -> &Array2<f64> {
        &self.0.parts.final_use
    }

    /// `[region][sector]` intermediate and final use together, USD million.
    #[must_use]
    pub fn total_use(&self) -> &Array2<f64> {
        &self.0.total_use
    }

    /// `[region][sector]` gross output, USD million.
    #[must_use]
    pub fn output(&self) -> &Array2<f64> {
        &self.0.output
    }

    /// Value added by region (output less inputs, taxes and margins included), USD million.
    #[must_use]
    pub fn value_added(&self) -> Array1<f64> {
        let inputs = self.0.parts.intermediate_use.sum_axis(ndarray::Axis(1));
        (&self.0.output - &inputs).sum_axis(ndarray::Axis(1))
    }

    /// Position of a sector, or an error with the nearest names.
    pub fn sector(&self, given: &str) -> Result<usize> {
        self.0.sector_labels.position(given).ok_or_else(|| WorldError::UnknownSector {
            given: given.to_owned(),
            table: self.name(),
            suggestion: nearest(
                given,
                self.0.parts.sectors.iter().map(|sector| (sector.code.as_str(), sector.name.as_str())),
            ),
        })
    }

    /// Whether it is known of every sector if it is goods or services.
    #[must_use]
    pub fn tells_goods_from_services(&self) -> bool {
        self.0.parts.sectors.iter().all(|sector| sector.kind != SectorKind::Unknown)
    }

    /// Value of one flow, USD million.
    #[must_use]
    pub fn flow(&self, importer: usize, exporter: usize, sector: usize) -> f64 {
        self.0.parts.sourcing[[sector, importer, exporter]] * self.0.total_use[[importer, sector]]
    }

    /// Value of what `importers` buy from `exporters`, USD million; `kind` restricts it to
    /// goods or services. Sales of a region to itself do not count.
    #[must_use]
    pub fn trade(&self, importers: &[usize], exporters: &[usize], kind: Option<SectorKind>) -> f64 {
        let mut total = 0.0;
        for (position, sector) in self.0.parts.sectors.iter().enumerate() {
            if kind.is_none_or(|kind| kind == sector.kind) {
                for &importer in importers {
                    for &exporter in exporters.iter().filter(|exporter| **exporter != importer) {
                        total += self.flow(importer, exporter, position);
                    }
                }
            }
        }
        total
    }

    /// Positions of every region outside a party.
    #[must_use]
    pub fn outside(&self, party: &Party) -> Vec<usize> {
        (0..self.0.parts.regions.len()).filter(|region| !party.contains(*region)).collect()
    }

    /// Joins each party into one region that carries the party's code and stands after the
    /// regions that stay as they are. Trade inside a party becomes domestic.
    pub fn aggregate(&self, parties: &[&Party]) -> Result<Self> {
        let old = self.0.parts.regions.len();
        let kept: Vec<usize> = (0..old).filter(|region| !parties.iter().any(|party| party.contains(*region))).collect();
        let mut target = vec![0; old];
        let mut codes = Vec::new();
        for (position, region) in kept.iter().enumerate() {
            target[*region] = position;
            codes.push(self.0.parts.regions.code(*region).clone());
        }
        for (position, party) in parties.iter().enumerate() {
            codes.push(Code::new(&party.code)?);
            for member in &party.members {
                target[*member] = kept.len() + position;
            }
        }
        let joined =
            |party: &&Party| format!("{} joined into one region from {} members", party.code, party.members.len());
        self.with_joined_regions(codes, &target, parties.iter().map(joined))
    }
}

fn check_shape(what: &'static str, found: &[usize], expected: &[usize]) -> Result<()> {
    if found == expected {
        return Ok(());
    }
    Err(WorldError::Shape { what, found: found.to_vec(), expected: expected.to_vec() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{arr2, array};

    fn parts() -> TableParts {
        let regions = Labels::new(vec![Code::new("AAA").unwrap(), Code::new("BBB").unwrap()], "region").unwrap();
        let sectors = vec![Sector { code: Code::new("X").unwrap(), name: "X".to_owned(), kind: SectorKind::Goods }];
        TableParts {
            regions,
            sectors,
            year: 2000,
            provenance: Provenance {
                valuation: crate::Valuation::Basic,
                source: "test".to_owned(),
                classification: "test".to_owned(),
                licence: String::new(),
                estimated: vec![],
                estimated_between: vec![],
                estimated_use: vec![],
                changes: vec![],
            },
            sourcing: array![[[0.9, 0.1], [0.2, 0.8]]],
            intermediate_use: array![[[40.0]], [[30.0]]],
            final_use: arr2(&[[60.0], [70.0]]),
        }
    }

    #[test]
    fn everything_follows_from_three_arrays() {
        let table = EconomyTable::new(parts()).unwrap();
        assert!((table.flow(0, 1, 0) - 10.0).abs() < 1e-12);
        assert!((table.output()[[0, 0]] - 110.0).abs() < 1e-12);
        assert!((table.value_added().sum() - 130.0).abs() < 1e-12);
        assert!((table.trade(&[0], &[0, 1], None) - 10.0).abs() < 1e-12);
        assert_eq!(table.trade(&[0], &[1], Some(SectorKind::Services)), 0.0);
    }

    #[test]
    fn errors_name_the_place_and_the_gap() {
        let mut broken = parts();
        broken.sourcing[[0, 1, 0]] = 0.4;
        let message = EconomyTable::new(broken).unwrap_err().to_string();
        assert!(message.contains("BBB") && message.contains("2.000e-1"), "{message}");
        let mut broken = parts();
        broken.intermediate_use[[0, 0, 0]] = 1000.0;
        broken.sourcing[[0, 0, 0]] = 0.1;
        broken.sourcing[[0, 0, 1]] = 0.9;
        assert!(EconomyTable::new(broken).unwrap_err().to_string().contains("inputs do not exceed output"));
    }

    #[test]
    fn joining_everybody_leaves_one_closed_region() {
        let table = EconomyTable::new(parts()).unwrap();
        let all = Party { code: "ALL".to_owned(), name: "all".to_owned(), members: vec![0, 1], missing: vec![] };
        let joined = table.aggregate(&[&all]).unwrap();
        assert_eq!(joined.regions().len(), 1);
        assert!((joined.output()[[0, 0]] - table.output().sum()).abs() < 1e-9);
    }

    #[test]
    fn notes_about_a_pair_follow_its_members_into_groups() {
        let mut noted = parts();
        let note = "doubtful".to_owned();
        noted.provenance.estimated_between.push(PairNote { first: "AAA".into(), second: "BBB".into(), note });
        let table = EconomyTable::new(noted).unwrap();
        let party = |code: &str, member| Party {
            code: code.to_owned(),
            name: code.to_owned(),
            members: vec![member],
            missing: vec![],
        };
        let (one, other) = (party("AAA", 0), party("BBB", 1));
        assert_eq!(table.estimated_between(&other, &one).collect::<Vec<_>>(), ["doubtful"]);
        assert_eq!(table.estimated_between(&one, &one).count(), 0);
        let joined = table.aggregate(&[&party("GRP", 0)]).unwrap();
        let find = |code: &str| party(code, joined.regions().position(code).unwrap());
        assert_eq!(joined.estimated_between(&find("GRP"), &find("BBB")).count(), 1);
        assert_eq!(joined.provenance().all_estimates(), ["Between GRP and BBB: doubtful"]);
        assert_eq!(table.sectors()[0].to_string(), "X", "a name that only repeats the code is left out");
    }
}
