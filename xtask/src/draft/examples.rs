//! The examples of a draft. The project's own encoder and decoder state what is sent and what is read, so that an example
//! holds as soon as the types do.

use hwc_wire::{
    DecodeContext, DecodeMode, EncodeOptions, Method, Operation, Record, RequestParts, Setting, SettingLocation,
};
use indexmap::IndexMap;

use super::drafter::Drafter;
use super::facts::ExampleFacts;
use super::json::Json;
use super::plan::{ExamplePlan, FieldPlan};
use super::{convert, request, response_example, sample, target};
use crate::dynamic::DynamicRecord;
use crate::model::Field;

/// Returns the examples of the source, or a synthetic one.
pub(crate) fn build(drafter: &mut Drafter<'_>) -> Vec<ExamplePlan> {
    let facts = drafter.facts;
    if facts.examples.is_empty() {
        return vec![build_example(drafter, &ExampleFacts::default(), "made from the types", true)];
    }
    let mut built = Vec::new();
    for (index, example) in facts.examples.iter().enumerate() {
        let name = if index == 0 { "as documented".to_owned() } else { format!("as documented, {}", index + 1) };
        built.push(build_example(drafter, example, &name, false));
    }
    built
}

fn build_example(drafter: &mut Drafter<'_>, facts: &ExampleFacts, name: &str, synthetic: bool) -> ExamplePlan {
    let mut example = ExamplePlan::default();
    example.members.push(("name", Json::Text(name.to_owned())));
    if synthetic {
        example.members.push(("synthetic", Json::Bool(true)));
    }
    if let Some(note) = facts.note.as_ref().filter(|_| !synthetic) {
        example.todos.push(format!("the source says about its example: {}", super::text::one_line(note)));
    }
    let input = input(drafter, facts, synthetic, &mut example.todos);
    add_request(drafter, facts, &input, &mut example);
    response_example::add(drafter, facts, synthetic, &mut example);
    example
}

