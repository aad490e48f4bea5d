//! Rows and columns of a table that are no industry: value added, output, totals, final use, by the names that their
//! publishers give them.

/// Rows that are value added, taxes less subsidies on products with it: of the OECD's editions and of the files' copies.
const VALUE_ADDED: [&str; 6] = ["VA", "VALU", "TLS", "TAXSUB", "TXSP", "VAFOB"];
/// The same of FIGARO: net taxes on products, purchases of residents abroad and of non-residents, compensation of
/// employees, other net taxes on production, gross operating surplus. Their sum with the inputs is output.
const FIGARO: [&str; 6] = ["D21X31", "OP_RES", "OP_NRES", "D1", "D29X39", "B2A3G"];
/// The region under which FIGARO books them.
const FIGARO_REGION: &str = "W2";
/// The same of WIOD's release of 2016.
const WIOD_2016: [&str; 6] = ["TXSP", "EXP_ADJ", "PURR", "PURNR", "VA", "INTTTM"];
/// The same of WIOD's release of 2013 and of the ADB, by the numbers of the rows (`trs` in newer editions of the ADB).
const WIOD_2013: [&str; 7] = ["R99", "R61", "R62", "R63", "R64", "R65", "TRS"];

/// Whether a row of a table with joined labels is value added, alone or with a region before it.
pub(super) fn is_value_added(region: Option<&str>, item: &str) -> bool {
    let item = item.to_uppercase();
    VALUE_ADDED.contains(&item.as_str()) || (region == Some(FIGARO_REGION) && FIGARO.contains(&item.as_str()))
}

/// Whether a label is of FIGARO's rows below the industries.
pub(super) fn is_of_figaro(region: &str, item: &str) -> bool {
    region == FIGARO_REGION && FIGARO.contains(&item)
}

/// Whether a row below WIOD's or the ADB's industries is a part of what output is beyond inputs.
pub(super) fn is_value_added_of_wiod(item: &str) -> bool {
    let item = item.to_uppercase();
    WIOD_2016.contains(&item.as_str()) || WIOD_2013.contains(&item.as_str())
}

/// Whether such a row, or a column beside final use, is output.
pub(super) fn is_output_of_wiod(item: &str) -> bool {
    matches!(item.to_uppercase().as_str(), "GO" | "R69" | "R73")
}

/// Whether a row or column of a table with joined labels is output.
pub(super) fn is_output(label: &str) -> bool {
    matches!(label.to_uppercase().as_str(), "OUT" | "OUTPUT" | "TOTAL")
}

/// Names of final use, in letters and digits alone: of the OECD, FIGARO, WIOD, the ADB and GTAP, and plain words.
const FINAL_USE: [&str; 55] = [
    "hfce",
    "hc",
    "gc",
    "c37",
    "c38",
    "c39",
    "c41",
    "c42",
    "gcf",
    "gcfc",
    "cii",
    "dirpa",
    "p51",
    "npish",
    "ggfc",
    "gfcf",
    "invnt",
    "inv",
    "dpabr",
    "dirp",
    "p33",
    "nonres",
    "disc",
    "fd",
    "fnl",
    "p3",
    "p3s13",
    "p3s14",
    "p3s15",
    "p5",
    "p51g",
    "p5m",
    "p52",
    "p53",
    "consh",
    "consnp",
    "consg",
    "inven",
    "f1",
    "f2",
    "f3",
    "f4",
    "f5",
    "hh",
    "gov",
    "cgds",
    "final",
    "finaluse",
    "finaldemand",
    "finalconsumption",
    "consumption",
    "households",
    "government",
    "investment",
    "inventories",
];

/// Whether a word is a name of final use or of a kind of it; an empty one is too.
pub(super) fn is_final_use(word: &str) -> bool {
    let plain: String =
        word.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase()).collect();
    plain.is_empty() || FINAL_USE.contains(&plain.as_str())
}

/// Words that name value added in a long table, in letters and digits alone.
const VALUE_ADDED_WORDS: [&str; 13] =
    ["va", "valu", "tls", "taxsub", "txsp", "valueadded", "d21x31", "opres", "opnres", "d1", "d29x39", "b2a3g", "gva"];

/// Whether the word for a selling industry is value added.
pub(super) fn is_value_added_word(word: &str) -> bool {
    let plain: String =
        word.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase()).collect();
    VALUE_ADDED_WORDS.contains(&plain.as_str())
}
