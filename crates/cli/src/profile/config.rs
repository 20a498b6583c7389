//! The configuration of the command: defaults for options. The file is `config` in the configuration directory, with the
//! format of a profile file and one section, `[hwc]`.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::OnceLock;

use hwc_api::{ProfileFile, SERVICES};

use super::editor::ProfileEditor;
use crate::error::CliError;
use crate::paths;
use crate::ui::format::Format;

/// The section of the file.
const SECTION: &str = "hwc";

/// The keys, with their descriptions.
pub(crate) const KEYS: [(&str, &str); 5] = [
    ("profile", "Profile of the profile file"),
    ("region", "Region of services, as in cn-north-4"),
    ("output", "Output format: table, json, jsonl, yaml or csv"),
    ("color", "Color text: auto, always or never"),
    ("pager", "Show results at a terminal in a pager: always or never"),
];

/// Returns the path of the file.
pub(crate) fn path() -> Result<PathBuf, CliError> {
    let missing = || CliError::config("no directory for the configuration: set HOME or HWC_CONFIG_DIR");
    Ok(paths::config_dir().ok_or_else(missing)?.join("config"))
}

/// Returns the configured value of a key. A file that cannot be read has none: `hwc doctor` reports it.
pub(crate) fn get(key: &str) -> Option<String> {
    static FILE: OnceLock<Option<ProfileFile>> = OnceLock::new();
    let file = FILE.get_or_init(|| ProfileFile::load(&path().ok()?).ok()?);
    file.as_ref()?.get(SECTION, key).map(str::to_owned)
}

/// Returns the value of a key in the file.
pub(crate) fn read(key: &str) -> Result<Option<String>, CliError> {
    check_key(key)?;
    Ok(ProfileEditor::load(&path()?)?.get(SECTION, key).map(str::to_owned))
}

/// Sets a key in the file, or removes it.
pub(crate) fn write(key: &str, value: Option<&str>) -> Result<(), CliError> {
    check_key(key)?;
    if let Some(value) = value {
        check_value(key, value)?;
    }
    let mut file = ProfileEditor::load(&path()?)?;
    match value {
        Some(value) => file.set(SECTION, key, value),
        None => drop(file.unset(SECTION, key)),
    }
    file.save()
}

fn check_key(key: &str) -> Result<(), CliError> {
    let names = KEYS.map(|(name, _)| name);
    match names.contains(&key) {
        true => Ok(()),
        false => {
            Err(CliError::usage(format!("unknown key `{key}`; use one of {}", names.join(", "))).with_choices(names))
        }
    }
}

fn check_value(key: &str, value: &str) -> Result<(), CliError> {
    let choices: &[&str] = match key {
        "output" => &["table", "json", "jsonl", "yaml", "csv"],
        "color" => &["auto", "always", "never"],
        "pager" => &["always", "never"],
        _ => return Ok(()),
    };
    match choices.contains(&value) {
        true => Ok(()),
        false => {
            let message = format!("`{value}` is not a value of `{key}`; use one of {}", choices.join(", "));
            Err(CliError::usage(message).with_choices(choices.iter().copied()))
        }
    }
}

/// Returns a note about a region in which no service of the catalog has an endpoint. It may be right all the same: endpoints
/// can be set one by one.
pub(crate) fn unknown_region(name: &str) -> Option<String> {
    let regions = regions();
    let known = || regions.iter().copied().collect::<Vec<_>>().join(", ");
    (!regions.contains(name)).then(|| format!("the region `{name}` is not known; known ones are {}", known()))
}

/// Returns the names of the regions of all services. `*` stands for any region, and is not a name.
pub(crate) fn regions() -> BTreeSet<&'static str> {
    let names = SERVICES.iter().flat_map(|service| service.regions).map(|region| region.id);
    names.filter(|name| *name != "*").collect()
}

/// Returns the configured output format.
pub(crate) fn output() -> Option<Format> {
    Format::find(&get("output")?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_regions_are_noted() {
        assert_eq!(unknown_region("cn-north-4"), None);
        let note = unknown_region("mars").unwrap();
        assert!(note.starts_with("the region `mars` is not known; known ones are ap-") && note.contains("cn-north-4"));
    }
}
