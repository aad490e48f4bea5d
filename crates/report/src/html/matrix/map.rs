//! The map: who loses (rows) by parting with whom (columns), as shades on a logarithmic scale.

use maud::{Markup, html};
use unequal_study::capitalised;
use unequal_study::exit_cost::{Economy, ExitCosts};

use super::losses::{Losses, Parting, plain_name};
use crate::html::parts::{self, figure, stamp};
use crate::number::{fine_loss, ratio};

/// Lower ends of the shades above the palest, in percent of real income: two to a power of ten.
const STEPS: [f64; 9] = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0];
/// A gain larger than this share is shown as one; a smaller one is nothing.
const GAIN: f64 = 1e-5;
/// Side of a cell, and distance between two, in the drawing's units.
const CELL: f64 = 11.4;
const PITCH: f64 = 12.0;
/// Economies between two wider gaps, which help the eye to keep its line.
const BLOCK: usize = 10;
const BLOCK_GAP: f64 = 3.0;
/// Room for names and codes on the left, and for codes on the other three sides.
const NAMES: f64 = 118.0;
const CODES: f64 = 26.0;
/// Longest name that fits on the left.
const NAME_LENGTH: usize = 18;

/// The section.
pub fn section(costs: &ExitCosts, losses: &Losses<'_>) -> Markup {
    let heading = format!("Loss of real income, percent, {}", costs.year);
    let body = html! {
        (stamp(&costs.evidence, &costs.year.to_string()))
        p {
            "Each cell answers one question: how much real income would the country of the " strong { "row" }
            " lose, year after year, if all its trade with the country of the " strong { "column" }
            " ended, while both kept trading with everybody else? "
            "Each shade of the key stands for about three times the loss of the one before. "
            "Rows with many strong cells depend on many; columns with many strong cells are those on whom many depend. "
            "The largest economies come first. Rest the pointer on a cell for both losses and their ratio."
        }
        (figure(&heading, &legend(costs, losses), &drawing(costs, losses)))
        @if !costs.failures.is_empty() {
            p class="note" { (costs.failures.len()) " pairs have no answer and are left open; the pointer shows why." }
        }
    };
    parts::section("map", "The map", None, &body)
}

/// Which shade a loss has.
fn shade(loss: f64) -> usize {
    STEPS.iter().filter(|step| 100.0 * loss >= **step).count()
}

/// Where a row or column begins.
fn place(position: usize) -> f64 {
    position as f64 * PITCH + (position / BLOCK) as f64 * BLOCK_GAP
}

fn drawing(costs: &ExitCosts, losses: &Losses<'_>) -> Markup {
    let economies = &losses.economies;
    let side = place(economies.len());
    let (width, height) = (NAMES + side + CODES, 2.0 * CODES + side);
    let description = losses.largest().first().map_or_else(String::new, |most| {
        format!("The largest loss: {}. The tables below give the figures.", sentence(most))
    });
    html! {
        div class="scroll" role="region" tabindex="0" aria-label="The map of losses" {
            svg class="map" role="img" aria-labelledby="map-title map-description" xmlns="http://www.w3.org/2000/svg"
                viewBox=(format!("0 0 {width:.0} {height:.0}")) {
                title id="map-title" { "Loss of the row\u{2019}s economy if it parts with the column\u{2019}s, "
                    (costs.year) }
                desc id="map-description" { (description) }
                g class="names" {
                    @for (row, economy) in economies.iter().enumerate() {
                        text x=(number(NAMES - 27.0)) y=(number(CODES + place(row) + 9.0)) { (short_name(economy)) }
                    }
                }
                g id="map-rows" class="codes rows" {
                    @for (row, economy) in economies.iter().enumerate() {
                        text x=(number(NAMES - 3.0)) y=(number(CODES + place(row) + 9.0)) { (economy.code) }
                    }
                }
                use href="#map-rows" x=(number(side + 25.0)) {}
                g id="map-columns" class="codes columns" {
                    @for (column, economy) in economies.iter().enumerate() {
                        text transform=(format!("translate({} {}) rotate(-90)", number(NAMES + place(column) + 9.0),
                            number(CODES - 3.0))) { (economy.code) }
                    }
                }
                use href="#map-columns" y=(number(side + 24.5)) {}
                @for (row, economy) in economies.iter().enumerate() { (cells(losses, row, economy)) }
            }
        }
    }
}

