//! Text that cannot command a terminal: titles, names and notes may come from files that somebody else wrote.

use std::iter::Peekable;
use std::str::Chars;

/// The text without control characters and escape sequences, and without characters that reverse or hide text. Line
/// breaks and tabs become spaces.
#[must_use]
pub fn clean(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\n' | '\r' | '\t' | '\u{85}' | '\u{2028}' | '\u{2029}' => kept.push(' '),
            '\u{1b}' => escape(&mut characters),
            '\u{9b}' => control_sequence(&mut characters),
            '\u{90}' | '\u{98}' | '\u{9d}' | '\u{9e}' | '\u{9f}' => control_string(&mut characters),
            hidden if hidden.is_control() || is_invisible(hidden) => {}
            plain => kept.push(plain),
        }
    }
    kept
}

/// Marks of direction and joining that change how the text around them is shown, and others without width.
fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}'
            | '\u{e0000}'..='\u{e007f}'
    )
}

/// Skips what follows an escape character, as ECMA-48 has it.
fn escape(characters: &mut Peekable<Chars<'_>>) {
    match characters.peek() {
        Some('[') => {
            characters.next();
            control_sequence(characters);
        }
        Some('P' | 'X' | ']' | '^' | '_') => {
            characters.next();
            control_string(characters);
        }
        Some(' '..='/') => {
            while characters.next_if(|next| (' '..='/').contains(next)).is_some() {}
            characters.next_if(|next| ('0'..='~').contains(next));
        }
        Some('0'..='~') => {
            characters.next();
        }
        _ => {}
    }
}

/// Skips parameters and the final character of a control sequence, such as `31m`.
fn control_sequence(characters: &mut Peekable<Chars<'_>>) {
    while characters.next_if(|next| (' '..='?').contains(next)).is_some() {}
    characters.next_if(|next| ('@'..='~').contains(next));
}

/// Skips a string for the terminal, such as a window title, up to its end; a string without an end is kept as text.
fn control_string(characters: &mut Peekable<Chars<'_>>) {
    let mut ahead = characters.clone();
    while let Some(next) = ahead.next() {
        let ends = match next {
            '\u{7}' | '\u{9c}' => true,
            '\u{1b}' => ahead.next_if_eq(&'\\').is_some(),
            _ => false,
        };
        if ends {
            *characters = ahead;
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::clean;

    #[test]
    fn plain_text_stays() {
        assert_eq!(clean("Côte d'Ivoire: 24.1 % – 日本"), "Côte d'Ivoire: 24.1 % – 日本");
        assert_eq!(clean("two\nlines\tand a tab"), "two lines and a tab");
    }

    #[test]
    fn nothing_commands_a_terminal() {
        assert_eq!(clean("\u{1b}[31mred\u{1b}[0m"), "red");
        assert_eq!(clean("a\u{9b}2Jb"), "ab");
        assert_eq!(clean("a\u{1b}]0;owned\u{7}b\u{1b}]8;;http://x\u{1b}\\c"), "abc");
        assert_eq!(clean("a\u{1b}]0;no end"), "a0;no end");
        assert_eq!(clean("a\u{1b}(Bb\u{1b}cc\u{1b}"), "abc");
        assert_eq!(clean("a\u{8}\u{0}b\u{7f}c"), "abc");
        for code in (0..=0x9f).filter_map(char::from_u32).filter(|code| code.is_control()) {
            assert!(!clean(&format!("x{code}y{code}")).contains(char::is_control), "{code:?}");
        }
    }

    #[test]
    fn nothing_turns_text_round_or_hides_it() {
        assert_eq!(clean("abc\u{202e}def\u{2066}g\u{200b}"), "abcdefg");
    }
}
