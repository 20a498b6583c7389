//! Contents of files as raw bytes: responses of downloads and the content of uploads.

use std::fmt;
use std::sync::Arc;

use crate::decode::DecodeContext;
#[cfg(feature = "catalog")]
use crate::descriptor::Kind;
use crate::value::{InputValue, ValueError, ValueRef, WireType, WireValue};

/// Bytes that are not JSON: the content of a file. A clone is cheap. `Debug` shows only the length.
///
/// In JSON, as in the examples of the spec, the bytes are text, or a list of numbers if they are not UTF-8. On the wire they
/// travel unchanged.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Binary(Arc<Vec<u8>>);

impl Binary {
    /// Returns the bytes.
    #[must_use]
    pub fn as_slice(&self) -> &[u8] {
        &self.0
    }

    /// Returns the number of bytes.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Returns true if there are no bytes.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns the bytes. They are copied only if another clone shares them.
    #[must_use]
    pub fn into_vec(self) -> Vec<u8> {
        Arc::unwrap_or_clone(self.0)
    }
}

impl AsRef<[u8]> for Binary {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl From<Vec<u8>> for Binary {
    fn from(bytes: Vec<u8>) -> Self {
        Self(Arc::new(bytes))
    }
}

impl From<&[u8]> for Binary {
    fn from(bytes: &[u8]) -> Self {
        bytes.to_vec().into()
    }
}

impl From<String> for Binary {
    fn from(text: String) -> Self {
        text.into_bytes().into()
    }
}

impl From<&str> for Binary {
    fn from(text: &str) -> Self {
        text.as_bytes().into()
    }
}

impl fmt::Debug for Binary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "[{} bytes]", self.len())
    }
}

impl WireValue for Binary {
    fn decode(&mut self, input: InputValue<'_>, cx: &mut DecodeContext) -> Result<(), ValueError> {
        *self = match input {
            InputValue::Bytes(bytes) => bytes.into(),
            InputValue::Text(text) => text.into(),
            InputValue::List(_) => {
                let mut numbers: Vec<u64> = Vec::new();
                numbers.decode(input, cx)?;
                let bytes: Result<Vec<u8>, _> = numbers.into_iter().map(u8::try_from).collect();
                bytes.map_err(|_| ValueError::Mismatch("expected bytes, found a number above 255".to_owned()))?.into()
            }
            other => return Err(other.mismatch("the content of a file")),
        };
        Ok(())
    }

    fn view(&self) -> ValueRef<'_> {
        ValueRef::Bytes(self)
    }

    #[cfg(feature = "catalog")]
    fn kind(&self) -> Kind {
        Kind::Bytes
    }
}

impl WireType for Binary {
    fn empty() -> Self {
        Self::default()
    }

    #[cfg(feature = "catalog")]
    fn type_kind() -> Kind {
        Kind::Bytes
    }
}
