//! All operations of the enabled services, with the data that only tools need: docs, examples, advice.
//!
//! The docs come from one compact JSON text for each service. It is parsed on first use.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use crate::descriptor::{Operation, Request, Service};
use crate::record::{Model, Record};

/// One operation, as tools use it.
#[derive(Clone, Copy)]
pub struct OperationEntry {
    /// The operation.
    pub operation: &'static Operation,
    /// A function that makes an empty request.
    pub request: fn() -> Box<dyn Record>,
    /// A function that makes an empty response.
    pub response: fn() -> Box<dyn Record>,
}

fn make<T: Model>() -> Box<dyn Record> {
    Box::new(T::unset())
}

impl OperationEntry {
    /// Returns the entry of a request type.
    #[must_use]
    pub const fn of<R: Request>() -> Self {
        Self { operation: R::OPERATION, request: make::<R>, response: make::<R::Response> }
    }
}

/// The operations of one service, with their docs as JSON.
#[derive(Clone, Copy)]
pub struct ServiceCatalog {
    /// The service.
    pub service: &'static Service,
    /// Its operations, in the order of their names.
    pub entries: &'static [OperationEntry],
    /// Its [`ServiceDoc`], as JSON.
    pub json: &'static str,
}

/// The minimum similarity of a suggestion, from 0 to 1. Command-line parsers use the same one.
const SIMILAR: f64 = 0.7;

/// The maximum difference between the similarities of the first suggestion and the last one.
const SPREAD: f64 = 0.02;

/// Returns at most three of `names` that are similar to a misspelled one, the most similar first. Case is ignored.
///
/// Tools use it for operations, fields and values of enums.
#[must_use]
pub fn suggest<'a>(misspelled: &str, names: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let misspelled = misspelled.to_ascii_lowercase();
    let ranked = names.into_iter().map(|name| (strsim::jaro(&misspelled, &name.to_ascii_lowercase()), name));
    let mut ranked: Vec<(f64, &str)> = ranked.filter(|(similarity, _)| *similarity > SIMILAR).collect();
    ranked.sort_by(|(left, _), (right, _)| right.total_cmp(left));
    let best = ranked.first().map_or(0.0, |(similarity, _)| *similarity);
    ranked.into_iter().filter(|(similarity, _)| best - similarity <= SPREAD).map(|(_, name)| name).take(3).collect()
}

/// All operations.
pub struct Catalog {
    parts: &'static [ServiceCatalog],
    docs: OnceLock<BTreeMap<&'static str, LazyDoc>>,
}

/// The docs of a service as JSON, and parsed on first use.
struct LazyDoc {
    json: &'static str,
    parsed: OnceLock<Option<ServiceDoc>>,
}

impl Catalog {
    /// Creates the catalog of these services. Parses nothing yet.
    #[must_use]
    pub const fn new(parts: &'static [ServiceCatalog]) -> Self {
        Self { parts, docs: OnceLock::new() }
    }

    /// Returns the services.
    pub fn services(&self) -> impl Iterator<Item = &'static Service> {
        self.parts.iter().map(|part| part.service)
    }

    /// Returns the operations of all services.
    pub fn entries(&self) -> impl Iterator<Item = &'static OperationEntry> {
        self.parts.iter().flat_map(|part| part.entries)
    }

    /// Finds an operation by name, as in `ListCases` or `osm.ListCases`. Case is ignored.
    ///
    /// A name that several services have is found only with the service in front.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<&'static OperationEntry> {
        let is_it = |entry: &&OperationEntry| {
            name.eq_ignore_ascii_case(entry.operation.name) || name.eq_ignore_ascii_case(&entry.operation.full_name())
        };
        let mut found = self.entries().filter(is_it);
        let first = found.next()?;
        found.next().is_none().then_some(first)
    }

    /// Returns at most three names of operations that are similar to an unknown one, as [`suggest`] does.
    #[must_use]
    pub fn suggest(&self, name: &str) -> Vec<&'static str> {
        suggest(name, self.entries().map(|entry| entry.operation.name))
    }

    /// Returns the docs of a service.
    #[must_use]
    pub fn service(&self, service: &Service) -> Option<&ServiceDoc> {
        let lazy = |part: &ServiceCatalog| LazyDoc { json: part.json, parsed: OnceLock::new() };
        let docs = self.docs.get_or_init(|| self.parts.iter().map(|part| (part.service.id, lazy(part))).collect());
        docs.get(service.id)?.parse()
    }

    /// Returns the docs of an operation.
    #[must_use]
    pub fn operation(&self, operation: &Operation) -> Option<&OperationDoc> {
        self.service(operation.service)?.operations.get(operation.name)
    }

    /// Returns the docs of a type of a service: a request, a response, a record, an enum or an ID.
    #[must_use]
    pub fn type_doc(&self, service: &Service, name: &str) -> Option<&TypeDoc> {
        self.service(service)?.types.get(name)
    }

    /// Returns the advice for an error response with this status and code.
    #[must_use]
    pub fn advice(&self, service: &Service, status: u16, code: &str) -> Option<&ErrorDoc> {
        let rule = service.rule(status, code)?;
        self.service(service)?.errors.get(rule)
    }
}

