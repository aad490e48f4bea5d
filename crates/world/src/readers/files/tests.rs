//! Folders, archives and workbooks as they are published, in small.

use std::io::{Cursor, Write};
use std::path::Path;

use super::super::TableFile;
use super::*;

/// A table saved by pymrio 0.7 in its own layout: two regions, sectors with names.
const SAVED: [(&str, &str); 6] = [
    (
        "Z.txt",
        "region\t\tAT\tAT\tWF\tWF\nsector\t\tPaddy rice\tHealth and social work\tPaddy rice\tHealth and social work\n\
         region\tsector\t\t\t\t\nAT\tPaddy rice\t10\t20\t1\t2\nAT\tHealth and social work\t5\t10\t2\t3\n\
         WF\tPaddy rice\t3\t4\t100\t200\nWF\tHealth and social work\t2\t6\t40\t100\n",
    ),
    (
        "Y.txt",
        "region\t\tAT\tAT\tWF\ncategory\t\tFinal consumption expenditure by households\tChanges in inventories\tFinal \
         consumption expenditure by households\nregion\tsector\t\t\t\nAT\tPaddy rice\t60\t-3\t10\n\
         AT\tHealth and social work\t150\t10\t20\nWF\tPaddy rice\t13\t0\t180\nWF\tHealth and social work\t42\t0\t810\n",
    ),
    (
        "x.txt",
        "region\tsector\tindout\nAT\tPaddy rice\t100\nAT\tHealth and social work\t200\nWF\tPaddy rice\t500\n\
         WF\tHealth and social work\t1000\n",
    ),
    (
        "unit.txt",
        "region\tsector\tunit\nAT\tPaddy rice\tM.EUR\nAT\tHealth and social work\tM.EUR\nWF\tPaddy rice\tM.EUR\n\
         WF\tHealth and social work\tM.EUR\n",
    ),
    ("metadata.json", "{\"description\": \"small\", \"name\": \"EXIO3\", \"system\": \"pxp\", \"version\": \"3.8\"}"),
    (
        "file_parameters.json",
        "{\"files\": {\"Z\": {\"name\": \"Z.txt\", \"nr_index_col\": \"2\", \"nr_header\": \"2\"}}}",
    ),
];

fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    folder
}

fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in files {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(text).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn table(file: TableFile) -> InterCountryTable {
    let TableFile::InterCountry(table) = file else { panic!("expected a full table") };
    *table
}

fn open(path: &Path, year: u16) -> Result<InterCountryTable> {
    TableFile::open_for(path, Some(year)).map(table)
}

fn changed(name: &str, from: &str, to: &str) -> Vec<(&'static str, String)> {
    SAVED
        .iter()
        .map(|(own, text)| (*own, if *own == name { text.replace(from, to) } else { (*text).to_owned() }))
        .collect()
}

/// EUR million; of 2015 a euro was 1.1095 dollars. The sums are those of the rows.
#[test]
fn a_folder_of_exiobase_is_read() {
    let saved = folder(&SAVED);
    let read = open(saved.path(), 2015).unwrap();
    let near = |found: f64, euros: f64| (found - euros * 1.1095).abs() < 1e-9;
    assert!(near(read.intermediate[[0, 3]], 2.0) && near(read.final_use[[0, 0]], 57.0));
    assert!(read.row_sums().iter().zip([100.0, 200.0, 500.0, 1000.0]).all(|(found, euros)| near(*found, euros)));
    assert!(read.stated_row_output.iter().zip(read.row_sums()).all(|(stated, sum)| (stated - sum).abs() < 1e-9));
    assert_eq!(read.sectors[1].to_string(), "S002 (Health and social work)");
    assert!(read.provenance.source.contains("EXIO3, 3.8, pxp"));
    let said = read.provenance.changes.join("; ");
    assert!(said.contains("euros") && said.contains("1.1095"), "{said}");
    assert_eq!(read.defects().faults, Vec::<String>::new());
    assert!(read.provenance.estimated[0].contains("not told apart"));
}

/// As downloaded: a zip with a folder in it, whose name has the year.
#[test]
fn a_zip_is_read_as_its_folder_is() {
    let saved = folder(&SAVED);
    let files: Vec<(String, &[u8])> =
        SAVED.iter().map(|(name, text)| (format!("IOT_2015_pxp/{name}"), text.as_bytes())).collect();
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, text)| (name.as_str(), *text)).collect();
    let bytes = zipped(&files);
    let read = table(TableFile::read("exiobase.zip", &bytes).unwrap());
    let same = open(saved.path(), 2015).unwrap();
    assert_eq!((read.year, &read.intermediate, &read.final_use), (2015, &same.intermediate, &same.final_use));
    // A byte of the packed text that is another one: an error, whether it unpacks or not.
    let mut damaged = bytes;
    let place = damaged.windows(5).position(|found| found == b"Z.txt").unwrap() + 40;
    damaged[place] ^= 0x10;
    assert!(TableFile::read("exiobase.zip", &damaged).is_err());
}

