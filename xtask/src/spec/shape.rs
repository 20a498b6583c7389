//! Check of the shape of a file against the JSON Schema of its format. All problems are reported at once. What does not fit
//! is removed from the tree, so that the rest of the file can be read.

use serde_json::Value as Json;

use super::damage::Damage;
use super::expected::{self, Expected};
use super::node::{Key, Node, NodeKind};
use super::problem::{Problem, SpecFile};
use super::spanned::SourceLocation;
use crate::suggest;

/// Reports the parts of a tree that do not fit, and removes them. Returns true if the rest fits.
pub(super) fn check(
    file: &SpecFile,
    tree: &mut Node,
    schema: &Json,
    damage: &mut Damage,
    problems: &mut Vec<Problem>,
) -> bool {
    Check { file, root: schema, damage, problems, path: Vec::new() }.node(tree, schema)
}

struct Check<'a> {
    file: &'a SpecFile,
    root: &'a Json,
    damage: &'a mut Damage,
    problems: &'a mut Vec<Problem>,
    /// The keys that lead to the current value.
    path: Vec<String>,
}

impl<'a> Check<'a> {
    fn node(&mut self, node: &mut Node, schema: &'a Json) -> bool {
        let expected = Expected::of(self.root, schema);
        if let Err(message) = expected.check(node, self.path.last().map(String::as_str)) {
            self.report(node.location, message);
            return false;
        }
        let Some(schema) = expected.schema() else { return true };
        match &mut node.kind {
            NodeKind::Map(entries) => self.map(entries, node.location, schema),
            NodeKind::List(items) => self.list(items, schema),
            _ => true,
        }
    }

    fn list(&mut self, items: &mut Vec<Node>, schema: &'a Json) -> bool {
        if let Some(element) = schema.get("items") {
            items.retain_mut(|item| self.node(item, element));
        }
        true
    }

    fn map(&mut self, entries: &mut Vec<(Key, Node)>, location: SourceLocation, schema: &'a Json) -> bool {
        self.remove_duplicates(entries);
        self.rename_misspelled(entries, schema);
        let required = expected::required_keys(schema);
        let mut fits = true;
        for key in required.iter().filter(|key| !entries.iter().any(|(known, _)| known.name == **key)) {
            self.report(location, expected::missing_key(key));
            fits = false;
        }
        entries.retain_mut(|(key, value)| {
            let Some(schema) = expected::value_schema(schema, &key.name) else {
                self.report_unknown(key, value, schema);
                return false;
            };
            self.path.push(key.name.clone());
            let entry_fits = self.node(value, schema);
            self.path.pop();
            fits &= entry_fits || !required.contains(&key.name.as_str());
            entry_fits
        });
        fits
    }

    /// Reports unknown keys that resemble an absent one, and gives them its name, so that their values are checked too.
    fn rename_misspelled(&mut self, entries: &mut [(Key, Node)], schema: &'a Json) {
        let mut absent = expected::known_keys(schema);
        absent.retain(|known| !entries.iter().any(|(key, _)| key.name == **known));
        for (key, _) in entries.iter_mut().filter(|(key, _)| expected::value_schema(schema, &key.name).is_none()) {
            let Some(near) = suggest::nearest(&key.name, absent.iter().copied()) else { continue };
            let message = format!("unknown key `{}`: did you mean `{near}`?", key.name);
            self.problems.push(self.file.problem(key.location, message));
            absent.retain(|known| *known != near);
            near.clone_into(&mut key.name);
        }
    }

    /// Removes repeated keys. The first one stays.
    fn remove_duplicates(&mut self, entries: &mut Vec<(Key, Node)>) {
        let mut seen: Vec<Key> = Vec::new();
        entries.retain(|(key, _)| {
            let Some(first) = seen.iter().find(|first| first.name == key.name) else {
                seen.push(key.clone());
                return true;
            };
            let message = format!("`{}` is listed twice: it is already in line {}", key.name, first.location.line);
            self.report(key.location, message);
            false
        });
    }

    fn report_unknown(&mut self, key: &Key, value: &Node, schema: &'a Json) {
        let message = if matches!(value.kind, NodeKind::Null) {
            format!("`{}` is parsed as a key: within {{ }} a comma ends the value, so quote the text", key.name)
        } else {
            let known = expected::known_keys(schema);
            format!("unknown key `{}`: the keys here are {}", key.name, known.join(", "))
        };
        self.path.push(key.name.clone());
        self.report(key.location, message);
        self.path.pop();
    }

    fn report(&mut self, location: SourceLocation, message: String) {
        self.damage.add_part(self.file, &self.path);
        self.problems.push(self.file.problem(location, message));
    }
}
