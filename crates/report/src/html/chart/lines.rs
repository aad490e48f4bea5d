//! Two lines over the years. Only neighbouring years of one source are joined; what lies
//! between is shaded and said to hold no data.

use kuva::plot::line::LinePlot;
use kuva::plot::scatter::{MarkerShape, ScatterPlot};
use kuva::render::annotations::ShadedRegion;
use kuva::render::layout::TickFormat;
use kuva::render::plots::Plot;
use kuva::render::render::{Scene, TextAnchor, render_multiple};
use maud::Markup;

use super::{FIRST, Frame, INK, PAPER, SECOND, SHADE, Width, Words, both, lettering, percent_ticks, scale};

/// Distance of the lines of one label, and of two labels.
const LEADING: f64 = 16.0;

/// Least distance of the last two labels of years.
const YEAR_LABEL: f64 = 60.0;

/// One year.
#[derive(Debug, Clone)]
pub struct YearPoint {
    /// Year.
    pub year: u16,
    /// Values of the first and the second side, shares.
    pub values: [f64; 2],
    /// Drawn hollow.
    pub estimated: bool,
    /// Years of different sources are not joined.
    pub source: String,
}

/// Two lines over the years.
#[derive(Debug, Clone)]
pub struct LineChart {
    /// Labels at the ends of the lines; short.
    pub names: [String; 2],
    /// In the order of the years.
    pub points: Vec<YearPoint>,
    /// How a value is written.
    pub number: fn(f64) -> String,
    /// Years between ticks in the wide drawing and in the narrow one.
    pub years_apart: [f64; 2],
    /// Years to mark, numbered in their order.
    pub marks: Vec<u16>,
}

impl LineChart {
    /// The chart in both widths.
    #[must_use]
    pub fn render(&self, words: &Words) -> Markup {
        both(words, |width| self.scene(width))
    }

    fn scene(&self, width: Width) -> Scene {
        let (frame, tick) = self.frame(width);
        let marks = self.mark_lines(&frame);
        let holes = self.holes().into_iter();
        let shaded = holes.map(|(from, to)| ShadedRegion::vertical(from, to).with_color(SHADE).with_opacity(1.0));
        let layout = shaded
            .chain(marks)
            .fold(frame.layout(), |layout, region| layout.with_shaded_region(region))
            .with_x_tick_step(self.years_apart[usize::from(width == Width::Narrow)])
            .with_y_tick_step(tick)
            .with_x_tick_format(years_before(&frame))
            .with_y_tick_format(percent_ticks(tick));
        let plots = [0, 1].into_iter().flat_map(|side| self.plots(side, width)).collect();
        let mut scene = render_multiple(plots, layout);
        self.name_holes(&mut scene, &frame, width);
        self.name_ends(&mut scene, &frame);
        self.name_marks(&mut scene, &frame);
        self.name_last_year(&mut scene, &frame);
        scene
    }

    fn frame(&self, width: Width) -> (Frame, f64) {
        let (vertical, tick) = scale(self.points.iter().flat_map(|point| point.values), 5.0);
        let years = self.points.iter().map(|point| f64::from(point.year));
        let (from, to) =
            years.fold((f64::INFINITY, f64::NEG_INFINITY), |(from, to), year| (from.min(year), to.max(year)));
        let (total, right) = match width {
            Width::Wide => (720.0, 104.0),
            Width::Narrow => (360.0, 74.0),
        };
        let frame = Frame {
            width: total,
            height: 340.0,
            left: 54.0,
            right,
            top: 16.0,
            bottom: 30.0,
            horizontal: (from - 0.6, to + 0.6),
            vertical,
        };
        (frame, tick)
    }

    /// Runs of neighbouring years of one source.
    fn runs(&self) -> Vec<&[YearPoint]> {
        self.points
            .chunk_by(|one, next| {
                one.year + 1 == next.year && one.source == next.source && one.estimated == next.estimated
            })
            .collect()
    }

    /// Spans without data, in years, with half a year of air on both sides.
    fn holes(&self) -> Vec<(f64, f64)> {
        self.points
            .windows(2)
            .filter(|pair| pair[1].year > pair[0].year + 1)
            .map(|pair| (f64::from(pair[0].year) + 0.5, f64::from(pair[1].year) - 0.5))
            .collect()
    }

    fn plots(&self, side: usize, width: Width) -> Vec<Plot> {
        let (color, marker) = if side == 0 { (FIRST, MarkerShape::Circle) } else { (SECOND, MarkerShape::Square) };
        let place = |point: &YearPoint| (f64::from(point.year), point.values[side]);
        let mut marks: Vec<Plot> = Vec::new();
        for run in self.runs() {
            let line = LinePlot::new().with_data(run.iter().map(place)).with_color(color).with_stroke_width(2.2);
            marks.push(Plot::Line(if side == 0 { line } else { line.with_dashed() }));
        }
        let dots = |data: Vec<(f64, f64)>, color: &str, size: f64| {
            Plot::Scatter(ScatterPlot::new().with_data(data).with_color(color).with_size(size).with_marker(marker))
        };
        let (estimated, observed): (Vec<&YearPoint>, Vec<&YearPoint>) =
            self.points.iter().partition(|point| point.estimated);
        marks.push(dots(
            observed.into_iter().map(place).collect(),
            color,
            if width == Width::Wide { 3.6 } else { 2.4 },
        ));
        // A hollow mark is a large one with the paper laid over it.
        let hollow: Vec<(f64, f64)> = estimated.into_iter().map(place).collect();
        marks.push(dots(hollow.clone(), color, 6.0));
        marks.push(dots(hollow, PAPER, 3.4));
        marks
    }

