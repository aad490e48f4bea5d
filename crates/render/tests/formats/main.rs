//! Every format of a document made by hand, read back.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod answers;
mod document;

use std::io::{Cursor, Read};

use document::{document, short_document};
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::{Field, RowAccessor};
use unequal_presentation::tidy::{self, COLUMNS};
use unequal_render::format::{Format, render};
use unequal_render::{check, csv, json, parquet as files, terminal, xlsx};

#[test]
fn the_terminal_shows_what_people_read() {
    insta::assert_snapshot!("terminal", terminal::terminal(&document(), 100));
    insta::assert_snapshot!("terminal_narrow", terminal::terminal(&document(), 44));
    insta::assert_snapshot!("terminal_of_one_section", terminal::terminal(&short_document(), 100));
}

#[test]
fn nothing_that_a_title_holds_reaches_the_terminal_as_a_command() {
    let text = terminal::terminal(&document(), 80);
    assert!(text.contains("who needs \u{241b}[31mwhom\u{241b}[0m more?"), "{text}");
    assert!(text.chars().all(|character| character == '\n' || !character.is_control()), "{text:?}");
}

#[test]
fn lines_are_no_wider_than_the_terminal() {
    for width in [60, 80, 120] {
        let text = terminal::terminal(&document(), width);
        let longest = text.lines().map(|line| line.chars().count()).max();
        assert!(longest <= Some(usize::from(width)), "{longest:?} of {width}\n{text}");
    }
}

#[test]
fn every_number_of_the_terminal_stands_in_the_tidy_rows() {
    let document = document();
    let text = terminal::terminal(&document, 200);
    assert_eq!(check::unfound(&document, &text, &[]), Vec::<String>::new());
    assert_eq!(check::unfound(&document, &format!("{text}\n 77.7 % of 81 \n"), &[]), ["77.7 %", "81"]);
}

#[test]
fn the_tidy_rows_keep_their_schema() {
    assert_eq!(check::faults(&document()), Vec::<String>::new());
}

#[test]
fn csv_reads_back() {
    let document = document();
    let bytes = csv::csv(&document).unwrap();
    let mut reader = ::csv::Reader::from_reader(bytes.as_slice());
    assert_eq!(reader.headers().unwrap().iter().collect::<Vec<_>>(), COLUMNS);
    let read: Vec<::csv::StringRecord> = reader.records().collect::<Result<_, _>>().unwrap();
    let rows = tidy::rows(&document);
    assert_eq!(read.len(), rows.len());
    for (record, row) in read.iter().zip(&rows) {
        let number = |column: usize| record.get(column).unwrap().parse::<f64>().ok();
        assert_eq!((number(11), number(13), number(14)), (row.value, row.low, row.high), "{row:?}");
        assert_eq!(record.get(18), Some(if row.estimated { "yes" } else { "no" }));
        assert_eq!(record.get(16).unwrap(), row.grade.map(|grade| format!("{grade:?}")).unwrap_or_default());
        assert_eq!(record.get(7).unwrap(), row.keys.sector.clone().unwrap_or_default());
    }
}

#[test]
fn csv_holds_no_formulas() {
    let bytes = csv::csv(&document()).unwrap();
    let text = String::from_utf8(bytes).unwrap();
    assert!(text.contains(",'=PUBLISHING\n") && text.contains(",'-IT\n"), "{text}");
    assert!(text.contains(",-0.0031,"), "a number is no formula");
}

