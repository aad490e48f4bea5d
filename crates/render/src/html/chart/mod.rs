//! Charts over the tables of a document. Each is a figure with its finding as title, quantity and unit below it, the
//! drawing, and its source at the foot.

mod areas;
mod lines;
mod map;
mod matrix;
mod rows;
mod scale;
mod shades;

use maud::{Markup, html};
use unequal_presentation::chart::{Chart, ChartKind};
use unequal_presentation::document::{Document, Section};
use unequal_presentation::evidence::graded;
use unequal_presentation::quantity::Quantity;
use unequal_presentation::table::{Column, Look, Row, Table};

use super::table::{anchor, number_of};
use super::text::{figure, inline, range, words};

pub use map::outlines;

/// Rows that the description of a chart reads out.
const READ_OUT: usize = 6;

/// A chart; its finding alone if it has nothing to draw.
pub fn chart(document: &Document, section: &Section, chart: &Chart) -> Markup {
    let drawing = document.table(&chart.of).map(|table| Drawing::new(document, section, chart, table));
    let drawing = drawing.filter(|drawing| drawing.quantities().next().is_some());
    match drawing {
        Some(drawing) => drawing.figure(),
        None => html! { p id=(place(&chart.id)) { (inline(&chart.finding)) } },
    }
}

/// Anchor of a chart on a page; its section may have the same id.
fn place(id: &str) -> String {
    format!("chart-{id}")
}

/// A chart with the table that it draws.
pub struct Drawing<'a> {
    document: &'a Document,
    section: &'a Section,
    chart: &'a Chart,
    table: &'a Table,
    /// Places of the columns that are drawn, in the order of the series.
    columns: Vec<usize>,
    /// Whether figures that rest on estimates are hollow: only beside others that do not, from which it tells them.
    marks_estimates: bool,
}

impl<'a> Drawing<'a> {
    fn new(document: &'a Document, section: &'a Section, chart: &'a Chart, table: &'a Table) -> Self {
        let mut columns: Vec<usize> = chart.columns.iter().filter_map(|id| table.position(id)).collect();
        if chart.columns.is_empty() {
            columns = (0..table.columns.len()).filter(|place| !table.columns[*place].words).collect();
        }
        // A series without a figure would stand in the key with nothing to see.
        let holds = |place: &usize| table.rows.iter().any(|row| row.cells.get(*place).and_then(number_of).is_some());
        if columns.iter().any(holds) {
            columns.retain(holds);
        }
        let mut drawing = Self { document, section, chart, table, columns, marks_estimates: false };
        drawing.marks_estimates = drawing.estimates() == (true, true);
        drawing
    }

    /// Whether some figures rest on estimates, and whether some do not.
    fn estimates(&self) -> (bool, bool) {
        let rows = if matches!(self.chart.kind, ChartKind::Lines { .. }) {
            self.table.rows.iter().collect()
        } else {
            self.rows()
        };
        let all = rows.into_iter().flat_map(|row| {
            let own = self.columns.iter().filter_map(move |column| self.quantity(row, *column));
            own.map(move |quantity| quantity.provenance.as_ref().map_or(row.estimated, |own| own.estimated))
        });
        all.fold((false, false), |(some, others), estimate| (some || estimate, others || !estimate))
    }

    /// Whether a figure is drawn hollow: it rests on an estimate, by its own provenance or by its row's.
    fn is_hollow(&self, row: &Row, quantity: &Quantity) -> bool {
        self.marks_estimates && quantity.provenance.as_ref().map_or(row.estimated, |own| own.estimated)
    }

