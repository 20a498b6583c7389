//! The token of the control API.

use std::fmt;
use std::io;

/// The number of random bytes.
const BYTES: usize = 16;

/// The secret that a server requires for its control API, in the header `Authorization: Bearer TOKEN`.
#[derive(Clone)]
pub struct ControlToken(String);

impl ControlToken {
    /// Creates a random token of 32 hexadecimal digits.
    ///
    /// # Errors
    /// Returns an error if the operating system has no random numbers.
    pub fn random() -> io::Result<Self> {
        let mut bytes = [0_u8; BYTES];
        getrandom::fill(&mut bytes).map_err(|error| io::Error::other(error.to_string()))?;
        Ok(Self(bytes.iter().map(|byte| format!("{byte:02x}")).collect()))
    }

    /// Returns the text of the token.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Returns true if `text` is the token. The comparison takes constant time for texts of its length.
    pub(super) fn is(&self, text: &str) -> bool {
        let pairs = self.0.bytes().zip(text.bytes());
        let difference = pairs.fold(0, |difference, (one, other)| difference | (one ^ other));
        self.0.len() == text.len() && difference == 0
    }
}

/// Prints nothing of the token.
impl fmt::Debug for ControlToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ControlToken([redacted])")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_differ_and_do_not_print() {
        let (one, other) = (ControlToken::random().unwrap(), ControlToken::random().unwrap());
        assert!(one.is(one.expose()) && !one.is(other.expose()) && !one.is("") && !one.is(&one.expose()[1..]));
        assert_eq!(one.expose().len(), 2 * BYTES);
        assert!(!format!("{one:?}").contains(one.expose()));
    }
}
