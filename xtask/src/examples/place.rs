//! Problems of one example, each at the member of the YAML that it is about.

use serde_json::Value as Json;

use crate::spec::node::{Step, parse_path};
use crate::spec::problem::{Problem, SpecFile};

/// The problems of one example.
pub(super) struct Findings<'a> {
    file: &'a SpecFile,
    index: usize,
    name: &'a str,
    /// The path of each problem from the example, and its message.
    list: Vec<(String, String)>,
}

impl<'a> Findings<'a> {
    pub(super) fn new(file: &'a SpecFile, index: usize, name: &'a str) -> Self {
        Self { file, index, name, list: Vec::new() }
    }

    /// Adds a problem at a path, as in `response_body.list[2].name`. The parts of the path that do not exist are ignored.
    pub(super) fn add(&mut self, path: &str, message: impl Into<String>) {
        self.list.push((path.to_owned(), message.into()));
    }

    pub(super) fn count(&self) -> usize {
        self.list.len()
    }

    /// Returns the problems with their positions. The file is parsed for them only if there are any.
    pub(super) fn into_problems(self) -> Vec<Problem> {
        if self.list.is_empty() {
            return Vec::new();
        }
        let tree = crate::spec::parse_tree(self.file);
        let problem = |(path, message): (String, String)| {
            let mut steps = vec![Step::Key("examples".to_owned()), Step::Index(self.index)];
            steps.extend(parse_path(&path));
            let location = tree.as_ref().map(|tree| tree.locate(&steps)).unwrap_or_default();
            let message = without_json_position(&message);
            self.file.problem(location, format!("example \"{}\": {message}", self.name))
        };
        self.list.into_iter().map(problem).collect()
    }
}

/// Removes the position in the JSON text, which is not a position in the file.
fn without_json_position(message: &str) -> String {
    let Some((before, after)) = message.split_once(" at line ") else { return message.to_owned() };
    let rest = after.trim_start_matches(|c: char| c.is_ascii_digit()).strip_prefix(" column ");
    let rest = rest.map(|rest| rest.trim_start_matches(|c: char| c.is_ascii_digit()));
    rest.map_or_else(|| message.to_owned(), |rest| format!("{before}{rest}"))
}

/// Returns the path of the first value that differs, as in `list[2].name`.
pub(super) fn first_difference(left: &Json, right: &Json) -> String {
    match (left, right) {
        (Json::Object(left), Json::Object(right)) => {
            let names = right.keys().chain(left.keys());
            let mut different = names.filter(|name| left.get(*name) != right.get(*name));
            different.next().map_or(String::new(), |name| match (left.get(name), right.get(name)) {
                (Some(left), Some(right)) => join(name, &first_difference(left, right)),
                _ => name.clone(),
            })
        }
        (Json::Array(left), Json::Array(right)) => {
            let mut pairs = left.iter().zip(right).enumerate();
            let different = pairs.find(|(_, (left, right))| left != right);
            different.map_or(String::new(), |(index, (left, right))| {
                join(&format!("[{index}]"), &first_difference(left, right))
            })
        }
        _ => String::new(),
    }
}

fn join(name: &str, rest: &str) -> String {
    format!("{name}{}{rest}", if rest.is_empty() || rest.starts_with('[') { "" } else { "." })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_first_difference_is_found_at_any_depth() {
        let (left, right) =
            (json!({ "a": 1, "b": [{ "c": 1 }, { "c": 2 }] }), json!({ "a": 1, "b": [{ "c": 1 }, { "c": 3 }] }));
        assert_eq!(first_difference(&left, &right), "b[1].c");
        assert_eq!(first_difference(&json!({ "a": 1 }), &json!({ "a": 1, "x": 2 })), "x");
        assert_eq!(first_difference(&json!([1]), &json!([1, 2])), "");
    }
}
