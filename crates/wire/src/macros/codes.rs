//! `open_enum!` and `text_id!`: codes and IDs.

/// Declares an open enum of numbers or of text.
///
/// ```
/// hwc_wire::open_enum! {
///     /// The state of an authorization.
///     pub enum AuthorizationStatus: number {
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
/// With `text`, the codes are texts and `code` gives a `&str`.
#[macro_export]
macro_rules! open_enum {
    ($(#[$meta:meta])* pub enum $Name:ident: number { $($(#[$doc:meta])* $Variant:ident = $code:literal;)* }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum $Name {
            $($(#[$doc])* $Variant,)*
            /// A code that is not in the description; see `code`.
            Unlisted($crate::Unlisted<i64>),
        }

        impl $Name {
            /// Returns the code on the wire.
            #[must_use]
            pub fn code(&self) -> i64 {
                match self {
                    $(Self::$Variant => $code,)*
                    Self::Unlisted(code) => *code.code(),
                }
            }
        }

        impl $crate::open_enum::NumberEnum for $Name {
            const LISTED: &'static [(i64, Self)] = &[$(($code, Self::$Variant)),*];
            const INFO: &'static $crate::EnumInfo = &$crate::EnumInfo {
                name: stringify!($Name),
                numeric: true,
                codes: &[$((stringify!($code), stringify!($Variant))),*],
            };

            fn listed(code: i64) -> ::core::option::Option<Self> {
                ::core::option::Option::Some(match code {
                    $($code => Self::$Variant,)*
                    _ => return ::core::option::Option::None,
                })
            }

            fn unlisted(code: $crate::Unlisted<i64>) -> Self {
                Self::Unlisted(code)
            }
        }

        impl ::core::convert::From<i64> for $Name {
            fn from(code: i64) -> Self {
                $crate::open_enum::from_number(code)
            }
        }

        impl $crate::Value for $Name {
            fn read(&mut self, input: $crate::Input<'_>, cx: &mut $crate::Context) -> ::core::result::Result<(), $crate::Stop> {
                $crate::open_enum::read_number(self, &input, cx)
            }

            fn show(&self) -> $crate::Output<'_> {
                $crate::Output::NumberCode(self.code(), <Self as $crate::open_enum::NumberEnum>::INFO)
            }

            $crate::own_kind! {}
        }

        impl $crate::Blank for $Name {
            fn blank() -> Self {
                $crate::open_enum::from_number(i64::MIN)
            }

            $crate::kind! { $crate::Kind::Enum(<Self as $crate::open_enum::NumberEnum>::INFO) }
        }
    };
    ($(#[$meta:meta])* pub enum $Name:ident: text { $($(#[$doc:meta])* $Variant:ident = $code:literal;)* }) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum $Name {
            $($(#[$doc])* $Variant,)*
            /// A code that is not in the description; see `code`.
            Unlisted($crate::Unlisted<::std::string::String>),
        }

        impl $Name {
            /// Returns the code on the wire.
            #[must_use]
            pub fn code(&self) -> &str {
                match self {
                    $(Self::$Variant => $code,)*
                    Self::Unlisted(code) => code.code(),
                }
            }
        }

        impl $crate::open_enum::TextEnum for $Name {
            const LISTED: &'static [(&'static str, Self)] = &[$(($code, Self::$Variant)),*];
            const INFO: &'static $crate::EnumInfo = &$crate::EnumInfo {
                name: stringify!($Name),
                numeric: false,
                codes: &[$(($code, stringify!($Variant))),*],
            };

            fn listed(code: &str) -> ::core::option::Option<Self> {
                ::core::option::Option::Some(match code {
                    $($code => Self::$Variant,)*
                    _ => return ::core::option::Option::None,
                })
            }

            fn unlisted(code: $crate::Unlisted<::std::string::String>) -> Self {
                Self::Unlisted(code)
            }
        }

        impl ::core::convert::From<&str> for $Name {
            fn from(code: &str) -> Self {
                $crate::open_enum::from_text(code)
            }
        }

        impl ::core::convert::From<::std::string::String> for $Name {
            fn from(code: ::std::string::String) -> Self {
                $crate::open_enum::from_text(&code)
            }
        }

        impl $crate::Value for $Name {
            fn read(&mut self, input: $crate::Input<'_>, cx: &mut $crate::Context) -> ::core::result::Result<(), $crate::Stop> {
                $crate::open_enum::read_text(self, &input, cx)
            }

            fn show(&self) -> $crate::Output<'_> {
                $crate::Output::TextCode(self.code(), <Self as $crate::open_enum::TextEnum>::INFO)
            }

            $crate::own_kind! {}
        }

        impl $crate::Blank for $Name {
            fn blank() -> Self {
                $crate::open_enum::from_text("")
            }

            $crate::kind! { $crate::Kind::Enum(<Self as $crate::open_enum::TextEnum>::INFO) }
        }
    };
}

/// Declares an ID: open text with a type of its own, so that different IDs cannot be confused.
///
/// ```
/// hwc_wire::text_id! {
///     /// The ID of a ticket.
///     pub struct CaseId;
/// }
/// let id = CaseId::from("case-123");
/// assert_eq!(id.as_str(), "case-123");
/// assert_eq!(id.to_string(), "case-123");
/// ```
#[macro_export]
macro_rules! text_id {
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

        impl $crate::Value for $Name {
            fn read(&mut self, input: $crate::Input<'_>, cx: &mut $crate::Context) -> ::core::result::Result<(), $crate::Stop> {
                $crate::Value::read(&mut self.0, input, cx)
            }

            fn show(&self) -> $crate::Output<'_> {
                $crate::Output::Text(&self.0)
            }

            $crate::own_kind! {}
        }

        impl $crate::Blank for $Name {
            fn blank() -> Self {
                Self(::std::string::String::new())
            }

            $crate::kind! { $crate::Kind::Id(stringify!($Name)) }
        }
    };
}
