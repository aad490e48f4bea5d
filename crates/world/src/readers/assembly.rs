//! A table put together cell by cell, whatever the layout of its file, and checked as a whole.

use std::collections::HashMap;

use ndarray::{Array1, Array2, Axis};

use super::axes::Axes;
use super::inter_country_table::InterCountryTable;
use super::unit::Unit;
use super::wholes::Wholes;
use crate::provenance::Provenance;

/// What a row of the file means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Row {
    /// Sales of an industry.
    Industry(usize),
    /// Value added of the buying industries, or a part of it.
    ValueAdded,
    /// Output of the buying industries.
    Output,
    /// Nothing of the table.
    Beside,
}

/// What a column of the file means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Column {
    /// Inputs of an industry.
    Industry(usize),
    /// Final use of a region.
    Final(usize),
    /// Output of the selling industries.
    Output,
    /// Nothing of the table.
    Beside,
}

/// Where a table comes from and what it counts in.
pub(super) struct About {
    /// Calendar year.
    pub year: u16,
    /// Source.
    pub source: String,
    /// What the numbers count in.
    pub unit: Unit,
    /// What must be said of how it was read.
    pub changes: Vec<String>,
}

/// A table that is being put together. Values are in the file's unit.
pub(super) struct Assembly {
    axes: Axes,
    columns: Vec<(String, Column)>,
    wholes: Wholes,
    intermediate: Array2<f64>,
    final_use: Array2<f64>,
    value_added: Array1<f64>,
    stated_rows: Array1<f64>,
    stated_columns: Array1<f64>,
    unused: Vec<f64>,
    /// Rows that are none of the table, with their sums over industries.
    unused_rows: Vec<(String, f64)>,
    doubtful: Vec<usize>,
    has_value_added: bool,
    has_output: bool,
    found_rows: Vec<bool>,
    all_whole_numbers: bool,
    negative_cells: usize,
    negative_mass: f64,
}

impl Assembly {
    /// An empty table. `columns` are those of the file with their names; `rows` is how many rows the file has, at least as
    /// many as industries. `every_column` is whether every industry needs one, as in a matrix.
    pub fn new(axes: Axes, columns: Vec<(String, Column)>, rows: usize, every_column: bool) -> Result<Self, String> {
        let nodes = axes.nodes(rows)?;
        let regions = axes.regions.len();
        check_columns(&axes, &columns, every_column)?;
        let of_final_use = columns.iter().enumerate().filter_map(|(place, (_, column))| match column {
            Column::Final(region) => Some((place, *region)),
            _ => None,
        });
        Ok(Self {
            wholes: Wholes::new(of_final_use, nodes),
            intermediate: Array2::zeros((nodes, nodes)),
            final_use: Array2::zeros((nodes, regions)),
            value_added: Array1::zeros(nodes),
            stated_rows: Array1::zeros(nodes),
            stated_columns: Array1::zeros(nodes),
            unused: vec![0.0; columns.len()],
            unused_rows: Vec::new(),
            doubtful: Vec::new(),
            has_value_added: false,
            has_output: false,
            found_rows: vec![false; nodes],
            all_whole_numbers: true,
            negative_cells: 0,
            negative_mass: 0.0,
            axes,
            columns,
        })
    }

    /// The axes.
    pub fn axes(&self) -> &Axes {
        &self.axes
    }

    /// The columns of the file.
    pub fn columns(&self) -> &[(String, Column)] {
        &self.columns
    }

    /// Whether a cell is part of the table, so that it must be a number.
    pub fn uses(&self, row: Row, column: usize) -> bool {
        let Some((_, column)) = self.columns.get(column) else { return false };
        match row {
            Row::Industry(_) => *column != Column::Beside,
            Row::ValueAdded | Row::Output => matches!(column, Column::Industry(_)),
            Row::Beside => false,
        }
    }

    /// Notes that a column is taken for final use though its name is none that is known.
    pub fn doubt(&mut self, place: usize) {
        self.doubtful.push(place);
    }

    /// Adds a cell of a row that is none of the table, by the row's name.
    pub fn add_beside(&mut self, name: &str, place: usize, value: f64) {
        if !matches!(self.columns.get(place), Some((_, Column::Industry(_)))) || !value.is_finite() {
            return;
        }
        match self.unused_rows.last_mut().filter(|(last, _)| last == name) {
            Some((_, sum)) => *sum += value,
            None => self.unused_rows.push((name.to_owned(), value)),
        }
    }

    /// Notes that an industry, value added or output has a row.
    pub fn found(&mut self, row: Row) {
        match row {
            Row::Industry(node) => self.found_rows[node] = true,
            Row::ValueAdded => self.has_value_added = true,
            Row::Output => self.has_output = true,
            Row::Beside => {}
        }
    }

