//! Expansion of one field in the macros for records.

/// The Rust type of a field.
#[doc(hidden)]
#[macro_export]
macro_rules! field_type {
    (opt $type:ty) => { ::core::option::Option<$type> };
    (req $type:ty) => { $type };
    (vec $type:ty) => { ::std::vec::Vec<$type> };
    (opt_vec $type:ty) => { ::core::option::Option<::std::vec::Vec<$type>> };
    (opt_copy $type:ty) => { ::core::option::Option<$type> };
    (req_copy $type:ty) => { $type };
    (vec_copy $type:ty) => { ::std::vec::Vec<$type> };
    (opt_vec_copy $type:ty) => { ::core::option::Option<::std::vec::Vec<$type>> };
}

/// The setter of a field of a request.
#[doc(hidden)]
#[macro_export]
macro_rules! setter {
    ($(#[$doc:meta])* $kind:ident $field:ident $type:ty) => {
        #[doc = concat!("Sets `", stringify!($field), "`:")]
        #[doc = ""]
        $(#[$doc])*
        #[must_use]
        #[inline]
        pub fn $field(mut self, value: $crate::argument!($kind $type)) -> Self {
            self.$field = $crate::convert!($kind value);
            self
        }
    };
}

/// The setter of a field of a response or a record. Its docs are those of the field, because copies would slow down compilation.
#[doc(hidden)]
#[macro_export]
macro_rules! member_setter {
    ($kind:ident $field:ident $type:ty) => {
        /// Sets the field of the same name.
        #[must_use]
        #[inline]
        pub fn $field(mut self, value: $crate::argument!($kind $type)) -> Self {
            self.$field = $crate::convert!($kind value);
            self
        }
    };
}

/// The method that passes an optional value to a setter. One method for all fields, because one for each would make the
/// models slower to compile.
#[doc(hidden)]
#[macro_export]
macro_rules! maybe {
    () => {
        /// Calls a setter with the value, if there is one: `.maybe(name, Self::name)`. `None` changes nothing.
        #[must_use]
        pub fn maybe<V>(
            self,
            value: ::core::option::Option<V>,
            set: impl ::core::ops::FnOnce(Self, V) -> Self,
        ) -> Self {
            match value {
                ::core::option::Option::Some(value) => set(self, value),
                ::core::option::Option::None => self,
            }
        }
    };
}

/// The argument type of a field in a setter or in `new`.
#[doc(hidden)]
#[macro_export]
macro_rules! argument {
    (opt $type:ty) => { impl ::core::convert::Into<$type> };
    (req $type:ty) => { impl ::core::convert::Into<$type> };
    (vec $type:ty) => { impl ::core::iter::IntoIterator<Item = impl ::core::convert::Into<$type>> };
    (opt_vec $type:ty) => { impl ::core::iter::IntoIterator<Item = impl ::core::convert::Into<$type>> };
    (opt_copy $type:ty) => { $type };
    (req_copy $type:ty) => { $type };
    (vec_copy $type:ty) => { impl ::core::iter::IntoIterator<Item = $type> };
    (opt_vec_copy $type:ty) => { impl ::core::iter::IntoIterator<Item = $type> };
}

/// The conversion of the argument in a setter or in `new`.
#[doc(hidden)]
#[macro_export]
macro_rules! convert {
    (opt $value:ident) => {
        ::core::option::Option::Some(::core::convert::Into::into($value))
    };
    (req $value:ident) => {
        ::core::convert::Into::into($value)
    };
    (vec $value:ident) => {
        $crate::record::collect($value)
    };
    (opt_vec $value:ident) => {
        ::core::option::Option::Some($crate::record::collect($value))
    };
    (opt_copy $value:ident) => {
        ::core::option::Option::Some($value)
    };
    (req_copy $value:ident) => {
        $value
    };
    (vec_copy $value:ident) => {
        $crate::record::collect($value)
    };
    (opt_vec_copy $value:ident) => {
        ::core::option::Option::Some($crate::record::collect($value))
    };
}
