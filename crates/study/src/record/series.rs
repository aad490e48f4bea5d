//! One flow by each source that has it. Groups are added up from their members, in years for which none is missing.

use std::collections::{BTreeMap, BTreeSet};

use unequal_world::record::{self, Source, WORLD, Years};

use super::answer::{Basis, LeftOut, RecordPoint, Reporter, SourceSeries};
use super::mirror::years;
use super::{grade_of, meaning_of};
use crate::Result;
use crate::evidence::Grade;
use crate::parties::Side;

/// Goods by source, in the order in which they are shown.
pub fn goods(seller: &Side, buyer: &Side, from: u16) -> Result<Vec<SourceSeries>> {
    let all = [
        of_source(Source::CorrelatesOfWar, seller, buyer)?,
        of_source(Source::Baci, seller, buyer)?,
        of_source(Source::Comtrade, seller, buyer)?,
        of_reporters(Source::National, Reporter::Exporter, seller, buyer)?,
        of_reporters(Source::National, Reporter::Importer, seller, buyer)?,
        of_press(seller, buyer)?,
    ];
    Ok(all.into_iter().filter_map(|series| series.since(from)).collect())
}

/// Goods by source in all years.
pub(crate) fn all_goods(seller: &Side, buyer: &Side) -> Result<Vec<SourceSeries>> {
    goods(seller, buyer, 0)
}

/// The year itself if any series has it; else the nearest before and the nearest after that one has, within a span.
pub(crate) fn nearest(all: &[SourceSeries], year: u16, within: u16) -> Vec<u16> {
    let known = years(all);
    if known.contains(&year) {
        return vec![year];
    }
    let before = known.range(..year).next_back();
    let after = known.range(year..).next();
    before.into_iter().chain(after).copied().filter(|near| near.abs_diff(year) <= within).collect()
}

/// Services as each side reports them.
pub fn services(seller: &Side, buyer: &Side, from: u16) -> Result<Vec<SourceSeries>> {
    let all = [
        of_reporters(Source::Services, Reporter::Exporter, seller, buyer)?,
        of_reporters(Source::Services, Reporter::Importer, seller, buyer)?,
    ];
    Ok(all.into_iter().filter_map(|series| series.since(from)).collect())
}

impl SourceSeries {
    /// The series from a year on; `None` if nothing is left.
    fn since(mut self, from: u16) -> Option<Self> {
        self.points.retain(|point| point.year >= from);
        self.left_out.retain(|gap| gap.last >= from);
        (!self.points.is_empty() || !self.left_out.is_empty()).then_some(self)
    }
}

/// What is known of one pair of members: figures, and years in which having none means that there was next to nothing.
struct Member {
    codes: [String; 2],
    figures: BTreeMap<u16, f64>,
    negligible: BTreeSet<u16>,
}

/// Years in which a source has a total of both.
fn years_of(years: &Years) -> BTreeSet<u16> {
    years.iter().map(|(year, _)| *year).collect()
}

fn of_source(source: Source, seller: &Side, buyer: &Side) -> Result<SourceSeries> {
    let mut members = Vec::new();
    for (one, other) in pairs(seller, buyer) {
        let sold = years_of(&record::flow(source, one, WORLD)?);
        let known: BTreeSet<u16> = if source == Source::Comtrade {
            sold
        } else {
            let bought = years_of(&record::flow(source, WORLD, other)?);
            sold.intersection(&bought).copied().filter(|year| source.leaves_out_only_small(*year)).collect()
        };
        members.push(Member {
            codes: [one.to_owned(), other.to_owned()],
            figures: record::flow(source, one, other)?.into_iter().collect(),
            negligible: known,
        });
    }
    let (points, left_out) = added(seller, buyer, &members);
    let (id, reporter, basis, grade, meaning) = match source {
        Source::CorrelatesOfWar => {
            ("correlates-of-war", Reporter::Both, Basis::Mixed, Grade::A, "as recorded, mostly by the buyer")
        }
        Source::Baci => {
            ("baci", Reporter::Both, Basis::Fob, Grade::B, "both sides\u{2019} reports, reconciled by the source")
        }
        _ => ("comtrade", Reporter::Exporter, Basis::Fob, Grade::A, "as the seller recorded it"),
    };
    let mut series = SourceSeries {
        id: id.to_owned(),
        source: source.name().to_owned(),
        reporter,
        basis,
        grade,
        meaning: meaning.to_owned(),
        points,
        left_out,
    };
    let exports = total(seller, |member| record::flow(source, member, WORLD))?;
    let imports = if source == Source::Comtrade {
        BTreeMap::new()
    } else {
        total(buyer, |member| record::flow(source, WORLD, member))?
    };
    series.share(&exports, &imports);
    Ok(series)
}

