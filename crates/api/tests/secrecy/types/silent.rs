//! The types that print nothing. A compile-time check ensures that they implement neither `Debug` nor `Display`.

use std::fmt::{Debug, Display};

/// An ambiguous way to call `checked` on a type that prints, which the compiler rejects.
trait Silent<Way> {
    fn checked() {}
}

struct ByDebug;
struct ByDisplay;

impl<T: ?Sized> Silent<()> for T {}
impl<T: ?Sized + Debug> Silent<ByDebug> for T {}
impl<T: ?Sized + Display> Silent<ByDisplay> for T {}

macro_rules! silent {
    ($($path:literal: $type:ty;)*) => {
        /// Their paths.
        pub(super) const NAMES: &[&str] = &[$($path),*];

        const _: &[fn()] = &[$(<$type as Silent<_>>::checked),*];
    };
}

silent! {
    "hwc_sandbox::Context": hwc_sandbox::Context<'static>;
    "hwc_sandbox::records::Column": hwc_sandbox::records::Column<()>;
    "hwc_sandbox::records::Query": hwc_sandbox::records::Query<'static, ()>;
    "hwc_sandbox::records::Records": hwc_sandbox::records::Records<'static, ()>;
    "hwc_wire::Exposed": hwc_wire::Exposed<'static>;
    "hwc_wire::catalog::Catalog": hwc_wire::catalog::Catalog;
    "hwc_wire::catalog::OperationEntry": hwc_wire::catalog::OperationEntry;
    "hwc_wire::catalog::ServiceCatalog": hwc_wire::catalog::ServiceCatalog;
    "hwc_wire::client::EncodeOptions": hwc_wire::EncodeOptions<'static>;
    "hwc_wire::descriptor::Kind": hwc_wire::Kind;
    "hwc_wire::descriptor::RecordKind": hwc_wire::RecordKind;
    "hwc_wire::server::RequestRef": hwc_wire::RequestRef<'static>;
    "hwc_wire::server::ServiceValue": hwc_wire::server::ServiceValue<'static>;
    "hwc_wire::server::ResponseParts": hwc_wire::ResponseParts;
    "hwc_wire::value::InputValue": hwc_wire::InputValue<'static>;
    "hwc_wire::value::ValueRef": hwc_wire::ValueRef<'static>;
}
