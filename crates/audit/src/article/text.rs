//! From a file to sentences: markup taken off, paragraphs and sentences told apart.

/// Longest article, bytes.
const LONGEST: usize = 2_000_000;
/// Most sentences that are read.
const MOST_SENTENCES: usize = 5_000;
/// Longest sentence that is read, bytes: longer ones are no sentences.
pub(super) const LONGEST_SENTENCE: usize = 2_000;
/// Words behind which a point ends no sentence.
const ABBREVIATIONS: [&str; 30] = [
    "mr", "mrs", "ms", "dr", "prof", "gen", "gov", "sen", "rep", "st", "vs", "etc", "approx", "ca", "c", "inc", "ltd",
    "co", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sept", "sep", "oct", "nov", "dec",
];

/// Why a file is no article.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ArticleError {
    /// The bytes are not text.
    #[error("{name} is not UTF-8 text")]
    NotText {
        /// The file.
        name: String,
    },
    /// Too long.
    #[error("{name} has {bytes} bytes, expected at most {LONGEST}: one article at a time")]
    TooLong {
        /// The file.
        name: String,
        /// Its length.
        bytes: usize,
    },
}

/// The sentences of a file: plain text, Markdown (`.md`) or HTML (`.html`, or by its first tag).
pub(super) fn sentences(name: &str, bytes: &[u8]) -> Result<Vec<String>, ArticleError> {
    if bytes.len() > LONGEST {
        return Err(ArticleError::TooLong { name: name.to_owned(), bytes: bytes.len() });
    }
    let text = std::str::from_utf8(bytes).map_err(|_| ArticleError::NotText { name: name.to_owned() })?;
    let lower = name.to_lowercase();
    let start = text.trim_start().get(..9).unwrap_or_default().to_lowercase();
    let is_html = lower.ends_with(".html")
        || lower.ends_with(".htm")
        || start.starts_with("<!doctype")
        || start.starts_with("<html");
    let text = match (is_html, lower.ends_with(".md")) {
        (true, _) => without_tags(text),
        (false, true) => without_marks(text),
        (false, false) => text.to_owned(),
    };
    let paragraphs = text.split("\n\n").flat_map(split);
    Ok(paragraphs.take(MOST_SENTENCES).collect())
}

/// The text of HTML: tags, scripts and styles left out, blocks as paragraphs.
fn without_tags(html: &str) -> String {
    const BLOCKS: [&str; 14] =
        ["p", "div", "br", "li", "h1", "h2", "h3", "h4", "td", "tr", "blockquote", "section", "article", "title"];
    const SILENT: [&str; 3] = ["script", "style", "noscript"];
    let mut text = String::new();
    let mut rest = html;
    while let Some(open) = rest.find('<') {
        text.push_str(&entities(&rest[..open].replace(['\n', '\r'], " ")));
        let Some(close) = rest[open..].find('>').map(|at| open + at) else {
            return text;
        };
        let closes = rest[open + 1..close].starts_with('/');
        let tag = rest[open + 1..close].trim_start_matches('/').to_lowercase();
        let tag = tag.split(|letter: char| !letter.is_ascii_alphanumeric()).next().unwrap_or_default().to_owned();
        rest = &rest[close + 1..];
        if BLOCKS.contains(&tag.as_str()) {
            text.push_str("\n\n");
        }
        if SILENT.contains(&tag.as_str()) && !closes {
            let end = format!("</{tag}");
            let lower = rest.to_ascii_lowercase();
            rest = lower.find(&end).map_or("", |at| &rest[at..]);
        }
    }
    text.push_str(&entities(&rest.replace(['\n', '\r'], " ")));
    text
}

/// Characters written as entities.
fn entities(text: &str) -> String {
    const NAMED: [(&str, &str); 17] = [
        ("nbsp", " "),
        ("lt", "<"),
        ("gt", ">"),
        ("quot", "\""),
        ("apos", "'"),
        ("rsquo", "\u{2019}"),
        ("lsquo", "\u{2018}"),
        ("ldquo", "\u{201c}"),
        ("rdquo", "\u{201d}"),
        ("mdash", "\u{2014}"),
        ("ndash", "\u{2013}"),
        ("hellip", "\u{2026}"),
        ("pound", "\u{a3}"),
        ("euro", "\u{20ac}"),
        ("yen", "\u{a5}"),
        ("percnt", "%"),
        ("amp", "&"),
    ];
    let mut found = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        found.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.char_indices().take(12).find(|(_, letter)| *letter == ';').map(|(place, _)| place);
        let character = end.and_then(|end| {
            let name = &rest[1..end];
            let number = name.strip_prefix('#').and_then(|digits| match digits.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok(),
                None => digits.parse().ok(),
            });
            let named = NAMED.iter().find(|(known, _)| *known == name).map(|(_, text)| (*text).to_owned());
            named.or_else(|| number.and_then(char::from_u32).map(String::from)).map(|text| (text, end))
        });
        match character {
            Some((text, end)) => {
                found.push_str(&text);
                rest = &rest[end + 1..];
            }
            None => {
                found.push('&');
                rest = &rest[1..];
            }
        }
    }
    found.push_str(rest);
    found
}

