//! Correlates of War, dyadic trade: imports of states from states, 1870 to 2014.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use std::path::Path;

use serde::Deserialize;

use crate::Result;
use crate::files::csv_rows;

/// Years of the trade data.
pub const YEARS: RangeInclusive<u16> = 1870..=2014;

/// Countries with their Correlates of War codes and the years each code holds. `RUS` is the Russian Empire and the Soviet
/// Union before 1992, `DEU` is West Germany from 1948 to 1989, `YUG` Serbia before 1918, `YEM` North Yemen before 1990. Left
/// out are states that no ISO code stands for (Austria-Hungary, Kosovo, Zanzibar, the German and Italian states of 1870),
/// Korea before its division, and South Vietnam. Hong Kong is no state there.
const COUNTRIES: &[(&str, u16, RangeInclusive<u16>)] = &[
    ("AFG", 700, YEARS),
    ("AGO", 540, YEARS),
    ("ALB", 339, YEARS),
    ("AND", 232, YEARS),
    ("ARE", 696, YEARS),
    ("ARG", 160, YEARS),
    ("ARM", 371, YEARS),
    ("ATG", 58, YEARS),
    ("AUS", 900, YEARS),
    ("AUT", 305, YEARS),
    ("AZE", 373, YEARS),
    ("BDI", 516, YEARS),
    ("BEL", 211, YEARS),
    ("BEN", 434, YEARS),
    ("BFA", 439, YEARS),
    ("BGD", 771, YEARS),
    ("BGR", 355, YEARS),
    ("BHR", 692, YEARS),
    ("BHS", 31, YEARS),
    ("BIH", 346, YEARS),
    ("BLR", 370, YEARS),
    ("BLZ", 80, YEARS),
    ("BOL", 145, YEARS),
    ("BRA", 140, YEARS),
    ("BRB", 53, YEARS),
    ("BRN", 835, YEARS),
    ("BTN", 760, YEARS),
    ("BWA", 571, YEARS),
    ("CAF", 482, YEARS),
    ("CAN", 20, YEARS),
    ("CHE", 225, YEARS),
    ("CHL", 155, YEARS),
    ("CHN", 710, YEARS),
    ("CIV", 437, YEARS),
    ("CMR", 471, YEARS),
    ("COD", 490, YEARS),
    ("COG", 484, YEARS),
    ("COL", 100, YEARS),
    ("COM", 581, YEARS),
    ("CPV", 402, YEARS),
    ("CRI", 94, YEARS),
    ("CSK", 315, 1918..=1992),
    ("CUB", 40, YEARS),
    ("CYP", 352, YEARS),
    ("CZE", 316, YEARS),
    ("DDR", 265, 1949..=1990),
    ("DEU", 255, 1870..=1945),
    ("DEU", 260, 1948..=1989),
    ("DEU", 255, 1990..=2014),
    ("DJI", 522, YEARS),
    ("DMA", 54, YEARS),
    ("DNK", 390, YEARS),
    ("DOM", 42, YEARS),
    ("DZA", 615, YEARS),
    ("ECU", 130, YEARS),
    ("EGY", 651, YEARS),
    ("ERI", 531, YEARS),
    ("ESP", 230, YEARS),
    ("EST", 366, YEARS),
    ("ETH", 530, YEARS),
    ("FIN", 375, YEARS),
    ("FJI", 950, YEARS),
    ("FRA", 220, YEARS),
    ("FSM", 987, YEARS),
    ("GAB", 481, YEARS),
    ("GBR", 200, YEARS),
    ("GEO", 372, YEARS),
    ("GHA", 452, YEARS),
    ("GIN", 438, YEARS),
    ("GMB", 420, YEARS),
    ("GNB", 404, YEARS),
    ("GNQ", 411, YEARS),
    ("GRC", 350, YEARS),
    ("GRD", 55, YEARS),
    ("GTM", 90, YEARS),
    ("GUY", 110, YEARS),
    ("HND", 91, YEARS),
    ("HRV", 344, YEARS),
    ("HTI", 41, YEARS),
    ("HUN", 310, YEARS),
    ("IDN", 850, YEARS),
    ("IND", 750, YEARS),
    ("IRL", 205, YEARS),
    ("IRN", 630, YEARS),
    ("IRQ", 645, YEARS),
    ("ISL", 395, YEARS),
    ("ISR", 666, YEARS),
    ("ITA", 325, YEARS),
    ("JAM", 51, YEARS),
    ("JOR", 663, YEARS),
    ("JPN", 740, YEARS),
    ("KAZ", 705, YEARS),
    ("KEN", 501, YEARS),
    ("KGZ", 703, YEARS),
    ("KHM", 811, YEARS),
    ("KIR", 946, YEARS),
    ("KNA", 60, YEARS),
    ("KOR", 732, YEARS),
    ("KWT", 690, YEARS),
    ("LAO", 812, YEARS),
    ("LBN", 660, YEARS),
    ("LBR", 450, YEARS),
    ("LBY", 620, YEARS),
    ("LCA", 56, YEARS),
    ("LIE", 223, YEARS),
    ("LKA", 780, YEARS),
    ("LSO", 570, YEARS),
    ("LTU", 368, YEARS),
    ("LUX", 212, YEARS),
    ("LVA", 367, YEARS),
    ("MAR", 600, YEARS),
    ("MCO", 221, YEARS),
    ("MDA", 359, YEARS),
    ("MDG", 580, YEARS),
    ("MDV", 781, YEARS),
    ("MEX", 70, YEARS),
    ("MHL", 983, YEARS),
    ("MKD", 343, YEARS),
    ("MLI", 432, YEARS),
    ("MLT", 338, YEARS),
    ("MMR", 775, YEARS),
    ("MNE", 341, YEARS),
    ("MNG", 712, YEARS),
    ("MOZ", 541, YEARS),
    ("MRT", 435, YEARS),
    ("MUS", 590, YEARS),
    ("MWI", 553, YEARS),
    ("MYS", 820, YEARS),
    ("NAM", 565, YEARS),
    ("NER", 436, YEARS),
    ("NGA", 475, YEARS),
    ("NIC", 93, YEARS),
    ("NLD", 210, YEARS),
    ("NOR", 385, YEARS),
    ("NPL", 790, YEARS),
    ("NRU", 970, YEARS),
    ("NZL", 920, YEARS),
    ("OMN", 698, YEARS),
    ("PAK", 770, YEARS),
    ("PAN", 95, YEARS),
    ("PER", 135, YEARS),
    ("PHL", 840, YEARS),
    ("PLW", 986, YEARS),
    ("PNG", 910, YEARS),
    ("POL", 290, YEARS),
    ("PRK", 731, YEARS),
    ("PRT", 235, YEARS),
    ("PRY", 150, YEARS),
    ("QAT", 694, YEARS),
    ("ROU", 360, YEARS),
    ("RUS", 365, YEARS),
    ("RWA", 517, YEARS),
    ("SAU", 670, YEARS),
    ("SCG", 345, 1992..=2005),
    ("SDN", 625, YEARS),
    ("SEN", 433, YEARS),
    ("SGP", 830, YEARS),
    ("SLB", 940, YEARS),
    ("SLE", 451, YEARS),
    ("SLV", 92, YEARS),
    ("SMR", 331, YEARS),
    ("SOM", 520, YEARS),
    ("SRB", 345, 2006..=2014),
    ("SSD", 626, YEARS),
    ("STP", 403, YEARS),
    ("SUR", 115, YEARS),
    ("SVK", 317, YEARS),
    ("SVN", 349, YEARS),
    ("SWE", 380, YEARS),
    ("SWZ", 572, YEARS),
    ("SYC", 591, YEARS),
    ("SYR", 652, YEARS),
    ("TCD", 483, YEARS),
    ("TGO", 461, YEARS),
    ("THA", 800, YEARS),
    ("TJK", 702, YEARS),
    ("TKM", 701, YEARS),
    ("TLS", 860, YEARS),
    ("TON", 955, YEARS),
    ("TTO", 52, YEARS),
    ("TUN", 616, YEARS),
    ("TUR", 640, YEARS),
    ("TUV", 947, YEARS),
    ("TWN", 713, YEARS),
    ("TZA", 510, YEARS),
    ("UGA", 500, YEARS),
    ("UKR", 369, YEARS),
    ("URY", 165, YEARS),
    ("USA", 2, YEARS),
    ("UZB", 704, YEARS),
    ("VCT", 57, YEARS),
    ("VEN", 101, YEARS),
    ("VNM", 816, YEARS),
    ("VUT", 935, YEARS),
    ("WSM", 990, YEARS),
    ("YEM", 678, 1918..=1989),
    ("YEM", 679, 1990..=2014),
    ("YMD", 680, 1967..=1990),
    ("YUG", 345, 1870..=1991),
    ("ZAF", 560, YEARS),
    ("ZMB", 551, YEARS),
    ("ZWE", 552, YEARS),
];

