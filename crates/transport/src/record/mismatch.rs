//! Comparison of requests. Describes how an unrecorded request differs from the recorded ones.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;

use super::ask::Ask;
use super::content::Content;
use super::headers;
use super::recording::Exchange;
use super::target;
use super::tree::Tree;

/// The maximum number of characters of a value in a message.
const SHOWN: usize = 80;

/// The maximum number of differences in a message.
const LISTED: usize = 5;

/// Returns the differences, one line each. Equal requests have none.
pub(super) fn differences(recorded: &Ask, asked: &Ask) -> Vec<String> {
    let mut found = Found(Vec::new());
    let named = |ask: &Ask| Some(ask.name()).filter(|name| !name.is_empty());
    found.compare("operation", named(recorded), named(asked));
    found.compare("method", Some(&recorded.method), Some(&asked.method));
    let ((path, _), (asked_path, _)) = (target::split(&recorded.target), target::split(&asked.target));
    found.compare("path", Some(path), Some(asked_path));
    found.maps("query", &query(recorded), &query(asked));
    found.maps("header", &header_map(recorded), &header_map(asked));
    found.bodies(&recorded.body, &asked.body);
    found.0
}

/// Explains why no exchange matches a request.
pub(super) fn explain(exchanges: &[Exchange], asked: &Ask) -> String {
    let compared = exchanges.iter().map(|exchange| differences(&exchange.ask, asked)).enumerate();
    let same = compared.clone().filter(|(_, differences)| differences.is_empty()).count();
    let what = asked.label();
    if same > 0 {
        let number = if same == 1 { "the only one".to_owned() } else { format!("all {same}") };
        return format!("has no answer left for {what}: {number} that it has was given already");
    }
    let is_other = |index: usize| exchanges[index].ask.name() != asked.name();
    match compared.min_by_key(|(index, differences)| (is_other(*index), differences.len())) {
        Some((index, differences)) => format!(
            "has no answer for {what}; the nearest is exchange {}, {}, which differs: {}",
            index + 1,
            exchanges[index].ask.label(),
            listed(&differences)
        ),
        None => format!("has no answer for {what}: it is empty"),
    }
}

fn listed(differences: &[String]) -> String {
    let first = differences[..differences.len().min(LISTED)].join("; ");
    match differences.len().saturating_sub(LISTED) {
        0 => first,
        more => format!("{first}; and {more} more"),
    }
}

/// Returns the values of each parameter, in order.
fn query(ask: &Ask) -> BTreeMap<String, Vec<String>> {
    group(target::pairs(&ask.target))
}

fn header_map(ask: &Ask) -> BTreeMap<String, Vec<String>> {
    group(
        ask.headers
            .iter()
            .filter_map(|line| headers::split(line))
            .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned())),
    )
}

fn group(pairs: impl Iterator<Item = (String, String)>) -> BTreeMap<String, Vec<String>> {
    let mut groups = BTreeMap::<String, Vec<String>>::new();
    pairs.for_each(|(name, value)| groups.entry(name).or_default().push(value));
    groups
}

struct Found(Vec<String>);

impl Found {
    fn compare<T: Display + PartialEq>(&mut self, what: &str, recorded: Option<T>, asked: Option<T>) {
        if recorded == asked {
            return;
        }
        let shown = |value: Option<T>| value.map_or("nothing".to_owned(), |value| shortened(&value.to_string()));
        self.0.push(format!("{what}: {} was recorded, {} is asked", shown(recorded), shown(asked)));
    }

    fn maps(&mut self, what: &str, recorded: &BTreeMap<String, Vec<String>>, asked: &BTreeMap<String, Vec<String>>) {
        for name in recorded.keys().chain(asked.keys()).collect::<BTreeSet<_>>() {
            let joined =
                |map: &BTreeMap<String, Vec<String>>| map.get(name).map(|values| format!("{:?}", values.join(", ")));
            self.compare(&format!("{what} {name}"), joined(recorded), joined(asked));
        }
    }

    fn bodies(&mut self, recorded: &Content, asked: &Content) {
        match (recorded, asked) {
            (Content::Json(recorded), Content::Json(asked)) => self.trees("body $", recorded, asked),
            _ => self.compare("body", described(recorded), described(asked)),
        }
    }

    fn trees(&mut self, path: &str, recorded: &Tree, asked: &Tree) {
        match (recorded, asked) {
            (Tree::Object(recorded), Tree::Object(asked)) => self.objects(path, &members(recorded), &members(asked)),
            (Tree::List(recorded), Tree::List(asked)) => {
                for index in 0..recorded.len().max(asked.len()) {
                    self.options(&format!("{path}[{index}]"), recorded.get(index), asked.get(index));
                }
            }
            _ => self.compare(path, Some(recorded.compact()), Some(asked.compact())),
        }
    }

    fn objects(&mut self, path: &str, recorded: &BTreeMap<&str, &Tree>, asked: &BTreeMap<&str, &Tree>) {
        for name in recorded.keys().chain(asked.keys()).collect::<BTreeSet<_>>() {
            self.options(&format!("{path}.{name}"), recorded.get(name).copied(), asked.get(name).copied());
        }
    }

    fn options(&mut self, path: &str, recorded: Option<&Tree>, asked: Option<&Tree>) {
        match (recorded, asked) {
            (Some(recorded), Some(asked)) => self.trees(path, recorded, asked),
            _ => self.compare(path, recorded.map(Tree::compact), asked.map(Tree::compact)),
        }
    }
}

/// Returns the members by name. The last one wins if a name occurs twice.
fn members(members: &[(String, Tree)]) -> BTreeMap<&str, &Tree> {
    members.iter().map(|(name, value)| (name.as_str(), value)).collect()
}

/// Returns a body as one line that differs if the bodies differ.
fn described(body: &Content) -> Option<String> {
    body.to_tree().map(|tree| tree.compact())
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}...", &text[..end]),
        None => text.to_owned(),
    }
}
