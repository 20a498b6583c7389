//! The steps of a raw call: JSON in and out.

use hwc_wire::decode_value;
use hwc_wire::{Deviations, EncodeOptions, Model, Operation, Service, encode, percent_encode};
use percent_encoding::percent_decode_str;
use serde_json::Value;

use super::ask::{Answer, Ask};
use super::deadline::Deadline;
use super::decoding;
use super::outgoing::Outgoing;
use super::settle::Settled;
use crate::call::Options;
use crate::client::ClientInner;
use crate::error::Error;

/// A raw call and its response.
pub(crate) struct RawAsk {
    pub(crate) service: &'static Service,
    pub(crate) method: hwc_wire::Method,
    pub(crate) path: String,
    pub(crate) query: Vec<(String, String)>,
    pub(crate) json: Option<Value>,
    pub(crate) answer: Value,
}

hwc_wire::model! {
    /// A request without fields.
    pub struct Nothing {}
}

impl Ask for RawAsk {
    fn what(&self) -> &'static str {
        self.service.id
    }

    fn service(&self) -> &'static Service {
        self.service
    }

    fn operation(&self) -> Option<&'static Operation> {
        None
    }

    fn is_idempotent(&self) -> bool {
        self.method.is_idempotent()
    }

    fn check(&self, _: &ClientInner, _: &Options) -> Result<(), Error> {
        let path = self.path.as_str();
        if !path.starts_with('/') {
            return Err(Error::invalid("its path does not begin with `/`"));
        }
        if path.contains(['?', '#']) {
            return Err(Error::invalid("its path holds `?` or `#`; parameters are set with `.query(..)`"));
        }
        if has_dots(path) {
            return Err(Error::invalid("its path holds a segment `.` or `..`"));
        }
        Ok(())
    }

    fn encode(&self, config: &ClientInner, options: &Options, settled: &Settled) -> Result<Outgoing, Error> {
        let settings = options.settings_for(self.service, config)?;
        let how = EncodeOptions { settings: &settings, query_in_body: false };
        // An operation without a path and a request without fields yield only the headers of the settings.
        let operation = Operation::new(self.service, "", "", self.method, "");
        let mut parts = encode(&operation, &Nothing::unset(), how).map_err(Error::unsendable)?;
        parts.path_and_query = format!("{}{}", self.path, query(&self.query));
        parts.body = self.json.as_ref().map(|json| json.to_string().into_bytes());
        Outgoing::new(options, settled, self.service, self.method, parts)
    }

    fn decode(
        &mut self,
        config: &ClientInner,
        options: &Options,
        deadline: Deadline,
        answer: &mut Answer,
    ) -> Result<Deviations, Error> {
        let mut cx = decoding::context(config, options, deadline, answer.body.len());
        if !answer.body.trim_ascii().is_empty() {
            let read = decode_value(&mut self.answer, &answer.body, &mut cx);
            read.map_err(|error| decoding::failed(&cx, error, deadline, answer))?;
        }
        Ok(cx.into_deviations())
    }
}

/// Returns true for a path with a `.` or `..` segment. Servers resolve them even if they, or the slashes around them, are
/// escaped.
pub(super) fn has_dots(path: &str) -> bool {
    let decoded: Vec<u8> = percent_decode_str(path).collect();
    decoded.split(|byte| *byte == b'/').any(|segment| segment == b"." || segment == b"..")
}

fn query(pairs: &[(String, String)]) -> String {
    let pairs: Vec<String> =
        pairs.iter().map(|(name, value)| format!("{}={}", percent_encode(name), percent_encode(value))).collect();
    if pairs.is_empty() { String::new() } else { format!("?{}", pairs.join("&")) }
}
