//! Comparison of requests. Describes how an unrecorded request differs from the recorded ones.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;

use super::headers;
use super::ordered_json::OrderedJson;
use super::recorded_body::RecordedBody;
use super::recorded_request::RecordedRequest;
use super::recording::Exchange;
use super::target;

/// The maximum number of characters of a value in a message.
const MAX_VALUE_CHARS: usize = 80;

/// The maximum number of differences in a message.
const MAX_DIFFERENCES: usize = 5;

/// Returns the differences, one line each. Equal requests have none.
pub(super) fn differences(recorded: &RecordedRequest, request: &RecordedRequest) -> Vec<String> {
    let mut found = Differences(Vec::new());
    let named = |request: &RecordedRequest| Some(request.name()).filter(|name| !name.is_empty());
    found.compare("operation", named(recorded), named(request));
    found.compare("method", Some(&recorded.method), Some(&request.method));
    let ((path, _), (request_path, _)) = (target::split(&recorded.target), target::split(&request.target));
    found.compare("path", Some(path), Some(request_path));
    found.maps("query", &query(recorded), &query(request));
    found.maps("header", &header_map(recorded), &header_map(request));
    found.bodies(&recorded.body, &request.body);
    found.0
}

/// Explains why no exchange matches a request.
pub(super) fn explain(exchanges: &[Exchange], request: &RecordedRequest) -> String {
    let compared = exchanges.iter().map(|exchange| differences(&exchange.request, request)).enumerate();
    let same = compared.clone().filter(|(_, differences)| differences.is_empty()).count();
    let label = request.label();
    if same > 0 {
        let number = if same == 1 { "the only one".to_owned() } else { format!("all {same}") };
        return format!("has no response left for {label}: {number} was used already");
    }
    let is_other = |index: usize| exchanges[index].request.name() != request.name();
    match compared.min_by_key(|(index, differences)| (is_other(*index), differences.len())) {
        Some((index, differences)) => format!(
            "has no response for {label}; the closest is exchange {}, {}, which differs: {}",
            index + 1,
            exchanges[index].request.label(),
            listed(&differences)
        ),
        None => format!("has no response for {label}: it is empty"),
    }
}

fn listed(differences: &[String]) -> String {
    let first = differences[..differences.len().min(MAX_DIFFERENCES)].join("; ");
    match differences.len().saturating_sub(MAX_DIFFERENCES) {
        0 => first,
        more => format!("{first}; and {more} more"),
    }
}

/// Returns the values of each parameter, in order.
fn query(request: &RecordedRequest) -> BTreeMap<String, Vec<String>> {
    group(target::pairs(&request.target))
}

fn header_map(request: &RecordedRequest) -> BTreeMap<String, Vec<String>> {
    group(
        request
            .headers
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

struct Differences(Vec<String>);

impl Differences {
    fn compare<T: Display + PartialEq>(&mut self, field: &str, recorded: Option<T>, requested: Option<T>) {
        if recorded == requested {
            return;
        }
        let shown = |value: Option<T>| value.map_or("nothing".to_owned(), |value| shortened(&value.to_string()));
        self.0.push(format!("{field}: recorded {}, requested {}", shown(recorded), shown(requested)));
    }

    fn maps(
        &mut self,
        field: &str,
        recorded: &BTreeMap<String, Vec<String>>,
        requested: &BTreeMap<String, Vec<String>>,
    ) {
        for name in recorded.keys().chain(requested.keys()).collect::<BTreeSet<_>>() {
            let joined =
                |map: &BTreeMap<String, Vec<String>>| map.get(name).map(|values| format!("{:?}", values.join(", ")));
            self.compare(&format!("{field} {name}"), joined(recorded), joined(requested));
        }
    }

    fn bodies(&mut self, recorded: &RecordedBody, requested: &RecordedBody) {
        match (recorded, requested) {
            (RecordedBody::Json(recorded), RecordedBody::Json(requested)) => self.trees("body $", recorded, requested),
            _ => self.compare("body", described(recorded), described(requested)),
        }
    }

    fn trees(&mut self, path: &str, recorded: &OrderedJson, requested: &OrderedJson) {
        match (recorded, requested) {
            (OrderedJson::Object(recorded), OrderedJson::Object(requested)) => {
                self.objects(path, &members(recorded), &members(requested));
            }
            (OrderedJson::List(recorded), OrderedJson::List(requested)) => {
                for index in 0..recorded.len().max(requested.len()) {
                    self.options(&format!("{path}[{index}]"), recorded.get(index), requested.get(index));
                }
            }
            _ => self.compare(path, Some(recorded.compact()), Some(requested.compact())),
        }
    }

    fn objects(
        &mut self,
        path: &str,
        recorded: &BTreeMap<&str, &OrderedJson>,
        requested: &BTreeMap<&str, &OrderedJson>,
    ) {
        for name in recorded.keys().chain(requested.keys()).collect::<BTreeSet<_>>() {
            self.options(&format!("{path}.{name}"), recorded.get(name).copied(), requested.get(name).copied());
        }
    }

    fn options(&mut self, path: &str, recorded: Option<&OrderedJson>, requested: Option<&OrderedJson>) {
        match (recorded, requested) {
            (Some(recorded), Some(requested)) => self.trees(path, recorded, requested),
            _ => self.compare(path, recorded.map(OrderedJson::compact), requested.map(OrderedJson::compact)),
        }
    }
}

/// Returns the members by name. The last one wins if a name occurs twice.
fn members(members: &[(String, OrderedJson)]) -> BTreeMap<&str, &OrderedJson> {
    members.iter().map(|(name, value)| (name.as_str(), value)).collect()
}

/// Returns a body as one line that differs if the bodies differ.
fn described(body: &RecordedBody) -> Option<String> {
    body.to_tree().map(|tree| tree.compact())
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(MAX_VALUE_CHARS) {
        Some((end, _)) => format!("{}...", &text[..end]),
        None => text.to_owned(),
    }
}
