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
/// ```
///
/// With `string`, the codes are texts and `code` returns a `&str`. A code may have other spellings, which are read and never
/// sent: `MySql = "MySQL" | "MYSQL";`.
#[macro_export]
macro_rules! open_enum {
    ($(#[$meta:meta])* pub enum $Name:ident: int { $($(#[$doc:meta])* $Variant:ident = $code:literal $(| $alias:literal)*;)* }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum $Name {
            $($(#[$doc])* $Variant,)*
            /// A code that is not in the description; see `code`.
            Unknown($crate::UnknownValue<i64>),
        }

        impl $Name {
            /// Returns the code on the wire.
            #[must_use]
            pub fn code(&self) -> i64 {
                match self {
                    $(Self::$Variant => $code,)*
                    Self::Unknown(code) => *code.code(),
                }
            }
        }

        impl $crate::value::open_enum::IntEnum for $Name {
            const KNOWN: &'static [(i64, Self)] = &[$(($code, Self::$Variant)),*];
            const DESCRIPTOR: &'static $crate::EnumDescriptor = &$crate::EnumDescriptor {
                name: stringify!($Name),
                numeric: true,
                codes: &[$((stringify!($code), stringify!($Variant))),*],
                aliases: &[$($((stringify!($alias), stringify!($Variant)),)*)*],
            };

            fn known(code: i64) -> ::core::option::Option<Self> {
                ::core::option::Option::Some(match code {
                    $($code $(| $alias)* => Self::$Variant,)*
                    _ => return ::core::option::Option::None,
                })
            }

            fn unknown(code: $crate::UnknownValue<i64>) -> Self {
                Self::Unknown(code)
            }
        }

        impl ::core::convert::From<i64> for $Name {
            fn from(code: i64) -> Self {
                $crate::value::open_enum::from_int(code)
            }
        }

        impl $crate::WireValue for $Name {
            fn decode(&mut self, input: $crate::InputValue<'_>, cx: &mut $crate::DecodeContext) -> ::core::result::Result<(), $crate::ValueError> {
                $crate::value::open_enum::decode_int(self, &input, cx)
            }

            fn view(&self) -> $crate::ValueRef<'_> {
                $crate::ValueRef::IntEnum(self.code(), <Self as $crate::value::open_enum::IntEnum>::DESCRIPTOR)
            }

            $crate::own_kind! {}
        }

        impl $crate::WireType for $Name {
            fn empty() -> Self {
                $crate::value::open_enum::from_int(i64::MIN)
            }

            $crate::kind! { $crate::Kind::Enum(<Self as $crate::value::open_enum::IntEnum>::DESCRIPTOR) }
        }
    };
    ($(#[$meta:meta])* pub enum $Name:ident: string { $($(#[$doc:meta])* $Variant:ident = $code:literal $(| $alias:literal)*;)* }) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum $Name {
            $($(#[$doc])* $Variant,)*
            /// A code that is not in the description; see `code`.
            Unknown($crate::UnknownValue<::std::string::String>),
        }

        impl $Name {
            /// Returns the code on the wire.
            #[must_use]
            pub fn code(&self) -> &str {
                match self {
                    $(Self::$Variant => $code,)*
                    Self::Unknown(code) => code.code(),
                }
            }
        }

        impl $crate::value::open_enum::StringEnum for $Name {
            const KNOWN: &'static [(&'static str, Self)] = &[$(($code, Self::$Variant)),*];
            const DESCRIPTOR: &'static $crate::EnumDescriptor = &$crate::EnumDescriptor {
                name: stringify!($Name),
                numeric: false,
                codes: &[$(($code, stringify!($Variant))),*],
                aliases: &[$($(($alias, stringify!($Variant)),)*)*],
            };

            fn known(code: &str) -> ::core::option::Option<Self> {
                ::core::option::Option::Some(match code {
                    $($code $(| $alias)* => Self::$Variant,)*
                    _ => return ::core::option::Option::None,
                })
            }

            fn unknown(code: $crate::UnknownValue<::std::string::String>) -> Self {
                Self::Unknown(code)
            }
        }

        impl ::core::convert::From<&str> for $Name {
            fn from(code: &str) -> Self {
                $crate::value::open_enum::from_str_code(code)
            }
        }

        impl ::core::convert::From<::std::string::String> for $Name {
            fn from(code: ::std::string::String) -> Self {
                $crate::value::open_enum::from_str_code(&code)
            }
        }

        impl $crate::WireValue for $Name {
            fn decode(&mut self, input: $crate::InputValue<'_>, cx: &mut $crate::DecodeContext) -> ::core::result::Result<(), $crate::ValueError> {
                $crate::value::open_enum::decode_string(self, &input, cx)
            }

            fn view(&self) -> $crate::ValueRef<'_> {
                $crate::ValueRef::StringEnum(self.code(), <Self as $crate::value::open_enum::StringEnum>::DESCRIPTOR)
            }

            $crate::own_kind! {}
        }

        impl $crate::WireType for $Name {
            fn empty() -> Self {
                $crate::value::open_enum::from_str_code("")
            }

            $crate::kind! { $crate::Kind::Enum(<Self as $crate::value::open_enum::StringEnum>::DESCRIPTOR) }
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
/// assert_eq!(id.as_str(), "case-123");
/// assert_eq!(id.to_string(), "case-123");
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
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl ::core::convert::From<&str> for $Name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }

        impl ::core::convert::From<::std::string::String> for $Name {
            fn from(text: ::std::string::String) -> Self {
                Self(text)
            }
        }

        impl ::core::convert::From<&$Name> for $Name {
            fn from(id: &$Name) -> Self {
                id.clone()
            }
        }

        impl ::core::fmt::Display for $Name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.pad(&self.0)
            }
        }

        impl ::core::fmt::Debug for $Name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Debug::fmt(&self.0, f)
            }
        }

        impl $crate::WireValue for $Name {
            fn decode(&mut self, input: $crate::InputValue<'_>, cx: &mut $crate::DecodeContext) -> ::core::result::Result<(), $crate::ValueError> {
                $crate::WireValue::decode(&mut self.0, input, cx)
            }

            fn view(&self) -> $crate::ValueRef<'_> {
                $crate::ValueRef::Text(&self.0)
            }

            $crate::own_kind! {}
        }

        impl $crate::WireType for $Name {
            fn empty() -> Self {
                Self(::std::string::String::new())
            }

            $crate::kind! { $crate::Kind::StringId(stringify!($Name)) }
        }
    };
}
