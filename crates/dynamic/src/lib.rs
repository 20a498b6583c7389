//! Calls by operation name: lookup, fields, JSON requests and responses, schemas, examples, redaction and files.
#![cfg_attr(docsrs, feature(doc_cfg))]
#![doc = include_str!("../README.md")]

mod command_line;
mod error;
mod example;
mod field;
mod files;
mod operation;
mod pages;
mod parse;
mod redact;
mod redaction;
mod request;
mod response;
mod schema;
mod secrets;
mod sources;

pub use command_line::{call_command, flag_name, flag_pairs, quote, setting_option};
pub use error::{InputError, UnknownOperation};
pub use example::{ExampleRequest, example_request, skeleton, variable_name};
pub use field::{Field, fields_of_record, find_field, is_file, is_secret, is_structured};
pub use files::{FileContents, reject_local_paths};
pub use operation::DynamicOperation;
pub use pages::{fill_page_defaults, next_page, visit_items};
pub use parse::{UnknownValues, parse_request, parse_value};
pub use redact::{REDACTED, Redacted};
pub use redaction::Redaction;
pub use request::DynamicRequest;
pub use response::{ResponseWithMetadata, header_fields, response_json};
pub use schema::{request_schema, response_schema};
pub use sources::{SourceText, ValueSources, decode_text};

/// The suggestions for misspelled names of operations, fields and values.
pub use hwc_wire::catalog::suggest;
