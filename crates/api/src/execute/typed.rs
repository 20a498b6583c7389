//! The steps of a call that are driven by the descriptor of an operation.

use hwc_transport::Body;
use hwc_wire::{Deviations, EncodeOptions, Operation, Record, Service, encode, record, validate};
use hwc_wire::{decode_body, decode_headers};

use super::ask::{Answer, Ask, Takes};
use super::deadline::Deadline;
use super::outgoing::Outgoing;
use super::settle::{PROJECT, Settled};
use super::{decoding, form, inflate};
use crate::call::Options;
use crate::client::ClientInner;
use crate::error::Error;

/// A call of an operation: its request, and the empty response to decode into.
pub(crate) struct TypedAsk<'a> {
    pub(crate) operation: &'static Operation,
    pub(crate) request: &'a dyn Record,
    pub(crate) answer: &'a mut dyn Record,
}

impl Ask for TypedAsk<'_> {
    fn what(&self) -> &'static str {
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

    fn check(&self, config: &ClientInner, options: &Options) -> Result<(), Error> {
        if !options.check_limits.unwrap_or(config.check_limits) {
            return Ok(());
        }
        let violations = validate(self.request);
        if violations.is_empty() { Ok(()) } else { Err(Error::violations_of(violations)) }
    }

    fn encode(&self, config: &ClientInner, options: &Options, settled: &Settled) -> Result<Outgoing, Error> {
        let service = self.operation.service;
        let mut settings = options.settings_for(service, config)?;
        // The first setting of a name takes precedence, so the resolved project comes last.
        settings.extend(settled.project.as_deref().map(|project| (PROJECT, project)));
        let how = EncodeOptions { settings: &settings, query_in_body: options.query_as_body };
        let parts = encode(self.operation, self.request, how).map_err(|error| unsendable(self.operation, error))?;
        let form = form::body(&parts.form, config, options)?;
        let mut outgoing = Outgoing::new(options, settled, service, self.operation.method, parts)?;
        if let Some((body, kind)) = form {
            outgoing = outgoing.carrying(body, kind);
        }
        Ok(outgoing.of(self.operation).hiding(record::collect_secrets(self.request)))
    }

    fn takes(&self) -> Takes {
        if self.answer.descriptor().is_content() { Takes::File } else { Takes::Json }
    }

    fn decode(
        &mut self,
        config: &ClientInner,
        options: &Options,
        deadline: Deadline,
        answer: &mut Answer,
    ) -> Result<Deviations, Error> {
        if let Some(content) = answer.stream.as_ref().and_then(Body::as_bytes) {
            answer.body = content.clone();
        }
        let mut cx = decoding::context(config, options, deadline, answer.body.len())
            .with_envelope(self.operation.service.envelope.names)
            .may_be_empty(self.operation.may_be_empty);
        if !answer.body.is_empty() {
            inflate::report(&answer.headers, &mut cx)?;
        }
        let read = decode_body(self.answer, &answer.body, &mut cx)
            .and_then(|()| decode_headers(self.answer, &|name| answer.header(name), &mut cx));
        read.map_err(|error| decoding::failed(&cx, error, deadline, answer))?;
        let deviations = cx.into_deviations();
        report(self.operation, &deviations);
        Ok(deviations)
    }
}

/// Returns the error for an encoding failure. An invalid path parameter from a setting is a configuration error, not an
/// invalid request.
fn unsendable(operation: &Operation, error: hwc_wire::EncodeError) -> Error {
    let setting = operation.service.settings.iter().find(|setting| setting.wire == error.name());
    match setting {
        Some(setting) => {
            Error::config(format!("{error}; it is the setting `{}` of the client or the call", setting.name))
        }
        None => Error::unsendable(error),
    }
}

fn report(operation: &Operation, deviations: &Deviations) {
    for deviation in deviations {
        tracing::debug!(
            service = operation.service.id,
            operation = operation.name,
            kind = ?deviation.kind,
            path = %deviation.path,
            note = %deviation.note,
            "the answer differs from its description"
        );
    }
}
