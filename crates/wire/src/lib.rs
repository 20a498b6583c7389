#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

#[cfg(feature = "catalog")]
pub mod catalog;
pub mod client;
pub mod decode;
pub mod descriptor;
mod json_reader;
mod macros;
pub mod pattern;
pub mod record;
#[cfg(feature = "catalog")]
pub mod schema;
#[doc(hidden)]
pub mod serde;
pub mod server;
mod text;
pub mod validate;
pub mod value;

pub use client::{EncodeError, EncodeOptions, ErrorBody, FormPart, FormValue, RequestParts, encode};
pub use client::{error_in_success_body, parse_error_body};
pub use decode::{DecodeContext, DecodeError, DecodeMode, Deviation, DeviationKind, Deviations};
pub use decode::{decode, decode_body, decode_headers, decode_value, set_field, set_fields_from_json};
pub use descriptor::{
    AuthRequirement, AuthScheme, Constant, ConstantValue, Constraints, Download, Effect, EnumDescriptor, Envelope,
    ErrorClass, ErrorRule, FieldDescriptor, JsonForm, Location, MemberPresence, Method, Operation, Paginated,
    Pagination, RecordDescriptor, Region, Request, Service, ServiceErrorCode, Setting, SettingLocation, StartsTask,
    Task, TaskFailures, TaskInput, TaskPhase, TaskSource, TaskState,
};
#[cfg(feature = "catalog")]
pub use descriptor::{Kind, RecordKind};
pub use pattern::Pattern;
pub use record::{Model, Record, collect_secrets, records_equal};
pub use serde::{Exposed, expose, serialize_exposed};
pub use server::{FormPartRef, RequestRef, ResponseParts, decode_request, encode_response};
pub use text::percent_encode;
pub use validate::{Violation, validate, validate_with_presence};
pub use value::open_enum::{ParseEnumError, UnknownValue};
pub use value::{Binary, FilePart, InputValue, MapOrText, PresignedUrl, Secret, Timestamp, UtcOffset, unix_millis};
pub use value::{ValueError, ValueRef, WireType, WireValue};

pub use serde_json::Value as Json;

#[cfg(feature = "schema")]
#[doc(hidden)]
pub use schemars;
