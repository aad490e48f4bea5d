//! Groups of two lying bars, the first side's solid, the second's hatched.

use kuva::plot::bar::BarPlot;
use kuva::render::plots::Plot;
use kuva::render::render::{Scene, TextAnchor, render_multiple};
use maud::Markup;

use super::{FIRST, Frame, INK, LETTERING, SECOND, Width, Words, both, lettering, percent_ticks, scale};

/// Height of one group of bars in the drawing.
const GROUP_HEIGHT: f64 = 58.0;
/// Space between the end of a bar and its lettering.
const END_GAP: f64 = 7.0;
/// Width of a character of the lettering, on the wide side.
const CHARACTER: f64 = 7.4;
/// Part of a group's height that the bars fill.
const FILLED: f64 = 0.72;

/// Two bars with a common label.
#[derive(Debug, Clone)]
pub struct BarGroup {
    /// What the bars are for.
    pub label: String,
    /// Values of the first and the second side, shares.
    pub values: [f64; 2],
}

/// Groups of two lying bars.
#[derive(Debug, Clone)]
pub struct BarChart {
    /// Short names of the sides.
    pub names: [String; 2],
    /// From top to bottom.
    pub groups: Vec<BarGroup>,
    /// How a value is written.
    pub number: fn(f64) -> String,
}

impl BarChart {
    /// The chart in both widths.
    #[must_use]
    pub fn render(&self, words: &Words) -> Markup {
        both(words, |width| self.scene(width, &format!("{}-{}-hatching", words.id, width.word())))
    }

    fn scene(&self, width: Width, hatching: &str) -> Scene {
        let (frame, tick) = self.frame(width);
        let fill = format!("url(#{hatching})");
        // kuva counts groups from the bottom.
        let bars =
            self.groups.iter().rev().fold(BarPlot::new().with_horizontal(true).with_width(FILLED), |bars, group| {
                bars.with_group("", [(group.values[1], fill.as_str()), (group.values[0], FIRST)])
            });
        let layout = frame
            .layout()
            .with_y_categories(vec![String::new(); self.groups.len()])
            .with_x_tick_step(tick)
            .with_x_tick_format(percent_ticks(tick))
            .with_show_grid(false)
            .with_tick_length(0.0);
        let mut scene = render_multiple(vec![Plot::Bar(bars)], layout);
        scene.defs.push(hatch(hatching));
        self.letter(&mut scene, &frame, width);
        scene
    }

    fn frame(&self, width: Width) -> (Frame, f64) {
        let parts = if width == Width::Wide { 5.0 } else { 3.0 };
        let (horizontal, tick) = scale(self.groups.iter().flat_map(|group| group.values), parts);
        let count = self.groups.len() as f64;
        let (total, left, right, above) = match width {
            Width::Wide => (720.0, 190.0, f64::max(120.0, self.longest()), 0.0),
            // The label stands above its bars.
            Width::Narrow => (360.0, 18.0, f64::max(108.0, self.longest()), 20.0),
        };
        let (top, bottom) = (10.0, 30.0);
        let frame = Frame {
            width: total,
            height: top + bottom + count * (GROUP_HEIGHT + above),
            left,
            right,
            top,
            bottom,
            horizontal,
            vertical: (0.5, count + 0.5),
        };
        (frame, tick)
    }

    /// Room that the longest lettering at the end of a bar takes.
    fn longest(&self) -> f64 {
        let ends = self.groups.iter().flat_map(|group| [0, 1].map(|side| self.end(group, side).chars().count()));
        END_GAP + CHARACTER * ends.max().unwrap_or(0) as f64
    }

    /// What stands at the end of a bar.
    fn end(&self, group: &BarGroup, side: usize) -> String {
        format!("{} {}", self.names[side], (self.number)(group.values[side]))
    }

    /// Labels of the groups, and name and value at the end of each bar.
    fn letter(&self, scene: &mut Scene, frame: &Frame, width: Width) {
        let middle = f64::from(LETTERING) * 0.36;
        let count = self.groups.len();
        for (index, group) in self.groups.iter().enumerate() {
            let place = (count - index) as f64;
            match width {
                Width::Wide => lettering(
                    scene,
                    (frame.left - 10.0, frame.y(place) + middle),
                    TextAnchor::End,
                    &group.label,
                    INK,
                    false,
                ),
                Width::Narrow => {
                    let above = frame.y(place + FILLED / 2.0) - 4.0;
                    lettering(scene, (frame.left + 5.0, above), TextAnchor::Start, &group.label, INK, false);
                }
            }
            for (side, color) in [FIRST, SECOND].into_iter().enumerate() {
                let row = place + FILLED * if side == 0 { 0.25 } else { -0.25 };
                let text = self.end(group, side);
                let x = frame.x(group.values[side].max(0.0)) + END_GAP;
                lettering(scene, (x, frame.y(row) + middle), TextAnchor::Start, &text, color, false);
            }
        }
    }
}

/// Slanted stripes in the second side's colour.
fn hatch(id: &str) -> String {
    format!(
        "<pattern id=\"{id}\" patternUnits=\"userSpaceOnUse\" width=\"6\" height=\"6\" patternTransform=\"rotate(45)\">\
         <rect width=\"3.4\" height=\"6\" fill=\"{SECOND}\"/></pattern>"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_are_told_apart_without_colour() {
        let groups = vec![BarGroup { label: "4 & more".into(), values: [0.013, 0.0012] }];
        let chart = BarChart { names: ["One".into(), "Two".into()], groups, number: crate::number::loss };
        let words = Words { id: "bars".into(), title: "t".into(), description: "d".into() };
        let svg = chart.render(&words).into_string();
        for width in ["wide", "narrow"] {
            assert!(svg.contains(&format!("<pattern id=\"bars-{width}-hatching\"")));
            assert!(svg.contains(&format!("fill=\"url(#bars-{width}-hatching)\"")));
        }
        // A long name at the end of the longest bar makes the room that it takes.
        let long = BarChart { names: ["one by one".into(), "Two".into()], ..chart };
        assert!(long.frame(Width::Narrow).0.right >= 7.0 + 7.0 * "one by one 1.30 %".len() as f64);
        assert!(svg.contains("One 1.30 %") && svg.contains("Two 0.12 %") && svg.contains("4 &amp; more"));
    }
}
