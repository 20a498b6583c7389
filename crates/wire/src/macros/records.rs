//! `model!`, `response!` and `request!`: objects with known fields.

/// Declares a record: an object in requests or responses.
///
/// A field is `name: kind Type = location;`. The kinds are
///
/// | kind | Rust type | setter takes |
/// | --- | --- | --- |
/// | `opt T` | `Option<T>` | `impl Into<T>` |
/// | `req T` | `T` | `impl Into<T>` |
/// | `vec T` | `Vec<T>` | an iterator of `impl Into<T>` |
/// | `opt_vec T` | `Option<Vec<T>>` | an iterator of `impl Into<T>` |
///
/// Numbers and Booleans have the kinds `opt_copy`, `req_copy`, `vec_copy` and `opt_vec_copy`. Their setters take the type itself, so
/// that `.limit(50)` needs no type suffix. Each field has a setter of its name.
///
/// A list of [`Constant`](crate::Constant)s may follow the fields, as in `constants: &[Constant::text("fileType", "10")];`.
///
/// ```
/// hwc_wire::model! {
///     /// A ticket that is linked to another.
///     pub struct CaseRelation {
///         /// The linked ticket.
///         case_id: opt String = body("case_id").length(1, 64);
///     }
/// }
/// let relation = CaseRelation::default().case_id("case-456");
/// assert_eq!(format!("{relation:?}"), r#"CaseRelation { case_id: Some("case-456") }"#);
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
///     const DESCRIPTOR: &'static hwc_wire::RecordDescriptor = {
///         static DESCRIPTOR: hwc_wire::RecordDescriptor = RecordDescriptor::received("CaseRelation", &[body("case_id").length(1, 64)]);
///         &DESCRIPTOR
///     };
///     fn unset() -> Self { Self { case_id: hwc_wire::WireType::empty() } }
///     fn field(&self, index: usize) -> &dyn hwc_wire::WireValue { /* the field at this index */ }
///     fn field_mut(&mut self, index: usize) -> &mut dyn hwc_wire::WireValue { /* the field at this index */ }
/// }
///
/// // A setter for each field.
///
/// // Default, Debug, PartialEq, Serialize and Deserialize: one call each to a function of this crate.
/// ```
#[macro_export]
macro_rules! model {
    (
        $(#[$meta:meta])*
        pub struct $Name:ident { $($(#[$doc:meta])* $field:ident: $kind:ident $type:ty = $location:expr;)* }
        $(constants: $constants:expr;)?
    ) => {
        $crate::record! {
            received $(#[$meta])* pub struct $Name { $($(#[$doc])* $field: $kind $type = $location;)* }
            $(constants: $constants;)?
        }

        $crate::record_default! { $Name }

        impl $Name {
            $crate::maybe! {}

            $($crate::member_setter! { $kind $field $type })*
        }
    };
}

/// Declares the response of an operation, or another record that is only read: a [`model!`] without setters, which would cost
/// compile time. A test sets its public fields.
#[macro_export]
macro_rules! response {
    ($(#[$meta:meta])* pub struct $Name:ident { $($(#[$doc:meta])* $field:ident: $kind:ident $type:ty = $location:expr;)* }) => {
        $crate::record! { received $(#[$meta])* pub struct $Name { $($(#[$doc])* $field: $kind $type = $location;)* } }

        $crate::record_default! { $Name }
    };
}

/// Declares the request of an operation, its descriptor and its response type.
///
/// The syntax is that of [`model!`], plus the operation and the positional arguments of `new`. Doc comments before `notes;`, which
/// may follow the operation, are shown below the fields.
///
/// ```
/// # hwc_wire::model! { /// The response.
/// # pub struct ListRelationResponse {} }
/// # use hwc_wire::{AuthRequirement, Method, Operation, Service};
/// # static SERVICE: Service = Service::new("osm");
/// hwc_wire::request! {
///     /// Lists the tickets that are linked to a ticket.
///     pub struct ListRelation(case_id: req String) -> ListRelationResponse {
///         /// The ticket.
///         case_id: req String = path("case_id").length(1, 64);
///     }
///     operation: Operation::new(&SERVICE, "Relations", "ListRelation", Method::Get, "/v2/cases/{case_id}/relations");
/// }
/// let request = ListRelation::new("case-123");
/// assert_eq!(request.case_id, "case-123");
/// assert_eq!(request.maybe(Some("case-456"), ListRelation::case_id).case_id, "case-456");
/// ```
#[macro_export]
macro_rules! request {
    (
        $(#[$meta:meta])*
        pub struct $Name:ident($($must:ident: $must_kind:ident $must_type:ty),*) -> $Response:ty {
            $($(#[$doc:meta])* $field:ident: $kind:ident $type:ty = $location:expr;)*
        }
        $(constants: $constants:expr;)?
        operation: $operation:expr;
        $($(#[$note:meta])* notes;)?
    ) => {
        $crate::record! {
            sent $(#[$meta])* pub struct $Name { $($(#[$doc])* $field: $kind $type = $location;)* }
            $(constants: $constants;)?
        }

        $($(#[$note])*)?
        impl $Name {
            /// Creates the request from its required fields. The methods below set the optional ones.
            #[allow(clippy::new_without_default, reason = "what is required has no default")]
            #[must_use]
            #[inline]
            pub fn new($($must: $crate::argument!($must_kind $must_type)),*) -> Self {
                #[allow(unused_mut, reason = "some requests require nothing")]
                let mut request: Self = $crate::Model::unset();
                $(request.$must = $crate::convert!($must_kind $must);)*
                request
            }

            $crate::maybe! {}

            $($crate::setter! { $(#[$doc])* $kind $field $type })*
        }

        impl $crate::Request for $Name {
            type Response = $Response;
            const OPERATION: &'static $crate::Operation = {
                static OPERATION: $crate::Operation = $operation;
                &OPERATION
            };
        }
    };
}

/// Implements [`Paginated`](crate::Paginated) for a request, and names the response field with the elements, as in
/// `ListCases: incident_info_list of Case` or `ListFiles: data.files of File`.
#[macro_export]
macro_rules! paginated {
    ($Request:ident: $($items:ident).+ of $Item:ty) => {
        impl $crate::Paginated for $Request {
            type Item = $Item;

            #[inline]
            fn into_items(page: Self::Response) -> ::std::vec::Vec<$Item> {
                $crate::items_at!(page, $($items).+)
            }
        }
    };
}

/// The list at a path of fields.
#[doc(hidden)]
#[macro_export]
macro_rules! items_at {
    ($record:expr, $items:ident) => { $record.$items };
    ($record:expr, $outer:ident.$($items:ident).+) => {
        $record.$outer.map(|inner| $crate::items_at!(inner, $($items).+)).unwrap_or_default()
    };
}

/// Implements `Default` for a record, with no field set.
#[doc(hidden)]
#[macro_export]
macro_rules! record_default {
    ($Name:ident) => {
        impl ::core::default::Default for $Name {
            #[inline]
            fn default() -> Self {
                $crate::Model::unset()
            }
        }
    };
}

/// The common part of [`model!`], [`response!`] and [`request!`].
#[doc(hidden)]
#[macro_export]
macro_rules! record {
    (
        $direction:ident $(#[$meta:meta])*
        pub struct $Name:ident { $($(#[$doc:meta])* $field:ident: $kind:ident $type:ty = $location:expr;)* }
        $(constants: $constants:expr;)?
    ) => {
        $(#[$meta])*
        #[derive(Clone)]
        #[non_exhaustive]
        pub struct $Name {
            $($(#[$doc])* pub $field: $crate::field_type!($kind $type),)*
        }

        impl $crate::Model for $Name {
            const DESCRIPTOR: &'static $crate::RecordDescriptor = {
                #[allow(unused_imports, reason = "each model uses some of them")]
                use $crate::descriptor::{body, binary, form, header, path, query, query_comma_separated, payload};
                static DESCRIPTOR: $crate::RecordDescriptor = $crate::RecordDescriptor::$direction(stringify!($Name), &[$($location),*])$(.constants($constants))?;
                &DESCRIPTOR
            };

            #[inline]
            fn unset() -> Self {
                Self { $($field: $crate::WireType::empty()),* }
            }

            #[allow(unused_assignments, reason = "the last field needs no next position")]
            #[inline]
            fn field(&self, index: usize) -> &dyn $crate::WireValue {
                #[allow(unused_mut, reason = "a record may have no fields")]
                let mut position = 0usize;
                $(if index == position { return &self.$field; } position += 1;)*
                $crate::record::no_such_field(index)
            }

            #[allow(unused_assignments, reason = "the last field needs no next position")]
            #[inline]
            fn field_mut(&mut self, index: usize) -> &mut dyn $crate::WireValue {
                #[allow(unused_mut, reason = "a record may have no fields")]
                let mut position = 0usize;
                $(if index == position { return &mut self.$field; } position += 1;)*
                $crate::record::no_such_field(index)
            }
        }

        impl ::core::fmt::Debug for $Name {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::record::debug(self, stringify!($($kind $field)*), f)
            }
        }

        impl ::core::cmp::PartialEq for $Name {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                $crate::record::records_equal(self, other)
            }
        }

        impl $crate::serde::Serialize for $Name {
            fn serialize<S: $crate::serde::Serializer>(&self, serializer: S) -> ::core::result::Result<S::Ok, S::Error> {
                $crate::serde::Serialize::serialize(&$crate::ValueRef::Record(self), serializer)
            }
        }

        $crate::json_schema! { $Name }

        impl<'de> $crate::serde::Deserialize<'de> for $Name {
            fn deserialize<D: $crate::serde::Deserializer<'de>>(source: D) -> ::core::result::Result<Self, D::Error> {
                $crate::serde::from_deserializer(source)
            }
        }
    };
}
