//! Values in locations that hold only text: the path, the query, headers.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use crate::context::Context;
use crate::value::{Element, Input, ListInput, Output, Stop, Value};

/// All but the unreserved characters of RFC 3986.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Escapes one segment of a path, or one name or value of a query.
pub(crate) fn escape(text: &str, into: &mut String) {
    into.extend(utf8_percent_encode(text, RESERVED));
}

/// Escapes a text as one segment of a path, or one name or value of a query. Only `A-Z a-z 0-9 - . _ ~` stay unescaped.
#[must_use]
pub fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    escape(text, &mut escaped);
    escaped
}

/// Unescapes a text. A `+` is a space, as in forms. Returns `None` if the result is not UTF-8.
pub(crate) fn unescape(text: &str) -> Option<String> {
    let text = text.replace('+', "%20");
    Some(percent_decode_str(&text).decode_utf8().ok()?.into_owned())
}

/// Returns a value as text, or `None` for lists, objects and absent values.
pub(crate) fn plain(output: Output<'_>) -> Option<Cow<'_, str>> {
    Some(match output {
        Output::Text(text) | Output::Secret(text) | Output::TextCode(text, _) => text.into(),
        Output::Bool(value) => value.to_string().into(),
        Output::Int(value) | Output::NumberCode(value, _) => value.to_string().into(),
        Output::Uint(value) => value.to_string().into(),
        Output::Float(value) => value.to_string().into(),
        Output::Path(path) => return path.to_str().map(Cow::from),
        Output::Absent | Output::List(_) | Output::Map(_) | Output::Record(_) | Output::Bytes(_) | Output::Json(_) => {
            return None;
        }
    })
}

/// A list whose elements are texts.
pub(crate) struct Texts<I>(pub(crate) I);

impl<'a, I: Iterator<Item = &'a str>> ListInput for Texts<I> {
    fn next(&mut self, into: &mut dyn Value, cx: &mut Context) -> Result<Element, Stop> {
        match self.0.next() {
            Some(text) => into.read(Input::Text(text), cx).map(|()| Element::Read),
            None => Ok(Element::End),
        }
    }

    fn is_at_end(&mut self) -> Result<bool, Stop> {
        Ok(self.0.next().is_none())
    }
}
