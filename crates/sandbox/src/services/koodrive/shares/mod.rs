//! Shares: links to files and folders of a space. This folder has the records, their rules, and the operations of the sharer.
//! `received_shares` has those of recipients and `share_links` those of visitors.

pub(super) mod cancel;
mod create;
pub(super) mod links;
pub(super) mod lists;
mod options;
pub(super) mod recipients;
pub(crate) mod record;
pub(super) mod sharer;
pub(super) mod status;
#[cfg(test)]
mod tests;
mod update;

use crate::runtime::registry::Registry;
use crate::services::koodrive::shares::record::Share;

pub(super) fn register(registry: &mut Registry) {
    registry.store::<Share>().register(create::create).register(update::update).register(cancel::cancel);
    registry.register(lists::list).register(lists::detail);
}
