//! Sends the request and prints the result.

use hwc_api::serde_json::{Map, Value, json};
use hwc_api::wire::ValueRef;
use hwc_api::{Client, Deviations, DynCall, Operation, Record};
use hwc_dynamic::{DynamicRequest, Redacted, ResponseWithMetadata};

use super::CallFlags;
use super::client::settings;
use crate::changes::is_change;
use crate::dynamic::output::OutputTarget;
use crate::failure::Failure;
use crate::names::snake;
use crate::output::{self, Note};
use crate::show::progress::Bar;

/// Sends the request and prints the response, or each page of it.
pub(super) async fn send(
    client: &Client,
    request: DynamicRequest,
    flags: &CallFlags,
    target: Option<OutputTarget>,
) -> Result<(), Failure> {
    let operation = request.operation();
    let call = with_flags(request.into_call(client), flags);
    match target {
        Some(target) => target.write(call).await,
        None if flags.all_pages => all_pages(call).await,
        None if operation.sends_form() => {
            let bar = Bar::new("uploading");
            once(call.on_progress(bar.watcher()), operation.descriptor(), flags.include).await
        }
        None => once(call, operation.descriptor(), flags.include).await,
    }
}

fn with_flags(mut call: DynCall, flags: &CallFlags) -> DynCall {
    for (name, value) in settings(flags) {
        call = call.setting(name, value);
    }
    if let Some(timeout) = flags.timeout {
        call = call.timeout(timeout);
    }
    if flags.no_validate {
        call = call.validate(false);
    }
    if flags.strict {
        call = call.strict();
    }
    if flags.query_in_body { call.query_in_body() } else { call }
}

async fn once(call: DynCall, operation: &Operation, include: bool) -> Result<(), Failure> {
    let response = call.response().await?;
    warn(operation, &response.deviations);
    let done = || done(operation, &*response.body);
    match (is_change(operation), include) {
        (true, true) => output::change(&ResponseWithMetadata(&response), &done),
        (true, false) => output::change(&ValueRef::Record(&*response.body), &done),
        (false, true) => output::result(&ResponseWithMetadata(&response)),
        (false, false) => output::result(&ValueRef::Record(&*response.body)),
    }
}

/// Returns the response of a change with its secrets redacted, since standard error may be logged.
fn done(operation: &Operation, response: &dyn Record) -> Note {
    let name = operation.full_name();
    let response = hwc_api::serde_json::to_value(Redacted::record(response));
    Note::done(json!({ "operation": name, "response": response.unwrap_or_default() }), &name)
}

async fn all_pages(call: DynCall) -> Result<(), Failure> {
    let mut pages = call.pages();
    while let Some(page) = pages.try_next().await? {
        output::result(&ValueRef::Record(&*page))?;
    }
    Ok(())
}

/// Prints deviations of the response as warnings. A warning that cannot be printed is ignored.
fn warn(operation: &Operation, deviations: &Deviations) {
    for deviation in deviations {
        let mut members = Map::new();
        let more = [("operation", operation.full_name()), ("path", deviation.path.clone())];
        members.extend(more.map(|(name, value)| (name.to_owned(), Value::from(value))));
        members.insert("note".to_owned(), json!(deviation.note));
        let message = format!("{}: {}: {}", operation.full_name(), deviation.path, deviation.note);
        output::say(&Note::warning(&snake(&deviation.kind), &message, members));
    }
}
