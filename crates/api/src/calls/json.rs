//! Calls by operation name, with JSON in and out. Used by the command line and other tools.

use std::sync::Arc;

use hwc_models::CATALOG;
use hwc_wire::{Exposed, FieldDescriptor, Json, ValueRef, validate::missing_fields, validate_with_presence};

use super::DynCall;
use crate::core::{BoxFuture, Lazy, lazy_future};
use crate::error::Error;
use crate::pipeline::ClientInner;

/// A call created by [`Client::call_json`](crate::Client::call_json), as a future. Nothing is sent before it is awaited.
#[derive(Debug)]
#[must_use = "nothing is sent before it is awaited"]
pub struct JsonCall(Lazy<Result<DynCall, Error>, Result<Json, Error>>);

impl JsonCall {
    pub(crate) fn new(client: &Arc<ClientInner>, operation: &str, arguments: &Json) -> Self {
        Self(Lazy::Ready(to_dynamic(client, operation, arguments)))
    }
}

lazy_future! { JsonCall, Json, send }

fn send(call: Result<DynCall, Error>) -> BoxFuture<Result<Json, Error>> {
    Box::pin(async move {
        let body = call?.await?;
        Ok(serde_json::to_value(Exposed(ValueRef::Record(&*body))).unwrap_or_default())
    })
}

fn to_dynamic(client: &Arc<ClientInner>, operation: &str, arguments: &Json) -> Result<DynCall, Error> {
    let entry = CATALOG.find(operation).ok_or_else(|| unknown(operation))?;
    let empty = serde_json::Map::new();
    let members = match arguments {
        Json::Object(members) => members,
        Json::Null => &empty,
        _ => return Err(Error::invalid("the arguments must be a JSON object").for_operation(entry.operation)),
    };
    let mut request = (entry.request)();
    hwc_wire::set_fields_from_json(&mut *request, members)
        .map_err(|error| Error::invalid(error.to_string()).for_operation(entry.operation))?;
    let is_set =
        |field: &FieldDescriptor| members.iter().any(|(name, value)| field.is_called(name) && !value.is_null());
    // A missing required field would be sent as 0 or as an empty string, so it is an error even without validation.
    let violations = match client.validate_requests {
        true => validate_with_presence(&*request, &is_set),
        false => missing_fields(&*request, &is_set),
    };
    if !violations.is_empty() {
        return Err(Error::invalid_request(violations).for_operation(entry.operation));
    }
    Ok(DynCall::new(Arc::clone(client), entry.operation, request, entry.response))
}

fn unknown(name: &str) -> Error {
    let similar = CATALOG.suggest(name);
    let hint = if similar.is_empty() { String::new() } else { format!("; did you mean {}?", similar.join(" or ")) };
    Error::unknown_operation(format!("`{name}`{hint}"))
}
