//! The built-in sandbox for `--sandbox`, `hwc demo` and `hwc sandbox`.

#[cfg(not(feature = "sandbox"))]
mod disabled;
#[cfg(feature = "sandbox")]
mod enabled;
#[cfg(feature = "sandbox")]
pub(crate) mod running;

#[cfg(not(feature = "sandbox"))]
pub(crate) use disabled::{connect, example_input, response_kinds};
#[cfg(feature = "sandbox")]
pub(crate) use enabled::{client_builder_for, connect, example_input, response_kinds, to_error};
