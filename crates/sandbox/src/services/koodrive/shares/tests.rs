//! Tests of the events that shares write, which no operation on shares returns.

use hwc_models::koodrive::{CreateShare, ShareScope};

use super::{cancel, create};
use crate::account;
use crate::runtime::api_error::ApiError;
use crate::runtime::context::{Caller, Context};
use crate::runtime::options::SandboxOptions;
use crate::runtime::sandbox::Sandbox;
use crate::services::koodrive::drive::events::{self, EventKind};

/// The file of the demo data, and its space.
const FILE: &str = "F00000000000000000000000000000001";
const SPACE: &str = "IAADfsBFCO6WtAtuA000000000000000000000000000001";

/// Returns the kinds of the last two events of the file.
fn last_events(cx: &Context<'_>) -> Vec<EventKind> {
    let events = events::of_node(cx, FILE).all().unwrap();
    events.iter().rev().take(2).map(|event| event.kind).collect()
}

#[test]
fn sharing_and_canceling_write_events_of_the_file() {
    let sandbox = Sandbox::new(SandboxOptions::default()).unwrap();
    let caller = Caller { id: account::DRIVE_USER_ID.to_owned(), name: "Ada".to_owned() };
    let (shared, canceled) = sandbox
        .with_context(caller, |cx| {
            let request = CreateShare::new(ShareScope::Enterprise, SPACE, [FILE]).valid_days(1_u32);
            let share = create::add(cx, &request)?;
            let shared = last_events(cx)[0];
            cancel::cancel_one(cx, &share.id)?;
            Ok::<_, ApiError>((shared, last_events(cx)))
        })
        .unwrap();
    assert_eq!(shared, EventKind::Shared);
    assert_eq!(canceled, [EventKind::Unshared, EventKind::Shared], "the newest first");
}
