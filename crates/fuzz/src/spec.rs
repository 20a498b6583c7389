//! Target: the loader of the spec. Whatever the files hold, it ends in problems or in printed code.
//!
//! The input is a spec as one text, in the form of the fixtures of `xtask`.

/// Runs one input.
pub(crate) fn run(data: &[u8]) {
    if let Ok(text) = std::str::from_utf8(data) {
        _ = xtask::try_spec(text);
    }
}
