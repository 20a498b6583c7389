//! The macros that generated code is made of. Each is one flat repetition; what is the same for every type is a function
//! of this crate, so that an expansion holds little more than the type itself.

/// Declares a record: an object that is part of requests or answers.
///
/// A field is `name: kind Type = place;`. The kinds are
///
/// | kind | Rust type | setter takes |
/// | --- | --- | --- |
/// | `opt T` | `Option<T>` | `impl Into<T>` |
/// | `one T` | `T` | `impl Into<T>` |
/// | `list T` | `Vec<T>` | an iterator of `impl Into<T>` |
/// | `optlist T` | `Option<Vec<T>>` | an iterator of `impl Into<T>` |
///
/// ```
/// hwc_wire::model! {
///     /// A ticket that is linked to another.
///     pub struct CaseRelation {
///         /// The linked ticket.
///         case_id: opt String = body("case_id").chars(1, 64);
///     }
/// }
/// let mut relation = CaseRelation::default();
/// relation.case_id = Some("case-456".to_owned());
/// assert_eq!(format!("{relation:?}"), r#"CaseRelation { case_id: "case-456" }"#);
/// ```
///
/// The example expands to
///
/// ```text
/// /// A ticket that is linked to another.
/// #[derive(Clone)]
/// #[non_exhaustive]
/// pub struct CaseRelation {
///     /// The linked ticket.
///     pub case_id: Option<String>,
/// }
///
/// impl hwc_wire::Model for CaseRelation {
///     fn empty() -> Self { Self { case_id: hwc_wire::Blank::blank() } }
///     fn table() -> &'static hwc_wire::Shape {
///         static SHAPE: Shape = Shape::new("CaseRelation", &[body("case_id").chars(1, 64)]);
///         &SHAPE
///     }
/// }
///
/// impl hwc_wire::Record for CaseRelation {
///     fn shape(&self) -> &'static hwc_wire::Shape { Self::table() }
///     fn slots(&self, visit: &mut dyn FnMut(&[&dyn Value])) { visit(&[&self.case_id]) }
///     fn slots_mut(&mut self, visit: &mut dyn FnMut(&mut [&mut dyn Value])) { visit(&mut [&mut self.case_id]) }
/// }
///
/// // Default, Debug, PartialEq, Serialize and Deserialize: one call each to a function of this crate.
/// ```
#[macro_export]
macro_rules! model {
    ($(#[$meta:meta])* pub struct $Name:ident { $($(#[$doc:meta])* $field:ident: $kind:ident $type:ty = $place:expr;)* }) => {
        $crate::record! { $(#[$meta])* pub struct $Name { $($(#[$doc])* $field: $kind $type = $place;)* } }

        impl ::core::default::Default for $Name {
            fn default() -> Self {
                $crate::Model::empty()
            }
        }
    };
}

/// Declares a record that is part of a request: a [`model!`] with a setter for each field.
///
/// ```
/// hwc_wire::input! {
///     /// The account of a user.
///     pub struct UserDomain {
///         /// The name of the account.
///         name: opt String = body("name").required();
///     }
/// }
/// let domain = UserDomain::default().name("my-account");
/// assert_eq!(domain.name.as_deref(), Some("my-account"));
/// ```
#[macro_export]
macro_rules! input {
    ($(#[$meta:meta])* pub struct $Name:ident { $($(#[$doc:meta])* $field:ident: $kind:ident $type:ty = $place:expr;)* }) => {
        $crate::model! { $(#[$meta])* pub struct $Name { $($(#[$doc])* $field: $kind $type = $place;)* } }

        impl $Name {
            $($crate::setter! { $kind $field $type })*
        }
    };
}

/// Declares the request of an operation, its table entry and the type of its answer.
///
/// Written as [`model!`], with the operation and the positional arguments of `new` in front:
///
/// ```
/// # hwc_wire::model! { /// The answer.
/// # pub struct ListRelationResponse {} }
/// # use hwc_wire::{Auth, Method, Operation, Service};
/// # static SERVICE: Service = Service::new("osm");
/// hwc_wire::request! {
///     /// Lists the tickets that are linked to a ticket.
///     pub struct ListRelation(case_id: one String) -> ListRelationResponse {
///         /// The ticket.
///         case_id: one String = path("case_id").chars(1, 64);
///     }
///     operation: Operation::new(&SERVICE, "Relations", "ListRelation", Method::Get, "/v2/cases/{case_id}/relations");
/// }
/// let request = ListRelation::new("case-123");
/// assert_eq!(request.case_id, "case-123");
/// ```
#[macro_export]
macro_rules! request {
    (
        $(#[$meta:meta])*
        pub struct $Name:ident($($must:ident: $must_kind:ident $must_type:ty),*) -> $Response:ty {
            $($(#[$doc:meta])* $field:ident: $kind:ident $type:ty = $place:expr;)*
        }
        operation: $operation:expr;
    ) => {
        $crate::record! { $(#[$meta])* pub struct $Name { $($(#[$doc])* $field: $kind $type = $place;)* } }

        impl $Name {
            /// The request with what every source requires; the rest is set by the methods below.
            #[allow(clippy::new_without_default, reason = "what is required has no default")]
            #[must_use]
            pub fn new($($must: $crate::argument!($must_kind $must_type)),*) -> Self {
                #[allow(unused_mut, reason = "some requests require nothing")]
                let mut request: Self = $crate::Model::empty();
                $(request.$must = $crate::converted!($must_kind $must);)*
                request
            }

            $($crate::setter! { $kind $field $type })*
        }

        impl $crate::Endpoint for $Name {
            type Response = $Response;
            const OPERATION: &'static $crate::Operation = {
                static OPERATION: $crate::Operation = $operation;
                &OPERATION
            };
        }
    };
}

/// Says that the answers to a request come in pages, and which field holds the elements.
#[macro_export]
macro_rules! paged {
    ($Request:ident: $items:ident of $Item:ty) => {
        impl $crate::Paged for $Request {
            type Item = $Item;

            fn take_items(page: Self::Response) -> ::std::vec::Vec<$Item> {
                page.$items
            }
        }
    };
}

/// The part that [`model!`] and [`request!`] share.
#[doc(hidden)]
#[macro_export]
macro_rules! record {
    ($(#[$meta:meta])* pub struct $Name:ident { $($(#[$doc:meta])* $field:ident: $kind:ident $type:ty = $place:expr;)* }) => {
        $(#[$meta])*
        #[derive(Clone)]
        #[non_exhaustive]
        pub struct $Name {
            $($(#[$doc])* pub $field: $crate::slot!($kind $type),)*
        }

        impl $crate::Model for $Name {
            fn empty() -> Self {
                Self { $($field: $crate::Blank::blank()),* }
            }

            fn table() -> &'static $crate::Shape {
                #[allow(unused_imports, reason = "each model uses some of them")]
                use $crate::field::{body, header, path, query, query_joined, whole};
                static SHAPE: $crate::Shape = $crate::Shape::new(stringify!($Name), &[$($place),*]);
                &SHAPE
            }
        }

        impl $crate::Record for $Name {
            fn shape(&self) -> &'static $crate::Shape {
                <Self as $crate::Model>::table()
            }

            fn slots(&self, visit: &mut dyn FnMut(&[&dyn $crate::Value])) {
                visit(&[$(&self.$field),*]);
            }

            fn slots_mut(&mut self, visit: &mut dyn FnMut(&mut [&mut dyn $crate::Value])) {
                visit(&mut [$(&mut self.$field),*]);
            }
        }

        impl ::core::fmt::Debug for $Name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::record::debug(self, f)
            }
        }

        impl ::core::cmp::PartialEq for $Name {
            fn eq(&self, other: &Self) -> bool {
                $crate::record::same(self, other)
            }
        }

        impl $crate::serde::Serialize for $Name {
            fn serialize<S: $crate::serde::Serializer>(&self, serializer: S) -> ::core::result::Result<S::Ok, S::Error> {
                $crate::serde::Serialize::serialize(&$crate::Output::Record(self), serializer)
            }
        }

        $crate::json_schema! { $Name }

        impl<'de> $crate::serde::Deserialize<'de> for $Name {
            fn deserialize<D: $crate::serde::Deserializer<'de>>(source: D) -> ::core::result::Result<Self, D::Error> {
                $crate::decode::from_deserializer(source)
            }
        }
    };
}

/// The Rust type of a field.
#[doc(hidden)]
#[macro_export]
macro_rules! slot {
    (opt $type:ty) => { ::core::option::Option<$type> };
    (one $type:ty) => { $type };
    (list $type:ty) => { ::std::vec::Vec<$type> };
    (optlist $type:ty) => { ::core::option::Option<::std::vec::Vec<$type>> };
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

/// What a setter or `new` takes for a field.
#[doc(hidden)]
#[macro_export]
macro_rules! argument {
    (opt $type:ty) => { impl ::core::convert::Into<$type> };
    (one $type:ty) => { impl ::core::convert::Into<$type> };
    (list $type:ty) => { impl ::core::iter::IntoIterator<Item = impl ::core::convert::Into<$type>> };
    (optlist $type:ty) => { impl ::core::iter::IntoIterator<Item = impl ::core::convert::Into<$type>> };
}

/// What a setter or `new` makes of it.
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
}

/// Declares an open enum of numbers or of text.
///
/// ```
/// hwc_wire::open_enum! {
///     /// Where an authorization stands.
///     pub enum AuthorizationStatus: number {
///         /// The customer has not answered yet.
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
            /// A code that the description does not list; see `code`.
            Unlisted($crate::Unlisted<i64>),
        }

        impl $Name {
            /// The code on the wire.
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
            /// A code that the description does not list; see `code`.
            Unlisted($crate::Unlisted<::std::string::String>),
        }

        impl $Name {
            /// The code on the wire.
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

            fn unlisted(code: $crate::Unlisted<::std::string::String>) -> Self {
                Self::Unlisted(code)
            }
        }

        impl ::core::convert::From<&str> for $Name {
            fn from(code: &str) -> Self {
                $crate::open_enum::from_text(code)
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

/// The JSON Schema of a record: nothing without the feature `schema`.
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

/// What sort of value a type is, where tools want to know: nothing without the feature `catalog`.
#[doc(hidden)]
#[cfg(feature = "catalog")]
#[macro_export]
macro_rules! kind {
    ($kind:expr) => {
        fn kind() -> $crate::Kind {
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

/// The same, asked of a value.
#[doc(hidden)]
#[cfg(feature = "catalog")]
#[macro_export]
macro_rules! own_kind {
    () => {
        fn own_kind(&self) -> $crate::Kind {
            <Self as $crate::Blank>::kind()
        }
    };
}

#[doc(hidden)]
#[cfg(not(feature = "catalog"))]
#[macro_export]
macro_rules! own_kind {
    () => {};
}

/// Declares an id: open text with a type of its own, so that ids cannot be mixed up.
///
/// ```
/// hwc_wire::text_id! {
///     /// The id of a ticket.
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
            /// The id as text.
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
