//! The ways to combine the changes of a page of the feed.

use std::collections::BTreeMap;

use hwc_models::koodrive::ChangePolicy;
use serde::{Deserialize, Serialize};

use crate::runtime::api_error::ApiError;
use crate::runtime::context::{Caller, Context};
use crate::runtime::error::SandboxError;
use crate::runtime::records::{Owner, StoredRecord};
use crate::runtime::sandbox::Sandbox;
use crate::services::koodrive::sync_dirs::feed::Entry;

/// The key of the only record.
const KEY: &str = "policy";

/// The policy of the sandbox, if it is not that of the service.
#[derive(Serialize, Deserialize)]
pub(super) struct StoredPolicy {
    key: String,
    policy: ChangePolicy,
}

impl StoredRecord for StoredPolicy {
    const KIND: &'static str = "koodrive.sync_policy";
    const OWNER: Owner = Owner::Company;

    fn key(&self) -> &str {
        &self.key
    }
}

impl Sandbox {
    /// Sets how KooDrive combines the changes of a synchronization directory. The reference lists three policies and says that
    /// the service uses `ChangePolicy::Aggregate`, which is the default here.
    ///
    /// # Errors
    /// Returns [`SandboxError::Records`] if the database cannot be written.
    pub fn combine_changes(&self, policy: ChangePolicy) -> Result<(), SandboxError> {
        let stored = StoredPolicy { key: KEY.to_owned(), policy };
        let written = self.with_context(Caller::demo(), |cx| cx.records().put(&stored));
        written.map_err(|error: ApiError| SandboxError::Records(error.message))
    }
}

/// Returns the policy of the sandbox.
pub(super) fn current(cx: &Context<'_>) -> Result<ChangePolicy, ApiError> {
    let stored = cx.records::<StoredPolicy>().get(KEY)?;
    Ok(stored.map_or(ChangePolicy::Aggregate, |stored| stored.policy))
}

/// Combines the entries of a page. The last entry of each file remains under every policy, and the order stays.
pub(super) fn combine(entries: Vec<Entry>, policy: &ChangePolicy) -> Vec<Entry> {
    let key = |entry: &Entry| match policy {
        ChangePolicy::Latest => Some((entry.node.id.clone(), None)),
        ChangePolicy::Aggregate => Some((entry.node.id.clone(), Some(entry.kind))),
        _ => None,
    };
    let mut last = BTreeMap::new();
    for (index, entry) in entries.iter().enumerate() {
        if let Some(key) = key(entry) {
            last.insert(key, index);
        }
    }
    let keeps = |(index, entry): &(usize, Entry)| key(entry).is_none_or(|key| last.get(&key) == Some(index));
    entries.into_iter().enumerate().filter(keeps).map(|(_, entry)| entry).collect()
}
