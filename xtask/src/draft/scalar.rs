//! Scalars and JSON values in the style of the spec: plain where YAML allows it, else in double quotes.

use super::json::Json;

/// The maximum length of a value that is written on one line.
const MAX_FLOW: usize = 120;

/// Returns a text as a YAML scalar that is read as the same text, also within `{ }`.
pub(crate) fn quote(text: &str) -> String {
    if is_plain(text) && !text.contains([',', '[', ']', '{', '}']) { text.to_owned() } else { double_quote(text) }
}

/// Returns a text as a YAML scalar for a line of its own.
pub(crate) fn quote_block(text: &str) -> String {
    if is_plain(text) { text.to_owned() } else { double_quote(text) }
}

/// Returns a regular expression in single quotes, where backslashes stay as they are.
pub(crate) fn quote_pattern(text: &str) -> String {
    if text.contains(|c: char| c.is_control() || is_odd(c)) {
        return double_quote(text);
    }
    format!("'{}'", text.replace('\'', "''"))
}

fn is_plain(text: &str) -> bool {
    let Some(first) = text.chars().next() else { return false };
    let bad_start = "-?:,[]{}#&*!|>'\"%@`=.~+".contains(first) || first.is_whitespace();
    let bad_end = text.ends_with(|c: char| c == ':' || c.is_whitespace());
    let bad_inside = text.contains(": ") || text.contains(" #") || text.contains(|c: char| c.is_control() || is_odd(c));
    !bad_start && !bad_end && !bad_inside && !looks_typed(text)
}

