//! Columns of final use that repeat the sum of others.

use std::collections::HashMap;

/// Final use by column, to find one that repeats others.
pub(super) struct Wholes {
    /// Columns of each region, by their place.
    of_region: HashMap<usize, Vec<usize>>,
    /// `[node]` of each column of final use.
    values: HashMap<usize, Vec<f64>>,
}

impl Wholes {
    /// Of the columns of final use: the place of each and its region.
    pub fn new(columns: impl Iterator<Item = (usize, usize)>, nodes: usize) -> Self {
        let mut wholes = Self { of_region: HashMap::new(), values: HashMap::new() };
        for (place, region) in columns {
            wholes.of_region.entry(region).or_default().push(place);
            wholes.values.insert(place, vec![0.0; nodes]);
        }
        wholes
    }

    /// Adds a cell of a column.
    pub fn add(&mut self, node: usize, column: usize, value: f64) {
        if let Some(cell) = self.values.get_mut(&column).and_then(|values| values.get_mut(node)) {
            *cell += value;
        }
    }

    /// A cell of a column of final use.
    pub fn value(&self, column: usize, node: usize) -> f64 {
        self.values.get(&column).and_then(|values| values.get(node)).copied().unwrap_or(0.0)
    }

    /// The place of a column that is the sum of at least two others of its region, the first in the file.
    pub fn repeated(&self) -> Option<usize> {
        let is_sum = |column: usize, all: &[usize]| {
            let of = |column: usize, node: usize| self.values[&column][node];
            let nodes = self.values[&column].len();
            let others =
                |node: usize| all.iter().filter(|other| **other != column).map(|other| of(*other, node)).sum::<f64>();
            let size: f64 = (0..nodes).map(|node| of(column, node).abs()).sum();
            let apart: f64 = (0..nodes).map(|node| (of(column, node) - others(node)).abs()).sum();
            size > 0.0 && apart <= 1e-4 * size
        };
        let several = self.of_region.values().filter(|columns| columns.len() > 2);
        several.flat_map(|columns| columns.iter().copied().filter(|column| is_sum(*column, columns))).min()
    }
}
