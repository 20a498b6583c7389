//! Typed behaviours, and how their requests are understood: read by the spec, then held to its limits.

use std::sync::Arc;

use hwc_transport::http::StatusCode;
use hwc_wire::{
    Context as Reading, DeviationKind, Endpoint, Mode, Operation, Received, Record, Violation, limits, receive,
};

use crate::caps;
use crate::context::Context;
use crate::refusal::Refusal;

/// A behaviour whose types are forgotten.
pub(crate) type Behaviour =
    Arc<dyn Fn(&mut Context<'_>, Received<'_>) -> Result<Box<dyn Record>, Refusal> + Send + Sync>;

/// Forgets the types of a behaviour.
pub(crate) fn forget<E: Endpoint>(
    behaviour: impl Fn(&mut Context<'_>, E) -> Result<E::Response, Refusal> + Send + Sync + 'static,
) -> Behaviour {
    Arc::new(move |cx, received| {
        let mut request = E::empty();
        understand(E::OPERATION, received, &mut request)?;
        behaviour(cx, request).map(|answer| Box::new(answer) as Box<dyn Record>)
    })
}

/// Reads a request and checks its limits.
pub(crate) fn understand(operation: &Operation, received: Received<'_>, into: &mut dyn Record) -> Result<(), Refusal> {
    let mut reading = Reading::new(Mode::Tolerant);
    receive(operation, received, into, &mut reading).map_err(|error| Refusal::invalid(error.to_string()))?;
    let missing = missing(reading);
    let problems = limits::check_filled(into, &|field| !missing.iter().any(|name| name == field.name));
    let problems: Vec<(String, String)> = problems.into_iter().map(named).chain(caps::check(into)).collect();
    if problems.is_empty() { Ok(()) } else { Err(refuse(operation, &problems)) }
}

fn named(violation: Violation) -> (String, String) {
    (violation.path, violation.problem)
}

/// What had to be there and was not. A number or a text that did not come reads as 0 or empty, so the limits miss it.
fn missing(reading: Reading) -> Vec<String> {
    let deviations = reading.into_deviations();
    let missing = deviations.as_slice().iter().filter(|deviation| deviation.kind == DeviationKind::MissingRequired);
    missing.map(|deviation| deviation.path.clone()).collect()
}

/// A fourth link is a business error of its own, also when one request has them all.
fn refuse(operation: &Operation, problems: &[(String, String)]) -> Refusal {
    let too_many = |(name, problem): &(String, String)| name == "related_id_list" && problem.starts_with("has ");
    if operation.name == "CreateRelations" && problems.iter().all(too_many) {
        return too_many_links();
    }
    let problems: Vec<String> = problems.iter().map(|(name, problem)| format!("{name} {problem}")).collect();
    Refusal::invalid(problems.join("; "))
}

/// A ticket has three links at most.
pub(crate) fn too_many_links() -> Refusal {
    Refusal::new(StatusCode::OK, "OSM.01010043", "A ticket can be linked to three others at most.")
}
