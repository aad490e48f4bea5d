//! Shades: from values to classes of colour, with steps that are round.

use maud::{Markup, html};
use unequal_presentation::quantity::{Form, Quantity, Unit};

use super::scale::tick;
use crate::html::text::words as set;

/// Quotient of the greatest size and the size that nine in ten exceed, above which steps are logarithmic.
const SPREAD: f64 = 12.0;

/// Which shade each value has. Below the first step on either side of zero is `nothing`.
pub struct Shades {
    /// Lower ends of the shades, in size, ascending.
    steps: Vec<f64>,
    /// Levels that the darkest shade stands for: with few steps the paler shades are left out.
    levels: usize,
    negative: Option<&'static str>,
    positive: Option<&'static str>,
    unit: Unit,
}

impl Shades {
    /// Shades for quantities of one kind, `levels` on each side of zero. Losses and gains have colours of their own;
    /// `sequence` is the colour of what is neither. The scale is logarithmic if asked for or where sizes differ much.
    pub fn of<'a>(
        quantities: impl Iterator<Item = &'a Quantity>,
        levels: usize,
        sequence: &'static str,
        logarithmic: bool,
    ) -> Self {
        let quantities: Vec<&Quantity> = quantities.collect();
        let values: Vec<f64> =
            quantities.iter().filter_map(|own| own.value).filter(|value| value.is_finite()).collect();
        let unit = quantities.first().map_or(Unit::Number, |own| own.unit.clone());
        let signed = quantities.iter().any(|own| own.form == Form::Signed);
        let (below, above) = (values.iter().any(|value| *value < 0.0), values.iter().any(|value| *value > 0.0));
        let losses = unit == Unit::ShareOfRealIncome && !signed;
        // A loss is written without sign; it has the colour of losses, which needs no hatching beside it.
        let sequence = if losses && sequence == "tone" { "loss" } else { sequence };
        let positive = if losses {
            sequence
        } else if signed || below {
            "gain"
        } else {
            sequence
        };
        let negative = if losses { "gain" } else { "loss" };
        Self {
            steps: steps(&values, levels, logarithmic),
            levels,
            negative: below.then_some(negative),
            positive: above.then_some(positive),
            unit,
        }
    }

    /// Class of a value: `loss-3`, `gain-1`, `nothing`.
    pub fn class(&self, value: f64) -> String {
        let level = self.steps.iter().filter(|step| value.abs() >= **step * (1.0 - 1e-9)).count();
        let tone = if value < 0.0 { self.negative } else { self.positive };
        match tone {
            Some(tone) if level > 0 => self.shade(tone, level),
            _ => "nothing".to_owned(),
        }
    }

    /// A class with hatching added where the value has it.
    pub fn hatched(&self, class: &str, value: f64) -> String {
        if self.is_hatched(value) { format!("{class} hatched") } else { class.to_owned() }
    }

    fn shade(&self, tone: &str, level: usize) -> String {
        format!("{tone}-{}", level + self.levels - self.steps.len().min(self.levels))
    }

    /// Whether a value is on the side of losses, which is hatched too.
    pub fn is_hatched(&self, value: f64) -> bool {
        value < 0.0 && self.negative == Some("loss") && self.class(value) != "nothing"
    }

    /// The shades with the values at their borders, zero marked; `more` adds marks of what has no figure, each with its
    /// class and words.
    pub fn legend(&self, more: &[Option<(&str, &str)>]) -> Markup {
        let largest = self.steps.last().copied().unwrap_or(1.0);
        let words = |value: f64, step: f64| tick(value, step, largest, &self.unit);
        html! {
            p class="shades" aria-hidden="true" {
                @if let Some(tone) = self.negative { span class="side below" {
                    @for (level, step) in self.steps.iter().enumerate().rev() {
                        (swatch(&self.hatched(&self.shade(tone, level + 1), -step), &words(-step, *step)))
                    }
                } }
                span class=(if self.negative.is_some() { "side between" } else { "side" }) {
                (swatch(if self.negative.is_some() { "nothing" } else { "nothing zero" }, "0"))
                @if let Some(tone) = self.positive {
                    @for (level, step) in self.steps.iter().enumerate() {
                        (swatch(&self.shade(tone, level + 1), &words(*step, *step)))
                    }
                }
                }
                @for (class, label) in more.iter().flatten() { span class="side apart" { (swatch(class, label)) } }
            }
        }
    }
}

fn swatch(class: &str, label: &str) -> Markup {
    html! { span class="shade" { i class=(format!("tone {class}")) {} (set(label)) } }
}

/// Round lower ends of the shades: 1 and 3 times powers of ten on a logarithmic scale, else even steps.
fn steps(values: &[f64], levels: usize, logarithmic: bool) -> Vec<f64> {
    let mut sizes: Vec<f64> = values.iter().map(|value| value.abs()).filter(|size| *size > 0.0).collect();
    sizes.sort_by(f64::total_cmp);
    let Some(largest) = sizes.last().copied() else { return Vec::new() };
    let usual = sizes.get(sizes.len() / 10).copied().unwrap_or(largest);
    if logarithmic || largest / usual > SPREAD {
        let marks = (-14..14).flat_map(|power| [1.0, 3.0].map(|factor| factor * 10_f64.powi(power)));
        let within: Vec<f64> = marks.filter(|mark| *mark <= largest).collect();
        let first = within.iter().position(|mark| *mark * 3.4 > usual).unwrap_or(0);
        return within[first.max(within.len().saturating_sub(levels))..].to_vec();
    }
    let rough = largest / levels as f64;
    let power = 10_f64.powf(rough.log10().floor());
    let factor = [1.0, 1.5, 2.0, 2.5, 5.0].into_iter().find(|factor| factor * power >= rough * 0.999).unwrap_or(10.0);
    (1..=levels).map(|level| level as f64 * factor * power).filter(|step| *step <= largest * 1.000_1).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn losses_and_gains_have_their_sides() {
        let changes: Vec<Quantity> = [-0.02, -0.0004, 0.0, 0.001].map(Quantity::change).to_vec();
        let shades = Shades::of(changes.iter(), 5, "tone", false);
        assert_eq!(shades.class(-0.02), "loss-5");
        assert!(shades.class(0.001).starts_with("gain-") && shades.is_hatched(-0.02));
        assert_eq!(shades.class(0.0), "nothing");
        let losses: Vec<Quantity> = [0.00001, 0.0003, 0.02].map(Quantity::loss).to_vec();
        assert!(Shades::of(losses.iter(), 9, "heat", false).class(0.02).starts_with("heat-"));
        assert_eq!(
            steps(&[0.1, 0.2, 0.25], 5, false),
            [0.05, 0.1, 0.15, 0.2, 0.25].map(|step: f64| (step * 100.0).round() / 100.0)
        );
        assert_eq!(steps(&[0.02, 0.05, 0.12], 5, true), [0.01, 0.03, 0.1]);
        assert!(steps(&[], 5, false).is_empty());
    }
}
