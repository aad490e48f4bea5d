//! Readers meet bytes nobody intended: they answer with an error or a sound table, never a panic.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::sync::LazyLock;

use proptest::prelude::*;
use unequal_world::readers::{TableFile, read_inter_country_csv};
use unequal_world::{EconomyTable, format};

const CSV: &str = "V1,AAA_X,BBB_X,AAA_HFCE,BBB_HFCE,BBB_INVNT,OUT\n\
                   AAA_X,40,10,50,6,4,110\n\
                   BBB_X,5,20,5,70,-1,99\n\
                   VA,65,69,0,0,0,0\n\
                   OUT,110,99,0,0,0,0\n";

/// A small whole `.world` file. The body is stored without compression, as a Zstandard frame of
/// raw blocks, which any reader must take.
static WORLD: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let table = read_inter_country_csv("small", CSV.as_bytes(), 2000).unwrap().condense(&["AAA", "BBB"]).unwrap();
    format::write(&table, |body| {
        ruzstd::encoding::compress_to_vec(body, ruzstd::encoding::CompressionLevel::Uncompressed)
    })
    .unwrap()
});

fn sound(table: &EconomyTable) {
    assert!(table.value_added().iter().all(|value| value.is_finite()));
}

#[test]
fn what_is_written_is_read() {
    let table = format::read("small", &WORLD).unwrap();
    assert_eq!(table.regions().len(), 2);
    assert!((table.flow(1, 0, 0) - 20.0).abs() < 1e-4, "10 of inputs, 6 and 4 of final use");
}

/// A peer reshaped tables by position, so that an incomplete or reordered one moved values to wrong
/// cells without a word. Here every value follows its labels, and a hole is an error.
#[test]
fn kite_incomplete_tables_are_placed_by_label() {
    let read = |text: &str| read_inter_country_csv("small", text.as_bytes(), 2000);
    let cells: Vec<Vec<&str>> = CSV.lines().map(|line| line.split(',').collect()).collect();
    let written = |rows: &[usize], columns: &[usize]| -> String {
        let line = |row: &usize| columns.iter().map(|column| cells[*row][*column]).collect::<Vec<_>>().join(",");
        rows.iter().map(line).collect::<Vec<_>>().join("\n")
    };
    let whole = read(CSV).unwrap().condense(&["AAA", "BBB"]).unwrap();
    let (rows, columns) = ([0, 4, 2, 1, 3], [0, 6, 5, 2, 4, 1, 3]);
    let moved = read(&written(&rows, &columns)).unwrap().condense(&["AAA", "BBB"]).unwrap();
    let place = |table: &EconomyTable, code: &str| table.regions().position(code).unwrap();
    for (buyer, seller) in [("AAA", "AAA"), ("AAA", "BBB"), ("BBB", "AAA"), ("BBB", "BBB")] {
        let flow = |table: &EconomyTable| table.flow(place(table, buyer), place(table, seller), 0);
        assert!((flow(&whole) - flow(&moved)).abs() < 1e-9, "{buyer} from {seller}");
    }
    // Without a seller's row, a buyer's column or a region's final use nothing may be filled in silently.
    for (rows, columns) in [(&[0, 1, 3, 4][..], &[0, 1, 2, 3, 4, 5, 6][..]), (&[0, 1, 2, 3, 4], &[0, 1, 3, 4, 5, 6])] {
        assert!(read(&written(rows, columns)).is_err());
    }
    assert!(read(&written(&[0, 1, 2, 3, 4], &[0, 1, 2, 4, 5, 6])).is_err());
}

/// Small tables in layouts as they are published, which fuzzing begins with too.
const PUBLISHED: [&[u8]; 7] = [
    include_bytes!("../../../fuzz/seeds/table_file/wiod_2016.csv"),
    include_bytes!("../../../fuzz/seeds/table_file/wiod_long.csv"),
    include_bytes!("../../../fuzz/seeds/table_file/figaro_flat.csv"),
    include_bytes!("../../../fuzz/seeds/table_file/long.csv"),
    include_bytes!("../../../fuzz/seeds/table_file/exiobase.zip"),
    include_bytes!("../../../fuzz/seeds/table_file/eora.zip"),
    include_bytes!("../../../fuzz/seeds/table_file/wiod_2016.xlsb"),
];

