//! Since when a change is said to be.

use super::lexer::{Kind, Token};
use super::reader::Clause;
use super::words::NUMBERS;
use crate::period::Period;

const PREVIOUS: [&str; 3] = ["previous", "preceding", "prior"];

impl Clause<'_> {
    /// Since when the change of a figure is said to be; nothing where it is not said or not understood.
    pub(super) fn since(&self, place: usize, period: Period) -> Option<Period> {
        let found = (0..self.tokens.len()).find_map(|at| {
            self.since_period(place, period, at)
                .or_else(|| self.since_unit(place, period, at))
                .or_else(|| self.since_same(place, period, at))
                .or_else(|| self.since_years(period, at))
        });
        found.flatten()
    }

    /// Words a number of places away from one.
    fn is(&self, at: usize, steps: isize, words: &[&str]) -> bool {
        at.checked_add_signed(steps).and_then(|place| self.tokens.get(place)).is_some_and(|token| token.is(words))
    }

    /// `tripled since 2021`, `halved from 2021`, `compared with 2022`, `higher than in 2021`.
    fn since_period(&self, place: usize, period: Period, at: usize) -> Option<Option<Period>> {
        let start = match self.tokens[at].kind {
            Kind::Period { period, .. } => Some(period),
            Kind::Months(..) => self.period_at(at).map(|(period, _)| period),
            _ => None,
        };
        let start = start.filter(|start| *start < period)?;
        // Not `the first fall since 2016`.
        let near = at > place && at - place <= 3;
        let than = self.is(at, -1, &["in"]) && self.is(at, -2, &["than"]);
        let against = than || self.is(at, -1, &["from", "with", "against", "on", "over", "than"]);
        let said = (self.is_since(at) && near) || (against && at > place && self.is_next_figure_after(place, at));
        // A month is set against a month and not against a year.
        said.then_some(Some(start).filter(|start| start.months() <= period.months()))
    }

    /// `a month earlier`, `from the previous month`, `month-on-month`, `on the month`; the same of quarters and years.
    fn since_unit(&self, place: usize, period: Period, at: usize) -> Option<Option<Period>> {
        let earlier = self.is(at, 1, &["earlier", "before", "ago"]);
        if self.is(at, 0, &["month"]) && earlier && self.is(at, -1, &["a", "one"]) {
            return Some(period.earlier(1));
        }
        let over = ["on", "over"];
        let previous = self.is(at, -1, &PREVIOUS);
        let on_the = self.is(at, -1, &["the"]) && self.is(at, -2, &over);
        for (unit, months) in [("month", 1), ("quarter", 3)] {
            let twice =
                (2..=4).any(|steps| self.is(at, steps, &[unit])) && (1..=2).any(|steps| self.is(at, steps, &over));
            if self.is(at, 0, &[unit]) && (previous || on_the || twice) && at > place {
                return Some(period.earlier(months).filter(|_| period.months() == months));
            }
        }
        let year = self.is(at, 0, &["year", "annual"]);
        let on_year = year && (self.is(at, -1, &over) || self.is(at, -2, &over));
        let hyphens = self.is(at, 0, &["year"]) && self.is(at, 2, &over);
        let is_year_before = (year && (earlier || previous)) || on_year || hyphens || self.is(at, 0, &["yoy"]);
        is_year_before.then(|| period.earlier(period.months().max(12)))
    }

    /// `from the same period of 2022`, `than in the same month last year`.
    fn since_same(&self, place: usize, period: Period, at: usize) -> Option<Option<Period>> {
        if !self.is(at, 0, &["same"]) || at < place {
            return None;
        }
        let year = self.tokens.iter().skip(at + 1).take(4).find_map(|token| match token.kind {
            Kind::Period { period, .. } => period.year(),
            _ => None,
        });
        let own = period.to_string().get(..4).and_then(|digits| digits.parse::<u16>().ok());
        Some(match (year, own) {
            (Some(earlier), Some(own)) if earlier < own => period.earlier(12 * u32::from(own - earlier)),
            (Some(_), _) => None,
            (None, _) => period.earlier(period.months().max(12)),
        })
    }

    /// `in two years`.
    fn since_years(&self, period: Period, at: usize) -> Option<Option<Period>> {
        let of_years = self.is(at, 0, &["years"])
            && self.is(at, -2, &["in", "over", "within", "past", "last"])
            && period.months() == 12;
        let count = at.checked_sub(1).and_then(|place| self.tokens.get(place)).filter(|_| of_years)?;
        let count = NUMBERS.iter().position(|known| count.is(&[*known]))?;
        Some(period.earlier(12 * (count as u32 + 1)))
    }

    /// Whether a change is said to be against something that is no period that was read: `from pre-war levels`.
    pub(super) fn is_against_another_time(&self, place: usize) -> bool {
        const WORDS: [&str; 12] = [
            "compared",
            "relative",
            "versus",
            "against",
            "than",
            "since",
            "previous",
            "preceding",
            "prior",
            "decade",
            "years",
            "vs",
        ];
        let is_figure = |token: &Token| matches!(token.kind, Kind::Figure(_));
        let end = (place + 1..self.tokens.len()).find(|at| is_figure(&self.tokens[*at])).unwrap_or(self.tokens.len());
        // `from China` sets no times against each other.
        let from = |at: usize| {
            self.is(at, 0, &["over", "quarter", "month", "week"]) || self.is(at, 0, &["from"]) && self.compares(at)
        };
        // `the first fall since 2016` behind a comma says nothing of the change.
        let behind =
            (place + 1..end).take_while(|at| !self.is(*at, 0, &[","])).any(|at| self.is(at, 0, &WORDS) || from(at));
        let first = (0..place).rev().find(|at| is_figure(&self.tokens[*at])).map_or(0, |at| at + 1);
        behind || (first..place).any(|at| self.is(at, 0, &["compared", "relative", "versus", "since"]))
    }

    /// Whether no other figure stands between two places.
    fn is_next_figure_after(&self, place: usize, at: usize) -> bool {
        !self.tokens[place + 1..at].iter().any(|token| matches!(token.kind, Kind::Figure(_)))
    }
}
