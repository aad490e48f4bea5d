//! Regions and sectors added up by concordances: sums and identities stay, faults have their line.

use unequal_world::{Concordance, EconomyTable, SectorKind, embedded};

fn table() -> EconomyTable {
    embedded::table(2011).unwrap()
}

fn close(one: f64, other: f64) {
    assert!((one / other - 1.0).abs() < 1e-12, "{one} and {other}");
}

fn place(table: &EconomyTable, code: &str) -> usize {
    table.regions().position(code).unwrap()
}

#[test]
fn regions_that_are_added_up_keep_every_sum() {
    let old = table();
    let file = "code,group\nDEU,EUROPE\nfra,EUROPE\nItaly,EUROPE\n";
    let new = old.with_regions_of(&Concordance::parse("regions.csv", &file.replace("fra", "FRA")).unwrap()).unwrap();
    assert_eq!(new.regions().len(), old.regions().len() - 2);
    let members = ["DEU", "FRA", "ITA"].map(|code| place(&old, code));
    let europe = place(&new, "EUROPE");
    close(new.output().sum(), old.output().sum());
    close(new.value_added()[europe], members.iter().map(|member| old.value_added()[*member]).sum());
    // Trade with others adds up; trade inside is domestic now.
    let (russia, then) = (place(&old, "RUS"), place(&new, "RUS"));
    close(new.trade(&[then], &[europe], None), old.trade(&[russia], &members, None));
    close(new.trade(&[europe], &[then], None), old.trade(&members, &[russia], None));
    let all = |table: &EconomyTable| (0..table.regions().len()).collect::<Vec<_>>();
    let inside = old.trade(&members, &members, None);
    close(new.trade(&all(&new), &all(&new), None), old.trade(&all(&old), &all(&old), None) - inside);
    assert!(new.provenance().changes.iter().any(|change| change.contains("41 regions added up to 39 by regions.csv")));
}

#[test]
fn sectors_that_are_added_up_keep_every_sum() {
    let old = table();
    let codes: Vec<String> = old.sectors().iter().map(|sector| sector.code.to_string()).collect();
    let goods = old.sectors().iter().filter(|sector| sector.kind == SectorKind::Goods);
    let rows: String = goods.clone().map(|sector| format!("{},GOODS,Merchandise\n", sector.code)).collect();
    let new = old.with_sectors_of(&Concordance::parse("s.csv", &format!("code,group,name\n{rows}")).unwrap()).unwrap();
    assert_eq!(new.sectors().len(), codes.len() - goods.count() + 1);
    let place = new.sector("GOODS").unwrap();
    assert_eq!((new.sectors()[place].name.as_str(), new.sectors()[place].kind), ("Merchandise", SectorKind::Goods));
    for region in 0..old.regions().len() {
        close(new.value_added()[region], old.value_added()[region]);
    }
    for (buyer, seller) in [("RUS", "CHN"), ("CHN", "RUS"), ("USA", "DEU")] {
        let at = |table: &EconomyTable, code: &str| table.regions().position(code).unwrap();
        let of = |table: &EconomyTable, kind| table.trade(&[at(table, buyer)], &[at(table, seller)], Some(kind));
        close(of(&new, SectorKind::Goods), of(&old, SectorKind::Goods));
        close(of(&new, SectorKind::Services), of(&old, SectorKind::Services));
    }
    // One group of both kinds is of neither.
    let mixed: String = codes.iter().map(|code| format!("{code},ALL\n")).collect();
    let one = old.with_sectors_of(&Concordance::parse("s.csv", &format!("code,group\n{mixed}")).unwrap()).unwrap();
    assert_eq!((one.sectors().len(), one.sectors()[0].kind), (1, SectorKind::Unknown));
    close(one.output().sum(), old.output().sum());
}

/// What maps every code to itself changes nothing.
#[test]
fn the_identity_changes_nothing() {
    let old = table();
    let rows: String = old.regions().iter().map(|code| format!("{code},{code}\n")).collect();
    let new = old.with_regions_of(&Concordance::parse("r.csv", &format!("code,group\n{rows}")).unwrap()).unwrap();
    assert_eq!(new.regions(), old.regions());
    for (one, other) in new.sourcing().iter().zip(old.sourcing()) {
        assert!((one - other).abs() < 1e-12);
    }
}

#[test]
fn faults_have_their_line_and_the_nearest_code() {
    let old = table();
    for (text, words) in [
        (
            "code,group\nRUS,EAST\nRUZ,EAST\n",
            "r.csv, line 3: `RUZ` is no region of WIOD, 2013 release 2011; did you mean RUS",
        ),
        ("code,group\nRUS,EAST\nRUS,WEST\n", "r.csv, line 3: RUS stands in the file twice"),
        ("code,group\nRUS,\"the east\"\n", "r.csv, line 2: `the east` is not a code"),
    ] {
        let message = old.with_regions_of(&Concordance::parse("r.csv", text).unwrap()).unwrap_err().to_string();
        assert!(message.starts_with(words), "{message}");
    }
    let message = Concordance::parse("r.csv", "code,group\n").unwrap_err().to_string();
    assert!(message.contains("no row"), "{message}");
    let message = Concordance::parse("r.csv", "code\nRUS\n").unwrap_err().to_string();
    assert!(message.contains("missing field `group`"), "{message}");
}
