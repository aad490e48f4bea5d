//! Mistakes that can be made everywhere, planted at each place of a valid file.

use super::notation::Case;

/// Keys without which an entry is not one, by table.
const REQUIRED: [(&str, &[&str]); 20] = [
    ("", &["title"]),
    ("pair", &["first", "second"]),
    ("embargo", &["name", "by", "on"]),
    ("tariff", &["name", "by", "on", "rate"]),
    ("export_tax", &["name", "by", "on", "rate"]),
    ("iceberg", &["name", "from", "to", "cost"]),
    ("time", &["step", "count"]),
    ("export_control", &["name", "by", "on", "share"]),
    ("self_sanctioning", &["name", "by", "on", "share"]),
    ("barrier", &["name", "by", "on", "coefficient"]),
    ("route", &["name", "from", "to"]),
    ("route.hub", &["code"]),
    ("local_production", &["name", "from", "to", "affiliate_share", "dispersion"]),
    ("local_production.localisation", &["highest_kit_share", "premium"]),
    ("local_production.entry", &["fixed_cost"]),
    ("price_cap", &["name", "by", "on"]),
    ("currency", &["name", "from", "to"]),
    ("currency.premium", &["currency", "stock", "target", "slope"]),
    ("payments", &["name", "by", "from", "to", "threat", "effort"]),
    ("payments.bank", &["name", "capacity", "base_cost", "dollar_business_at_risk", "slope", "home"]),
];

/// One `key = value` of the valid file.
struct Entry<'a> {
    /// Its line, from 0, and that of its table's heading (the first line for keys of the top).
    line: usize,
    heading: usize,
    table: &'a str,
    key: &'a str,
    value: &'a str,
}

fn entries(valid: &str) -> Vec<Entry<'_>> {
    let (mut heading, mut table) = (0, "");
    let mut found = Vec::new();
    for (line, text) in valid.lines().enumerate() {
        if text.starts_with('[') {
            (heading, table) = (line, text.trim_matches(['[', ']']));
        } else if let Some((key, value)) = text.split_once(" = ") {
            found.push(Entry { line, heading, table, key, value });
        }
    }
    found
}

/// The valid file with one line written otherwise.
fn with(valid: &str, line: usize, other: &str) -> String {
    let lines = valid.lines().enumerate();
    lines.map(|(number, text)| format!("{}\n", if number == line { other } else { text })).collect()
}

/// Every planted case.
pub fn everywhere(valid: &str) -> Vec<Case> {
    let mut cases = Vec::new();
    let mut add = |family: &str, notation: String, words: &str| {
        cases.push(Case::new(family, cases.len() + 1, &notation, words));
    };
    for entry in entries(valid) {
        let Entry { line, key, value, .. } = entry;
        if !["groups", "currency.shares", "currency.cost_changes"].contains(&entry.table) {
            for typo in [key.split_at(1).1.to_owned(), format!("{key}{}", &key[key.len() - 1..]), swapped(key)] {
                let notation = with(valid, line, &format!("«{typo} = {value}"));
                add("planted: misspelt key", notation, &format!("unknown field `{typo}`, expected"));
            }
        }
        for wrong in wrong_types(&entry) {
            add("planted: wrong type", with(valid, line, &format!("{key} = «{wrong}")), "expected");
        }
        let twice = with(valid, line, &format!("{key} = {value}\n«{key} = {value}"));
        add("planted: repeated key", twice, "duplicate key");
        if let Some(cut) = value.strip_suffix('"') {
            add("planted: unclosed quotation mark", with(valid, line, &format!("{key} = {cut}«")), "");
        }
        if REQUIRED.iter().any(|(table, keys)| *table == entry.table && keys.contains(&key)) {
            let heading = valid.lines().nth(entry.heading).unwrap();
            // Without its title the file lacks something as a whole: at its beginning.
            let notation = if entry.table.is_empty() {
                format!("«{}", with(valid, line, "# no title"))
            } else {
                let marked = with(valid, entry.heading, &format!("«{heading}"));
                with(&marked, line, "# nothing")
            };
            add("planted: missing key", notation, &format!("missing field `{key}`"));
        }
    }
    cases
}

/// Codes of countries with two letters in the wrong order.
pub fn misspelt_countries(valid: &str) -> Vec<Case> {
    let mut cases = Vec::new();
    for code in CODES {
        let typo = swapped(code);
        let notation = valid.replacen("by = \"USA\"", &format!("by = «\"{typo}\""), 1);
        let words = format!("unknown country or group `{typo}` & ISO 3166");
        cases.push(Case::new("planted: misspelt country", cases.len() + 1, &notation, &words));
    }
    cases
}

/// A key or code with its first two letters in the other order.
fn swapped(word: &str) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    letters.swap(0, 1);
    letters.into_iter().collect()
}

/// Values of types that the key does not have.
fn wrong_types(entry: &Entry<'_>) -> Vec<&'static str> {
    let text = entry.value.starts_with('"') || entry.value.starts_with('[');
    let mut wrong = vec!["false", "07:32:00"];
    wrong.push(if text { "17.5" } else { "\"a word\"" });
    // Days and words from a short list are read from tables inside the reader; what it says of those is in `words.txt`.
    if !["since", "deficits", "direction", "kind", "step", "exchange_rate"].contains(&entry.key) {
        wrong.push("{ value = 1 }");
    }
    wrong
}

/// Countries whose code with the first two letters in the other order is nobody's.
const CODES: [&str; 40] = [
    "USA", "CHN", "RUS", "DEU", "FRA", "EST", "JPN", "KOR", "IND", "BRA", "CAN", "MEX", "TUR", "POL", "ESP", "ITA",
    "NLD", "BEL", "CHE", "SWE", "NOR", "DNK", "FIN", "AUT", "CZE", "HUN", "ROU", "GRC", "PRT", "IRL", "ISR", "SAU",
    "ZAF", "VNM", "THA", "SGP", "MYS", "PHL", "KAZ", "UKR",
];
