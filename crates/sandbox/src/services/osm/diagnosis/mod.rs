//! Diagnosis: jobs that examine a machine check by check, by the clock, and their findings.

mod checks;
mod jobs;
mod queries;

pub(crate) use jobs::add;

use crate::runtime::registry::Registry;

pub(super) fn register(registry: &mut Registry) {
    registry.register(jobs::create).register(jobs::show).register(jobs::items).register(jobs::feedback);
    registry.register(queries::records).register(queries::machines);
}
