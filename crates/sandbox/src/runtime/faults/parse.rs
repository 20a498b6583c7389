//! Parser of faults in text form, for the command line.

use std::str::FromStr;
use std::time::Duration;

use hwc_transport::http::StatusCode;

use super::Fault;

/// An error of parsing a fault.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FaultError {
    /// The text does not have the form `OPERATION=WHAT`.
    #[error("invalid fault: expected OPERATION=FAULT, such as osm.CreateCases=503x2 or *=delay:2")]
    Form,
    /// The operation is unknown.
    #[error("unknown operation `{0}`; use * for any operation")]
    Operation(String),
    /// The kind of failure is unknown.
    #[error(
        "invalid fault `{0}`: expected a status from 400 to 599, 429:SECONDS, delay:SECONDS, reset, truncate, drip:SECONDS \
         or quota, optionally followed by xTIMES"
    )]
    Kind(String),
}

impl FromStr for Fault {
    type Err = FaultError;

    fn from_str(text: &str) -> Result<Self, FaultError> {
        let (name, what) = text.split_once('=').ok_or(FaultError::Form)?;
        Self::parse_kind(what)?.for_operations(name)
    }
}

impl Fault {
    /// Parses the part of a fault after the operation, such as `503x2`.
    ///
    /// # Errors
    /// Returns [`FaultError::Kind`] if it is not a fault.
    pub fn parse_kind(text: &str) -> Result<Self, FaultError> {
        parse(text).ok_or_else(|| FaultError::Kind(text.to_owned()))
    }
}

fn parse(text: &str) -> Option<Fault> {
    let (what, times) = match text.split_once('x') {
        Some((what, times)) => (what, times.parse().ok().filter(|times| *times > 0)?),
        None => (text, 1),
    };
    let (what, argument) = what.split_once(':').map_or((what, None), |(what, argument)| (what, Some(argument)));
    let fault = match (what, argument) {
        ("401", None) => Fault::unauthorized(),
        ("429", seconds) => Fault::too_many_requests(seconds.map_or(Ok(1), str::parse).ok()?),
        ("502", None) => Fault::bad_gateway(),
        ("delay", Some(seconds)) => Fault::delay(duration(seconds)?),
        ("drip", Some(seconds)) => Fault::slow_body(duration(seconds)?),
        ("reset", None) => Fault::connection_reset(),
        ("truncate", None) => Fault::truncated_body(),
        ("quota", None) => Fault::quota_exceeded(),
        (status, None) => Fault::status(error_status(status)?),
        _ => return None,
    };
    Some(fault.times(times))
}

fn duration(seconds: &str) -> Option<Duration> {
    Duration::try_from_secs_f64(seconds.parse().ok()?).ok()
}

fn error_status(text: &str) -> Option<StatusCode> {
    let status = StatusCode::from_bytes(text.as_bytes()).ok()?;
    (status.is_client_error() || status.is_server_error()).then_some(status)
}

#[cfg(test)]
mod tests {
    use hwc_models::osm::CreateCases;

    use super::*;

    #[test]
    fn texts_become_faults() {
        let read = |text: &str| text.parse::<Fault>();
        assert_eq!(read("osm.CreateCases=503x2"), Ok(Fault::unavailable().for_operation::<CreateCases>().times(2)));
        assert_eq!(read("CreateCases=401"), Ok(Fault::unauthorized().for_operation::<CreateCases>()));
        assert_eq!(read("*=429"), Ok(Fault::too_many_requests(1)));
        assert_eq!(read("*=429:30x3"), Ok(Fault::too_many_requests(30).times(3)));
        assert_eq!(read("*=500"), Ok(Fault::internal()));
        assert_eq!(read("*=502"), Ok(Fault::bad_gateway()));
        assert_eq!(read("*=delay:0.5"), Ok(Fault::delay(Duration::from_millis(500))));
        assert_eq!(read("osm.*=409"), Fault::status(StatusCode::CONFLICT).for_operations("osm.*"));
        assert_eq!(read("*=reset"), Ok(Fault::connection_reset()));
        assert_eq!(read("*=truncatex2"), Ok(Fault::truncated_body().times(2)));
        assert_eq!(read("*=drip:3"), Ok(Fault::slow_body(Duration::from_secs(3))));
        assert_eq!(read("koodrive.*=quota"), Fault::quota_exceeded().for_operations("koodrive.*"));
    }

    #[test]
    fn texts_of_other_forms_are_rejected() {
        let error = |text: &str| text.parse::<Fault>().unwrap_err();
        assert_eq!(error("503"), FaultError::Form);
        assert_eq!(error("osm.Nothing=503"), FaultError::Operation("osm.Nothing".to_owned()));
        for what in ["", "399", "600", "503x0", "503x", "503:1", "429:soon", "delay", "delay:-1", "reset:1", "drip"] {
            assert_eq!(error(&format!("*={what}")), FaultError::Kind(what.to_owned()), "{what}");
        }
    }
}
