//! The steps of a call whose response is a file.

use hwc_transport::Body;
use hwc_wire::{Deviations, Operation, Service};

use super::TypedAsk;
use super::ask::{Answer, Ask, Takes};
use super::deadline::Deadline;
use super::outgoing::Outgoing;
use super::settle::Settled;
use crate::call::Options;
use crate::client::ClientInner;
use crate::error::Error;

/// A call whose response is a file: encoded like any other, but not decoded.
pub(crate) struct DownloadAsk<'a> {
    pub(crate) asked: TypedAsk<'a>,
    /// The content, once the response has started.
    pub(crate) content: Option<Body>,
}

impl Ask for DownloadAsk<'_> {
    fn what(&self) -> &'static str {
        self.asked.what()
    }

    fn service(&self) -> &'static Service {
        self.asked.service()
    }

    fn operation(&self) -> Option<&'static Operation> {
        self.asked.operation()
    }

    fn is_idempotent(&self) -> bool {
        self.asked.is_idempotent()
    }

    fn check(&self, config: &ClientInner, options: &Options) -> Result<(), Error> {
        self.asked.check(config, options)
    }

    fn encode(&self, config: &ClientInner, options: &Options, settled: &Settled) -> Result<Outgoing, Error> {
        self.asked.encode(config, options, settled)
    }

    fn takes(&self) -> Takes {
        Takes::Stream
    }

    fn decode(&mut self, _: &ClientInner, _: &Options, _: Deadline, answer: &mut Answer) -> Result<Deviations, Error> {
        self.content = answer.stream.take();
        Ok(Deviations::default())
    }
}
