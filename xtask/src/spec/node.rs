//! A YAML file as a tree in which every key and value has its position. Problems that are found later, such as an example
//! that contradicts its type, point into the tree.

use std::fmt;

use serde::de::{MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::Number;

use super::spanned::SourceLocation;

/// A value with its position.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    pub(crate) location: SourceLocation,
    pub(crate) kind: NodeKind,
}

/// The content of a value.
#[derive(Clone, Debug)]
pub(crate) enum NodeKind {
    Null,
    Bool(bool),
    Number(Number),
    Text(String),
    List(Vec<Node>),
    Map(Vec<(Key, Node)>),
}

/// A key of a map with its position.
#[derive(Clone, Debug)]
pub(crate) struct Key {
    pub(crate) name: String,
    pub(crate) location: SourceLocation,
}

/// One step of a path through a tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    Key(String),
    Index(usize),
}

impl Node {
    /// Returns the value of a key.
    pub(crate) fn get(&self, key: &str) -> Option<&Node> {
        self.entries().iter().find(|(known, _)| known.name == key).map(|(_, value)| value)
    }

    /// Returns the entries of a map, or nothing for other values.
    pub(crate) fn entries(&self) -> &[(Key, Node)] {
        match &self.kind {
            NodeKind::Map(entries) => entries,
            _ => &[],
        }
    }

    /// Returns the elements of a list, or nothing for other values.
    pub(crate) fn items(&self) -> &[Node] {
        match &self.kind {
            NodeKind::List(items) => items,
            _ => &[],
        }
    }

    /// Returns the text, if the value is one.
    pub(crate) fn text(&self) -> Option<&str> {
        match &self.kind {
            NodeKind::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Returns the position of the value at the end of a path. Stops where the path leaves the tree.
    pub(crate) fn locate(&self, path: &[Step]) -> SourceLocation {
        let next = path.split_first().and_then(|(step, rest)| match step {
            Step::Key(name) => self.get(name).map(|value| (value, rest)),
            Step::Index(index) => self.items().get(*index).map(|value| (value, rest)),
        });
        next.map_or(self.location, |(value, rest)| value.locate(rest))
    }
}

/// Splits a path as the decoder prints it: `data.list[2].name`.
pub(crate) fn parse_path(path: &str) -> Vec<Step> {
    let mut steps = Vec::new();
    for piece in path.split(['.', '[']).filter(|piece| !piece.is_empty()) {
        let index = piece.strip_suffix(']').and_then(|index| index.parse().ok());
        steps.push(index.map_or_else(|| Step::Key(piece.to_owned()), Step::Index));
    }
    steps
}

type Located<T> = serde_saphyr::Spanned<T>;

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        let located = Located::<Content>::deserialize(source)?;
        Ok(Self { location: SourceLocation::from_parser(&located.referenced), kind: located.value.0 })
    }
}

impl<'de> Deserialize<'de> for Key {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        let located = Located::<String>::deserialize(source)?;
        Ok(Self { location: SourceLocation::from_parser(&located.referenced), name: located.value })
    }
}

/// The content of a value, before its position is known.
struct Content(NodeKind);

impl<'de> Deserialize<'de> for Content {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        source.deserialize_any(ContentVisitor).map(Content)
    }
}

struct ContentVisitor;

impl<'de> Visitor<'de> for ContentVisitor {
    type Value = NodeKind;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a YAML value")
    }

    fn visit_unit<E>(self) -> Result<NodeKind, E> {
        Ok(NodeKind::Null)
    }

    fn visit_none<E>(self) -> Result<NodeKind, E> {
        Ok(NodeKind::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<NodeKind, E> {
        Ok(NodeKind::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<NodeKind, E> {
        Ok(NodeKind::Number(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<NodeKind, E> {
        Ok(NodeKind::Number(value.into()))
    }

    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<NodeKind, E> {
        Number::from_f64(value)
            .map(NodeKind::Number)
            .ok_or_else(|| E::custom("the number is not finite: quote the text"))
    }

    fn visit_str<E>(self, value: &str) -> Result<NodeKind, E> {
        Ok(NodeKind::Text(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<NodeKind, E> {
        Ok(NodeKind::Text(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut source: A) -> Result<NodeKind, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = source.next_element()? {
            items.push(item);
        }
        Ok(NodeKind::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut source: A) -> Result<NodeKind, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = source.next_entry()? {
            entries.push(entry);
        }
        Ok(NodeKind::Map(entries))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_of_the_decoder_is_split_into_steps() {
        let key = |name: &str| Step::Key(name.to_owned());
        assert_eq!(parse_path("data.list[2].name"), [key("data"), key("list"), Step::Index(2), key("name")]);
        assert_eq!(parse_path("[0]"), [Step::Index(0)]);
        assert_eq!(parse_path(""), []);
    }

    #[test]
    fn a_path_leads_to_the_deepest_value_that_exists() {
        let tree: Node = serde_saphyr::from_str("a:\n  - b: 1\n  - { c: 2 }\n").unwrap();
        let found = |path| tree.locate(&parse_path(path));
        assert_eq!((found("a[1].c").line, found("a[1].c").column), (3, 10));
        assert_eq!(found("a[1].missing"), found("a[1]"));
    }
}
