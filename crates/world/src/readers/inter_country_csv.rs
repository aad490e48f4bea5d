//! The layout of the OECD's inter-country tables, which FIGARO's matrices and copies of WIOD share.
//!
//! The first column names the row (`RUS_C26`, `VA`, `OUT`), the other columns are
//! `REGION_SECTOR` for intermediate use, `REGION_CATEGORY` for final use, and `OUT`.
//! Every value is placed by its two labels; the order of rows and columns is free.

use std::collections::HashMap;
use std::io::Read;
use std::ops::ControlFlow;

use super::accounts::{is_final_use, is_of_figaro, is_output, is_value_added};
use super::assembly::{About, Assembly, Column, Row};
use super::axes::{Axes, is_region};
use super::bounded::Bounded;
use super::inter_country_table::InterCountryTable;
use super::matrix::{self, Rows};
use super::sheet::{Cell, CsvSheet, Sheet};
use super::unit::Unit;
use crate::{Result, WorldError};

/// Signs by which people join a region and a sector where they do not write `RUS_C26`.
const JOINTS: [char; 6] = ['.', ':', '|', '/', '-', ' '];

/// The sign that joins regions and sectors in the labels of rows, where none has a low line and half of them or
/// more begin with a country before it.
fn joint(labels: &[String]) -> Option<char> {
    if labels.iter().any(|label| label.contains('_')) {
        return None;
    }
    let joined = |sign: char| {
        let begins = |label: &&String| {
            label.split_once(sign).is_some_and(|(region, item)| is_region(region) && !item.is_empty())
        };
        labels.iter().filter(begins).count()
    };
    let best = JOINTS.into_iter().map(|sign| (sign, joined(sign))).max_by_key(|(_, count)| *count)?;
    (best.1 > 0 && 2 * best.1 >= labels.len()).then_some(best.0)
}

/// A label with a low line between region and sector.
fn with_low_line(label: String, joint: Option<char>) -> String {
    match joint.and_then(|joint| label.split_once(joint)) {
        Some((region, item)) => format!("{}_{}", region.trim(), item.trim()),
        None => label,
    }
}

/// Region and sector, or category, of a label.
fn split(label: &str) -> Option<(&str, &str)> {
    label.split_once('_').map(|(region, item)| (region.trim(), item.trim()))
}

