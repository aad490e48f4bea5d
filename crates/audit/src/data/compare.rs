//! A claim against the data: directly where they have its quantity, else by what identities make of what they have.

use unequal_world::Result;

use super::base;
use super::{Found, OtherSource, Side, found};
use crate::answer::{DataAnswer, DataGrade, Range};
use crate::identity::Tied;
use crate::interval::Interval;
use crate::period::Period;
use crate::quantity::{Goods, Quantity, UnitKind, WORLD};
use crate::resolve::{Claim, Claims};
use crate::system::Bound;

/// A range that the identities leave is too wide to say anything from here on, relative.
const WIDEST: f64 = 0.25;
/// A range wider than this part of the figure holds too many others to support it.
const NARROW: f64 = 0.1;

/// Grade of a figure that a file gives: nobody but its author has seen it.
const GIVEN: &str = "C";

/// The program's figures for the quantities of a file, and where each is from.
pub(crate) struct Figures {
    bounds: Vec<Bound>,
    found: Vec<(Quantity, Found)>,
}

impl Figures {
    /// What the data have for each quantity of a file. Estimates are left out: they answer for their own quantity only.
    pub(crate) fn of(tied: &Tied) -> Result<Self> {
        let mut figures = Self { bounds: Vec::new(), found: Vec::new() };
        for quantity in tied.variables.keys() {
            if let Some(found) = found(quantity)?.filter(|found| found.observed)
                && let Some(bound) = tied.bound(quantity, found.interval)
            {
                figures.bounds.push(bound);
                figures.found.push((quantity.clone(), found));
            }
        }
        Ok(figures)
    }
}

/// Grades one claim.
pub(crate) fn compare(claim: &Claim, claims: &Claims, tied: &Tied, figures: &Figures) -> Result<DataAnswer> {
    let Some(stated) = claim.interval else {
        return Ok(not_checkable("the data hold trade and settlement figures; this is of another kind"));
    };
    if let Quantity::Change { later, since: None } = &claim.quantity {
        return without_base(later, stated);
    }
    let derived = derived(claim, stated, claims, tied, figures);
    if let Some(found) = found(&claim.quantity)? {
        // What recorded figures imply says more than a table at basic prices, where it leaves less room.
        let width = |answer: &DataAnswer| Some(answer.found.as_ref()?.high? - answer.found.as_ref()?.low?);
        let narrower = derived
            .filter(|answer| !found.observed && width(answer).is_some_and(|width| width < found.interval.width()));
        return Ok(narrower.unwrap_or_else(|| direct(claim, stated, found)));
    }
    if let Some(answer) = derived {
        return Ok(answer);
    }
    Ok(not_checkable(&nothing_found(&claim.quantity)?))
}

/// What a range that holds a figure, or part of what it may mean, says of it: it supports the figure where it is narrow,
/// or where all of it is meant.
fn held(stated: Interval, range: Interval) -> DataGrade {
    let narrow = range.width() <= NARROW * stated.middle().abs() * (1.0 + 1e-9);
    let inside = stated.low <= range.low && range.high <= stated.high;
    if narrow || inside { DataGrade::Supported } else { DataGrade::Compatible }
}

fn direct(claim: &Claim, stated: Interval, found: Found) -> DataAnswer {
    if claim.source.as_deref().is_some_and(|source| is_same_report(source, &found.source)) {
        return not_checkable("the only figure at hand is from the report that the claim is from");
    }
    if !found.observed && found.source == "none read" {
        return not_checkable(&format!("the only figure at hand has no source that was read: {}", found.remark));
    }
    if let Some(answer) = found.other.as_ref().and_then(|other| disputed(stated, &found, other)) {
        return answer;
    }
    let grade = match (stated.meets(found.interval), stated.meets(found.outer)) {
        (true, _) => held(stated, found.interval),
        (false, true) => DataGrade::NotCheckable,
        (false, false) => DataGrade::Contradicted,
    };
    let near = format!(
        "it lies outside this range, but inside the error that such data may have ({})",
        in_words(claim.quantity.unit(), found.outer)
    );
    let remark: Vec<&str> = [found.remark.as_str(), if grade == DataGrade::NotCheckable { &near } else { "" }]
        .into_iter()
        .filter(|words| !words.is_empty())
        .collect();
    DataAnswer {
        grade,
        found: Some(Range::of(found.interval)),
        source: found.source,
        evidence: found.grade.to_owned(),
        remark: remark.join("; "),
    }
}

/// The answer where two sources disagree about the quantity and one of them at least does not contradict the claim.
fn disputed(stated: Interval, found: &Found, other: &OtherSource) -> Option<DataAnswer> {
    let either = stated.meets(found.outer) || stated.meets(other.outer);
    let by_both = stated.meets(found.interval) && stated.meets(other.interval);
    (either && !by_both).then(|| DataAnswer {
        grade: DataGrade::SourcesDisagree,
        found: Some(Range::of(found.interval.hull(other.interval))),
        source: found.source.clone(),
        evidence: found.grade.to_owned(),
        remark: other.words.clone(),
    })
}

/// Whether two sources name one address.
fn is_same_report(one: &str, other: &str) -> bool {
    let address = one.split_whitespace().find(|word| word.starts_with("http"));
    address.is_some_and(|address| other.contains(address.trim_end_matches(['.', ',', ';', ')'])))
}

