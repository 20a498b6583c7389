//! Tests of the loader and the printer, on small specs in `xtask/fixtures`.

mod bad_specs;
mod drift;

use std::path::{Path, PathBuf};

fn fixtures(folder: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(folder)
}
