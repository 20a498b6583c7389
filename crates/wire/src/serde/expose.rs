//! Serialization with secrets in clear.

use serde::{Serialize, Serializer};

use crate::serde::ser::TypedValue;
use crate::value::{ValueRef, WireValue};

/// A record or a value that serializes with its secrets in clear. [`expose`] creates one.
pub struct Exposed<'a>(
    /// The value.
    pub ValueRef<'a>,
);

impl Serialize for Exposed<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        TypedValue::exposed(self.0).serialize(serializer)
    }
}

/// Serializes a record or a value with its secrets in clear, at any depth. Without it they are `[redacted]`.
///
/// Use it to store a request or a response so that it can be read back, in a location that may hold secrets.
///
/// ```
/// hwc_wire::model! {
///     /// A session.
///     pub struct Session {
///         /// The token.
///         token: opt hwc_wire::Secret = body("token");
///     }
/// }
/// let mut session = Session::default();
/// session.token = Some("abc".into());
/// assert_eq!(serde_json::to_string(&session).unwrap(), r#"{"token":"[redacted]"}"#);
/// assert_eq!(serde_json::to_string(&hwc_wire::expose(&session)).unwrap(), r#"{"token":"abc"}"#);
/// ```
#[must_use]
pub fn expose<T: WireValue + ?Sized>(value: &T) -> Exposed<'_> {
    Exposed(value.view())
}

/// Serializes a field of your own struct with its secrets in clear, for `#[serde(serialize_with = "..")]`.
///
/// # Errors
/// Returns the error of the serializer.
pub fn serialize_exposed<T: WireValue, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
    expose(value).serialize(serializer)
}
