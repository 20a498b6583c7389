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
pub use context::{Context, Deviation, DeviationKind, Deviations, Mode};
pub use decode::{DecodeError, decode};
pub use encode::{EncodeError, Encoding, Parts, encode};
pub use envelope::Refusal;
pub use field::{Field, Place, Written};
pub use file_part::FilePart;
pub use fill::fill;
pub use form::{FormPart, FormValue, ReceivedPart};
#[cfg(feature = "catalog")]
pub use kind::{Kind, RecordKind};
pub use limits::{Limits, Violation};
pub use open_enum::{EnumInfo, Unlisted};
pub use operation::{Auth, Download, Effect, Endpoint, Method, Operation, Paged, Paging};
pub use receive::{Received, receive};
pub use record::{Model, Record, Shape};
pub use respond::{AnswerParts, respond};
pub use secret::{Link, Secret};
pub use service::{Envelope, ErrorClass, ErrorRule, Region, Scheme, Service, Setting, SettingPlace};
pub use task::{Task, TaskFailures, TaskInput, TaskPhase, TaskSource, TaskState};
pub use text::escaped;
pub use time::Timestamp;
pub use value::{Blank, Input, Output, Stop, Value};

pub use serde_json::Value as Json;

#[cfg(feature = "schema")]
#[doc(hidden)]
pub use schemars;
#[doc(hidden)]
pub use serde;
