//! Expansion of one field in the macros for records.

/// The Rust type of a field.
#[doc(hidden)]
#[macro_export]
macro_rules! slot {
    (opt $type:ty) => { ::core::option::Option<$type> };
    (one $type:ty) => { $type };
    (list $type:ty) => { ::std::vec::Vec<$type> };
    (optlist $type:ty) => { ::core::option::Option<::std::vec::Vec<$type>> };
    (optnum $type:ty) => { ::core::option::Option<$type> };
    (num $type:ty) => { $type };
    (listnum $type:ty) => { ::std::vec::Vec<$type> };
    (optlistnum $type:ty) => { ::core::option::Option<::std::vec::Vec<$type>> };
}

/// The setter of a field.
#[doc(hidden)]
#[macro_export]
macro_rules! setter {
    ($kind:ident $field:ident $type:ty) => {
        #[doc = concat!("Sets `", stringify!($field), "`.")]
        #[must_use]
        pub fn $field(mut self, value: $crate::argument!($kind $type)) -> Self {
            self.$field = $crate::converted!($kind value);
            self
        }
    };
}

/// The argument type of a field in a setter or in `new`.
#[doc(hidden)]
#[macro_export]
macro_rules! argument {
    (opt $type:ty) => { impl ::core::convert::Into<$type> };
    (one $type:ty) => { impl ::core::convert::Into<$type> };
    (list $type:ty) => { impl ::core::iter::IntoIterator<Item = impl ::core::convert::Into<$type>> };
    (optlist $type:ty) => { impl ::core::iter::IntoIterator<Item = impl ::core::convert::Into<$type>> };
    (optnum $type:ty) => { $type };
    (num $type:ty) => { $type };
    (listnum $type:ty) => { impl ::core::iter::IntoIterator<Item = $type> };
    (optlistnum $type:ty) => { impl ::core::iter::IntoIterator<Item = $type> };
}

/// The conversion of the argument in a setter or in `new`.
#[doc(hidden)]
#[macro_export]
macro_rules! converted {
    (opt $value:ident) => {
        ::core::option::Option::Some($value.into())
    };
    (one $value:ident) => {
        $value.into()
    };
    (list $value:ident) => {
        $value.into_iter().map(::core::convert::Into::into).collect()
    };
    (optlist $value:ident) => {
        ::core::option::Option::Some($value.into_iter().map(::core::convert::Into::into).collect())
    };
    (optnum $value:ident) => {
        ::core::option::Option::Some($value)
    };
    (num $value:ident) => {
        $value
    };
    (listnum $value:ident) => {
        $value.into_iter().collect()
    };
    (optlistnum $value:ident) => {
        ::core::option::Option::Some($value.into_iter().collect())
    };
}
