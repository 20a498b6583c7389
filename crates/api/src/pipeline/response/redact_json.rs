//! Redacts members of JSON in a text that may be cut, damaged, or no JSON at all.

use hwc_wire::{DecodeContext, DecodeMode, decode_value};

use super::redact::REDACTED;

/// Replaces the values of secret members, and secrets in texts with escapes. All else remains as it is.
pub(super) fn redact_json(text: &str, is_secret: &dyn Fn(&str) -> bool, redact: &dyn Fn(&str) -> String) -> String {
    let mut redacted = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find('"') {
        let (literal, after) = rest[start..].split_at(literal_len(&rest[start..]));
        redacted.push_str(&rest[..start]);
        let content = unescape(literal);
        match content.as_deref().filter(|content| literal.contains('\\') && redact(content) != **content) {
            Some(content) => redacted.push_str(&serde_json::Value::from(redact(content)).to_string()),
            None => redacted.push_str(literal),
        }
        rest = after;
        let value = after.trim_start().strip_prefix(':').map(str::trim_start);
        if let Some(value) = value.filter(|_| content.is_some_and(|name| is_secret(&name))) {
            redacted.push_str(&after[..after.len() - value.len()]);
            redacted.push_str(&format!("\"{REDACTED}\""));
            rest = &value[value_len(value)..];
        }
    }
    redacted + rest
}

/// Returns the length of the string literal at the start of the text, with its quotes. A literal that is cut ends with the
/// text.
fn literal_len(text: &str) -> usize {
    let mut is_escaped = false;
    for (at, byte) in text.bytes().enumerate().skip(1) {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' => is_escaped = true,
            b'"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// Returns the content of a string literal. A cut one is completed.
fn unescape(literal: &str) -> Option<String> {
    decode_text(literal).or_else(|| decode_text(&format!("{literal}\"")))
}

/// Decodes a string literal with the reader of the models, so that no other one is compiled.
fn decode_text(literal: &str) -> Option<String> {
    let mut text = String::new();
    let mut cx = DecodeContext::new(DecodeMode::Strict);
    decode_value(&mut text, literal.as_bytes(), &mut cx).ok().map(|()| text)
}

/// Returns the length of the value at the start of the text.
fn value_len(text: &str) -> usize {
    match text.as_bytes().first() {
        Some(b'"') => literal_len(text),
        Some(b'{' | b'[') => nested_len(text),
        _ => text.find([',', '}', ']', '\n']).unwrap_or(text.len()),
    }
}

/// Returns the length of the object or the list at the start of the text, up to its closing bracket.
fn nested_len(text: &str) -> usize {
    let mut depth = 0_usize;
    let mut at = 0;
    while let Some(byte) = text.as_bytes().get(at) {
        match byte {
            b'"' => {
                at += literal_len(&text[at..]);
                continue;
            }
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        at += 1;
        if depth == 0 {
            return at;
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::redact_json;

    fn redact(text: &str) -> String {
        redact_json(text, &|name| name == "token", &|text| text.replace("hunter2", "[redacted]"))
    }

    #[test]
    fn secret_members_are_redacted_in_complete_and_damaged_text() {
        for (text, redacted) in [
            (r#"{"token":"abc","a":1}"#, r#"{"token":"[redacted]","a":1}"#),
            (r#"{"a":{"token" : "a\"b"},"b":"c"}"#, r#"{"a":{"token" : "[redacted]"},"b":"c"}"#),
            (r#"{"token":{"x":["}",1]},"b":2}"#, r#"{"token":"[redacted]","b":2}"#),
            (r#"[{"token":12345},{"token":null}]"#, r#"[{"token":"[redacted]"},{"token":"[redacted]"}]"#),
            (r#"{"to\u006ben":"abc"}"#, r#"{"to\u006ben":"[redacted]"}"#),
            (r#"{"a":1,"token":"ab"#, r#"{"a":1,"token":"[redacted]""#),
            (r#"{"a":1,"token":{"b":"#, r#"{"a":1,"token":"[redacted]""#),
            (r#"{"a":1,"token":"#, r#"{"a":1,"token":"[redacted]""#),
            (r#"{"a":"token","b":"token"}"#, r#"{"a":"token","b":"token"}"#),
            ("<p class=\"x\">no JSON", "<p class=\"x\">no JSON"),
            ("\"", "\""),
            ("", ""),
        ] {
            assert_eq!(redact(text), redacted, "{text}");
        }
    }

    #[test]
    fn secrets_in_escaped_texts_are_redacted() {
        assert_eq!(redact(r#"{"a":"is \u0068unter2!","b":"c\n"}"#), r#"{"a":"is [redacted]!","b":"c\n"}"#);
        assert_eq!(redact(r#"{"a":"is \u0068unter2"#), r#"{"a":"is [redacted]""#);
    }
}
