//! Sends the request and prints the result.

use hwc_api::serde_json::{Map, Value, json};
use hwc_api::wire::ValueRef;
use hwc_api::wire::catalog::OperationEntry;
use hwc_api::{Client, Deviations, DynCall, Operation, Record};
use serde::Serialize;

use super::client::settings;
use super::content::{self, Target};
use super::details::Details;
use crate::case::snake;
use crate::changes::is_change;
use crate::commands::call::CallFlags;
use crate::error::CliError;
use crate::ui::Ui;
use crate::ui::format::Format;
use crate::ui::note::{self, Note};
use crate::ui::progress::Progress;
use crate::ui::redacted::Redacted;

/// Sends the request and prints the response, or each page of it.
pub(crate) async fn send(
    client: &Client,
    entry: &'static OperationEntry,
    request: Box<dyn Record>,
    options: &CallFlags,
    target: Option<Target>,
) -> Result<(), CliError> {
    let sends_file = request.descriptor().is_form();
    let call = with_options(client.call_dyn(entry.operation, request, entry.response), options);
    match target {
        Some(target) => content::take(call, target).await,
        None if options.all_pages => all_pages(call).await,
        None if sends_file => {
            let bar = Progress::new("uploading");
            once(call.on_progress(bar.callback()), entry.operation, options.include).await
        }
        None => once(call, entry.operation, options.include).await,
    }
}

fn with_options(mut call: DynCall, options: &CallFlags) -> DynCall {
    for (name, value) in settings(options) {
        call = call.setting(name, value);
    }
    if options.no_validate {
        call = call.validate(false);
    }
    if options.strict {
        call = call.strict();
    }
    if options.query_in_body { call.query_in_body() } else { call }
}

async fn once(call: DynCall, operation: &Operation, detailed: bool) -> Result<(), CliError> {
    let reply = call.response().await?;
    warn(operation, &reply.deviations);
    let printed = match detailed {
        true => result(&Details(&reply)),
        false => result(&ValueRef::Record(&*reply.body)),
    };
    printed.inspect_err(|_| {
        if is_change(operation) {
            note::print(&done(operation, &*reply.body));
        }
    })
}

fn result(value: &impl Serialize) -> Result<(), CliError> {
    Ui::new(Format::Json, true).document(value, |_| String::new())
}

/// Returns the response of a change with its secrets redacted, since standard error may be logged.
fn done(operation: &Operation, answer: &dyn Record) -> Note {
    let (name, answer) = (operation.full_name(), hwc_api::serde_json::to_value(Redacted(ValueRef::Record(answer))));
    Note::done(json!({ "operation": name, "answer": answer.unwrap_or_default() }), &name)
}

async fn all_pages(call: DynCall) -> Result<(), CliError> {
    let mut pages = call.pages();
    while let Some(page) = pages.try_next().await? {
        result(&ValueRef::Record(&*page))?;
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
        note::print(&Note::warning(&snake(&deviation.kind), &message, members));
    }
}
