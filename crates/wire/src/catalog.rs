//! All operations of the services that are switched on, with what only tools need: docs, examples, advice.
//!
//! The docs come from one compact JSON text for each service, read when they are first asked for.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use crate::operation::{Endpoint, Operation};
use crate::record::{Model, Record};
use crate::service::Service;

/// One operation as tools work with it.
#[derive(Clone, Copy)]
pub struct Entry {
    /// The operation.
    pub operation: &'static Operation,
    /// Makes an empty request.
    pub request: fn() -> Box<dyn Record>,
    /// Makes an empty answer.
    pub response: fn() -> Box<dyn Record>,
}

fn make<T: Model>() -> Box<dyn Record> {
    Box::new(T::empty())
}

impl Entry {
    /// The entry of a request type.
    #[must_use]
    pub const fn of<E: Endpoint>() -> Self {
        Self { operation: E::OPERATION, request: make::<E>, response: make::<E::Response> }
    }
}

/// The operations of one service, with their docs as JSON.
#[derive(Clone, Copy)]
pub struct Part {
    /// The service.
    pub service: &'static Service,
    /// Its operations, in the order of their names.
    pub entries: &'static [Entry],
    /// Its [`ServiceDoc`], as JSON.
    pub json: &'static str,
}

/// All operations.
pub struct Catalog {
    parts: &'static [Part],
    docs: OnceLock<BTreeMap<&'static str, ServiceDoc>>,
}

impl Catalog {
    /// The catalog of these services. Reads nothing yet.
    #[must_use]
    pub const fn new(parts: &'static [Part]) -> Self {
        Self { parts, docs: OnceLock::new() }
    }

    /// The services.
    pub fn services(&self) -> impl Iterator<Item = &'static Service> {
        self.parts.iter().map(|part| part.service)
    }

    /// The operations of all services.
    pub fn entries(&self) -> impl Iterator<Item = &'static Entry> {
        self.parts.iter().flat_map(|part| part.entries)
    }

    /// Finds an operation by name, as in `ListCases` or `osm.ListCases`; capitals do not matter.
    ///
    /// A name that several services have is found only with its service in front.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<&'static Entry> {
        let is_it = |entry: &&Entry| {
            name.eq_ignore_ascii_case(entry.operation.name) || name.eq_ignore_ascii_case(&entry.operation.full_name())
        };
        let mut found = self.entries().filter(is_it);
        let first = found.next()?;
        found.next().is_none().then_some(first)
    }

    /// The names that come nearest to one that was not found, at most three.
    #[must_use]
    pub fn near(&self, name: &str) -> Vec<&'static str> {
        let name = name.to_ascii_lowercase();
        let mut ranked: Vec<(usize, &'static str)> = self
            .entries()
            .map(|entry| (strsim::levenshtein(&name, &entry.operation.name.to_ascii_lowercase()), entry.operation.name))
            .collect();
        ranked.sort_unstable();
        let best = ranked.first().map_or(0, |(distance, _)| *distance);
        let near = |(distance, _): &(usize, &'static str)| *distance <= best + 1 && *distance <= name.len() / 2;
        ranked.into_iter().filter(near).map(|(_, name)| name).take(3).collect()
    }

    /// What is known of a service besides its table.
    #[must_use]
    pub fn service(&self, service: &Service) -> Option<&ServiceDoc> {
        self.docs().get(service.id)
    }

    /// What is known of an operation besides its table.
    #[must_use]
    pub fn operation(&self, operation: &Operation) -> Option<&OperationDoc> {
        self.service(operation.service)?.operations.get(operation.name)
    }

    /// What is known of a type of a service besides its table: a request, an answer, a record, an enum or an id.
    #[must_use]
    pub fn named(&self, service: &Service, name: &str) -> Option<&TypeDoc> {
        self.service(service)?.types.get(name)
    }

    /// What to do about a refusal with this code.
    #[must_use]
    pub fn advice(&self, service: &Service, status: u16, code: &str) -> Option<&ErrorDoc> {
        let rule = service.rule(status, code)?;
        self.service(service)?.errors.get(rule)
    }

    fn docs(&self) -> &BTreeMap<&'static str, ServiceDoc> {
        self.docs.get_or_init(|| {
            let read = |part: &Part| {
                crate::decode(part.json.as_bytes(), crate::Mode::Tolerant).map(|(doc, _)| (part.service.id, doc))
            };
            self.parts.iter().filter_map(|part| read(part).ok()).collect()
        })
    }
}

