//! The timeline in sentences.

use unequal_world::names::possessive;

use unequal_history::reversal::Reversal;

use super::{Balance, FlowReversals, TradePoint, TradeSource};
use crate::annual::LineBlock;
use crate::parties::Side;

/// Names of the two sides.
pub struct Words<'a> {
    pub first: &'a Side,
    pub second: &'a Side,
}

impl Words<'_> {
    /// What it comes to.
    pub fn headline(&self, trade: &[TradePoint], balance: Option<&Balance>, exit: &LineBlock) -> Vec<String> {
        let mut sentences = Vec::new();
        sentences.extend(self.then_and_now(trade));
        match balance {
            None => sentences.push(
                "The long series knows fewer than twelve years of this pair, too few to look for breaks.".to_owned(),
            ),
            Some(balance) => {
                sentences.extend(self.turns(balance));
                sentences.extend(by_flow(balance));
            }
        }
        sentences.extend(self.exit(exit));
        sentences
    }

    /// Dependence in the first and the last year known.
    fn then_and_now(&self, trade: &[TradePoint]) -> Option<String> {
        let known: Vec<(&TradePoint, [f64; 2])> =
            trade.iter().filter_map(|point| Some((point, point.dependence()?))).collect();
        let (earliest, then) = known.first()?;
        let (latest, now) = known.last()?;
        let first = &self.first.name;
        let second = &self.second.name;
        let percent = |share: f64| format!("{:.1} %", 100.0 * share);
        let mut sentence = format!(
            "In {} {} did {} of its trade with {second}, and {second} {} of its own with {} ({}{})",
            earliest.year,
            first,
            percent(then[0]),
            percent(then[1]),
            self.first.name,
            earliest.source,
            self.too_high(earliest),
        );
        if latest.year > earliest.year {
            sentence.push_str(&format!(
                "; in {} it was {} and {} ({}{})",
                latest.year,
                percent(now[0]),
                percent(now[1]),
                latest.source,
                self.too_high(latest),
            ));
        }
        sentence.push('.');
        Some(sentence)
    }

    /// Which shares of a point are too high because partners are missing, as the end of a remark on its source.
    fn too_high(&self, point: &TradePoint) -> String {
        let known = point.too_high.first().and_then(|known| {
            let side = [self.first, self.second].into_iter().find(|side| side.code == known.side)?;
            Some((&side.name, &known.reason))
        });
        match (point.kind, known) {
            (_, Some((name, reason))) => format!("; too high for {name}: {reason}"),
            (TradeSource::LongSeries, None) => "; too high where it lacks other partners of a side".to_owned(),
            _ => String::new(),
        }
    }

    fn needs_more(&self, asymmetry: f64) -> (&str, &str) {
        let (first, second) = (self.first.name.as_str(), self.second.name.as_str());
        if asymmetry > 0.0 { (first, second) } else { (second, first) }
    }

    /// Reversals, or that there is none.
    fn turns(&self, balance: &Balance) -> Vec<String> {
        if balance.reversals.is_empty() {
            let sure =
                balance.breaks.segments.iter().filter(|segment| segment.mean.abs() > 2.0 * segment.standard_error);
            let signs: Vec<f64> = sure.map(|segment| segment.mean.signum()).collect();
            let sentence = match signs.first() {
                Some(sign) if signs.iter().all(|other| other == sign) => {
                    let (weak, strong) = self.needs_more(*sign);
                    format!(
                        "Within the {} years of the long series the sides did not change: {weak} needed {strong} more \
                         in every segment whose sign is sure.",
                        balance.observed
                    )
                }
                _ => "The long series does not say which side needed the other more.".to_owned(),
            };
            return vec![sentence];
        }
        balance
            .reversals
            .iter()
            .map(|turn| {
                let (before, _) = self.needs_more(turn.means[0]);
                let (after, on) = self.needs_more(turn.means[1]);
                format!(
                    "The sides changed between {} and {}: until then {before} needed the other more, afterwards {after} \
                     needed {on} more (by shares of trade; 95 % interval {} to {}).",
                    turn.after, turn.by, turn.earliest, turn.latest
                )
            })
            .collect()
    }

    fn exit(&self, exit: &LineBlock) -> Option<String> {
        let (earliest, latest) = (exit.points.first()?, exit.points.last()?);
        let loss = |share: f64| format!("{:.2} %", 100.0 * share);
        if latest.year == earliest.year {
            return Some(format!(
                "If trade between the two ended, {} would have lost {} of real income in {}, and {} {}.",
                self.first.name,
                loss(latest.losses.first),
                latest.year,
                self.second.name,
                loss(latest.losses.second),
            ));
        }
        Some(format!(
            "If trade between the two ended, {} would have lost {} of real income in {} and {} in {}; {} loss would have \
             been {} and {} (different tables: compare within one first).",
            self.first.name,
            loss(earliest.losses.first),
            earliest.year,
            loss(latest.losses.first),
            latest.year,
            possessive(&self.second.name),
            loss(earliest.losses.second),
            loss(latest.losses.second),
        ))
    }
}

/// When the sides changed by one flow alone, said where it tells something else than both together.
fn by_flow(balance: &Balance) -> Option<String> {
    let years =
        |reversals: &[Reversal]| -> Vec<[u16; 2]> { reversals.iter().map(|turn| [turn.after, turn.by]).collect() };
    let together = years(&balance.reversals);
    if balance.by_flow.iter().all(|one| years(&one.reversals) == together) {
        return None;
    }
    let part = |one: &FlowReversals| {
        let turns: Vec<String> =
            one.reversals.iter().map(|turn| format!("between {} and {}", turn.after, turn.by)).collect();
        let changed =
            if turns.is_empty() { "did not change".to_owned() } else { format!("changed {}", turns.join(" and ")) };
        format!("by {} alone the sides {changed}", one.flow.words())
    };
    let parts: Vec<String> = balance.by_flow.iter().map(part).collect();
    Some(format!("The measure decides the year: {}.", parts.join(", ")))
}

impl TradeSource {
    /// The source in a word, for columns.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::LongSeries => "long series",
            Self::Table => "table",
            Self::Goods => "goods",
        }
    }
}
