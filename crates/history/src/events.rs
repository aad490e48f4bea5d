//! Events of a pair: a file of dates, titles and sources.

use serde::{Deserialize, Serialize};
use unequal_world::labels::nearest;
use unequal_world::names::{is_country, known_regions};
use unequal_world::rows::read_placed_rows;
use unequal_world::{GroupBook, WorldError};

const EVENTS: &str = include_str!("../../../data/events.csv");

/// An event between two countries.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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

/// Events of two countries in a csv text with the columns `one,other,year,title,source`; faults name the line. Events of
/// others are left out, but an unknown code is a fault: it may be a typing error in an event of these two.
pub fn of_pair(name: &str, text: &str, one: &str, other: &str) -> Result<Vec<Event>, WorldError> {
    let groups = GroupBook::embedded()?;
    let mut events = Vec::new();
    for (line, mut event) in read_placed_rows::<Event>(name, text)? {
        event.one = groups.code(&event.one);
        event.other = groups.code(&event.other);
        for code in [event.one.as_str(), event.other.as_str()] {
            if code != one && code != other && !is_country(code) && !groups.is_group(code) {
                let mut valid: Vec<(&str, &str)> = known_regions().collect();
                valid.extend(groups.names());
                let suggestion = nearest(code, valid);
                let reason =
                    format!("unknown country or group `{code}`; expected an ISO 3166 alpha-3 code{suggestion}");
                return Err(WorldError::Line { name: name.to_owned(), line, reason });
            }
        }
        let fault = |reason: String| WorldError::Line { name: name.to_owned(), line, reason };
        if event.one == event.other {
            return Err(fault(format!("both countries are {}, expected two different ones", event.one)));
        }
        if event.title.is_empty() {
            return Err(fault("the column title is empty, expected what happened in a few words".to_owned()));
        }
        let pair = (event.one.as_str(), event.other.as_str());
        if pair == (one, other) || pair == (other, one) {
            events.push(event);
        }
    }
    events.sort_by_key(|event| event.year);
    Ok(events)
}
