//! Values that are redacted in output: tokens, passwords and presigned URLs.

use std::fmt;

use crate::decode::DecodeContext;
#[cfg(feature = "catalog")]
use crate::descriptor::Kind;
use crate::value::{InputValue, ValueError, ValueRef, WireType, WireValue, text};

/// Text that is redacted in output. Its `Debug` is `[redacted]`; [`expose`](Secret::expose) returns the text.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Secret(String);

/// A presigned URL. Anyone who has it can fetch its content. Its `Debug` shows only the host.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct PresignedUrl(String);

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

impl fmt::Debug for PresignedUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/[redacted]", self.origin())
    }
}

impl PresignedUrl {
    /// Returns scheme and host, as in `https://bucket.example.com`. Empty if the URL is not absolute.
    #[must_use]
    pub fn origin(&self) -> &str {
        let Some((scheme, rest)) = self.0.split_once("://") else {
            return "";
        };
        let host = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let is_scheme = !scheme.is_empty() && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric());
        if is_scheme && !rest[..host].contains('@') { &self.0[..scheme.len() + 3 + host] } else { "" }
    }
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

        impl WireValue for $Name {
            fn decode(&mut self, input: InputValue<'_>, cx: &mut DecodeContext) -> Result<(), ValueError> {
                text::decode_text(&mut self.0, &input, cx)
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
