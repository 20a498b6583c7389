//! The values that the examples of a source show for each field, and the members that no table lists.

use std::collections::BTreeMap;

use super::facts::{FactField, FactType, Facts};
use super::json::Json;

/// The key of the parameters of a request among the owners of fields.
pub(crate) const PARAMS: &str = "";

/// Adds the members of responses that an example shows and no table lists. Returns a quirk for each of them.
pub(crate) fn add_unlisted(facts: &mut Facts, owned: &dyn Fn(&str) -> bool) -> Vec<String> {
    let mut responses = facts.clone();
    responses.request_body = None;
    let mut quirks = Vec::new();
    for (model, name) in Observed::collect(&responses, owned).unlisted {
        let mut values = Vec::new();
        for example in facts.examples.iter().filter_map(|example| example.response.as_ref()) {
            find_members(example, &name, &mut values);
        }
        let Some(model) = facts.models.get_mut(&model) else { continue };
        let kind = values.iter().find_map(|value| kind_of(value)).unwrap_or_else(|| "string".to_owned());
        quirks.push(format!("{name} is in the example and not in the table; we read it if present."));
        model.fields.push(FactField { name, kind, ..FactField::default() });
    }
    quirks
}

/// Collects the members with a name at any depth.
fn find_members<'a>(json: &'a Json, name: &str, found: &mut Vec<&'a Json>) {
    match json {
        Json::Object(members) => {
            found.extend(members.get(name));
            members.values().for_each(|member| find_members(member, name, found));
        }
        Json::List(items) => items.iter().for_each(|item| find_members(item, name, found)),
        _ => {}
    }
}

/// Returns the type of a value in the words of the facts.
fn kind_of(value: &Json) -> Option<String> {
    let kind = match value {
        Json::Null => return None,
        Json::Bool(_) => "boolean",
        Json::Number(number) if number.is_i64() => "long",
        Json::Number(_) => "number",
        Json::Text(_) => "string",
        Json::Object(_) => "object",
        Json::List(items) => {
            let element = items.iter().find_map(kind_of).unwrap_or_else(|| "string".to_owned());
            return Some(format!("array<{element}>"));
        }
    };
    Some(kind.to_owned())
}

/// Values of examples by the owner of the field (a model, or [`PARAMS`]) and its name.
#[derive(Debug, Default)]
pub(crate) struct Observed {
    values: BTreeMap<(String, String), Vec<Json>>,
    /// The number of objects of each model.
    objects: BTreeMap<String, usize>,
    /// The members of examples that no table lists, with the owner.
    pub(crate) unlisted: Vec<(String, String)>,
}

impl Observed {
    /// Collects the values of all examples. Members in `owned` belong to every response.
    pub(crate) fn collect(facts: &Facts, owned: &dyn Fn(&str) -> bool) -> Self {
        let mut observed = Self::default();
        let request = facts.request_body.as_ref().map(|body| FactType::parse(&body.kind));
        let response = facts.success().map(|(_, response)| FactType::parse(&response.kind));
        for example in &facts.examples {
            if let (Some(ty), Some(body)) = (&request, super::request::body(facts, example)) {
                observed.walk(facts, ty, body, &|_| false);
            }
            if let (Some(ty), Some(body)) = (&response, &example.response) {
                observed.walk(facts, ty, body, owned);
            }
        }
        observed
    }

    /// Returns the values of a field.
    pub(crate) fn values(&self, owner: &str, field: &str) -> &[Json] {
        self.values.get(&(owner.to_owned(), field.to_owned())).map_or(&[], Vec::as_slice)
    }

    /// Returns true if an object of the model lacks a field.
    pub(crate) fn is_missing(&self, owner: &str, field: &str) -> bool {
        self.objects.get(owner).is_some_and(|objects| self.values(owner, field).len() < *objects)
    }

    fn walk(&mut self, facts: &Facts, ty: &FactType, value: &Json, owned: &dyn Fn(&str) -> bool) {
        match (ty, value) {
            (FactType::List(inner), Json::List(items)) => {
                items.iter().for_each(|item| self.walk(facts, inner, item, owned));
            }
            (FactType::Map(inner), Json::Object(members)) => {
                members.values().for_each(|member| self.walk(facts, inner, member, &|_| false));
            }
            (FactType::Model(name), Json::Object(members)) if !facts.fields(name).is_empty() => {
                *self.objects.entry(name.clone()).or_default() += 1;
                for (member, value) in members.iter().filter(|(member, _)| !owned(member)) {
                    self.walk_member(facts, name, member, value);
                }
            }
            _ => {}
        }
    }

    fn walk_member(&mut self, facts: &Facts, owner: &str, member: &str, value: &Json) {
        let Some(field) = facts.fields(owner).iter().find(|field| field.name == member) else {
            let unlisted = (owner.to_owned(), member.to_owned());
            if !self.unlisted.contains(&unlisted) {
                self.unlisted.push(unlisted);
            }
            return;
        };
        self.values.entry((owner.to_owned(), member.to_owned())).or_default().push(value.clone());
        self.walk(facts, &FactType::parse(&field.kind), value, &|_| false);
    }
}
