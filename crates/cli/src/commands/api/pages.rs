//! All pages of a list. The description of the operation tells how its pages follow each other.

use hwc_api::Client;
use hwc_api::serde_json::{Map, Value, json};
use hwc_dynamic::{DynamicOperation, DynamicRequest, Field, fill_page_defaults, find_field};
use hwc_wire::Kind;
use percent_encoding::percent_decode_str;

use super::input::Body;
use super::route::{Route, is_parameter};
use crate::commands::call;
use crate::error::CliError;
use crate::ui::Ui;

/// Fetches all pages and prints each one as it arrives.
pub(super) async fn print(client: &Client, route: &Route, body: Body, ui: &mut Ui) -> Result<(), CliError> {
    let operation = route.operation.filter(|operation| operation.pagination().is_some()).ok_or_else(|| {
        CliError::usage(format!("--paginate: no operation with pages has the path `{}`", route.path)).with_next(
            "hwc operations -o json --jq 'map(select(.pagination)) | .[].name'",
            "to list the ones with pages",
        )
    })?;
    let (mut members, settings) = split(operation, route, body)?;
    fill_page_defaults(operation, &mut members);
    let request = DynamicRequest::from_json(operation, members);
    let request = request.map_err(|error| CliError::usage(error.to_string()).for_operation(operation.descriptor()))?;
    let mut call = request.into_call(client);
    for (name, value) in settings {
        call = call.setting(name, value);
    }
    call::print_pages(call, operation, ui).await
}

/// Adds the parameters of a query. A repeated parameter is a list.
fn add_query(members: &mut Map<String, Value>, fields: &[Field], query: impl Iterator<Item = (String, String)>) {
    for (name, value) in query {
        let is_list = find_field(fields, &name).is_some_and(|field| matches!(field.kind, Kind::List(_)));
        match members.get_mut(&name).and_then(Value::as_array_mut) {
            Some(list) => list.push(json!(value)),
            None if is_list => drop(members.insert(name, json!([value]))),
            None => drop(members.insert(name, json!(value))),
        }
    }
}

/// Settings by name.
type Settings = Vec<(String, String)>;

/// Returns the fields of the request, and the settings in its path.
fn split(operation: DynamicOperation, route: &Route, body: Body) -> Result<(Map<String, Value>, Settings), CliError> {
    let fields = operation.fields();
    let (mut members, mut settings) = (Map::new(), Vec::new());
    let segments = operation.descriptor().path.split('/').zip(route.path.split('/'));
    for (parameter, segment) in segments.filter(|(expected, _)| is_parameter(expected)) {
        let name = parameter.trim_matches(['{', '}']);
        let value = percent_decode_str(segment).decode_utf8_lossy().into_owned();
        match find_field(&fields, name) {
            Some(field) => drop(members.insert(field.name().to_owned(), json!(value))),
            None => settings.push((name.to_owned(), value)),
        }
    }
    add_query(&mut members, &fields, route.query.iter().cloned().chain(body.query));
    match body.json {
        Some(Value::Object(body)) => members.extend(body),
        Some(_) => return Err(CliError::usage("--paginate: the body must be a JSON object")),
        None => {}
    }
    Ok((members, settings))
}
