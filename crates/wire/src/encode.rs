//! Encoder: a request to the parts of an HTTP request.

use std::fmt;

use crate::field::{FieldDescriptor, Location};
use crate::form::{self, FormPart};
use crate::operation::Operation;
use crate::record::{Record, each_field};
use crate::service::SettingLocation;
use crate::sink::JsonMembers;
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
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let headers: Vec<&str> = self.headers.iter().map(|(name, _)| *name).collect();
        let body = self.body.as_ref().map(Vec::len);
        let mut parts = f.debug_struct("Parts");
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
    how: EncodeOptions<'_>,
) -> Result<RequestParts, EncodeError> {
    if how.query_in_body && !operation.query_in_body {
        return Err(EncodeError::new("query", "is never sent as a body by this operation"));
    }
    let mut target = path(operation, request, how)?;
    if !how.query_in_body {
        query(request, &mut target);
    }
    let (headers, body) = (headers(operation, request, how)?, body(operation, request, how)?);
    let form = if request.descriptor().is_form() { form::parts(request)? } else { Vec::new() };
    Ok(RequestParts { path_and_query: target, headers, body, form })
}

/// The initial capacity of a target. Most targets are shorter.
const TARGET: usize = 128;

fn path(operation: &Operation, request: &dyn Record, how: EncodeOptions<'_>) -> Result<String, EncodeError> {
    let mut path = String::with_capacity(TARGET);
    for piece in operation.path.split_inclusive('}') {
        let (fixed, name) = piece.split_once('{').unwrap_or((piece, ""));
        path.push_str(fixed);
        if let Some(name) = name.strip_suffix('}') {
            escape(&segment(operation, request, how, name)?, &mut path);
        }
    }
    Ok(path)
}

/// Returns the text of one path parameter. It must not leave its segment.
fn segment(
    operation: &Operation,
    request: &dyn Record,
    how: EncodeOptions<'_>,
    name: &str,
) -> Result<String, EncodeError> {
    let mut text = None;
    each_field(request, &mut |field, value| {
        if field.location == Location::Path && field.name == name {
            text = to_query_text(value.view()).map(std::borrow::Cow::into_owned);
        }
    });
    let mut settings = operation.service.settings.iter();
    let setting = settings.find(|setting| setting.location == SettingLocation::Path && setting.wire == name);
    match text.or_else(|| how.setting(setting?.name).map(str::to_owned)) {
        None => Err(EncodeError::new(name, "is needed in the path and not set")),
        Some(text) if text.is_empty() => Err(EncodeError::new(name, "is empty")),
        Some(text) if text == "." || text == ".." => {
            Err(EncodeError::new(name, &format!("is `{text}`, which would leave its place in the path")))
        }
        Some(text) => Ok(text),
    }
}

/// Adds the query, if any.
fn query(request: &dyn Record, target: &mut String) {
    let shape = request.descriptor();
    if !shape.has(Location::Query) && !shape.has(Location::QueryCommaSeparated) {
        return;
    }
    let mut query = Query { target, sign: '?' };
    each_field(request, &mut |field, value| {
        let output = value.view();
        match (field.location, output) {
            (Location::Query, ValueRef::List(items)) => {
                each_text(items, &mut |text| query.pair(field.name, &[text]));
            }
            (Location::QueryCommaSeparated, ValueRef::List(items)) if items.count() > 0 => {
                let mut texts = Vec::new();
                each_text(items, &mut |text| texts.push(text.to_owned()));
                let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
                query.pair(field.name, &texts);
            }
            (Location::Query | Location::QueryCommaSeparated, output) => {
                if let Some(text) = to_query_text(output) {
                    query.pair(field.name, &[&text]);
                }
            }
            _ => {}
        }
    });
}

fn each_text(items: &dyn ListRef, visit: &mut dyn FnMut(&str)) {
    for index in 0..items.count() {
        if let Some(text) = to_query_text(items.item(index).view()) {
            visit(&text);
        }
    }
}

/// A target to which a query is added.
struct Query<'a> {
    target: &'a mut String,
    /// The separator before the next pair.
    sign: char,
}

impl Query<'_> {
    /// Adds `name=value`. Several values are joined by commas.
    fn pair(&mut self, name: &str, values: &[&str]) {
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
    how: EncodeOptions<'_>,
) -> Result<Vec<(&'static str, String)>, EncodeError> {
    let mut headers = Vec::new();
    for setting in operation.service.settings.iter().filter(|setting| setting.location == SettingLocation::Header) {
        if let Some(value) = how.setting(setting.name) {
            headers.push((setting.wire, checked(setting.name, value)?));
        }
    }
    if !request.descriptor().has(Location::Header) {
        return Ok(headers);
    }
    let mut done = Ok(());
    each_field(request, &mut |field, value| {
        let text = if field.location == Location::Header { to_query_text(value.view()) } else { None };
        if let (Ok(()), Some(text)) = (&done, text) {
            match checked(field.name, &text) {
                Ok(text) => headers.push((field.name, text)),
                Err(error) => done = Err(error),
            }
        }
    });
    done.map(|()| headers)
}

/// Returns the value of a header if it contains only visible ASCII and inner spaces. Such a value can neither end the line
/// nor hide content.
fn checked(name: &str, value: &str) -> Result<String, EncodeError> {
    let visible = value.chars().all(|c| c == ' ' || c.is_ascii_graphic());
    if visible && value.trim() == value {
        Ok(value.to_owned())
    } else {
        Err(EncodeError::new(name, "has characters that a header cannot hold"))
    }
}

fn body(operation: &Operation, request: &dyn Record, how: EncodeOptions<'_>) -> Result<Option<Vec<u8>>, EncodeError> {
    let shape = request.descriptor();
    if let Some(field) = shape.fields.iter().find(|field| field.location == Location::Payload) {
        return whole(request, field);
    }
    let wanted = |field: &FieldDescriptor| field.in_body() || (how.query_in_body && field.in_query());
    if !shape.fields.iter().any(wanted) {
        return Ok(None);
    }
    let members = JsonMembers { record: request, wanted: &wanted };
    let json = serde_json::to_vec(&members).map_err(|error| EncodeError::new("the body", &error.to_string()))?;
    let nothing = json == b"{}" && operation.method.is_bodyless();
    Ok((!nothing).then_some(json))
}

fn whole(request: &dyn Record, field: &FieldDescriptor) -> Result<Option<Vec<u8>>, EncodeError> {
    let mut json = Ok(None);
    each_field(request, &mut |other, value| {
        let output = value.view();
        if std::ptr::eq(other, field) && !matches!(output, ValueRef::Absent) {
            json = serde_json::to_vec(&output).map(Some);
        }
    });
    json.map_err(|error| EncodeError::new(field.name, &error.to_string()))
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
