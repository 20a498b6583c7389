//! The steps of a call that differ between operations, downloads and raw calls: validate, encode, decode.

mod decode;
mod download;
mod raw;
mod record;

use hwc_wire::{Deviations, Operation, Service};

pub(crate) use download::DownloadCodec;
pub(crate) use raw::RawCodec;
pub(super) use raw::has_dot_segments;
pub(crate) use record::RecordCodec;

use super::response::{RawResponse, ResponseMode};
use super::{ClientInner, PreparedRequest, RequestOptions, ResolvedTarget};
use crate::core::Deadline;
use crate::error::Error;

/// A call of an operation, or a raw call.
pub(crate) trait CallCodec: Send + Sync {
    /// Returns the target of the call, for messages without an operation.
    fn label(&self) -> &'static str;

    /// Returns the service.
    fn service(&self) -> &'static Service;

    /// Returns the operation, or `None` for a raw call.
    fn operation(&self) -> Option<&'static Operation>;

    /// Returns true if the request can be repeated safely.
    fn is_idempotent(&self) -> bool;

    /// Step 1: validates the request.
    fn validate(&self, client: &ClientInner, options: &RequestOptions) -> Result<(), Error>;

    /// Step 3: encodes the request, which can then be sent any number of times.
    fn encode(
        &self,
        client: &ClientInner,
        options: &RequestOptions,
        target: &ResolvedTarget<'_>,
    ) -> Result<PreparedRequest, Error>;

    /// Returns the form in which the response is received.
    fn response_mode(&self) -> ResponseMode {
        ResponseMode::Json
    }

    /// Step 10: decodes the response and stores it.
    fn decode(
        &mut self,
        client: &ClientInner,
        options: &RequestOptions,
        deadline: Deadline,
        response: &mut RawResponse,
    ) -> Result<Deviations, Error>;
}
