//! The layout of WIOD's release of 2016 for R and Stata: a row for each selling industry and year, with the columns
//! `IndustryCode`, `IndustryDescription`, `Country`, `RNr`, `Year`, and then `AUS1` to `ROW61` and `TOT`.

use std::collections::{BTreeSet, HashMap};
use std::ops::ControlFlow;

use super::accounts::{is_output_of_wiod, is_value_added_of_wiod};
use super::assembly::{About, Assembly, Column, Row};
use super::axes::Axes;
use super::inter_country_table::InterCountryTable;
use super::matrix::{self, Rows};
use super::sheet::{Cell, Sheet};
use super::unit::Unit;
use super::years::Years;
use crate::Result;

/// The country of the rows below the industries.
const TOTAL: &str = "TOT";

/// Where the columns stand that name a row.
pub(super) struct Names {
    code: usize,
    description: Option<usize>,
    country: usize,
    number: usize,
    year: Option<usize>,
}

impl Names {
    /// The columns by their names in a header; `None` of any other layout.
    pub fn find(header: &[String]) -> Option<Self> {
        let of = |name: &str| header.iter().position(|label| label.eq_ignore_ascii_case(name));
        Some(Self {
            code: of("IndustryCode")?,
            description: of("IndustryDescription"),
            country: of("Country")?,
            number: of("RNr")?,
            year: of("Year"),
        })
    }

    fn is_name(&self, column: usize) -> bool {
        [Some(self.code), self.description, Some(self.country), Some(self.number), self.year].contains(&Some(column))
    }

