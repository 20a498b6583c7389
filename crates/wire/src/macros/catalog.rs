//! Code that only tools need. It expands to nothing without the features.

/// The JSON Schema of a record. Expands to nothing without the feature `schema`.
#[doc(hidden)]
#[cfg(feature = "schema")]
#[macro_export]
macro_rules! json_schema {
    ($Name:ident) => {
        impl $crate::schemars::JsonSchema for $Name {
            fn schema_name() -> ::std::borrow::Cow<'static, str> {
                ::std::borrow::Cow::Borrowed(stringify!($Name))
            }

            fn schema_id() -> ::std::borrow::Cow<'static, str> {
                ::std::borrow::Cow::Borrowed(concat!(module_path!(), "::", stringify!($Name)))
            }

            fn json_schema(generator: &mut $crate::schemars::SchemaGenerator) -> $crate::schemars::Schema {
                $crate::schema::of::<Self>(generator)
            }
        }
    };
}

#[doc(hidden)]
#[cfg(not(feature = "schema"))]
#[macro_export]
macro_rules! json_schema {
    ($Name:ident) => {};
}

/// The kind of a type, for tools. Expands to nothing without the feature `catalog`.
#[doc(hidden)]
#[cfg(feature = "catalog")]
#[macro_export]
macro_rules! kind {
    ($kind:expr) => {
        fn type_kind() -> $crate::Kind {
            $kind
        }
    };
}

#[doc(hidden)]
#[cfg(not(feature = "catalog"))]
#[macro_export]
macro_rules! kind {
    ($kind:expr) => {};
}

/// The kind of a value, for tools. Expands to nothing without the feature `catalog`.
#[doc(hidden)]
#[cfg(feature = "catalog")]
#[macro_export]
macro_rules! own_kind {
    () => {
        fn kind(&self) -> $crate::Kind {
            <Self as $crate::WireType>::type_kind()
        }
    };
}

#[doc(hidden)]
#[cfg(not(feature = "catalog"))]
#[macro_export]
macro_rules! own_kind {
    () => {};
}

/// The method `meaning` of an enum, from its doc comments. Expands to nothing without the feature `catalog`.
#[doc(hidden)]
#[cfg(feature = "catalog")]
#[macro_export]
macro_rules! meaning {
    ($($Variant:ident: $($doc:literal)*;)*) => {
        /// Returns the meaning of the value in one or two sentences, or `None` for an unknown code.
        #[must_use]
        pub fn meaning(&self) -> ::core::option::Option<&'static str> {
            ::core::option::Option::Some(match self {
                $(Self::$Variant => concat!($($doc),*).trim_ascii(),)*
                Self::Unknown(_) => return ::core::option::Option::None,
            })
        }
    };
}

#[doc(hidden)]
#[cfg(not(feature = "catalog"))]
#[macro_export]
macro_rules! meaning {
    ($($tokens:tt)*) => {};
}
