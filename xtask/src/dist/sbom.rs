//! The bill of materials: the crates in the binary, in the format CycloneDX.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use super::{Dist, tool};
use crate::metadata::cargo_command;

/// Writes the bill of materials.
///
/// # Errors
/// Returns the error of cargo or of the file system.
pub(super) fn run(dist: &Dist) -> Result<String, String> {
    let tree = crates(dist)?;
    let lock = read(&dist.root.join("Cargo.lock"))?;
    let components: Vec<Value> = tree.lines().filter_map(|line| component(line, &lock)).collect();
    let document = document(dist, &components);
    let path = dist.package("cdx.json");
    let text = serde_json::to_string_pretty(&document).map_err(|error| error.to_string())?;
    fs::write(&path, text + "\n").map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(format!("{}: {} crates", path.display(), components.len()))
}

/// Returns a line for each crate in the binary: name, version, license and repository, separated by tabs.
fn crates(dist: &Dist) -> Result<String, String> {
    let mut command = cargo_command();
    command.args(["tree", "--locked", "--package", "hwc-cli", "--edges", "normal,no-proc-macro"]);
    command.args(["--target", &dist.target, "--prefix", "none", "--no-dedupe", "--format", "{p}\t{l}\t{r}"]);
    let tree = tool::run(command.current_dir(&dist.root))?;
    let mut lines: Vec<&str> = tree.lines().collect();
    lines.sort_unstable();
    lines.dedup();
    Ok(lines.join("\n"))
}

fn read(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}

/// Returns the component of a line, as in `serde v1.0.228\tMIT OR Apache-2.0\thttps://github.com/serde-rs/serde`. The
/// package itself is the subject of the document, not a component.
fn component(line: &str, lock: &str) -> Option<Value> {
    let mut parts = line.split('\t');
    let mut words = parts.next()?.split(' ');
    let (name, version) = (words.next()?, words.next()?.strip_prefix('v')?);
    if name == "hwc-cli" {
        return None;
    }
    let purl = format!("pkg:cargo/{name}@{version}");
    let mut component = json!({
        "type": "library", "bom-ref": purl, "name": name, "version": version, "purl": purl, "scope": "required",
    });
    if let Some(license) = parts.next().filter(|license| !license.is_empty()) {
        // Older crates separate licenses with a slash, which SPDX does not know.
        component["licenses"] = json!([{ "expression": license.replace('/', " OR ") }]);
    }
    if let Some(url) = parts.next().filter(|url| !url.is_empty()) {
        component["externalReferences"] = json!([{ "type": "vcs", "url": url }]);
    }
    if let Some(checksum) = checksum(lock, name, version) {
        component["hashes"] = json!([{ "alg": "SHA-256", "content": checksum }]);
    }
    Some(component)
}

/// Returns the checksum of a crate in the lock file. Crates of the workspace have none.
fn checksum<'a>(lock: &'a str, name: &str, version: &str) -> Option<&'a str> {
    let head = format!("name = \"{name}\"\nversion = \"{version}\"\n");
    let package = lock.split("[[package]]\n").find(|package| package.starts_with(&head))?;
    package.lines().find_map(|line| line.strip_prefix("checksum = \"")?.strip_suffix('"'))
}

fn document(dist: &Dist, components: &[Value]) -> Value {
    let purl = format!("pkg:cargo/hwc-cli@{}", dist.version);
    let refs: Vec<&Value> = components.iter().map(|component| &component["bom-ref"]).collect();
    json!({
        "$schema": "http://cyclonedx.org/schema/bom-1.5.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application", "bom-ref": purl, "name": "hwc", "version": dist.version, "purl": purl,
                "licenses": [{ "expression": "MIT OR Apache-2.0" }],
            },
            "properties": [{ "name": "cargo:target", "value": dist.target }],
        },
        "components": components,
        "dependencies": [{ "ref": purl, "dependsOn": refs }],
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::example;
    use super::*;

    const LOCK: &str =
        "[[package]]\nname = \"serde\"\nversion = \"1.0.2\"\nsource = \"registry\"\nchecksum = \"ab12\"\n";

    #[test]
    fn a_component_has_license_source_and_checksum() {
        let serde = component("serde v1.0.2\tMIT/Apache-2.0\thttps://example.com/serde", LOCK).unwrap();
        assert_eq!(serde["purl"], "pkg:cargo/serde@1.0.2");
        assert_eq!(serde["licenses"][0]["expression"], "MIT OR Apache-2.0");
        assert_eq!(serde["hashes"][0]["content"], "ab12");
        let own = component("hwc-api v0.1.0 (/checkout/crates/api)\tMIT OR Apache-2.0\t", LOCK).unwrap();
        assert_eq!((own["name"].as_str(), own.get("hashes")), (Some("hwc-api"), None));
        assert!(!own.to_string().contains("checkout"), "local paths are private: {own}");
        assert_eq!(component("hwc-cli v0.1.0 (/checkout)\t\t", LOCK), None);
    }

    #[test]
    fn references_are_those_of_components() {
        let components = [component("serde v1.0.2\tMIT\t", LOCK).unwrap()];
        let document = document(&example(Path::new(".")), &components);
        assert_eq!(document["dependencies"][0]["dependsOn"][0], document["components"][0]["bom-ref"]);
        assert_eq!(document["metadata"]["component"]["version"], "1.2.3");
    }
}
