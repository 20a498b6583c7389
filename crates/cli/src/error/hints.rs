//! The next steps after errors of the client.

use hwc_api::{Error, ErrorClass, ErrorKind};

use super::CliError;
use crate::args::global::GlobalArgs;
use crate::profile::config;

/// Returns the beginnings of methods in messages of the client, with the options and commands that do the same.
fn methods() -> [(&'static str, &'static str); 2] {
    let is_option = GlobalArgs::current().profile.is_some() || config::get("profile").is_none();
    let profile = if is_option { "`--profile`" } else { "`hwc profile use`" };
    [("`.endpoint(", "`--endpoint`"), ("`.profile(", profile)]
}

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
            .with_next("hwc login", "to save credentials")
            .with_next("hwc sandbox start", "to try commands with --sandbox, which needs no account"),
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

/// Replaces methods of the client's builder by what the command has for them, as in `` `.endpoint("osm", ..)` ``.
pub(super) fn with_options(text: &str) -> String {
    let mut replaced = text.to_owned();
    for (method, option) in methods() {
        while let Some(start) = replaced.find(method) {
            let Some(length) = replaced[start..].find(")`").map(|end| end + 2) else { break };
            replaced.replace_range(start..start + length, option);
        }
    }
    replaced
}

/// Returns true if the service did not accept the credentials.
fn is_refused(error: &Error) -> bool {
    error.service().is_some_and(|service| service.class == ErrorClass::Auth)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_name_options_instead_of_methods() {
        let text = "choose one of them, or set an endpoint with `.endpoint(\"insight\", ..)` or HWC_ENDPOINT_INSIGHT";
        let expected = "choose one of them, or set an endpoint with `--endpoint` or HWC_ENDPOINT_INSIGHT";
        assert_eq!(with_options(text), expected);
        assert_eq!(with_options("no profile `a`, named by `.profile(..)`"), "no profile `a`, named by `--profile`");
        assert_eq!(with_options("`.endpoint(\"a"), "`.endpoint(\"a", "a text that is cut off stays");
    }
}