/// Returns true for invisible characters, and for those that YAML reads as a line break.
fn is_odd(c: char) -> bool {
    matches!(c, '\u{85}' | '\u{a0}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
        || matches!(c, '\u{fffe}' | '\u{ffff}')
}

/// Returns true if some version of YAML reads the text as a Boolean, a number, a date or null.
fn looks_typed(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let words = ["null", "true", "false", "yes", "no", "on", "off", "y", "n"];
    let starts_like_number = text.starts_with(|c: char| c.is_ascii_digit());
    let number = starts_like_number && text.chars().all(|c| c.is_ascii_hexdigit() || "xXoO_.:+-eTZ ".contains(c));
    words.contains(&lower.as_str()) || number || text.starts_with("<<")
}

fn double_quote(text: &str) -> String {
    let json = serde_json::to_string(text).unwrap_or_default();
    let mut quoted = String::with_capacity(json.len());
    for c in json.chars() {
        if is_odd(c) || (c.is_control() && !c.is_ascii()) || c == '\u{7f}' {
            quoted.push_str(&format!("\\u{:04x}", u32::from(c)));
        } else {
            quoted.push(c);
        }
    }
    quoted
}

/// Returns a JSON value on one line.
pub(crate) fn flow(json: &Json) -> String {
    match json {
        Json::Text(text) => quote(text),
        Json::List(items) => format!("[{}]", items.iter().map(flow).collect::<Vec<_>>().join(", ")),
        Json::Object(members) if members.is_empty() => "{}".to_owned(),
        Json::Object(members) => {
            let members = members.iter().map(|(name, value)| format!("{}: {}", quote(name), flow(value)));
            format!("{{ {} }}", members.collect::<Vec<_>>().join(", "))
        }
        other => other.to_json(),
    }
}

/// Writes `key: value` at an indentation: on one line if it is short, else one member per line.
pub(crate) fn write_member(out: &mut String, indent: usize, key: &str, value: &Json) {
    out.push_str(&format!("{:indent$}{key}:", ""));
    write_value(out, indent + 2, value, " ");
}

/// Writes a value after its key or its dash. `gap` separates a value on the same line.
fn write_value(out: &mut String, indent: usize, value: &Json, gap: &str) {
    let line = flow(value);
    let long = indent + line.chars().count() > MAX_FLOW;
    match value {
        Json::Object(members) if long && !members.is_empty() => {
            let mut gap = if gap.is_empty() { String::new() } else { format!("\n{:indent$}", "") };
            for (name, value) in members {
                out.push_str(&format!("{gap}{}:", quote(name)));
                write_value(out, indent + 2, value, " ");
                gap = format!("{:indent$}", "");
            }
        }
        Json::List(items) if long && !items.is_empty() => {
            let mut gap = if gap.is_empty() { String::new() } else { format!("\n{:indent$}", "") };
            for item in items {
                out.push_str(&format!("{gap}- "));
                write_value(out, indent + 2, item, "");
                gap = format!("{:indent$}", "");
            }
        }
        _ => out.push_str(&format!("{gap}{line}\n")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(yaml: &str) -> serde_json::Value {
        let options = serde_saphyr::options! {
            strict_booleans: true,
            no_schema: true,
            leading_zero_numbers_as_strings: true,
        };
        serde_saphyr::from_str_with_options(yaml, options).unwrap_or_else(|error| panic!("{yaml}: {error}"))
    }

    const TEXTS: &[&str] = &[
        "",
        " ",
        "a",
        "a b",
        "a, b",
        "a: b",
        "a:b",
        "a #b",
        "a#b",
        "- a",
        "-a",
        "?x",
        ":x",
        "[x]",
        "{x}",
        "x]",
        "{project_id}",
        "#x",
        "&x",
        "*x",
        "!x",
        "|",
        ">",
        "'x'",
        "\"x\"",
        "%x",
        "@x",
        "`x`",
        "null",
        "~",
        "true",
        "No",
        "on",
        "y",
        "1",
        "01",
        "-1",
        "+1",
        "1.5",
        "1e3",
        ".5",
        ".inf",
        "0x1F",
        "0o17",
        "1_000",
        "2024-01-01",
        "12:30:00",
        "2020-07-07T09:33:43.000Z",
        "中文，说明。",
        "a\nb",
        "a\tb",
        "a\\b",
        "a\u{85}b",
        "\u{feff}x",
        "a\u{202e}b",
        "a\u{200b}b",
        "\u{1f600}",
        "a ",
        "a:",
        "<<",
        "=",
        "1..=64",
        "https://a/b?c=d&e=f",
        "\u{7f}",
        "a\u{0}b",
        "...",
        "---",
        "12345678901234567890",
        "1E5",
        "0.1.2",
        "Infinity",
        "NaN",
        "a'b",
        "a\"b",
    ];

    #[test]
    fn every_text_is_read_as_itself() {
        for text in TEXTS {
            let expected = serde_json::json!({ "k": text, "l": [text] });
            assert_eq!(read(&format!("{{ k: {}, l: [{}] }}", quote(text), quote(text))), expected, "{text:?}");
            assert_eq!(read(&format!("k: {0}\nl:\n  - {0}\n", quote_block(text))), expected, "{text:?}");
        }
    }

    #[test]
    fn patterns_are_read_as_themselves() {
        for text in [r"^[a-zA-Z0-9-_\s]{1,32}$", "it's", "", "a\nb", r#"["\\]"#] {
            assert_eq!(read(&format!("{{ k: {} }}", quote_pattern(text))), serde_json::json!({ "k": text }));
        }
    }

    #[test]
    fn long_values_have_one_member_per_line() {
        let long = "x".repeat(90);
        let text = format!(r#"{{"a":[{{"b":"{long}","c":[1,{{"d":["{long}",[2]]}}],"e":{{}}}},[],"f"],"g: h":null}}"#);
        let json = Json::parse(&text).unwrap();
        let mut out = String::new();
        write_member(&mut out, 2, "k", &json);
        let nested = format!("j:\n{out}");
        assert_eq!(
            read(&nested),
            serde_json::json!({ "j": { "k": serde_json::from_str::<serde_json::Value>(&text).unwrap() } }),
            "{nested}"
        );
        assert!(out.lines().all(|line| line.len() < 130), "{out}");
    }
}
