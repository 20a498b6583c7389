//! Parser of faults in text form, for the command line.

use std::str::FromStr;
use std::time::Duration;

use hwc_models::CATALOG;
use hwc_wire::Operation;

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
        "invalid fault `{0}`: expected 401, 429, 429:SECONDS, 500, 502, 503 or delay:SECONDS, optionally followed by xTIMES"
    )]
    Kind(String),
}

impl FromStr for Fault {
    type Err = FaultError;

    fn from_str(text: &str) -> Result<Self, FaultError> {
        let (name, what) = text.split_once('=').ok_or(FaultError::Form)?;
        let fault = parse_kind(what).ok_or_else(|| FaultError::Kind(what.to_owned()))?;
        if name == "*" {
            return Ok(fault);
        }
        let operation = find_operation(name).ok_or_else(|| FaultError::Operation(name.to_owned()))?;
        Ok(fault.of_operation(operation))
    }
}

/// Finds an operation by its qualified name, or by its plain name if that is unique among the services.
fn find_operation(name: &str) -> Option<&'static Operation> {
    let operations = CATALOG.entries().map(|entry| entry.operation);
    let mut fitting = operations.filter(|operation| operation.name == name || operation.full_name() == name);
    let first = fitting.next()?;
    fitting.next().is_none().then_some(first)
}

fn parse_kind(text: &str) -> Option<Fault> {
    let (what, times) = match text.split_once('x') {
        Some((what, times)) => (what, times.parse().ok().filter(|times| *times > 0)?),
        None => (text, 1),
    };
    let (what, seconds) = what.split_once(':').map_or((what, None), |(what, seconds)| (what, Some(seconds)));
    let fault = match (what, seconds) {
        ("401", None) => Fault::unauthorized(),
        ("429", seconds) => Fault::too_many_requests(seconds.map_or(Ok(1), str::parse).ok()?),
        ("500", None) => Fault::internal(),
        ("502", None) => Fault::bad_gateway(),
        ("503", None) => Fault::unavailable(),
        ("delay", Some(seconds)) => Fault::delay(Duration::try_from_secs_f64(seconds.parse().ok()?).ok()?),
        _ => return None,
    };
    Some(fault.times(times))
}

#[cfg(test)]
mod tests {
    use hwc_models::osm::CreateCases;

    use super::*;

    #[test]
    fn what_is_written_is_what_happens() {
        let read = |text: &str| text.parse::<Fault>();
        assert_eq!(read("osm.CreateCases=503x2"), Ok(Fault::unavailable().for_operation::<CreateCases>().times(2)));
        assert_eq!(read("CreateCases=401"), Ok(Fault::unauthorized().for_operation::<CreateCases>()));
        assert_eq!(read("*=429"), Ok(Fault::too_many_requests(1)));
        assert_eq!(read("*=429:30x3"), Ok(Fault::too_many_requests(30).times(3)));
        assert_eq!(read("*=500"), Ok(Fault::internal()));
        assert_eq!(read("*=502"), Ok(Fault::bad_gateway()));
        assert_eq!(read("*=delay:0.5"), Ok(Fault::delay(Duration::from_millis(500))));
    }

    #[test]
    fn what_is_no_fault_is_told() {
        let error = |text: &str| text.parse::<Fault>().unwrap_err();
        assert_eq!(error("503"), FaultError::Form);
        assert_eq!(error("osm.Nothing=503"), FaultError::Operation("osm.Nothing".to_owned()));
        for what in ["", "404", "503x0", "503x", "503:1", "429:soon", "delay", "delay:-1"] {
            assert_eq!(error(&format!("*={what}")), FaultError::Kind(what.to_owned()), "{what}");
        }
    }
}
