//! Tests of the loader and the emitter, on small specs in `xtask/fixtures`.

mod drift;
mod invalid_specs;
mod scale;

use std::path::{Path, PathBuf};

fn fixture_path(folder: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(folder)
}
