//! Packed files of yearly figures: one row a flow, its years side by side.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

use crate::Result;

/// Partner of a row with a country's trade with everybody that the source knows.
pub const WORLD: &str = "WORLD";

/// Digits that are kept of a figure.
pub const DIGITS: i32 = 4;

/// Figures by the codes that name a flow, and by year. A figure that is not a number is unknown.
pub struct Pack<const N: usize> {
    keys: &'static [&'static str],
    values: &'static [&'static str; N],
    digits: i32,
    rows: BTreeMap<String, BTreeMap<u16, [f64; N]>>,
}

impl<const N: usize> Pack<N> {
    /// Without rows; `keys` and `values` are names of columns.
    pub fn new(keys: &'static [&'static str], values: &'static [&'static str; N]) -> Self {
        Self { keys, values, digits: DIGITS, rows: BTreeMap::new() }
    }

    /// With another number of digits.
    pub fn digits(mut self, digits: i32) -> Self {
        self.digits = digits;
        self
    }

    /// Adds figures to those of the flow and year.
    pub fn add(&mut self, keys: &[&str], year: u16, values: [f64; N]) {
        let known = self.rows.entry(keys.join(",")).or_default().entry(year).or_insert([0.0; N]);
        for (known, value) in known.iter_mut().zip(values) {
            *known += value;
        }
    }

    /// As csv, sorted by keys. From `from` on, figures of consecutive years are separated by spaces; nothing stands where a
    /// year is unknown. A year whose first figure is below `least` is left out.
    pub fn text(&self, least: f64) -> String {
        let mut text = format!("{},from,{}\n", self.keys.join(","), self.values.join(","));
        for (keys, years) in &self.rows {
            let kept: BTreeMap<u16, &[f64; N]> =
                years.iter().filter(|(_, values)| values[0] >= least).map(|(year, values)| (*year, values)).collect();
            let (Some((first, _)), Some((last, _))) = (kept.first_key_value(), kept.last_key_value()) else { continue };
            // Writing to a String cannot fail.
            let _ = write!(text, "{keys},{first}");
            for place in 0..N {
                let figure =
                    |year| kept.get(&year).map_or_else(String::new, |values| short(values[place], self.digits));
                let figures: Vec<String> = (*first..=*last).map(figure).collect();
                let _ = write!(text, ",{}", figures.join(" "));
            }
            text.push('\n');
        }
        text
    }

    /// Writes `NAME.csv.zst` into a folder and says how long it is.
    pub fn write(&self, folder: &Path, name: &str, least: f64) -> Result<()> {
        let text = self.text(least);
        std::fs::create_dir_all(folder)?;
        let path = folder.join(format!("{name}.csv.zst"));
        let packed = zstd::bulk::compress(text.as_bytes(), 19)?;
        std::fs::write(&path, &packed)?;
        println!(
            "{}: {} flows, {} bytes, unpacked {}",
            path.display(),
            text.lines().count() - 1,
            packed.len(),
            text.len()
        );
        Ok(())
    }
}

impl Pack<1> {
    /// Adds a flow to the totals of its sides, in a file whose keys are exporter and importer.
    pub fn total(&mut self, seller: Option<&str>, buyer: Option<&str>, year: u16, value: f64) {
        if let Some(seller) = seller {
            self.add(&[seller, WORLD], year, [value]);
        }
        if let Some(buyer) = buyer {
            self.add(&[WORLD, buyer], year, [value]);
        }
    }
}

/// A figure with so many digits that count and nothing superfluous; nothing for what is no number.
fn short(value: f64, digits: i32) -> String {
    if !value.is_finite() {
        return String::new();
    }
    if value == 0.0 {
        return "0".to_owned();
    }
    let places = digits - 1 - value.abs().log10().floor() as i32;
    if places <= 0 {
        let unit = 10_f64.powi(-places);
        return format!("{:.0}", (value / unit).round() * unit);
    }
    let text = format!("{value:.*}", places as usize);
    let text = text.trim_end_matches('0').trim_end_matches('.');
    text.strip_prefix('0').filter(|rest| rest.starts_with('.')).unwrap_or(text).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_keep_four_digits() {
        for (value, expected) in [
            (58_031.26, "58030"),
            (129.0, "129"),
            (0.123_456, ".1235"),
            (9.9999, "10"),
            (1234.5, "1235"),
            (0.0, "0"),
            (f64::NAN, ""),
        ] {
            assert_eq!(short(value, DIGITS), expected);
        }
    }

    #[test]
    fn years_stand_side_by_side_and_gaps_stay_gaps() {
        let mut pack = Pack::new(&["exporter", "importer"], &["usd_million"]);
        for (year, value) in [(2003, 5.0), (2000, 1.5), (2000, 0.5), (2001, 0.01)] {
            pack.add(&["RUS", "CHN"], year, [value]);
            pack.total(Some("RUS"), None, year, value);
        }
        let expected = "exporter,importer,from,usd_million\nRUS,CHN,2000,2   5\nRUS,WORLD,2000,2   5\n";
        assert_eq!(pack.text(0.1), expected);
    }
}
