//! The keys of a profile file whose values are secret, and the kinds of credentials in a section.

/// The keys with secret values.
const SECRET: [&str; 6] = ["sk", "security_token", "token", "password", "session_id", "app_secret"];

/// The keys of credentials, which signing out removes.
pub(crate) const CREDENTIALS: [&str; 13] = [
    "ak",
    "sk",
    "security_token",
    "token",
    "session_id",
    "domain",
    "user",
    "password",
    "idp_id",
    "id_token_file",
    "app_id",
    "app_secret",
    "user_id",
];

/// Returns true if values of the key are secret. An access key ID is shown in part only.
pub(crate) fn is_secret(key: &str) -> bool {
    SECRET.contains(&key)
}

/// Returns the value of a key for people: a mark for secrets, the ends of access keys, other values unchanged.
pub(crate) fn redact(key: &str, value: &str) -> String {
    match key {
        key if is_secret(key) => "[redacted]".to_owned(),
        "ak" => shorten(value),
        _ => value.to_owned(),
    }
}

/// Returns the first and the last letters of an access key ID.
pub(crate) fn shorten(id: &str) -> String {
    let letters: Vec<char> = id.chars().collect();
    match letters.as_slice() {
        [a, b, c, d, .., y, z] if letters.len() > 8 => [*a, *b, *c, *d, '…', *y, *z].iter().collect(),
        _ => "…".to_owned(),
    }
}

/// Returns the kind of credentials that keys make, as in `access key`.
pub(crate) fn kind(has: impl Fn(&str) -> bool) -> Option<&'static str> {
    let kinds = [
        ("session_id", "koodrive session"),
        ("app_id", "koodrive app"),
        ("token", "token"),
        ("idp_id", "ID token file"),
        ("security_token", "temporary access key"),
        ("ak", "access key"),
        ("user", "password"),
    ];
    kinds.into_iter().find(|(key, _)| has(key)).map(|(_, kind)| kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_redacted() {
        assert_eq!(redact("sk", "hunter2"), "[redacted]");
        assert_eq!(redact("ak", "ABCDEFGHIJKLMNOP"), "ABCD…OP");
        assert_eq!(redact("ak", "short"), "…");
        assert_eq!(redact("region", "cn-north-4"), "cn-north-4");
        assert_eq!(kind(|key| ["ak", "sk"].contains(&key)), Some("access key"));
        assert_eq!(kind(|key| ["idp_id", "id_token_file", "ak"].contains(&key)), Some("ID token file"));
        assert_eq!(kind(|_| false), None);
    }
}
