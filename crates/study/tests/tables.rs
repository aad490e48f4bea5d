//! Tables of one's own: described, added up, saved, and named in scenarios.

use unequal_study::describe::DescribeQuestion;
use unequal_study::run::RunQuestion;
use unequal_study::{Session, Source, TableSource};

const EMBARGO: &str = "title = \"t\"\n[[embargo]]\nname = \"e\"\nby = \"DEU\"\non = \"RUS\"\n";

fn session() -> Session {
    Session::embedded().unwrap()
}

/// A table that is saved and named in a scenario, from the folder of the scenario, gives what the embedded one gives.
#[test]
fn a_scenario_names_its_table_from_its_own_folder() {
    let folder = tempfile::tempdir().unwrap();
    let described = session().describe(&DescribeQuestion { year: Some(2011), ..DescribeQuestion::default() }).unwrap();
    std::fs::write(folder.path().join("mine.world"), &described.world).unwrap();
    let path = folder.path().join("s.toml");
    std::fs::write(&path, format!("table = \"mine.world\"\n{EMBARGO}")).unwrap();
    let run = |file: Source| session().run(&RunQuestion { ranges: false, ..RunQuestion::new(file) }, &());
    let own = run(path.as_path().into()).unwrap();
    let embedded = run(Source::text("s.toml", &format!("year = 2011\n{EMBARGO}"))).unwrap();
    for (one, other) in own.parties.iter().zip(&embedded.parties) {
        assert!((one.together - other.together).abs() < 1e-9, "{one:?} and {other:?}");
    }
    // An embedded table by its name, in a text without a folder too; a file from a text never.
    let named = run(Source::text("s.toml", &format!("table = \"oecd-2022\"\n{EMBARGO}"))).unwrap();
    assert_eq!(named.year, 2022);
    let refused = |text: String| run(Source::text("s.toml", &text)).unwrap_err().to_string();
    let message = refused(format!("table = \"{}\"\n{EMBARGO}", folder.path().join("mine.world").display()));
    assert!(message.starts_with("s.toml:1:9:") && message.contains("oecd-2022"), "{message}");
    let message = refused(format!("table = \"oecd-2022\"\nyear = 2011\n{EMBARGO}"));
    assert!(message.starts_with("s.toml:2:8:") && message.contains("2022"), "{message}");
    std::fs::write(&path, format!("table = \"none.world\"\n{EMBARGO}")).unwrap();
    let message = run(path.as_path().into()).unwrap_err().to_string();
    assert!(message.contains("s.toml:1:9:") && message.contains("none.world"), "{message}");
}

#[test]
fn a_table_that_is_added_up_is_described_and_can_be_used() {
    let folder = tempfile::tempdir().unwrap();
    let regions = Source::text("regions.csv", "code,group\nDEU,EURO\nFRA,EURO\nITA,EURO\n");
    let question = DescribeQuestion { year: Some(2011), regions: Some(regions), ..DescribeQuestion::default() };
    let described = session().describe(&question).unwrap();
    let whole = session().describe(&DescribeQuestion { regions: None, ..question }).unwrap();
    assert_eq!(described.regions.len() + 2, whole.regions.len());
    assert!((described.value_added / whole.value_added - 1.0).abs() < 1e-12);
    assert!(described.trade < whole.trade, "trade inside a group is domestic");
    let exports: f64 = whole.regions.iter().map(|region| region.exports).sum();
    let imports: f64 = whole.regions.iter().map(|region| region.imports).sum();
    assert!((exports / whole.trade - 1.0).abs() < 1e-12 && (imports / whole.trade - 1.0).abs() < 1e-12);
    let path = folder.path().join("own.world");
    std::fs::write(&path, &described.world).unwrap();
    let again = DescribeQuestion { table: Some(TableSource::from(path.as_path())), ..DescribeQuestion::default() };
    assert_eq!(session().describe(&again).unwrap().regions.len(), described.regions.len());
}
