//! Charts of the page, as SVG drawn by kuva and then made part of the page.
//!
//! Every chart comes in two widths, so that its lettering stays readable on a telephone; the
//! style sheet shows one of them. Colours are CSS variables of the page, so that one drawing
//! serves light, dark and print. No chart relies on colour: the first side has filled circles,
//! solid lines and solid bars, the second squares, dashes and hatching.

mod bars;
mod lines;

pub use bars::{BarChart, BarGroup};
pub use lines::{LineChart, YearPoint};

use kuva::backend::svg::SvgBackend;
use kuva::render::color::Color;
use kuva::render::layout::{Layout, TickFormat};
use kuva::render::render::{Primitive, Scene, TextAnchor};
use kuva::render::theme::Theme;
use maud::{Markup, PreEscaped, html};

/// Colour of the first side's marks.
const FIRST: &str = "var(--chart-first)";
/// Colour of the second side's marks.
const SECOND: &str = "var(--chart-second)";
/// Colour of lettering and axes.
const INK: &str = "var(--chart-ink)";
/// Colour of what lies under the chart.
const PAPER: &str = "var(--chart-paper)";
/// Colour of regions without data.
const SHADE: &str = "var(--chart-shade)";
/// Size of all lettering, in units of the drawing.
const LETTERING: u32 = 13;

/// How wide a drawing is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Width {
    /// For a desk.
    Wide,
    /// For a telephone, or for large letters.
    Narrow,
}

impl Width {
    /// The widths each chart is drawn in.
    pub const ALL: [Self; 2] = [Self::Wide, Self::Narrow];

    /// Its word in ids and classes.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Wide => "wide",
            Self::Narrow => "narrow",
        }
    }
}

/// What a chart says to those who do not see it.
#[derive(Debug, Clone)]
pub struct Words {
    /// Unique on the page.
    pub id: String,
    /// Short name of the chart.
    pub title: String,
    /// What it shows, with its main figures and where all of them stand.
    pub description: String,
}

/// A drawing area with a linear scale both ways.
#[derive(Debug, Clone, Copy)]
struct Frame {
    width: f64,
    height: f64,
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
    horizontal: (f64, f64),
    vertical: (f64, f64),
}

impl Frame {
    /// Position of a horizontal value in the drawing.
    fn x(&self, value: f64) -> f64 {
        let (from, to) = self.horizontal;
        self.left + (value - from) / (to - from) * (self.width - self.left - self.right)
    }

    /// Position of a vertical value in the drawing.
    fn y(&self, value: f64) -> f64 {
        let (from, to) = self.vertical;
        self.height - self.bottom - (value - from) / (to - from) * (self.height - self.top - self.bottom)
    }

    /// kuva's layout with exactly this geometry and the page's colours.
    fn layout(&self) -> Layout {
        Layout::new(self.horizontal, self.vertical)
            .with_width(self.width)
            .with_height(self.height)
            .with_force_margins(self.left, self.right)
            .with_force_margins_y(self.top, self.bottom)
            .with_x_axis_min(self.horizontal.0)
            .with_x_axis_max(self.horizontal.1)
            .with_y_axis_min(self.vertical.0)
            .with_y_axis_max(self.vertical.1)
            .with_tick_size(LETTERING)
            .with_theme(theme())
    }
}

/// The page's colours in kuva's terms.
fn theme() -> Theme {
    Theme {
        background: "none".to_owned(),
        axis_color: INK.to_owned(),
        grid_color: "var(--chart-grid)".to_owned(),
        tick_color: INK.to_owned(),
        text_color: INK.to_owned(),
        legend_bg: PAPER.to_owned(),
        legend_border: INK.to_owned(),
        ..Theme::light()
    }
}

