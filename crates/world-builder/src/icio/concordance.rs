//! From the industries of WIOD's 2016 release to the OECD's 50 sectors.
//!
//! Both classify by ISIC revision 4. Neither is always the finer one, so each industry
//! belongs to a group of OECD sectors, and industries may share a group.

/// Beginning of the industry's name in WIOD, and the OECD sectors it belongs to.
const INDUSTRIES: &[(&str, &[&str])] = &[
    ("Crop and animal production", &["A01"]),
    ("Forestry and logging", &["A02"]),
    ("Fishing and aquaculture", &["A03"]),
    ("Mining and quarrying", &["B05", "B06", "B07", "B08", "B09"]),
    ("Manufacture of food products", &["C10T12"]),
    ("Manufacture of textiles", &["C13T15"]),
    ("Manufacture of wood", &["C16"]),
    ("Manufacture of paper", &["C17_18"]),
    ("Printing and repro", &["C17_18"]),
    ("Manufacture of coke", &["C19"]),
    ("Manufacture of chemicals", &["C20"]),
    ("Manufacture of basic pharm", &["C21"]),
    ("Manufacture of rubber", &["C22"]),
    ("Manufacture of other non-met", &["C23"]),
    ("Manufacture of basic metals", &["C24A", "C24B"]),
    ("Manufacture of fabricated", &["C25"]),
    ("Manufacture of computer", &["C26"]),
    ("Manufacture of electrical", &["C27"]),
    ("Manufacture of machinery", &["C28"]),
    ("Manufacture of motor", &["C29"]),
    ("Manufacture of other transport", &["C301", "C302T309"]),
    ("Manufacture of furniture", &["C31T33"]),
    ("Repair and installation", &["C31T33"]),
    ("Electricity, gas", &["D"]),
    ("Water collection", &["E"]),
    ("Sewerage", &["E"]),
    ("Construction", &["F"]),
    ("Wholesale and retail trade and repair", &["G"]),
    ("Wholesale trade, except", &["G"]),
    ("Retail trade, except", &["G"]),
    ("Land transport", &["H49"]),
    ("Water transport", &["H50"]),
    ("Air transport", &["H51"]),
    ("Warehousing", &["H52"]),
    ("Postal", &["H53"]),
    ("Accommodation", &["I"]),
    ("Publishing", &["J58T60"]),
    ("Motion picture", &["J58T60"]),
    ("Telecommunications", &["J61"]),
    ("Computer programming", &["J62_63"]),
    ("Financial service", &["K"]),
    ("Insurance, reins", &["K"]),
    ("Activities auxiliary", &["K"]),
    ("Real estate", &["L"]),
    ("Legal and acc", &["M"]),
    ("Architectural", &["M"]),
    ("Scientific research", &["M"]),
    ("Advertising", &["M"]),
    ("Other professional", &["M"]),
    ("Administrative and support", &["N"]),
    ("Public administration", &["O"]),
    ("Education", &["P"]),
    ("Human health", &["Q"]),
    ("Other service activities", &["R", "S"]),
    ("Activities of households", &["T"]),
    ("Activities of extraterritorial", &["T"]),
];

/// Groups of OECD sectors that the two classifications have in common.
pub struct Groups {
    lists: Vec<&'static [&'static str]>,
}

impl Groups {
    /// The groups in order of first appearance.
    pub fn new() -> Self {
        let mut lists: Vec<&'static [&'static str]> = Vec::new();
        for (_, list) in INDUSTRIES {
            if !lists.contains(list) {
                lists.push(list);
            }
        }
        Self { lists }
    }

    /// Number of groups.
    pub fn len(&self) -> usize {
        self.lists.len()
    }

    /// The group of an OECD sector.
    pub fn of_sector(&self, code: &str) -> Option<usize> {
        self.lists.iter().position(|list| list.contains(&code))
    }

    /// The group of a WIOD industry, by the beginning of its name; none if no beginning or
    /// more than one fits.
    pub fn of_industry(&self, name: &str) -> Option<usize> {
        let mut fitting = INDUSTRIES.iter().filter(|(beginning, _)| name.starts_with(beginning));
        let (_, list) = fitting.next()?;
        if fitting.next().is_some() {
            return None;
        }
        self.lists.iter().position(|known| known == list)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sector_has_one_group() {
        let groups = Groups::new();
        for sector in unequal_world::names::sectors("icio50") {
            let code = sector.code.as_str();
            let lists = groups.lists.iter().filter(|list| list.contains(&code));
            assert_eq!(lists.count(), 1, "{code}");
        }
    }

    #[test]
    fn industries_are_told_apart_by_the_beginning_of_their_names() {
        let groups = Groups::new();
        let group = groups.of_industry("Wholesale trade, except of motor vehicles");
        assert_eq!(group, groups.of_sector("G"));
        assert_eq!(groups.of_industry("Alchemy"), None);
    }
}