    /// Rows that a chart has room for: its largest where it says how many, else those that a terminal shows too, or all
    /// if it shows none.
    fn rows(&self) -> Vec<&'a Row> {
        if let (Some(number), Some(column)) = (self.chart.largest, self.columns.first()) {
            let value =
                |row: &&Row| self.quantity(row, *column).and_then(|own| own.value).filter(|own| own.is_finite());
            let mut rows: Vec<&Row> = self.table.rows.iter().filter(|row| value(row).is_some()).collect();
            rows.sort_by(|one, other| value(other).unwrap_or(0.0).total_cmp(&value(one).unwrap_or(0.0)));
            rows.truncate(number);
            return rows;
        }
        let main: Vec<&Row> = self.table.rows.iter().filter(|row| !row.detail).collect();
        if main.is_empty() { self.table.rows.iter().collect() } else { main }
    }

    fn quantity(&self, row: &'a Row, column: usize) -> Option<&'a Quantity> {
        row.cells.get(column).and_then(number_of)
    }

    fn quantities(&self) -> impl Iterator<Item = &'a Quantity> + '_ {
        self.table.rows.iter().flat_map(|row| self.columns.iter().filter_map(|column| self.quantity(row, *column)))
    }

    fn column(&self, place: usize) -> Option<&'a Column> {
        self.table.columns.get(place)
    }

    /// Colour and pattern of a series: those of its side, or by its place among the series.
    fn series(&self, column: usize) -> &'static str {
        let place = self.columns.iter().position(|own| *own == column).unwrap_or(0);
        let of = self.column(column);
        match of.and_then(|of| of.side) {
            Some(1) => return "k-first",
            Some(2) => return "k-second",
            _ => {}
        }
        let code = of.and_then(|of| of.keys.region.as_deref());
        if let Some(side) = code.and_then(|code| self.side(code)) {
            return side;
        }
        if self.columns.len() == 1 {
            return "k-only";
        }
        ["k-third", "k-fourth", "k-fifth", "k-sixth", "k-only"][place % 5]
    }

    /// Colour and pattern of one figure: where a chart has one series, rows about a side have its colour.
    fn mark(&self, row: &Row, column: usize) -> &'static str {
        let own = self.series(column);
        let of_row = row.keys.region.as_deref().and_then(|code| self.side(code));
        if own == "k-only" { of_row.unwrap_or(own) } else { own }
    }

    fn side(&self, code: &str) -> Option<&'static str> {
        let [first, second] = self.document.sides.as_ref()?;
        match code {
            code if code == first.code => Some("k-first"),
            code if code == second.code => Some("k-second"),
            _ => None,
        }
    }

    fn figure(&self) -> Markup {
        let id = place(&self.chart.id);
        let titled = format!("{id}-finding");
        html! {
            figure class="chart" id=(id) aria-labelledby=(titled) {
                figcaption {
                    strong id=(titled) { (inline(&self.chart.finding)) }
                    @if !self.chart.quantity.is_empty() { span class="quantity" { (words(&self.chart.quantity)) } }
                }
                (self.drawn())
                p class="unseen" id=(format!("{id}-description")) { (self.description()) }
                (self.foot())
            }
        }
    }

    fn drawn(&self) -> Markup {
        match &self.chart.kind {
            ChartKind::Bars => rows::bars(self),
            ChartKind::Flow => rows::flow(self),
            ChartKind::PairedDots => rows::dots(self),
            ChartKind::Intervals => rows::intervals(self),
            ChartKind::Lines { events } => lines::lines(self, events),
            ChartKind::Heatmap => matrix::heatmap(self),
            ChartKind::Grid => matrix::grid(self),
            ChartKind::Treemap => areas::treemap(self),
            ChartKind::WorldMap => map::world(self),
        }
    }

    /// The drawing itself: a picture for a screen reader, with the finding as its name.
    fn picture(&self, class: &str, content: &Markup) -> Markup {
        let id = place(&self.chart.id);
        html! {
            div class=(format!("plot {class}")) role="img" aria-labelledby=(format!("{id}-finding"))
                aria-describedby=(format!("{id}-description")) { (content) }
        }
    }

    /// Key to the series, where there are several.
    fn key(&self, swatch: &str) -> Markup {
        html! {
            @if self.columns.len() > 1 {
                p class="keys" aria-hidden="true" {
                    @for column in &self.columns {
                        @if let Some(of) = self.column(*column) {
                            span class=(format!("key {}", self.series(*column))) {
                                span class=(format!("swatch {swatch}")) {} (series_name(of))
                            }
                        }
                    }
                }
            }
        }
    }

    /// The main figures in words.
    fn description(&self) -> String {
        let rows = self.rows();
        let told: Vec<String> = rows.iter().filter_map(|row| self.row_in_words(row)).take(READ_OUT).collect();
        let more =
            if rows.len() > READ_OUT { format!("; and {} more rows", rows.len() - READ_OUT) } else { String::new() };
        format!("{}{more}.", told.join("; "))
    }

    fn row_in_words(&self, row: &'a Row) -> Option<String> {
        let figures = self.columns.iter().filter_map(|column| {
            let written = with_range(self.quantity(row, *column)?);
            let named = self.columns.len() > 1;
            Some(if named { format!("{} {written}", series_name(self.column(*column)?)) } else { written })
        });
        let figures: Vec<String> = figures.collect();
        (!figures.is_empty()).then(|| format!("{}: {}", row.name.plain(), figures.join(", ")))
    }

    /// Source, grade and what ranges are over.
    fn foot(&self) -> Markup {
        let sure = self.section.evidence.as_ref();
        let ranges = self.ranges();
        let (estimates, others) = self.estimates();
        let linked = self.table.look != Look::FilesOnly;
        html! {
            p class="source" {
                @if !ranges.is_empty() { (self.range_word()) ": " (words(&ranges.join("; "))) ". " }
                @if self.chart.between.is_some() { "Shaded: the gap between both sides\u{2019} reports. " }
                @if self.marks_estimates { "Hollow: rests on an estimate. " }
                @if estimates && !others { "All of it rests on estimates. " }
                @if matches!(self.chart.kind, ChartKind::Lines { .. }) { (lines::sources(self)) }
                @if let Some(sure) = sure {
                    "Source: " (sure.source())
                    ". Evidence: " (self.graded().unwrap_or_else(|| graded(sure.evidence.grade).to_owned())) ". "
                }
                @if linked { a href=(format!("#{}", anchor(self.table))) { "Figures" } }
            }
        }
    }

    /// The grade that all figures have by their own provenance; `None` where they differ or have none of their own.
    fn graded(&self) -> Option<String> {
        let mut own = self.quantities().map(|quantity| quantity.provenance.as_ref().map(|own| own.graded()));
        let first = own.next()??;
        own.all(|other| other.as_ref() == Some(&first)).then_some(first)
    }

    fn range_word(&self) -> &'static str {
        match self.chart.kind {
            ChartKind::Lines { .. } | ChartKind::Intervals | ChartKind::PairedDots => "Bands",
            _ => "Whiskers",
        }
    }

    fn ranges(&self) -> Vec<&'a str> {
        let mut over: Vec<&str> = Vec::new();
        let drawn = matches!(
            self.chart.kind,
            ChartKind::Bars | ChartKind::PairedDots | ChartKind::Intervals | ChartKind::Lines { .. } | ChartKind::Flow
        );
        // A range without a value is the figure itself.
        let ranged = self.quantities().filter(|quantity| drawn && quantity.value.is_some());
        for range in ranged.filter_map(|quantity| quantity.range.as_ref()) {
            if !range.over.is_empty() && !over.contains(&range.over.as_str()) {
                over.push(&range.over);
            }
        }
        over
    }
}

/// Name of a series: its heading, under the heading over it.
fn series_name(column: &Column) -> String {
    match &column.group {
        Some(group) if !group.is_empty() && *group != column.heading => format!("{group}, {}", column.heading),
        _ => column.heading.clone(),
    }
}

/// A quantity with its range.
fn with_range(quantity: &Quantity) -> String {
    match range(quantity) {
        Some(range) => format!("{} ({range})", figure(quantity)),
        None => figure(quantity),
    }
}

/// A place in percent as style sheets and drawings take it.
fn percent(place: f64) -> String {
    format!("{}", (100.0 * place).round() / 100.0)
}
