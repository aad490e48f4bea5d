//! Which sectors of a file are goods and which are services, by their codes.

use crate::Result;
use crate::labels::{Code, Sector, SectorKind};
use crate::names::sectors;

/// Classifications whose sectors the program has names and elasticities for.
const KNOWN: [&str; 3] = ["icio50", "icio28", "wiod35"];
/// The classification of a file whose codes are none of these.
pub(super) const OWN: &str = "own";

/// The code of a sector as it is kept: what people join codes with is no part of one (`C10-C12`).
pub(super) fn code(given: &str) -> String {
    let given = given.trim();
    // The codes of products that industries are named by, in tables of products by product.
    let kept = given.strip_prefix("CPA_").unwrap_or(given).replace(['-', '.', '+', '/'], "_");
    // Codes of ISIC are written with capitals; other names of sectors stay as they are.
    let upper = kept.to_uppercase();
    let is_known =
        |code: &str| KNOWN.iter().any(|known| sectors(known).iter().any(|sector| sector.code.as_str() == code));
    if is_known(&kept) {
        return kept;
    }
    if is_known(&upper) || kind(&upper, false) != SectorKind::Unknown { upper } else { kept }
}

/// The classification of a file's sector codes, and the sectors: in its own order where it is one that the program knows,
/// else in that of the file.
pub(super) fn classify(codes: &[String]) -> Result<(String, Vec<Sector>)> {
    for classification in KNOWN {
        let known = sectors(classification);
        if known.len() == codes.len()
            && known.iter().all(|sector| codes.iter().any(|code| code == sector.code.as_str()))
        {
            return Ok((classification.to_owned(), known));
        }
    }
    let third = is_third_revision(codes);
    let own = codes
        .iter()
        .map(|code| Ok(Sector { code: Code::new(code)?, name: code.clone(), kind: kind(code, third) }))
        .collect::<Result<_>>()?;
    Ok((OWN.to_owned(), own))
}

/// Whether numbers are those of the third revision of ISIC, in which electricity is 40 and recycling, a good, 37.
fn is_third_revision(codes: &[String]) -> bool {
    codes.iter().any(|code| {
        let digits = code.trim_start_matches('D');
        digits.starts_with("40") || digits.eq_ignore_ascii_case("01T05") || digits.starts_with("10T14")
    })
}

/// Goods or services, by the division of ISIC that a code begins with: `C26`, `C10T12`, `D26` and `26` (editions of the
/// OECD), or by a section's letter alone. Mining support (09) is a service. `Unknown` for any other code, such as those of
/// GTAP.
fn kind(code: &str, third: bool) -> SectorKind {
    let (letters, rest) = code.split_at(code.find(|letter: char| !letter.is_ascii_alphabetic()).unwrap_or(code.len()));
    let division: Option<u8> = rest.get(..2).and_then(|digits| digits.parse().ok());
    let last_of_goods = if third { 37 } else { 33 };
    let by_division = |division: u8| match division {
        9 if !third => SectorKind::Services,
        1..=99 if division <= last_of_goods => SectorKind::Goods,
        1..=99 => SectorKind::Services,
        _ => SectorKind::Unknown,
    };
    match (letters, division) {
        ("" | "D", Some(division)) => by_division(division),
        (section, Some(division)) if is_section(section) && holds(section, division) => by_division(division),
        ("A" | "B" | "C", None) if rest.is_empty() => SectorKind::Goods,
        (section, None) if rest.is_empty() && is_section(section) => SectorKind::Services,
        // Sections together, `R_S`.
        (_, None) if code.len() > 1 && code.split('_').all(|part| is_section(part) && part > "C") => {
            SectorKind::Services
        }
        _ => SectorKind::Unknown,
    }
}

fn is_section(letters: &str) -> bool {
    matches!(letters.as_bytes(), [b'A'..=b'U'])
}

/// Whether a section of the fourth revision of ISIC has a division.
fn holds(section: &str, division: u8) -> bool {
    let range = match section {
        "A" => 1..=3,
        "B" => 5..=9,
        "C" => 10..=33,
        "E" => 36..=39,
        "F" => 41..=43,
        "G" => 45..=47,
        "H" => 49..=53,
        "I" => 55..=56,
        "J" => 58..=63,
        "K" => 64..=66,
        "L" => 68..=68,
        "M" => 69..=75,
        "N" => 77..=82,
        "O" => 84..=84,
        "P" => 85..=85,
        "Q" => 86..=88,
        "R" => 90..=93,
        "S" => 94..=96,
        "T" => 97..=98,
        "U" => 99..=99,
        _ => return false,
    };
    range.contains(&division)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(codes: &[&str]) -> Vec<SectorKind> {
        let codes: Vec<String> = codes.iter().map(|code| (*code).to_owned()).collect();
        classify(&codes).unwrap().1.into_iter().map(|sector| sector.kind).collect()
    }

    #[test]
    fn divisions_of_isic_tell_goods_from_services() {
        use SectorKind::{Goods, Services, Unknown};
        assert_eq!(
            kinds(&["A01", "B09", "C10T12", "C33", "D", "E36T39", "G", "M69_M70", "R_S"]),
            [Goods, Services, Goods, Goods, Services, Services, Services, Services, Services]
        );
        // The OECD's edition of 2021, and the same without its letter.
        assert_eq!(kinds(&["D01T02", "D26", "D35", "D45T47"]), [Goods, Goods, Services, Services]);
        // As programs write them that know no capitals.
        assert_eq!(
            kinds(&["a01", "c10t12", "d35", "g45"].map(code).each_ref().map(String::as_str)),
            [Goods, Goods, Services, Services]
        );
        assert_eq!(code("Textiles"), "Textiles");
        assert_eq!(kinds(&["01T02", "26", "35", "45T47"]), [Goods, Goods, Services, Services]);
        // The third revision: recycling is a good, electricity 40.
        assert_eq!(kinds(&["D01T05", "D10T14", "D36T37", "D40T41", "D45"]), [Goods, Goods, Goods, Services, Services]);
        // GTAP's codes are of no ISIC, and a letter by chance is none either.
        assert_eq!(kinds(&["GRO", "TEX", "ELE", "CNS", "A26", "X", "00"]), [Unknown; 7]);
    }
}