/// Lettering at a place of the drawing.
fn lettering(scene: &mut Scene, (x, y): (f64, f64), anchor: TextAnchor, content: &str, color: &str, bold: bool) {
    scene.add(Primitive::Text {
        x,
        y,
        content: content.to_owned(),
        size: LETTERING,
        anchor,
        rotate: None,
        bold,
        color: Some(Color::from(color)),
    });
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

/// A scale from zero, or from the least value if that is below, and its step.
fn scale(values: impl Iterator<Item = f64>, parts: f64) -> ((f64, f64), f64) {
    let (least, most) = values
        .filter(|value| value.is_finite())
        .fold((0.0, 0.0), |(least, most), value| (f64::min(least, value), f64::max(most, value)));
    let step = step(most - least, parts);
    let top = if most == least { step } else { (most / step - 1e-9).ceil() * step };
    (((least / step + 1e-9).floor() * step, top), step)
}

/// Ticks in percent, with as many digits as the step needs.
fn percent_ticks(step: f64) -> TickFormat {
    let digits = usize::from(step < 0.00999) + usize::from(step < 0.000_999);
    TickFormat::Custom(std::sync::Arc::new(move |value| format!("{:.digits$} %", 100.0 * value)))
}

/// Draws a chart in both widths.
fn both(words: &Words, draw: impl Fn(Width) -> Scene) -> Markup {
    html! {
        @for width in Width::ALL {
            (part_of_page(&SvgBackend::new().render_scene(&draw(width)), words, width))
        }
    }
}

/// Makes kuva's file a part of the page: scalable, named and described, without its own size,
/// font, name space and stamp.
fn part_of_page(svg: &str, words: &Words, width: Width) -> Markup {
    let (root, rest) = svg.split_once('>').unwrap_or((svg, ""));
    let drawing = rest.split_once("-->").map_or(rest, |(_, after)| after).trim_end().trim_end_matches("</svg>");
    let id = format!("{}-{}", words.id, width.word());
    let view = format!("0 0 {} {}", attribute(root, "width"), attribute(root, "height"));
    html! {
        svg class=(format!("chart {}", width.word())) viewBox=(view) role="img"
            aria-labelledby=(format!("{id}-title {id}-description")) focusable="false" {
            title id=(format!("{id}-title")) { (words.title) }
            desc id=(format!("{id}-description")) { (words.description) }
            g aria-hidden="true" { (PreEscaped(drawing)) }
        }
    }
}

/// The value of an attribute of an opening tag; empty if it is not there.
fn attribute<'a>(tag: &'a str, name: &str) -> &'a str {
    tag.split_once(&format!(" {name}=\"")).and_then(|(_, rest)| rest.split_once('"')).map_or("", |(value, _)| value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words() -> Words {
        Words { id: "chart".into(), title: "A <title>".into(), description: "What it shows".into() }
    }

    #[test]
    fn a_drawing_becomes_part_of_the_page() {
        let file = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"40\" height=\"30\"><!-- Generated -->\
                    <rect width=\"100%\" height=\"100%\" fill=\"none\" /><text>a</text></svg>\n";
        let part = part_of_page(file, &words(), Width::Narrow).into_string();
        assert!(part.starts_with("<svg class=\"chart narrow\" viewBox=\"0 0 40 30\" role=\"img\""), "{part}");
        assert!(part.contains("aria-labelledby=\"chart-narrow-title chart-narrow-description\""));
        assert!(part.contains("<title id=\"chart-narrow-title\">A &lt;title&gt;</title>"));
        assert!(part.contains("<text>a</text>"));
        assert!(!part.contains("http") && !part.contains("<!--"));
        assert_eq!(part.matches("</svg>").count(), 1);
    }

    #[test]
    fn steps_are_round() {
        assert!((step(0.013, 5.0) - 0.005).abs() < 1e-12);
        assert!((step(0.24, 5.0) - 0.05).abs() < 1e-12);
        assert!((step(0.0, 5.0) - 1.0).abs() < 1e-12);
        let (range, step) = scale([0.013, -0.001].into_iter(), 5.0);
        assert!((range.0 + 0.005).abs() < 1e-12 && (range.1 - 0.015).abs() < 1e-12 && (step - 0.005).abs() < 1e-12);
    }
}
