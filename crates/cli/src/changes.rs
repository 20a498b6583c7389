//! Changes in progress. An interrupted command reports which of its changes may have taken effect.

use std::sync::{Mutex, MutexGuard};

use hwc_api::Operation;
use hwc_api::serde_json::{Value, json};
use hwc_wire::Method;

use crate::lock::lock;

/// The progress of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Progress {
    /// It is in progress, or it failed and may have taken effect.
    Unknown,
    /// The service has carried it out.
    Done,
}

/// The changes of this process that may have taken effect, with the numbers of their calls.
static CHANGES: Mutex<Vec<(u64, String, Progress)>> = Mutex::new(Vec::new());

fn changes() -> MutexGuard<'static, Vec<(u64, String, Progress)>> {
    lock(&CHANGES)
}

/// Returns true if the operation changes something for the customer. Signing in does not.
pub(crate) fn is_change(operation: &Operation) -> bool {
    !matches!(operation.method, Method::Get | Method::Head) && operation.service.id != "iam"
}

/// Records the start of a change.
pub(crate) fn begin(call: u64, operation: String) {
    changes().push((call, operation, Progress::Unknown));
}

/// Records the end of a change; `None` for a change that certainly had no effect.
pub(crate) fn end(call: u64, progress: Option<Progress>) {
    match progress {
        Some(progress) => changes().iter_mut().filter(|(id, ..)| *id == call).for_each(|change| change.2 = progress),
        None => changes().retain(|(id, ..)| *id != call),
    }
}

/// Returns what an interrupted command may have changed, as text and as JSON; `None` if it certainly changed nothing.
pub(crate) fn report() -> Option<(String, Value)> {
    describe(&changes())
}

fn describe(changes: &[(u64, String, Progress)]) -> Option<(String, Value)> {
    let text = |(_, operation, progress): &(u64, String, Progress)| match progress {
        Progress::Unknown => format!("{operation} may have been done"),
        Progress::Done => format!("{operation} was done"),
    };
    let members = |(_, operation, progress): &(u64, String, Progress)| {
        let state = if *progress == Progress::Done { "done" } else { "unknown" };
        json!({ "operation": operation, "state": state })
    };
    let all: Vec<String> = changes.iter().map(text).collect();
    (!all.is_empty()).then(|| (all.join(", "), changes.iter().map(members).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_are_described_with_their_progress() {
        let changes = [
            (1, "osm.UploadAccessory".to_owned(), Progress::Done),
            (2, "osm.CreateCases".to_owned(), Progress::Unknown),
        ];
        let (text, json) = describe(&changes).unwrap();
        assert_eq!(text, "osm.UploadAccessory was done, osm.CreateCases may have been done");
        assert_eq!(json[1], json!({ "operation": "osm.CreateCases", "state": "unknown" }));
        assert_eq!(describe(&[]), None);
    }
}
