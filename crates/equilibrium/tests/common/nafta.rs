//! Caliendo and Parro's (2015) replication files as the authors prepare them. Shared by the tests
//! and the example `nafta`, so it stands on its own.
//!
//! Layout of the folder: `xbilat1993.txt` (customs values, thousand USD), `tariffs1993.txt` and `tariffs2005.txt`
//! (percent) with 20 traded sectors x 31 importers as rows and exporters as columns; `B.txt` (value-added
//! shares) and `GO.txt` (gross output, USD) with sectors as rows; `IO.txt` with regions x inputs as rows;
//! `T.txt` with the elasticities of the traded sectors.

use std::error::Error;
use std::path::Path;

use ndarray::{Array1, Array2, Array3, Axis};
use unequal_equilibrium::{Duties, Primitives};
use unequal_world::labels::{Code, Labels, Sector, SectorKind};

/// Regions of the exercise.
pub const REGIONS: usize = 31;
/// Sectors of the exercise.
pub const SECTORS: usize = 40;
const TRADED: usize = 20;
/// The elasticity the authors give to sectors that are not traded; it has no effect on them.
const ELASTICITY_NOT_TRADED: f64 = 8.22;
/// Positions of Canada, Mexico and the United States in the authors' order.
pub const NAFTA: [usize; 3] = [4, 19, 29];

/// The world of 1993 and the tariffs after NAFTA.
pub struct Nafta {
    /// Shares and endowments of 1993, deficits as in the data; markets are not settled, because
    /// final shares are clipped at zero.
    pub primitives: Primitives,
    /// `[sector][importer][exporter]`: those of 2005 inside NAFTA, those of 1993 elsewhere.
    pub tariffs_after: Array3<f64>,
}

/// Reads the authors' files: imports by customs value, domestic sales as what output leaves
/// after exports, final shares clipped at zero.
pub fn read(folder: &Path) -> Result<Nafta, Box<dyn Error>> {
    let matrix = |name: &str, rows: usize, columns: usize| matrix(&folder.join(name), rows, columns);
    let by_pair = |name: &str| matrix(name, TRADED * REGIONS, REGIONS);
    let (old, new) = (tariffs(&by_pair("tariffs1993.txt")?), tariffs(&by_pair("tariffs2005.txt")?));
    let trade = by_pair("xbilat1993.txt")?;
    let value_added_shares = matrix("B.txt", SECTORS, REGIONS)?.reversed_axes();
    let stated_output = matrix("GO.txt", SECTORS, REGIONS)?;
    let mut trade_elasticity: Vec<f64> = matrix("T.txt", TRADED, 1)?.iter().copied().collect();
    trade_elasticity.resize(SECTORS, ELASTICITY_NOT_TRADED);

    let mut imports = Array3::zeros((SECTORS, REGIONS, REGIONS));
    for (mut imports, values) in imports.rows_mut().into_iter().zip(trade.rows()) {
        imports.zip_mut_with(&values, |import, value| *import = value * 1000.0);
    }
    let exports = imports.sum_axis(Axis(1));
    let deficits: Array1<f64> = imports.sum_axis(Axis(2)).sum_axis(Axis(0)) - exports.sum_axis(Axis(0));
    // What output leaves after exports is sold at home; stated output below exports is raised to them.
    for ((sector, region), exported) in exports.indexed_iter() {
        imports[[sector, region, region]] += stated_output[[sector, region]].max(*exported) - exported;
    }
    let output = imports.sum_axis(Axis(1)).reversed_axes();
    let mut sourcing = imports;
    sourcing.zip_mut_with(&old, |value, tariff| *value *= 1.0 + tariff);
    let expenditure = sourcing.sum_axis(Axis(2)).reversed_axes();
    sourcing.rows_mut().into_iter().for_each(|mut row| row /= row.sum());

    let input_shares = input_shares(matrix("IO.txt", REGIONS * SECTORS, SECTORS)?, &value_added_shares)?;
    let value_added = (&output * &value_added_shares).sum_axis(Axis(1));
    let mut final_shares = Array2::zeros((REGIONS, SECTORS));
    for (region, inputs) in input_shares.outer_iter().enumerate() {
        let left = &expenditure.row(region) - &inputs.dot(&output.row(region));
        let left = left.mapv(|value| value.max(0.0));
        final_shares.row_mut(region).assign(&(&left / left.sum()));
    }
    let value_added_shares = 1.0 - input_shares.sum_axis(Axis(1));
    let mut tariffs_after = old.clone();
    for sector in 0..SECTORS {
        for (importer, exporter) in NAFTA.into_iter().flat_map(|one| NAFTA.map(|other| (one, other))) {
            tariffs_after[[sector, importer, exporter]] = new[[sector, importer, exporter]];
        }
    }
    let primitives = Primitives {
        regions: regions()?,
        sectors: sectors()?,
        year: 1993,
        sourcing,
        input_shares,
        value_added_shares,
        final_shares,
        value_added,
        deficits,
        trade_elasticity,
        duties: Duties { tariff: Some(old), ..Duties::default() },
    };
    Ok(Nafta { primitives, tariffs_after })
}

/// Percent to levels; nothing at home and outside the traded sectors.
fn tariffs(table: &Array2<f64>) -> Array3<f64> {
    let mut tariffs = Array3::zeros((SECTORS, REGIONS, REGIONS));
    for (place, (mut tariffs, percent)) in tariffs.rows_mut().into_iter().zip(table.rows()).enumerate() {
        tariffs.zip_mut_with(&percent, |tariff, percent| *tariff = percent / 100.0);
        tariffs[place % REGIONS] = 0.0;
    }
    tariffs
}

