//! A pair year by year, and what is known of the decades before.

mod answer;

use rayon::prelude::*;
use unequal_equilibrium::EquilibriumError;
use unequal_leverage::{WorldState, trade_shares};
use unequal_world::elasticity::ElasticitySet;
use unequal_world::names::{capitalised, possessive};
use unequal_world::record::{TradeShare, trade_shares as early_shares};
use unequal_world::series::remarks;
use unequal_world::{WorldError, embedded};

pub use answer::{AnnualGap, AnnualPoint, AnnualSeries, AsPublished, TableShares};

use crate::elasticity::Elasticity;
use crate::error::During;
use crate::evidence::{Evidence, Grade};
use crate::losses::Losses;
use crate::observer::Steps;
use crate::parties::{Grouping, Pair};
use crate::session::Closing;
use crate::source::TableSource;
use crate::{Result, Session, StudyError};

/// A year's point, or why there is none.
pub(crate) type Year = std::result::Result<AnnualPoint, AnnualGap>;

/// A pair over all years with a table.
pub(crate) struct Series<'a> {
    /// What has the tables.
    pub session: &'a Session,
    /// Both sides as asked.
    pub sides: [&'a str; 2],
    /// How groups are treated.
    pub grouping: Grouping,
    /// Common trade elasticity.
    pub elasticity: f64,
    /// The pair in the table of the main blocks, whose year is one of the series.
    pub main: &'a Pair,
}

impl Series<'_> {
    /// Years of the series, ascending: the embedded ones and that of the main table.
    pub fn all(&self) -> Vec<u16> {
        let mut all: Vec<u16> = embedded::years().collect();
        if !all.contains(&self.main.table.year()) {
            all.push(self.main.table.year());
            all.sort_unstable();
        }
        all
    }

    /// Solves every year; a year whose table lacks a side is a gap, any other failure an error.
    pub fn solve(&self, steps: &Steps<'_>) -> Result<Vec<Year>> {
        self.all().into_par_iter().map(|year| steps.step(|| self.one_year(year))).collect()
    }

    fn one_year(&self, year: u16) -> Result<Year> {
        if year == self.main.table.year() {
            return self.point(self.main).map(Ok);
        }
        match Pair::find(self.session, self.session.table_of_year(year)?, self.sides, self.grouping) {
            Ok(pair) => match self.point(&pair) {
                Err(StudyError::Equilibrium { source: source @ EquilibriumError::NoSupplier { .. }, .. }) => {
                    Ok(Err(AnnualGap { year, reason: source.to_string(), shares: Some(shares(&pair)) }))
                }
                other => other.map(Ok),
            },
            Err(StudyError::World(
                WorldError::UnknownRegion { given, table, .. }
                | WorldError::NotShown { given, table, .. }
                | WorldError::NoTable { given, table, .. },
            )) => {
                let reason = format!("{table} does not show {given} separately");
                Ok(Err(AnnualGap { year, reason, shares: None }))
            }
            Err(other) => Err(other),
        }
    }

    /// The pair in the table as published, where the embedded one of the main blocks' year is adjusted.
    pub fn as_published(&self) -> Result<Option<AsPublished>> {
        let Some(name) = embedded::as_published(self.main.table.year()) else { return Ok(None) };
        let table = self.session.opened(&TableSource::Embedded { embedded: name.to_owned() })?.table;
        let pair = Pair::find(self.session, table, self.sides, self.grouping)?;
        Ok(Some(AsPublished { table: name.to_owned(), point: self.point(&pair)? }))
    }

    fn point(&self, pair: &Pair) -> Result<AnnualPoint> {
        let table = &pair.table;
        let task = || format!("solving {} for the annual series", table.name());
        let set = ElasticitySet::common(self.elasticity, table);
        let before = self.session.undisturbed(table, set, Closing::balanced(), |_| task())?;
        let cost = WorldState::undisturbed(before.world).exit_cost(&pair.first, &pair.second).during(task)?;
        let shares = shares(pair);
        Ok(AnnualPoint {
            year: table.year(),
            source: shares.source,
            estimated: shares.estimated,
            changes: table.provenance().changes.clone(),
            missing: pair.first.missing.iter().chain(&pair.second.missing).cloned().collect(),
            second_in_first_imports: shares.second_in_first_imports,
            first_in_second_imports: shares.first_in_second_imports,
            second_in_first_exports: shares.second_in_first_exports,
            first_in_second_exports: shares.first_in_second_exports,
            losses: Losses::from(&cost),
        })
    }
}

fn shares(pair: &Pair) -> TableShares {
    let table = &pair.table;
    let to_first = trade_shares(table, &pair.first, &pair.second);
    let to_second = trade_shares(table, &pair.second, &pair.first);
    TableShares {
        source: table.provenance().source.clone(),
        estimated: table.is_estimated_between(&pair.first, &pair.second),
        second_in_first_imports: to_first.share_of_imports,
        first_in_second_imports: to_second.share_of_imports,
        second_in_first_exports: to_second.share_of_exports,
        first_in_second_exports: to_first.share_of_exports,
    }
}

