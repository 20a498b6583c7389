//! Lowering of the YAML to the resolved model. Reports every consistency error of every file at once.

mod behavior;
mod cycles;
mod endpoint;
mod field;
mod names;
mod pagination;
mod path;
mod quirks;
mod sensitive;
mod service;
mod summary;
mod task;
mod types;
mod unused;

pub(crate) use names::{module_name, rust_field_name};

use crate::model::Service;
use crate::spec;
use crate::spec::problem::Problem;

/// Resolves all services.
///
/// # Errors
/// Returns all problems of all files.
pub(crate) fn lower(services: Vec<spec::Service>) -> Result<Vec<Service>, Vec<Problem>> {
    let mut problems = Vec::new();
    let lowered = services.into_iter().map(|service| service::lower(service, &mut problems)).collect();
    if problems.is_empty() {
        return Ok(lowered);
    }
    problems.sort();
    problems.dedup();
    Err(problems)
}