/// A small table as a workbook.
static WORKBOOK: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (row, line) in (0..).zip(CSV.lines()) {
        for (column, cell) in (0..).zip(line.split(',')) {
            match cell.parse::<f64>() {
                Ok(number) => sheet.write_number(row, column, number).unwrap(),
                Err(_) => sheet.write_string(row, column, cell).unwrap(),
            };
        }
    }
    book.save_to_buffer().unwrap()
});

/// WIOD publishes its release of 2016 as `.xlsb`.
#[test]
fn a_binary_workbook_is_the_same_table_as_its_csv() {
    let read = |bytes, year| match TableFile::read_for("t", bytes, year).unwrap() {
        TableFile::InterCountry(table) => table,
        TableFile::World(_) => panic!("expected a full table"),
    };
    let (csv, binary) = (read(PUBLISHED[0], Some(2014)), read(PUBLISHED[6], None));
    assert_eq!((binary.year, &binary.intermediate, &binary.final_use), (2014, &csv.intermediate, &csv.final_use));
    assert_eq!(binary.stated_column_output, csv.stated_column_output);
}

#[test]
fn published_layouts_are_read() {
    for bytes in PUBLISHED.into_iter().chain([WORKBOOK.as_slice()]) {
        let TableFile::InterCountry(table) = TableFile::read_for("t", bytes, Some(2014)).unwrap() else {
            panic!("expected a full table")
        };
        assert!(table.row_sums().sum() > 0.0);
    }
}

proptest! {
    #[test]
    fn an_altered_file_of_any_layout_is_an_error_or_sound(
        which in 0..=PUBLISHED.len(), position in any::<prop::sample::Index>(), value in any::<u8>(), cut in any::<prop::sample::Index>()
    ) {
        let whole = PUBLISHED.get(which).copied().unwrap_or(WORKBOOK.as_slice());
        let mut bytes = whole.to_vec();
        let place = position.index(bytes.len());
        bytes[place] = value;
        let mut short = bytes.clone();
        short.truncate(cut.index(bytes.len()));
        for bytes in [bytes, short] {
            if let Ok(table) = TableFile::read_for("altered", &bytes, Some(2014)).and_then(TableFile::into_table) {
                sound(&table);
            }
        }
    }

    #[test]
    fn random_bytes_are_not_a_world(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        prop_assert!(format::read("random", &bytes).is_err());
    }

    #[test]
    fn an_altered_world_is_an_error_or_sound(position in any::<prop::sample::Index>(), value in any::<u8>(), cut in any::<prop::sample::Index>()) {
        let mut bytes = WORLD.clone();
        let place = position.index(bytes.len());
        bytes[place] = value;
        if let Ok(table) = format::read("altered", &bytes) {
            sound(&table);
        }
        bytes.truncate(cut.index(bytes.len()));
        prop_assert!(format::read("cut", &bytes).is_err());
    }

    #[test]
    fn an_altered_csv_is_an_error_or_sound(position in any::<prop::sample::Index>(), inserted in "[-0-9a-zA-Z_,.\"\n\r ]{0,6}") {
        let mut text = CSV.to_owned();
        text.insert_str(position.index(CSV.len()), &inserted);
        if let Ok(table) = read_inter_country_csv("altered", text.as_bytes(), 2000)
            && let Ok(table) = table.condense(&["AAA", "BBB"])
        {
            sound(&table);
        }
    }

    #[test]
    fn random_text_is_not_a_table(text in "\\PC{0,300}") {
        prop_assert!(read_inter_country_csv("random", text.as_bytes(), 2000).and_then(|table| table.condense(&[])).is_err());
    }
}

