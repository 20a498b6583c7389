//! The random token of the link, which keeps other programs and pages out.

use std::fmt;

use crate::error::ExplorerError;

/// The token: the first segment of each path.
pub(crate) struct Token(String);

/// The number of random bytes.
const BYTES: usize = 16;

impl Token {
    /// Creates a random token.
    pub(crate) fn random() -> Result<Self, ExplorerError> {
        let mut bytes = [0_u8; BYTES];
        getrandom::fill(&mut bytes).map_err(|_| ExplorerError::Token)?;
        Ok(Self(bytes.iter().map(|byte| format!("{byte:02x}")).collect()))
    }

    /// Returns the text for the link.
    pub(crate) fn expose(&self) -> &str {
        &self.0
    }

    /// Returns true if `text` is the token. The comparison takes constant time for texts of its length.
    pub(crate) fn is(&self, text: &str) -> bool {
        let pairs = self.0.bytes().zip(text.bytes());
        let difference = pairs.fold(0, |difference, (one, other)| difference | (one ^ other));
        self.0.len() == text.len() && difference == 0
    }
}

/// Prints nothing of the token.
impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_differ_and_do_not_print() {
        let (one, other) = (Token::random().unwrap(), Token::random().unwrap());
        assert!(one.is(one.expose()) && !one.is(other.expose()) && !one.is("") && !one.is(&one.expose()[1..]));
        assert_eq!(one.expose().len(), 2 * BYTES);
        assert!(!format!("{one:?}").contains(one.expose()));
    }
}
