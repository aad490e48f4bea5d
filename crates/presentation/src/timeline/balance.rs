//! Breaks, regimes and reversals of the balance.

use unequal_study::timeline::{Balance, Breaks, Reversal, Timeline, TradeFlow, regime_words};

use super::words;
use crate::chart::{Chart, ChartKind};
use crate::document::Block;
use crate::keys::Keys;
use crate::quantity::{Form, Quantity, Unit};
use crate::shared::short;
use crate::table::{Cell, Column, Look, Row, Table};
use crate::text;

/// The section, or that too few years are known.
pub fn blocks(answer: &Timeline) -> Vec<Block> {
    let Some(balance) = &answer.balance else {
        return vec![Block::body("Too few years of this pair are observed to look for breaks.")];
    };
    let (first, second) = (&answer.first.name, &answer.second.name);
    let observed =
        crate::text::Span::figure(Quantity::count(balance.observed), "years observed in the long series", Keys::none());
    let mut blocks = Vec::new();
    if !balance.breaks.breaks.is_empty() {
        let finding = words::turns(answer).into_iter().next().unwrap_or_default();
        blocks.push(
            Chart::new("chart-breaks", "breaks", ChartKind::Intervals, &["after"], finding)
                .quantity("Last year before each break of the mean, with its 95 % interval")
                .into(),
        );
    }
    blocks.push(Block::body(text![
        "The ratio of the two dependences, fitted to the ",
        observed,
        " years of the long series. Above 1 : 1, ",
        first,
        " depends more on ",
        second,
        " than ",
        second,
        " on ",
        first,
        "."
    ]));
    blocks.push(segments(answer, &balance.breaks).into());
    blocks.push(breaks(&balance.breaks).into());
    blocks.push(reversals(balance).into());
    blocks.push(regimes(answer, balance).into());
    blocks.push(criteria(&balance.breaks).into());
    blocks.push(fits(balance).into());
    blocks
}

fn ratio_heading(answer: &Timeline) -> String {
    format!("{} : {}", short(&answer.first), short(&answer.second))
}

fn segments(answer: &Timeline, breaks: &Breaks) -> Table {
    let rows = breaks.segments.iter().map(|segment| {
        let (low, high) = (segment.mean - 2.0 * segment.standard_error, segment.mean + 2.0 * segment.standard_error);
        let ratio = Quantity::ratio(segment.mean.exp()).within(low.exp(), high.exp(), "two standard errors");
        let years = usize::from(segment.to.saturating_sub(segment.from)) + 1;
        let cells = vec![
            Quantity::count(segment.years).into(),
            Quantity::count(years).into(),
            ratio.into(),
            Quantity::new(segment.mean, Unit::Logarithm).into(),
            Quantity::new(segment.standard_error, Unit::Logarithm).into(),
        ];
        Row::new(format!("{}\u{2013}{}", segment.from, segment.to), cells)
            .keys(Keys::none().year(format!("{}-{}", segment.from, segment.to)))
    });
    let columns = vec![
        Column::figures("observed", "years observed").item("years observed in the segment"),
        Column::figures("years", "years in the segment").item("years of the segment"),
        Column::figures("ratio", ratio_heading(answer)).item("ratio in the segment"),
        Column::figures("mean", "mean, logarithm").item("mean of the asymmetry in the segment"),
        Column::figures("error", "standard error").item("standard error of that mean"),
    ];
    Table::new("segments", "Segments with one mean, by the method of Bai and Perron", "Years")
        .columns(columns)
        .rows(rows.collect())
}

fn breaks(breaks: &Breaks) -> Table {
    let rows = breaks.breaks.iter().map(|found| {
        let after =
            Quantity::year(found.after).within(f64::from(found.earliest), f64::from(found.latest), "95 % interval");
        let cells = vec![
            after.into(),
            Quantity::year(found.earliest).into(),
            Quantity::year(found.latest).into(),
            Quantity::new(found.change, Unit::Logarithm).form(Form::Signed).into(),
        ];
        Row::new(format!("Break after {}", found.after), cells).keys(Keys::none().year(found.after))
    });
    let columns = vec![
        Column::figures("after", "last year before").item("last year before the break"),
        Column::figures("earliest", "earliest").item("earliest year of the break"),
        Column::figures("latest", "latest").item("latest year of the break"),
        Column::figures("change", "change of the mean, logarithm").item("change of the mean at the break"),
    ];
    Table::new("breaks", "Structural breaks", "Break")
        .columns(columns)
        .rows(rows.collect())
        .note("Intervals at 95 % take years as independent of each other, so the true ones are wider.")
}

