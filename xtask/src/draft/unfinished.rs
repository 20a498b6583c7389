//! Marks that `cargo xtask draft` leaves for a person. A spec file with one of them is refused, so that no draft is
//! published and no sentence of a page gets into the repository.

use crate::spec::problem::{Problem, SpecFile};
use crate::spec::spanned::SourceLocation;

/// The beginning of a comment that names missing work.
pub(crate) const TODO_MARK: &str = "# TODO:";

/// The beginning of a comment with the text of a page.
pub(crate) const SOURCE_MARK: &str = "# source:";

/// The value of a text that a person must write.
pub(crate) const TODO_VALUE: &str = "TODO";

/// Reports each mark of a file.
pub(crate) fn check(file: &SpecFile) -> Vec<Problem> {
    file.text.lines().enumerate().filter_map(|(index, line)| check_line(file, index, line)).collect()
}

fn check_line(file: &SpecFile, index: usize, line: &str) -> Option<Problem> {
    let (byte, message) = if let Some(byte) = comment(line, TODO_MARK) {
        (byte, "the draft is unfinished: do what the comment says, then remove it".to_owned())
    } else if let Some(byte) = comment(line, SOURCE_MARK) {
        (byte, "the comment is the text of a page: write the description in your own words, then remove it".to_owned())
    } else {
        let (byte, key) = todo_value(line)?;
        (byte, format!("`{key}` is `{TODO_VALUE}`: write it in your own words"))
    };
    let column = line[..byte].chars().count() + 1;
    Some(file.problem(SourceLocation { line: index + 1, column }, message))
}

/// Finds a comment that begins with a mark.
fn comment(line: &str, mark: &str) -> Option<usize> {
    let byte = line.find(mark)?;
    line[..byte].chars().next_back().is_none_or(char::is_whitespace).then_some(byte)
}

/// Finds `key: TODO`, also within `{ }` and `[ ]`. Returns its position and the key.
fn todo_value(line: &str) -> Option<(usize, &str)> {
    let is_end = |rest: &str| rest.is_empty() || rest.starts_with([',', '}', ']', ' ', '#']);
    line.match_indices(TODO_VALUE).find_map(|(byte, _)| {
        let (before, after) = (line[..byte].trim_end(), line[byte + TODO_VALUE.len()..].trim_start_matches('"'));
        let before = before.trim_end_matches(['"', '[']).trim_end();
        let key = before.strip_suffix(':')?.rsplit([' ', '{', ',']).next()?;
        (is_end(after) && !key.is_empty()).then_some((byte, key))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems(text: &str) -> Vec<String> {
        let file = SpecFile { name: "spec/demo/things/show.yaml".to_owned(), text: text.to_owned() };
        check(&file).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn marks_and_todo_texts_are_reported() {
        let text = "summary: TODO\nsummary_zh: \"TODO\"\n# TODO: effect: read or write\nsources: [TODO]\nquery:\n  a: { type: string, doc: TODO }\n  b: { type: string, doc: Mine. } # source: Theirs.\n";
        insta::assert_snapshot!(problems(text).join("\n"));
    }

    #[test]
    fn other_texts_are_not_reported() {
        let text = "summary: List the TODO entries.\ndoc: \"TODO: a state of a card.\"\nname: TODOS\ncode: MY_TODO\nurl: a#source:b\n";
        assert_eq!(problems(text), [""; 0]);
    }
}
