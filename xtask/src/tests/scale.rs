//! Tests of the generator on a spec of three times the size. They assert no times: `cargo xtask buildcost change` measures them.

use std::fs;

use super::fixture_path;
use crate::r#gen::{MODELS, Mode, generate, services};
use crate::scale::generate_scaled;

#[test]
fn a_spec_of_three_times_the_size_is_generated() {
    let root = fixture_path("../..");
    let folder = std::env::temp_dir().join(format!("hwc-gen-scaled-{}", std::process::id()));
    _ = fs::remove_dir_all(&folder);
    let count: usize = services(&root).unwrap().iter().map(|(_, count)| count).sum();
    let summary = generate_scaled(&root, &folder, 3).unwrap();
    assert!(summary.starts_with(&format!("{} operations;", 3 * count)), "{summary}");
    let names: Vec<String> = services(&folder).unwrap().into_iter().map(|(name, _)| name).collect();
    assert!(names.contains(&"osm_2".to_owned()), "{names:?}");
    generate(&folder, &folder, MODELS, Mode::Check).unwrap();
    fs::remove_dir_all(&folder).unwrap();
}
