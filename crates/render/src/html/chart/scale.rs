//! Scales: from values to places in percent of the room, with round ticks.

use unequal_presentation::quantity::Unit;

/// A scale and its ticks.
#[derive(Debug, Clone)]
pub struct Scale {
    low: f64,
    high: f64,
    logarithmic: bool,
    /// Of ratios, which are even at 1 : 1.
    ratio: bool,
    /// Values of the ticks and how they are written.
    pub ticks: Vec<(f64, String)>,
}

impl Scale {
    /// A scale over values that includes zero, with at most about `parts` ticks above the first.
    pub fn from_zero(values: impl Iterator<Item = f64>, unit: &Unit, parts: f64) -> Self {
        let (least, most) = ends(values.chain([0.0]));
        let rounded = Self::linear(least, most, unit, parts);
        if least == most {
            return rounded;
        }
        // Bars may end between two ticks: no room is left over beyond the longest.
        let ticks = rounded
            .ticks
            .into_iter()
            .filter(|(value, _)| *value >= least * (1.0 + 1e-9) && *value <= most * (1.0 + 1e-9));
        Self { low: least, high: most, logarithmic: false, ratio: false, ticks: ticks.collect() }
    }

    /// A scale over values that leaves out zero where it is far away.
    pub fn around(values: impl Iterator<Item = f64>, unit: &Unit, parts: f64) -> Self {
        let (least, most) = ends(values);
        let near = least > 0.0 && least < 0.6 * most || most < 0.0 && most > 0.6 * least;
        if near {
            Self::linear(least.min(0.0), most.max(0.0), unit, parts)
        } else {
            Self::linear(least, most, unit, parts)
        }
    }

    fn linear(least: f64, most: f64, unit: &Unit, parts: f64) -> Self {
        let step = step(most - least, parts);
        let low = (least / step + 1e-9).floor() * step;
        let high = if most > low { (most / step - 1e-9).ceil() * step } else { low + step };
        let number = ((high - low) / step).round() as usize;
        let ticks = (0..=number).map(|place| {
            let value = (low / step).round() * step + place as f64 * step;
            (value, tick(value, step, high.abs().max(low.abs()), unit))
        });
        Self { low, high, logarithmic: false, ratio: false, ticks: ticks.collect() }
    }

    /// A logarithmic scale over the positive values, with ticks at powers of ten, and between them where there are few.
    pub fn logarithmic(values: impl Iterator<Item = f64>, unit: &Unit) -> Self {
        // Ratios are read against 1 : 1, which is always on their scale.
        let even = (*unit == Unit::Ratio).then_some(1.0);
        let (least, most) = ends(values.filter(|value| *value > 0.0).chain(even));
        let (least, most) = if least > 0.0 { (least, most) } else { (0.1, 10.0) };
        let marks: Vec<f64> =
            (-12..15).flat_map(|power| [1.0, 2.0, 5.0].map(|factor| factor * 10_f64.powi(power))).collect();
        let low = marks.iter().rev().find(|mark| **mark <= least * 1.0001).copied().unwrap_or(least);
        let high = marks.iter().find(|mark| **mark >= most * 0.9999).copied().unwrap_or(most);
        let high = if high > low { high } else { low * 10.0 };
        let within: Vec<f64> =
            marks.into_iter().filter(|mark| *mark >= low * 0.9999 && *mark <= high * 1.0001).collect();
        let sparse = within.len() > 7;
        let whole = |mark: &f64| (mark.log10() - mark.log10().round()).abs() < 1e-9;
        let ticks =
            within.into_iter().filter(|mark| !sparse || whole(mark)).map(|mark| (mark, tick(mark, mark, mark, unit)));
        Self { low, high, logarithmic: true, ratio: *unit == Unit::Ratio, ticks: ticks.collect() }
    }

    /// Where a value stands, from 0 to 100; values beyond the ends stand at the ends.
    pub fn at(&self, value: f64) -> f64 {
        let place = if self.logarithmic {
            (value.max(self.low) / self.low).ln() / (self.high / self.low).ln()
        } else {
            (value - self.low) / (self.high - self.low)
        };
        if place.is_finite() { (100.0 * place).clamp(0.0, 100.0) } else { 0.0 }
    }

