//! Conversion of the client's errors.

use std::error::Error as _;

use hwc_api::serde_json::{Value, json};
use hwc_api::{Error, ErrorKind, ServiceError};

use super::{CliError, hints, violations, with_causes};
use crate::case::snake;
use crate::exit::ExitStatus;

impl From<Error> for CliError {
    fn from(error: Error) -> Self {
        let cause = root(&error);
        let mut converted = Self::new(ExitStatus::from_kind(cause.kind()), &snake(&error.kind()), with_causes(&error));
        let members = &mut converted.members;
        let mut add = |name: &str, value: Value| members.insert(name.to_owned(), value);
        add("retryable", json!(error.is_retryable()));
        if let Some(operation) = error.operation() {
            add("operation", json!(operation.full_name()));
        }
        if !error.violations().is_empty() {
            let list = error.violations().iter();
            let list: Vec<_> = list.map(|found| (found.path.clone(), found.problem.clone())).collect();
            add("violations", violations(&list));
        }
        if error.attempts() > 0 {
            add("attempts", json!(error.attempts()));
        }
        if let Some(service) = cause.service() {
            add("service", service_json(service));
        }
        if let Some(path) = error.decode_path() {
            add("path", json!(path));
        }
        hints::add(converted, &error)
    }
}

/// Returns the root error: for a failed sign-in, the error of the sign-in.
fn root(error: &Error) -> &Error {
    let sign_in = Some(error).filter(|error| error.kind() == ErrorKind::Credentials);
    let cause = sign_in.and_then(|error| error.source()?.downcast_ref::<Error>());
    cause.map_or(error, root)
}

fn service_json(service: &ServiceError) -> Value {
    let mut json = json!({
        "status": service.status,
        "code": service.code,
        "message": service.message,
        "class": snake(&service.class),
    });
    for (name, value) in [("request_id", service.request_id.as_deref()), ("advice", service.advice)] {
        if let Some(value) = value {
            json[name] = json!(value);
        }
    }
    json
}
