//! Typed handlers, and decoding and validation of their requests.

use std::sync::Arc;

use hwc_transport::http::StatusCode;
use hwc_wire::record::each_field;
use hwc_wire::{
    DecodeContext as Reading, DecodeMode, Operation, Record, Request, RequestRef, ValueRef, Violation, decode_request,
    limits,
};

use crate::runtime::api_error::Refusal;
use crate::runtime::context::Context;
use crate::runtime::size_limits;

/// A handler with its types erased.
pub(crate) type Behaviour =
    Arc<dyn Fn(&mut Context<'_>, RequestRef<'_>) -> Result<Box<dyn Record>, Refusal> + Send + Sync>;

/// Erases the types of a handler.
pub(crate) fn forget<E: Request>(
    behaviour: impl Fn(&mut Context<'_>, E) -> Result<E::Response, Refusal> + Send + Sync + 'static,
) -> Behaviour {
    Arc::new(move |cx, received| {
        let mut request = E::unset();
        understand(E::OPERATION, received, &mut request)?;
        behaviour(cx, request).map(|answer| Box::new(answer) as Box<dyn Record>)
    })
}

/// Decodes a request and validates its constraints.
pub(crate) fn understand(
    operation: &Operation,
    received: RequestRef<'_>,
    into: &mut dyn Record,
) -> Result<(), Refusal> {
    let mut reading = Reading::new(DecodeMode::Lenient);
    decode_request(operation, received, into, &mut reading).map_err(|error| Refusal::invalid(error.to_string()))?;
    // A missing number or text reads as 0 or empty, so validation would miss it. Deviations are capped because people read
    // them.
    let mut problems = limits::validate_with_presence(into, &|field| !reading.missing().contains(&field.name));
    problems.extend(size_limits::check(into));
    if problems.is_empty() { Ok(()) } else { Err(refuse(operation, into, &problems)) }
}

/// Converts violations to a `Refusal`. A fourth link is a business error of its own, even if one request has them all.
fn refuse(operation: &Operation, request: &dyn Record, problems: &[Violation]) -> Refusal {
    let of_links = |violation: &Violation| violation.path == LINKS;
    if operation.name == "CreateRelations" && problems.iter().all(of_links) && links(request) > MOST_LINKS {
        return too_many_links();
    }
    let problems: Vec<String> = problems.iter().map(ToString::to_string).collect();
    Refusal::invalid(problems.join("; "))
}

/// The field of the tickets to link to, and the maximum number of links of a ticket.
const LINKS: &str = "related_id_list";
const MOST_LINKS: usize = 3;

fn links(request: &dyn Record) -> usize {
    let mut count = 0;
    each_field(request, &mut |field, value| match value.view() {
        ValueRef::List(items) if field.name == LINKS => count = items.count(),
        _ => {}
    });
    count
}

/// Returns the error for more than three links of a ticket.
pub(crate) fn too_many_links() -> Refusal {
    Refusal::new(StatusCode::OK, "OSM.01010043", "A ticket can be linked to three others at most.")
}
