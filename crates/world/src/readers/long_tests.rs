//! Long tables, of FIGARO's layout and of others.

use super::super::layout::read_sheet;
use super::super::sheet::CsvSheet;
use super::*;

/// Italy sells 100 of A01 to itself, 3 to Montenegro and 34 to final buyers; Montenegro 7, 40 and 5.
const FIGARO: &str = "icioiRow,icioiCol,refArea,rowIi,counterpartArea,colIi,obsValue\n\
                      IT_A01,IT_A01,IT,A01,IT,A01,100\n\
                      ME_A01,IT_A01,ME,A01,IT,A01,7\n\
                      IT_A01,ME_A01,IT,A01,ME,A01,3\n\
                      ME_A01,ME_A01,ME,A01,ME,A01,40\n\
                      IT_A01,IT_P3_S14,IT,A01,IT,P3_S14,30\n\
                      ME_A01,IT_P3_S14,ME,A01,IT,P3_S14,5\n\
                      IT_A01,ME_P51G,IT,A01,ME,P51G,4\n\
                      W2_D1,IT_A01,W2,D1,IT,A01,20\n\
                      W2_B2A3G,IT_A01,W2,B2A3G,IT,A01,10\n\
                      W2_D1,ME_A01,W2,D1,ME,A01,9\n";

fn read(name: &str, text: &str) -> Result<InterCountryTable> {
    let sheet = CsvSheet::new(name, Box::new(|| Ok(Box::new(text.as_bytes()))))?;
    read_sheet(&sheet, &Years::of(name, None))
}

/// EUR million times 1.1422, the dollars of a euro in 2020.
#[test]
fn figaros_is_read_and_converted() {
    let table = read("flatfile_eu-ic-io_ind-by-ind_2020.csv", FIGARO).unwrap();
    assert_eq!(table.regions.position("ITA"), Some(0));
    let near = |found: f64, euros: f64| (found - euros * 1.1422).abs() < 1e-9;
    assert!(near(table.intermediate[[0, 1]], 3.0) && near(table.intermediate[[1, 0]], 7.0));
    assert!(near(table.row_sums()[0], 137.0) && near(table.row_sums()[1], 52.0));
    assert!(near(table.stated_value_added[0], 30.0) && near(table.stated_value_added[1], 9.0));
    // Output less inputs is value added for both: 137 - 107 and 52 - 43.
    assert_eq!(table.defects().faults, Vec::<String>::new());
    assert!(table.provenance.changes.iter().any(|said| said.contains("1.1422")));
    let products = FIGARO.replace("rowIi", "rowPi").replace("colIi", "colPi").replace("A01", "CPA_A01");
    let products = read("flatfile_2020.csv", &products).unwrap();
    assert_eq!(products.sectors[0].code.as_str(), "A01");
    assert_eq!(products.intermediate, table.intermediate);
}

const PLAIN: &str = "origin,origin_sector,destination,destination_sector,value\n\
                     AUS,gro,AUS,gro,10\nAUS,gro,AUS,tex,4\nAUS,gro,AUS,final,50\nAUS,gro,NZL,tex,1\nAUS,gro,NZL,final,5\n\
                     AUS,tex,AUS,final,20\nAUS,tex,NZL,final,2\n\
                     NZL,gro,NZL,gro,3\nNZL,gro,NZL,final,30\nNZL,gro,AUS,final,7\n";

/// Names of columns in other words, columns in another order: the same table.
#[test]
fn names_of_columns_vary() {
    let table = read("gtap_2017.csv", PLAIN).unwrap();
    assert_eq!(table.intermediate[[0, 1]], 4.0);
    assert_eq!(table.row_sums().to_vec(), [70.0, 22.0, 40.0, 0.0]);
    let changes = table.provenance.changes.join("; ");
    assert!(changes.contains("NZL_tex") && changes.contains("USD million"), "{changes}");
    let header = "exporter,exporter_sector,importer,importer_sector,value_usd_million";
    let other = PLAIN.replace("origin,origin_sector,destination,destination_sector,value", header);
    let reversed: String =
        other.lines().map(|line| line.split(',').rev().collect::<Vec<_>>().join(",") + "\n").collect();
    for text in [&other, &reversed] {
        let other = read("gtap_2017.csv", text).unwrap();
        assert_eq!((&other.intermediate, &other.final_use), (&table.intermediate, &table.final_use));
        assert!(!other.provenance.changes.join("; ").contains("does not say"));
    }
}

#[test]
fn years_and_units_of_lines_are_read() {
    let text: String = PLAIN
        .lines()
        .enumerate()
        .map(
            |(number, line)| {
                if number == 0 { format!("{line},year,unit\n") } else { format!("{line},2014,thousand USD\n") }
            },
        )
        .collect();
    let table = read("t.csv", &text).unwrap();
    assert_eq!((table.year, table.intermediate[[0, 1]]), (2014, 0.004));
    let two = text.replace("50,2014", "50,2013");
    assert!(read("t.csv", &two).unwrap_err().to_string().contains("2013, 2014; choose one"));
    let kilograms = text.replace("thousand USD", "kg");
    assert!(read("t.csv", &kilograms).unwrap_err().to_string().contains("`kg`"));
}

#[test]
fn nothing_is_taken_for_what_it_is_not() {
    let fails = |from: &str, to: &str| read("t_2017.csv", &PLAIN.replace(from, to)).unwrap_err().to_string();
    let message = fails("AUS,gro,NZL,tex,1", "AUS,gro,NZL,txe,1");
    assert!(message.contains("`txe`") && message.contains("neither a sector"), "{message}");
    let message = fails("AUS,gro,NZL,tex,1", "AUS,gro,NZL,tex,one");
    assert!(message.contains("line 5") && message.contains("`one`"), "{message}");
    let message = fails("AUS,gro,NZL,tex,1", "AUS,gro,AUS,tex,1");
    assert!(message.contains("line 5") && message.contains("stands twice"), "{message}");
    let message = fails("AUS,gro,NZL,tex,1", "AUS,gro,FJI,final,1");
    assert!(message.contains("FJI buys and sells nothing"), "{message}");
}