/// One row of cells. That of an economy with itself stays empty.
fn cells<'a>(losses: &Losses<'a>, row: usize, economy: &'a Economy) -> Markup {
    let y = number(CODES + place(row));
    html! {
        g {
            @for (column, partner) in losses.economies.iter().enumerate() {
                @let x = number(NAMES + place(column));
                @if let Some(parting) = losses.parting(&economy.code, &partner.code) {
                    rect class=(class(parting.loss)) x=(x) y=(y) width=(CELL) height=(CELL) {
                        title { (sentence(parting)) } }
                } @else if let Some(reason) = losses.failure(&economy.code, &partner.code) {
                    rect class="open" x=(x) y=(y) width=(CELL) height=(CELL) {
                        title { (economy.name) " and " (partner.name) ": " (reason) } }
                }
            }
        }
    }
}

fn class(loss: f64) -> String {
    if loss < -GAIN { "gain".to_owned() } else { format!("s{}", shade(loss)) }
}

fn sentence(parting: &Parting<'_>) -> String {
    capitalised(&format!(
        "{} without {}: loses {}; {} loses {}; {}{}",
        parting.side.name,
        parting.partner.name,
        fine_loss(parting.loss),
        parting.partner.name,
        fine_loss(parting.partner_loss),
        if parting.ratio > 0.0 && parting.ratio.is_finite() { "ratio " } else { "" },
        ratio(parting.ratio)
    ))
}

/// The name as far as there is room; the code stands beside it.
fn short_name(economy: &Economy) -> String {
    let name = plain_name(economy);
    if name == economy.code {
        return String::new();
    }
    if name.chars().count() <= NAME_LENGTH {
        return name;
    }
    let cut: String = name.chars().take(NAME_LENGTH - 1).collect();
    format!("{}\u{2026}", cut.trim_end())
}

/// A coordinate without needless digits.
fn number(value: f64) -> String {
    format!("{}", (10.0 * value).round() / 10.0)
}

/// The shades with the losses where they begin.
fn legend(costs: &ExitCosts, losses: &Losses<'_>) -> Markup {
    let labels = std::iter::once("0 %".to_owned()).chain(STEPS.iter().map(|step| format!("{step} %")));
    let gains = losses.largest().iter().any(|parting| parting.loss < -GAIN);
    html! {
        span class="shades" {
            span class="shades-words" { "A shade begins at:" }
            @for (shade, label) in labels.enumerate() { (swatch(&format!("s{shade}"), &label)) }
            @if gains { (swatch("gain", "a gain")) }
            @if !costs.failures.is_empty() { (swatch("open", "no answer")) }
        }
    }
}

fn swatch(class: &str, label: &str) -> Markup {
    html! {
        span class="shade" {
            svg class="map-swatch" viewBox="0 0 30 12" aria-hidden="true" {
                rect class=(class) x="0.5" y="0.5" width="29" height="11" {}
            }
            (label)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shades_begin_at_their_steps() {
        assert_eq!(shade(0.0), 0);
        assert_eq!(shade(0.000_009), 0);
        assert_eq!(shade(0.000_011), 1);
        assert_eq!(shade(0.011), 7);
        assert_eq!(shade(0.5), STEPS.len());
        assert_eq!(class(-0.001), "gain");
    }

    #[test]
    fn long_names_give_way() {
        let economy = |code: &str, name: &str| Economy { code: code.into(), name: name.into(), value_added: 1.0 };
        assert_eq!(short_name(&economy("USA", "the United States")), "United States");
        assert_eq!(short_name(&economy("XYZ", "XYZ")), "");
        assert_eq!(short_name(&economy("LON", "A very long name indeed")), "A very long name\u{2026}");
    }
}