/// The text of Markdown: links by their words, marks of emphasis and headings left out.
fn without_marks(text: &str) -> String {
    let mut found = String::with_capacity(text.len());
    for line in text.lines() {
        let line = line.trim_start_matches(['#', '>', ' ', '*', '-', '+']);
        let mut rest = line;
        while let Some(open) = rest.find("](") {
            found.push_str(&rest[..open].replace(['[', '*', '_', '`'], ""));
            rest = rest[open..].find(')').map_or("", |close| &rest[open + close + 1..]);
        }
        found.push_str(&rest.replace(['[', ']', '*', '_', '`'], ""));
        found.push('\n');
    }
    found
}

/// Sentences of a paragraph.
fn split(paragraph: &str) -> Vec<String> {
    let text = paragraph.split_whitespace().collect::<Vec<_>>().join(" ");
    let letters: Vec<(usize, char)> = text.char_indices().collect();
    let (mut sentences, mut start) = (Vec::new(), 0);
    for (place, (at, letter)) in letters.iter().enumerate() {
        if !matches!(letter, '.' | '!' | '?') {
            continue;
        }
        let mut next = place + 1;
        while letters.get(next).is_some_and(|(_, letter)| matches!(letter, '"' | '\'' | '\u{201d}' | '\u{2019}' | ')'))
        {
            next += 1;
        }
        let space = letters.get(next).is_none_or(|(_, letter)| *letter == ' ');
        let begins = letters.get(next + 1).is_none_or(|(_, letter)| !letter.is_lowercase());
        let word = text[start..*at].rsplit(|letter: char| !letter.is_alphabetic()).next().unwrap_or_default();
        // A single letter is an initial, as in `U.S.`.
        let short = *letter == '.'
            && (ABBREVIATIONS.contains(&word.to_lowercase().as_str())
                || word.chars().count() == 1
                || word.eq_ignore_ascii_case("no")
                    && letters.get(next + 1).is_some_and(|(_, next)| next.is_ascii_digit()))
            && next < letters.len();
        if space && begins && !short {
            let end = letters.get(next).map_or(text.len(), |(at, _)| *at);
            sentences.push(text[start..end].trim().to_owned());
            start = end;
        }
    }
    sentences.push(text[start..].trim().to_owned());
    sentences.retain(|sentence| !sentence.is_empty());
    sentences
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(name: &str, text: &str) -> Vec<String> {
        sentences(name, text.as_bytes()).unwrap()
    }

    #[test]
    fn sentences_end_where_they_end() {
        assert_eq!(
            of("a.txt", "Trade rose 1.5% in 2023. The U.S. exported more.\nIt fell, Mr. Li said. \"Yes.\" No"),
            ["Trade rose 1.5% in 2023.", "The U.S. exported more.", "It fell, Mr. Li said.", "\"Yes.\"", "No"]
        );
    }

    #[test]
    fn markup_is_no_text() {
        let html = "<html><head><title>T</title><script>var a = '<p>1 billion</p>';</script></head><body><p>China&rsquo;s \
                    <b>exports</b> rose&nbsp;5&#37;.</p><p>Second.</p>";
        assert_eq!(of("a.html", html), ["T", "China\u{2019}s exports rose 5%.", "Second."]);
        assert_eq!(
            of("a.md", "# Head\n\nChina's **exports** [rose](http://a.b) 5 %."),
            ["Head", "China's exports rose 5 %."]
        );
        for broken in ["<", "<p", "&#xffffffff;", "&", "<script>", "<script", "a & b < c > d &amp"] {
            let _ = sentences("a.html", broken.as_bytes());
        }
        assert!(sentences("a.txt", &[0xff, 0xfe, 0x00]).is_err());
    }
}
