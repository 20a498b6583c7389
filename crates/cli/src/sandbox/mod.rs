//! The built-in sandbox for `--sandbox`, `hwc demo` and `hwc sandbox serve`.

#[cfg(not(feature = "sandbox"))]
mod disabled;
#[cfg(feature = "sandbox")]
mod enabled;

#[cfg(not(feature = "sandbox"))]
pub(crate) use disabled::{client_builder, example_input, response_kinds};
#[cfg(feature = "sandbox")]
pub(crate) use enabled::{client_builder, client_builder_for, example_input, response_kinds, to_error};
