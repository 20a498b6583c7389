//! Types as pages write them: `String`, `Array of strings`, `Array of CaseInfo objects`, `Map<String,String>`.

/// The type of a cell, in the words of the facts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum PageType {
    /// A type that is complete.
    Plain(String),
    /// A record, or a list or a map of it: the text around its name, and the name if the page has a usable one.
    Record { before: &'static str, after: &'static str, name: Option<String> },
}

/// Reads the type of a cell.
pub(super) fn parse(text: &str) -> Option<PageType> {
    let text = text.trim();
    if let Some(plain) = scalar(text) {
        return Some(PageType::Plain(plain.to_owned()));
    }
    let lower = text.to_ascii_lowercase();
    if matches!(&*lower, "array" | "list") {
        return Some(PageType::Plain("array<string>".to_owned()));
    }
    if let Some(rest) = strip(text, "array of arrays of ").or_else(|| strip(text, "array<array<")) {
        return element(rest, "array<array<", ">>");
    }
    if let Some(rest) = strip(text, "array of ").or_else(|| strip(text, "array<")).or_else(|| strip(text, "list<")) {
        return element(rest, "array<", ">");
    }
    if let Some(rest) = strip(text, "map<") {
        let value = rest.trim_end_matches('>').rsplit(',').next().unwrap_or_default();
        return element(value, "map<", ">");
    }
    element(strip_end(text, " object")?, "", "")
}

/// Returns true if a type has no type of its elements.
pub(super) fn is_bare_list(text: &str) -> bool {
    matches!(&*text.trim().to_ascii_lowercase(), "array" | "list")
}

fn strip<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let head = text.get(..prefix.len())?;
    head.eq_ignore_ascii_case(prefix).then(|| &text[prefix.len()..])
}

fn strip_end<'a>(text: &'a str, suffix: &str) -> Option<&'a str> {
    let start = text.len().checked_sub(suffix.len())?;
    text.get(start..)?.eq_ignore_ascii_case(suffix).then(|| &text[..start])
}

fn element(text: &str, before: &'static str, after: &'static str) -> Option<PageType> {
    let text = text.trim().trim_end_matches('>').trim();
    let plain = scalar(text).or_else(|| scalar(text.strip_suffix('s').unwrap_or(text)));
    if let Some(plain) = plain {
        return Some(PageType::Plain(format!("{before}{plain}{after}")));
    }
    let name = strip_end(text, " objects").or_else(|| strip_end(text, " object")).unwrap_or(text).trim();
    let is_name = name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    let is_table = name.starts_with('表') || name.starts_with("Table");
    (is_name || is_table).then(|| PageType::Record { before, after, name: is_name.then(|| name.to_owned()) })
}

/// Returns a scalar in the words of the facts.
fn scalar(text: &str) -> Option<&'static str> {
    Some(match text.to_ascii_lowercase().as_str() {
        "string" => "string",
        "integer" | "int" | "int32" => "integer",
        "long" | "int64" => "long",
        "number" | "double" | "float" | "bigdecimal" => "number",
        "boolean" | "bool" => "boolean",
        "object" => "object",
        "file" | "binary" => "binary",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_read() {
        let plain = |text: &str| Some(PageType::Plain(text.to_owned()));
        let record =
            |before, after, name: Option<&str>| Some(PageType::Record { before, after, name: name.map(str::to_owned) });
        assert_eq!(parse("String"), plain("string"));
        assert_eq!(parse("Array of strings"), plain("array<string>"));
        assert_eq!(parse("Array of objects"), plain("array<object>"));
        assert_eq!(parse("Map<String,String>"), plain("map<string>"));
        assert_eq!(parse("Array of 表7-9 objects"), record("array<", ">", None));
        assert_eq!(parse("Array of CaseInfo objects"), record("array<", ">", Some("CaseInfo")));
        assert_eq!(parse("CaseInfo object"), record("", "", Some("CaseInfo")));
        assert_eq!(parse("Array of arrays of Cell objects"), record("array<array<", ">>", Some("Cell")));
        assert_eq!(parse("Map<String,CaseInfo>"), record("map<", ">", Some("CaseInfo")));
        for odd in ["", " ", "否", "a b", "Array of ", "Array<", "中文 object"] {
            assert_eq!(parse(odd), None, "{odd}");
        }
    }
}
