//! The files of the handlers: those of an operation in `spec/<service>/<group>/` are in `src/services/<service>/<group>`.
#![allow(clippy::unwrap_used, reason = "what fails here is a failed test")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use hwc_models::SERVICES;
use hwc_sandbox::{Sandbox, SandboxOptions};

/// Returns the names of the files or folders in a folder.
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name());
    entries.map(|name| name.into_string().unwrap()).collect()
}

/// Converts the name of an operation to that of its file.
fn file_name(operation: &str) -> String {
    let mut name = String::new();
    for char in operation.chars() {
        if char.is_ascii_uppercase() && !name.is_empty() {
            name.push('_');
        }
        name.push(char.to_ascii_lowercase());
    }
    name + ".yaml"
}

#[test]
fn handlers_are_in_the_group_of_their_operation() {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let (spec, services) = (root.join("../../spec"), root.join("src/services"));
    let sandbox = Sandbox::new(SandboxOptions::default().without_demo_data()).unwrap();
    let without_handler: BTreeSet<(&str, String)> = sandbox
        .unimplemented_operations()
        .into_iter()
        .map(|operation| (operation.service.id, file_name(operation.name)))
        .collect();
    let mut checked = 0;
    for service in SERVICES.iter().map(|service| service.id) {
        for group in names(&spec.join(service)).into_iter().filter(|group| !group.contains('.') && group != "types") {
            let operations = names(&spec.join(service).join(&group));
            if operations.into_iter().all(|operation| without_handler.contains(&(service, operation))) {
                continue;
            }
            let place = services.join(service).join(&group);
            assert!(place.with_extension("rs").is_file() || place.join("mod.rs").is_file(), "{service}/{group}");
            checked += 1;
        }
    }
    assert!(checked > 20, "only {checked} groups have handlers");
}