#[test]
fn coefficients_with_output_stand_for_flows() {
    // A is Z divided by the buyer's output: 10 / 100, 20 / 200, 1 / 500, 2 / 1000 and so on.
    let coefficients = SAVED[0]
        .1
        .replace("\t10\t20\t1\t2\n", "\t0.1\t0.1\t0.002\t0.002\n")
        .replace("\t5\t10\t2\t3\n", "\t0.05\t0.05\t0.004\t0.003\n")
        .replace("\t3\t4\t100\t200\n", "\t0.03\t0.02\t0.2\t0.2\n")
        .replace("\t2\t6\t40\t100\n", "\t0.02\t0.03\t0.08\t0.1\n");
    let files: Vec<(&str, &str)> = SAVED
        .iter()
        .map(|(name, text)| if *name == "Z.txt" { ("A.txt", coefficients.as_str()) } else { (*name, *text) })
        .collect();
    let (read, same) = (open(folder(&files).path(), 2015).unwrap(), open(folder(&SAVED).path(), 2015).unwrap());
    assert!((&read.intermediate - &same.intermediate).iter().all(|gap| gap.abs() < 1e-9));
}

#[test]
fn faults_name_file_line_and_value() {
    let fails = |name: &str, from: &str, to: &str| {
        let files = changed(name, from, to);
        let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
        open(folder(&files).path(), 2015).unwrap_err().to_string()
    };
    let message = fails("Z.txt", "\t3\t4\t100", "\t3\tfour\t100");
    assert!(
        message.contains("Z.txt, line 6") && message.contains("WF_Paddy rice") && message.contains("four"),
        "{message}"
    );
    let message = fails("Y.txt", "WF\tPaddy rice\t13\t0\t180\n", "");
    assert!(message.contains("Y.txt") && message.contains("3 industries, expected 4"), "{message}");
    let message = fails("unit.txt", "AT\tPaddy rice\tM.EUR", "AT\tPaddy rice\tkg");
    assert!(message.contains("unit.txt") && message.contains("kg"), "{message}");
    let message = fails("x.txt", "500", "many");
    assert!(message.contains("x.txt") && message.contains("line 4") && message.contains("many"), "{message}");
    let alone = TableFile::read("Z_2015.txt", SAVED[0].1.as_bytes()).unwrap_err().to_string();
    assert!(alone.contains("give the folder"), "{alone}");
    let empty = open(folder(&[("notes.md", "")]).path(), 2015).unwrap_err().to_string();
    assert!(empty.contains("holds no table"), "{empty}");
}

/// Eora26 in USD thousand, with the region that balances it.
const EORA: [(&str, &str); 6] = [
    (
        "labels_T.txt",
        "Austria\tAUT\tIndustries\tAgriculture\t\nAustria\tAUT\tIndustries\tMining and Quarrying\t\n\
                      Brazil\tBRA\tIndustries\tAgriculture\t\nBrazil\tBRA\tIndustries\tMining and Quarrying\t\n\
                      Rest of World\tROW\tIndustries\tTOTAL\t\n",
    ),
    (
        "labels_FD.txt",
        "Austria\tAUT\tFinal demand\tHousehold final consumption P.3h\t\n\
                       Brazil\tBRA\tFinal demand\tHousehold final consumption P.3h\t\n\
                       Rest of World\tROW\tFinal demand\tHousehold final consumption P.3h\t\n",
    ),
    (
        "labels_VA.txt",
        "Primary inputs\tCompensation of employees D.1\t\nPrimary inputs\tNet operating surplus B.2n\t\n",
    ),
    (
        "Eora26_2015_bp_T.txt",
        "10000\t20000\t1000\t2000\t7\n5000\t10000\t2000\t3000\t0\n3000\t4000\t100000\t200000\t0\n\
                              2000\t6000\t40000\t100000\t0\n9\t0\t0\t0\t0\n",
    ),
    ("Eora26_2015_bp_FD.txt", "57000\t10000\t1\n160000\t20000\t0\n13000\t180000\t0\n42000\t810000\t0\n0\t0\t0\n"),
    ("Eora26_2015_bp_VA.txt", "50000\t100000\t300000\t600000\t0\n30000\t60000\t57000\t95000\t0\n"),
];

