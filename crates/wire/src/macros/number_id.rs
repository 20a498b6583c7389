//! `number_id!`: IDs that are numbers.

/// Declares an ID that is a number: a type of its own, so that different IDs cannot be confused.
///
/// ```
/// hwc_wire::number_id! {
///     /// The ID of a permission template.
///     pub struct TemplateId;
/// }
/// let id = TemplateId::from(42);
/// assert_eq!(id.get(), 42);
/// assert_eq!(id, 42);
/// assert_eq!(id.to_string(), "42");
/// assert_eq!("42".parse(), Ok(id));
/// assert_eq!(serde_json::to_string(&id).unwrap(), "42");
/// ```
#[macro_export]
macro_rules! number_id {
    ($(#[$meta:meta])* pub struct $Name:ident;) => {
        $(#[$meta])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $Name(i64);

        impl $Name {
            /// Returns the ID as a number.
            #[must_use]
            #[inline]
            pub fn get(self) -> i64 {
                self.0
            }
        }

        impl ::core::convert::From<i64> for $Name {
            #[inline]
            fn from(number: i64) -> Self {
                Self(number)
            }
        }

        impl ::core::convert::From<&$Name> for $Name {
            #[inline]
            fn from(id: &$Name) -> Self {
                *id
            }
        }

        impl ::core::convert::From<$Name> for i64 {
            #[inline]
            fn from(id: $Name) -> Self {
                id.0
            }
        }

        impl ::core::str::FromStr for $Name {
            type Err = ::core::num::ParseIntError;

            #[inline]
            fn from_str(text: &str) -> ::core::result::Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }

        impl ::core::cmp::PartialEq<i64> for $Name {
            #[inline]
            fn eq(&self, other: &i64) -> bool {
                self.0 == *other
            }
        }

        impl $crate::serde::Serialize for $Name {
            fn serialize<S: $crate::serde::Serializer>(&self, serializer: S) -> ::core::result::Result<S::Ok, S::Error> {
                serializer.serialize_i64(self.0)
            }
        }

        impl<'de> $crate::serde::Deserialize<'de> for $Name {
            fn deserialize<D: $crate::serde::Deserializer<'de>>(source: D) -> ::core::result::Result<Self, D::Error> {
                $crate::serde::deserialize_as::<i64, Self, D>(source)
            }
        }

        impl ::core::fmt::Display for $Name {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Display::fmt(&self.0, f)
            }
        }

        impl ::core::fmt::Debug for $Name {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Debug::fmt(&self.0, f)
            }
        }

        impl $crate::WireValue for $Name {
            #[inline]
            fn decode(&mut self, input: $crate::InputValue<'_>, cx: &mut $crate::DecodeContext) -> ::core::result::Result<(), $crate::ValueError> {
                $crate::WireValue::decode(&mut self.0, input, cx)
            }

            #[inline]
            fn view(&self) -> $crate::ValueRef<'_> {
                $crate::ValueRef::Int(self.0)
            }

            $crate::own_kind! {}
        }

        impl $crate::WireType for $Name {
            #[inline]
            fn empty() -> Self {
                Self(0)
            }

            $crate::kind! { $crate::Kind::IntId(stringify!($Name)) }
        }
    };
}
