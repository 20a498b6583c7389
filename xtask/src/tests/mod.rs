//! Tests of the loader and the emitter, on small specs in `xtask/fixtures`.

mod added_endpoint;
mod emitted;
mod invalid_specs;
mod robust;
mod scale;
mod stale;

use std::path::PathBuf;

fn fixture_path(folder: &str) -> PathBuf {
    crate::root::repository_root().unwrap().join("xtask/fixtures").join(folder)
}
