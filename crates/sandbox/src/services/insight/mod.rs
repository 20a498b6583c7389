//! DataArts Insight.

pub(crate) mod tickets;

use crate::runtime::registry::Registry;

pub(super) fn register(registry: &mut Registry) {
    tickets::register(registry);
}
