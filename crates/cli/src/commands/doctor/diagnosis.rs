//! The kinds of problems behind errors, with their fixes.

use std::error::Error as StdError;

use hwc_api::{Error, ErrorClass, ErrorKind, ServiceError, TransportError};

use super::report::{Check, ProblemKind};
use crate::error::with_causes;

/// The error codes of the gateway for signatures that it does not accept.
const SIGNATURE_CODES: [&str; 2] = ["APIGW.0301", "APIGW.0303"];

/// The difference of the clock, in seconds, from which signatures are not accepted.
const MAX_SKEW: u64 = 15 * 60;

/// Reports a service without an endpoint.
pub(super) fn of_config(check: Check, message: &str) -> Check {
    if message.contains("profile") {
        return check.problem(ProblemKind::UnreadableProfile, message, "hwc profile list");
    }
    check.problem(ProblemKind::InvalidEndpoint, message, "hwc config set region REGION, or pass --endpoint URL")
}

/// Reports a service that did not respond.
pub(super) fn of_network(check: Check, endpoint: &str, error: Option<&(dyn StdError + 'static)>) -> Check {
    let message = error.map_or_else(|| "no response".to_owned(), with_causes);
    if message.contains("root certificate") {
        let fix = "install the package ca-certificates, or set SSL_CERT_FILE to a PEM file";
        return check.problem(ProblemKind::MissingRoots, message, fix);
    }
    let Some(cause) = error.and_then(find_transport_error) else {
        return check.problem(
            ProblemKind::UnreachableHost,
            message,
            format!("check that {endpoint} is the right host"),
        );
    };
    if let Some(proxy) = cause.proxy() {
        let fix = format!("correct or unset the variable of the proxy {proxy}, or add the host to NO_PROXY");
        return check.problem(ProblemKind::DeadProxy, message, fix);
    }
    if cause.is_tls() {
        let fix = "set SSL_CERT_FILE to a PEM file with the certificate of your network's proxy or server";
        return check.problem(ProblemKind::UntrustedCertificate, message, fix);
    }
    let fix = match cause.is_dns() {
        true => format!("check the spelling of {endpoint} and the region, or set HWC_ENDPOINT"),
        false => format!("check the network and the firewall to {endpoint}, or set HTTPS_PROXY"),
    };
    check.problem(ProblemKind::UnreachableHost, message, fix)
}

/// Reports a call that failed.
pub(super) fn of_call(check: Check, error: &Error, skew: Option<i64>) -> Check {
    let (kind, fix) = match root(error).service() {
        Some(service) => of_response(service, skew),
        None => match error.kind() {
            ErrorKind::Credentials => (ProblemKind::InvalidCredentials, "hwc login"),
            ErrorKind::Config => (ProblemKind::InvalidEndpoint, "hwc config list"),
            _ => (ProblemKind::ServiceError, "run `hwc doctor --debug` for the exchange"),
        },
    };
    check.problem(kind, with_causes(error), fix)
}

/// Returns the problem behind an error response, with its fix.
fn of_response(service: &ServiceError, skew: Option<i64>) -> (ProblemKind, &'static str) {
    let is_skewed = skew.is_some_and(|skew| skew.unsigned_abs() >= MAX_SKEW);
    let is_signature = SIGNATURE_CODES.contains(&service.code.as_str());
    match service.class {
        _ if is_signature && is_skewed => (ProblemKind::SkewedClock, "set the clock of this machine"),
        _ if is_signature => (
            ProblemKind::WrongSecret,
            "check that the secret key belongs to the access key; `hwc login --method keys` saves another one",
        ),
        ErrorClass::Auth if service.status == 403 => {
            (ProblemKind::NotPermitted, "ask the administrator of the account for the permission")
        }
        ErrorClass::Auth => (ProblemKind::RejectedCredentials, "hwc login; a token or session may have expired"),
        _ => (ProblemKind::ServiceError, "run `hwc doctor --debug` for the exchange"),
    }
}

/// Returns the error of a failed sign-in, or the error itself.
fn root(error: &Error) -> &Error {
    match error.source().and_then(|cause| cause.downcast_ref::<Error>()) {
        Some(cause) if error.kind() == ErrorKind::Credentials => root(cause),
        _ => error,
    }
}

fn find_transport_error<'a>(error: &'a (dyn StdError + 'static)) -> Option<&'a TransportError> {
    let mut current = Some(error);
    while let Some(error) = current {
        if let Some(found) = error.downcast_ref::<TransportError>() {
            return Some(found);
        }
        current = error.source();
    }
    None
}
