//! The position of an export, as a line of text.

use std::fmt;
use std::str::FromStr;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::de::{Deserialize, Deserializer, Error as _};
use serde::ser::{Serialize, Serializer};

use crate::error::Error;
use crate::workflows::tickets::invalid;

/// The position of an export after a record. [`TicketExport::resume`](super::TicketExport::resume) continues from there.
///
/// It is a short line of text, via `Display`, `FromStr` and serde, suitable for a file or a database column. It contains two
/// times, the ID of the last ticket and a fingerprint of the filter, but nothing secret.
///
/// ```
/// use hwc_api::tickets::Checkpoint;
///
/// let line = "1:1700000000000:8f2a63c5e0d1b794:1699999999000:case-123";
/// let checkpoint: Checkpoint = line.parse()?;
/// assert_eq!(checkpoint.to_string(), line);
/// # Ok::<(), hwc_api::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    /// The end of the export, in milliseconds since 1970. Later tickets are not exported.
    pub(super) until: i64,
    /// The fingerprint of the filter.
    pub(super) filter: u64,
    /// The last exported ticket.
    pub(super) last: Position,
}

/// The position of a ticket in an export: its opening time in milliseconds since 1970, and its ID. Exports are sorted by
/// position.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Position {
    pub(super) opened: i64,
    pub(super) id: String,
}

impl Checkpoint {
    /// Returns the end of the export, which covers tickets opened before this time. After a complete export, start the next
    /// one there, with [`TicketExport::since`](super::TicketExport::since).
    #[must_use]
    pub fn until(&self) -> SystemTime {
        time(self.until).unwrap_or(UNIX_EPOCH)
    }
}

/// Converts milliseconds since 1970 to a time. Returns `None` for negative values and for values out of the system's range.
fn time(millis: i64) -> Option<SystemTime> {
    UNIX_EPOCH.checked_add(Duration::from_millis(u64::try_from(millis).ok()?))
}

impl fmt::Display for Checkpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "1:{}:{:016x}:{}:{}", self.until, self.filter, self.last.opened, self.last.id)
    }
}

impl FromStr for Checkpoint {
    type Err = Error;

    fn from_str(line: &str) -> Result<Self, Error> {
        parse(line).ok_or_else(|| invalid("tickets.export", "invalid checkpoint"))
    }
}

/// Parses a checkpoint. The ID comes last because it may contain any characters.
fn parse(line: &str) -> Option<Checkpoint> {
    let mut parts = line.splitn(5, ':');
    if parts.next()? != "1" {
        return None;
    }
    let until = parts.next()?.parse().ok()?;
    time(until)?;
    let filter = u64::from_str_radix(parts.next()?, 16).ok()?;
    let last = Position { opened: parts.next()?.parse().ok()?, id: parts.next()?.to_owned() };
    (!last.id.is_empty()).then_some(Checkpoint { until, filter, last })
}

impl Serialize for Checkpoint {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Checkpoint {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let line = String::deserialize(deserializer)?;
        line.parse().map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_round_trips_through_text_and_json() {
        for id in ["case-123", "a:b:c", "工单 1"] {
            let last = Position { opened: -5, id: id.to_owned() };
            let checkpoint = Checkpoint { until: 1_700_000_000_000, filter: 7, last };
            assert_eq!(checkpoint.to_string().parse::<Checkpoint>().unwrap(), checkpoint);
            let json = serde_json::to_string(&checkpoint).unwrap();
            assert_eq!(serde_json::from_str::<Checkpoint>(&json).unwrap(), checkpoint);
        }
    }

    #[test]
    fn it_contains_the_end_of_the_export() {
        let checkpoint: Checkpoint = "1:1700000000250:0:1:a".parse().unwrap();
        assert_eq!(checkpoint.until(), UNIX_EPOCH + Duration::from_millis(1_700_000_000_250));
    }

    #[test]
    fn other_text_is_rejected() {
        for line in ["", "1", "2:1:1:1:a", "1:x:1:1:a", "1:-1:1:1:a", "1:1:zz:1:a", "1:1:1:x:a", "1:1:1:1:", "1:1:1:1"]
        {
            let error = line.parse::<Checkpoint>().unwrap_err();
            assert!(error.to_string().ends_with("invalid checkpoint"), "{line}");
        }
        assert!(serde_json::from_str::<Checkpoint>("\"1\"").is_err());
        assert!(serde_json::from_str::<Checkpoint>("1").is_err());
    }
}