impl LazyDoc {
    fn parse(&self) -> Option<&ServiceDoc> {
        let parse = || crate::decode(self.json.as_bytes(), crate::DecodeMode::Lenient).ok().map(|(doc, _)| doc);
        self.parsed.get_or_init(parse).as_ref()
    }
}

crate::response! {
    /// The docs of a service.
    pub struct ServiceDoc {
        /// The description.
        doc: req String = body("doc");
        /// The sources of the facts.
        sources: vec String = body("sources");
        /// Contradictions of the sources.
        quirks: vec String = body("quirks");
        /// The undocumented facts.
        open_questions: vec String = body("open_questions");
        /// Its operations by name.
        operations: req BTreeMap<String, OperationDoc> = body("operations");
        /// Its types by name.
        types: req BTreeMap<String, TypeDoc> = body("types");
        /// The meanings of its error codes, in the order of the rules of the service.
        errors: vec ErrorDoc = body("errors");
    }
}

crate::response! {
    /// The docs of an operation.
    pub struct OperationDoc {
        /// The description in one sentence.
        summary: req String = body("summary");
        /// The summary in Chinese, in one line.
        summary_zh: req String = body("summary_zh");
        /// The detailed description.
        doc: opt String = body("doc");
        /// The names of the fields that are arguments of the constructor in Rust, in their order.
        constructor: vec String = body("constructor");
        /// The sources of the facts.
        sources: vec String = body("sources");
        /// The reason why a retry is safe, if the method does not imply it.
        idempotent: opt String = body("idempotent");
        /// Contradictions of the sources, and their resolutions.
        quirks: vec String = body("quirks");
        /// The undocumented facts.
        open_questions: vec String = body("open_questions");
        /// Requests and responses.
        examples: vec Example = body("examples");
    }
}

crate::response! {
    /// A request and its response.
    pub struct Example {
        /// The title of the example.
        name: req String = body("name");
        /// True if the example was made from the documented types, because no page shows one.
        synthetic: req bool = body("synthetic");
        /// The fields of the request by name on the wire.
        input: req BTreeMap<String, serde_json::Value> = body("input");
        /// The settings that the request needs.
        settings: req BTreeMap<String, String> = body("settings");
        /// The request line that is sent.
        request: req String = body("request");
        /// The JSON body that is sent.
        request_body: opt serde_json::Value = body("request_body");
        /// The request line as the page shows it, if it differs.
        documented_request: opt String = body("documented_request");
        /// The request body as the page shows it, if it differs.
        documented_request_body: opt serde_json::Value = body("documented_request_body");
        /// The status of the response.
        response_status: req u32 = body("response_status");
        /// The headers of the response.
        response_headers: req BTreeMap<String, String> = body("response_headers");
        /// The body of the response as text. It is JSON unless `decode_error` is set.
        response_body: req String = body("response_body");
        /// A part of the error message if the response cannot be decoded.
        decode_error: opt String = body("decode_error");
        /// The decoded response: its fields by name on the wire.
        response: opt serde_json::Value = body("response");
    }
}

crate::response! {
    /// The docs of a type.
    pub struct TypeDoc {
        /// The description.
        doc: req String = body("doc");
        /// Its fields by name on the wire.
        fields: req BTreeMap<String, FieldDoc> = body("fields");
        /// The meanings of its codes by variant.
        values: req BTreeMap<String, String> = body("values");
    }
}

crate::response! {
    /// The docs of a field.
    pub struct FieldDoc {
        /// The description.
        doc: req String = body("doc");
        /// The value that the service uses if the field is absent.
        default: opt serde_json::Value = body("default");
        /// The name in Rust, if it is not the name on the wire in snake_case.
        rust_name: opt String = body("rust_name");
    }
}

crate::response! {
    /// The meaning of a status or a code.
    pub struct ErrorDoc {
        /// The description.
        doc: req String = body("doc");
        /// The advice for the caller.
        advice: opt String = body("advice");
    }
}

#[cfg(test)]
mod tests {
    use super::suggest;

    #[test]
    fn similar_names_are_suggested_in_any_case() {
        let names = ["ListCases", "ListCaseLabels", "CreateCases", "limit", "offset"];
        assert_eq!(suggest("listcase", names), ["ListCases"]);
        assert_eq!(suggest("limt", names), ["limit"]);
        assert!(suggest("xyzzy", names).is_empty());
        assert_eq!(suggest("axb", ["a1b", "a2b", "a3b", "a4b"]).len(), 3, "at most three");
    }
}
