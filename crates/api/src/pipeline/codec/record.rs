//! The steps of a call that are driven by the descriptor of an operation.

use hwc_transport::Body;
use hwc_wire::{Deviations, EncodeOptions, Operation, Record, Service, encode, record, validate};
use hwc_wire::{decode_body, decode_headers};

use super::{CallCodec, decode};
use crate::core::Deadline;
use crate::error::Error;
use crate::pipeline::response::{RawResponse, ResponseMode, note_unused_encoding};
use crate::pipeline::{ClientInner, PreparedRequest, RequestOptions, ResolvedTarget, multipart};

/// A call of an operation: its request, and the empty response to decode into.
pub(crate) struct RecordCodec<'a> {
    pub(crate) operation: &'static Operation,
    pub(crate) request: &'a dyn Record,
    pub(crate) response: &'a mut dyn Record,
}

impl CallCodec for RecordCodec<'_> {
    fn label(&self) -> &'static str {
        ""
    }

    fn service(&self) -> &'static Service {
        self.operation.service
    }

    fn operation(&self) -> Option<&'static Operation> {
        Some(self.operation)
    }

    fn is_idempotent(&self) -> bool {
        self.operation.idempotent
    }

    fn validate(&self, client: &ClientInner, options: &RequestOptions) -> Result<(), Error> {
        if !options.validate_requests.unwrap_or(client.validate_requests) {
            return Ok(());
        }
        let violations = validate(self.request);
        if violations.is_empty() { Ok(()) } else { Err(Error::invalid_request(violations)) }
    }

    fn encode(
        &self,
        client: &ClientInner,
        options: &RequestOptions,
        target: &ResolvedTarget<'_>,
    ) -> Result<PreparedRequest, Error> {
        let service = self.operation.service;
        let settings = target.settings();
        let encoding = EncodeOptions { settings: &settings, query_in_body: options.query_in_body };
        let parts =
            encode(self.operation, self.request, encoding).map_err(|error| encode_error(self.operation, error))?;
        let form = multipart::encode(&parts.form, client, options)?;
        let mut prepared = PreparedRequest::new(client, options, target, service, self.operation.method, parts)?;
        if let Some((body, content_type)) = form {
            prepared = prepared.with_body(body, content_type);
        }
        Ok(prepared.for_operation(self.operation).with_secrets(record::collect_secrets(self.request)))
    }

    fn response_mode(&self) -> ResponseMode {
        if self.response.descriptor().is_content() { ResponseMode::Buffered } else { ResponseMode::Json }
    }

    fn decode(
        &mut self,
        client: &ClientInner,
        options: &RequestOptions,
        deadline: Deadline,
        response: &mut RawResponse,
    ) -> Result<Deviations, Error> {
        if let Some(content) = response.stream.as_ref().and_then(Body::as_bytes) {
            response.body = content.clone();
        }
        let mut cx = decode::context(client, options, deadline, response.body.len())
            .with_envelope(self.operation.service.envelope.names)
            .may_be_empty(self.operation.may_be_empty);
        if !response.body.is_empty() {
            note_unused_encoding(&response.headers, &mut cx)?;
        }
        let decoded = decode_body(self.response, &response.body, &mut cx)
            .and_then(|()| decode_headers(self.response, &|name| response.header(name), &mut cx));
        decoded.map_err(|error| decode::decode_error(&cx, error, deadline, response))?;
        let deviations = cx.into_deviations();
        log_deviations(self.operation, &deviations);
        Ok(deviations)
    }
}

/// Returns the error for an encoding failure. An invalid path parameter from a setting is a configuration error, not an
/// invalid request.
fn encode_error(operation: &Operation, error: hwc_wire::EncodeError) -> Error {
    let setting = operation.service.settings.iter().find(|setting| setting.wire == error.name());
    match setting {
        Some(setting) => {
            Error::config(format!("{error}; set by the setting `{}` of the client or the call", setting.name))
        }
        None => Error::encode(error),
    }
}

fn log_deviations(operation: &Operation, deviations: &Deviations) {
    for deviation in deviations {
        tracing::debug!(
            service = operation.service.id,
            operation = operation.name,
            kind = ?deviation.kind,
            path = %deviation.path,
            note = %deviation.note,
            "the response differs from its description"
        );
    }
}