crate::model! {
    /// What is known of a service besides its table.
    pub struct ServiceDoc {
        /// What it is.
        doc: one String = body("doc");
        /// Where the facts come from.
        source: list String = body("source");
        /// Contradictions of the sources.
        quirks: list String = body("quirks");
        /// What no source answers.
        open: list String = body("open");
        /// Its operations by name.
        operations: one BTreeMap<String, OperationDoc> = body("operations");
        /// Its types by name.
        types: one BTreeMap<String, TypeDoc> = body("types");
        /// What its error codes mean, in the order of the rules of the service.
        errors: list ErrorDoc = body("errors");
    }
}

crate::model! {
    /// What is known of an operation besides its table.
    pub struct OperationDoc {
        /// What it does, in one sentence.
        summary: one String = body("summary");
        /// The summary in Chinese, in one line.
        summary_zh: one String = body("summary_zh");
        /// More about it.
        doc: opt String = body("doc");
        /// Where the facts come from.
        source: list String = body("source");
        /// Why it may be repeated, where the method does not tell.
        idempotent: opt String = body("idempotent");
        /// Contradictions of the sources, and what is done about each.
        quirks: list String = body("quirks");
        /// What no source answers.
        open: list String = body("open");
        /// Requests and answers.
        examples: list Example = body("examples");
    }
}

crate::model! {
    /// A request and its answer.
    pub struct Example {
        /// What it shows.
        name: one String = body("name");
        /// It was made from the documented types: no page shows it.
        made: one bool = body("made");
        /// The fields of the request by name on the wire.
        with: one BTreeMap<String, serde_json::Value> = body("with");
        /// The settings that the request needs.
        settings: one BTreeMap<String, String> = body("settings");
        /// The request line that is sent.
        sends: one String = body("sends");
        /// The JSON body that is sent.
        sends_body: opt serde_json::Value = body("sends_body");
        /// The request line as the page shows it, where it differs.
        documented_line: opt String = body("documented_line");
        /// The request body as the page shows it, where it differs.
        documented_body: opt serde_json::Value = body("documented_body");
        /// The status of the answer.
        status: one u32 = body("status");
        /// The headers of the answer.
        headers: one BTreeMap<String, String> = body("headers");
        /// The body of the answer as text; JSON, unless `fails` is set.
        answer: one String = body("answer");
        /// Part of the error that reading the answer gives.
        fails: opt String = body("fails");
        /// What the answer means: its fields by name on the wire.
        means: opt serde_json::Value = body("means");
    }
}

crate::model! {
    /// What is known of a type besides its table.
    pub struct TypeDoc {
        /// What it is.
        doc: one String = body("doc");
        /// Its fields by name on the wire.
        fields: one BTreeMap<String, FieldDoc> = body("fields");
        /// The meanings of its codes by variant.
        values: one BTreeMap<String, String> = body("values");
    }
}

crate::model! {
    /// What is known of a field besides its table.
    pub struct FieldDoc {
        /// What it is.
        doc: one String = body("doc");
        /// What the service takes when it is left out.
        default: opt serde_json::Value = body("default");
    }
}

crate::model! {
    /// What a status or a code means.
    pub struct ErrorDoc {
        /// What it means.
        doc: one String = body("doc");
        /// What to do about it.
        advice: opt String = body("advice");
    }
}
