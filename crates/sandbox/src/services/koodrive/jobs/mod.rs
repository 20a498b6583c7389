//! Batch jobs. A job waits for a second, runs for two and is then finished. Its work is done by the clock: before each request,
//! the steps that are due by then are performed for the user who created the job.

mod cancel;
mod create;
mod list;
mod run;
mod steps;
mod stored;

pub(crate) use create::create;
pub(crate) use run::apply_due_steps;

use crate::runtime::registry::Registry;
pub(super) use stored::StoredJob;

pub(super) fn register(registry: &mut Registry) {
    registry.store::<StoredJob>().register(create).register(cancel::cancel);
    registry.register(list::list).register(list::detail);
}
