//! The secret that a caller beyond this computer must know.

use std::fmt;
use std::io;

/// Bytes of randomness.
const BYTES: usize = 16;

/// A secret in hexadecimal digits, new at every start.
#[derive(Clone)]
pub(crate) struct Token(String);

impl Token {
    /// A new one, from the system's randomness.
    pub fn random() -> io::Result<Self> {
        let mut bytes = [0; BYTES];
        getrandom::fill(&mut bytes).map_err(|error| io::Error::other(error.to_string()))?;
        Ok(Self(bytes.iter().map(|byte| format!("{byte:02x}")).collect()))
    }

    /// Whether a caller knows it. It takes the same time wherever the first difference is.
    pub fn is(&self, given: &[u8]) -> bool {
        let own = self.0.as_bytes();
        own.len() == given.len() && own.iter().zip(given).fold(0, |differs, (own, given)| differs | (own ^ given)) == 0
    }

    /// Its text, for the person who started the server.
    pub fn text(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Token")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_token_itself_is_it() {
        let (one, other) = (Token::random().unwrap(), Token::random().unwrap());
        assert_eq!(one.text().len(), 2 * BYTES);
        assert!(one.is(one.text().as_bytes()) && !one.is(other.text().as_bytes()));
        for given in [&b""[..], &one.text().as_bytes()[1..], b"\xff"] {
            assert!(!one.is(given));
        }
    }
}
