//! Diagnosis: jobs that examine a machine check by check, by the clock, and their findings.

mod checks;
mod jobs;
mod queries;

pub(crate) use jobs::add;

use crate::runtime::sandbox::Sandbox;

pub(super) fn register(sandbox: &Sandbox) {
    sandbox.behaves(jobs::create).behaves(jobs::show).behaves(jobs::items).behaves(jobs::feedback);
    sandbox.behaves(queries::records).behaves(queries::machines);
}