/// What the states of one side report.
fn of_reporters(source: Source, reporter: Reporter, seller: &Side, buyer: &Side) -> Result<SourceSeries> {
    let exporting = reporter == Reporter::Exporter;
    let mut members = Vec::new();
    for (one, other) in pairs(seller, buyer) {
        let who = if exporting { one } else { other };
        members.push(Member {
            codes: [one.to_owned(), other.to_owned()],
            figures: record::reported(source, who, one, other)?.into_iter().collect(),
            negligible: if source == Source::National { reports_of(who, exporting)? } else { BTreeSet::new() },
        });
    }
    let (points, left_out) = added(seller, buyer, &members);
    let side = if exporting { seller } else { buyer };
    let name = if source == Source::Services {
        format!("OECD, services as {} reports them", side.name)
    } else {
        let offices: BTreeSet<&str> = side.members.iter().map(|member| Source::office(member)).collect();
        offices.into_iter().collect::<Vec<_>>().join("; ")
    };
    let mut series = SourceSeries {
        id: match (source, exporting) {
            (Source::Services, true) => "services-seller",
            (Source::Services, false) => "services-buyer",
            (_, true) => "seller",
            (_, false) => "buyer",
        }
        .to_owned(),
        source: name,
        reporter,
        basis: match (source, exporting) {
            (Source::Services, _) => Basis::None,
            (_, true) => Basis::Fob,
            (_, false) => Basis::Cif,
        },
        grade: Grade::A,
        meaning: format!("as the {} recorded it", if exporting { "seller" } else { "buyer" }),
        points,
        left_out,
    };
    let totals = total(side, |member| {
        let (one, other) = if exporting { (member, WORLD) } else { (WORLD, member) };
        record::reported(source, member, one, other)
    })?;
    let none = BTreeMap::new();
    if exporting {
        series.share(&totals, &none)
    } else {
        series.share(&none, &totals)
    }
    Ok(series)
}

/// Years in which a state's statistics leave out only what is negligible: those with a total, or for members of the EU with a
/// figure of their trade with Russia, the largest of the six partners at hand.
fn reports_of(state: &str, exporting: bool) -> Result<BTreeSet<u16>> {
    if state == "RUS" {
        return Ok(BTreeSet::new());
    }
    let (one, other) = if exporting { (state, WORLD) } else { (WORLD, state) };
    let mut years = years_of(&record::reported(Source::National, state, one, other)?);
    if exporting {
        years.extend(years_of(&record::reported(Source::National, state, state, "RUS")?));
    }
    Ok(years)
}

/// Figures of the press; for two countries only.
fn of_press(seller: &Side, buyer: &Side) -> Result<SourceSeries> {
    let rows = match (seller.members.as_slice(), buyer.members.as_slice()) {
        ([one], [other]) => record::press(one, other)?,
        _ => Vec::new(),
    };
    let by_buyer = rows.iter().all(|row| buyer.members.contains(&row.recorded_by));
    let office = rows.first().map(|row| Source::office(&row.recorded_by)).unwrap_or_default();
    Ok(SourceSeries {
        id: "press".to_owned(),
        source: office.to_owned(),
        reporter: if by_buyer { Reporter::Importer } else { Reporter::Exporter },
        basis: if by_buyer { Basis::Cif } else { Basis::Fob },
        grade: Grade::B,
        meaning: meaning_of(record::Kind::Reported).to_owned(),
        points: rows
            .into_iter()
            .map(|row| RecordPoint {
                year: row.year,
                value: row.usd_million,
                share_of_exports: None,
                share_of_imports: None,
                grade: Some(grade_of(row.kind)),
                source: Some(format!("{office} ({})", row.source)),
            })
            .collect(),
        left_out: Vec::new(),
    })
}

/// Every member of one side with every member of the other.
fn pairs<'a>(seller: &'a Side, buyer: &'a Side) -> impl Iterator<Item = (&'a str, &'a str)> {
    seller.members.iter().flat_map(|one| buyer.members.iter().map(move |other| (one.as_str(), other.as_str())))
}

/// The sum over pairs of members in years for which none is missing, and the other years with what is missing.
fn added(seller: &Side, buyer: &Side, members: &[Member]) -> (Vec<RecordPoint>, Vec<LeftOut>) {
    let years: BTreeSet<u16> = members.iter().flat_map(|member| member.figures.keys().copied()).collect();
    let (mut points, mut gaps): (_, Vec<(u16, BTreeSet<String>)>) = (Vec::new(), Vec::new());
    for year in years {
        let lacks = |member: &&Member| !member.figures.contains_key(&year) && !member.negligible.contains(&year);
        // Of the side that is a group; of both, what is missing is the pair.
        let name = |member: &Member| match (seller.members.len(), buyer.members.len()) {
            (_, 1) => member.codes[0].clone(),
            (1, _) => member.codes[1].clone(),
            _ => member.codes.join("-"),
        };
        let missing: BTreeSet<String> = members.iter().filter(lacks).map(name).collect();
        if missing.is_empty() {
            let value = members.iter().filter_map(|member| member.figures.get(&year)).sum();
            points.push(RecordPoint {
                year,
                value,
                share_of_exports: None,
                share_of_imports: None,
                grade: None,
                source: None,
            });
        } else {
            gaps.push((year, missing));
        }
    }
    let runs = gaps.chunk_by(|one, next| one.1 == next.1);
    let left_out = runs.filter_map(|run| {
        let ((first, missing), (last, _)) = (run.first()?, run.last()?);
        Some(LeftOut { first: *first, last: *last, missing: missing.iter().cloned().collect() })
    });
    (points, left_out.collect())
}

/// A country's trade with everybody; nothing for a group, whose sum would count trade among its members.
fn total(side: &Side, of: impl Fn(&str) -> unequal_world::Result<Years>) -> Result<BTreeMap<u16, f64>> {
    match side.members.as_slice() {
        [only] => Ok(of(only)?.into_iter().collect()),
        _ => Ok(BTreeMap::new()),
    }
}

impl SourceSeries {
    /// Fills in shares of totals.
    fn share(&mut self, exports: &BTreeMap<u16, f64>, imports: &BTreeMap<u16, f64>) {
        for point in &mut self.points {
            let of = |totals: &BTreeMap<u16, f64>| {
                totals.get(&point.year).filter(|total| **total > 0.0).map(|total| point.value / total)
            };
            (point.share_of_exports, point.share_of_imports) = (of(exports), of(imports));
        }
    }
}
