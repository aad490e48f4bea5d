//! Events of a pair: a file of dates, titles and sources.

use serde::{Deserialize, Serialize};
use unequal_world::WorldError;
use unequal_world::rows::read_rows;

const EVENTS: &str = include_str!("../../../data/events.csv");

/// An event between two countries.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// One country.
    pub one: String,
    /// The other.
    pub other: String,
    /// Year.
    pub year: u16,
    /// What happened, in a few words.
    pub title: String,
    /// Where it is from.
    pub source: String,
}

/// Events that come with the program, of two countries in either order, ascending.
pub fn embedded(one: &str, other: &str) -> Result<Vec<Event>, WorldError> {
    of_pair("data/events.csv", EVENTS, one, other)
}

/// Events of two countries in a csv text with the columns `one,other,year,title,source`; faults name the line.
pub fn of_pair(name: &str, text: &str, one: &str, other: &str) -> Result<Vec<Event>, WorldError> {
    let mut events: Vec<Event> = read_rows(name, text)?;
    events.retain(|event| {
        let pair = (event.one.as_str(), event.other.as_str());
        pair == (one, other) || pair == (other, one)
    });
    events.sort_by_key(|event| event.year);
    Ok(events)
}
