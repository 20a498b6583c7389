//! Typed handlers, and decoding and validation of their requests.

use std::sync::Arc;

use hwc_wire::{
    DecodeContext, DecodeMode, Operation, Record, Request, RequestRef, Violation, decode_request,
    validate_with_presence,
};

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::size_limits;

/// A handler with its types erased.
pub(crate) type Handler =
    Arc<dyn Fn(&mut Context<'_>, RequestRef<'_>) -> Result<Box<dyn Record>, ApiError> + Send + Sync>;

/// Erases the types of a handler. `on_invalid` may return an error of its own for an invalid request.
pub(crate) fn erase<R: Request>(
    handler: impl Fn(&mut Context<'_>, R) -> Result<R::Response, ApiError> + Send + Sync + 'static,
    on_invalid: fn(&R, &[Violation]) -> Option<ApiError>,
) -> Handler {
    Arc::new(move |cx, received| {
        let mut request = R::unset();
        let violations = decode(R::OPERATION, received, &mut request)?;
        if !violations.is_empty() {
            return Err(on_invalid(&request, &violations).unwrap_or_else(|| invalid_request(&violations)));
        }
        handler(cx, request).map(|response| Box::new(response) as Box<dyn Record>)
    })
}

/// Decodes a request and validates its constraints.
pub(crate) fn decode_and_validate(
    operation: &Operation,
    received: RequestRef<'_>,
    into: &mut dyn Record,
) -> Result<(), ApiError> {
    let violations = decode(operation, received, into)?;
    if violations.is_empty() { Ok(()) } else { Err(invalid_request(&violations)) }
}

/// Decodes as much of a request as possible, for a reader that does not depend on its validity.
pub(crate) fn decode_leniently(operation: &Operation, received: RequestRef<'_>, into: &mut dyn Record) {
    // Fields up to an error are decoded.
    let _ = decode_request(operation, received, into, &mut DecodeContext::new(DecodeMode::Lenient));
}

/// Decodes a request and returns the violations of its constraints.
fn decode(operation: &Operation, received: RequestRef<'_>, into: &mut dyn Record) -> Result<Vec<Violation>, ApiError> {
    let mut context = DecodeContext::new(DecodeMode::Lenient);
    decode_request(operation, received, into, &mut context).map_err(|error| ApiError::invalid(error.to_string()))?;
    // A missing number or text reads as 0 or empty, so validation would miss it. Deviations are capped because people read
    // them.
    let mut violations = validate_with_presence(into, &|field| !context.missing().contains(&field.name));
    violations.extend(size_limits::check(into));
    Ok(violations)
}

fn invalid_request(violations: &[Violation]) -> ApiError {
    let violations: Vec<String> = violations.iter().map(ToString::to_string).collect();
    ApiError::invalid(violations.join("; "))
}
