//! Names of secrets: those of the spec, those that the test adds, and a heuristic for calls without a spec.

use hwc_wire::Operation;

/// Suffixes of names of secrets, in lowercase and without `_` and `-`. For calls that no operation describes.
const SECRET_SUFFIXES: &[&str] = &[
    "password",
    "passwords",
    "passwd",
    "passphrase",
    "passcode",
    "pwd",
    "token",
    "tokens",
    "secret",
    "secrets",
    "ticket",
    "tickets",
    "credential",
    "credentials",
    "signature",
    "authorization",
    "cookie",
    "accesskey",
    "accesskeyid",
    "secretkey",
    "privatekey",
    "apikey",
    "verifycode",
    "sessionid",
    "downloadurl",
    "signedurl",
];

/// Complete names of secrets. For calls that no operation describes.
const SECRET_NAMES: &[&str] = &["access", "ak", "sk", "sig"];

/// Substrings of the names of headers with secrets.
const SECRET_HEADERS: &[&str] =
    &["auth", "token", "cookie", "secret", "signature", "credential", "passw", "ticket", "key"];

/// The names of secrets in one exchange.
#[derive(Clone, Copy)]
pub(super) struct SensitiveNames<'a> {
    /// The operation, or `None` if the call has none.
    pub(super) operation: Option<&'static Operation>,
    /// True if the response is a file behind a presigned URL. Its text follows no protocol and is not searched for
    /// secrets.
    pub(super) is_file: bool,
    /// The names that the test adds.
    pub(super) additional: &'a [String],
}

/// Words that make a text suspicious if no operation describes it.
const SUSPICIOUS_WORDS: &[&str] = &["passw", "token", "secret", "credential", "ticket", "signature"];

impl SensitiveNames<'_> {
    /// Returns true if the member, parameter or header `name` has a secret value. Ignores case.
    pub(super) fn is_sensitive(&self, name: &str) -> bool {
        self.listed(name) || (self.operation.is_none() && looks_secret(name))
    }

    /// Returns true if `name` is the name of the service's error code.
    pub(super) fn is_error_code(&self, name: &str) -> bool {
        self.operation.is_some_and(|operation| operation.service.envelope.code == name)
    }

    /// Returns true if a text that is not JSON mentions a secret. The position of the secret in it is unknown.
    pub(super) fn contains_any(&self, text: &str) -> bool {
        let text = text.to_ascii_lowercase();
        let suspected =
            self.operation.is_none() && !self.is_file && SUSPICIOUS_WORDS.iter().any(|word| text.contains(word));
        suspected || self.all().any(|name| !name.is_empty() && text.contains(&name.to_ascii_lowercase()))
    }

    fn listed(&self, name: &str) -> bool {
        self.all().any(|known| known.eq_ignore_ascii_case(name))
    }

    fn all(&self) -> impl Iterator<Item = &str> {
        let described = self.operation.map_or(&[] as &[&str], |operation| operation.sensitive);
        described.iter().copied().chain(self.additional.iter().map(String::as_str))
    }
}

/// Returns true if the name looks like that of a secret.
pub(super) fn looks_secret(name: &str) -> bool {
    let name: String = name.chars().filter(|char| !matches!(char, '_' | '-')).collect::<String>().to_ascii_lowercase();
    SECRET_NAMES.contains(&name.as_str()) || SECRET_SUFFIXES.iter().any(|end| name.ends_with(end))
}

/// Returns true if the name looks like that of a header with a secret.
pub(super) fn is_secret_header(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    SECRET_HEADERS.iter().any(|word| name.contains(word))
}
