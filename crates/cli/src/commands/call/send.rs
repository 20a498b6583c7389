//! Sends the request and prints the result.

use hwc_api::serde_json::{self, Map, Value, json};
use hwc_api::{Client, Deviations, DynCall, Operation, Record, TaskProgress};
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
            match (flags.all_pages, flags.wait) {
                (true, _) => all_pages(call, operation, &mut ui).await?,
                (_, true) => wait(call, operation, &mut ui).await?,
                _ => once(call, operation, flags.include, &mut ui).await?,
            }
            ui.finish()
        }
    }
}

pub(super) fn with_flags(mut call: DynCall, flags: &CallFlags) -> DynCall {
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

/// Waits for the end of background work, reports its progress and prints the last response. Work that did not succeed is an
/// error.
async fn wait(call: DynCall, operation: DynamicOperation, ui: &mut Ui) -> Result<(), CliError> {
    let Some(poll) = operation.poll_operation() else {
        return Err(CliError::internal("the operation starts no background work"));
    };
    let mut wait = call.wait(poll.entry().request, poll.entry().response);
    let mut last = None;
    while let Some(progress) = wait.try_next().await? {
        if last.as_ref() != Some(&progress) {
            ui.write_note(&progress_note(operation, &progress));
        }
        last = Some(progress);
    }
    let outcome = wait.await?;
    output::print_response(poll, &*outcome.response, ui)?;
    match outcome.is_success() {
        true => Ok(()),
        false => {
            let result = snake(&outcome.result);
            Err(CliError::incomplete(format!("the background work ended as {result}"))
                .for_operation(operation.descriptor()))
        }
    }
}

/// Returns the progress of background work as a note.
fn progress_note(operation: DynamicOperation, progress: &TaskProgress) -> Note {
    let result = progress.result.map_or_else(|| "running".to_owned(), |result| snake(&result));
    let percent = progress.percent.map(|percent| format!(", {percent} %")).unwrap_or_default();
    let message = format!("{}: {result}{percent}", operation.full_name());
    Note::with_members(&message, json!({ "state": progress.state, "percent": progress.percent }))
}

/// Returns the response of a change with its secrets redacted, since standard error may be logged.
fn done(operation: DynamicOperation, response: &dyn Record) -> Note {
    let name = operation.full_name();
    let response = serde_json::to_value(Redacted::record(response)).unwrap_or_default();
    Note::done(json!({ "operation": name, "response": response }), &name)
}

/// Prints each page as it arrives. Tables and CSV need the columns of all pages first.
pub(in crate::commands) async fn all_pages(
    call: DynCall,
    operation: DynamicOperation,
    ui: &mut Ui,
) -> Result<(), CliError> {
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

#[cfg(test)]
#[cfg(feature = "sandbox")]
mod tests {
    use std::time::{Duration, UNIX_EPOCH};

    use hwc_api::transport::clock::ManualClock;
    use hwc_sandbox::{Sandbox, SandboxOptions};

    use super::*;
    use crate::ui::Sink;

    const SPACE: &str = "IAADfsBFCO6WtAtuA000000000000000000000000000001";

    /// Runs `--wait` for a copy of this file, and returns what it prints.
    async fn copy(file: &str) -> (Value, Result<(), CliError>) {
        let clock = ManualClock::new(UNIX_EPOCH + Duration::from_secs(1_800_000_000));
        let sandbox = Sandbox::new(SandboxOptions::default().clock(clock.clone())).unwrap();
        let builder = Client::builder().transport(sandbox).default_endpoint("http://sandbox.invalid");
        let client = builder.koodrive_token("any").clock(clock.clone()).build().unwrap();
        let input = json!({ "fileInfo": [{ "fileId": file }], "srcContainerId": SPACE });
        let members = json!({ "taskType": 1, "taskInfo": input, "dstContainerId": SPACE });
        let operation = DynamicOperation::find("CreateJob").unwrap();
        let request = DynamicRequest::from_json(operation, members.as_object().unwrap().clone()).unwrap();
        let path = std::env::temp_dir().join(format!("hwc-wait-{}-{file}.json", std::process::id()));
        let mut ui = Ui::new(Format::Json, true).with_file(Some(Sink::atomic(&path).unwrap()));
        let done = clock.run_to_completion(wait(request.into_call(&client), operation, &mut ui)).await;
        ui.finish().unwrap();
        let printed = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
        std::fs::remove_file(path).unwrap();
        (printed, done)
    }

    #[test]
    fn a_job_is_waited_for_until_it_ends() {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let (printed, done) = runtime.block_on(copy("F00000000000000000000000000000001"));
        assert!(done.is_ok() && printed["data"]["jobInfo"].is_object(), "{printed}");
        assert!(printed["data"]["taskInfos"][0]["newFileId"].is_string(), "{printed}");
        let (printed, done) = runtime.block_on(copy("F-none"));
        let message = done.unwrap_err().message();
        assert!(message.contains("the background work ended as failed") && printed["data"].is_object(), "{message}");
    }
}
