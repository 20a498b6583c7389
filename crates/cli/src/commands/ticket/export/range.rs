//! The time range of an export. An export with a state file continues from run to run. An interrupted export keeps its
//! end. A finished export is followed by one that begins at that end.

use hwc_api::serde_json::{Value, json};

use crate::failure::Failure;
use crate::ticket::desk::Desk;
use crate::ticket::filter::Filter;
use crate::ticket::when::When;

/// The start (inclusive) and the end (exclusive) in milliseconds since 1970, with the option values they came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Bounds {
    pub(super) since: Option<i64>,
    pub(super) until: i64,
    since_given: Option<String>,
    until_given: Option<String>,
}

impl Bounds {
    /// Computes the bounds from the options. The latest possible end is now.
    pub(super) fn asked(filter: &Filter, desk: &Desk) -> Result<Self, Failure> {
        let (now, zone) = (desk.now(), desk.zone);
        let time = |when: &Option<When>| when.as_ref().map(|when| when.before(now, zone)).transpose();
        let (since, until) = (time(&filter.since)?, time(&filter.until)?);
        Ok(Self {
            since,
            until: until.map_or(now, |until| until.min(now)),
            since_given: filter.since.as_ref().map(|when| given(when, since)),
            until_given: filter.until.as_ref().map(|when| given(when, until)),
        })
    }

    /// Returns the bounds of the next run. `self` is the previous run, and `asked` has the bounds from the current
    /// options.
    pub(super) fn next(&self, asked: &Self, done: bool) -> Result<Self, Failure> {
        let same_since = asked.since_given == self.since_given || asked.since == self.since;
        if asked.since_given.is_some() && !same_since {
            return Err(contradicts("--since"));
        }
        if done { self.after(asked) } else { self.again(asked) }
    }

    /// Returns the bounds after an interrupted run.
    fn again(&self, asked: &Self) -> Result<Self, Failure> {
        let same_until = asked.until_given == self.until_given || asked.until == self.until;
        if asked.until_given.is_some() && !same_until {
            return Err(contradicts("--until"));
        }
        Ok(self.clone())
    }

    /// Returns the bounds after a finished run.
    fn after(&self, asked: &Self) -> Result<Self, Failure> {
        if asked.until_given.is_some() && asked.until < self.until {
            return Err(contradicts("--until"));
        }
        Ok(Self {
            since: Some(self.until),
            until: asked.until.max(self.until),
            since_given: self.since_given.clone(),
            until_given: asked.until_given.clone(),
        })
    }

    /// Reads the bounds from a state.
    pub(super) fn from_json(json: &Value) -> Option<Self> {
        let text = |name: &str| json[name].as_str().map(str::to_owned);
        let since = match &json["since"] {
            Value::Null => None,
            since => Some(since.as_i64()?),
        };
        let until = json["until"].as_i64()?;
        Some(Self { since, until, since_given: text("since_given"), until_given: text("until_given") })
    }

    /// Writes the bounds to a state.
    pub(super) fn put(&self, json: &mut Value) {
        json["since"] = json!(self.since);
        json["until"] = json!(self.until);
        json["since_given"] = json!(self.since_given);
        json["until_given"] = json!(self.until_given);
    }
}

/// Returns the option value, so that the same command is recognized later. A relative duration stays the same although
/// its start moves.
fn given(when: &When, millis: Option<i64>) -> String {
    match (when, millis) {
        (When::Span(span), _) => format!("{}s", span.as_secs()),
        (When::At(_), Some(millis)) => format!("@{millis}"),
        (When::At(time), None) => time.to_string(),
    }
}

fn contradicts(option: &str) -> Failure {
    Failure::usage(format!(
        "{option} contradicts the state of the export: leave it out, or remove the state to begin anew"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bounds(since: Option<(i64, &str)>, until: i64, given: Option<&str>) -> Bounds {
        let since_given = since.map(|(_, given)| given.to_owned());
        Bounds { since: since.map(|(since, _)| since), until, since_given, until_given: given.map(str::to_owned) }
    }

    #[test]
    fn what_broke_off_ends_where_it_was_to_end() {
        let old = bounds(Some((10, "5s")), 100, Some("1s"));
        for asked in [bounds(None, 200, None), bounds(Some((110, "5s")), 200, Some("1s"))] {
            assert_eq!(old.next(&asked, false).unwrap(), old);
        }
        for (asked, option) in
            [(bounds(None, 200, Some("2s")), "--until"), (bounds(Some((11, "@11")), 100, None), "--since")]
        {
            assert!(old.next(&asked, false).unwrap_err().message().starts_with(option), "{asked:?}");
        }
        assert!(bounds(None, 100, None).next(&bounds(Some((1, "@1")), 100, None), false).is_err(), "it had none");
    }

    #[test]
    fn what_is_finished_is_gone_on_with_at_its_end() {
        let old = bounds(Some((10, "5s")), 100, None);
        let next = old.next(&bounds(Some((110, "5s")), 200, Some("1s")), true).unwrap();
        assert_eq!((next.since, next.until), (Some(100), 200));
        let back = old.next(&bounds(None, 50, None), true).unwrap();
        assert_eq!((back.since, back.until), (Some(100), 100), "a clock that was set back");
        assert!(old.next(&bounds(None, 50, Some("@50")), true).is_err());
        assert!(old.next(&bounds(Some((11, "@11")), 200, None), true).is_err());
    }

    #[test]
    fn they_survive_the_way_through_json() {
        for old in [bounds(None, 100, None), bounds(Some((10, "5s")), 100, Some("@100"))] {
            let mut json = json!({});
            old.put(&mut json);
            assert_eq!(Bounds::from_json(&json), Some(old));
        }
        assert_eq!(Bounds::from_json(&json!({})), None);
    }
}
