//! The time range of an export. An export with a state file continues from run to run. An interrupted export keeps its
//! end. A finished export is followed by one that begins at that end.

use hwc_api::serde_json::{Value, json};

use crate::args::filter::FilterArgs;
use crate::args::time::TimeArg;
use crate::commands::ticket::context::TimeFormatter;
use crate::error::CliError;

/// The start (inclusive) and the end (exclusive) in milliseconds since 1970, with the option values they came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ExportRange {
    pub(super) since: Option<i64>,
    pub(super) until: i64,
    since_option: Option<String>,
    until_option: Option<String>,
}

impl ExportRange {
    /// Computes the range from the options. The latest possible end is now.
    pub(super) fn from_filter(filter: &FilterArgs, times: &TimeFormatter) -> Result<Self, CliError> {
        let (now, zone) = (times.now(), times.zone);
        let millis = |time: &Option<TimeArg>| time.as_ref().map(|time| time.before(now, zone)).transpose();
        let (since, until) = (millis(&filter.since)?, millis(&filter.until)?);
        Ok(Self {
            since,
            until: until.map_or(now, |until| until.min(now)),
            since_option: filter.since.as_ref().map(|time| option_value(time, since)),
            until_option: filter.until.as_ref().map(|time| option_value(time, until)),
        })
    }

    /// Returns the range of the next run. `self` is the previous run, and `requested` has the range from the current
    /// options.
    pub(super) fn next(&self, requested: &Self, done: bool) -> Result<Self, CliError> {
        let same_since = requested.since_option == self.since_option || requested.since == self.since;
        if requested.since_option.is_some() && !same_since {
            return Err(contradicts("--since"));
        }
        if done { self.continue_after(requested) } else { self.resume(requested) }
    }

    /// Returns the range after an interrupted run.
    fn resume(&self, requested: &Self) -> Result<Self, CliError> {
        let same_until = requested.until_option == self.until_option || requested.until == self.until;
        if requested.until_option.is_some() && !same_until {
            return Err(contradicts("--until"));
        }
        Ok(self.clone())
    }

    /// Returns the range after a finished run.
    fn continue_after(&self, requested: &Self) -> Result<Self, CliError> {
        if requested.until_option.is_some() && requested.until < self.until {
            return Err(contradicts("--until"));
        }
        Ok(Self {
            since: Some(self.until),
            until: requested.until.max(self.until),
            since_option: self.since_option.clone(),
            until_option: requested.until_option.clone(),
        })
    }

    /// Reads the range from a state.
    pub(super) fn from_json(json: &Value) -> Option<Self> {
        let text = |name: &str| json[name].as_str().map(str::to_owned);
        let since = match &json["since"] {
            Value::Null => None,
            since => Some(since.as_i64()?),
        };
        let until = json["until"].as_i64()?;
        Some(Self { since, until, since_option: text("since_option"), until_option: text("until_option") })
    }

    /// Writes the range to a state.
    pub(super) fn write_to(&self, json: &mut Value) {
        json["since"] = json!(self.since);
        json["until"] = json!(self.until);
        json["since_option"] = json!(self.since_option);
        json["until_option"] = json!(self.until_option);
    }
}

/// Returns the option value, so that the same command is recognized later. A relative duration stays the same although
/// its start moves.
fn option_value(time: &TimeArg, millis: Option<i64>) -> String {
    match (time, millis) {
        (TimeArg::Duration(duration), _) => format!("{}s", duration.as_secs()),
        (TimeArg::At(_), Some(millis)) => format!("@{millis}"),
        (TimeArg::At(time), None) => time.to_string(),
    }
}

fn contradicts(option: &str) -> CliError {
    CliError::usage(format!(
        "{option} contradicts the state file of the export; omit {option}, or delete the state file to start again"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range(since: Option<(i64, &str)>, until: i64, given: Option<&str>) -> ExportRange {
        let since_option = since.map(|(_, given)| given.to_owned());
        ExportRange {
            since: since.map(|(since, _)| since),
            until,
            since_option,
            until_option: given.map(str::to_owned),
        }
    }

    #[test]
    fn an_interrupted_export_keeps_its_end() {
        let old = range(Some((10, "5s")), 100, Some("1s"));
        for requested in [range(None, 200, None), range(Some((110, "5s")), 200, Some("1s"))] {
            assert_eq!(old.next(&requested, false).unwrap(), old);
        }
        for (requested, option) in
            [(range(None, 200, Some("2s")), "--until"), (range(Some((11, "@11")), 100, None), "--since")]
        {
            assert!(old.next(&requested, false).unwrap_err().message().starts_with(option), "{requested:?}");
        }
        assert!(range(None, 100, None).next(&range(Some((1, "@1")), 100, None), false).is_err(), "it had none");
    }

    #[test]
    fn a_finished_export_continues_at_its_end() {
        let old = range(Some((10, "5s")), 100, None);
        let next = old.next(&range(Some((110, "5s")), 200, Some("1s")), true).unwrap();
        assert_eq!((next.since, next.until), (Some(100), 200));
        let back = old.next(&range(None, 50, None), true).unwrap();
        assert_eq!((back.since, back.until), (Some(100), 100), "a clock that was set back");
        assert!(old.next(&range(None, 50, Some("@50")), true).is_err());
        assert!(old.next(&range(Some((11, "@11")), 200, None), true).is_err());
    }

    #[test]
    fn ranges_survive_a_round_trip_through_json() {
        for old in [range(None, 100, None), range(Some((10, "5s")), 100, Some("@100"))] {
            let mut json = json!({});
            old.write_to(&mut json);
            assert_eq!(ExportRange::from_json(&json), Some(old));
        }
        assert_eq!(ExportRange::from_json(&json!({})), None);
    }
}
