//! Exit costs of many pairs as a page and as a Parquet file.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use parquet::basic::{ConvertedType, Repetition};
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::RowAccessor;
use unequal_report::{csv, html, parquet as written};
use unequal_study::brief::Brief;
use unequal_study::doctor::DoctorQuestion;
use unequal_study::exit_cost::{Economy, ExitCosts, PairCost, PairFailure};
use unequal_study::{Evidence, Grade};

/// Names of the economies, the largest first; the third has a name that is no text for a page.
const NAMES: [(&str, &str); 4] =
    [("BIG", "the Big One"), ("MID", "Middle"), ("BAD", "<script>alert(1)</script>&\""), ("TNY", "Tiny")];

/// Every pair of four economies but the last, which has no answer.
fn costs() -> ExitCosts {
    let pair = |first: &str, second: &str, first_loss: f64, second_loss: f64| PairCost {
        first: first.into(),
        second: second.into(),
        first_loss,
        second_loss,
        ratio: (-first_loss).ln_1p() / (-second_loss).ln_1p(),
        sweeps: 17,
    };
    let sizes = [400.0, 300.0, 200.0, 100.0];
    ExitCosts {
        year: 2022,
        elasticity: "4".into(),
        // In another order than that of their sizes.
        economies: [3, 1, 0, 2]
            .map(|position: usize| Economy {
                code: NAMES[position].0.into(),
                name: NAMES[position].1.into(),
                value_added: sizes[position],
            })
            .to_vec(),
        pairs: vec![
            pair("BIG", "MID", 0.004, 0.02),
            pair("BIG", "BAD", 0.000_002, 0.05),
            pair("BIG", "TNY", 0.002, 0.12),
            pair("MID", "BAD", 0.0, 0.0),
            pair("MID", "TNY", 0.01, 0.011),
        ],
        missing: Vec::new(),
        failures: vec![PairFailure {
            first: "BAD".into(),
            second: "TNY".into(),
            reason: "no supplier <of> oil".into(),
        }],
        evidence: Evidence {
            grade: Grade::C,
            source: "a table 2022".into(),
            estimated_briefly: None,
            estimated: vec!["Final demand is estimated.".into(), "So are services.".into()],
            changes: Vec::new(),
            caveats: vec!["Keep this in mind.".into()],
        },
    }
}

fn page() -> String {
    html::exit_costs(&costs())
}

/// The drawing of the map.
fn map(page: &str) -> &str {
    page.split_once("<svg class=\"map\"").unwrap().1.split_once("</svg>").unwrap().0
}

/// Texts of a group of the map.
fn texts<'a>(map: &'a str, id: &str) -> Vec<&'a str> {
    let group = map.split_once(&format!("id=\"{id}\"")).unwrap().1.split_once("</g>").unwrap().0;
    group.split("</text>").filter_map(|text| Some(text.rsplit_once('>')?.1)).filter(|text| !text.is_empty()).collect()
}

#[test]
fn every_economy_stands_once_on_each_axis_by_size() {
    let page = page();
    for axis in ["map-rows", "map-columns"] {
        assert_eq!(texts(map(&page), axis), NAMES.map(|(code, _)| code), "{axis}");
        assert_eq!(page.matches(&format!("id=\"{axis}\"")).count(), 1);
        assert_eq!(page.matches(&format!("href=\"#{axis}\"")).count(), 1, "the opposite side repeats the axis");
    }
}

#[test]
fn the_map_has_a_cell_for_every_side_of_every_pair() {
    let page = page();
    let map = map(&page);
    assert_eq!(map.matches("<rect ").count(), 12);
    assert_eq!(map.matches("<rect class=\"open\"").count(), 2);
    assert!(map.contains("Tiny without the Big One: loses 12.00 %; the Big One loses 0.20 %; ratio 63.9 : 1"));
    assert!(map.contains("The Big One without Tiny: loses 0.20 %; Tiny loses 12.00 %; ratio 1 : 63.9"));
    assert!(map.contains("; no ratio") && !map.contains("ratio no ratio"), "two zeros have no ratio");
    // 12 % has the darkest shade, 0.2 % that which begins at 0.1 %.
    for (shade, count) in [("s9", 1), ("s8", 1), ("s7", 3), ("s6", 1), ("s5", 1), ("s0", 3)] {
        assert_eq!(map.matches(&format!("<rect class=\"{shade}\"")).count(), count, "{shade}");
    }
}

#[test]
fn tiny_denominators_do_not_lead_the_list() {
    let page = page();
    let unequal = page.split_once("<section id=\"unequal\"").unwrap().1.split_once("</section>").unwrap().0;
    let body = unequal.split_once("<tbody>").unwrap().1;
    assert!(body.find("Tiny").unwrap() < body.find("Middle").unwrap());
    assert!(!body.contains("25639"), "a partner that loses 0.0002 % makes no ratio worth telling");
    assert!(unequal.contains("0.10 % of its real income or more: 3 of 5 pairs"), "{unequal}");
}

