//! Encoder: a request to the parts of an HTTP request.

use std::borrow::Cow;
use std::fmt;

use crate::client::form_parts::{self, FormPart};
use crate::descriptor::{FieldDescriptor, Location, Operation, SettingLocation};
use crate::record::Record;
use crate::serde::ser::{JsonMembers, RequestValue};
use crate::text::{escape, to_query_text};
use crate::value::{ListRef, ValueRef};

/// The parts of an HTTP request, ready to send.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct RequestParts {
    /// Path and query in the form of the request line.
    pub path_and_query: String,
    /// Headers, in the order of the settings and fields.
    pub headers: Vec<(&'static str, String)>,
    /// The JSON body.
    pub body: Option<Vec<u8>>,
    /// The parts of a form, if the operation uses a form instead of a JSON body.
    pub form: Vec<FormPart>,
}

impl fmt::Debug for RequestParts {
    /// Shows the names of the headers and the lengths of target and body. The rest may be secret.
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let headers: Vec<&str> = self.headers.iter().map(|(name, _)| *name).collect();
        let body = self.body.as_ref().map(Vec::len);
        let mut parts = f.debug_struct("RequestParts");
        parts.field("target", &self.path_and_query.len()).field("headers", &headers).field("body", &body);
        parts.field("form", &self.form.len()).finish()
    }
}

/// The parameters of encoding, besides the request.
#[derive(Clone, Copy, Default)]
pub struct EncodeOptions<'a> {
    /// The settings, as pairs of name and value.
    pub settings: &'a [(&'a str, &'a str)],
    /// True to send the query as a JSON body, for operations whose reference shows that.
    pub query_in_body: bool,
}

impl EncodeOptions<'_> {
    fn setting(&self, name: &str) -> Option<&str> {
        self.settings.iter().find(|(known, _)| *known == name).map(|(_, value)| *value)
    }
}

/// Encodes a request as the parts of an HTTP request.
///
/// # Errors
/// Returns [`EncodeError`] if a value is invalid at its location, or if a setting for the path is missing.
pub fn encode(
    operation: &Operation,
    request: &dyn Record,
    options: EncodeOptions<'_>,
) -> Result<RequestParts, EncodeError> {
    if options.query_in_body && !operation.query_in_body {
        return Err(EncodeError::new("query", "is never sent as a body by this operation"));
    }
    let mut target = path(operation, request, options)?;
    if !options.query_in_body {
        query(request, &mut target)?;
    }
    let (headers, body) = (headers(operation, request, options)?, body(operation, request, options)?);
    let form = if request.descriptor().is_form() { form_parts::parts(request)? } else { Vec::new() };
    Ok(RequestParts { path_and_query: target, headers, body, form })
}

/// The initial capacity of a target. Most targets are shorter.
const TARGET_CAPACITY: usize = 128;

fn path(operation: &Operation, request: &dyn Record, options: EncodeOptions<'_>) -> Result<String, EncodeError> {
    let mut path = String::with_capacity(TARGET_CAPACITY);
    for piece in operation.path.split_inclusive('}') {
        let (fixed, name) = piece.split_once('{').unwrap_or((piece, ""));
        path.push_str(fixed);
        if let Some(name) = name.strip_suffix('}') {
            escape(&segment(operation, request, options, name)?, &mut path);
        }
    }
    Ok(path)
}

/// Returns the text of one path parameter. It must not leave its segment.
fn segment(
    operation: &Operation,
    request: &dyn Record,
    options: EncodeOptions<'_>,
    name: &str,
) -> Result<String, EncodeError> {
    let is_it = |field: &FieldDescriptor| field.location == Location::Path && field.wire_name == name;
    let value = request.fields().find(|(field, _)| is_it(field));
    let text = value.and_then(|(_, value)| to_query_text(value.view())).map(Cow::into_owned);
    let mut settings = operation.service.settings.iter();
    let setting = settings.find(|setting| setting.location == SettingLocation::Path && setting.wire == name);
    match text.or_else(|| options.setting(setting?.name).map(str::to_owned)) {
        None => Err(EncodeError::new(name, "is needed in the path and not set")),
        Some(text) if text.is_empty() => Err(EncodeError::new(name, "is empty")),
        Some(text) if text == "." || text == ".." => {
            Err(EncodeError::new(name, &format!("is `{text}`, which would leave its place in the path")))
        }
        Some(text) => Ok(text),
    }
}

/// Adds the query, if any.
fn query(request: &dyn Record, target: &mut String) -> Result<(), EncodeError> {
    let descriptor = request.descriptor();
    if !descriptor.has(Location::Query) && !descriptor.has(Location::QueryCommaSeparated) {
        return Ok(());
    }
    let mut query = Query { target, sign: '?' };
    for (field, value) in request.fields().filter(|(field, _)| field.in_query()) {
        match (field.location, value.view()) {
            (_, ValueRef::Absent) => {}
            (Location::Query, ValueRef::List(items)) => {
                texts(field, items)?.into_iter().for_each(|text| query.pair(field.wire_name, &[text]));
            }
            (_, ValueRef::List(items)) if items.count() > 0 => query.pair(field.wire_name, &texts(field, items)?),
            (_, single) => {
                if let Some(text) = text(field, single)? {
                    query.pair(field.wire_name, &[text]);
                }
            }
        }
    }
    Ok(())
}

