//! The behavior of the services. The folders and files mirror `spec/<service>/<group>`.

pub(crate) mod archive;
pub(crate) mod iam;
pub(crate) mod insight;
pub(crate) mod koodrive;
pub(crate) mod osm;

use crate::runtime::sandbox::Sandbox;

/// Registers the handlers of all services.
pub(crate) fn register(sandbox: &Sandbox) {
    osm::register(sandbox);
    koodrive::register(sandbox);
    insight::register(sandbox);
    iam::register(sandbox);
}
