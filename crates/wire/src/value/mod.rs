//! Values: the types of fields, and the two directions of a value.
//!
//! Every type that can be a field of a model implements [`WireValue`]. Decoding passes it an [`InputValue`]. Encoding,
//! validation, comparison and printing use its [`ValueRef`].

mod binary;
mod boolean;
pub mod calendar;
mod error;
mod file_part;
mod input;
mod json;
pub(crate) mod map;
mod map_or_text;
mod null;
pub(crate) mod numbers;
pub mod open_enum;
mod option;
mod secret;
pub(crate) mod text;
mod timestamp;
mod utc_offset;
mod vec;
mod view;
mod wire_value;

pub use binary::Binary;
pub use error::ValueError;
pub use file_part::FilePart;
pub use input::{Element, InputValue, ListReader, MapBuilder, ObjectReader};
pub use map::expect_empty_object;
pub use map_or_text::MapOrText;
pub use secret::{PresignedUrl, Secret};
pub use timestamp::{Timestamp, unix_millis};
pub use utc_offset::UtcOffset;
pub use vec::{ListBuilder, read_list};
pub use view::{ListRef, MapRef, ValueRef};
pub use wire_value::{WireType, WireValue};
