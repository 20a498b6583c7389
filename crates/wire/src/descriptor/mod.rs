//! Descriptors: static tables that describe services, operations, records, fields and enums.
//!
//! They are constants, so a program computes and allocates nothing for them at startup.

mod constant;
mod constraints;
mod enums;
mod field;
#[cfg(feature = "catalog")]
mod kind;
mod operation;
mod record;
mod service;
mod task;

pub use constant::{Constant, ConstantValue};
pub use constraints::Constraints;
pub use enums::EnumDescriptor;
pub use field::{
    FieldDescriptor, JsonForm, Location, MemberPresence, binary, body, form, header, path, payload, query,
    query_comma_separated,
};
#[cfg(feature = "catalog")]
pub use kind::{Kind, RecordKind};
pub use operation::{AuthRequirement, Download, Effect, Method, Operation, Paginated, Pagination, Request, StartsTask};
pub use record::RecordDescriptor;
pub use service::{AuthScheme, Envelope, ErrorClass, ErrorRule, Region, Service};
pub use service::{ServiceErrorCode, Setting, SettingLocation};
pub use task::{Task, TaskFailures, TaskInput, TaskPhase, TaskSource, TaskState};
