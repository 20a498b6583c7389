//! The errors of drives as those of object stores.

use std::fmt;

use hwc_api::ErrorKind;
use hwc_drive::Error;
use object_store::path::Path;

/// The name of the store in errors.
pub(crate) const STORE: &str = "KooDrive";

/// The error codes of KooDrive that have a variant in object_store.
mod codes {
    /// The name is in use.
    pub(super) const NAME_IN_USE: &str = "13000405";
    /// The caller has no right on the space or the file.
    pub(super) const NO_RIGHT: &str = "13000410";
}

/// Converts an error of an operation on an object.
pub(crate) fn convert(error: Error, location: &Path) -> object_store::Error {
    convert_at(error, location.to_string())
}

/// Converts an error of an operation on a path.
pub(crate) fn convert_at(error: Error, path: String) -> object_store::Error {
    use object_store::Error as E;
    let class = classify(&error);
    let source = Box::new(error);
    match class {
        Class::Missing => E::NotFound { path, source },
        Class::Exists => E::AlreadyExists { path, source },
        Class::Unauthenticated => E::Unauthenticated { path, source },
        Class::Denied => E::PermissionDenied { path, source },
        Class::Other => E::Generic { store: STORE, source },
    }
}

/// The class of an error, with a variant in object_store.
enum Class {
    Missing,
    Exists,
    Unauthenticated,
    Denied,
    Other,
}

fn classify(error: &Error) -> Class {
    let status = api_error(error).and_then(hwc_api::Error::status).map(|status| status.as_u16());
    let lacks_credentials = api_error(error).is_some_and(|error| error.kind() == ErrorKind::Credentials);
    match (error, error.service_code(), status) {
        (Error::NotFound { .. }, ..) | (_, _, Some(404)) => Class::Missing,
        (Error::Exists { .. }, ..) | (_, Some(codes::NAME_IN_USE), _) => Class::Exists,
        (_, _, Some(401)) => Class::Unauthenticated,
        (_, Some(codes::NO_RIGHT), _) | (_, _, Some(403)) => Class::Denied,
        _ if error.is_gone() => Class::Missing,
        _ if lacks_credentials => Class::Unauthenticated,
        _ => Class::Other,
    }
}

fn api_error(error: &Error) -> Option<&hwc_api::Error> {
    match error {
        Error::Api(error) => Some(error),
        _ => None,
    }
}

/// Returns the error for a location without an object.
pub(crate) fn not_found(location: &Path) -> object_store::Error {
    convert(Error::NotFound { path: format!("/{location}") }, location)
}

/// Returns the error for a location that must not have an object.
pub(crate) fn already_exists(location: &Path) -> object_store::Error {
    convert(Error::Exists { path: format!("/{location}") }, location)
}

/// Returns the error for an operation that the service cannot do.
pub(crate) fn not_implemented(operation: impl Into<String>) -> object_store::Error {
    object_store::Error::NotImplemented { operation: operation.into(), implementer: STORE.to_owned() }
}

/// Returns an error without a variant of its own.
pub(crate) fn generic(reason: impl fmt::Display) -> object_store::Error {
    object_store::Error::Generic { store: STORE, source: reason.to_string().into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn job(code: &str) -> Error {
        let [path, reason] = ["a", "no"].map(str::to_owned);
        Error::Job { action: "moving", path, reason, code: Some(code.to_owned()) }
    }

    #[test]
    fn errors_have_the_variant_that_programs_act_on() {
        let path = || "a".to_owned();
        for (error, expected) in [
            (Error::NotFound { path: path() }, "NotFound"),
            (Error::Exists { path: path() }, "AlreadyExists"),
            (job("13000306"), "NotFound"),
            (job("13000405"), "AlreadyExists"),
            (job("13000410"), "PermissionDenied"),
            (job("13000311"), "Generic"),
            (Error::InvalidPath { path: path(), reason: "no".to_owned() }, "Generic"),
            (Error::WrongKind { path: path(), expected: "file" }, "Generic"),
        ] {
            let converted = format!("{:?}", convert(error, &Path::from("a")));
            assert!(converted.starts_with(expected), "{converted}");
        }
    }
}
