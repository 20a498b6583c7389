//! The results of `hwc insight` and `hwc embed` for programs: words for states with the codes beside them, times in
//! RFC 3339 and IDs as text. Their JSON Schemas are printed by `hwc schema`.

mod lists;
mod outcome;

use hwc_api::Timestamp;
use hwc_wire::{ValueRef, WireValue};

pub(crate) use lists::{EmbedTicket, InsightResource, InsightTag, InsightWorkspace};
pub(crate) use outcome::{CreatedTicket, EmbedUrl, PromotedResource, Promotion, PublishOutcome};
#[cfg(feature = "excel")]
pub(crate) use outcome::{ImportedTags, TaggedHolder};

/// Formats milliseconds since 1970, as in `2026-01-05T09:00:00.000Z`.
fn millis(time: Option<i64>) -> Option<String> {
    time.map(|time| Timestamp::from_unix_millis(time).to_string())
}

/// Formats a time of the service. A text that is not a time with a zone is returned unchanged.
fn time(time: Option<&Timestamp>) -> Option<String> {
    let time = time?;
    millis(time.unix_millis()).or_else(|| Some(time.as_str().to_owned()))
}

/// Returns the numeric code of a state.
fn code(state: &impl WireValue) -> Option<i64> {
    match state.view() {
        ValueRef::IntEnum(code, _) => Some(code),
        _ => None,
    }
}

/// Returns an ID as text.
fn text(id: Option<&impl ToString>) -> Option<String> {
    id.map(ToString::to_string)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_in_rfc_3339() {
        assert_eq!(millis(Some(1_767_603_600_000)).as_deref(), Some("2026-01-05T09:00:00.000Z"));
        let local = Timestamp::from("2024-08-26 20:48:52 (GMT+08:00)");
        assert_eq!(time(Some(&local)).as_deref(), Some("2024-08-26T12:48:52.000Z"));
        assert_eq!(time(Some(&Timestamp::from("soon"))).as_deref(), Some("soon"));
        assert_eq!((millis(None), time(None)), (None, None));
    }
}