/// The block of a pair that no table shows.
pub(crate) fn none(elasticity: f64) -> AnnualSeries {
    AnnualSeries {
        points: Vec::new(),
        gaps: Vec::new(),
        earlier: Vec::new(),
        elasticity: Elasticity::Common(elasticity),
        evidence: Evidence::observed("no table"),
    }
}

/// The block from the solved years.
pub(crate) fn block(elasticity: f64, pair: &Pair, years: Vec<Year>) -> Result<AnnualSeries> {
    let (mut points, mut gaps) = (Vec::new(), Vec::new());
    for year in years {
        match year {
            Ok(point) => points.push(point),
            Err(gap) => gaps.push(gap),
        }
    }
    let mut sources: Vec<&str> = points.iter().map(|point| point.source.as_str()).collect();
    sources.dedup();
    let all_estimated = !points.is_empty() && points.iter().all(|point| point.estimated);
    let mut evidence = Evidence {
        grade: if all_estimated { Grade::C } else { Grade::B },
        source: sources.join("; "),
        estimated_briefly: None,
        estimated: Vec::new(),
        // Each point carries its table's changes.
        changes: Vec::new(),
        caveats: vec![
            "The tables differ in source, classification and in the countries they show: compare within a source \
             first. On 2011, which two of them have, exit costs differ by up to a third."
                .to_owned(),
        ],
    };
    for (source, missing) in missing_members(&points) {
        evidence.caveats.push(format!("{source} does not show separately, and leaves out of the group: {missing}."));
    }
    let evidence = evidence.with_marked_years(points.iter().filter(|point| point.estimated).map(|point| point.year));
    Ok(AnnualSeries { points, gaps, earlier: earlier(pair)?, elasticity: Elasticity::Common(elasticity), evidence })
}

/// Members that each source lacks, one entry a source and list.
fn missing_members(points: &[AnnualPoint]) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = points
        .iter()
        .filter(|point| !point.missing.is_empty())
        .map(|point| (point.source.clone(), point.missing.join(", ")))
        .collect();
    found.dedup();
    found
}

/// What the Correlates of War data say of the years before the tables, gaps named as gaps.
fn earlier(pair: &Pair) -> Result<Vec<String>> {
    let mut sentences = Vec::new();
    for (reporter, partner) in [(&pair.first, &pair.second), (&pair.second, &pair.first)] {
        let shares = early_shares(&reporter.code, &partner.code)?;
        sentences.extend(peak(&shares, &reporter.name, &partner.name));
    }
    if let Some(gaps) = missing_years(&early_shares(&pair.first.code, &pair.second.code)?) {
        sentences.push(format!("No data for this pair in {gaps}: the gap is a gap, not a zero."));
    }
    if sentences.is_empty() {
        sentences.push("No series before the first table is embedded for this pair.".to_owned());
    } else {
        sentences.push(
            "Source: Correlates of War dyadic trade 4.0, grade A; where the series lacks other partners of a country, this \
             partner's share is too high."
                .to_owned(),
        );
        let remarks = remarks("cow", &[&pair.first.code, &pair.second.code])?;
        sentences.extend(remarks.into_iter().map(|remark| remark.text));
    }
    Ok(sentences)
}

/// First year of the tables; earlier years come from the series.
const FIRST_TABLE: u16 = 1995;

/// The run of up to three years around the largest export share before the tables.
fn peak(shares: &[TradeShare], reporter: &str, partner: &str) -> Option<String> {
    let early: Vec<(u16, f64)> = shares
        .iter()
        .filter(|row| row.year < FIRST_TABLE)
        .filter_map(|row| Some((row.year, row.export_share?)))
        .collect();
    let best = early.iter().max_by(|left, right| left.1.total_cmp(&right.1))?;
    let mut run: Vec<&(u16, f64)> = early.iter().filter(|(year, _)| year.abs_diff(best.0) <= 2).collect();
    run.truncate(3);
    let figures: Vec<String> = run.iter().map(|(year, share)| format!("{:.1} % in {year}", 100.0 * share)).collect();
    Some(capitalised(&format!("{partner} took {} of {} exports.", figures.join(", "), possessive(reporter))))
}

/// Years since 1950 without a row, as ranges.
fn missing_years(shares: &[TradeShare]) -> Option<String> {
    if shares.is_empty() {
        return None;
    }
    let missing = (1950..FIRST_TABLE).filter(|year| {
        !shares.iter().any(|row| row.year == *year && (row.export_share.is_some() || row.import_share.is_some()))
    });
    let ranges = embedded::year_ranges(missing);
    (ranges != "none").then_some(ranges)
}
