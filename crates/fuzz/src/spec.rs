//! Target: the loader of the spec. Any input results in reported problems or in generated code.
//!
//! The input is a spec as one text, in the format of the fixtures of `xtask`.

/// Runs one input.
pub(crate) fn run(data: &[u8]) {
    if let Ok(text) = std::str::from_utf8(data) {
        _ = xtask::try_spec(text);
    }
}