#[test]
fn eora_is_read_without_its_balance() {
    let read = table(TableFile::open(folder(&EORA).path()).unwrap());
    assert_eq!((read.year, read.regions.len(), read.sectors.len()), (2015, 2, 2));
    assert_eq!(read.intermediate[[0, 3]], 2.0, "USD thousand 2,000 are USD million 2");
    assert_eq!(read.row_sums().to_vec(), [100.0, 200.0, 500.0, 1000.0]);
    assert_eq!(read.stated_value_added.to_vec(), [80.0, 160.0, 357.0, 695.0]);
    assert!(read.provenance.changes.iter().any(|said| said.contains("ROW")));
    assert_eq!(read.unused_columns.len(), 2, "{:?}", read.unused_columns);
    let without: Vec<(&str, &str)> = EORA.iter().copied().filter(|(name, _)| *name != "labels_FD.txt").collect();
    let message = open(folder(&without).path(), 2015).unwrap_err().to_string();
    assert!(message.contains("labels_FD.txt") && message.contains("indices.zip"), "{message}");
    let short = EORA
        .map(|(name, text)| (name, if name.ends_with("_T.txt") && name.starts_with('E') { &text[..20] } else { text }));
    assert!(open(folder(&short).path(), 2015).is_err());
}

const ICIO: &str = "V1,AAA_X,BBB_X,AAA_HFCE,BBB_HFCE,OUT\nAAA_X,40,10,50,10,110\nBBB_X,5,20,5,69,99\nVA,65,69,0,0,0\n";

/// The OECD publishes several years in one archive; Eurostat one table an archive.
#[test]
fn of_several_tables_in_an_archive_one_is_chosen() {
    let both = zipped(&[("2016.csv", ICIO.as_bytes()), ("2017.csv", ICIO.replace("40", "41").as_bytes())]);
    let message = TableFile::read("2016-2020.zip", &both).unwrap_err().to_string();
    assert!(message.contains("2016.csv, 2017.csv") && message.contains("--year"), "{message}");
    let of = |year| table(TableFile::read_for("2016-2020.zip", &both, Some(year)).unwrap());
    assert_eq!((of(2017).year, of(2017).intermediate[[0, 0]], of(2016).intermediate[[0, 0]]), (2017, 41.0, 40.0));
    let one = zipped(&[("table_2012.csv", ICIO.as_bytes()), ("ReadMe.txt", b"text")]);
    assert_eq!(table(TableFile::read("t.zip", &one).unwrap()).year, 2012);
}

/// A csv text as a sheet of a workbook.
fn workbook(sheets: &[(&str, &str)]) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    for (title, text) in sheets {
        let sheet = book.add_worksheet();
        sheet.set_name(*title).unwrap();
        for (row, line) in (0..).zip(text.lines()) {
            for (column, cell) in (0..).zip(line.split(',')) {
                match cell.parse::<f64>() {
                    Ok(number) => sheet.write_number(row, column, number).unwrap(),
                    Err(_) => sheet.write_string(row, column, cell).unwrap(),
                };
            }
        }
    }
    book.save_to_buffer().unwrap()
}

#[test]
fn a_workbook_is_read_as_its_csv_is() {
    let csv = table(TableFile::read("t_2014.csv", ICIO.as_bytes()).unwrap());
    let book = workbook(&[("Notes", "Source,a note"), ("2014", ICIO)]);
    let read = table(TableFile::read("icio.xlsx", &book).unwrap());
    assert_eq!((read.year, &read.intermediate, &read.final_use), (2014, &csv.intermediate, &csv.final_use));
    let bad = workbook(&[("2014", &ICIO.replace("5,20,5", "5,twenty,5"))]);
    let message = TableFile::read("icio.xlsx", &bad).unwrap_err().to_string();
    assert!(message.contains("sheet 2014, cell C3") && message.contains("twenty"), "{message}");
    let two = workbook(&[("ADB MRIO 2017", ICIO), ("ADB MRIO 2018", &ICIO.replace("40", "41"))]);
    let message = TableFile::read("t.xlsx", &two).unwrap_err().to_string();
    assert!(message.contains("ADB MRIO 2017, ADB MRIO 2018") && message.contains("--year"), "{message}");
    let read = table(TableFile::read_for("t.xlsx", &two, Some(2018)).unwrap());
    assert_eq!((read.year, read.intermediate[[0, 0]]), (2018, 41.0));
    let none = workbook(&[("Notes", "Source,a note")]);
    assert!(TableFile::read("t.xlsx", &none).unwrap_err().to_string().contains("none of its sheets (Notes)"));
    // In an archive, as WIOD publishes its workbooks.
    let packed = zipped(&[("WIOTS/icio.xlsx", &book)]);
    assert_eq!(table(TableFile::read("wiots.zip", &packed).unwrap()).intermediate, csv.intermediate);
}