/// The code of the embedded world for a Correlates of War code in a year.
pub fn country(code: u16, year: u16) -> Option<&'static str> {
    COUNTRIES.iter().find(|(_, known, years)| *known == code && years.contains(&year)).map(|(country, _, _)| *country)
}

/// A row of the source; `flow1` is what `ccode1` imports from `ccode2`, `flow2` the reverse,
/// current USD million.
#[derive(Deserialize)]
pub struct Dyad {
    ccode1: u16,
    ccode2: u16,
    year: u16,
    flow1: String,
    flow2: String,
}

/// Imports by year, importer and exporter (Correlates of War codes), USD million.
pub type Imports = BTreeMap<(u16, u16, u16), f64>;

/// The rows of the source.
pub fn read(sources: &Path) -> Result<Vec<Dyad>> {
    csv_rows(&sources.join("cow_trade/cow_trade_ddy_nonzero.csv.gz"))
}

/// Every import the source states. A pair stands there once, or twice the other way round.
pub fn imports(dyads: &[Dyad]) -> Result<Imports> {
    let mut imports = Imports::new();
    for dyad in dyads {
        let Dyad { ccode1, ccode2, year, .. } = *dyad;
        for (importer, exporter, text) in [(ccode1, ccode2, &dyad.flow1), (ccode2, ccode1, &dyad.flow2)] {
            let Some(value) = flow(text)? else {
                continue;
            };
            let known = imports.insert((year, importer, exporter), value);
            if known.is_some_and(|known| known != value) {
                return Err(format!("{year}: {importer} imports {value} or {known:?} from {exporter}").into());
            }
        }
    }
    Ok(imports)
}

