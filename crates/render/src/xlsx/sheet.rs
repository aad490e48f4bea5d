//! One sheet, written row by row.

use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, Worksheet, XlsxError};

use crate::clean::clean;

/// Name of the first sheet.
pub(super) const ANSWER: &str = "Answer";
/// Name of the sheet with notes and sources.
pub(super) const NOTES: &str = "Notes and sources";
/// Name of the sheet with all tidy rows.
pub(super) const TIDY: &str = "Tidy";

/// The most characters of a sheet's name, and of a cell.
const LONGEST_NAME: usize = 31;
const LONGEST_CELL: usize = 32_767;
/// Columns are not made wider than this, in characters.
const WIDEST: usize = 60;

/// A sheet with the widths of what was written so far.
pub(super) struct Sheet<'a> {
    sheet: &'a mut Worksheet,
    widths: Vec<usize>,
}

impl<'a> Sheet<'a> {
    /// An empty sheet with a name.
    pub(super) fn new(sheet: &'a mut Worksheet, name: &str) -> Result<Self, XlsxError> {
        sheet.set_name(name)?;
        Ok(Self { sheet, widths: Vec::new() })
    }

    /// Headings in the first row, which stays where it is when rows are scrolled.
    pub(super) fn header<S: AsRef<str>>(&mut self, headings: impl IntoIterator<Item = S>) -> Result<(), XlsxError> {
        let bold =
            Format::new().set_bold().set_text_wrap().set_align(FormatAlign::Top).set_border_bottom(FormatBorder::Thin);
        for (place, heading) in headings.into_iter().enumerate() {
            self.text(0, place, heading.as_ref(), &bold)?;
        }
        self.sheet.set_freeze_panes(1, 0)?;
        Ok(())
    }

    /// Text in a cell, never a formula; nothing for an empty text.
    pub(super) fn text(&mut self, row: usize, column: usize, text: &str, format: &Format) -> Result<(), XlsxError> {
        let text: String = clean(text).chars().take(LONGEST_CELL).collect();
        if !text.is_empty() {
            self.widen(column, text.chars().count());
            self.sheet.write_string_with_format(place(row)?, place(column)?, text, format)?;
        }
        Ok(())
    }

    /// A number in a cell; nothing for one that is not finite.
    pub(super) fn number(
        &mut self,
        row: usize,
        column: usize,
        number: Option<f64>,
        format: &Format,
    ) -> Result<(), XlsxError> {
        if let Some(number) = number.filter(|number| number.is_finite()) {
            self.widen(column, 12);
            self.sheet.write_number_with_format(place(row)?, place(column)?, number, format)?;
        }
        Ok(())
    }

    /// Sets the widths of columns: as wide as what stands in them, within bounds, or as wide as given.
    pub(super) fn finish(self, given: &[f64]) -> Result<(), XlsxError> {
        for (column, width) in self.widths.iter().enumerate() {
            let fitted = (*width).clamp(8, WIDEST) as f64 + 2.0;
            self.sheet.set_column_width(place(column)?, given.get(column).copied().unwrap_or(fitted))?;
        }
        Ok(())
    }

    fn widen(&mut self, column: usize, width: usize) {
        if self.widths.len() <= column {
            self.widths.resize(column + 1, 0);
        }
        if let Some(known) = self.widths.get_mut(column) {
            *known = (*known).max(width);
        }
    }
}

/// A row or column as the writer counts them.
fn place<N: TryFrom<usize>>(number: usize) -> Result<N, XlsxError> {
    N::try_from(number).map_err(|_| XlsxError::RowColumnLimitError)
}

/// Names of sheets for tables: their ids without what a name must not have, at most 31 characters, unlike each other and
/// unlike the other sheets' in small letters and capitals alike.
pub(super) fn names<'t>(ids: impl Iterator<Item = &'t str>) -> Vec<String> {
    let mut taken: Vec<String> = [ANSWER, NOTES, TIDY, "History"].iter().map(|name| name.to_lowercase()).collect();
    ids.map(|id| {
        let base: String = clean(id).replace(['[', ']', ':', '*', '?', '/', '\\', '\''], "-");
        let base = if base.trim().is_empty() { "table" } else { base.trim() };
        let name = (1..).map(|number| numbered(base, number)).find(|name| !taken.contains(&name.to_lowercase()));
        let name = name.unwrap_or_default();
        taken.push(name.to_lowercase());
        name
    })
    .collect()
}

/// A name cut so that its number fits; the first has none.
fn numbered(base: &str, number: usize) -> String {
    let ending = if number == 1 { String::new() } else { format!("-{number}") };
    // A sheet's name is counted in UTF-16 units; ids are plain letters, others are cut shorter than they had to be.
    let room = LONGEST_NAME - ending.len();
    let mut units = 0;
    let kept = base.chars().take_while(|character| {
        units += character.len_utf16();
        units <= room
    });
    format!("{}{ending}", kept.collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::names;

    #[test]
    fn sheets_have_names_that_a_workbook_takes() {
        let long = "a-very-long-identifier-of-a-table-in-a-document";
        let names = names(["exit-cost", "Exit-Cost", "tidy", "a/b:c", long, long, "", "history"].into_iter());
        assert_eq!(names[..4], ["exit-cost", "Exit-Cost-2", "tidy-2", "a-b-c"]);
        assert_eq!(names[4..6], ["a-very-long-identifier-of-a-tab", "a-very-long-identifier-of-a-t-2"]);
        assert_eq!(names[6..], ["table", "history-2"]);
    }
}