    /// Adds a cell. Numbers beside the table are added up, to tell what is not used.
    pub fn add(&mut self, row: Row, place: usize, value: f64) {
        let Some((_, column)) = self.columns.get(place) else { return };
        match (row, *column) {
            (Row::Industry(row), Column::Industry(column)) => self.intermediate[[row, column]] += value,
            (Row::Industry(row), Column::Final(region)) => {
                self.final_use[[row, region]] += value;
                self.wholes.add(row, place, value);
                if value < 0.0 {
                    self.negative_cells += 1;
                    self.negative_mass -= value;
                }
            }
            (Row::Industry(row), Column::Output) => self.stated_rows[row] += value,
            (Row::Output, Column::Industry(column)) => self.stated_columns[column] += value,
            (Row::ValueAdded, Column::Industry(column)) => self.value_added[column] += value,
            (Row::Industry(_), Column::Beside) if value.is_finite() => self.unused[place] += value,
            _ => {}
        }
        if let Row::Industry(_) = row {
            self.all_whole_numbers &= *column == Column::Beside || value.fract() == 0.0;
        }
    }

    /// The table, in USD million.
    pub fn finish(self, about: About) -> Result<InterCountryTable, String> {
        self.check()?;
        let (factor, said) = about.unit.in_dollars(about.year)?;
        let unused = self.columns.iter().map(|(name, _)| name).zip(&self.unused);
        let unused_columns =
            unused.filter(|(_, sum)| **sum != 0.0).map(|(name, sum)| (name.clone(), factor * sum)).collect();
        let doubts = self.doubts(factor);
        let unused_rows = self.rows_beside(factor);
        let summed = self.columns.iter().filter(|(_, column)| *column != Column::Beside).count();
        let rounding = if self.all_whole_numbers { summed as f64 } else { 0.0 };
        Ok(InterCountryTable {
            stated_value_added: self.value_added * factor,
            rounding: rounding * factor,
            unused_columns,
            year: about.year,
            provenance: Provenance {
                valuation: crate::Valuation::Basic,
                source: about.source,
                classification: self.axes.classification.clone(),
                licence: String::new(),
                estimated: self.axes.not_told_apart().into_iter().collect(),
                estimated_between: Vec::new(),
                estimated_use: Vec::new(),
                changes: said.into_iter().chain(about.changes).chain(doubts).chain(unused_rows).collect(),
            },
            regions: self.axes.regions,
            sectors: self.axes.sectors,
            intermediate: scaled(self.intermediate, factor),
            final_use: scaled(self.final_use, factor),
            negative_cells: self.negative_cells,
            negative_mass: self.negative_mass * factor,
            stated_row_output: self.stated_rows * factor,
            stated_column_output: self.stated_columns * factor,
        })
    }

    /// Checks what only the whole table shows.
    fn check(&self) -> Result<(), String> {
        if let Some(node) = self.found_rows.iter().position(|found| !found) {
            return Err(format!("there is no row {}", self.axes.node_name(node)));
        }
        if let Some(column) = self.wholes.repeated() {
            let name = self.columns.get(column).map_or("", |(name, _)| name.as_str());
            return Err(format!("column {name} repeats the sum of the region\u{2019}s other final use: leave it out"));
        }
        for (stated, values, what) in [
            (self.has_value_added, &self.value_added, "value added"),
            (self.has_output, &self.stated_columns, "output"),
        ] {
            if stated && values.iter().all(|value| *value == 0.0) {
                return Err(format!(
                    "the rows of {what} are zero in every industry: leave them out if it is not known"
                ));
            }
        }
        if let Some(column) = self.doubtful.iter().copied().find(|column| self.is_no_use(*column)) {
            let name = self.columns.get(column).map_or("", |(name, _)| name.as_str());
            return Err(format!(
                "column {name} is no kind of final use that is known, and without it the rows add up better to the output \
                 that they state: leave it out"
            ));
        }
        let code = |region: usize| self.axes.regions.code(region);
        let bought = self.final_use.sum_axis(Axis(0));
        if let Some(region) = bought.iter().position(|value| *value == 0.0) {
            return Err(format!("region {} has no final use: every cell of its columns is zero", code(region)));
        }
        match self.sum_of_others() {
            Some(region) => Err(format!("region {} is the sum of all others: leave it out", code(region))),
            None => Ok(()),
        }
    }