/// Returns the elements of a list as texts.
fn texts<'a>(field: &FieldDescriptor, items: &'a dyn ListRef) -> Result<Vec<Cow<'a, str>>, EncodeError> {
    items.iter().filter_map(|item| text(field, item.view()).transpose()).collect()
}

/// Returns a value as text, or `None` for an absent one. A list, a map or a record has no form in a query or a header.
fn text<'a>(field: &FieldDescriptor, value: ValueRef<'a>) -> Result<Option<Cow<'a, str>>, EncodeError> {
    match to_query_text(value) {
        None if !matches!(value, ValueRef::Absent | ValueRef::List(_)) && !is_empty_map(value) => Err(
            EncodeError::new(field.name, "cannot be sent in a query or a header: it is not a text, a number or a list"),
        ),
        text => Ok(text),
    }
}

fn is_empty_map(value: ValueRef<'_>) -> bool {
    matches!(value, ValueRef::Map(entries) if entries.count() == 0)
}

/// A target to which a query is added.
struct Query<'a> {
    target: &'a mut String,
    /// The separator before the next pair.
    sign: char,
}

impl Query<'_> {
    /// Adds `name=value`. Several values are joined by commas.
    fn pair(&mut self, name: &str, values: &[Cow<'_, str>]) {
        self.target.push(std::mem::replace(&mut self.sign, '&'));
        escape(name, self.target);
        self.target.push('=');
        for (index, value) in values.iter().enumerate() {
            if index > 0 {
                self.target.push(',');
            }
            escape(value, self.target);
        }
    }
}

fn headers(
    operation: &Operation,
    request: &dyn Record,
    options: EncodeOptions<'_>,
) -> Result<Vec<(&'static str, String)>, EncodeError> {
    let mut headers = Vec::new();
    for setting in operation.service.settings.iter().filter(|setting| setting.location == SettingLocation::Header) {
        if let Some(value) = options.setting(setting.name) {
            headers.push((setting.wire, header_value(setting.name, value)?));
        }
    }
    if !request.descriptor().has(Location::Header) {
        return Ok(headers);
    }
    for (field, value) in request.fields().filter(|(field, _)| field.location == Location::Header) {
        if let Some(text) = text(field, value.view())? {
            headers.push((field.wire_name, header_value(field.name, &text)?));
        }
    }
    Ok(headers)
}

/// Returns the value of a header if it contains only visible ASCII and inner spaces. Such a value can neither end the line
/// nor hide content.
fn header_value(name: &str, value: &str) -> Result<String, EncodeError> {
    let visible = value.chars().all(|c| c == ' ' || c.is_ascii_graphic());
    if visible && value.trim() == value {
        Ok(value.to_owned())
    } else {
        Err(EncodeError::new(name, "has characters that a header cannot hold"))
    }
}

fn body(
    operation: &Operation,
    request: &dyn Record,
    options: EncodeOptions<'_>,
) -> Result<Option<Vec<u8>>, EncodeError> {
    let descriptor = request.descriptor();
    if descriptor.has(Location::Payload) {
        return payload(request);
    }
    let includes = |field: &FieldDescriptor| field.in_body() || (options.query_in_body && field.in_query());
    if !descriptor.fields.iter().any(includes) && descriptor.constants.is_empty() {
        return Ok(None);
    }
    let members = JsonMembers { record: request, includes: &includes };
    let json = serde_json::to_vec(&members).map_err(|error| EncodeError::new("the body", &error.to_string()))?;
    let nothing = json == b"{}" && operation.method.is_bodyless();
    Ok((!nothing).then_some(json))
}

/// Returns the field that is the whole body, if it is set.
fn payload(request: &dyn Record) -> Result<Option<Vec<u8>>, EncodeError> {
    let payload = request.fields().find(|(field, _)| field.location == Location::Payload);
    let Some((field, value)) = payload.filter(|(_, value)| !matches!(value.view(), ValueRef::Absent)) else {
        return Ok(None);
    };
    let json = serde_json::to_vec(&RequestValue(value.view()));
    json.map(Some).map_err(|error| EncodeError::new(field.name, &error.to_string()))
}

/// The error of encoding a request. Nothing was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EncodeError {
    name: String,
    problem: String,
}

impl EncodeError {
    pub(crate) fn new(name: &str, problem: &str) -> Self {
        Self { name: name.to_owned(), problem: problem.to_owned() }
    }

    /// Returns the wire name of the field or setting.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }
}

impl fmt::Display for EncodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.name, self.problem)
    }
}

impl std::error::Error for EncodeError {}
