//! Calls by operation name, with JSON in and out. Used by the command line and other tools.

use std::future::IntoFuture;

use hwc_models::CATALOG;
use hwc_wire::{FieldDescriptor, Json, ValueRef, validate::missing_fields, validate_with_presence};

use super::{DynCall, Pending, Response};
use crate::client::Client;
use crate::error::Error;

/// A call created by [`Client::call_json`]. Nothing is sent before it is awaited.
#[derive(Debug)]
#[must_use = "nothing is sent before it is awaited"]
pub struct JsonCall(Result<DynCall, Error>);

impl JsonCall {
    pub(crate) fn new(client: &Client, operation: &str, arguments: &Json) -> Self {
        Self(dynamic(client, operation, arguments))
    }

    async fn reply(self) -> Result<Response<Json>, Error> {
        let reply = self.0?.response().await?;
        let json = serde_json::to_value(ValueRef::Record(&*reply.body)).unwrap_or_default();
        Ok(reply.with(json))
    }
}

fn dynamic(client: &Client, operation: &str, arguments: &Json) -> Result<DynCall, Error> {
    let entry = CATALOG.find(operation).ok_or_else(|| unknown(operation))?;
    let nothing = serde_json::Map::new();
    let members = match arguments {
        Json::Object(members) => members,
        Json::Null => &nothing,
        _ => return Err(Error::invalid("the arguments are no JSON object").of(entry.operation)),
    };
    let mut request = (entry.request)();
    hwc_wire::set_fields_from_json(&mut *request, members)
        .map_err(|error| Error::invalid(error.to_string()).of(entry.operation))?;
    let given = |field: &FieldDescriptor| members.iter().any(|(name, value)| field.is_called(name) && !value.is_null());
    // A missing required field would be sent as 0 or as an empty string, so it is an error even without validation.
    let violations = match client.0.check_limits {
        true => validate_with_presence(&*request, &given),
        false => missing_fields(&*request, &given),
    };
    if !violations.is_empty() {
        return Err(Error::violations_of(violations).of(entry.operation));
    }
    Ok(client.call_dyn(entry.operation, request, entry.response))
}

fn unknown(name: &str) -> Error {
    let near = CATALOG.suggest(name);
    let hint = if near.is_empty() { String::new() } else { format!("; did you mean {}?", near.join(" or ")) };
    Error::unknown_operation(format!("`{name}`{hint}"))
}

impl IntoFuture for JsonCall {
    type Output = Result<Json, Error>;
    type IntoFuture = Pending<Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move { Ok(self.reply().await?.body) })
    }
}
