//! From bytes to [`Claims`]: syntax, then names, then figures, then what holds between claims.

mod given;
mod quantities;

use std::collections::BTreeMap;
use std::ops::Range;

use toml::Spanned;
use unequal_world::labels::nearest;
use unequal_world::source_text::read_toml;

use crate::document::{Document, Entry, IdentityEntry};
use crate::error::{ClaimsError, ClaimsProblem, Failed};
use crate::interval::Interval;
use crate::phrase;
use crate::quantity::{Quantity, UnitKind};
use crate::rounding::Rounding;

/// A file of claims whose words are understood.
#[derive(Debug, Clone)]
pub struct Claims {
    /// Name of the file.
    pub file: String,
    /// Title as written.
    pub title: String,
    /// Description as written.
    pub description: Option<String>,
    /// Claims in the order of the file.
    pub claims: Vec<Claim>,
    /// Figures taken as true.
    pub givens: Vec<Claim>,
    /// How far the two records of a flow may be apart, relative.
    pub valuation_gap: f64,
    /// What words of rounding mean.
    pub rounding: Rounding,
    pub(crate) identities: Vec<OwnIdentity>,
}

/// One claim, or one figure taken as true.
#[derive(Debug, Clone)]
pub struct Claim {
    /// Its name, unique in the file.
    pub name: String,
    /// The claim in a sentence.
    pub says: Option<String>,
    /// What it is about.
    pub quantity: Quantity,
    /// The figure as written; empty if there is none.
    pub stated: String,
    /// The figure, in the unit of the quantity; `None` for a claim that cannot be a number.
    pub interval: Option<Interval>,
    /// Unit of an own number.
    pub own_unit: String,
    /// Key of the word of rounding used.
    pub rounding: &'static str,
    /// Where it is from.
    pub source: Option<String>,
    /// Remark.
    pub note: Option<String>,
    /// Place of its name in the file, bytes.
    pub place: Range<usize>,
}

/// An identity that the author states.
#[derive(Debug, Clone)]
pub(crate) enum OwnIdentity {
    Sum { total: Quantity, parts: Vec<Quantity> },
    Product { part: Quantity, ratio: Quantity, whole: Quantity },
}

/// f.o.b. to c.i.f.: the International Monetary Fund's ratio (Marini, Dippelsman and Stanger 2018).
const VALUATION_GAP: f64 = 0.06;
/// Largest factor under `[rounding]`.
const LARGEST_FACTOR: f64 = 100.0;
/// Largest rank: there are fewer countries.
const MOST_RANK: f64 = 300.0;
/// Claims and given figures in one file.
const MOST_CLAIMS: usize = 200;

impl Claims {
    /// Reads a claims file; `file` stands in errors. Any bytes give claims or an error with its place.
    pub fn parse(file: &str, bytes: &[u8]) -> Result<Self, Box<ClaimsError>> {
        let (document, text): (Document, &str) = read_toml(file, bytes)?;
        resolved(file, &document, text).map_err(|failed| failed.in_text(file, text))
    }
}

fn resolved(file: &str, document: &Document, text: &str) -> Result<Claims, Failed> {
    let rounding = rounding(document)?;
    if document.claim.is_empty() {
        let end = text.trim_end().len()..text.len();
        return Err(Failed::value(end, "the number of claims", "0", "at least one [[claim]]"));
    }
    if let Some(extra) = document.claim.iter().chain(&document.given).nth(MOST_CLAIMS) {
        return Err(Failed::value(extra.name.span(), "the number of claims", "more", format!("at most {MOST_CLAIMS}")));
    }
    let reader = Reader { text, rounding: &rounding };
    let claims = document.claim.iter().map(|entry| reader.claim(entry)).collect::<Result<Vec<_>, _>>()?;
    let mut givens = document.given.iter().map(|entry| reader.given(entry)).collect::<Result<Vec<_>, _>>()?;
    let mut names: BTreeMap<&str, &Claim> = BTreeMap::new();
    for claim in claims.iter().chain(&givens) {
        if names.insert(&claim.name, claim).is_some() {
            return Err(Failed::at(claim.place.clone(), ClaimsProblem::RepeatedName { name: claim.name.clone() }));
        }
    }
    let identities =
        document.identity.iter().map(|entry| identity(entry, &names, text)).collect::<Result<Vec<_>, _>>()?;
    // A given figure may be the program's own; two of one quantity would only say the same twice.
    givens.dedup_by(|one, other| one.quantity == other.quantity && one.interval == other.interval);
    Ok(Claims {
        file: file.to_owned(),
        title: document.title.clone(),
        description: document.description.clone(),
        claims,
        givens,
        valuation_gap: gap(document)?,
        rounding,
        identities,
    })
}

