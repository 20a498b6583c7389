//! The requests of the example inputs, with their files.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails here is a failed test")]
#![allow(dead_code, reason = "each test file uses some of it")]

use std::any::Any;

use hwc_models::CATALOG;
use hwc_models::insight::{ImportResourcePackage, ImportUserTag};
use hwc_sandbox::example_input;
use hwc_wire::catalog::OperationEntry;
use hwc_wire::{Record, set_fields_from_json};

use super::Bench;

/// Returns the request of the example input of an operation, or the reason why the input is invalid. Its file is downloaded.
pub(crate) async fn request(bench: &Bench, entry: &OperationEntry) -> Result<Box<dyn Record>, String> {
    let input = example_input(entry.operation).unwrap();
    let mut request = (entry.request)();
    set_fields_from_json(&mut *request, &input.fields).map_err(|error| error.to_string())?;
    for (_, source) in input.files {
        set_file(&mut *request, downloaded(bench, CATALOG.find(source).unwrap()).await);
    }
    Ok(request)
}

/// Returns the file that the example of an operation downloads.
async fn downloaded(bench: &Bench, entry: &OperationEntry) -> Vec<u8> {
    let request = Box::pin(request(bench, entry)).await.unwrap();
    let reply = bench.reply(entry.operation, &*request).await;
    assert!(reply.status.is_success(), "{}", reply.line());
    reply.body.to_vec()
}

/// Replaces the content of the file of a request.
fn set_file(request: &mut dyn Record, content: Vec<u8>) {
    let name = request.descriptor().name;
    let request: &mut dyn Any = request;
    if let Some(request) = request.downcast_mut::<ImportResourcePackage>() {
        request.file.content = Some(content.into());
    } else if let Some(request) = request.downcast_mut::<ImportUserTag>() {
        request.file.content = Some(content.into());
    } else {
        panic!("{name} has no file that is known here");
    }
}
