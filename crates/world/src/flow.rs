//! One bilateral flow of one sector, by position in a table.

/// A bilateral flow of one sector, by position in a table's sectors and regions.
///
/// Flows order by sector, then importer, then exporter. An importer's purchases from itself are a flow too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Flow {
    /// Position of the sector.
    pub sector: usize,
    /// Position of the region that buys.
    pub importer: usize,
    /// Position of the region that sells.
    pub exporter: usize,
}

impl Flow {
    /// The flow's index into arrays `[sector][importer][exporter]`.
    #[must_use]
    pub fn cell(self) -> [usize; 3] {
        [self.sector, self.importer, self.exporter]
    }

    /// The importer's purchases of the sector's goods from itself.
    #[must_use]
    pub fn at_home(self) -> Self {
        Self { exporter: self.importer, ..self }
    }
}
