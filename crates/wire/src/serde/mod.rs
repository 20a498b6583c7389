//! Bridge to serde: decoding from any deserializer, and encoding to any serializer, with one walk for all models.

pub(crate) mod de;
mod expose;
mod field_match;
mod readers;
pub(crate) mod ser;

pub use self::expose::{Exposed, expose, serialize_exposed};
pub use serde::{Deserialize, Deserializer, Serialize, Serializer};

use serde::de::{DeserializeSeed, Error as _};

use self::de::{DecodeTarget, NullPolicy, Seed};
use crate::decode::{DecodeContext, DeviationKind, FieldScope};
use crate::record::Model;

/// Deviations that are errors in a request, because the request would be sent with another content.
const SENT: [DeviationKind; 4] = [
    DeviationKind::Coerced,
    DeviationKind::MissingRequired,
    DeviationKind::UnknownField,
    DeviationKind::DuplicateField,
];

/// Decodes a model for its `Deserialize` implementation. Works with self-describing formats.
///
/// Records that are sent must fit their schema: every required member, no unknown or duplicate member, and no value of
/// another kind. Responses are decoded leniently, and their deviations are not reported.
///
/// # Errors
/// Returns the error of the source, or an error for a value that does not fit.
pub fn from_deserializer<'de, T: Model, D: Deserializer<'de>>(source: D) -> Result<T, D::Error> {
    let mut record = T::unset();
    let mut cx = DecodeContext::default();
    if T::DESCRIPTOR.is_sent() {
        cx = cx.rejecting(&SENT);
    }
    cx.scope = FieldScope::All;
    let read =
        Seed { target: DecodeTarget::Record(&mut record), cx: &mut cx, null: NullPolicy::Decode }.deserialize(source);
    match read {
        Ok(()) => Ok(record),
        Err(error) if cx.error_path().is_empty() => Err(error),
        Err(error) => Err(D::Error::custom(format!("{}: {error}", cx.error_path()))),
    }
}

/// Reads a value as another type and converts it: an ID from text, a code from a number. Works with every format.
///
/// # Errors
/// Returns the error of the source.
pub fn deserialize_as<'de, Source, T, D>(source: D) -> Result<T, D::Error>
where
    Source: Deserialize<'de> + Into<T>,
    D: Deserializer<'de>,
{
    Source::deserialize(source).map(Into::into)
}
