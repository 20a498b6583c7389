//! Values that are redacted in output: tokens, passwords and presigned URLs.

use std::borrow::Cow;
use std::fmt;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::decode::DecodeContext;
#[cfg(feature = "catalog")]
use crate::descriptor::Kind;
use crate::value::{InputValue, ValueError, ValueRef, WireType, WireValue, text};

/// The text that replaces a secret in output.
pub const REDACTED: &str = "[redacted]";

/// Text that is redacted in output. [`expose`](Secret::expose) returns the text.
///
/// `Debug` and `Serialize` write `[redacted]`, also for a secret in a record: logs, files and responses of your own service
/// do not contain it by accident. The requests that a client sends contain the text. To serialize the text, say so:
///
/// ```
/// use hwc_wire::{Secret, expose};
///
/// let token = Secret::from("abc");
/// assert_eq!(format!("{token:?}"), "[redacted]");
/// assert_eq!(serde_json::to_string(&token).unwrap(), r#""[redacted]""#);
/// assert_eq!(serde_json::to_string(token.expose()).unwrap(), r#""abc""#);
/// assert_eq!(serde_json::to_string(&expose(&token)).unwrap(), r#""abc""#);
/// ```
///
/// `Deserialize` reads the text. It rejects `[redacted]`, since the secret was lost when the value was serialized. Requests
/// reject it too. Responses accept it, so that a stored response can be read for its other fields.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct Secret(String);

/// A presigned URL. Anyone who has it can fetch its content. Its `Debug` shows only the host.
///
/// It serializes like a [`Secret`].
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct PresignedUrl(String);

impl fmt::Debug for Secret {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(REDACTED)
    }
}

impl fmt::Debug for PresignedUrl {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/[redacted]", self.origin())
    }
}

impl PresignedUrl {
    /// Returns scheme and host, as in `https://bucket.example.com`. Empty if the URL is not absolute.
    #[must_use]
    #[inline]
    pub fn origin(&self) -> &str {
        let Some((scheme, rest)) = self.0.split_once("://") else {
            return "";
        };
        let host = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let is_scheme = !scheme.is_empty() && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric());
        if is_scheme && !rest[..host].contains('@') { &self.0[..scheme.len() + 3 + host] } else { "" }
    }
}

/// Rejects the text that replaces a secret, because a service would reject it later, for a reason that is harder to find.
fn check_not_redacted(text: &str) -> Result<(), ValueError> {
    let error = || {
        let text = format!("the secret is {REDACTED}: serialize it with `expose` to read it back");
        ValueError::Mismatch(text)
    };
    if text == REDACTED { Err(error()) } else { Ok(()) }
}

macro_rules! hidden_text {
    ($($Name:ident $Kind:ident;)*) => {$(
        impl $Name {
            /// Returns the text. Keep it out of logs and messages.
            #[must_use]
            pub fn expose(&self) -> &str {
                &self.0
            }
        }

        impl From<String> for $Name {
            fn from(text: String) -> Self {
                Self(text)
            }
        }

        impl From<&str> for $Name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }

        impl From<&String> for $Name {
            fn from(text: &String) -> Self {
                Self(text.clone())
            }
        }

        impl From<Cow<'_, str>> for $Name {
            fn from(text: Cow<'_, str>) -> Self {
                Self(text.into_owned())
            }
        }

        /// Writes `[redacted]`. Serialize [`expose`](Self::expose) to write the text.
        impl Serialize for $Name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(REDACTED)
            }
        }

        /// Reads the text. Rejects `[redacted]`.
        impl<'de> Deserialize<'de> for $Name {
            fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
                let text = String::deserialize(source)?;
                check_not_redacted(&text).map(|()| Self(text)).map_err(D::Error::custom)
            }
        }

        impl WireValue for $Name {
            fn decode(&mut self, input: InputValue<'_>, cx: &mut DecodeContext) -> Result<(), ValueError> {
                text::decode_text(&mut self.0, &input, cx)?;
                if cx.is_request_json() { check_not_redacted(&self.0) } else { Ok(()) }
            }

            fn view(&self) -> ValueRef<'_> {
                ValueRef::Secret(&self.0)
            }

            #[cfg(feature = "catalog")]
            fn kind(&self) -> Kind {
                Self::type_kind()
            }
        }

        impl WireType for $Name {
            fn empty() -> Self {
                Self::default()
            }

            #[cfg(feature = "catalog")]
            fn type_kind() -> Kind {
                Kind::$Kind
            }
        }
    )*};
}

hidden_text! {
    Secret Secret;
    PresignedUrl PresignedUrl;
}