fn gap(document: &Document) -> Result<f64, Failed> {
    let Some(gap) = &document.valuation_gap else { return Ok(VALUATION_GAP) };
    if (0.0..=0.5).contains(gap.get_ref()) {
        return Ok(*gap.get_ref());
    }
    Err(Failed::value(
        gap.span(),
        "the valuation gap",
        gap.get_ref().to_string(),
        "a number from 0 to 0.5 (0.06 is 6 %)",
    ))
}

fn rounding(document: &Document) -> Result<Rounding, Failed> {
    let mut rounding = Rounding::default();
    for (key, entry) in document.rounding.entries() {
        let [low, high] = *entry.get_ref();
        if !((0.0..=LARGEST_FACTOR).contains(&low) && (low..=LARGEST_FACTOR).contains(&high)) {
            let expected = format!("two factors from 0 to {LARGEST_FACTOR}, the smaller first, as in [0.95, 1.05]");
            return Err(Failed::value(entry.span(), "the meaning of a word", format!("[{low}, {high}]"), expected));
        }
        rounding.set(key, [low, high]);
    }
    Ok(rounding)
}

/// Reads entries of one file.
struct Reader<'a> {
    text: &'a str,
    rounding: &'a Rounding,
}

impl Reader<'_> {
    fn claim(&self, entry: &Entry) -> Result<Claim, Failed> {
        let quantity = self.named(entry)?;
        let figure = self.figure(entry, &quantity)?;
        if figure.is_none() && quantity.unit() != UnitKind::Own {
            let missing = ClaimsProblem::Missing {
                quantity: entry.quantity.get_ref().clone(),
                key: "stated",
                meaning: "the figure, as in \"about 40 %\" (or `low`, `high` and `unit`)",
            };
            return Err(Failed::at(entry.name.span(), missing));
        }
        Ok(claim(entry, quantity, figure))
    }

    fn named(&self, entry: &Entry) -> Result<Quantity, Failed> {
        let name = entry.name.get_ref();
        if name.trim().is_empty() || name.chars().count() > 60 || name.chars().any(char::is_control) {
            return Err(Failed::value(
                entry.name.span(),
                "the name",
                format!("`{name:.80}`"),
                "1 to 60 letters on one line",
            ));
        }
        quantities::quantity(entry)
    }

    /// The figure of an entry, in the unit of its quantity.
    fn figure(&self, entry: &Entry, quantity: &Quantity) -> Result<Option<Figure>, Failed> {
        let words = entry.quantity.get_ref();
        match (&entry.stated, &entry.low, &entry.high) {
            (Some(stated), None, None) => {
                if let Some(unit) = &entry.unit {
                    return Err(Failed::value(
                        unit.span(),
                        "the unit",
                        "apart",
                        "the unit inside `stated`; `unit` goes with `low` and `high`",
                    ));
                }
                let read = match quantity.unit() {
                    UnitKind::Rank => phrase::rank(stated.get_ref()),
                    unit => phrase::read(stated.get_ref(), words, unit, self.rounding),
                };
                let read = read.map_err(|failed| failed.moved(|place| self.inside(stated, place)))?;
                self.fitting(stated.span(), quantity.unit(), read.interval)?;
                Ok(Some(Figure {
                    written: stated.get_ref().clone(),
                    interval: read.interval,
                    own_unit: read.own_unit,
                    rounding: read.rounding,
                }))
            }
            (None, Some(low), Some(high)) => self.bounds(entry, quantity, low, high).map(Some),
            (None, None, None) => match &entry.unit {
                Some(unit) => Err(Failed::value(
                    unit.span(),
                    "the unit",
                    "without a figure",
                    "`low` and `high` beside it, or the figure with its unit in `stated`",
                )),
                None => Ok(None),
            },
            (Some(stated), ..) => {
                Err(Failed::value(stated.span(), "the figure", "given twice", "either `stated`, or `low` and `high`"))
            }
            (None, Some(one), None) | (None, None, Some(one)) => {
                Err(Failed::value(one.span(), "the range", "open", "both `low` and `high`"))
            }
        }
    }

    fn bounds(
        &self,
        entry: &Entry,
        quantity: &Quantity,
        low: &Spanned<f64>,
        high: &Spanned<f64>,
    ) -> Result<Figure, Failed> {
        let Some(unit) = &entry.unit else {
            return Err(Failed::value(
                high.span(),
                "the unit",
                "missing",
                "`unit`, such as \"USD bn\", \"%\" or \"ratio\"",
            ));
        };
        let word = unit.get_ref().to_lowercase();
        let kind = quantity.unit();
        let scaled = match (kind, word.as_str()) {
            (UnitKind::Money, "usd") => Some((1e-9, 0.0)),
            (UnitKind::Money, "usd mn" | "usd million") => Some((1e-3, 0.0)),
            (UnitKind::Money, "usd bn" | "usd billion") => Some((1.0, 0.0)),
            (UnitKind::Money, "usd tn" | "usd trillion") => Some((1e3, 0.0)),
            (UnitKind::Share, "%" | "percent") => Some((0.01, 0.0)),
            (UnitKind::Share, "share") | (UnitKind::Ratio, "ratio") | (UnitKind::Rank, "rank") | (UnitKind::Own, _) => {
                Some((1.0, 0.0))
            }
            (UnitKind::Ratio, "% change") => Some((0.01, 1.0)),
            _ => None,
        };
        let Some((factor, start)) = scaled else {
            let expected = match kind {
                UnitKind::Money => "\"USD\", \"USD mn\", \"USD bn\" or \"USD tn\"",
                UnitKind::Share => "\"%\" or \"share\"",
                UnitKind::Rank => "\"rank\"",
                _ => "\"% change\" or \"ratio\"",
            };
            return Err(Failed::value(unit.span(), "the unit", format!("\"{}\"", unit.get_ref()), expected));
        };
        let (from, to) = (*low.get_ref(), *high.get_ref());
        if !(from.is_finite() && to.is_finite() && from <= to && from.abs().max(to.abs()) < 1e18) {
            return Err(Failed::value(
                high.span(),
                "the range",
                format!("{from} to {to}"),
                "two numbers, the smaller first",
            ));
        }
        let interval = Interval { low: start + factor * from, high: start + factor * to };
        self.fitting(low.span().start..high.span().end, kind, interval)?;
        let written = format!("{from} to {to} {}", unit.get_ref());
        let own_unit = if kind == UnitKind::Own { unit.get_ref().clone() } else { String::new() };
        Ok(Figure { written, interval, own_unit, rounding: "range" })
    }

    /// Refuses figures that their quantity cannot have.
    fn fitting(&self, span: Range<usize>, kind: UnitKind, interval: Interval) -> Result<(), Failed> {
        let (domain, expected) = match kind {
            UnitKind::Money => {
                (Interval { low: 0.0, high: 1e6 }, "between 0 and USD 1,000,000 billion, more than the world's income")
            }
            UnitKind::Share => (Interval { low: 0.0, high: 1.0 }, "a share between 0 and 100 %"),
            UnitKind::Ratio => (Interval { low: 0.0, high: 1e6 }, "a fall of at most 100 %"),
            UnitKind::Rank => (Interval { low: 1.0, high: MOST_RANK }, "a rank from 1 on"),
            UnitKind::Own => return Ok(()),
        };
        if domain.meets(interval) && !interval.low.is_nan() {
            return Ok(());
        }
        Err(Failed::value(span, "the figure", format!("{} to {}", interval.low, interval.high), expected))
    }

    /// The place in the file of a place in a text value.
    fn inside(&self, value: &Spanned<String>, place: Range<usize>) -> Range<usize> {
        let span = value.span();
        let written = self.text.get(span.clone()).unwrap_or_default();
        // Only a plain one-line text has its bytes where they stand in the file.
        if written.len() == value.get_ref().len() + 2 && written.get(1..written.len() - 1) == Some(value.get_ref()) {
            span.start + 1 + place.start..span.start + 1 + place.end
        } else {
            span
        }
    }
}

