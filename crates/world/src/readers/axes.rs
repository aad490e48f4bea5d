//! Regions and sectors of a table, found by the labels that its file gives them.

use std::collections::{HashMap, HashSet};

use crate::labels::{Code, Labels, Sector, SectorKind};
use crate::names::{REST_OF_WORLD, code_by_name, is_country};

use super::classification::{classify, code};

/// Industries that a table may have: every larger one takes gigabytes. The largest published that are read have ten
/// thousand.
const MOST_NODES: usize = 11_000;
/// Parts of China and Mexico, by the kind of exporter, that the OECD's editions up to 2021 show. Every flow of the country
/// stands in one of them or under the country's own code, so that they are added up.
const PARTS: [(&str, &str); 6] =
    [("CN1", "CHN"), ("CN2", "CHN"), ("CN3", "CHN"), ("CN4", "CHN"), ("MX1", "MEX"), ("MX2", "MEX")];
/// EXIOBASE's rests of continents; some are codes of countries in ISO 3166.
const EXIOBASE_RESTS: [&str; 5] = ["WA", "WE", "WF", "WL", "WM"];

/// The axes of a table.
pub(super) struct Axes {
    /// Regions in order of appearance.
    pub regions: Labels,
    /// Sectors, in the order of their classification.
    pub sectors: Vec<Sector>,
    /// Name of the classification.
    pub classification: String,
    region_positions: HashMap<String, usize>,
    sector_positions: HashMap<String, usize>,
}

/// The country that a region's label stands for, by the code used today. Trade statistics have older codes for some.
fn country(label: &str) -> String {
    let given = label.trim().to_uppercase();
    if let Some((_, whole)) = PARTS.iter().find(|(part, _)| *part == given) {
        return (*whole).to_owned();
    }
    let plain: String = given.chars().filter(char::is_ascii_alphanumeric).collect();
    match plain.as_str() {
        // FIGARO, WIOD, the ADB, Eora.
        "ROW" | "FIGW1" | "RESTOFWORLD" | "RESTOFTHEWORLD" => return REST_OF_WORLD.to_owned(),
        // Eurostat's code for Greece.
        "EL" => return "GRC".to_owned(),
        "BUR" => return "MMR".to_owned(),
        _ if is_country(&given) => return given,
        _ => {}
    }
    // Two letters, numbers, older codes and names; groups are none of a table's countries.
    code_by_name(&given).filter(|known| is_country(known)).map_or(given, str::to_owned)
}

/// Whether a label is that of a country by a code or name in use, or of the rest of the world.
pub(super) fn is_region(label: &str) -> bool {
    let code = country(label);
    code == REST_OF_WORLD || is_country(&code)
}

impl Axes {
    /// Regions and sectors of industries by their labels, in order of first appearance; `names` has readable names of
    /// sectors by their labels.
    pub fn new<'a>(
        industries: impl Iterator<Item = (&'a str, &'a str)>,
        names: &HashMap<String, String>,
    ) -> Result<Self, String> {
        let (mut regions, mut codes) = (Vec::new(), Vec::new());
        let (mut seen_regions, mut seen_codes) = (HashSet::new(), HashSet::new());
        for (region, sector) in industries {
            if seen_regions.insert(region) {
                regions.push(region);
            }
            if seen_codes.insert(sector) {
                codes.push(sector);
            }
        }
        let (regions, region_positions) = regions_of(&regions)?;
        let (classification, sectors, sector_positions) = sectors_of(&codes, names)?;
        let nodes = regions.len().saturating_mul(sectors.len());
        if nodes == 0 {
            return Err("there are no rows of industries".to_owned());
        }
        Ok(Self { regions, sectors, classification, region_positions, sector_positions })
    }

    /// Number of industries. Every one needs a row, which is checked with the limit before anything is allocated.
    pub fn nodes(&self, rows: usize) -> Result<usize, String> {
        let (regions, sectors) = (self.regions.len(), self.sectors.len());
        match regions.checked_mul(sectors) {
            Some(nodes) if nodes <= rows && nodes <= MOST_NODES => Ok(nodes),
            Some(nodes) if nodes <= rows => Err(format!(
                "the file has {nodes} industries ({regions} regions, {sectors} sectors) and at most {MOST_NODES} are \
                 read: join sectors first"
            )),
            _ => Err(format!(
                "rows name {regions} regions and {sectors} sectors, which takes a row for every sector of every region; \
                 the file has {rows} rows"
            )),
        }
    }

    /// Position of a region by its label.
    pub fn region(&self, label: &str) -> Option<usize> {
        self.region_positions.get(label).copied()
    }

    /// Position of an industry by the labels of its region and sector.
    pub fn node(&self, region: &str, sector: &str) -> Option<usize> {
        Some(self.region(region)? * self.sectors.len() + self.sector_positions.get(sector)?)
    }

    /// The name of an industry, `RUS_C26`.
    pub fn node_name(&self, node: usize) -> String {
        let sectors = self.sectors.len();
        format!("{}_{}", self.regions.code(node / sectors), self.sectors[node % sectors].code)
    }

    /// What must be said where it is not known which sectors are goods.
    pub fn not_told_apart(&self) -> Option<String> {
        const NAMED: usize = 3;
        let unknown = || self.sectors.iter().filter(|sector| sector.kind == SectorKind::Unknown);
        let named: Vec<&str> = unknown().take(NAMED).map(|sector| sector.code.as_str()).collect();
        (!named.is_empty()).then(|| {
            format!(
                "Goods and services are not told apart: {} of {} sector codes of the file, such as {}, are of no \
                 classification that is known here.",
                unknown().count(),
                self.sectors.len(),
                named.join(", ")
            )
        })
    }
}