#[test]
fn parquet_reads_back() {
    let document = document();
    let bytes = files::parquet(&document).unwrap();
    let reader = SerializedFileReader::new(bytes::Bytes::from(bytes)).unwrap();
    let metadata = reader.metadata().file_metadata();
    let names: Vec<&str> = metadata.schema_descr().columns().iter().map(|column| column.name()).collect();
    assert_eq!(names, COLUMNS);
    let words = metadata.key_value_metadata().unwrap();
    assert!(words.iter().any(|word| word.key == "command" && word.value.as_deref() == Some("unequal brief RUS CHN")));
    let rows = tidy::rows(&document);
    let read: Vec<_> = reader.get_row_iter(None).unwrap().collect::<Result<_, _>>().unwrap();
    assert_eq!(read.len(), rows.len());
    for (record, row) in read.iter().zip(&rows) {
        let fields: Vec<&Field> = record.get_column_iter().map(|(_, field)| field).collect();
        assert_eq!(*fields[11], row.value.map_or(Field::Null, Field::Double));
        assert_eq!(*fields[13], row.low.map_or(Field::Null, Field::Double));
        assert_eq!(record.get_string(2).unwrap(), &row.item);
        assert_eq!(record.get_bool(18).unwrap(), row.estimated);
        assert_eq!(*fields[7], row.keys.sector.clone().map_or(Field::Null, Field::Str));
    }
}

/// A part of a workbook.
fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    archive.by_name(name).unwrap_or_else(|_| panic!("no part {name}")).read_to_string(&mut text).unwrap();
    text
}

#[test]
fn a_workbook_has_a_sheet_a_table() {
    let bytes = xlsx::xlsx(&document()).unwrap();
    let workbook = part(&bytes, "xl/workbook.xml");
    let names: Vec<&str> = workbook.split("<sheet name=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert_eq!(
        names,
        ["Answer", "key", "exit-cost", "trade", "sectors", "years", "all-years", "Notes and sources", "Tidy"]
    );
    let strings = part(&bytes, "xl/sharedStrings.xml");
    for words in [
        "RUS loses (share of real income)",
        "RUS : CHN (ratio): low",
        "Recorded: all, USD (USD million)",
        "of exit cost (share)",
        "Rests on estimates",
        "estimated (grade C): estimated data",
        "unequal brief RUS CHN",
        "RUS (Russia)",
    ] {
        assert!(strings.contains(words), "{words}: {strings}");
    }
}

#[test]
fn numbers_of_a_workbook_are_numbers_and_nothing_is_a_formula() {
    let bytes = xlsx::xlsx(&document()).unwrap();
    let exit = part(&bytes, "xl/worksheets/sheet3.xml");
    assert!(exit.contains("<v>0.0468</v>") && exit.contains("<v>9.5</v>") && exit.contains("<v>12.8</v>"), "{exit}");
    assert!(exit.contains("state=\"frozen\""), "{exit}");
    let money = part(&bytes, "xl/worksheets/sheet4.xml");
    assert!(money.contains("<v>68668.9</v>"), "{money}");
    let styles = part(&bytes, "xl/styles.xml");
    assert!(
        styles.contains("formatCode=\"+0.00%;-0.00%;0.00%\"") && styles.contains("formatCode=\"#,##0\""),
        "{styles}"
    );
    for sheet in 1..=9 {
        assert!(!part(&bytes, &format!("xl/worksheets/sheet{sheet}.xml")).contains("<f>"));
    }
    // One row for each tidy row beside the header.
    let tidy_sheet = part(&bytes, "xl/worksheets/sheet9.xml");
    assert_eq!(tidy_sheet.matches("<row ").count(), 1 + tidy::rows(&document()).len());
}

#[test]
fn json_holds_the_answer_and_the_document() {
    let text = json::json(&vec![0.1, f64::NAN], &document()).unwrap();
    let value: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(value["answer"], serde_json::json!([0.1, null]));
    let read: unequal_presentation::document::Document = serde_json::from_value(value["document"].clone()).unwrap();
    assert_eq!(read, document());
    assert!(text.ends_with("}\n"));
}

#[test]
fn the_same_document_gives_the_same_bytes_in_every_format() {
    for format in Format::ALL {
        let [first, second] = [(), ()].map(|()| render(&1, &document(), format, 100).unwrap());
        assert!(!first.is_empty() && first == second, "{format}");
    }
}
