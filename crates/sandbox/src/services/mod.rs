//! The behavior of the services. The folders and files mirror `spec/<service>/<group>`.

pub(crate) mod archive;
pub(crate) mod iam;
pub(crate) mod insight;
pub(crate) mod koodrive;
pub(crate) mod osm;
pub(crate) mod sheet;

use crate::runtime::registry::Registry;

/// Registers the handlers of all services.
pub(crate) fn register(registry: &mut Registry) {
    osm::register(registry);
    koodrive::register(registry);
    insight::register(registry);
    iam::register(registry);
}
