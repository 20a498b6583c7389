//! A change of a record: who made it, and when.

use serde::{Deserialize, Serialize};

use crate::runtime::context::Context;

/// The user and the time of a change.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Change {
    pub(crate) user: String,
    pub(crate) user_name: String,
    /// The time in milliseconds.
    pub(crate) at: i64,
}

impl Change {
    /// Returns a change that the caller makes now.
    pub(crate) fn now(cx: &Context<'_>) -> Self {
        Self { user: cx.caller.id.clone(), user_name: cx.caller.name.clone(), at: cx.now }
    }
}