    fn name_holes(&self, scene: &mut Scene, frame: &Frame, width: Width) {
        for (from, to) in self.holes() {
            let (middle, first, last) = (frame.x((from + to) / 2.0), from.ceil(), to.floor());
            if frame.x(to) - frame.x(from) < 60.0 {
                continue;
            }
            let years = if first < last { format!("{first}\u{2013}{last}") } else { format!("{first}") };
            let lines = if width == Width::Wide { ["no data", years.as_str()] } else { [years.as_str(), "no data"] };
            for (line, row) in lines.into_iter().zip([-0.5, 0.5]) {
                lettering(
                    scene,
                    (middle, frame.y((frame.vertical.0 + frame.vertical.1) / 2.0) + LEADING * row),
                    TextAnchor::Middle,
                    line,
                    INK,
                    false,
                );
            }
        }
    }

    /// Marked years as thin lines, in data years.
    fn mark_lines(&self, frame: &Frame) -> Vec<ShadedRegion> {
        let half = 0.5 * (frame.horizontal.1 - frame.horizontal.0) / frame.width;
        let inside = |year: &&u16| (frame.horizontal.0..frame.horizontal.1).contains(&f64::from(**year));
        self.marks
            .iter()
            .filter(inside)
            .map(|year| {
                let year = f64::from(*year);
                ShadedRegion::vertical(year - half, year + half).with_color(INK).with_opacity(0.45)
            })
            .collect()
    }

    /// Numbers of the marked years, on two heights in turn so that neighbours stay apart.
    fn name_marks(&self, scene: &mut Scene, frame: &Frame) {
        for (place, year) in self.marks.iter().enumerate() {
            let year = f64::from(*year);
            if (frame.horizontal.0..frame.horizontal.1).contains(&year) {
                let height = frame.top + 12.0 + if place % 2 == 0 { 0.0 } else { LEADING };
                lettering(
                    scene,
                    (frame.x(year) + 3.0, height),
                    TextAnchor::Start,
                    &(place + 1).to_string(),
                    INK,
                    false,
                );
            }
        }
    }

    /// The last year, which need not fall on a tick.
    fn name_last_year(&self, scene: &mut Scene, frame: &Frame) {
        if let Some(last) = self.points.last() {
            let place = (frame.x(f64::from(last.year)), frame.height - frame.bottom + LEADING + 1.0);
            lettering(scene, place, TextAnchor::Middle, &last.year.to_string(), INK, false);
        }
    }

    /// Name and value beside the last marks, moved apart where they would overlap.
    fn name_ends(&self, scene: &mut Scene, frame: &Frame) {
        let Some(last) = self.points.last() else {
            return;
        };
        let heights =
            apart(last.values.map(|value| frame.y(value)), 2.3 * LEADING, frame.top, frame.height - frame.bottom);
        let x = frame.x(f64::from(last.year)) + 13.0;
        for (side, color) in [FIRST, SECOND].into_iter().enumerate() {
            let star = if last.estimated { "*" } else { "" };
            let value = format!("{}{star}", (self.number)(last.values[side]));
            lettering(scene, (x, heights[side] - 2.0), TextAnchor::Start, &self.names[side], color, true);
            lettering(scene, (x, heights[side] + LEADING - 2.0), TextAnchor::Start, &value, color, false);
        }
    }
}

/// Ticks of whole years, without those that would touch the last year's label.
fn years_before(frame: &Frame) -> TickFormat {
    let frame = *frame;
    TickFormat::Custom(std::sync::Arc::new(move |year| {
        if frame.x(frame.horizontal.1) - frame.x(year) < YEAR_LABEL { String::new() } else { format!("{year:.0}") }
    }))
}

/// Moves two heights at least `distance` apart, and inside the frame.
fn apart(heights: [f64; 2], distance: f64, top: f64, bottom: f64) -> [f64; 2] {
    let (upper, lower) = if heights[0] <= heights[1] { (0, 1) } else { (1, 0) };
    let mut moved = heights;
    let lack = (distance - (heights[lower] - heights[upper])).max(0.0);
    moved[upper] -= lack / 2.0;
    moved[lower] += lack / 2.0;
    let down = (top + 12.0 - moved[upper]).max(0.0);
    let up = (moved[lower] + LEADING + 3.0 - bottom).max(0.0);
    moved.map(|height| height + down - up)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chart(years: &[u16]) -> LineChart {
        let point =
            |year: &u16| YearPoint { year: *year, values: [0.01, 0.02], estimated: *year == 2022, source: "A".into() };
        LineChart {
            names: ["One".into(), "Two".into()],
            points: years.iter().map(point).collect(),
            number: crate::number::loss,
            years_apart: [5.0, 10.0],
            marks: Vec::new(),
        }
    }

    #[test]
    fn a_gap_is_not_bridged() {
        let chart = chart(&[2009, 2010, 2011, 2022]);
        assert_eq!(chart.runs().iter().map(|run| run.len()).collect::<Vec<_>>(), [3, 1]);
        assert_eq!(chart.holes(), [(2011.5, 2021.5)]);
        let words = Words { id: "c".into(), title: "t".into(), description: "d".into() };
        let svg = chart.render(&words).into_string();
        assert!(svg.contains("no data") && svg.contains("2012\u{2013}2021"));
        assert!(!svg.contains("white") && !svg.contains("black"), "only the page's colours");
    }

    #[test]
    fn labels_do_not_overlap() {
        let moved = apart([100.0, 104.0], 40.0, 0.0, 300.0);
        assert!((moved[1] - moved[0] - 40.0).abs() < 1e-9);
        assert!(apart([290.0, 288.0], 40.0, 0.0, 300.0).iter().all(|height| *height <= 300.0));
    }
}