/// Returns the values of the request by field: those of the source, and made-up ones for what is required.
fn input(
    drafter: &mut Drafter<'_>,
    facts: &ExampleFacts,
    synthetic: bool,
    todos: &mut Vec<String>,
) -> IndexMap<String, Json> {
    let mut shown = request::parameters(drafter.facts, facts);
    if let Some(body) = request::body(drafter.facts, facts) {
        match (body, drafter.facts.request_body.is_some()) {
            (Json::Object(members), _) => shown.extend(members.clone()),
            (_, false) => todos.push("the source shows a body, but the request has none".to_owned()),
            _ => {}
        }
    }
    let sections: Vec<(&'static str, FieldPlan)> = drafter
        .plan
        .request_sections()
        .flat_map(|(section, fields)| fields.iter().map(|field| (*section, field.clone())))
        .collect();
    let mut input = IndexMap::new();
    for (section, field) in &sections {
        let whole = request::body(drafter.facts, facts).filter(|_| field.payload).cloned();
        let value = whole.or_else(|| take(&mut shown, &field.name));
        let value = value.filter(|value| *section == "body" || *value != Json::Text(String::new()));
        let value = value.filter(|_| field.ty != crate::model::FieldType::FilePart);
        if let Some(value) = value {
            input.insert(field.name.clone(), split_list(field, section, value));
        } else if field.required || *section == "path" {
            input.insert(field.name.clone(), sample::sample_field(field, &drafter.types));
            if !synthetic {
                todos.push(format!("no example shows `{}`: the value is made up", field.name));
            }
        }
    }
    let is_whole = sections.iter().any(|(_, field)| field.payload);
    note_unlisted(drafter, &shown, is_whole);
    input
}

/// Removes the value with a name, or with the same name in other letter case.
fn take(shown: &mut IndexMap<String, Json>, name: &str) -> Option<Json> {
    if let Some(value) = shown.shift_remove(name) {
        return Some(value);
    }
    let other = shown.keys().find(|key| key.eq_ignore_ascii_case(name)).cloned()?;
    shown.get(&other).cloned()
}

/// Splits a text of the query that is a list with commas.
fn split_list(field: &FieldPlan, section: &str, value: Json) -> Json {
    match (&field.ty, value) {
        (crate::model::FieldType::List(_), Json::Text(text)) if section == "query" => {
            Json::List(text.split(',').map(|item| Json::Text(item.trim().to_owned())).collect())
        }
        (_, value) => value,
    }
}

/// Notes the values of an example that belong to no field.
fn note_unlisted(drafter: &mut Drafter<'_>, shown: &IndexMap<String, Json>, is_whole: bool) {
    for name in shown.keys().filter(|_| !is_whole) {
        let service = drafter.service;
        if !target::owns_header(service, name) && !target::owns_path_parameter(service, name) {
            drafter.plan.add_question(format!("{name} is in the request of an example and not in the table."));
        }
    }
}

/// Adds the input, and the request that hwc sends for it.
fn add_request(
    drafter: &mut Drafter<'_>,
    facts: &ExampleFacts,
    input: &IndexMap<String, Json>,
    example: &mut ExamplePlan,
) {
    let fields = convert::request_fields(&drafter.plan);
    let mut record = DynamicRecord::new("request", &fields, &[], &drafter.types);
    for (name, value) in input {
        if let Err(message) = set_field(&mut record, &fields, name, value, DecodeMode::Lenient) {
            example.todos.push(format!("the example's `{name}` cannot be sent: {}", super::text::one_line(&message)));
        }
    }
    if let Some(violation) = hwc_wire::validate(&record).first() {
        example
            .todos
            .push(format!("the example violates a constraint: {}", super::text::one_line(&violation.to_string())));
    }
    if let Some(Json::Object(members)) = Json::from_item(&hwc_wire::Exposed(hwc_wire::ValueRef::Record(&record)))
        .filter(|json| *json != Json::Object(IndexMap::new()))
    {
        let strict = |name, value| {
            set_field(
                &mut DynamicRecord::new("request", &fields, &[], &drafter.types),
                &fields,
                name,
                value,
                DecodeMode::Strict,
            )
        };
        let wrong = members.iter().filter_map(|(name, value)| Some((name, strict(name, value).err()?)));
        example.todos.extend(wrong.map(|(name, message)| {
            format!("the example's `{name}` contradicts the table: {}", super::text::one_line(&message))
        }));
        example.members.push(("input", Json::Object(members)));
    }
    let settings = settings(drafter, facts);
    if !settings.is_empty() {
        let members = settings.iter().map(|(name, value)| (name.clone(), Json::Text(value.clone())));
        example.members.push(("settings", Json::Object(members.collect())));
    }
    match encode(drafter, &record, &settings) {
        Ok(parts) => add_wire_form(drafter, facts, &parts, example),
        Err(message) => {
            example.members.push(("request", Json::Text(drafter.plan.request_line.clone())));
            example.todos.push(format!("the request cannot be encoded: {}", super::text::one_line(&message)));
        }
    }
}

fn set_field(
    record: &mut DynamicRecord,
    fields: &[Field],
    name: &str,
    value: &Json,
    mode: DecodeMode,
) -> Result<(), String> {
    let index = fields.iter().position(|field| field.name() == name).ok_or("unknown field")?;
    let mut cx = DecodeContext::new(mode);
    hwc_wire::decode_value(record.get_mut(index), value.to_json().as_bytes(), &mut cx)
        .map_err(|error| error.to_string())
}

/// Returns the settings that fill the path, with made-up values where the source shows none.
fn settings(drafter: &Drafter<'_>, facts: &ExampleFacts) -> Vec<(String, String)> {
    let shown = request::parameters(drafter.facts, facts);
    let wanted = crate::model::path_params(&drafter.facts.path);
    let own = drafter.service.yaml.settings.iter().filter_map(|(name, setting)| Some((name, setting.path.as_deref()?)));
    let filled = own.filter(|(_, path)| wanted.contains(path)).map(|(name, path)| {
        let value = shown.get(path).map(Json::to_plain).filter(|value| !value.is_empty());
        (name.clone(), value.unwrap_or_else(|| format!("{}-123", path.trim_end_matches("_id"))))
    });
    filled.collect()
}

/// Returns the operation for the encoder and the decoder.
fn wire_operation(drafter: &Drafter<'_>) -> Result<Operation, String> {
    let leak = |text: &str| -> &'static str { Box::leak(text.to_owned().into_boxed_str()) };
    let methods = [Method::Get, Method::Head, Method::Post, Method::Put, Method::Patch, Method::Delete];
    let method = methods.into_iter().find(|method| method.as_str() == drafter.facts.method).ok_or("unknown method")?;
    let known = drafter.service.yaml.settings.iter().map(|(name, setting)| Setting {
        name: leak(name),
        wire: leak(setting.header.as_deref().or(setting.path.as_deref()).unwrap_or_default()),
        location: if setting.path.is_some() { SettingLocation::Path } else { SettingLocation::Header },
        doc: "",
    });
    let known: &'static [Setting] = Box::leak(known.collect::<Vec<_>>().into_boxed_slice());
    let service = Box::leak(Box::new(hwc_wire::Service::new(leak(&drafter.service.id)).settings(known)));
    Ok(Operation::new(service, "", "Draft", method, leak(&drafter.facts.path)))
}

fn encode(
    drafter: &Drafter<'_>,
    record: &DynamicRecord,
    settings: &[(String, String)],
) -> Result<RequestParts, String> {
    let wire = wire_operation(drafter)?;
    let settings: Vec<(&str, &str)> = settings.iter().map(|(name, value)| (&**name, &**value)).collect();
    let options = EncodeOptions { settings: &settings, query_in_body: false };
    hwc_wire::encode(&wire, record, options).map_err(|error| error.to_string())
}

/// Returns true if a server reads a request as the same input.
fn is_same_input(drafter: &Drafter<'_>, line: &str, body: &Json, record: &Json, query_in_body: bool) -> bool {
    let fields = convert::request_fields(&drafter.plan);
    let target = line.split_once(' ').map_or("", |(_, target)| target);
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let template = drafter.facts.path.split('/').zip(path.split('/'));
    let param = |(name, value): (&'static str, &'static str)| Some((name.strip_prefix('{')?.strip_suffix('}')?, value));
    let leak = |text: &str| -> &'static str { Box::leak(text.to_owned().into_boxed_str()) };
    let params: Vec<(&str, &str)> = template.filter_map(|(name, value)| param((leak(name), leak(value)))).collect();
    let mut read = DynamicRecord::new("request", &fields, &[], &drafter.types);
    let text = body.to_json();
    let from = hwc_wire::RequestRef { path: &params, query, header: &|_| None, body: text.as_bytes(), form: None };
    let Ok(mut wire) = wire_operation(drafter) else { return false };
    wire.query_in_body = query_in_body;
    let mut cx = DecodeContext::new(DecodeMode::Lenient);
    hwc_wire::decode_request(&wire, from, &mut read, &mut cx).is_ok()
        && Json::from_item(&hwc_wire::Exposed(hwc_wire::ValueRef::Record(&read))).as_ref() == Some(record)
}

/// Adds the request line and the body, and the body of the source if it differs.
fn add_wire_form(drafter: &mut Drafter<'_>, facts: &ExampleFacts, parts: &RequestParts, example: &mut ExamplePlan) {
    let line = format!("{} {}", drafter.facts.method, parts.path_and_query);
    example.members.push(("request", Json::Text(line.clone())));
    let body = if parts.form.is_empty() {
        parts.body.as_deref().and_then(|body| Json::parse(&String::from_utf8_lossy(body)).ok())
    } else {
        let member = |part: &hwc_wire::FormPart| Some((part.name.to_owned(), Json::from_item(&part.to_json().ok()?)?));
        Some(Json::Object(parts.form.iter().filter_map(member).collect()))
    };
    let shown = request::body(drafter.facts, facts).filter(|shown| Some(*shown) != body.as_ref()).cloned();
    if let Some(body) = body {
        example.members.push(("request_body", body));
    }
    if let Some(shown) = shown {
        add_documented(drafter, &line, shown, example);
    }
}

/// Adds the body that the source shows, if it has the same meaning.
fn add_documented(drafter: &mut Drafter<'_>, line: &str, shown: Json, example: &mut ExamplePlan) {
    let input = example.members.iter().find(|(key, _)| *key == "input").map(|(_, input)| input.clone());
    let input = input.unwrap_or_else(|| Json::Object(IndexMap::new()));
    let in_query = drafter.facts.request_body.is_none() && is_query(drafter, &shown);
    let without_query = line.split('?').next().unwrap_or_default();
    let line = if in_query { without_query } else { line };
    if shown == Json::Object(IndexMap::new()) {
        return;
    }
    if !is_same_input(drafter, line, &shown, &input, in_query) {
        example.todos.push(format!("the source shows another body: {}", super::text::one_line(&shown.to_json())));
        return;
    }
    let mut members = IndexMap::from([("request_body".to_owned(), shown)]);
    if in_query {
        let quirk = "The example has the query as a JSON body; we send the query and read both.";
        drafter.plan.add_quirk(quirk.to_owned());
        drafter.plan.query_in_body = true;
        members.insert_before(0, "request".to_owned(), Json::Text(line.to_owned()));
    }
    example.members.push(("documented", Json::Object(members)));
}

/// Returns true if a body consists of parameters of the query.
fn is_query(drafter: &Drafter<'_>, body: &Json) -> bool {
    let query = drafter.plan.section("query");
    let known = |name: &String| query.iter().any(|field| field.name == *name);
    drafter.facts.method == "GET" && body.members().is_some_and(|members| members.keys().all(known))
}