/// A text with tabs as Parquet: the columns that `texts` names are texts, all others numbers.
fn parquet(names: &[String], texts: &[&str], rows: &[Vec<String>]) -> Vec<u8> {
    use parquet::basic::{LogicalType, Repetition, Type as Physical};
    use parquet::data_type::{ByteArray, ByteArrayType, DoubleType};
    use parquet::schema::types::Type;
    let is_text = |name: &str| texts.contains(&name);
    let field = |name: &String| {
        let (physical, logical) =
            if is_text(name) { (Physical::BYTE_ARRAY, Some(LogicalType::String)) } else { (Physical::DOUBLE, None) };
        let field = Type::primitive_type_builder(name, physical).with_repetition(Repetition::REQUIRED);
        field.with_logical_type(logical).build().unwrap().into()
    };
    let schema = Type::group_type_builder("schema").with_fields(names.iter().map(field).collect()).build().unwrap();
    let mut file =
        parquet::file::writer::SerializedFileWriter::new(Vec::new(), schema.into(), Default::default()).unwrap();
    let mut group = file.next_row_group().unwrap();
    for (place, name) in names.iter().enumerate() {
        let mut column = group.next_column().unwrap().unwrap();
        if is_text(name) {
            let values: Vec<ByteArray> = rows.iter().map(|row| row[place].as_str().into()).collect();
            column.typed::<ByteArrayType>().write_batch(&values, None, None).unwrap();
        } else {
            let values: Vec<f64> = rows.iter().map(|row| row[place].parse().unwrap()).collect();
            column.typed::<DoubleType>().write_batch(&values, None, None).unwrap();
        }
        column.close().unwrap();
    }
    group.close().unwrap();
    file.into_inner().unwrap()
}

fn cells(text: &str) -> Vec<Vec<String>> {
    text.lines().map(|line| line.split('\t').map(str::to_owned).collect()).collect()
}

/// A matrix as pandas writes it: the labels of columns as a pair in their names, those of rows in columns at the end.
fn matrix_as_parquet(text: &str) -> Vec<u8> {
    let lines = cells(text);
    let pair = |column: usize| format!("('{}', '{}')", lines[0][column], lines[1][column]);
    let names: Vec<String> = (2..lines[0].len()).map(pair).chain(["region".to_owned(), "sector".to_owned()]).collect();
    let moved = |row: &Vec<String>| row[2..].iter().chain(&row[..2]).cloned().collect();
    parquet(&names, &["region", "sector"], &lines[3..].iter().map(moved).collect::<Vec<_>>())
}

#[test]
fn the_same_as_parquet_is_the_same_table() {
    let text = open(folder(&SAVED).path(), 2015).unwrap();
    let vector = |text: &str, texts: &[&str]| {
        let lines = cells(text);
        parquet(&lines[0], texts, &lines[1..])
    };
    let files = [
        ("Z.parquet", matrix_as_parquet(SAVED[0].1)),
        ("Y.parquet", matrix_as_parquet(SAVED[1].1)),
        ("x.parquet", vector(SAVED[2].1, &["region", "sector"])),
        ("unit.parquet", vector(SAVED[3].1, &["region", "sector", "unit"])),
    ];
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, bytes)| (*name, bytes.as_slice())).collect();
    let read = table(TableFile::read_for("saved.zip", &zipped(&files), Some(2015)).unwrap());
    assert_eq!((&read.intermediate, &read.final_use), (&text.intermediate, &text.final_use));
    assert_eq!(read.stated_row_output, text.stated_row_output);
    // A long table: 40 and 10 of inputs, 50 and 10 of final use.
    let names = ["origin", "origin_sector", "destination", "destination_sector", "value"].map(str::to_owned);
    let rows = "AUS\tX\tAUS\tX\t40\nAUS\tX\tNZL\tX\t10\nAUS\tX\tAUS\tfinal\t50\nNZL\tX\tNZL\tfinal\t10\n";
    let long = parquet(&names, &["origin", "origin_sector", "destination", "destination_sector"], &cells(rows));
    let read = table(TableFile::read("long_2017.parquet", &long).unwrap());
    assert_eq!((read.intermediate[[0, 1]], read.row_sums().to_vec()), (10.0, vec![100.0, 10.0]));
    assert!(TableFile::read("long_2017.parquet", &long[..long.len() - 9]).is_err());
}

#[test]
fn other_kinds_of_files_are_named() {
    for (bytes, word) in [(&b"\xd0\xcf\x11\xe0rest"[..], "xlsx"), (b"RDX3\nX\n", "R")] {
        assert!(TableFile::read("t_2014", bytes).unwrap_err().to_string().contains(word));
    }
}