/// What observed and given figures leave to the quantity through the identities.
fn derived(claim: &Claim, stated: Interval, claims: &Claims, tied: &Tied, figures: &Figures) -> Option<DataAnswer> {
    let variable = *tied.variables.get(&claim.quantity)?;
    let components = tied.system.components();
    let system = tied.system.component(components[variable]);
    let found = figures.bounds.iter().zip(&figures.found);
    let mut figures: Vec<Support> = found
        .map(|(bound, (quantity, found))| Support {
            bound: *bound,
            grade: found.grade,
            given: false,
            source: format!("{quantity}: {}", found.source),
        })
        .collect();
    // A figure of the file is no evidence for itself.
    for given in claims.givens.iter().filter(|given| !std::ptr::eq(*given, claim)) {
        let Some(bound) = given.interval.and_then(|interval| tied.bound(&given.quantity, interval)) else { continue };
        // What a file takes from the data is there already.
        if !figures.iter().any(|known| known.bound == bound) {
            let source = given.source.as_deref().unwrap_or_default();
            let source = format!("{}, as given in the file: {source}", given.quantity);
            figures.push(Support { bound, grade: GIVEN, given: true, source });
        }
    }
    figures.retain(|figure| components[figure.bound.variable] == components[variable]);
    let range_of =
        |figures: &[Support]| system.range(&figures.iter().map(|figure| figure.bound).collect::<Vec<_>>(), variable);
    let range = range_of(&figures)?;
    let grade = match stated.meets(range) {
        true if range.width() > WIDEST * range.size() => return None,
        true => held(stated, range),
        false => DataGrade::Contradicted,
    };
    // It rests on what is left when figures are taken away one by one, as long as the range stays as narrow.
    for place in (0..figures.len()).rev() {
        let mut fewer = figures.clone();
        fewer.remove(place);
        if range_of(&fewer).is_some_and(|wider| wider.width() <= range.width() * 1.001 + 1e-4 * range.size()) {
            figures = fewer;
        }
    }
    let evidence = figures.iter().map(|figure| figure.grade).max().unwrap_or(GIVEN);
    let given = figures.iter().any(|figure| figure.given);
    let unseen = if given { "; figures given in the file were not seen by the program" } else { "" };
    let sources: Vec<String> = figures.into_iter().map(|figure| figure.source).collect();
    Some(DataAnswer {
        grade,
        found: Some(Range::of(range)),
        source: sources.join("; "),
        evidence: evidence.to_owned(),
        remark: format!("computed from these by the identities{unseen}"),
    })
}

/// A figure that an answer rests on.
#[derive(Clone)]
struct Support {
    bound: Bound,
    grade: &'static str,
    /// Whether the file gives it.
    given: bool,
    source: String,
}

/// A change that does not say since when, beside the changes that the data have.
fn without_base(later: &Quantity, stated: Interval) -> Result<DataAnswer> {
    let mut told = Vec::new();
    let mut fits = false;
    if let (Some(year), Some(now)) =
        (later.period().and_then(Period::year), found(later)?.filter(|found| found.observed))
    {
        for base in (year.saturating_sub(10)..year).rev() {
            let Some(period) = Period::parse(&base.to_string()) else { continue };
            let Some(before) = found(&later.at(period))?.filter(|found| found.observed) else { continue };
            let ratio = now.interval.middle() / before.interval.middle();
            fits |= stated.contains(ratio);
            told.push(format!("{ratio:.2} times {base}"));
        }
    }
    let reason = match (told.is_empty(), fits) {
        (true, _) => "it does not say since when".to_owned(),
        (false, true) => format!("it does not say since when; in the data it is {}", told.join(" and ")),
        (false, false) => {
            format!("it does not say since when; in the data it is {}, none of which fits", told.join(" and "))
        }
    };
    Ok(not_checkable(&reason))
}

/// An interval in the unit that people use for its kind.
fn in_words(unit: UnitKind, Interval { low, high }: Interval) -> String {
    match unit {
        UnitKind::Money => format!("USD {low:.1} to {high:.1} billion"),
        UnitKind::Share => format!("{:.1} to {:.1} %", 100.0 * low, 100.0 * high),
        UnitKind::Ratio | UnitKind::Own => format!("{low:.2} to {high:.2}"),
        UnitKind::Rank => format!("{low:.0} to {high:.0}"),
    }
}

fn not_checkable(reason: &str) -> DataAnswer {
    DataAnswer {
        grade: DataGrade::NotCheckable,
        found: None,
        source: String::new(),
        evidence: String::new(),
        remark: reason.to_owned(),
    }
}

/// Why nothing was found, with the nearest year where that helps.
fn nothing_found(quantity: &Quantity) -> Result<String> {
    let near = match quantity {
        Quantity::ExportShare { of, to, goods: Goods::All, period } => Some((of, to, period, Side::Exports)),
        Quantity::ImportShare { of, from, goods: Goods::All, period } => Some((of, from, period, Side::Imports)),
        _ => None,
    };
    if let Some((of, partner, period, side)) = near
        && of != WORLD
        && let Some(year) = period.year()
        && let Some((year, share)) = base::nearest_share(of, partner, year, side)?
    {
        let percent = 100.0 * share.value;
        return Ok(format!("the data do not have that year; the nearest is {year}, {percent:.1} % ({})", share.source));
    }
    Ok(match quantity {
        Quantity::Other { .. } => "the data hold trade and settlement figures; this is of another kind",
        _ => "the data do not have this quantity at that time, nor enough to compute it",
    }
    .to_owned())
}
