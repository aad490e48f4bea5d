//! Which table answers: the year's own, one by name, one of the user's.

use crate::common::{answer, folder, printed, refusal, text, unequal};

/// The year that is meant where none is named is the last that was observed; a later one says at once that it is an estimate.
#[test]
fn nobody_is_given_a_year_that_was_carried_on_without_asking() {
    let now = answer(&["exit-cost", "RUS", "CHN"]);
    assert_eq!(now["year"], 2022);
    let next = text(&["exit-cost", "RUS", "CHN", "--year", "2023"]);
    let lead: String = next.lines().take_while(|line| !line.starts_with("1. ")).collect();
    assert!(lead.contains("No input-output table of 2023 is at hand"), "{next}");
    assert!(next.contains("(grade C)"), "{next}");
    let next = answer(&["brief", "RUS", "CHN", "--year", "2023"]);
    assert!(next["cautions"][0].as_str().unwrap().contains("All its figures are estimates"));
    assert!(next["cautions"][1].as_str().unwrap().contains("49 %"), "the level of China's sales is told");
}

/// The same figure by any command, and the command that makes it again.
#[test]
fn every_command_takes_a_table() {
    let with = |arguments: &[&'static str]| [arguments, &["--table", "oecd-2022"]].concat();
    let alone = answer(&with(&["exit-cost", "RUS", "CHN"]));
    let loss = alone["pairs"][0]["first_loss"].as_f64().unwrap();
    // The table as published, recomputed by a separate program (data/PROVENANCE.md): 1.179 %.
    assert!((loss - 0.01179).abs() < 5e-6, "{loss}");
    assert!(alone.get("as_published").is_none(), "nothing stands beside the table as published");
    let brief = answer(&with(&["brief", "RUS", "CHN"]));
    assert_eq!(brief["exit"]["rows"][2]["losses"]["first"].as_f64(), Some(loss));
    for arguments in [
        &["leverage", "RUS", "CHN"][..],
        &["leverage", "--most-dependent-on", "CHN"],
        &["run", "../../scenarios/december-2023-threat.toml"],
        &["explain", "CHN", "RUS", "C26", "--scenario", "../../scenarios/december-2023-threat.toml"],
        &["exit-cost", "--matrix"],
    ] {
        let page = printed(&[&with(arguments)[..], &["--format", "html"]].concat());
        let page = String::from_utf8(page).unwrap();
        assert!(page.contains("--table oecd-2022"), "{arguments:?} does not say how it is asked again");
    }
    let message = refusal(&with(&["exit-cost", "RUS", "CHN", "--year", "2011"]));
    assert!(message.contains("expected 2022, the year of oecd-2022"), "{message}");
}

/// A record is met, the table is saved, and every command reads it.
#[test]
fn a_table_is_moved_to_records_and_saved() {
    let folder = folder("adjusted");
    let (records, saved) = (folder.join("mine.csv"), folder.join("mine-2022.world"));
    let rows = "year,exporter,importer,products,usd_million,source\n2022,CHN,RUS,goods,60000,\"my own\"\n";
    std::fs::write(&records, rows).unwrap();
    let (records, saved) = (records.to_str().unwrap(), saved.to_str().unwrap());
    let told = answer(&["table", "adjust", records, "--save", saved]);
    let row = &told["rows"][0];
    assert!((row["after"].as_f64().unwrap() - 60_000.0).abs() < 1e-6, "{row}");
    assert!((row["before"].as_f64().unwrap() - 81_404.0).abs() < 0.5, "the record of data/records: {row}");
    let brief = answer(&["brief", "RUS", "CHN", "--table", saved]);
    let goods = brief["trade"]["flows"][1]["goods"].as_f64().unwrap();
    // Saved in single precision.
    assert!((goods - 60_000.0).abs() < 0.05, "{goods}");
    assert!(brief["exit"]["evidence"]["source"].as_str().unwrap().contains("adjusted to records"));
    let wrong = rows.replace("CHN,RUS", "CHN,RSU");
    std::fs::write(records, wrong).unwrap();
    let message = refusal(&["table", "adjust", records]);
    assert!(message.contains("mine.csv") && message.contains("2") && message.contains("RUS (Russia)"), "{message}");
}

/// A sound table of two countries, and the same with one stated figure far from its rows: not sound, and said with the first
/// figures of an answer.
#[test]
fn a_table_that_contradicts_itself_is_not_sound() {
    let folder = folder("contradicting");
    let sound = "V1,RUS_X,RUS_Y,CHN_X,CHN_Y,RUS_HFCE,CHN_HFCE,OUT\n\
                 RUS_X,20,10,10,5,60,20,125\nRUS_Y,10,30,5,10,70,15,140\n\
                 CHN_X,10,5,40,20,15,90,180\nCHN_Y,5,10,20,40,10,80,165\n\
                 VA,80,85,105,90,0,0,0\nOUT,125,140,180,165,0,0,0\n";
    let doctor = |name: &str, text: &str| {
        let path = folder.join(name);
        std::fs::write(&path, text).unwrap();
        let path = path.to_str().unwrap().to_owned();
        let output = unequal(&["doctor", &path]);
        (output.status.code(), String::from_utf8(output.stdout).unwrap(), path)
    };
    let (status, text, _) = doctor("sound_2015.csv", sound);
    assert_eq!(status, Some(0), "{text}");
    let (status, text, path) = doctor("wrong_2015.csv", &sound.replace("VA,80", "VA,20"));
    assert_eq!(status, Some(1), "{text}");
    assert!(text.contains("misses the stated value added by up to 42.4 % of output (RUS_X)"), "{text}");
    let brief = answer(&["brief", "RUS", "CHN", "--table", &path]);
    assert!(brief["cautions"][0].as_str().unwrap().contains("contradicts itself"), "{}", brief["cautions"]);
    assert_eq!(brief["exit"]["evidence"]["grade"], "C");
    let message = refusal(&["doctor", &doctor("edition2021_2015.csv", sound).2]);
    assert!(message.contains("more than one year, 2015 and 2021"), "{message}");
}
