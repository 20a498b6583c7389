//! The steps of a call whose response is a file.

use hwc_transport::Body;
use hwc_wire::{Deviations, Operation, Service};

use super::{CallCodec, RecordCodec};
use crate::core::Deadline;
use crate::error::Error;
use crate::pipeline::response::{RawResponse, ResponseMode};
use crate::pipeline::{ClientInner, PreparedRequest, RequestOptions, ResolvedTarget};

/// A call whose response is a file: encoded like any other, but not decoded.
pub(crate) struct DownloadCodec<'a> {
    pub(crate) record: RecordCodec<'a>,
    /// The content, once the response has started.
    pub(crate) content: Option<Body>,
}

impl CallCodec for DownloadCodec<'_> {
    #[inline]
    fn label(&self) -> &'static str {
        self.record.label()
    }

    #[inline]
    fn service(&self) -> &'static Service {
        self.record.service()
    }

    #[inline]
    fn operation(&self) -> Option<&'static Operation> {
        self.record.operation()
    }

    #[inline]
    fn is_idempotent(&self) -> bool {
        self.record.is_idempotent()
    }

    #[inline]
    fn validate(&self, client: &ClientInner, options: &RequestOptions) -> Result<(), Error> {
        self.record.validate(client, options)
    }

    #[inline]
    fn encode(
        &self,
        client: &ClientInner,
        options: &RequestOptions,
        target: &ResolvedTarget<'_>,
    ) -> Result<PreparedRequest, Error> {
        self.record.encode(client, options, target)
    }

    #[inline]
    fn response_mode(&self) -> ResponseMode {
        ResponseMode::Streaming
    }

    #[inline]
    fn decode(
        &mut self,
        _: &ClientInner,
        _: &RequestOptions,
        _: Deadline,
        response: &mut RawResponse,
    ) -> Result<Deviations, Error> {
        self.content = response.stream.take();
        Ok(Deviations::default())
    }
}
