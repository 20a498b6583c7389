//! Which names stand before secrets: those of the spec, those that the test adds, and a guess where there is no spec.

use hwc_wire::Operation;

/// The ends of names that stand before secrets, small and without `_` and `-`: for calls that no operation describes.
const GUESSED_ENDS: &[&str] = &[
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

/// Whole names of that kind.
const GUESSED: &[&str] = &["access", "ak", "sk", "sig"];

/// What the names of headers with secrets contain.
const SECRET_HEADERS: &[&str] =
    &["auth", "token", "cookie", "secret", "signature", "credential", "passw", "ticket", "key"];

/// The names before secrets in one exchange.
#[derive(Clone, Copy)]
pub(super) struct Names<'a> {
    /// `None` where no operation describes the call.
    pub(super) operation: Option<&'static Operation>,
    /// Whether what is fetched is a file by its link: nobody's protocol, so its text is not suspected.
    pub(super) is_file: bool,
    /// Those that the test adds.
    pub(super) more: &'a [String],
}

/// What a text is suspected for that no operation describes.
const SUSPECTED: &[&str] = &["passw", "token", "secret", "credential", "ticket", "signature"];

impl Names<'_> {
    /// Whether what stands behind `name` is a secret: a member, a parameter or a header. Upper and lower case are one.
    pub(super) fn hide(&self, name: &str) -> bool {
        self.listed(name) || (self.operation.is_none() && is_guessed(name))
    }

    /// Whether it is the name before the error codes of the service.
    pub(super) fn is_error_code(&self, name: &str) -> bool {
        self.operation.is_some_and(|operation| operation.service.envelope.code == name)
    }

    /// Whether a text that is no JSON speaks of a secret: where in it the secret is cannot be told.
    pub(super) fn are_in(&self, text: &str) -> bool {
        let text = text.to_ascii_lowercase();
        let suspected = self.operation.is_none() && !self.is_file && SUSPECTED.iter().any(|word| text.contains(word));
        suspected || self.all().any(|name| !name.is_empty() && text.contains(&name.to_ascii_lowercase()))
    }

    fn listed(&self, name: &str) -> bool {
        self.all().any(|known| known.eq_ignore_ascii_case(name))
    }

    fn all(&self) -> impl Iterator<Item = &str> {
        let described = self.operation.map_or(&[] as &[&str], |operation| operation.sensitive);
        described.iter().copied().chain(self.more.iter().map(String::as_str))
    }
}

/// Whether a name looks as if a secret stood behind it.
pub(super) fn is_guessed(name: &str) -> bool {
    let name: String = name.chars().filter(|char| !matches!(char, '_' | '-')).collect::<String>().to_ascii_lowercase();
    GUESSED.contains(&name.as_str()) || GUESSED_ENDS.iter().any(|end| name.ends_with(end))
}

/// Whether a header looks as if it held a secret.
pub(super) fn is_secret_header(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    SECRET_HEADERS.iter().any(|word| name.contains(word))
}
