//! Diagnosis: jobs that examine a machine check by check, by the clock, and their findings.

mod checks;
pub(crate) mod jobs;
pub(crate) mod queries;

use crate::runtime::registry::Registry;

pub(super) fn register(registry: &mut Registry) {
    jobs::register(registry);
    queries::register(registry);
}
