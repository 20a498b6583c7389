//! Tests of the loader and the emitter, on small specs in `xtask/fixtures`.

mod added_endpoint;
mod drift;
mod emitted;
mod invalid_specs;
mod robust;
mod scale;

use std::path::PathBuf;

fn fixture_path(folder: &str) -> PathBuf {
    crate::root::repository_root().unwrap().join("xtask/fixtures").join(folder)
}
