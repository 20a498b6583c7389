//! The check of the header `If`: dav-server panics on tokens that do not end.

use axum::http::{HeaderMap, StatusCode};

use crate::failure::Failure;

/// Checks that all tokens and tags in the header `If` end.
pub(crate) fn check_if_header(headers: &HeaderMap) -> Result<(), Failure> {
    match headers.get_all("if").iter().all(|value| are_closed(value.as_bytes())) {
        true => Ok(()),
        false => Err(Failure::new(StatusCode::BAD_REQUEST, "the header If has a token or a tag that does not end")),
    }
}

/// Returns true if each `<` and `[` has its end, which is not in quotes.
fn are_closed(mut rest: &[u8]) -> bool {
    while let Some(start) = rest.iter().position(|byte| matches!(byte, b'<' | b'[')) {
        let end = if rest[start] == b'<' { b'>' } else { b']' };
        let mut is_quoted = false;
        let ends = |byte: &u8| {
            is_quoted ^= *byte == b'"';
            !is_quoted && *byte == end
        };
        rest = &rest[start + 1..];
        let Some(length) = rest.iter().position(ends) else { return false };
        rest = &rest[length + 1..];
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_and_tags_end() {
        for value in ["", "(<urn:x>)", "(<urn:x> [\"a]b\"]) (Not <DAV:no-lock>)", "<http://localhost/a> ([W/\"1\"])"] {
            assert!(are_closed(value.as_bytes()), "{value}");
        }
        for value in ["(<urn:x", "<", "[", "([\"a]", "(<urn:x>) ([\"a\"", "(<\">)"] {
            assert!(!are_closed(value.as_bytes()), "{value}");
        }
    }
}