    /// The label of a row in a column.
    fn label(cells: &[Cell<'_>], column: usize) -> String {
        cells.get(column).map(Cell::label).unwrap_or_default()
    }

    /// The year of a row.
    fn year(&self, cells: &[Cell<'_>]) -> Option<u16> {
        Self::label(cells, self.year?).parse().ok()
    }
}

/// What the rows of the year say.
#[derive(Default)]
struct Stub {
    industries: Vec<(String, String)>,
    /// Codes of industries by their number.
    codes: HashMap<u32, String>,
    descriptions: HashMap<String, String>,
}

/// Reads a sheet in this layout, whose first row is `header`.
pub(super) fn read(sheet: &dyn Sheet, names: &Names, header: &[String], years: &Years) -> Result<InterCountryTable> {
    let fault = |reason: String| sheet.fault(1, None, reason);
    let year = match names.year {
        Some(_) => years.among(&years_of(sheet, names)?).map_err(fault)?,
        None => years.resolve(&[]).map_err(fault)?,
    };
    let is_of_year = |cells: &[Cell<'_>]| names.year.is_none() || names.year(cells) == Some(year);
    let mut stub = Stub::default();
    let mut is_header = true;
    sheet.each_row(&mut |line, cells| {
        if !std::mem::take(&mut is_header) && is_of_year(cells) {
            stub.add(names, cells).map_err(|reason| sheet.fault(line, Some(names.number), reason))?;
        }
        Ok(ControlFlow::Continue(()))
    })?;
    let labels = stub.industries.iter().map(|(region, code)| (region.as_str(), code.as_str()));
    let axes = Axes::new(labels, &stub.descriptions).map_err(fault)?;
    let mut columns = Vec::new();
    for (place, label) in header.iter().enumerate() {
        let column = if names.is_name(place) { Column::Beside } else { stub.column(label, &axes).map_err(fault)? };
        columns.push((label.clone(), column));
    }
    let mut table = Assembly::new(axes, columns, stub.industries.len(), true).map_err(fault)?;
    let meaning = |cells: &[Cell<'_>], axes: &Axes| {
        let (country, code) = (Names::label(cells, names.country), Names::label(cells, names.code));
        let name = format!("{country}_{code}");
        let row = match axes.node(&country, &code) {
            _ if !is_of_year(cells) => Row::Beside,
            Some(node) => Row::Industry(node),
            None if country != TOTAL => Row::Beside,
            None if is_value_added_of_wiod(&code) => Row::ValueAdded,
            None if is_output_of_wiod(&code) => Row::Output,
            None => Row::Beside,
        };
        (name, row)
    };
    let rows = Rows::whole(&table, 1, &meaning);
    matrix::place(sheet, &mut table, &rows)?;
    let source = "table in the layout of WIOD, 2016 release".to_owned();
    table.finish(About { year, source, unit: Unit::MILLION_DOLLARS, changes: Vec::new() }).map_err(fault)
}

/// Years of the rows.
fn years_of(sheet: &dyn Sheet, names: &Names) -> Result<Vec<u16>> {
    let mut years = BTreeSet::new();
    sheet.each_row(&mut |_, cells| {
        years.extend(names.year(cells));
        Ok(ControlFlow::Continue(()))
    })?;
    Ok(years.into_iter().collect())
}

impl Stub {
    /// Adds a row of the year.
    fn add(&mut self, names: &Names, cells: &[Cell<'_>]) -> Result<(), String> {
        let (country, code) = (Names::label(cells, names.country), Names::label(cells, names.code));
        if country == TOTAL || country.is_empty() {
            return Ok(());
        }
        let given = Names::label(cells, names.number);
        let number: u32 = given.parse().map_err(|_| format!("RNr is `{given}`, expected a whole number"))?;
        let known = self.codes.entry(number).or_insert_with(|| code.clone());
        if *known != code {
            return Err(format!("RNr {number} stands for {known} and for {code}"));
        }
        if let Some(column) = names.description {
            self.descriptions.insert(code.clone(), Names::label(cells, column));
        }
        self.industries.push((country, code));
        Ok(())
    }

    /// What a column means: `AUS1`, or `vAUS1` as Stata has it. Numbers that are no industry's are final use.
    fn column(&self, label: &str, axes: &Axes) -> Result<Column, String> {
        if label.trim_start_matches('v') == TOTAL {
            return Ok(Column::Output);
        }
        let country = label.trim_end_matches(|letter: char| letter.is_ascii_digit());
        let number: Option<u32> = label.get(country.len()..).and_then(|digits| digits.parse().ok());
        let region = [Some(country), country.strip_prefix('v')]
            .into_iter()
            .flatten()
            .find(|country| axes.region(country).is_some());
        match (region, number) {
            (None, None) => Ok(Column::Beside),
            (Some(region), Some(number)) => {
                let node = self.codes.get(&number).and_then(|code| axes.node(region, code));
                let position = axes.region(region).map(Column::Final);
                node.map(Column::Industry).or(position).ok_or_else(|| format!("column {label}: no row of {region}"))
            }
            _ => Err(format!("column {label}: expected a country that has rows with a number, such as AUS1")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::layout::read_sheet;
    use super::super::sheet::CsvSheet;
    use super::*;

    const WIOD: &str = "IndustryCode,IndustryDescription,Country,RNr,Year,AUS1,AUS2,ROW1,ROW2,AUS57,ROW57,TOT\n\
                        A01,Crops,AUS,1,2014,10,20,1,2,57,10,100\n\
                        R_S,Other services,AUS,2,2014,5,10,2,3,160,20,200\n\
                        A01,Crops,ROW,1,2014,3,4,100,200,13,180,500\n\
                        R_S,Other services,ROW,2,2014,2,6,40,100,42,810,1000\n\
                        II_fob,Total intermediate consumption,TOT,65,2014,20,40,143,305,272,1020,1800\n\
                        TXSP,taxes less subsidies on products,TOT,66,2014,5,10,7,15,1,1,0\n\
                        VA,Value added at basic prices,TOT,70,2014,75,150,350,680,0,0,0\n\
                        GO,Output at basic prices,TOT,73,2014,100,200,500,1000,0,0,0\n";

    fn read(name: &str, text: &str, year: Option<u16>) -> Result<InterCountryTable> {
        let sheet = CsvSheet::new(name, Box::new(|| Ok(Box::new(text.as_bytes()))))?;
        read_sheet(&sheet, &Years::of(name, year))
    }

    #[test]
    fn a_year_is_read() {
        let table = read("wiot.csv", WIOD, None).unwrap();
        assert_eq!(table.year, 2014);
        assert_eq!(table.intermediate[[0, 3]], 2.0);
        assert_eq!(table.final_use[[3, 0]], 42.0);
        assert_eq!(table.row_sums().to_vec(), [100.0, 200.0, 500.0, 1000.0]);
        assert_eq!(table.stated_row_output, table.row_sums());
        assert_eq!(table.stated_value_added.to_vec(), [80.0, 160.0, 357.0, 695.0]);
        assert_eq!(table.defects().faults, Vec::<String>::new());
        let stata = WIOD.replace("AUS1,AUS2,ROW1,ROW2,AUS57,ROW57", "vAUS1,vAUS2,vROW1,vROW2,vAUS57,vROW57");
        assert_eq!(read("wiot.csv", &stata, None).unwrap().intermediate, table.intermediate);
    }

    #[test]
    fn of_several_years_one_is_chosen() {
        let (header, rows) = WIOD.split_once('\n').unwrap();
        let both = format!("{header}\n{rows}{}", rows.replace(",2014,", ",2013,").replace("2013,10,20", "2013,30,0"));
        assert!(read("wiot.csv", &both, None).unwrap_err().to_string().contains("2013, 2014; choose one"));
        assert_eq!(read("wiot.csv", &both, Some(2013)).unwrap().intermediate[[0, 0]], 30.0);
        assert_eq!(read("wiot.csv", &both, Some(2014)).unwrap().intermediate[[0, 0]], 10.0);
        assert!(read("wiot.csv", &both, Some(2000)).is_err());
    }

    #[test]
    fn errors_name_the_line() {
        let bad = WIOD.replace("ROW,1,2014,3,4", "ROW,1,2014,3,four");
        let message = read("wiot.csv", &bad, None).unwrap_err().to_string();
        assert!(message.contains("line 4") && message.contains("AUS2") && message.contains("four"), "{message}");
        let twice = WIOD.replace("R_S,Other services,ROW,2", "R_S,Other services,ROW,1");
        assert!(read("wiot.csv", &twice, None).unwrap_err().to_string().contains("RNr 1 stands for A01 and for R_S"));
    }
}
