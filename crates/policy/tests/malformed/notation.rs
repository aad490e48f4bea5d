//! Reads the families of malformed files; `tests/malformed/README.md` explains their notation.

/// A file with one mistake, and what must be said about it.
pub struct Case {
    /// Family and position in it, for messages.
    pub family: String,
    pub number: usize,
    /// The file.
    pub bytes: Vec<u8>,
    /// Line and column of the mistake, from 1, in characters.
    pub place: (usize, usize),
    /// Words that the message must have.
    pub words: Vec<String>,
}

impl Case {
    /// A case from a text in which `«` stands before the mistake.
    pub fn new(family: &str, number: usize, notation: &str, words: &str) -> Self {
        let (before, after) = notation.split_once('«').unwrap_or_else(|| panic!("{family} {number}: no «\n{notation}"));
        let bytes_before = bytes(before);
        let text = String::from_utf8(bytes_before.clone()).unwrap_or_else(|_| panic!("{family} {number}: « in bytes"));
        let line = 1 + text.matches('\n').count();
        let column = 1 + text.rsplit('\n').next().unwrap_or_default().chars().count();
        let mut all = bytes_before;
        // A closing mark belongs to the notation only where something opened was to be closed.
        all.extend(bytes(&after.replacen('»', "", 1)));
        let words = words.split(" & ").map(str::trim).filter(|word| !word.is_empty()).map(str::to_owned).collect();
        Self { family: family.to_owned(), number, bytes: all, place: (line, column), words }
    }
}

/// Every case of one family.
pub fn family(name: &str, text: &str) -> Vec<Case> {
    let mut cases = Vec::new();
    let mut skeleton = String::new();
    for section in text.split("\n== ").skip(1) {
        let (heading, body) = section.split_once('\n').unwrap_or((section, ""));
        let body = body.strip_suffix('\n').unwrap_or(body);
        let mut add = |case: &str, words: &str| {
            let number = cases.len() + 1;
            let notation = skeleton.replacen('…', case, 1);
            let notation = notation.split("⟨end⟩").next().unwrap_or_default();
            cases.push(Case::new(name, number, notation, words));
        };
        match heading.split_once(':').map_or((heading, ""), |(kind, words)| (kind, words)) {
            ("skeleton", _) => skeleton = format!("{body}\n"),
            ("block", words) => add(body, words),
            ("lines", _) => {
                for line in body.lines().filter(|line| !line.is_empty()) {
                    let (case, words) = line.split_once(" ⇒").unwrap_or_else(|| panic!("{name}: no ⇒ in {line}"));
                    add(case, words);
                }
            }
            (other, _) => panic!("{name}: unknown section {other}"),
        }
    }
    cases
}

/// The bytes that some notation stands for.
fn bytes(notation: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = notation;
    while let Some((plain, after)) = rest.split_once('⟨') {
        bytes.extend(plain.replace('⏎', "\n").bytes());
        let (inside, after) = after.split_once('⟩').unwrap_or_else(|| panic!("no ⟩ after {plain}"));
        match inside.rsplit_once('*') {
            Some((text, times)) => bytes.extend(text.replace('⏎', "\n").repeat(times.parse().unwrap()).bytes()),
            None => bytes.extend(inside.split_whitespace().map(|byte| u8::from_str_radix(byte, 16).unwrap())),
        }
        rest = after;
    }
    bytes.extend(rest.replace('⏎', "\n").bytes());
    bytes
}