/// A figure of an entry.
struct Figure {
    written: String,
    interval: Interval,
    own_unit: String,
    rounding: &'static str,
}

fn claim(entry: &Entry, quantity: Quantity, figure: Option<Figure>) -> Claim {
    let figure = figure.map(|figure| (figure.written, Some(figure.interval), figure.own_unit, figure.rounding));
    let (stated, interval, own_unit, rounding) = figure.unwrap_or((String::new(), None, String::new(), "digits"));
    Claim {
        name: entry.name.get_ref().clone(),
        says: entry.says.clone(),
        quantity,
        stated,
        interval,
        own_unit,
        rounding,
        source: entry.source.clone(),
        note: entry.note.clone(),
        place: entry.name.span(),
    }
}

fn identity(entry: &IdentityEntry, names: &BTreeMap<&str, &Claim>, text: &str) -> Result<OwnIdentity, Failed> {
    let find = |name: &Spanned<String>| {
        let found = names.get(name.get_ref().as_str()).copied().filter(|claim| claim.interval.is_some());
        found.ok_or_else(|| {
            let with_figure = names.values().filter(|claim| claim.interval.is_some());
            let suggestion = nearest(name.get_ref(), with_figure.map(|claim| (claim.name.as_str(), "")));
            Failed::at(name.span(), ClaimsProblem::UnknownClaim { given: name.get_ref().clone(), suggestion })
        })
    };
    let unit = |claim: &Claim| match claim.quantity.unit() {
        UnitKind::Money => "USD billion".to_owned(),
        UnitKind::Share | UnitKind::Ratio => "share".to_owned(),
        UnitKind::Rank => "rank".to_owned(),
        UnitKind::Own => claim.own_unit.clone(),
    };
    let same = |one: &Claim, other: &Claim, span: Range<usize>| {
        if unit(one) == unit(other) {
            return Ok(());
        }
        let given = format!("in `{}`, while `{}` is in `{}`", unit(other), one.name, unit(one));
        Err(Failed::value(span, "a part of the identity", given, "one unit throughout"))
    };
    match (&entry.total, &entry.parts, &entry.part, &entry.ratio, &entry.whole) {
        (Some(total), Some(parts), None, None, None) => {
            if parts.get_ref().is_empty() {
                return Err(Failed::value(parts.span(), "the list of parts", "empty", "names of claims"));
            }
            let whole = find(total)?;
            let mut quantities = Vec::new();
            for part in parts.get_ref() {
                let found = find(part)?;
                same(whole, found, part.span())?;
                quantities.push(found.quantity.clone());
            }
            Ok(OwnIdentity::Sum { total: whole.quantity.clone(), parts: quantities })
        }
        (None, None, Some(part), Some(ratio), Some(whole)) => {
            let (product, factor, of) = (find(part)?, find(ratio)?, find(whole)?);
            // A price times a quantity changes the unit; a share does not.
            if ["share", ""].contains(&unit(factor).as_str()) {
                same(product, of, whole.span())?;
            }
            let quantity = |claim: &Claim| claim.quantity.clone();
            Ok(OwnIdentity::Product { part: quantity(product), ratio: quantity(factor), whole: quantity(of) })
        }
        _ => {
            let place = [&entry.total, &entry.part, &entry.ratio, &entry.whole].into_iter().flatten().next();
            let span = place.map_or(text.len()..text.len(), Spanned::span);
            let expected = "`total` and `parts`, or `part`, `ratio` and `whole` (part = ratio * whole)";
            Err(Failed::value(span, "the identity", "incomplete or mixed", expected))
        }
    }
}
