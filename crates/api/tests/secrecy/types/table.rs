//! Reads the table of the types.

/// A line of the table.
pub(super) struct Row<'a> {
    pub(super) path: &'a str,
    pub(super) status: Status<'a>,
}

/// The reason why a type prints no secret.
#[derive(PartialEq)]
pub(super) enum Status<'a> {
    Checked,
    Silent,
    HoldsNone,
    Foreign,
    Is(&'a str),
}

/// Returns all lines except comments.
pub(super) fn read(table: &str) -> Vec<Row<'_>> {
    let lines = table.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.map(|line| row(line).unwrap_or_else(|| panic!("types.txt: cannot be read: {line}"))).collect()
}

fn row(line: &str) -> Option<Row<'_>> {
    let (path, words) = line.split_once(": ")?;
    let status = match words {
        "checked" => Status::Checked,
        "prints nothing" => Status::Silent,
        _ => match (words.strip_prefix("is "), words.split_once(", because ")) {
            (Some(other), _) => Status::Is(other),
            (_, Some(("holds none", reason))) if !reason.trim().is_empty() => Status::HoldsNone,
            (_, Some(("foreign", reason))) if !reason.trim().is_empty() => Status::Foreign,
            _ => return None,
        },
    };
    Some(Row { path, status })
}

#[test]
fn a_type_that_holds_none_needs_a_reason() {
    assert!(row("a::B: holds none, because it is a number").is_some());
    for line in ["a::B: holds none, because ", "a::B: holds none", "a::B: fine", "a::B"] {
        assert!(row(line).is_none(), "{line}");
    }
}
