//! The expected state of the sandbox in the stories: uploaded files, read messages, and labels of tickets.

use std::collections::{BTreeMap, BTreeSet};

use hwc_models::osm::{CaseMessage, ListCaseLabels, ListUnreadNewInstantMessages, MessageSource};

use crate::common::Bench;
use crate::tickets::detail;

/// The expected state.
#[derive(Default)]
pub(crate) struct World {
    /// The tickets of the account.
    pub(crate) known: Vec<String>,
    /// Tickets with messages of the customer after the first one.
    pub(crate) written: Vec<String>,
    /// The contents of attachments by ID.
    pub(crate) files: BTreeMap<String, Vec<u8>>,
    /// The engineers' messages on each ticket that the customer has read.
    pub(crate) seen: BTreeMap<String, BTreeSet<String>>,
    /// The labels on each ticket.
    pub(crate) labels: BTreeMap<String, BTreeSet<u32>>,
}

impl World {
    /// Returns the state at the beginning.
    pub(crate) async fn of(bench: &Bench, known: Vec<String>) -> Self {
        let written = vec!["case_123".to_owned(), "case-foreign".to_owned()];
        let mut world = Self { known, written, ..Self::default() };
        for id in &world.known {
            world.labels.insert(id.clone(), labels_on(bench, id).await);
            let unread = bench.send(ListUnreadNewInstantMessages::new([id.as_str()])).await.imunread;
            if unread[0].unread_num == Some(0) {
                world.seen.insert(id.clone(), written_by_engineers(&detail(bench, id).await.message_list));
            }
        }
        world
    }

    /// Returns tickets for acts: the existing ones, one of another customer, and an unknown one.
    pub(crate) fn ids(&self) -> Vec<String> {
        self.known.iter().cloned().chain(["case-foreign", "case-0"].map(str::to_owned)).collect()
    }
}

/// Returns the numbers of the labels on a ticket.
pub(crate) async fn labels_on(bench: &Bench, id: &str) -> BTreeSet<u32> {
    let labels = bench.send(ListCaseLabels::new(id)).await.case_label_list;
    labels.iter().map(|label| label.label_id.unwrap()).collect()
}

/// Returns the IDs of the messages of engineers.
pub(crate) fn written_by_engineers(messages: &[CaseMessage]) -> BTreeSet<String> {
    let engineers = messages.iter().filter(|message| message.written_by == Some(MessageSource::Engineer));
    engineers.map(|message| message.message_id.as_ref().unwrap().to_string()).collect()
}
