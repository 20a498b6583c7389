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
/// assert_eq!(id.to_string(), "42");
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
            pub fn get(self) -> i64 {
                self.0
            }
        }

        impl ::core::convert::From<i64> for $Name {
            fn from(number: i64) -> Self {
                Self(number)
            }
        }

        impl ::core::convert::From<&$Name> for $Name {
            fn from(id: &$Name) -> Self {
                *id
            }
        }

        impl ::core::fmt::Display for $Name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Display::fmt(&self.0, f)
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
                $crate::ValueRef::Int(self.0)
            }

            $crate::own_kind! {}
        }

        impl $crate::WireType for $Name {
            fn empty() -> Self {
                Self(0)
            }

            $crate::kind! { $crate::Kind::IntId(stringify!($Name)) }
        }
    };
}
