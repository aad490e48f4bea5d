//! Figures taken as true: with a source of the author's, or from the program's own data.

use super::{Claim, Figure, Reader, claim};
use crate::data;
use crate::document::Entry;
use crate::error::{ClaimsProblem, Failed};

impl Reader<'_> {
    /// A given figure: as stated with its source, or what the data have for its quantity.
    pub(super) fn given(&self, entry: &Entry) -> Result<Claim, Failed> {
        let quantity = self.named(entry)?;
        if let Some(figure) = self.figure(entry, &quantity)? {
            if entry.source.as_deref().is_none_or(|source| source.trim().is_empty()) {
                let missing = ClaimsProblem::Missing {
                    quantity: entry.quantity.get_ref().clone(),
                    key: "source",
                    meaning: "where the figure that is taken as true is from",
                };
                return Err(Failed::at(entry.name.span(), missing));
            }
            return Ok(claim(entry, quantity, Some(figure)));
        }
        let found = data::found(&quantity).map_err(|error| Failed::at(entry.name.span(), error.into()))?;
        let Some(found) = found.filter(|found| found.observed) else {
            return Err(Failed::at(entry.quantity.span(), ClaimsProblem::NoData { what: quantity.to_string() }));
        };
        let figure = Figure {
            written: "the program's data".to_owned(),
            interval: found.interval,
            own_unit: String::new(),
            rounding: "range",
        };
        let mut given = claim(entry, quantity, Some(figure));
        given.source = Some(found.source);
        Ok(given)
    }
}
