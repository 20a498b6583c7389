//! Results for programs. At a terminal, characters that control it are escaped or removed.

use hwc_api::serde_json;
use serde::Serialize;

use super::format::Format;
use super::{csv, escape, json_table};
use crate::error::CliError;

/// Returns one result: indented JSON at a terminal, otherwise one line.
pub(super) fn document(value: &impl Serialize, format: Format, terminal: bool) -> Result<String, CliError> {
    match format {
        Format::Json if terminal => json(serde_json::to_string_pretty(value), terminal),
        Format::Yaml => yaml(value, terminal),
        Format::Csv => csv_table(&[value], terminal),
        _ => json(serde_json::to_string(value), terminal),
    }
}

/// Returns one of several results: a line of JSON, or a YAML document with its separator.
pub(super) fn item(value: &impl Serialize, format: Format, terminal: bool) -> Result<String, CliError> {
    match format {
        Format::Yaml => Ok(format!("---\n{}", yaml(value, terminal)?)),
        _ => json(serde_json::to_string(value), terminal),
    }
}

/// Returns a list of results.
pub(super) fn list<T: Serialize>(items: &[T], format: Format, terminal: bool) -> Result<String, CliError> {
    match format {
        Format::Jsonl => items.iter().map(|value| item(value, format, terminal)).collect(),
        Format::Csv => csv_table(items, terminal),
        _ => document(&items, format, terminal),
    }
}

fn json(text: serde_json::Result<String>, terminal: bool) -> Result<String, CliError> {
    let text = text.map_err(|error| internal(&error))?;
    let text = if terminal { escape::json(&text) } else { text.into() };
    Ok(format!("{text}\n"))
}

fn yaml(value: &impl Serialize, terminal: bool) -> Result<String, CliError> {
    let text = serde_saphyr::to_string(value).map_err(|error| internal(&error))?;
    Ok(if terminal { escape::harmless_lines(&text) } else { text })
}

fn csv_table<T: Serialize>(rows: &[T], terminal: bool) -> Result<String, CliError> {
    let text = json_table::csv(rows)?;
    Ok(if terminal { csv::sanitize(&text) } else { text })
}

fn internal(error: &dyn std::error::Error) -> CliError {
    CliError::internal(format!("cannot format the result: {error}"))
}

#[cfg(test)]
mod tests {
    use hwc_api::serde_json::{Value, json};

    use super::*;

    #[test]
    fn each_format_prints_a_list() {
        let items = [json!({ "id": "1", "open": true, "labels": ["a"] }), json!({ "id": "=2", "text": "x, y" })];
        let print = |format| list(&items, format, false).unwrap();
        insta::assert_snapshot!(print(Format::Json), @r#"[{"id":"1","labels":["a"],"open":true},{"id":"=2","text":"x, y"}]"#);
        assert_eq!(print(Format::Jsonl).lines().count(), 2);
        insta::assert_snapshot!("yaml", print(Format::Yaml));
        insta::assert_snapshot!("csv", print(Format::Csv).replace('\r', ""));
    }

    #[test]
    fn text_does_not_control_a_terminal() {
        let value = json!({ "text": "a\u{9b}2J\u{202e}b\nc", "yes": "yes", "id": "007" });
        for format in [Format::Json, Format::Jsonl, Format::Yaml, Format::Csv] {
            let shown = document(&value, format, true).unwrap();
            assert!(!shown.contains(['\u{9b}', '\u{202e}']), "{shown}");
            let piped = document(&value, format, false).unwrap();
            assert!(piped.contains('\u{9b}') || format == Format::Yaml, "{piped}");
        }
        let yaml = document(&value, Format::Yaml, false).unwrap();
        assert_eq!(serde_saphyr::from_str::<Value>(&yaml).unwrap(), value);
    }
}
