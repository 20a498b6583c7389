//! Parser of one file: text to a tree. Messages of the YAML library are put into the words of the format.

use serde_saphyr::{DuplicateKeyPolicy, Error};

use super::node::Node;
use super::problem::{Problem, SpecFile};
use super::spanned::SourceLocation;

/// Parses one file strictly: YAML 1.2 Booleans, and quotes around text that looks like a number.
pub(super) fn parse(file: &SpecFile) -> Result<Node, Problem> {
    check_text(file)?;
    let options = serde_saphyr::options! {
        strict_booleans: true,
        no_schema: true,
        leading_zero_numbers_as_strings: true,
        with_snippet: false,
        duplicate_keys: DuplicateKeyPolicy::PassThrough,
    };
    serde_saphyr::from_str_with_options(&file.text, options).map_err(|error| {
        let location = error.location().map(|location| SourceLocation::from_parser(&location)).unwrap_or_default();
        file.problem(location, describe(error.without_snippet()))
    })
}

/// Reports text that is not YAML at all: bytes that are not UTF-8, and the marks of a merge conflict.
fn check_text(file: &SpecFile) -> Result<(), Problem> {
    for (index, line) in file.text.lines().enumerate() {
        let at = |column| SourceLocation { line: index + 1, column };
        if let Some(position) = line.chars().position(|c| c == char::REPLACEMENT_CHARACTER) {
            return Err(file.problem(at(position + 1), "the file is not UTF-8: save it in that encoding"));
        }
        if ["<<<<<<< ", ">>>>>>> ", "||||||| "].iter().any(|mark| line.starts_with(mark)) {
            return Err(file.problem(at(1), "a merge conflict is not resolved: choose a side and delete the marks"));
        }
    }
    if file.text.lines().all(|line| line.trim().is_empty() || line.trim_start().starts_with('#')) {
        return Err(
            file.problem(SourceLocation::default(), "the file is empty: describe something, or delete the file")
        );
    }
    Ok(())
}

/// Returns the message of the parser without its position, which is printed in front, and without terms of the library.
fn describe(error: &Error) -> String {
    match error {
        Error::MultipleDocuments { .. } => "`---` begins a second document: write one document per file".to_owned(),
        Error::QuotingRequired { value, .. } => format!("`{value}` is used as text: write it in quotes"),
        Error::UnknownAnchor { .. } => {
            "the text begins with `*`, which refers to an anchor: write it in quotes".to_owned()
        }
        Error::Budget { .. } => "the file is too large or too deeply nested: split it".to_owned(),
        _ => clean(&error.to_string()),
    }
}

fn clean(message: &str) -> String {
    let message = message.rsplit_once(" at line ").map_or(message, |(message, _)| message);
    if message.contains("expected string scalar") {
        return "a key must be one text: write it in quotes".to_owned();
    }
    if message.contains("non-finite") {
        return "the text is read as a number that is not finite: write it in quotes".to_owned();
    }
    if message.contains("recursion limit") {
        return "the lists and maps are nested too deeply: write fewer levels".to_owned();
    }
    let hint = match message {
        text if text.contains("mapping values are not allowed") => ": write text that contains `: ` in quotes",
        text if text.contains("did not find expected ',' or '}'") || text.contains("flow mapping") => {
            ": close `{` with `}`, and write text with a comma or a brace in quotes"
        }
        text if text.contains("did not find expected ',' or ']'") || text.contains("flow sequence") => {
            ": close `[` with `]`, and write text with a comma or a bracket in quotes"
        }
        text if text.contains('\t') || text.contains("tab") => ": indent with spaces",
        text if text.contains("cannot start any token") => ": write text that begins with this character in quotes",
        _ => "",
    };
    format!("the YAML is malformed: {message}{hint}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(text: &str) -> String {
        parse(&SpecFile { name: "spec/demo/a.yaml".to_owned(), text: text.to_owned() }).unwrap_err().message
    }

    #[test]
    fn a_tab_is_explained() {
        let expected =
            "the YAML is malformed: tabs disallowed within this context (block indentation): indent with spaces";
        assert_eq!(message("a:\n\tb: c\n"), expected);
    }

    #[test]
    fn no_message_has_terms_of_the_library() {
        for text in
            ["a: &x [*x]\n", "? [a]\n: b\n", "a: !!int x\n", "{ 1: a }\n", "a: b: c\n", "a: \"\n", "a: 'x\n", "- [\n"]
        {
            let file = SpecFile { name: String::new(), text: text.to_owned() };
            let Err(problem) = parse(&file) else { continue };
            for term in ["Options", "Policy", "serde", "deserial", "scalar", " at line "] {
                assert!(!problem.message.contains(term), "{text}: {}", problem.message);
            }
        }
    }
}
