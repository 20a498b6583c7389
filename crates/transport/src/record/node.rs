//! A reader for the JSON of recordings. Its errors contain the location of a problem, never values.

use super::tree::Tree;

/// A part of the file with its path.
pub(super) struct Node<'a> {
    tree: &'a Tree,
    place: String,
}

/// The description of a problem in a file, beginning with its location.
pub(super) struct Wrong(pub(super) String);

impl<'a> Node<'a> {
    /// Returns the node of the whole file.
    pub(super) fn root(tree: &'a Tree) -> Self {
        Self { tree, place: String::new() }
    }

    pub(super) fn tree(&self) -> &'a Tree {
        self.tree
    }

    /// Returns an error about this part.
    pub(super) fn wrong(&self, what: &str) -> Wrong {
        if self.place.is_empty() { Wrong(what.to_owned()) } else { Wrong(format!("{}: {what}", self.place)) }
    }

    /// Returns an error if there are other members than these, or duplicates.
    pub(super) fn known(&self, names: &[&str]) -> Result<(), Wrong> {
        let Tree::Object(members) = self.tree else { return Err(self.wrong("expected an object")) };
        for (index, (name, _)) in members.iter().enumerate() {
            if !names.contains(&name.as_str()) {
                return Err(self.wrong(&format!("member {} is none of: {}", index + 1, names.join(", "))));
            }
            if members[..index].iter().any(|(earlier, _)| earlier == name) {
                return Err(self.wrong(&format!("`{name}` is there twice")));
            }
        }
        Ok(())
    }

    pub(super) fn optional(&self, name: &str) -> Option<Node<'a>> {
        let tree = self.tree.member(name)?;
        let place = if self.place.is_empty() { name.to_owned() } else { format!("{}: {name}", self.place) };
        Some(Node { tree, place })
    }

    pub(super) fn member(&self, name: &str) -> Result<Node<'a>, Wrong> {
        self.optional(name).ok_or_else(|| self.wrong(&format!("`{name}` is missing")))
    }

    pub(super) fn text(&self) -> Result<&'a str, Wrong> {
        let Tree::Text(text) = self.tree else { return Err(self.wrong("expected a text")) };
        Ok(text)
    }

    pub(super) fn uint(&self) -> Result<u64, Wrong> {
        let Tree::Number(number) = self.tree else { return Err(self.wrong("expected a whole number")) };
        number.as_u64().ok_or_else(|| self.wrong("expected a whole number"))
    }

    pub(super) fn bool(&self) -> Result<bool, Wrong> {
        let Tree::Bool(value) = self.tree else { return Err(self.wrong("expected true or false")) };
        Ok(*value)
    }

    /// Returns the elements of a list. `called` is the name of an element in messages, before its number from 1.
    pub(super) fn list(&self, called: &str) -> Result<Vec<Node<'a>>, Wrong> {
        let Tree::List(items) = self.tree else { return Err(self.wrong("expected a list")) };
        let before =
            if self.place.is_empty() || called == EXCHANGE { String::new() } else { format!("{}: ", self.place) };
        let place = |index: usize| format!("{before}{called} {}", index + 1);
        Ok(items.iter().enumerate().map(|(index, tree)| Node { tree, place: place(index) }).collect())
    }

    /// Returns the elements of a list of texts, or an empty list if the member is missing.
    pub(super) fn texts(&self, name: &str) -> Result<Vec<String>, Wrong> {
        let Some(list) = self.optional(name) else { return Ok(Vec::new()) };
        list.list("element")?.iter().map(|item| item.text().map(str::to_owned)).collect()
    }
}

/// The name of an exchange in messages. Its number needs no path.
pub(super) const EXCHANGE: &str = "exchange";