/// Columns sum to one only to their printed digits; a column of zeros is an industry without inputs.
fn input_shares(table: Array2<f64>, value_added_shares: &Array2<f64>) -> Result<Array3<f64>, Box<dyn Error>> {
    let mut shares = table.into_shape_with_order((REGIONS, SECTORS, SECTORS))?;
    for (mut inputs, value_added) in shares.outer_iter_mut().zip(value_added_shares.outer_iter()) {
        let columns = inputs.sum_axis(Axis(0)).mapv(|sum| sum.max(f64::MIN_POSITIVE));
        inputs *= &((1.0 - &value_added) / columns);
    }
    Ok(shares)
}

fn regions() -> Result<Labels, Box<dyn Error>> {
    let code = |position: usize| match NAFTA.iter().position(|member| *member == position) {
        Some(member) => Code::new(["CAN", "MEX", "USA"][member]),
        None => Code::new(&format!("r{}", position + 1)),
    };
    Ok(Labels::new((0..REGIONS).map(code).collect::<Result<_, _>>()?, "region")?)
}

fn sectors() -> Result<Vec<Sector>, Box<dyn Error>> {
    let sector = |number: usize| -> Result<Sector, Box<dyn Error>> {
        let name = format!("s{number}");
        Ok(Sector { code: Code::new(&name)?, name, kind: SectorKind::Goods })
    };
    (1..=SECTORS).map(sector).collect()
}

/// Numbers separated by white space, one row a line.
fn matrix(path: &Path, rows: usize, columns: usize) -> Result<Array2<f64>, Box<dyn Error>> {
    let bytes = std::fs::read(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let mut values = Vec::with_capacity(rows * columns);
    let (mut position, mut line, mut line_start) = (0, 1, 0);
    while position < bytes.len() {
        let byte = bytes[position];
        if byte == b'\n' || byte.is_ascii_whitespace() {
            position += 1;
            if byte == b'\n' {
                check_row(path, line, values.len() - line_start, columns)?;
                (line, line_start) = (line + 1, values.len());
            }
            continue;
        }
        let (value, length) = number(&bytes[position..]);
        let Some(value) = value else {
            let word = String::from_utf8_lossy(&bytes[position..position + length]);
            return Err(format!("{}, line {line}: expected a number, found `{word}`", path.display()).into());
        };
        values.push(value);
        position += length;
    }
    check_row(path, line, values.len() - line_start, columns)?;
    let found = values.len() / columns;
    Array2::from_shape_vec((rows, columns), values)
        .map_err(|_| format!("{}: {found} rows of {columns} numbers, expected {rows}", path.display()).into())
}

/// A line holds a whole row or nothing.
fn check_row(path: &Path, line: usize, found: usize, columns: usize) -> Result<(), Box<dyn Error>> {
    if found == 0 || found == columns {
        return Ok(());
    }
    Err(format!("{}, line {line}: {found} numbers, expected {columns}", path.display()).into())
}

/// The number a text starts with, and how long its word is. Digits below 2^53 and a power of ten up to 22
/// are both exact in binary, so one division rounds correctly (Clinger 1990); anything else takes the
/// library's way.
fn number(text: &[u8]) -> (Option<f64>, usize) {
    const TENS: [f64; 16] = [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];
    const MOST: usize = TENS.len() - 1;
    let (mut value, whole) = digits(text, 0);
    let (mut length, mut places) = (whole, 0);
    if text.get(whole) == Some(&b'.') {
        (value, places) = digits(&text[whole + 1..], value);
        length += 1 + places;
    }
    let ended = text.get(length).is_none_or(u8::is_ascii_whitespace);
    if ended && (1..=MOST).contains(&(whole + places)) {
        return (Some(value as f64 / TENS[places]), length);
    }
    let length = text.iter().position(u8::is_ascii_whitespace).unwrap_or(text.len());
    let value = std::str::from_utf8(&text[..length]).ok().and_then(|word| word.parse().ok());
    (value.filter(|value: &f64| value.is_finite()), length)
}

/// Appends the digits a text starts with to a number, and how many they are. The number wraps beyond 19 digits.
fn digits(text: &[u8], mut number: u64) -> (u64, usize) {
    let mut length = 0;
    for byte in text {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            break;
        }
        number = number.wrapping_mul(10).wrapping_add(u64::from(digit));
        length += 1;
    }
    (number, length)
}

#[cfg(test)]
mod tests {
    use super::number;

    #[test]
    fn numbers_are_read_as_the_library_reads_them() {
        for word in [
            "0",
            "9.11",
            "0.0037674",
            "21690853094",
            "1.99232E+11",
            "-0.0006",
            "4.",
            "999999999999999.9",
            "12345678",
            "123456789.25",
            "0.12345678901234567890123",
        ] {
            assert_eq!(number(word.as_bytes()), (word.parse().ok(), word.len()), "{word}");
            let followed = format!("{word}\t7.25");
            assert_eq!(number(followed.as_bytes()), (word.parse().ok(), word.len()), "{word} in a line");
        }
        for word in ["", ".", "1.2.3", "x", "inf", "12x", "0,5", "12/4", "12:4", "1\u{ff}"] {
            assert_eq!(number(word.as_bytes()), (None, word.len()), "{word}");
        }
    }
}
