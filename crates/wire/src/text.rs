//! Values in locations that hold only text: the path, the query, headers.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use crate::decode::DecodeContext;
use crate::value::{Element, InputValue, ListReader, ValueError, ValueRef, WireValue};

/// All but the unreserved characters of RFC 3986.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Escapes one segment of a path, or one name or value of a query.
pub(crate) fn escape(text: &str, into: &mut String) {
    into.extend(utf8_percent_encode(text, RESERVED));
}

/// Escapes a text as one segment of a path, or one name or value of a query. Only `A-Z a-z 0-9 - . _ ~` stay unescaped.
#[must_use]
pub fn percent_encode(text: &str) -> String {
    let mut escaped = String::new();
    escape(text, &mut escaped);
    escaped
}

/// Unescapes a text. A `+` is a space, as in forms. Returns `None` if the result is not UTF-8.
#[inline]
pub(crate) fn unescape(text: &str) -> Option<String> {
    let text = text.replace('+', "%20");
    Some(percent_decode_str(&text).decode_utf8().ok()?.into_owned())
}

/// Returns a value as text, or `None` for lists, objects and absent values.
pub(crate) fn to_query_text(output: ValueRef<'_>) -> Option<Cow<'_, str>> {
    Some(match output {
        ValueRef::Text(text) | ValueRef::Secret(text) | ValueRef::StringEnum(text, _) => text.into(),
        ValueRef::Bool(value) => value.to_string().into(),
        ValueRef::Int(value) | ValueRef::IntEnum(value, _) => value.to_string().into(),
        ValueRef::Uint(value) => value.to_string().into(),
        ValueRef::Float(value) => value.to_string().into(),
        ValueRef::Path(path) => return path.to_str().map(Cow::from),
        ValueRef::Absent
        | ValueRef::List(_)
        | ValueRef::Map(_)
        | ValueRef::Record(_)
        | ValueRef::Bytes(_)
        | ValueRef::Json(_) => {
            return None;
        }
    })
}

/// A list whose elements are texts.
pub(crate) struct StrList<I>(pub(crate) I);

impl<'a, I: Iterator<Item = &'a str>> ListReader for StrList<I> {
    #[inline]
    fn next(&mut self, into: &mut dyn WireValue, cx: &mut DecodeContext) -> Result<Element, ValueError> {
        match self.0.next() {
            Some(text) => into.decode(InputValue::Text(text), cx).map(|()| Element::Read),
            None => Ok(Element::End),
        }
    }

    #[inline]
    fn is_at_end(&mut self) -> Result<bool, ValueError> {
        Ok(self.0.next().is_none())
    }
}