/// Regions by their labels. Two labels of one country are refused unless they are its parts.
fn regions_of(labels: &[&str]) -> Result<(Labels, HashMap<String, usize>), String> {
    let is_exiobase = EXIOBASE_RESTS.iter().all(|rest| labels.contains(rest));
    let mut codes: Vec<Code> = Vec::new();
    let mut first: HashMap<String, (usize, &str)> = HashMap::new();
    let mut positions = HashMap::new();
    for label in labels {
        let own = is_exiobase && EXIOBASE_RESTS.contains(label);
        let code = if own { (*label).to_owned() } else { country(label) };
        let position = match first.get(&code) {
            Some((position, other)) => {
                let is_part = |label: &str| PARTS.iter().any(|(part, _)| part.eq_ignore_ascii_case(label));
                if !is_part(label) && !is_part(other) {
                    return Err(format!("the regions {other} and {label} are both {code}: leave one out"));
                }
                *position
            }
            None => {
                codes.push(Code::new(&code).map_err(|error| format!("region `{label}`: {error}"))?);
                first.insert(code, (codes.len() - 1, label));
                codes.len() - 1
            }
        };
        positions.insert((*label).to_owned(), position);
    }
    Ok((Labels::new(codes, "region").map_err(|error| error.to_string())?, positions))
}

type Sectors = (String, Vec<Sector>, HashMap<String, usize>);

/// Sectors by their labels. Labels that are no codes, such as `Mining and Quarrying`, become names, and the sectors are
/// numbered in their order.
fn sectors_of(labels: &[&str], names: &HashMap<String, String>) -> Result<Sectors, String> {
    let mut kept: Vec<String> = labels.iter().map(|given| code(given)).collect();
    let are_codes = kept.iter().all(|kept| Code::new(kept).is_ok());
    if !are_codes {
        kept = (1..=labels.len()).map(|number| format!("S{number:03}")).collect();
    }
    let (classification, mut sectors) = classify(&kept).map_err(|error| error.to_string())?;
    let place: HashMap<String, usize> =
        sectors.iter().enumerate().map(|(position, sector)| (sector.code.as_str().to_owned(), position)).collect();
    if place.len() != labels.len() {
        let twice = kept.iter().enumerate().find(|(number, code)| kept[..*number].contains(code));
        return Err(format!("two sectors have the code {}", twice.map_or("", |(_, code)| code.as_str())));
    }
    let mut positions = HashMap::new();
    for (label, kept) in labels.iter().zip(&kept) {
        let Some(position) = place.get(kept) else { continue };
        let sector = &mut sectors[*position];
        if !are_codes {
            (*label).clone_into(&mut sector.name);
        } else if sector.name == *kept
            && let Some(name) = names.get(*label)
        {
            sector.name.clone_from(name);
        }
        positions.insert((*label).to_owned(), *position);
    }
    Ok((classification, sectors, positions))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn axes(industries: &[(&str, &str)]) -> Result<Axes, String> {
        Axes::new(industries.iter().copied(), &HashMap::new())
    }

    #[test]
    fn labels_of_regions_are_countries() {
        for (label, code) in [
            ("CN1", "CHN"),
            ("MX2", "MEX"),
            ("EL", "GRC"),
            ("UK", "GBR"),
            ("FIGW1", "ROW"),
            ("RoW", "ROW"),
            ("Rest of the World", "ROW"),
            ("ROM", "ROU"),
            ("AT", "AUT"),
            ("WF", "WLF"),
            ("reg1", "REG1"),
        ] {
            assert_eq!(country(label), code, "{label}");
        }
    }

    #[test]
    fn parts_join_and_other_doubles_are_refused() {
        let parts = axes(&[("CHN", "A"), ("CN1", "A"), ("CN2", "A"), ("MX1", "A"), ("MX2", "A")]).unwrap();
        assert_eq!(parts.regions.iter().map(Code::as_str).collect::<Vec<_>>(), ["CHN", "MEX"]);
        assert_eq!(parts.node("CN2", "A"), parts.node("CHN", "A"));
        let message = axes(&[("ROM", "A"), ("ROU", "A")]).err().unwrap();
        assert!(message.contains("ROM and ROU are both ROU"), "{message}");
        let message = axes(&[("USA", "A-B"), ("USA", "A_B")]).err().unwrap();
        assert!(message.contains("two sectors have the code A_B"), "{message}");
    }

    /// `WF` is Wallis and Futuna in ISO 3166 and the rest of Africa in EXIOBASE.
    #[test]
    fn rests_of_continents_are_no_countries() {
        let rests = axes(&[("AT", "A"), ("WA", "A"), ("WL", "A"), ("WE", "A"), ("WF", "A"), ("WM", "A")]).unwrap();
        assert_eq!(rests.regions.iter().map(Code::as_str).collect::<Vec<_>>(), ["AUT", "WA", "WL", "WE", "WF", "WM"]);
    }

    #[test]
    fn names_that_are_no_codes_are_numbered() {
        let named = axes(&[("USA", "Agriculture"), ("USA", "Mining and Quarrying")]).unwrap();
        assert_eq!(named.sectors[1].to_string(), "S002 (Mining and Quarrying)");
        assert_eq!(named.node("USA", "Mining and Quarrying"), Some(1));
    }
}
