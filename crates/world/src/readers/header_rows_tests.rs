//! The layouts of WIOD's releases and of the ADB, in small.

use super::super::layout::read_sheet;
use super::super::sheet::CsvSheet;
use super::*;

/// The release of 2016 as a csv made from its workbook: codes in row 3, regions in row 5, numbers in row 6; the rows are
/// numbered `r1` on, not `c1`.
const WIOD_2016: &str = "\
Intercountry Input-Output Table,,,,,,,,,,,,,\n\
\"43 countries, in current prices\",,,,,,,,,,,,,\n\
(industry-by-industry),,,,A01,C10-C12,A01,C10-C12,CONS_h,INVEN,CONS_h,INVEN,GO,\n\
(millions of US$),,,,Crops,Food,Crops,Food,Households,Inventories,Households,Inventories,Total output,\n\
,,,,AUS,AUS,ROW,ROW,AUS,AUS,ROW,ROW,TOT,\n\
,,,,c1,c2,c1,c2,c57,c61,c57,c61,c62,\n\
A01,Crops,AUS,r1,10,20,1,2,60,-3,10,0,100,\n\
C10-C12,Food,AUS,r2,5,10,2,3,150,10,20,0,200,\n\
A01,Crops,ROW,r1,3,4,100,200,13,0,180,0,500,\n\
C10-C12,Food,ROW,r2,2,6,40,100,42,0,800,10,1000,\n\
II_fob,Total intermediate consumption,TOT,r65,20,40,143,305,265,7,1010,10,0,\n\
TXSP,taxes less subsidies on products,TOT,r66,5,10,7,15,1,0,1,0,0,\n\
EXP_adj,Cif/ fob adjustments on exports,TOT,r67,0,0,0,0,0,0,0,0,0,\n\
PURR,Direct purchases abroad by residents,TOT,r68,0,0,0,0,0,0,0,0,0,\n\
PURNR,Purchases by non-residents,TOT,r69,0,0,0,0,0,0,0,0,0,\n\
VA,Value added at basic prices,TOT,r70,74,148,350,677,0,0,0,0,0,\n\
IntTTM,International Transport Margins,TOT,r71,1,2,0,3,0,0,0,0,0,\n\
GO,Output at basic prices,TOT,r73,100,200,500,1000,0,0,0,0,0,\n";

fn read(name: &str, text: &str) -> Result<InterCountryTable> {
    let sheet = CsvSheet::new(name, Box::new(|| Ok(Box::new(text.as_bytes()))))?;
    read_sheet(&sheet, &Years::of(name, None))
}

#[test]
fn the_release_of_2016_is_read() {
    let table = read("WIOT2014_Nov16_ROW.csv", WIOD_2016).unwrap();
    assert_eq!(table.year, 2014);
    let codes: Vec<&str> = table.sectors.iter().map(|sector| sector.code.as_str()).collect();
    assert_eq!(codes, ["A01", "C10_C12"]);
    assert_eq!(table.sectors[1].name, "Food");
    assert_eq!(table.intermediate[[0, 3]], 2.0, "Australia's crops in food of the rest");
    // Rows of the fixture sum to the output in its last column, and columns with taxes, margins and value added too.
    assert_eq!(table.row_sums().to_vec(), [100.0, 200.0, 500.0, 1000.0]);
    assert_eq!(table.stated_row_output, table.row_sums());
    assert_eq!(table.stated_column_output, table.row_sums());
    assert_eq!(table.stated_value_added.to_vec(), [80.0, 160.0, 357.0, 695.0]);
    assert_eq!(table.defects().faults, Vec::<String>::new());
    // 60 - 3 of final use by Australians: categories add up.
    assert_eq!((table.final_use[[0, 0]], table.negative_cells), (57.0, 1));
}

/// The release of 2013: the rows have the numbers of the columns, totals have no code, the title has the year.
#[test]
fn the_release_of_2013_is_read() {
    let text = WIOD_2016
        .replace("Intercountry Input-Output Table,", "World Input-Output Table 2011,")
        .replace(",r1,", ",c1,")
        .replace(",r2,", ",c2,")
        .replace("A01,", "AtB,")
        .replace("C10-C12,", "15t16,")
        .replace(",CONS_h,INVEN,CONS_h,INVEN,GO,", ",,,,,,")
        .replace("II_fob,Total intermediate consumption,TOT,r65", ",Total intermediate consumption,TOT,r60")
        .replace("TXSP,taxes less subsidies on products,TOT,r66", ",taxes less subsidies on products,TOT,r99")
        .replace("EXP_adj,Cif/ fob adjustments on exports,TOT,r67", ",Cif/ fob adjustments on exports,TOT,r61")
        .replace("PURR,Direct purchases abroad by residents,TOT,r68", ",Direct purchases abroad by residents,TOT,r62")
        .replace("PURNR,Purchases by non-residents,TOT,r69", ",Purchases by non-residents,TOT,r63")
        .replace("VA,Value added at basic prices,TOT,r70", ",Value added at basic prices,TOT,r64")
        .replace("IntTTM,International Transport Margins,TOT,r71", ",International Transport Margins,TOT,r65")
        .replace("GO,Output at basic prices,TOT,r73", ",Output at basic prices,TOT,r69");
    let (old, new) = (read("wiot11_row_apr12.csv", &text).unwrap(), read("t_2014.csv", WIOD_2016).unwrap());
    assert_eq!(old.year, 2011);
    assert_eq!((&old.intermediate, &old.final_use), (&new.intermediate, &new.final_use));
    assert_eq!(old.stated_value_added, new.stated_value_added);
    assert_eq!(old.stated_column_output, new.stated_column_output);
}

