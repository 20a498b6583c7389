//! Requests from JSON: conversion, validation and the call.

use std::fmt;

use hwc_api::serde_json::{Map, Value as Json};
use hwc_api::{Client, DynCall, DynWaiter, Record, Violation};
use hwc_wire::{FieldDescriptor, set_fields_from_json, validate_with_presence};

use crate::error::InputError;
use crate::files::FileContents;
use crate::operation::DynamicOperation;
use crate::redact::Redacted;

/// A request of an operation, made from JSON.
pub struct DynamicRequest {
    operation: DynamicOperation,
    /// The names of the members that are present and not `null`.
    present: Vec<String>,
    record: Box<dyn Record>,
}

impl DynamicRequest {
    /// Creates a request from its fields by name on the wire, whatever their location. Numbers in quotes and single values
    /// for lists are accepted.
    ///
    /// # Errors
    /// Returns [`InputError::UnknownField`], or [`InputError::Member`] if a member does not fit its field.
    pub fn from_json(operation: DynamicOperation, members: Map<String, Json>) -> Result<Self, InputError> {
        Self::with_files(operation, members, &FileContents::default())
    }

    /// Creates a request like [`from_json`](Self::from_json), with the contents of files that have no local path.
    ///
    /// # Errors
    /// Returns the errors of [`from_json`](Self::from_json).
    pub fn with_files(
        operation: DynamicOperation,
        members: Map<String, Json>,
        files: &FileContents,
    ) -> Result<Self, InputError> {
        let mut record = operation.new_request();
        let descriptor = record.descriptor();
        let fields = descriptor.fields;
        for name in members.keys() {
            if descriptor.constant(name).is_none() && !fields.iter().any(|field| field.is_called(name)) {
                return Err(InputError::unknown_field(name, fields.iter().map(|field| field.name)));
            }
        }
        set_fields_from_json(&mut *record, &members).map_err(|error| InputError::Member(error.to_string()))?;
        files.attach(&mut *record)?;
        let present = members.into_iter().filter(|(_, value)| !value.is_null()).map(|(name, _)| name).collect();
        Ok(Self { operation, present, record })
    }

    /// Returns the operation.
    #[must_use]
    pub fn operation(&self) -> DynamicOperation {
        self.operation
    }

    /// Returns the request as a record.
    #[must_use]
    pub fn record(&self) -> &dyn Record {
        &*self.record
    }

    /// Returns the request as JSON without its secrets.
    #[must_use]
    pub fn redacted(&self) -> Redacted<'_> {
        Redacted::record(&*self.record)
    }

    /// Returns missing required fields and violated constraints.
    #[must_use]
    pub fn violations(&self) -> Vec<Violation> {
        validate_with_presence(&*self.record, &|field| self.has(field))
    }

    /// Validates the request.
    ///
    /// # Errors
    /// Returns [`InputError::Violations`] with all violations.
    pub fn validate(&self) -> Result<(), InputError> {
        let violations = self.violations();
        if violations.is_empty() { Ok(()) } else { Err(InputError::Violations(violations)) }
    }

    /// Returns the call. The client validates the request again, unless validation is disabled.
    pub fn into_call(self, client: &Client) -> DynCall {
        let entry = self.operation.entry();
        client.call_dyn(entry.operation, self.record, entry.response)
    }

    /// Returns a wait for the background work that the operation starts, or `None` if it starts none.
    pub fn into_wait(self, client: &Client) -> Option<DynWaiter> {
        let poll = self.operation.poll_operation()?.entry();
        Some(self.into_call(client).wait(poll.request, poll.response))
    }

    fn has(&self, field: &FieldDescriptor) -> bool {
        self.present.iter().any(|name| field.is_called(name))
    }
}

/// Prints the request without its secrets.
impl fmt::Debug for DynamicRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DynamicRequest")
            .field("operation", &self.operation)
            .field("record", &self.record)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use hwc_api::serde_json::json;

    use super::*;

    fn request(operation: &str, members: &Json) -> Result<DynamicRequest, InputError> {
        DynamicRequest::from_json(DynamicOperation::find(operation).unwrap(), members.as_object().unwrap().clone())
    }

    #[test]
    fn members_must_be_fields_that_fit() {
        let error = |members: Json| request("ListAuthorizations", &members).unwrap_err().to_string();
        assert_eq!(error(json!({ "limt": 1 })), "unknown field `limt`; did you mean `limit`?");
        assert!(error(json!({ "limit": "ten" })).starts_with("limit: "), "{}", error(json!({ "limit": "ten" })));
        assert!(request("ListAuthorizations", &json!({ "limit": "10" })).is_ok(), "numbers may be in quotes");
    }

    #[test]
    fn all_violations_are_reported_together() {
        let request = request("CreateRelations", &json!({ "case_id": "a".repeat(100) })).unwrap();
        let message = request.validate().unwrap_err().to_string();
        assert!(message.contains("case_id ") && message.contains("related_id_list is required"), "{message}");
    }

    #[test]
    fn null_is_the_same_as_absent() {
        let paths = |members: Json| -> Vec<String> {
            let violations = request("ShowCaseDetail", &members).unwrap().violations();
            violations.into_iter().map(|violation| violation.path).collect()
        };
        assert_eq!(paths(json!({ "case_id": null })), paths(json!({})));
    }
}