/// A square table of regions and sectors with plausible cells; `more` is added at the end of each block of a region or sector.
fn of_nodes(regions: &[&str], sectors: &[&str], flow: impl Fn(&str, &str, &str, &str) -> f64) -> String {
    let nodes: Vec<(&str, &str)> =
        regions.iter().flat_map(|region| sectors.iter().map(move |sector| (*region, *sector))).collect();
    let mut header: Vec<String> = nodes.iter().map(|(region, sector)| format!("{region}_{sector}")).collect();
    header.extend(regions.iter().map(|region| format!("{region}_HFCE")));
    let mut text = format!("V1,{}\n", header.join(","));
    for (seller, product) in &nodes {
        let mut cells: Vec<f64> = nodes.iter().map(|(buyer, sector)| flow(seller, product, buyer, sector)).collect();
        cells.extend(regions.iter().map(|buyer| 20.0 * flow(seller, product, buyer, "final")));
        let cells: Vec<String> = cells.iter().map(f64::to_string).collect();
        text += &format!("{seller}_{product},{}\n", cells.join(","));
    }
    text
}

/// What stands beside its parts is counted twice: a group beside its members, a country twice, a total beside its sectors.
#[test]
fn a_whole_beside_its_parts_is_a_fault() {
    let size = |text: &str| text.bytes().map(f64::from).sum::<f64>();
    let usual = |seller: &str, product: &str, buyer: &str, sector: &str| {
        let home = if seller == buyer { 40.0 } else { 1.0 };
        home * (size(seller) + 3.0 * size(product)) / (size(buyer) + size(sector))
    };
    let faults = |regions: &[&str], sectors: &[&str], flow: &dyn Fn(&str, &str, &str, &str) -> f64| {
        let text = of_nodes(regions, sectors, flow);
        read_inter_country_csv("t", text.as_bytes(), 2000).unwrap().defects().faults.join("; ")
    };
    let sectors = ["A01", "C10", "C20", "G45"];
    assert_eq!(faults(&["DEU", "FRA", "USA"], &sectors, &usual), "");
    let group = faults(&["DEU", "FRA", "USA", "EU27"], &sectors, &usual);
    assert!(group.contains("region EU27 stands beside its members DEU, FRA"), "{group}");
    let twin = |seller: &str, product: &str, buyer: &str, sector: &str| {
        let own = |code: &str| if code == "MEX" { "DEU".to_owned() } else { code.to_owned() };
        usual(&own(seller), product, &own(buyer), sector)
    };
    let copy = faults(&["DEU", "FRA", "MEX"], &sectors, &twin);
    assert!(copy.contains("DEU and MEX sell and buy the same"), "{copy}");
    let total = |whole: &'static str, parts: &'static [&'static str]| {
        move |seller: &str, product: &str, buyer: &str, sector: &str| -> f64 {
            let buys = |product: &str| usual(seller, product, buyer, sector);
            if product == whole { parts.iter().map(|part| buys(part)).sum() } else { buys(product) }
        }
    };
    let all = faults(&["DEU", "FRA", "USA"], &["A01", "C10", "C20", "TOTAL"], &total("TOTAL", &["A01", "C10", "C20"]));
    assert!(all.contains("sector TOTAL is the sum of"), "{all}");
    let letter = faults(&["DEU", "FRA", "USA"], &["A01", "C", "C10", "C20"], &total("C", &["C10", "C20"]));
    assert!(letter.contains("sector C is the sum of C10, C20"), "{letter}");
}

/// A row that is no part of a table is told with its sum, not dropped.
#[test]
fn a_row_that_is_not_used_is_named() {
    let text = CSV.replace("VA,65,69", "MARGINS,3,4,0,0,0,0\nVA,65,69");
    let table = read_inter_country_csv("t", text.as_bytes(), 2000).unwrap().condense(&["AAA", "BBB"]).unwrap();
    let said = table.provenance().changes.join("; ");
    assert!(said.contains("MARGINS (USD million 7.0"), "{said}");
}
