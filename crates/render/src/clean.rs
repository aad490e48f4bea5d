//! Text that cannot command a terminal: titles, names and notes may come from files that somebody else wrote.

/// The text with a visible mark in place of every control character, and of every character that reverses or hides text, so
/// that none of them acts and a reader sees that they are there. Line breaks and tabs become spaces.
#[must_use]
pub fn clean(text: &str) -> String {
    text.chars()
        .map(|character| match character {
            '\n' | '\r' | '\t' | '\u{85}' | '\u{2028}' | '\u{2029}' => ' ',
            // The pictures of control characters that Unicode has.
            '\u{0}'..='\u{1f}' => char::from_u32(0x2400 + character as u32).unwrap_or('\u{fffd}'),
            '\u{7f}' => '\u{2421}',
            hidden if hidden.is_control() || is_invisible(hidden) => '\u{fffd}',
            plain => plain,
        })
        .collect()
}

/// Characters that act on what shows them: controls other than line ends and tabs, and marks of direction.
fn acts(character: char) -> bool {
    (character.is_control() && !matches!(character, '\n' | '\r' | '\t'))
        || matches!(character, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// A whole page with visible marks in place of characters that act on what shows it.
#[must_use]
pub(crate) fn page(text: String) -> String {
    if !text.contains(acts) {
        return text;
    }
    text.chars()
        .map(|character| if acts(character) { clean(character.encode_utf8(&mut [0; 4])) } else { character.into() })
        .collect()
}

/// JSON with the characters that act on a terminal written as escapes, which read back as the same characters. They stand in
/// strings only, where JSON allows both.
#[must_use]
pub(crate) fn json(text: String) -> String {
    if !text.contains(acts) {
        return text;
    }
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        if acts(character) {
            let mut units = [0; 2];
            for unit in character.encode_utf16(&mut units) {
                escaped.push_str(&format!("\\u{unit:04x}"));
            }
        } else {
            escaped.push(character);
        }
    }
    escaped
}

/// Marks of direction and joining that change how the text around them is shown, and others without width.
fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}'
            | '\u{e0000}'..='\u{e007f}'
    )
}

#[cfg(test)]
mod tests {
    use super::{clean, json, page};

    #[test]
    fn pages_and_json_hold_nothing_that_acts() {
        let text = "a\u{1b}[31m\u{202e}b\u{85}c\u{0}\n\u{ad}é".to_owned();
        let shown = page(text.clone());
        assert_eq!(shown, "a\u{241b}[31m\u{fffd}b c\u{2400}\n\u{ad}é");
        let written = json(serde_json::to_string(&text).unwrap());
        assert!(written.is_ascii() || !written.contains(|letter: char| letter.is_control() || letter == '\u{202e}'));
        assert_eq!(serde_json::from_str::<String>(&written).unwrap(), text);
    }

    #[test]
    fn plain_text_stays() {
        assert_eq!(clean("Côte d'Ivoire: 24.1 % – 日本"), "Côte d'Ivoire: 24.1 % – 日本");
        assert_eq!(clean("two\nlines\tand a tab"), "two lines and a tab");
    }

    #[test]
    fn nothing_commands_a_terminal() {
        assert_eq!(clean("\u{1b}[31mred\u{1b}[0m"), "\u{241b}[31mred\u{241b}[0m");
        assert_eq!(clean("a\u{9b}2Jb"), "a\u{fffd}2Jb");
        assert_eq!(clean("a\u{1b}]0;owned\u{7}b"), "a\u{241b}]0;owned\u{2407}b");
        assert_eq!(clean("a\u{8}\u{0}b\u{7f}c"), "a\u{2408}\u{2400}b\u{2421}c");
        for code in (0..=0x9f).filter_map(char::from_u32).filter(|code| code.is_control()) {
            assert!(!clean(&format!("x{code}y{code}")).contains(char::is_control), "{code:?}");
        }
    }

    #[test]
    fn nothing_turns_text_round_or_hides_it() {
        assert_eq!(clean("abc\u{202e}def\u{2066}g\u{200b}"), "abc\u{fffd}def\u{fffd}g\u{fffd}");
    }
}
