//! `open_enum!` and `string_id!`: codes and IDs.

/// Declares an open enum of numbers or of text.
///
/// ```
/// hwc_wire::open_enum! {
///     /// The state of an authorization.
///     pub enum AuthorizationStatus: int {
///         /// The customer has not decided yet.
///         Waiting = 0;
///         /// Granted.
///         Authorized = 1;
///     }
/// }
/// assert_eq!(AuthorizationStatus::Authorized.code(), 1);
/// assert_eq!(AuthorizationStatus::from(0), AuthorizationStatus::Waiting);
/// assert_eq!(AuthorizationStatus::from(42).code(), 42);
///
/// // `Display` and `FromStr` use the names of the variants, serde the codes.
/// assert_eq!(AuthorizationStatus::Waiting.to_string(), "Waiting");
/// assert_eq!("Authorized".parse(), Ok(AuthorizationStatus::Authorized));
/// assert_eq!(AuthorizationStatus::VARIANTS.len(), 2);
/// assert_eq!(serde_json::to_string(&AuthorizationStatus::Authorized).unwrap(), "1");
/// ```
///
/// With `string`, the codes are texts and `code` returns a `&str`. A code may have other spellings, which are read and never
/// sent: `MySql = "MySQL" | "MYSQL";`.
#[macro_export]
macro_rules! open_enum {
    ($(#[$meta:meta])* pub enum $Name:ident: int { $($(#[doc = $doc:literal])* $Variant:ident = $code:literal $(| $alias:literal)*;)* }) => {
        $crate::open_enum_items! {
            [$(#[$meta])* #[derive(Copy)]] $Name IntEnum [i64] [i64] parse_int [$crate::value::open_enum::ParseEnumError]
            numeric true { $($(#[doc = $doc])* $Variant = $code $(| $alias)*, stringify!($code) $(, stringify!($alias))*;)* }
        }

        impl $Name {
            /// Returns the code on the wire.
            #[must_use]
            #[inline]
            pub fn code(&self) -> i64 {
                match self {
                    $(Self::$Variant => $code,)*
                    Self::Unknown(code) => *code.code(),
                }
            }
        }

        impl ::core::convert::From<i64> for $Name {
            #[inline]
            fn from(code: i64) -> Self {
                $crate::value::open_enum::from_int(code)
            }
        }

        impl $crate::WireValue for $Name {
            #[inline]
            fn decode(&mut self, input: $crate::InputValue<'_>, cx: &mut $crate::DecodeContext) -> ::core::result::Result<(), $crate::ValueError> {
                $crate::value::open_enum::decode_int(self, &input, cx)
            }

            #[inline]
            fn view(&self) -> $crate::ValueRef<'_> {
                $crate::ValueRef::IntEnum(self.code(), <Self as $crate::value::open_enum::IntEnum>::DESCRIPTOR)
            }

            $crate::own_kind! {}
        }

        impl $crate::WireType for $Name {
            #[inline]
            fn empty() -> Self {
                $crate::value::open_enum::from_int(i64::MIN)
            }

            $crate::kind! { $crate::Kind::Enum(<Self as $crate::value::open_enum::IntEnum>::DESCRIPTOR) }
        }
    };
    ($(#[$meta:meta])* pub enum $Name:ident: string { $($(#[doc = $doc:literal])* $Variant:ident = $code:literal $(| $alias:literal)*;)* }) => {
        $crate::open_enum_items! {
            [$(#[$meta])*] $Name StringEnum [::std::string::String] [&str] parse_string [::core::convert::Infallible]
            numeric false { $($(#[doc = $doc])* $Variant = $code $(| $alias)*, $code $(, $alias)*;)* }
        }

        impl $Name {
            /// Returns the code on the wire.
            #[must_use]
            #[inline]
            pub fn code(&self) -> &str {
                match self {
                    $(Self::$Variant => $code,)*
                    Self::Unknown(code) => code.code(),
                }
            }
        }

        impl ::core::convert::From<&str> for $Name {
            #[inline]
            fn from(code: &str) -> Self {
                $crate::value::open_enum::from_str_code(code)
            }
        }

        impl ::core::convert::From<::std::string::String> for $Name {
            #[inline]
            fn from(code: ::std::string::String) -> Self {
                $crate::value::open_enum::from_str_code(&code)
            }
        }

        impl $crate::WireValue for $Name {
            #[inline]
            fn decode(&mut self, input: $crate::InputValue<'_>, cx: &mut $crate::DecodeContext) -> ::core::result::Result<(), $crate::ValueError> {
                $crate::value::open_enum::decode_string(self, &input, cx)
            }

            #[inline]
            fn view(&self) -> $crate::ValueRef<'_> {
                $crate::ValueRef::StringEnum(self.code(), <Self as $crate::value::open_enum::StringEnum>::DESCRIPTOR)
            }

            $crate::own_kind! {}
        }

        impl $crate::WireType for $Name {
            #[inline]
            fn empty() -> Self {
                $crate::value::open_enum::from_str_code("")
            }

            $crate::kind! { $crate::Kind::Enum(<Self as $crate::value::open_enum::StringEnum>::DESCRIPTOR) }
        }
    };
}

/// The items that enums of numbers and of text share. `$Owned` is the type of an unknown code, `$Code` that of a code in a
/// `match`.
#[doc(hidden)]
#[macro_export]
macro_rules! open_enum_items {
    (
        [$(#[$meta:meta])*] $Name:ident $Trait:ident [$Owned:ty] [$Code:ty] $parse:ident [$ParseError:ty]
        numeric $numeric:literal {
            $($(#[doc = $doc:literal])* $Variant:ident = $code:literal $(| $alias:literal)*, $text:expr $(, $alias_text:expr)*;)*
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum $Name {
            $($(#[doc = $doc])* $Variant,)*
            /// A code that is not in the description; see `code`.
            Unknown($crate::UnknownValue<$Owned>),
        }

        impl $Name {
            /// The known values, in the order of the description.
            pub const VARIANTS: &'static [Self] = &[$(Self::$Variant),*];

            /// Returns the name of the variant, or `None` for an unknown code.
            #[must_use]
            #[inline]
            pub fn name(&self) -> ::core::option::Option<&'static str> {
                <Self as $crate::value::open_enum::$Trait>::DESCRIPTOR.variant(&self.code().to_string())
            }

            $crate::meaning! { $($Variant: $($doc)*;)* }
        }

        impl $crate::value::open_enum::$Trait for $Name {
            const VARIANTS: &'static [Self] = Self::VARIANTS;
            const DESCRIPTOR: &'static $crate::EnumDescriptor = &$crate::EnumDescriptor {
                name: stringify!($Name),
                numeric: $numeric,
                codes: &[$(($text, stringify!($Variant))),*],
                aliases: &[$($(($alias_text, stringify!($Variant)),)*)*],
            };

            #[inline]
            fn known(code: $Code) -> ::core::option::Option<Self> {
                ::core::option::Option::Some(match code {
                    $($code $(| $alias)* => Self::$Variant,)*
                    _ => return ::core::option::Option::None,
                })
            }

            #[inline]
            fn unknown(code: $crate::UnknownValue<$Owned>) -> Self {
                Self::Unknown(code)
            }
        }

        impl ::core::fmt::Debug for $Name {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::record::debug_code(self.name(), &self.code(), f)
            }
        }

        /// Writes the name of the variant, or an unknown code.
        impl ::core::fmt::Display for $Name {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::value::open_enum::display(self.name(), &self.code(), f)
            }
        }

        /// Parses the name of a variant or a code.
        impl ::core::str::FromStr for $Name {
            type Err = $ParseError;

            #[inline]
            fn from_str(text: &str) -> ::core::result::Result<Self, Self::Err> {
                $crate::value::open_enum::$parse(text)
            }
        }

        /// Writes the code, as on the wire.
        impl $crate::serde::Serialize for $Name {
            fn serialize<S: $crate::serde::Serializer>(&self, serializer: S) -> ::core::result::Result<S::Ok, S::Error> {
                $crate::serde::Serialize::serialize(&self.code(), serializer)
            }
        }

        /// Reads the code, as on the wire.
        impl<'de> $crate::serde::Deserialize<'de> for $Name {
            fn deserialize<D: $crate::serde::Deserializer<'de>>(source: D) -> ::core::result::Result<Self, D::Error> {
                $crate::serde::deserialize_as::<$Owned, Self, D>(source)
            }
        }
    };
}

/// Declares an ID: open text with a type of its own, so that different IDs cannot be confused.
///
/// ```
/// hwc_wire::string_id! {
///     /// The ID of a ticket.
///     pub struct CaseId;
/// }
/// let id = CaseId::from("case-123");
/// assert_eq!(id, "case-123");
/// assert_eq!(id.to_string(), "case-123");
/// assert_eq!("case-123".parse(), Ok(id.clone()));
/// assert_eq!(serde_json::to_string(&id).unwrap(), r#""case-123""#);
/// assert_eq!(String::from(id), "case-123");
/// ```
#[macro_export]
macro_rules! string_id {
    ($(#[$meta:meta])* pub struct $Name:ident;) => {
        $(#[$meta])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $Name(::std::string::String);

        impl $Name {
            /// Returns the ID as text.
            #[must_use]
            #[inline]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl ::core::convert::From<&str> for $Name {
            #[inline]
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }

        impl ::core::convert::From<&::std::string::String> for $Name {
            #[inline]
            fn from(text: &::std::string::String) -> Self {
                Self(text.clone())
            }
        }

        impl ::core::convert::From<&$Name> for $Name {
            #[inline]
            fn from(id: &$Name) -> Self {
                id.clone()
            }
        }

        impl ::core::convert::From<::std::string::String> for $Name {
            #[inline]
            fn from(text: ::std::string::String) -> Self {
                Self(text)
            }
        }

        impl ::core::convert::From<::std::borrow::Cow<'_, str>> for $Name {
            #[inline]
            fn from(text: ::std::borrow::Cow<'_, str>) -> Self {
                Self(text.into_owned())
            }
        }

        impl ::core::convert::From<$Name> for ::std::string::String {
            #[inline]
            fn from(id: $Name) -> Self {
                id.0
            }
        }

        impl ::core::str::FromStr for $Name {
            type Err = ::core::convert::Infallible;

            #[inline]
            fn from_str(text: &str) -> ::core::result::Result<Self, Self::Err> {
                ::core::result::Result::Ok(Self(text.to_owned()))
            }
        }

        impl ::core::convert::AsRef<str> for $Name {
            #[inline]
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl ::std::borrow::Borrow<str> for $Name {
            #[inline]
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl ::core::cmp::PartialEq<str> for $Name {
            #[inline]
            fn eq(&self, other: &str) -> bool {
                self.0 == other
            }
        }

        impl ::core::cmp::PartialEq<&str> for $Name {
            #[inline]
            fn eq(&self, other: &&str) -> bool {
                self.0 == *other
            }
        }

        impl ::core::fmt::Display for $Name {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.pad(&self.0)
            }
        }

        impl ::core::fmt::Debug for $Name {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Debug::fmt(&self.0, f)
            }
        }

        impl $crate::serde::Serialize for $Name {
            fn serialize<S: $crate::serde::Serializer>(&self, serializer: S) -> ::core::result::Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }

        impl<'de> $crate::serde::Deserialize<'de> for $Name {
            fn deserialize<D: $crate::serde::Deserializer<'de>>(source: D) -> ::core::result::Result<Self, D::Error> {
                $crate::serde::deserialize_as::<::std::string::String, Self, D>(source)
            }
        }

        impl $crate::WireValue for $Name {
            #[inline]
            fn decode(&mut self, input: $crate::InputValue<'_>, cx: &mut $crate::DecodeContext) -> ::core::result::Result<(), $crate::ValueError> {
                $crate::WireValue::decode(&mut self.0, input, cx)
            }

            #[inline]
            fn view(&self) -> $crate::ValueRef<'_> {
                $crate::ValueRef::Text(&self.0)
            }

            $crate::own_kind! {}
        }

        impl $crate::WireType for $Name {
            #[inline]
            fn empty() -> Self {
                Self(::std::string::String::new())
            }

            $crate::kind! { $crate::Kind::StringId(stringify!($Name)) }
        }
    };
}
