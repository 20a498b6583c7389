//! Server-side decoder: the parts of an HTTP request to a request.

use crate::decode::{DecodeContext, DecodeError, FieldScope, decode_body, decode_headers};
use crate::descriptor::{FieldDescriptor, Location, Operation};
use crate::record::Record;
use crate::server::multipart::{self, FormPartRef};
use crate::text::{StrList, unescape};
use crate::value::{InputValue, ValueError, WireValue};

/// An HTTP request, as a server receives it.
#[derive(Clone, Copy)]
pub struct RequestRef<'a> {
    /// The path parameters, in the form of the request line.
    pub path: &'a [(&'a str, &'a str)],
    /// The query, without its question mark.
    pub query: &'a str,
    /// A function that looks up a header.
    pub header: &'a dyn Fn(&str) -> Option<&'a str>,
    /// The body. May be empty.
    pub body: &'a [u8],
    /// The parts of the body, if it is a form. A form is not read as JSON.
    pub form: Option<&'a [FormPartRef<'a>]>,
}

/// Decodes a request into an empty record. The body may also contain the query, if the reference shows that.
///
/// An absent required parameter or member is a deviation, and [`DecodeContext::missing`] lists it. It decodes to 0 or empty, which
/// the limits alone may allow. If the query may travel in the body, a parameter that is absent from both is not reported
/// here.
///
/// A byte order mark before the body is skipped. Other damage of a text is an error and is not repaired: bytes that are not
/// UTF-8, half of a surrogate pair, unescaped control characters.
///
/// # Errors
/// Returns [`DecodeError`] if a value does not fit its field, or if a text is damaged. Does not validate constraints; see
/// [`validate`](crate::validate::validate).
#[inline]
pub fn decode_request(
    operation: &Operation,
    request: RequestRef<'_>,
    into: &mut dyn Record,
    cx: &mut DecodeContext,
) -> Result<(), DecodeError> {
    cx.scope = if operation.query_in_body { FieldScope::BodyAndQuery } else { FieldScope::Body };
    cx.is_server = true;
    match request.form {
        Some(parts) => multipart::decode_parts(into, parts, cx)?,
        None => decode_body(into, request.body, cx)?,
    }
    decode_headers(into, request.header, cx)?;
    let pairs = query_pairs(request.query)?;
    let fields = into.descriptor().fields;
    for (index, field) in fields.iter().enumerate() {
        decode_parameter(field, into.get_mut(index), request.path, &pairs, cx)?;
    }
    Ok(())
}

/// Returns the names and the escaped values of a query.
#[inline]
fn query_pairs(query: &str) -> Result<Vec<(String, &str)>, DecodeError> {
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    pairs
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(name, value)| Ok((unescape(name).ok_or_else(|| damaged(""))?, value)))
        .collect()
}

#[inline]
fn damaged(name: &str) -> DecodeError {
    DecodeError::new(name, "escapes bytes that are not UTF-8")
}

#[inline]
fn decode_parameter(
    field: &FieldDescriptor,
    value: &mut dyn WireValue,
    path: &[(&str, &str)],
    pairs: &[(String, &str)],
    cx: &mut DecodeContext,
) -> Result<(), DecodeError> {
    let texts: Option<Vec<String>> = match field.location {
        Location::Path => {
            path.iter().filter(|(name, _)| *name == field.wire_name).map(|(_, text)| unescape_segment(text)).collect()
        }
        Location::Query => values(field, pairs).map(unescape).collect(),
        Location::QueryCommaSeparated => values(field, pairs).flat_map(|text| text.split(',')).map(unescape).collect(),
        _ => return Ok(()),
    };
    let texts = texts.ok_or_else(|| damaged(field.name))?;
    if texts.is_empty() {
        return note_absent(field, cx);
    }
    cx.lenient = true;
    let read = decode_texts(value, &texts, cx);
    cx.lenient = false;
    read.map_err(|error| DecodeError::new(field.name, error))
}

/// Reads the values of a parameter. A single text is first read as a list of one, because an empty text in a list is an
/// element.
#[inline]
fn decode_texts(value: &mut dyn WireValue, texts: &[String], cx: &mut DecodeContext) -> Result<(), ValueError> {
    let list = value.decode(InputValue::List(&mut StrList(texts.iter().map(String::as_str))), cx);
    match (list, texts) {
        (Err(ValueError::Mismatch(_)), [text]) => value.decode(InputValue::Text(text), cx),
        (list, _) => list,
    }
}

/// Reports an absent required parameter. If the query may travel in the body, the parameter may be there.
#[inline]
pub(crate) fn note_absent(field: &FieldDescriptor, cx: &mut DecodeContext) -> Result<(), DecodeError> {
    if !field.required || cx.scope == FieldScope::BodyAndQuery {
        return Ok(());
    }
    cx.note_missing(field.name, "is missing").map_err(|error| DecodeError::new(field.name, error))
}

#[inline]
fn values<'a>(field: &'a FieldDescriptor, pairs: &'a [(String, &'a str)]) -> impl Iterator<Item = &'a str> {
    pairs.iter().filter(|(name, _)| field.is_sent_as(name)).map(|(_, value)| *value)
}

/// Unescapes a segment of a path, in which `+` means itself.
#[inline]
fn unescape_segment(text: &str) -> Option<String> {
    unescape(&text.replace('+', "%2B"))
}
