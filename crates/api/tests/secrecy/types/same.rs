//! The types that have a second path. That both lead to the same type is checked when this is compiled.

macro_rules! same {
    ($($path:literal: $type:ty = $other:ty;)*) => {
        /// Their second paths.
        pub(super) const NAMES: &[&str] = &[$($path),*];

        $(const _: fn($type) -> $other = |same| same;)*
    };
}

same! {
    "hwc_api::Binary": hwc_api::Binary = hwc_wire::value::Binary;
    "hwc_api::Exposed": hwc_api::Exposed<'static> = hwc_wire::Exposed<'static>;
    "hwc_api::FilePart": hwc_api::FilePart = hwc_wire::value::FilePart;
    "hwc_api::Body": hwc_api::Body = hwc_transport::Body;
    "hwc_api::ByteStream": hwc_api::ByteStream = hwc_transport::ByteStream;
    "hwc_api::Deviation": hwc_api::Deviation = hwc_wire::decode::Deviation;
    "hwc_api::DeviationKind": hwc_api::DeviationKind = hwc_wire::decode::DeviationKind;
    "hwc_api::Deviations": hwc_api::Deviations = hwc_wire::decode::Deviations;
    "hwc_api::ErrorClass": hwc_api::ErrorClass = hwc_wire::descriptor::ErrorClass;
    "hwc_api::PresignedUrl": hwc_api::PresignedUrl = hwc_wire::value::PresignedUrl;
    "hwc_api::Method": hwc_api::Method = hwc_wire::descriptor::Method;
    "hwc_api::DecodeMode": hwc_api::DecodeMode = hwc_wire::decode::DecodeMode;
    "hwc_api::Operation": hwc_api::Operation = hwc_wire::descriptor::Operation;
    "hwc_api::Secret": hwc_api::Secret = hwc_wire::value::Secret;
    "hwc_api::Service": hwc_api::Service = hwc_wire::descriptor::Service;
    "hwc_api::Timestamp": hwc_api::Timestamp = hwc_wire::value::Timestamp;
    "hwc_api::TransportError": hwc_api::TransportError = hwc_transport::TransportError;
    "hwc_api::Violation": hwc_api::Violation = hwc_wire::validate::Violation;
}