    /// Whether the rows add up better to their stated output without a column of final use.
    fn is_no_use(&self, column: usize) -> bool {
        let sold = self.intermediate.sum_axis(Axis(1)) + self.final_use.sum_axis(Axis(1));
        let gap = |without: f64| -> f64 {
            (0..sold.len())
                .filter(|node| self.stated_rows[*node] != 0.0)
                .map(|node| (sold[node] - without * self.wholes.value(column, node) - self.stated_rows[node]).abs())
                .sum()
        };
        self.stated_rows.iter().any(|value| *value != 0.0) && gap(1.0) < gap(0.0) / 2.0
    }

    /// What must be said of columns whose names are no kind of final use that is known.
    fn doubts(&self, factor: f64) -> Vec<String> {
        let nodes = self.found_rows.len();
        let sum = |column: usize| factor * (0..nodes).map(|node| self.wholes.value(column, node)).sum::<f64>();
        let name = |column: usize| self.columns.get(column).map_or("", |(name, _)| name.as_str());
        let said = |column: &usize| format!("{} (USD million {:.1})", name(*column), sum(*column));
        match self.doubtful.as_slice() {
            [] => Vec::new(),
            several => {
                const NAMED: usize = 5;
                let named: Vec<String> = several.iter().take(NAMED).map(said).collect();
                let more = if several.len() > NAMED { " and others" } else { "" };
                vec![format!("taken for final use, by names that are no known kind of it: {}{more}", named.join(", "))]
            }
        }
    }

    /// What must be said of rows that are not used, totals of inputs aside.
    fn rows_beside(&self, factor: f64) -> Option<String> {
        const TOTALS: [&str; 7] = ["II_FOB", "R60", "TOTAL", "INTERMEDIATE", "INPUTS", "SUM", "GO"];
        const NAMED: usize = 5;
        let is_total = |name: &str| {
            TOTALS.contains(&name.to_uppercase().rsplit('_').next().unwrap_or_default())
                || TOTALS.contains(&name.to_uppercase().as_str())
        };
        let known: Vec<&(String, f64)> = self
            .unused_rows
            .iter()
            .filter(|(name, sum)| *sum != 0.0 && !name.trim().is_empty() && !is_total(name))
            .collect();
        let said =
            |(name, sum): &&(String, f64)| format!("{name} (USD million {:.1} over all industries)", factor * sum);
        let named: Vec<String> = known.iter().take(NAMED).map(said).collect();
        let more = if known.len() > NAMED { " and others" } else { "" };
        (!named.is_empty()).then(|| {
            format!("rows that are not used, since they are no known part of a table: {}{more}", named.join(", "))
        })
    }

    /// A region that sells of every product what all others sell together, within a thousandth.
    fn sum_of_others(&self) -> Option<usize> {
        let (regions, sectors) = (self.axes.regions.len(), self.axes.sectors.len());
        if regions < 3 {
            return None;
        }
        let sold = self.intermediate.sum_axis(Axis(1)) + self.final_use.sum_axis(Axis(1));
        let whole = |sector: usize| (0..regions).map(|region| sold[region * sectors + sector]).sum::<f64>();
        let wholes: Vec<f64> = (0..sectors).map(whole).collect();
        (0..regions).find(|region| {
            let own = |sector: usize| sold[region * sectors + sector];
            let half = |(sector, whole): (usize, &f64)| (own(sector) - whole / 2.0).abs() <= 1e-3 * whole.abs() / 2.0;
            wholes.iter().sum::<f64>() > 0.0 && wholes.iter().enumerate().all(half)
        })
    }
}

/// An array in another unit.
fn scaled(mut values: Array2<f64>, factor: f64) -> Array2<f64> {
    if factor != 1.0 {
        values.mapv_inplace(|value| value * factor);
    }
    values
}

/// Every industry must buy and every region must absorb: a table cut short on the right is as wrong as one cut short at the
/// bottom. No column may stand twice.
fn check_columns(axes: &Axes, columns: &[(String, Column)], every_column: bool) -> Result<(), String> {
    let mut buys = vec![false; axes.regions.len() * axes.sectors.len()];
    let mut absorbs = vec![false; axes.regions.len()];
    let mut seen: HashMap<&str, ()> = HashMap::new();
    for (name, column) in columns {
        match column {
            Column::Industry(node) => buys[*node] = true,
            Column::Final(region) => absorbs[*region] = true,
            Column::Output => {}
            Column::Beside => continue,
        }
        if seen.insert(name, ()).is_some() {
            return Err(format!("the column {name} stands twice"));
        }
    }
    if let Some(node) = buys.iter().position(|found| every_column && !found) {
        return Err(format!("there is a row but no column {}", axes.node_name(node)));
    }
    match absorbs.iter().position(|found| !found) {
        Some(region) => Err(format!("no column of final use for region {}", axes.regions.code(region))),
        None => Ok(()),
    }
}
