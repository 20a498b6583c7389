//! Tests of the loader and the emitter, on small specs in `xtask/fixtures`.

mod invalid_specs;
mod stale;

use std::path::{Path, PathBuf};

fn fixture_path(folder: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(folder)
}