    /// Where bars begin: at zero, on a logarithmic scale of ratios at 1 : 1, and else at the lower end.
    pub fn origin(&self) -> f64 {
        match (self.logarithmic, self.ratio) {
            (false, _) => self.at(0.0),
            (true, true) => self.at(1.0),
            (true, false) => 0.0,
        }
    }

    /// Whether bars begin at a value.
    pub fn begins_at(&self, value: f64) -> bool {
        value == if self.logarithmic && self.ratio { 1.0 } else { 0.0 }
    }

    /// Whether bars go both ways from where they begin.
    pub fn goes_both_ways(&self) -> bool {
        self.has_losses() || self.origin() > 1.0
    }

    /// Whether the scale goes below zero.
    pub fn has_losses(&self) -> bool {
        !self.logarithmic && self.low < 0.0
    }
}

fn ends(values: impl Iterator<Item = f64>) -> (f64, f64) {
    let (least, most) = values
        .filter(|value| value.is_finite())
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(least, most), value| (least.min(value), most.max(value)));
    if least <= most { (least, most) } else { (0.0, 1.0) }
}

/// A step of 1, 2 or 5 times a power of ten that divides `span` into at most `parts`.
fn step(span: f64, parts: f64) -> f64 {
    if !(span > 0.0 && span.is_finite()) {
        return 1.0;
    }
    let least = span / parts;
    let power = 10_f64.powf(least.log10().floor());
    let factor = [1.0, 2.0, 5.0].into_iter().find(|factor| factor * power >= least * (1.0 - 1e-9)).unwrap_or(10.0);
    factor * power
}

/// A tick in its unit, with as many digits as the step needs.
pub fn tick(value: f64, step: f64, largest: f64, unit: &Unit) -> String {
    match unit {
        Unit::Share | Unit::ShareOfRealIncome | Unit::ShareOfCost | Unit::PercentagePoints => {
            if value == 0.0 {
                "0".to_owned()
            } else {
                format!("{} %", digits(100.0 * value, 100.0 * step))
            }
        }
        Unit::UsdMillion if value == 0.0 => "0".to_owned(),
        Unit::UsdMillion if largest.abs() >= 1000.0 => format!("{} bn", digits(value / 1000.0, step / 1000.0)),
        Unit::UsdMillion => format!("{} mn", digits(value, step)),
        Unit::Ratio if value >= 1.0 => format!("{} : 1", digits(value, step)),
        Unit::Ratio if value > 0.0 => format!("1 : {}", digits(1.0 / value, 1.0)),
        _ => digits(value, step),
    }
}

fn digits(value: f64, step: f64) -> String {
    let places = (-step.log10() - 1e-9).ceil().clamp(0.0, 6.0) as usize;
    let value = if value.abs() < step * 1e-6 { 0.0 } else { value };
    format!("{value:.places$}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(scale: &Scale) -> Vec<&str> {
        scale.ticks.iter().map(|(_, words)| words.as_str()).collect()
    }

    #[test]
    fn ticks_are_round_and_written_in_their_unit() {
        let scale = Scale::from_zero([0.013, -0.001].into_iter(), &Unit::Share, 4.0);
        assert_eq!(written(&scale), ["0", "0.5 %", "1.0 %"]);
        assert!((scale.origin() - 100.0 / 14.0).abs() < 1e-9 && scale.has_losses());
        let money = Scale::from_zero([23_000.0].into_iter(), &Unit::UsdMillion, 4.0);
        assert_eq!(written(&money), ["0", "10 bn", "20 bn"]);
        let ratio = Scale::logarithmic([0.3, 12.0].into_iter(), &Unit::Ratio);
        assert_eq!(written(&ratio), ["1 : 5", "1 : 2", "1 : 1", "2 : 1", "5 : 1", "10 : 1", "20 : 1"]);
        let far = Scale::around([99.0, 101.0].into_iter(), &Unit::Number, 4.0);
        assert_eq!(written(&far), ["99.0", "99.5", "100.0", "100.5", "101.0"]);
        let none = Scale::from_zero(std::iter::empty(), &Unit::Number, 4.0);
        assert!(none.at(f64::NAN).abs() < 1e-9 && (none.at(5.0) - 100.0).abs() < 1e-9);
    }
}