/// A flow, or nothing if it is missing (`NA`, or -9 in the original).
fn flow(text: &str) -> Result<Option<f64>> {
    if matches!(text, "NA" | "") {
        return Ok(None);
    }
    let value: f64 = text.parse().map_err(|_| format!("not a flow: {text}"))?;
    Ok((value >= 0.0).then_some(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dyad(ccode1: u16, ccode2: u16, flow1: &str, flow2: &str) -> Dyad {
        let (flow1, flow2) = (flow1.to_owned(), flow2.to_owned());
        Dyad { ccode1, ccode2, year: 1955, flow1, flow2 }
    }

    #[test]
    fn each_pair_counts_once_and_gaps_stay_gaps() {
        let dyads = [
            dyad(365, 710, "60", "20"),
            dyad(710, 365, "20", "60"),
            dyad(710, 2, "NA", "40"),
            dyad(365, 750, "-9", "0"),
        ];
        let found = imports(&dyads).unwrap();
        assert_eq!(found[&(1955, 365, 710)], 60.0);
        assert_eq!(found[&(1955, 750, 365)], 0.0);
        assert_eq!(found.len(), 4);
        assert_eq!([country(260, 1955), country(255, 1955), country(255, 1938)], [Some("DEU"), None, Some("DEU")]);
    }

    #[test]
    fn two_statements_of_one_flow_must_agree() {
        let dyads = [dyad(365, 710, "60", "20"), dyad(710, 365, "20", "61")];
        assert!(imports(&dyads).is_err());
    }
}