/// The label of a row, which stands in a column.
fn label(cells: &[Cell<'_>], column: usize) -> String {
    cells.get(column).map(Cell::label).unwrap_or_default()
}

/// Whether a label is of final use of a kind that is known, before or behind the region.
fn is_known_use(label: &str) -> bool {
    let behind = split(label).is_some_and(|(_, item)| is_final_use(item));
    behind || label.rsplit_once('_').is_some_and(|(item, _)| is_final_use(item))
}

/// What a row means. A row without a region is of the table only where it is value added or output.
fn row_of(label: &str, axes: &Axes) -> Row {
    let (region, item) = split(label).map_or((None, label), |(region, item)| (Some(region), item));
    if let Some(node) = region.and_then(|region| axes.node(region, item)) {
        return Row::Industry(node);
    }
    match label {
        _ if is_value_added(region, item) => Row::ValueAdded,
        _ if is_output(label) => Row::Output,
        _ => Row::Beside,
    }
}

/// What a column means. The OECD's edition of 2016 has the category before the region in final use.
fn column_of(label: &str, axes: &Axes) -> Result<Column, String> {
    let Some((region, item)) = split(label) else {
        return Ok(if is_output(label) { Column::Output } else { Column::Beside });
    };
    if let Some(node) = axes.node(region, item) {
        return Ok(Column::Industry(node));
    }
    let reversed = || label.rsplit_once('_').and_then(|(_, region)| axes.region(region.trim()));
    match axes.region(region).or_else(reversed) {
        Some(region) => Ok(Column::Final(region)),
        None => Err(format!("column {label}: no row of region {region} (category {item})")),
    }
}

/// Reads a csv; `name` stands in errors.
pub fn read_inter_country_csv(name: &str, input: impl Read, year: u16) -> Result<InterCountryTable> {
    let mut bytes = Vec::new();
    let fault = |error: std::io::Error| WorldError::Line { name: name.to_owned(), line: 1, reason: error.to_string() };
    Bounded::new(input).read_to_end(&mut bytes).map_err(fault)?;
    read(&CsvSheet::new(name, Box::new(|| Ok(Box::new(bytes.as_slice()))))?, year)
}

/// Reads a sheet in this layout.
pub(super) fn read(sheet: &dyn Sheet, year: u16) -> Result<InterCountryTable> {
    let first_fault = |reason: String| sheet.fault(1, None, reason);
    let mut header: Option<Vec<String>> = None;
    let mut labels: Vec<String> = Vec::new();
    // Programs number the rows in a column of its own before the labels.
    let mut column = 0;
    sheet.each_row(&mut |_, cells| {
        match header {
            None => header = Some(cells.iter().map(Cell::label).collect()),
            Some(_) => {
                let is_number = |cell: Option<&Cell<'_>>| cell.is_some_and(|cell| cell.label().parse::<u32>().is_ok());
                if labels.is_empty() && is_number(cells.first()) && split(&label(cells, 1)).is_some() {
                    column = 1;
                }
                labels.push(label(cells, column));
            }
        }
        Ok(ControlFlow::Continue(()))
    })?;
    let joint = joint(&labels);
    let labels: Vec<String> = labels.into_iter().map(|label| with_low_line(label, joint)).collect();
    let of_industry = |label: &&str| split(label).is_some_and(|(region, item)| !is_value_added(Some(region), item));
    let industries = labels.iter().map(String::as_str).filter(of_industry).filter_map(split);
    if industries.clone().next().is_none() {
        return Err(first_fault("expected rows named REGION_SECTOR, such as RUS_C26".to_owned()));
    }
    let axes = Axes::new(industries, &HashMap::new()).map_err(first_fault)?;
    let is_figaro = labels.iter().filter_map(|label| split(label)).any(|(region, item)| is_of_figaro(region, item));
    let mut columns = vec![(String::new(), Column::Beside); column + 1];
    for label in header.unwrap_or_default().into_iter().skip(column + 1) {
        let label = with_low_line(label, joint);
        let column = column_of(&label, &axes).map_err(first_fault)?;
        columns.push((label, column));
    }
    let doubtful: Vec<usize> = columns
        .iter()
        .enumerate()
        .filter(|(_, (label, column))| matches!(column, Column::Final(_)) && !is_known_use(label))
        .map(|(place, _)| place)
        .collect();
    let mut table = Assembly::new(axes, columns, labels.len(), true).map_err(first_fault)?;
    doubtful.into_iter().for_each(|place| table.doubt(place));
    let meaning = |cells: &[Cell<'_>], axes: &Axes| {
        let label = with_low_line(label(cells, column), joint);
        let row = row_of(&label, axes);
        (label, row)
    };
    let rows = Rows::whole(&table, 1, &meaning);
    matrix::place(sheet, &mut table, &rows)?;
    table.finish(about(year, is_figaro)).map_err(first_fault)
}

/// Source and unit: FIGARO counts in EUR million, all others in USD million.
fn about(year: u16, is_figaro: bool) -> About {
    let (source, unit) = match is_figaro {
        true => ("table in FIGARO's layout", Unit::MILLION_EUROS),
        false => ("csv table in the OECD layout", Unit::MILLION_DOLLARS),
    };
    About { year, source: source.to_owned(), unit, changes: Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::readers::TableFile;

    /// The editions of 2021 (rows `REGION_TAXSUB`, `VALU`, `OUTPUT`, column `TOTAL`, sectors `01T02`, parts of China and
    /// Mexico) and of 2022 on (`TLS`, `VA`, `OUT`, sectors `A01_02`): the same table. China buys finally as a whole.
    #[test]
    fn editions_of_the_oecd_are_read() {
        let edition_2021 = "\
            ,CN1_01T02,CN2_01T02,MX1_01T02,MX2_01T02,USA_01T02,CHN_HFCE,MEX_HFCE,USA_HFCE,TOTAL\n\
            CHN_01T02,0,0,0,0,0,0,0,0,0\nMEX_01T02,0,0,0,0,0,0,0,0,0\n\
            CN1_01T02,10,2,0,0,3,80,0,5,100\nCN2_01T02,1,4,0,1,9,0,0,25,40\n\
            MX1_01T02,0,0,5,1,2,0,40,2,50\nMX2_01T02,0,0,1,2,4,0,0,13,20\n\
            USA_01T02,3,2,4,6,100,10,5,370,500\n\
            CHN_TAXSUB,1,1,0,0,0,2,0,0,0\nMEX_TAXSUB,0,0,1,1,0,0,1,0,0\nUSA_TAXSUB,0,0,0,0,2,0,0,1,0\n\
            VALU,85,31,39,9,380,0,0,0,0\nOUTPUT,100,40,50,20,500,0,0,0,0\n";
        let edition_2023 = "\
            V1,CHN_A01_02,MEX_A01_02,USA_A01_02,CHN_HFCE,MEX_HFCE,USA_HFCE,OUT\n\
            CHN_A01_02,17,1,12,80,0,30,140\nMEX_A01_02,0,9,6,0,40,15,70\nUSA_A01_02,5,10,100,10,5,370,500\n\
            TLS,2,2,2,2,1,1,0\nVA,116,48,380,0,0,0,0\nOUT,140,70,500,0,0,0,0\n";
        let read = |text: &str| read_inter_country_csv("t.csv", text.as_bytes(), 2018).unwrap();
        let (old, new) = (read(edition_2021), read(edition_2023));
        assert_eq!(old.regions, new.regions);
        assert_eq!((&old.intermediate, &old.final_use), (&new.intermediate, &new.final_use));
        assert_eq!(old.intermediate[[0, 0]], 17.0, "10 + 2 + 1 + 4: every flow between China's parts is China's own");
        assert_eq!(old.stated_value_added.to_vec(), [118.0, 50.0, 382.0]);
        assert_eq!(
            (&old.stated_row_output, &old.stated_column_output),
            (&new.stated_row_output, &new.stated_column_output)
        );
        for table in [old, new] {
            assert_eq!(table.defects().faults, Vec::<String>::new());
            assert_eq!(table.sectors[0].kind, crate::SectorKind::Goods);
        }
    }

    /// The edition of 2016 has the category of final use before the region.
    #[test]
    fn categories_may_stand_before_regions() {
        let reversed = SMALL.replace("AAA_HFCE,BBB_HFCE,BBB_INVNT", "HC_AAA,HC_BBB,INVNT_BBB");
        let read = |text: &str| read_inter_country_csv("t.csv", text.as_bytes(), 2000).unwrap();
        assert_eq!(read(&reversed).final_use, read(SMALL).final_use);
    }

    /// FIGARO's matrix counts in EUR million, of which one was 1.0530 dollars in 2022.
    #[test]
    fn figaros_matrix_is_read() {
        let text = "rowLabels,AR_A01,EL_A01,FIGW1_A01,AR_P3_S13,AR_P5M,EL_P3_S14,FIGW1_P51G\n\
                    AR_A01,10,1,2,30,-1,4,5\nEL_A01,2,20,1,3,0,60,4\nFIGW1_A01,3,2,100,6,0,8,400\n\
                    W2_D21X31,1,2,6,0,0,0,0\nW2_OP_RES,0,0,0,5,0,0,0\nW2_OP_NRES,0,0,0,-5,0,0,0\n\
                    W2_D1,20,40,200,0,0,0,0\nW2_D29X39,5,5,10,0,0,0,0\nW2_B2A3G,10,20,200,0,0,0,0\n";
        let table = read_inter_country_csv("matrix.csv", text.as_bytes(), 2022).unwrap();
        let codes: Vec<&str> = table.regions.iter().map(crate::Code::as_str).collect();
        assert_eq!(codes, ["ARG", "GRC", "ROW"]);
        let near = |found: f64, euros: f64| (found - euros * 1.0530).abs() < 1e-9;
        assert!(near(table.intermediate[[1, 0]], 2.0) && near(table.final_use[[0, 0]], 29.0));
        assert!(near(table.row_sums()[2], 519.0) && near(table.stated_value_added[2], 416.0));
        assert!(near(table.negative_mass, 1.0));
        // Output less inputs is what the rows of W2 add up to: 51 - 15 = 36, 90 - 23 = 67, 519 - 103 = 416.
        assert_eq!(table.defects().faults, Vec::<String>::new());
    }

    const SMALL: &str = "V1,AAA_X,BBB_X,AAA_HFCE,BBB_HFCE,BBB_INVNT,OUT\n\
                         AAA_X,40,10,50,6,4,110\n\
                         BBB_X,5,20,5,70,-1,99\n\
                         VA,65,69,0,0,0,0\n\
                         OUT,110,99,0,0,0,0\n";

    #[test]
    fn values_are_placed_by_label() {
        let table = read_inter_country_csv("small.csv", SMALL.as_bytes(), 2000).unwrap();
        let swapped: String = {
            let mut rows: Vec<&str> = SMALL.lines().collect();
            rows.swap(1, 2);
            rows.join("\n")
        };
        let other = read_inter_country_csv("small.csv", swapped.as_bytes(), 2000).unwrap();
        assert_eq!(table.negative_cells, 1);
        let flow = |table: &InterCountryTable| {
            let (buyer, seller) = (table.regions.position("BBB").unwrap(), table.regions.position("AAA").unwrap());
            (table.intermediate[[seller, buyer]], table.final_use[[seller, buyer]]) // 6 + 4: categories add up
        };
        assert_eq!(flow(&table), (10.0, 10.0));
        assert_eq!(flow(&other), (10.0, 10.0));
    }

    /// What contradicts itself is told; what is a whole beside its parts is refused.
    #[test]
    fn a_table_must_earn_its_soundness() {
        let read = |text: &str| read_inter_country_csv("t.csv", text.as_bytes(), 2000);
        assert_eq!(read(SMALL).unwrap().defects().faults, Vec::<String>::new());
        let faults = |text: &str| read(text).unwrap().defects().faults.join("; ");
        assert!(faults(&SMALL.replace(",110\n", ",150\n")).contains("rows miss the output stated"));
        assert!(
            faults(&SMALL.replace("VA,65", "VA,30"))
                .contains("misses the stated value added by up to 26.4 % of output (AAA_X)")
        );
        assert!(faults(&SMALL.replace("AAA_X,40", "AAA_X,-40")).contains("negative"));
        let told = read(&SMALL.replace("VA,65", "VA,30")).unwrap().condense(&[]).unwrap();
        assert!(told.provenance().estimated[0].contains("contradicts itself"));
        // Final use of BBB with its own total beside it.
        let total: String = SMALL
            .lines()
            .zip(["BBB_TFD", "10", "69", "0", "0"])
            .map(|(line, cell)| format!("{line},{cell}\n"))
            .collect();
        assert!(read(&total).unwrap_err().to_string().contains("BBB_TFD repeats the sum"));
        let unused: String =
            SMALL.lines().zip(["EXP", "7", "8", "0", "0"]).map(|(line, cell)| format!("{line},{cell}\n")).collect();
        assert_eq!(read(&unused).unwrap().unused_columns, [("EXP".to_owned(), 15.0)]);
    }

    #[test]
    fn what_stands_beside_the_table_need_not_be_a_number() {
        let read = |text: &str| read_inter_country_csv("t.csv", text.as_bytes(), 2000);
        let blank = SMALL.replace("VA,65,69,0,0,0,0", "VA,65,69,,,,");
        assert!(read(&blank).is_ok());
        let trailing: String = SMALL.lines().map(|line| format!("{line},\n")).collect();
        assert!(read(&trailing).is_ok());
        let lower = SMALL.replace("AAA", "ger").replace("BBB", "rus");
        let table = read(&lower).unwrap();
        assert!(table.regions.position("DEU").is_some() && table.regions.position("RUS").is_some());
        let whole = read(SMALL).unwrap();
        for separator in [";", "\t", "|"] {
            let other = read(&SMALL.replace(',', separator)).unwrap();
            assert_eq!((other.intermediate, other.final_use), (whole.intermediate.clone(), whole.final_use.clone()));
        }
        let halves = |text: &str| text.replace("40,", "40.5,").replace("VA,65", "VA,64.5").replace(",110", ",110.5");
        let points = read(&halves(SMALL)).unwrap();
        let commas = read(&halves(SMALL).replace(',', ";").replace('.', ",")).unwrap();
        assert_eq!(points.intermediate, commas.intermediate);
        let utf16 = |text: &str| -> Vec<u8> {
            [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect()
        };
        let TableFile::InterCountry(wide) = TableFile::read("t_2000.csv", &utf16(SMALL)).unwrap() else { panic!() };
        assert_eq!(wide.intermediate, whole.intermediate);
        assert!(TableFile::read("t_2000.csv", &utf16(SMALL)[..101]).is_err());
        // A year that is asked for decides, whatever the name has.
        for name in ["t.csv", "edition2021_2015.csv", "t_2000.csv"] {
            let TableFile::InterCountry(table) = TableFile::read_for(name, SMALL.as_bytes(), Some(1999)).unwrap()
            else {
                panic!()
            };
            assert_eq!(table.year, 1999);
        }
        assert!(TableFile::read("edition2021_2015.csv", SMALL.as_bytes()).is_err());
        // Codes as others join them; numbers and names of countries.
        let dashes = SMALL.replace("_X", "_C10-C12").replace("AAA", "643").replace("BBB", "KR");
        let table = read(&dashes).unwrap();
        assert_eq!(table.sectors[0].code.as_str(), "C10_C12");
        assert!(table.regions.position("RUS").is_some() && table.regions.position("KOR").is_some());
        let nothing = SMALL.replace("50,6,4", "50,0,0").replace("5,70,-1", "5,0,0");
        assert!(read(&nothing).unwrap_err().to_string().contains("region BBB has no final use"));
        let taxes = SMALL.replace("VA,65,69", "AAA_TAXSUB,1,0,0,0,0,0\nVALU,64,69");
        assert_eq!(read(&taxes).unwrap().stated_value_added.to_vec(), [65.0, 69.0]);
    }

    /// What programs and people put around a table: numbers of rows, titles above it; encodings without a mark.
    #[test]
    fn decorations_of_a_table_are_left_out() {
        let read = |text: &str| read_inter_country_csv("t.csv", text.as_bytes(), 2000).unwrap();
        let whole = read(SMALL);
        let numbered: String = SMALL
            .lines()
            .enumerate()
            .map(|(row, line)| format!("{},{line}\n", if row == 0 { String::new() } else { row.to_string() }))
            .collect();
        // A blank column before the table, and words below it.
        let moved: String = SMALL.lines().map(|line| format!(",{line}\n")).collect();
        let noted = format!("{SMALL}Source: own calculations\nNote: of 2000,in USD million\n");
        let quoted: String = SMALL
            .lines()
            .map(|line| line.split(',').map(|cell| format!("\"{cell}\"")).collect::<Vec<_>>().join(",") + "\n")
            .collect();
        let lower = SMALL.replace("OUT", "out").replace("VA,", "va,");
        let titled = format!("World input-output table,,,,,,\n# USD million\n\n{SMALL}");
        let semicolons = format!("A title, with a comma\n{}", SMALL.replace(',', ";"));
        for text in [&numbered, &titled, &semicolons, &moved, &noted, &quoted, &lower] {
            let table = read(text);
            assert_eq!((&table.intermediate, &table.final_use), (&whole.intermediate, &whole.final_use), "{text}");
            assert_eq!(table.stated_row_output, whole.stated_row_output, "{text}");
        }
        // Regions and sectors as others join them.
        let coded = SMALL.replace("AAA", "DEU").replace("BBB", "RUS");
        for joint in [".", ":", " ", "-", "|", "/"] {
            let text = coded.replace('_', joint).replace(',', ";");
            assert_eq!(read(&text).intermediate, read(&coded).intermediate, "{joint}");
        }
        // One flow a line, with whole labels.
        let long: String = std::iter::once("row,col,value\n".to_owned())
            .chain(coded.lines().skip(1).take(2).flat_map(|line| {
                let cells: Vec<&str> = line.split(',').collect();
                let names = ["DEU_X", "RUS_X", "DEU_HFCE", "RUS_HFCE", "RUS_INVNT"];
                let row = cells[0].to_owned();
                names
                    .into_iter()
                    .zip(cells[1..6].to_vec())
                    .map(move |(name, cell)| format!("{row},{name},{cell}\n"))
                    .collect::<Vec<_>>()
            }))
            .collect();
        let TableFile::InterCountry(table) = TableFile::read("t_2000.csv", long.as_bytes()).unwrap() else { panic!() };
        assert_eq!((table.intermediate, table.final_use), (whole.intermediate.clone(), whole.final_use.clone()));
        let units: [fn(u16) -> [u8; 2]; 2] = [u16::to_le_bytes, u16::to_be_bytes];
        for unit in units {
            let bytes: Vec<u8> = SMALL.encode_utf16().flat_map(unit).collect();
            let TableFile::InterCountry(table) = TableFile::read("t_2000.csv", &bytes).unwrap() else { panic!() };
            assert_eq!(table.intermediate, whole.intermediate);
        }
        let refused = |bytes: &[u8]| TableFile::read("t_2000.csv", bytes).unwrap_err().to_string();
        assert!(refused(format!("{SMALL}AAA_Y,3\n").as_bytes()).contains("line 6 has 2 cells, the rows above have 7"));
        let latin: Vec<u8> = SMALL.bytes().map(|byte| if byte == b'V' { 0xe4 } else { byte }).collect();
        assert!(refused(&latin).contains("save it as csv in UTF-8"), "{}", refused(&latin));
        for packed in
            [&b"BZh91AY&SY"[..], b"\xfd7zXZ\0", b"\x28\xb5\x2f\xfd\x04", b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07"]
        {
            assert!(refused(packed).contains("unpack it first"));
        }
    }

    /// A column that is no kind of final use is refused where it spoils the sums of the rows, and named where it does not.
    #[test]
    fn a_column_of_unknown_use_is_no_final_use_by_itself() {
        let read = |text: &str| read_inter_country_csv("t.csv", text.as_bytes(), 2000);
        let with = |cells: [&str; 5]| -> String {
            SMALL.lines().zip(cells).map(|(line, cell)| format!("{line},{cell}\n")).collect()
        };
        let message = read(&with(["BBB_XYZ", "0.5", "0.5", "0", "0"])).unwrap_err().to_string();
        assert!(message.contains("BBB_XYZ is no kind of final use"), "{message}");
        let named = read(&SMALL.replace("BBB_INVNT", "BBB_OWN")).unwrap();
        assert!(named.provenance.changes.iter().any(|change| change.contains("BBB_OWN (USD million 3.0)")));
        assert!(read(SMALL).unwrap().provenance.changes.is_empty());
        for row in ["VA,0,0,0,0,0,0", "OUT,0,0,0,0,0,0"] {
            let name = row.split(',').next().unwrap();
            let text: String =
                SMALL.lines().map(|line| format!("{}\n", if line.starts_with(name) { row } else { line })).collect();
            assert!(read(&text).unwrap_err().to_string().contains("zero in every industry"), "{row}");
        }
    }

    /// A short file can name a product of regions and sectors that no memory holds.
    #[test]
    fn limits_are_checked_before_anything_is_allocated() {
        let many: String =
            std::iter::once("V1,OUT\n".to_owned()).chain((0..2000).map(|row| format!("R{row}_S{row},1\n"))).collect();
        let message = read_inter_country_csv("t.csv", many.as_bytes(), 2000).unwrap_err().to_string();
        assert!(message.contains("2000 regions and 2000 sectors"), "{message}");
    }

    #[test]
    fn errors_point_at_the_line() {
        let bad = SMALL.replace(",20,", ",twenty,");
        let message = read_inter_country_csv("bad.csv", bad.as_bytes(), 2000).unwrap_err().to_string();
        assert!(message.contains("line 3") && message.contains("BBB_X") && message.contains("twenty"), "{message}");
        let cut = &SMALL[..SMALL.len() - 40];
        assert!(read_inter_country_csv("cut.csv", cut.as_bytes(), 2000).is_err());
    }

    #[test]
    fn a_table_with_a_hole_is_refused() {
        let read = |text: &str| read_inter_country_csv("hole.csv", text.as_bytes(), 2000);
        let without_row: String =
            SMALL.lines().filter(|line| !line.starts_with("BBB_X")).collect::<Vec<_>>().join("\n");
        assert!(read(&without_row).is_err());
        let without = |column: usize| -> String {
            let cut = |line: &str| {
                let fields = line.split(',').enumerate().filter(|(position, _)| *position != column);
                fields.map(|(_, field)| field).collect::<Vec<_>>().join(",")
            };
            SMALL.lines().map(cut).collect::<Vec<_>>().join("\n")
        };
        assert!(read(&without(2)).unwrap_err().to_string().contains("no column BBB_X"));
        assert!(read(&without(3)).unwrap_err().to_string().contains("final use for region AAA"));
    }
}
