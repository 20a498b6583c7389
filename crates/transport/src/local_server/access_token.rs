//! The random token that keeps other programs and pages out.

use std::fmt;
use std::io;

use ring::rand::{SecureRandom as _, SystemRandom};
use subtle::ConstantTimeEq as _;

/// The number of random bytes.
const BYTES: usize = 16;

/// A random token of 32 hexadecimal digits, which clients of a local server have to send.
#[derive(Clone)]
pub struct AccessToken(String);

impl AccessToken {
    /// Creates a random token.
    ///
    /// # Errors
    /// Returns an error if the operating system has no random numbers.
    pub fn random() -> io::Result<Self> {
        let mut bytes = [0_u8; BYTES];
        let filled = SystemRandom::new().fill(&mut bytes);
        filled.map_err(|_| io::Error::other("the operating system has no random numbers"))?;
        Ok(Self(bytes.iter().map(|byte| format!("{byte:02x}")).collect()))
    }

    /// Returns the text of the token.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Returns true if `text` is the token. The comparison takes constant time for texts of its length.
    #[must_use]
    pub fn matches(&self, text: &str) -> bool {
        self.0.as_bytes().ct_eq(text.as_bytes()).into()
    }
}

/// Prints nothing of the token.
impl fmt::Debug for AccessToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AccessToken([redacted])")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_differ_and_do_not_print() {
        let (one, other) = (AccessToken::random().unwrap(), AccessToken::random().unwrap());
        assert!(one.matches(one.expose()) && !one.matches(other.expose()));
        assert!(!one.matches("") && !one.matches(&one.expose()[1..]) && !one.matches(&format!("{}0", one.expose())));
        assert_eq!(one.expose().len(), 2 * BYTES);
        assert!(!format!("{one:?}").contains(one.expose()));
    }
}
