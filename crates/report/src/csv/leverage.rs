//! Leverage as csv.

use csv::Writer;
use unequal_study::leverage::{LeverageTable, PairLeverage};

use super::{CsvError, finish, rows};
use crate::figures;

/// Every figure about one pair, in the long form.
pub fn leverage(answer: &PairLeverage) -> Result<String, CsvError> {
    rows(&figures::leverage(answer))
}

/// One directed pair a row: who depends on whom, then each measure and the rank by it; a figure that
/// is not defined is empty. Units stand in the documentation and in JSON.
pub fn leverage_table(answer: &LeverageTable) -> Result<String, CsvError> {
    let columns = figures::columns(answer);
    let mut writer = Writer::from_writer(Vec::new());
    let head = ["side", "partner", "year", "elasticity", "grade", "source", "estimated", "exit_cost_solved"];
    writer.write_record(head.into_iter().chain(columns.iter().map(|column| column.name.as_str())))?;
    let (year, grade) = (answer.year.to_string(), format!("{:?}", answer.evidence.grade));
    let yes = |condition: bool| if condition { "yes" } else { "no" };
    for row in &answer.rows {
        let head = [
            row.side.as_str(),
            &row.partner,
            &year,
            &answer.elasticity,
            &grade,
            &answer.evidence.source,
            yes(!answer.evidence.estimated.is_empty()),
            yes(answer.exact),
        ];
        let numbers: Vec<String> = columns
            .iter()
            .map(|column| (column.value)(row).map_or_else(String::new, |value| value.to_string()))
            .collect();
        writer.write_record(head.into_iter().chain(numbers.iter().map(String::as_str)))?;
    }
    finish(writer)
}
