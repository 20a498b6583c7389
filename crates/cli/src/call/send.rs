//! Makes the call and prints what comes of it.

use hwc_api::serde_json::json;
use hwc_api::wire::Output;
use hwc_api::wire::catalog::Entry;
use hwc_api::{Client, Deviations, DynCall, Operation, Record};

use super::client::settings;
use super::content::{self, Target};
use super::details::Details;
use crate::arguments::CallOptions;
use crate::failure::Failure;
use crate::names::snake;
use crate::output;
use crate::show::progress::Bar;

/// Sends the request and prints the answer, or each page of it.
pub(crate) async fn send(
    client: &Client,
    entry: &'static Entry,
    request: Box<dyn Record>,
    options: &CallOptions,
    target: Option<Target>,
) -> Result<(), Failure> {
    let sends_file = request.shape().is_form();
    let call = with_options(client.call_dyn(entry.operation, request, entry.response), options);
    match target {
        Some(target) => content::take(call, target).await,
        None if options.all_pages => all_pages(call).await,
        None if sends_file => {
            let bar = Bar::new("uploading");
            once(call.progress(bar.watcher()), entry.operation, options.detailed).await
        }
        None => once(call, entry.operation, options.detailed).await,
    }
}

fn with_options(mut call: DynCall, options: &CallOptions) -> DynCall {
    for (name, value) in settings(options) {
        call = call.setting(name, value);
    }
    if let Some(timeout) = options.timeout {
        call = call.timeout(timeout);
    }
    if options.no_check {
        call = call.check_limits(false);
    }
    if options.strict {
        call = call.strict();
    }
    if options.query_as_body { call.query_as_body() } else { call }
}

async fn once(call: DynCall, operation: &Operation, detailed: bool) -> Result<(), Failure> {
    let reply = call.detailed().await?;
    warn(operation, &reply.deviations);
    if detailed { output::result(&Details(&reply)) } else { output::result(&Output::Record(&*reply.body)) }
}

async fn all_pages(call: DynCall) -> Result<(), Failure> {
    let mut pages = call.pages();
    while let Some(page) = pages.try_next().await? {
        output::result(&Output::Record(&*page))?;
    }
    Ok(())
}

/// Tells where the answer differs from its description. That a warning cannot be printed changes nothing.
fn warn(operation: &Operation, deviations: &Deviations) {
    for deviation in deviations {
        let _ = output::note(&json!({ "warning": {
            "operation": operation.full_name(),
            "kind": snake(&deviation.kind),
            "path": deviation.path,
            "note": deviation.note,
        }}));
    }
}
