//! A reader for the JSON of recordings. Its errors contain the location of a problem, never values.

use super::ordered_json::OrderedJson;

/// A position in the file, with its path.
pub(super) struct Cursor<'a> {
    tree: &'a OrderedJson,
    path: String,
}

/// The description of a problem in a file, beginning with its location.
pub(super) struct FormatError(pub(super) String);

impl<'a> Cursor<'a> {
    /// Returns the node of the whole file.
    pub(super) fn root(tree: &'a OrderedJson) -> Self {
        Self { tree, path: String::new() }
    }

    pub(super) fn tree(&self) -> &'a OrderedJson {
        self.tree
    }

    /// Returns an error about this part.
    pub(super) fn error(&self, problem: &str) -> FormatError {
        if self.path.is_empty() {
            FormatError(problem.to_owned())
        } else {
            FormatError(format!("{}: {problem}", self.path))
        }
    }

    /// Returns an error if there are other members than these, or duplicates.
    pub(super) fn expect_members(&self, names: &[&str]) -> Result<(), FormatError> {
        let OrderedJson::Object(members) = self.tree else { return Err(self.error("expected an object")) };
        for (index, (name, _)) in members.iter().enumerate() {
            if !names.contains(&name.as_str()) {
                return Err(self.error(&format!("member {} is not one of: {}", index + 1, names.join(", "))));
            }
            if members[..index].iter().any(|(earlier, _)| earlier == name) {
                return Err(self.error(&format!("duplicate `{name}`")));
            }
        }
        Ok(())
    }

    pub(super) fn optional(&self, name: &str) -> Option<Cursor<'a>> {
        let tree = self.tree.member(name)?;
        let path = if self.path.is_empty() { name.to_owned() } else { format!("{}: {name}", self.path) };
        Some(Cursor { tree, path })
    }

    pub(super) fn member(&self, name: &str) -> Result<Cursor<'a>, FormatError> {
        self.optional(name).ok_or_else(|| self.error(&format!("`{name}` is missing")))
    }

    pub(super) fn text(&self) -> Result<&'a str, FormatError> {
        let OrderedJson::Text(text) = self.tree else { return Err(self.error("expected a text")) };
        Ok(text)
    }

    pub(super) fn uint(&self) -> Result<u64, FormatError> {
        let OrderedJson::Number(number) = self.tree else { return Err(self.error("expected an integer")) };
        number.as_u64().ok_or_else(|| self.error("expected an integer"))
    }

    pub(super) fn bool(&self) -> Result<bool, FormatError> {
        let OrderedJson::Bool(value) = self.tree else { return Err(self.error("expected true or false")) };
        Ok(*value)
    }

    /// Returns the elements of a list. `label` is the name of an element in messages, before its number from 1.
    pub(super) fn list(&self, label: &str) -> Result<Vec<Cursor<'a>>, FormatError> {
        let OrderedJson::List(items) = self.tree else { return Err(self.error("expected a list")) };
        let before = if self.path.is_empty() || label == EXCHANGE { String::new() } else { format!("{}: ", self.path) };
        let path_of = |index: usize| format!("{before}{label} {}", index + 1);
        Ok(items.iter().enumerate().map(|(index, tree)| Cursor { tree, path: path_of(index) }).collect())
    }

    /// Returns the elements of a list of texts, or an empty list if the member is missing.
    pub(super) fn texts(&self, name: &str) -> Result<Vec<String>, FormatError> {
        let Some(list) = self.optional(name) else { return Ok(Vec::new()) };
        list.list("element")?.iter().map(|item| item.text().map(str::to_owned)).collect()
    }
}

/// The name of an exchange in messages. Its number needs no path.
pub(super) const EXCHANGE: &str = "exchange";