/// The ADB's: no row of codes, `c1` to `c35` and `F1` to `F5`; blanks are zeros. Every industry sells 1 to itself and 9 to
/// its own final buyers.
fn adb() -> String {
    let regions = ["AUS", "RoW"];
    let numbers: Vec<String> = (1..=35).map(|number| format!("c{number}")).collect();
    let finals = ["F1", "F2", "F3", "F4", "F5"];
    let mut columns: Vec<(&str, &str)> = Vec::new();
    columns.extend(regions.iter().flat_map(|region| numbers.iter().map(move |number| (*region, number.as_str()))));
    columns.extend(regions.iter().flat_map(|region| finals.map(|item| (*region, item))));
    let line = |cells: Vec<String>| cells.join(",") + "\n";
    let header = |start: [&str; 4], of: &dyn Fn(&(&str, &str)) -> String, last: &str| {
        let cells = start.iter().map(ToString::to_string).chain(columns.iter().map(of));
        line(cells.chain([last.to_owned()]).collect())
    };
    let mut text = header(["ADB Multi-Regional Input-Output Table", "", "", ""], &|_| String::new(), "");
    text += &header(["(millions of US$)", "", "", ""], &|_| String::new(), "");
    text += &header(["", "", "", ""], &|(_, item)| format!("Name of {item}"), "");
    text += &header(["", "", "", ""], &|(region, _)| (*region).to_owned(), "TOTAL");
    text += &header(["", "", "", ""], &|(_, item)| (*item).to_owned(), "");
    for region in regions {
        for number in &numbers {
            let cell = |(buyer, item): &(&str, &str)| match *item {
                _ if *buyer != region => " ".to_owned(),
                "F1" => "9".to_owned(),
                item if item == number => "1".to_owned(),
                _ => "0".to_owned(),
            };
            text += &header(["", &format!("Name of {number}"), region, number], &cell, "10");
        }
    }
    for (number, value) in [("r60", "1"), ("r99", "2"), ("r64", "7"), ("r69", "10")] {
        text += &header(
            ["", "total", "ToT", number],
            &|(_, item)| if item.starts_with('c') { value } else { "0" }.to_owned(),
            "",
        );
    }
    text
}

#[test]
fn the_adbs_is_read() {
    let table = read("ADB-MRIO-2017.csv", &adb()).unwrap();
    assert_eq!((table.year, table.provenance.classification.as_str()), (2017, "wiod35"));
    assert_eq!(table.regions.position("ROW"), Some(1));
    assert_eq!(table.sectors[13].code.as_str(), "30t33", "c14 is electrical and optical equipment");
    assert_eq!((table.intermediate.sum(), table.final_use.sum()), (70.0, 630.0));
    assert!(table.stated_value_added.iter().all(|value| *value == 9.0));
    assert_eq!(table.stated_row_output, table.row_sums());
    assert_eq!(table.defects().faults, Vec::<String>::new());
}

#[test]
fn errors_point_at_the_line_and_nothing_is_filled_in() {
    let bad = WIOD_2016.replace("C10-C12,Food,ROW,r2,2,6,", "C10-C12,Food,ROW,r2,2,six,");
    let message = read("t_2014.csv", &bad).unwrap_err().to_string();
    assert!(message.contains("line 10") && message.contains("AUS_C10-C12") && message.contains("six"), "{message}");
    let hole: String =
        WIOD_2016.lines().filter(|line| !line.starts_with("A01,Crops,ROW")).map(|line| format!("{line}\n")).collect();
    let message = read("t_2014.csv", &hole).unwrap_err().to_string();
    assert!(message.contains("2 regions and 2 sectors") && message.contains("3 rows"), "{message}");
    // A misspelt code makes a hole as well.
    assert!(read("t_2014.csv", &WIOD_2016.replace("C10-C12,Food,ROW", "C10-C21,Food,ROW")).is_err());
    assert!(read("t_2014.csv", &WIOD_2016.replace(",ROW,ROW,AUS,AUS,", ",RWO,ROW,AUS,AUS,")).is_err());
}
