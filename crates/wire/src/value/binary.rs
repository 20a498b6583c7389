//! Contents of files as raw bytes: responses of downloads and the content of uploads.

use std::any::Any;
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
///
/// Content that is to be sent may also be a stream, which is read while it is sent. It has a length, but no bytes here.
#[derive(Clone)]
pub struct Binary(Content);

#[derive(Clone)]
enum Content {
    Bytes(Arc<Vec<u8>>),
    Stream { len: Option<u64>, source: Arc<dyn Any + Send + Sync> },
}

impl Binary {
    /// Creates content that is read while it is sent, from a source that the transport knows.
    #[must_use]
    #[inline]
    pub fn from_source(len: Option<u64>, source: Arc<dyn Any + Send + Sync>) -> Self {
        Self(Content::Stream { len, source })
    }

    /// Returns the source of a stream, or `None` for bytes.
    #[must_use]
    pub fn source(&self) -> Option<&(dyn Any + Send + Sync)> {
        match &self.0 {
            Content::Bytes(_) => None,
            Content::Stream { source, .. } => Some(&**source),
        }
    }

    /// Returns the bytes. Empty for a stream.
    #[must_use]
    pub fn as_slice(&self) -> &[u8] {
        match &self.0 {
            Content::Bytes(bytes) => bytes,
            Content::Stream { .. } => &[],
        }
    }

    /// Returns the length in bytes, or `None` for a stream of unknown length.
    #[must_use]
    pub fn byte_count(&self) -> Option<u64> {
        match &self.0 {
            Content::Bytes(bytes) => Some(bytes.len() as u64),
            Content::Stream { len, .. } => *len,
        }
    }

    /// Returns the number of bytes in memory.
    #[must_use]
    #[inline]
    pub fn len(&self) -> usize {
        self.as_slice().len()
    }

    /// Returns true if there are no bytes in memory.
    #[must_use]
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.as_slice().is_empty()
    }

    /// Returns the bytes. They are copied only if another clone shares them. Empty for a stream.
    #[must_use]
    #[inline]
    pub fn into_vec(self) -> Vec<u8> {
        match self.0 {
            Content::Bytes(bytes) => Arc::unwrap_or_clone(bytes),
            Content::Stream { .. } => Vec::new(),
        }
    }
}

impl Default for Binary {
    #[inline]
    fn default() -> Self {
        Vec::new().into()
    }
}

/// Bytes are compared. A stream equals only its clones.
impl PartialEq for Binary {
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (Content::Bytes(left), Content::Bytes(right)) => left == right,
            (Content::Stream { source: left, .. }, Content::Stream { source: right, .. }) => Arc::ptr_eq(left, right),
            _ => false,
        }
    }
}

impl Eq for Binary {}

impl AsRef<[u8]> for Binary {
    fn as_ref(&self) -> &[u8] {
        self.as_slice()
    }
}

impl From<Vec<u8>> for Binary {
    #[inline]
    fn from(bytes: Vec<u8>) -> Self {
        Self(Content::Bytes(Arc::new(bytes)))
    }
}

impl From<&[u8]> for Binary {
    #[inline]
    fn from(bytes: &[u8]) -> Self {
        bytes.to_vec().into()
    }
}

impl From<String> for Binary {
    #[inline]
    fn from(text: String) -> Self {
        text.into_bytes().into()
    }
}

impl From<&str> for Binary {
    #[inline]
    fn from(text: &str) -> Self {
        text.as_bytes().into()
    }
}

impl fmt::Debug for Binary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.byte_count() {
            Some(len) => write!(f, "[{len} bytes]"),
            None => f.write_str("[unknown length]"),
        }
    }
}

impl WireValue for Binary {
    #[inline]
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

    #[inline]
    fn view(&self) -> ValueRef<'_> {
        ValueRef::Bytes(self)
    }

    #[cfg(feature = "catalog")]
    fn kind(&self) -> Kind {
        Kind::Bytes
    }
}

impl WireType for Binary {
    #[inline]
    fn empty() -> Self {
        Self::default()
    }

    #[cfg(feature = "catalog")]
    fn type_kind() -> Kind {
        Kind::Bytes
    }
}
