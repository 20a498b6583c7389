//! Sends the request and prints the result.

use hwc_api::serde_json::{self, Map, Value, json};
use hwc_api::{Client, Deviations, DynCall, Operation, Record};
use hwc_dynamic::{DynamicOperation, DynamicRequest, Redacted, ResponseWithMetadata};
use hwc_wire::{Exposed, ValueRef};

use super::client::settings;
use super::flags::CallFlags;
use crate::case::snake;
use crate::changes::is_change;
use crate::dynamic::output::{self, OutputTarget};
use crate::error::CliError;
use crate::ui::Ui;
use crate::ui::format::Format;
use crate::ui::note::{self, Note};
use crate::ui::progress::Progress;

/// Sends the request and prints the response, or each page of it.
pub(super) async fn send(
    client: &Client,
    request: DynamicRequest,
    flags: &CallFlags,
    target: OutputTarget,
    mut ui: Ui,
) -> Result<(), CliError> {
    let operation = request.operation();
    let call = with_flags(request.into_call(client), flags);
    match target {
        OutputTarget::File(path) => output::save(call, operation, path, &mut ui).await,
        OutputTarget::Stdout => output::copy(call, operation).await,
        OutputTarget::Formatted(file) => {
            let mut ui = ui.with_file(file);
            match flags.all_pages {
                true => all_pages(call, operation, &mut ui).await?,
                false => once(call, operation, flags.include, &mut ui).await?,
            }
            ui.finish()
        }
    }
}

fn with_flags(mut call: DynCall, flags: &CallFlags) -> DynCall {
    for (name, value) in settings(flags) {
        call = call.setting(name, value);
    }
    if flags.no_validate {
        call = call.validate(false);
    }
    if flags.strict {
        call = call.strict();
    }
    if flags.query_in_body { call.query_in_body() } else { call }
}

async fn once(call: DynCall, operation: DynamicOperation, include: bool, ui: &mut Ui) -> Result<(), CliError> {
    let progress = operation.sends_form().then(|| Progress::new("uploading"));
    let call = match &progress {
        Some(progress) => call.on_progress(progress.callback()),
        None => call,
    };
    let response = call.response().await?;
    drop(progress);
    warn(operation.descriptor(), &response.deviations);
    let printed = match include {
        true => output::print_document(&ResponseWithMetadata(&response), ui),
        false => output::print_response(operation, &*response.body, ui),
    };
    printed.inspect_err(|_| {
        if is_change(operation.descriptor()) {
            note::print(&done(operation, &*response.body));
        }
    })
}

/// Returns the response of a change with its secrets redacted, since standard error may be logged.
fn done(operation: DynamicOperation, response: &dyn Record) -> Note {
    let name = operation.full_name();
    let response = serde_json::to_value(Redacted::record(response)).unwrap_or_default();
    Note::done(json!({ "operation": name, "response": response }), &name)
}

/// Prints each page as it arrives. Tables and CSV need the columns of all pages first.
async fn all_pages(call: DynCall, operation: DynamicOperation, ui: &mut Ui) -> Result<(), CliError> {
    let mut pages = call.pages();
    let mut rows = Vec::new();
    while let Some(page) = pages.try_next().await? {
        match ui.format {
            Format::Table | Format::Csv => rows.extend(output::rows(operation, &*page)?.unwrap_or_default()),
            Format::Jsonl => output::print_response(operation, &*page, ui)?,
            Format::Json | Format::Yaml => ui.item(&Exposed(ValueRef::Record(&*page)), |_| String::new())?,
        }
    }
    match ui.format {
        Format::Table | Format::Csv => output::print_rows(&rows, ui)?,
        _ => {}
    }
    // The last page of a change feed has a cursor, which the next call begins with.
    if let Some(cursor) = pages.next_cursor() {
        note::print(&Note::with_members(&format!("next cursor: {cursor}"), json!({ "next_cursor": cursor })));
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
