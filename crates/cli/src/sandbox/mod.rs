//! The built-in sandbox for `--sandbox`, `hwc demo` and `hwc sandbox`.

#[cfg(feature = "sandbox")]
pub(crate) mod control_client;
#[cfg(not(feature = "sandbox"))]
mod disabled;
#[cfg(feature = "sandbox")]
mod enabled;
#[cfg(feature = "sandbox")]
pub(crate) mod running;

#[cfg(not(feature = "sandbox"))]
pub(crate) use disabled::{background_endpoint, connect, example_input, response_kinds};
#[cfg(feature = "sandbox")]
pub(crate) use enabled::{background_endpoint, client_builder_for, connect, example_input, response_kinds, to_error};
#[cfg(feature = "mcp")]
pub(crate) use enabled::{open, open_unless_running};

use hwc_api::serde_json::{Map, Value};

/// An input of an operation, as its example shows it.
pub(crate) struct ExampleInput {
    pub(crate) fields: Map<String, Value>,
    /// The operation to call before, with its own example.
    pub(crate) first: Option<&'static str>,
    /// The fields with a file, each with the operation that downloads it.
    pub(crate) files: Vec<(&'static str, &'static str)>,
    /// The settings that differ from those of the spec.
    pub(crate) settings: Vec<(&'static str, &'static str)>,
}