fn reversals(balance: &Balance) -> Table {
    let row = |what: &str, turn: &Reversal| {
        let cells = vec![
            Quantity::year(turn.after).into(),
            Quantity::year(turn.by).into(),
            Quantity::year(turn.earliest).into(),
            Quantity::year(turn.latest).into(),
            Quantity::ratio(turn.means[0].exp()).into(),
            Quantity::ratio(turn.means[1].exp()).into(),
        ];
        Row::new(format!("By {what}"), cells).item(format!("reversal by {what}")).keys(Keys::none().year(turn.after))
    };
    let mut rows: Vec<Row> = balance.reversals.iter().map(|turn| row("exports and imports", turn)).collect();
    for flow in &balance.by_flow {
        let what = match flow.flow {
            TradeFlow::Exports => "exports alone",
            TradeFlow::Imports => "imports alone",
        };
        rows.extend(flow.reversals.iter().map(|turn| row(what, turn)));
        if flow.reversals.is_empty() {
            let none = std::iter::once(Cell::empty("none")).chain((0..5).map(|_| Cell::Empty(None)));
            rows.push(Row::new(format!("By {what}"), none.collect()).item(format!("reversal by {what}")));
        }
    }
    let columns = [
        ("after", "after", "last year before"),
        ("by", "by", "first year afterwards"),
        ("earliest", "earliest", "earliest year"),
        ("latest", "latest", "latest year"),
        ("ratio-before", "ratio before", "ratio before"),
        ("ratio-after", "ratio afterwards", "ratio afterwards"),
    ];
    let columns = columns.map(|(id, heading, item)| Column::figures(id, heading).item(item));
    Table::new("reversals", "Reversals of the balance", "Counted").columns(columns.to_vec()).rows(rows)
}

fn regimes(answer: &Timeline, balance: &Balance) -> Table {
    let rows = balance.regimes.spells.iter().map(|spell| {
        let cells = vec![
            Quantity::ratio(spell.mean.exp()).into(),
            Quantity::share(spell.probability).into(),
            Quantity::new(spell.mean, Unit::Logarithm).into(),
        ];
        Row::new(format!("{}\u{2013}{}", spell.from, spell.to), cells)
            .keys(Keys::none().year(format!("{}-{}", spell.from, spell.to)))
    });
    let columns = vec![
        Column::figures("ratio", ratio_heading(answer)).item("ratio in the regime"),
        Column::figures("probability", "probability").item("probability of the regime"),
        Column::figures("mean", "mean, logarithm").item("mean of the regime"),
    ];
    Table::new("regimes", "Regimes of a hidden Markov model", "Years")
        .columns(columns)
        .rows(rows.collect())
        .note(regime_words(&balance.regimes))
        .note("Regimes are fitted by another method than the segments and need not agree with them.")
}

fn criteria(breaks: &Breaks) -> Table {
    let rows = breaks.criteria.iter().enumerate().map(|(count, value)| {
        let cells = vec![Quantity::number(*value).into()];
        Row::new(count.to_string(), cells).item(format!("Bayesian criterion with {count} breaks")).detail(true)
    });
    Table::new("break-criteria", "Choice of the number of breaks", "Breaks")
        .columns(vec![Column::figures("criterion", "Bayesian criterion, lowest best")])
        .rows(rows.collect())
        .look(Look::Folded)
}

fn fits(balance: &Balance) -> Table {
    let rows = balance.regimes.fits.iter().map(|fit| {
        let cells = vec![
            Quantity::number(fit.criterion).into(),
            Quantity::new(fit.log_likelihood, Unit::Logarithm).into(),
            Quantity::count(fit.starts).into(),
            Quantity::count(fit.reached).into(),
        ];
        Row::new(fit.states.to_string(), cells)
            .item(format!("{} regimes", fit.states))
            .headline(fit.states == balance.regimes.states)
            .detail(true)
    });
    let columns = vec![
        Column::figures("criterion", "Bayesian criterion, lowest best").item("Bayesian criterion"),
        Column::figures("likelihood", "log-likelihood").item("log-likelihood"),
        Column::figures("starts", "starts").item("starts of the search"),
        Column::figures("reached", "starts that ended there").item("starts that ended at that log-likelihood"),
    ];
    Table::new("regime-fits", "Choice of the number of regimes", "Regimes")
        .columns(columns)
        .rows(rows.collect())
        .look(Look::Folded)
}
