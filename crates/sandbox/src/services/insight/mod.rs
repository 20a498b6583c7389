//! DataArts Insight.

pub(crate) mod tickets;

use crate::runtime::registry::Registry;

pub(crate) fn register(registry: &mut Registry) {
    registry.register(tickets::create).register(tickets::list);
}
