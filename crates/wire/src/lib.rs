#![doc = include_str!("../README.md")]

mod binary;
mod budget;
#[cfg(feature = "catalog")]
pub mod catalog;
pub mod context;
pub mod decode;
pub mod deviation;
pub mod encode;
pub mod envelope;
pub mod field;
mod file_part;
mod fill;
pub mod form;
mod json;
mod keys;
#[cfg(feature = "catalog")]
pub mod kind;
pub mod limits;
mod list;
mod local_path;
mod macros;
mod map;
pub mod open_enum;
pub mod operation;
mod option;
pub mod receive;
pub mod record;
mod repair;
pub mod respond;
mod scalars;
#[cfg(feature = "schema")]
pub mod schema;
mod secret;
mod seed;
pub mod service;
mod sink;
mod source;
mod task;
mod text;
mod time;
pub mod value;

pub use binary::Binary;
pub use context::{DecodeContext, DecodeMode, Deviation, DeviationKind, Deviations};
pub use decode::{DecodeError, decode};
pub use encode::{EncodeError, EncodeOptions, RequestParts, encode};
pub use envelope::ErrorBody;
pub use field::{FieldDescriptor, Location, Written};
pub use file_part::FilePart;
pub use fill::set_fields_from_json;
pub use form::{FormPart, FormPartRef, FormValue};
#[cfg(feature = "catalog")]
pub use kind::{Kind, RecordKind};
pub use limits::{Constraints, Violation};
pub use open_enum::{EnumDescriptor, UnknownValue};
pub use operation::{AuthRequirement, Download, Effect, Method, Operation, Paginated, Pagination, Request};
pub use receive::{RequestRef, decode_request};
pub use record::{Model, Record, RecordDescriptor};
pub use respond::{ResponseParts, encode_response};
pub use secret::{PresignedUrl, Secret};
pub use service::{AuthScheme, Envelope, ErrorClass, ErrorRule, Region, Service, Setting, SettingLocation};
pub use task::{Task, TaskFailures, TaskInput, TaskPhase, TaskSource, TaskState};
pub use text::percent_encode;
pub use time::Timestamp;
pub use value::{InputValue, ValueError, ValueRef, WireType, WireValue};

pub use serde_json::Value as Json;

#[cfg(feature = "schema")]
#[doc(hidden)]
pub use schemars;
#[doc(hidden)]
pub use serde;
