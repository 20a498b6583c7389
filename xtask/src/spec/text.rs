//! Check of all texts of a file. They become code, comments, help and JSON, so that some characters are never allowed, and
//! some texts are one line.

use super::node::{Node, NodeKind};
use super::problem::{Problem, SpecFile};
use super::spanned::SourceLocation;

/// The texts that are one line. `*` stands for one key or element.
const ONE_LINE: &[&[&str]] = &[
    &["title"],
    &["summary"],
    &["groups", "*"],
    &["settings", "*", "doc"],
    &["sources", "*"],
    &["regions", "endpoints", "*"],
    &["examples", "*", "name"],
    &["examples", "*", "request"],
];

/// Reports the texts and keys that cannot be used.
pub(super) fn check(file: &SpecFile, tree: &Node, problems: &mut Vec<Problem>) {
    let mut check = Check { file, problems, path: Vec::new() };
    check.node(tree);
}

struct Check<'a> {
    file: &'a SpecFile,
    problems: &'a mut Vec<Problem>,
    path: Vec<String>,
}

impl Check<'_> {
    fn node(&mut self, node: &Node) {
        match &node.kind {
            NodeKind::Text(text) => self.text(text, node.location),
            NodeKind::List(items) => items.iter().enumerate().for_each(|(index, item)| {
                self.path.push(index.to_string());
                self.node(item);
                self.path.pop();
            }),
            NodeKind::Map(entries) => entries.iter().for_each(|(key, value)| {
                self.characters(&key.name, key.location, "a key");
                self.path.push(key.name.clone());
                self.node(value);
                self.path.pop();
            }),
            _ => {}
        }
    }

    fn text(&mut self, text: &str, location: SourceLocation) {
        let owner = self.path.iter().rev().find(|step| step.parse::<usize>().is_err());
        let owner = owner.map_or("the text".to_owned(), |key| format!("`{key}`"));
        self.characters(text, location, &owner);
        if self.is_one_line() && text.trim().contains('\n') {
            self.report(location, format!("{owner} has several lines: write one"));
        }
        if self.in_example() {
            return;
        }
        if text.contains("```") || text.contains("~~~") {
            let message =
                format!("{owner} has a fenced block, which the docs cannot show: describe it, or add an example");
            self.report(location, message);
        } else if text.matches('`').count() % 2 == 1 && self.is_prose() {
            self.report(location, format!("{owner} has a backtick without its partner: add it"));
        }
    }

    fn characters(&mut self, text: &str, location: SourceLocation, owner: &str) {
        let unwanted = |c: &char| is_reordering(*c) || (!self.in_example() && is_invisible(*c));
        let Some(found) = text.chars().find(unwanted) else { return };
        let effect = if is_reordering(found) { "reorders the text around it" } else { "is invisible" };
        self.report(location, format!("{owner} contains U+{:04X}, which {effect}: remove it", u32::from(found)));
    }

    fn report(&mut self, location: SourceLocation, message: String) {
        self.problems.push(self.file.problem(location, message));
    }

    fn in_example(&self) -> bool {
        self.path.first().is_some_and(|key| key == "examples")
    }

    /// Returns true for the texts that become Markdown.
    fn is_prose(&self) -> bool {
        let last = self.path.iter().rev().find(|step| step.parse::<usize>().is_err());
        last.is_some_and(|key| ["doc", "summary", "quirks", "open_questions", "idempotent"].contains(&key.as_str()))
    }

    fn is_one_line(&self) -> bool {
        ONE_LINE.iter().any(|wanted| {
            wanted.len() == self.path.len()
                && wanted.iter().zip(&self.path).all(|(wanted, step)| *wanted == "*" || wanted == step)
        })
    }
}

/// Returns true for characters that change the direction of text. Compilers reject them, because they can hide code.
fn is_reordering(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' | '\u{61c}')
}

fn is_invisible(c: char) -> bool {
    (c.is_control() && !matches!(c, '\n' | '\t'))
        || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2028}' | '\u{2029}' | '\u{2060}' | '\u{feff}')
}
