//! Words that a stated figure may have.

use crate::rounding::WORDS;

pub(super) const UP: [&str; 21] = [
    "up",
    "rose",
    "rises",
    "risen",
    "rising",
    "grew",
    "grown",
    "growing",
    "increased",
    "gained",
    "higher",
    "climbed",
    "jumped",
    "surged",
    "soared",
    "expanded",
    "advanced",
    "added",
    "more",
    "plus",
    "+",
];
pub(super) const DOWN: [&str; 20] = [
    "down",
    "fell",
    "fallen",
    "falling",
    "dropped",
    "declined",
    "decreased",
    "shrank",
    "shrunk",
    "lower",
    "slid",
    "slipped",
    "plunged",
    "tumbled",
    "slumped",
    "sank",
    "contracted",
    "plummeted",
    "lost",
    "less",
];
pub(super) const MULTIPLES: [(&str, f64); 7] = [
    ("doubled", 2.0),
    ("tripled", 3.0),
    ("trebled", 3.0),
    ("quadrupled", 4.0),
    ("quintupled", 5.0),
    ("unchanged", 1.0),
    ("flat", 1.0),
];
/// Nouns of a change, behind its figure: `a 47 % jump`.
pub(super) const RISES: [&str; 8] = ["rise", "increase", "jump", "growth", "gain", "surge", "expansion", "leap"];
/// The same of a fall.
pub(super) const FALLS: [&str; 9] =
    ["fall", "drop", "decline", "decrease", "slump", "plunge", "contraction", "slide", "dip"];
/// Adverbs with which a change is hardly one: `barely grew`, `little changed`.
pub(super) const HARDLY: [&str; 4] = ["barely", "hardly", "scarcely", "little"];
/// A fall by half.
pub(super) const HALVED: &str = "halved";
/// More than half of a whole.
pub(super) const MAJORITY: [&str; 2] = ["most", "majority"];
pub(super) const FOLD: [(&str, f64); 9] = [
    ("twofold", 2.0),
    ("threefold", 3.0),
    ("fourfold", 4.0),
    ("fivefold", 5.0),
    ("sixfold", 6.0),
    ("sevenfold", 7.0),
    ("eightfold", 8.0),
    ("ninefold", 9.0),
    ("tenfold", 10.0),
];
pub(super) const CARDINALS: [&str; 19] = [
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
pub(super) const TENS: [&str; 8] = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
/// What may stand behind a change and says against what it is.
pub(super) const AGAINST_THE_YEAR_BEFORE: [&str; 21] = [
    "year on year",
    "year over year",
    "yoy",
    "y o y",
    "y / y",
    "on the year",
    "from a year earlier",
    "from a year before",
    "compared with a year earlier",
    "against the year before",
    "on a year earlier",
    "on a year ago",
    "on a year before",
    "than a year earlier",
    "from a year ago",
    "compared with a year ago",
    "compared with a year before",
    "from the previous year",
    "on the previous year",
    "compared with the previous year",
    "over the year",
];
pub(super) const PARTS: [(&str, f64); 9] = [
    ("half", 2.0),
    ("third", 3.0),
    ("quarter", 4.0),
    ("fifth", 5.0),
    ("sixth", 6.0),
    ("seventh", 7.0),
    ("eighth", 8.0),
    ("ninth", 9.0),
    ("tenth", 10.0),
];
/// Scales of money alone: elsewhere `t` may be tonnes.
pub(super) const SHORT_SCALES: [(&str, f64); 3] = [("k", 1e3), ("b", 1e9), ("t", 1e12)];
pub(super) const SCALES: [(&str, f64); 14] = [
    ("thousand", 1e3),
    ("million", 1e6),
    ("mn", 1e6),
    ("m", 1e6),
    ("billion", 1e9),
    ("bn", 1e9),
    ("trillion", 1e12),
    ("tn", 1e12),
    ("billions", 1e9),
    ("millions", 1e6),
    ("trillions", 1e12),
    ("mln", 1e6),
    ("bln", 1e9),
    ("trn", 1e12),
];
pub(super) const DOLLARS: [&str; 6] = ["usd", "$", "us", "dollar", "dollars", "greenbacks"];
/// Other currencies people write; there is no exchange rate here.
pub(super) const OTHER_MONEY: [&str; 54] = [
    "eur", "euro", "euros", "€", "gbp", "£", "pound", "pounds", "sterling", "cny", "rmb", "yuan", "renminbi", "rub",
    "rouble", "roubles", "ruble", "rubles", "₽", "jpy", "yen", "¥", "inr", "rupee", "rupees", "₹", "krw", "won", "₩",
    "chf", "franc", "francs", "cad", "aud", "lira", "liras", "₺", "brl", "reais", "mxn", "peso", "pesos", "zar",
    "rand", "sar", "riyals", "aed", "dirhams", "kzt", "tenge", "pln", "zloty", "crore", "lakh",
];

/// All of them, for the nearest to a word that is not understood.
pub(super) fn known_words() -> Vec<&'static str> {
    let rounding = WORDS.iter().flat_map(|word| word.spellings.iter().flat_map(|spelling| spelling.split(' ')));
    let multiples = MULTIPLES
        .map(|(word, _)| word)
        .into_iter()
        .chain(FOLD.map(|(word, _)| word))
        .chain([HALVED])
        .chain(RISES)
        .chain(FALLS)
        .chain(HARDLY);
    let known = rounding.chain(UP).chain(DOWN).chain(multiples).chain(CARDINALS).chain(TENS);
    let known = known.chain(PARTS.map(|(word, _)| word)).chain(SCALES.map(|(word, _)| word));
    let mut words: Vec<&str> = known.chain(["USD", "percent", "between"]).filter(|word| word.len() > 1).collect();
    words.sort_unstable();
    words.dedup();
    words
}
