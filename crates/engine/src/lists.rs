//! What can be asked about, as far as it is known without a table.

use serde::Serialize;
use unequal_study::share_after;
use unequal_study::{Closure, capitalised};
use unequal_world::elasticity::{Elasticity, published_sets};
use unequal_world::names::{SectorGroup, known_regions, sector_rows};
use unequal_world::{GroupBook, embedded};

use crate::examples::{self, Example};
use crate::refusal::Refusal;
use crate::reply::Reply;
use crate::request::Form;

/// Classification of the latest tables.
const CLASSIFICATION: &str = "icio50";

#[derive(Serialize)]
struct Lists {
    version: &'static str,
    years: Vec<u16>,
    latest: u16,
    regions: Vec<Named>,
    groups: Vec<Group>,
    sectors: Vec<Sector>,
    sector_groups: Vec<Named>,
    elasticity_sets: Vec<Set>,
    closures: Vec<Set>,
    horizons: Vec<Horizon>,
    forms: Vec<&'static str>,
    scenarios: Vec<Example>,
    claims: Vec<Example>,
    articles: Vec<Example>,
}

#[derive(Serialize)]
struct Named {
    code: String,
    name: String,
}

#[derive(Serialize)]
struct Group {
    code: String,
    name: String,
    members: Vec<String>,
}

#[derive(Serialize)]
struct Sector {
    code: String,
    name: String,
    group: &'static str,
}

#[derive(Serialize)]
struct Set {
    id: String,
    name: String,
}

/// A time after a shock, and the share of the long-run trade elasticity that holds then.
#[derive(Serialize)]
struct Horizon {
    name: &'static str,
    share: f64,
}

/// The times that a page offers, the long run last.
fn horizons() -> Vec<Horizon> {
    let early = [("At once", 0.0), ("1 year", 1.0), ("4 years", 4.0)];
    let early = early.into_iter().filter_map(|(name, years)| Some(Horizon { name, share: share_after(years)? }));
    early.chain([Horizon { name: "Long run", share: 1.0 }]).collect()
}

/// The reply with all lists.
pub(crate) fn lists() -> Result<Reply, Refusal> {
    let book = GroupBook::embedded()?;
    let set = |id: &str, name: &str| Set { id: id.to_owned(), name: name.to_owned() };
    let by_sector = set(Elasticity::WORD_BY_SECTOR, "Caliendo and Parro (2015)");
    let published = published_sets().iter().map(|known| set(&known.id, &known.name));
    let forms = [Form::Csv, Form::Json, Form::Html, Form::Xlsx, Form::Parquet];
    Reply::json(&Lists {
        version: env!("CARGO_PKG_VERSION"),
        years: embedded::years().collect(),
        latest: embedded::latest(),
        regions: known_regions().map(named).collect(),
        groups: book
            .names()
            .map(|(code, name)| Group { code: code.to_owned(), name: name.to_owned(), members: book.countries(code) })
            .collect(),
        sectors: sector_rows(CLASSIFICATION)
            .map(|row| Sector { code: row.code.to_string(), name: row.name.clone(), group: row.group.id() })
            .collect(),
        sector_groups: SectorGroup::ALL.map(|group| named((group.id(), group.name()))).into(),
        elasticity_sets: std::iter::once(by_sector).chain(published).collect(),
        closures: Closure::ALL.map(|closure| set(closure.id(), closure.words())).into(),
        horizons: horizons(),
        forms: forms.into_iter().filter(|form| form.is_written()).map(Form::name).collect(),
        scenarios: examples::scenarios(),
        claims: examples::claims(),
        articles: Vec::new(),
    })
}

/// A name as it stands in a list, which begins with a capital.
fn named((code, name): (&str, &str)) -> Named {
    Named { code: code.to_owned(), name: capitalised(name) }
}
