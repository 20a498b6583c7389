//! The devices of sessions. Calls that change files name no device, so a change is that of the device that its session named
//! last when it read a feed.

use serde::{Deserialize, Serialize};

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::records::{Owner, StoredRecord};
use crate::runtime::secrets;

/// The device of a session.
#[derive(Serialize, Deserialize)]
pub(super) struct Device {
    session: String,
    device: String,
}

impl StoredRecord for Device {
    const KIND: &'static str = "koodrive.sync_device";
    const OWNER: Owner = Owner::User;

    fn key(&self) -> &str {
        &self.session
    }
}

/// The start of the name of a session. The digest of its token follows.
const SESSION: &str = "session ";

/// Returns the name of the session of a call. A job that works later keeps it in place of the token. Apps have no token and
/// share a session for each user.
pub(crate) fn session(cx: &Context<'_>) -> String {
    match cx.drive_token.as_deref().unwrap_or_default() {
        name if name.starts_with(SESSION) => name.to_owned(),
        token => format!("{SESSION}{}", secrets::digest(token)),
    }
}

/// Remembers the device of the session.
pub(super) fn remember(cx: &Context<'_>, device: &str) -> Result<(), ApiError> {
    // Reading a feed again must not write.
    if current(cx)?.as_deref() == Some(device) {
        return Ok(());
    }
    cx.records().put(&Device { session: session(cx), device: device.to_owned() })
}

/// Returns the device of the session, if it is known.
pub(crate) fn current(cx: &Context<'_>) -> Result<Option<String>, ApiError> {
    Ok(cx.records::<Device>().get(&session(cx))?.map(|found| found.device))
}