#[test]
fn hostile_names_stay_text_and_nothing_is_loaded() {
    let page = page();
    assert_eq!(page.matches("<script>").count(), 1);
    assert!(page.contains("&lt;script&gt;") && page.contains("no supplier &lt;of&gt; oil"));
    for address in ["https://", "url(http", "@import", "<img", " style=", " src=", " onclick="] {
        assert!(!page.contains(address), "{address}");
    }
    let outside = page.replace("http://www.w3.org/2000/svg", "");
    assert!(!outside.contains("http://"));
    for tag in ["section", "table", "tr", "td", "th", "svg", "g", "use", "text", "rect", "title", "span", "div", "p"] {
        let opened = page.matches(&format!("<{tag}>")).count() + page.matches(&format!("<{tag} ")).count();
        assert_eq!(opened, page.matches(&format!("</{tag}>")).count(), "{tag}");
    }
}

#[test]
fn the_page_says_how_sure_it_is() {
    let page = page();
    assert!(page.contains("evidence grade C") && page.contains("a table 2022"));
    for sentence in ["Final demand is estimated.", "So are services.", "Keep this in mind."] {
        assert!(page.contains(sentence), "{sentence}");
    }
    assert!(page.contains("unequal exit-cost --matrix --year 2022 --elasticity 4 --html"));
    let by_sector = html::exit_costs(&ExitCosts { elasticity: "by sector".into(), ..costs() });
    assert!(by_sector.contains("unequal exit-cost --matrix --year 2022 --by-sector --html"));
}

#[test]
fn parquet_reads_back_as_it_was() {
    let costs = costs();
    let bytes = written::exit_costs(&costs).unwrap();
    let reader = SerializedFileReader::new(bytes::Bytes::from(bytes)).unwrap();
    let schema = reader.metadata().file_metadata().schema_descr();
    let names: Vec<&str> = schema.columns().iter().map(|column| column.name()).collect();
    assert_eq!(
        names,
        ["first", "second", "first_loss", "second_loss", "ratio", "sweeps", "year", "elasticity", "failure"]
    );
    assert_eq!(schema.column(0).converted_type(), ConvertedType::UTF8);
    assert_eq!(schema.column(0).self_type().get_basic_info().repetition(), Repetition::REQUIRED);
    let rows: Vec<_> = reader.get_row_iter(None).unwrap().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 6);
    for (row, pair) in rows.iter().zip(&costs.pairs) {
        assert_eq!((row.get_string(0).unwrap(), row.get_string(1).unwrap()), (&pair.first, &pair.second));
        assert_eq!(row.get_double(2).unwrap(), pair.first_loss);
        assert_eq!(row.get_double(3).unwrap(), pair.second_loss);
        assert_eq!(row.get_double(4).ok(), Some(pair.ratio).filter(|ratio| ratio.is_finite()));
        assert_eq!((row.get_int(5).unwrap(), row.get_int(6).unwrap()), (17, 2022));
        assert_eq!(row.get_string(7).unwrap(), "4");
        assert!(row.get_string(8).is_err());
    }
    assert!(rows[5].get_double(2).is_err() && rows[5].get_int(5).is_err());
    assert_eq!(rows[5].get_string(8).unwrap(), "no supplier <of> oil");
    let words = reader.metadata().file_metadata().key_value_metadata().unwrap();
    let word = |key: &str| words.iter().find(|word| word.key == key).unwrap().value.clone().unwrap();
    assert_eq!(word("grade"), "C");
    assert_eq!(word("source"), "a table 2022");
    assert_eq!(word("estimated"), "Final demand is estimated.\nSo are services.");
}

#[test]
fn an_examination_says_what_stands_behind_its_tables() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../../data/world/icio-2022.world");
    let question = DoctorQuestion { table: Some(std::path::Path::new(file).into()) };
    let answer = unequal_study::Session::embedded().unwrap().doctor(&question, &()).unwrap();
    let reader = SerializedFileReader::new(bytes::Bytes::from(written::examination(&answer).unwrap())).unwrap();
    let words = reader.metadata().file_metadata().key_value_metadata().unwrap();
    let word = |key: &str| words.iter().find(|word| word.key == key).unwrap().value.clone().unwrap();
    assert!(word("grade") == "A" && word("estimated").contains("inal demand"), "{words:?}");
    assert!(word("source").contains("2022"), "{words:?}");
}

#[test]
fn a_brief_has_the_same_figures_in_parquet_as_in_csv() {
    let brief: Brief = serde_json::from_str(include_str!("data/brief_rus_chn.json")).unwrap();
    let text = csv::brief(&brief).unwrap();
    let mut lines = ::csv::Reader::from_reader(text.as_bytes());
    let heads: Vec<String> = lines.headers().unwrap().iter().map(str::to_owned).collect();
    let reader = SerializedFileReader::new(bytes::Bytes::from(written::brief(&brief).unwrap())).unwrap();
    let columns = reader.metadata().file_metadata().schema_descr().columns().to_vec();
    assert_eq!(columns.iter().map(|column| column.name()).collect::<Vec<_>>(), heads);
    let rows: Vec<_> = reader.get_row_iter(None).unwrap().map(Result::unwrap).collect();
    let records: Vec<_> = lines.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), records.len());
    for (row, record) in rows.iter().zip(&records) {
        for column in [0, 1, 2, 4, 6, 7, 8, 9] {
            assert_eq!(row.get_string(column).unwrap(), &record[column]);
        }
        assert_eq!(row.get_int(3).unwrap().to_string(), &record[3]);
        assert_eq!(row.get_double(5).unwrap(), record[5].parse::<f64>().unwrap());
    }
}
