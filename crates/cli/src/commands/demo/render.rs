//! Typed responses as text for people and as JSON for programs, both with secrets redacted.

use std::fmt::Write as _;

use hwc_api::Record;
use hwc_wire::ValueRef;

use hwc_dynamic::{REDACTED, Redacted};

/// Returns the fields of a record that are set, one per line, indented by `indent` spaces.
pub(super) fn lines(record: &dyn Record, indent: usize) -> String {
    let mut out = String::new();
    for (field, value) in record.fields() {
        let output = value.view();
        if !matches!(output, ValueRef::Absent) {
            member(&mut out, field.name, output, indent);
        }
    }
    out
}

// Writing to a string cannot fail.
fn member(out: &mut String, name: &str, output: ValueRef<'_>, indent: usize) {
    let _ = match output {
        ValueRef::Record(record) if !is_empty(record) => {
            write!(out, "{:indent$}{name}:\n{}", "", lines(record, indent + 2))
        }
        ValueRef::List(items) if items.count() > 0 && matches!(items.item(0).view(), ValueRef::Record(_)) => {
            let _ = writeln!(out, "{:indent$}{name}:", "");
            items.iter().try_for_each(|item| out.write_str(&element(item.view(), indent + 2)))
        }
        output => writeln!(out, "{:indent$}{name}: {}", "", inline(output)),
    };
}

fn is_empty(record: &dyn Record) -> bool {
    lines(record, 0).is_empty()
}

/// Formats a record in a list. Its first line begins with a dash.
fn element(output: ValueRef<'_>, indent: usize) -> String {
    let ValueRef::Record(record) = output else {
        return format!("{:indent$}- {}\n", "", inline(output));
    };
    let mut text = lines(record, indent + 2);
    if text.len() > indent {
        text.replace_range(indent..=indent, "-");
    }
    text
}

fn inline(output: ValueRef<'_>) -> String {
    match output {
        ValueRef::Secret(_) => REDACTED.to_owned(),
        ValueRef::Text("") => "\"\"".to_owned(),
        ValueRef::Text(text) => text.to_owned(),
        ValueRef::StringEnum(code, info) => named(code.to_owned(), info.variant(code)),
        ValueRef::IntEnum(code, info) => {
            let code = code.to_string();
            let variant = info.variant(&code);
            named(code, variant)
        }
        ValueRef::List(items) if items.count() == 0 => "(none)".to_owned(),
        ValueRef::Record(_) => "(empty)".to_owned(),
        ValueRef::List(items) => {
            let all: Vec<String> = items.iter().map(|item| inline(item.view())).collect();
            all.join(", ")
        }
        output => hwc_api::serde_json::to_string(&Redacted(output)).unwrap_or_default(),
    }
}

fn named(code: String, variant: Option<&str>) -> String {
    match variant {
        Some(variant) if variant.eq_ignore_ascii_case(&code) => code,
        Some(variant) => format!("{code} ({variant})"),
        None => code,
    }
}

#[cfg(test)]
mod tests {
    use hwc_api::koodrive::GetJobDetailResponse;
    use hwc_api::{DecodeMode, osm, serde_json};
    use hwc_wire::ValueRef;

    use super::*;

    const LINKS: &str = r#"{"accessory_urls":[{"accessory_id":"1","accessory_url":"https://b.example.com/x?sig=1"},
        {"accessory_id":"2","accessory_url":"https://b.example.com/y?sig=2"}]}"#;

    #[test]
    fn links_and_tokens_are_redacted_in_both_forms() {
        let (response, _) =
            hwc_wire::decode::<osm::ListAccessoryAccessUrlsResponse>(LINKS.as_bytes(), DecodeMode::Lenient).unwrap();
        let json = serde_json::to_string(&Redacted(ValueRef::Record(&response))).unwrap();
        insta::assert_snapshot!(json, @r#"{"accessory_urls":[{"accessory_id":"1","accessory_url":"[redacted]"},{"accessory_id":"2","accessory_url":"[redacted]"}]}"#);
        insta::assert_snapshot!(lines(&response, 2), @r"
          accessory_urls:
            - accessory_id: 1
              accessory_url: [redacted]
            - accessory_id: 2
              accessory_url: [redacted]
        ");
    }

    #[test]
    fn codes_have_their_names_and_empty_lists_say_so() {
        let json = br#"{"data":{"jobInfo":{"status":1,"taskType":99},"taskInfos":[]}}"#;
        let (response, _) = hwc_wire::decode::<GetJobDetailResponse>(json, DecodeMode::Lenient).unwrap();
        insta::assert_snapshot!(lines(&response, 0), @r"
        data:
          jobInfo:
            taskType: 99
            status: 1 (Running)
          taskInfos: (none)
          uncompressedFileList: (none)
        ");
        let (empty, _) =
            hwc_wire::decode::<GetJobDetailResponse>(br#"{"data":{"jobInfo":{}}}"#, DecodeMode::Lenient).unwrap();
        assert!(lines(&empty, 0).contains("jobInfo: (empty)\n"));
    }
}
