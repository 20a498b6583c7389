//! The results of ticket commands for programs: the same keys in all of them, words for states with the codes beside them,
//! times in RFC 3339 and IDs as text. Their JSON Schemas are printed by `hwc schema`.

mod access;
mod message;
mod outcome;
mod ticket;

use hwc_api::Timestamp;
use hwc_wire::{ValueRef, WireValue};

use crate::args::time::Zone;
use crate::ui::text::enum_label;

pub(crate) use access::AccessGrant;
pub(crate) use message::Message;
pub(crate) use outcome::{
    AccessOutcome, ActionOutcome, AttachResult, DownloadedFile, FailedFile, LabelResult, LinkResult, RateResult,
    RatedAspect, RemovalResult, UploadedAttachment,
};
pub(super) use ticket::label_names;
pub(crate) use ticket::{LinkedTicket, Opened, Ticket};

/// Converts values of the service. Times without an offset are in the zone of the settings.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Converter(pub(crate) Zone);

impl Converter {
    /// Formats a time as in `2026-01-05T09:00:00.000Z`. A text that is not a time is returned unchanged.
    fn time(self, time: Option<&Timestamp>) -> Option<String> {
        let time = time?;
        let millis = self.0.millis(time);
        Some(millis.map_or_else(|| time.as_str().to_owned(), |millis| Timestamp::from_unix_millis(millis).to_string()))
    }
}

/// Returns the word and the code of a state; for an unknown code, the code as the word.
fn state(state: Option<impl WireValue>) -> (Option<String>, Option<i64>) {
    let Some(state) = state else { return (None, None) };
    let code = match state.view() {
        ValueRef::IntEnum(code, _) => Some(code),
        _ => None,
    };
    (Some(enum_label(&state)), code)
}

/// Returns an ID as text.
fn text(id: Option<impl ToString>) -> Option<String> {
    id.map(|id| id.to_string())
}
