//! The next steps after errors of the client.

use hwc_api::{Error, ErrorClass, ErrorKind};

use super::CliError;

/// Adds the hint and the next commands that fit the kind of the error.
pub(super) fn add(converted: CliError, error: &Error) -> CliError {
    let advice = error.service().and_then(|service| service.advice);
    let converted = match advice {
        Some(advice) => converted.with_hint(advice),
        None => converted,
    };
    match error.kind() {
        ErrorKind::Credentials => converted
            .with_next("hwc doctor", "to see which credentials are found, and where")
            .with_next("hwc login", "to save credentials"),
        ErrorKind::Config => converted.with_next("hwc doctor", "to see which settings are found, and where"),
        ErrorKind::NotSent | ErrorKind::Timeout => {
            converted.with_next("hwc doctor", "to check the network, the proxy and the certificates")
        }
        ErrorKind::Service if is_refused(error) => {
            converted.with_next("hwc doctor", "to see whose credentials are used, and what they may do")
        }
        ErrorKind::UnknownOperation => {
            converted.with_next("hwc operations search WORDS", "to find an operation by words")
        }
        _ => converted,
    }
}

/// Returns true if the service did not accept the credentials.
fn is_refused(error: &Error) -> bool {
    error.service().is_some_and(|service| service.class == ErrorClass::Auth)
}
