//! Checks of the packages on this machine: the binary in an empty root, the content of the archives, and the checksums.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use super::{Dist, checksums, empty_folder, image, stage, tool};

/// The files that a Debian package must install.
const INSTALLED: [&str; 3] =
    ["./usr/bin/hwc", "./usr/share/bash-completion/completions/hwc", "./usr/share/man/man1/hwc-ticket-list.1.gz"];

/// Runs all checks.
///
/// # Errors
/// Returns the first check that fails.
pub(super) fn run(dist: &Dist) -> Result<String, String> {
    let checks = [empty_root(dist)?, unpacked(dist)?, debian(dist)?, oci(dist)?, sums(dist)?];
    Ok(checks.join("; "))
}

/// Runs the binary in a root without any other file. Like the image, it has a folder for temporary files.
fn empty_root(dist: &Dist) -> Result<String, String> {
    let root = dist.packages().join("root");
    empty_folder(&root)?;
    empty_folder(&root.join("tmp"))?;
    stage::copy(&dist.binary(), &root.join("hwc"))?;
    let run = |words: &[&str]| {
        let mut command = Command::new("unshare");
        command.args(["--map-root-user", "chroot"]).arg(&root).arg("/hwc").args(words);
        tool::run(command.env_clear().env("PATH", "/usr/sbin:/usr/bin:/sbin:/bin"))
    };
    let version = run(&["--version"])?;
    expect(version.trim(), &format!("hwc {}", dist.version))?;
    let tickets = run(&["ticket", "list", "--sandbox", "--jq", "length"])?;
    remove(&root)?;
    Ok(format!("{} runs in an empty root, with {} tickets in its sandbox", version.trim(), tickets.trim()))
}

/// Unpacks the tarball and runs its binary.
fn unpacked(dist: &Dist) -> Result<String, String> {
    let folder = dist.packages().join("unpacked");
    empty_folder(&folder)?;
    tool::run(Command::new("tar").arg("-xzf").arg(dist.package("tar.gz")).arg("-C").arg(&folder))?;
    let version = tool::run(Command::new(folder.join(dist.name()).join("hwc")).arg("--version"))?;
    expect(version.trim(), &format!("hwc {}", dist.version))?;
    remove(&folder)?;
    Ok("the tarball unpacks".to_owned())
}

/// Lists the files of the Debian package.
fn debian(dist: &Dist) -> Result<String, String> {
    let path: PathBuf = dist.packages().join(format!("hwc_{}_{}.deb", dist.version, dist.architecture()));
    let list = tool::run(Command::new("dpkg-deb").arg("--contents").arg(&path))?;
    let missing = INSTALLED.iter().find(|file| !list.lines().any(|line| line.ends_with(**file)));
    match missing {
        Some(file) => Err(format!("{} lacks {file}", path.display())),
        None => Ok(format!("the Debian package has {} files and folders", list.lines().count())),
    }
}

/// Reads the configuration of the image.
fn oci(dist: &Dist) -> Result<String, String> {
    let path = dist.package("oci.tar");
    let read = |name: &str| -> Result<Value, String> {
        let text = tool::run(Command::new("tar").arg("-xOf").arg(&path).arg(name))?;
        serde_json::from_str(&text).map_err(|error| format!("{}: {name}: {error}", path.display()))
    };
    let blob = |part: &Value| format!("blobs/{}", part["digest"].as_str().unwrap_or_default().replace(':', "/"));
    let manifest = read(&blob(&read("index.json")?["manifests"][0]))?;
    let config = read(&blob(&manifest["config"]))?;
    expect(&config["config"]["Entrypoint"].to_string(), "[\"/hwc\"]")?;
    expect(config["config"]["User"].as_str().unwrap_or_default(), image::USER)?;
    expect(config["architecture"].as_str().unwrap_or_default(), dist.architecture())?;
    let layers = manifest["layers"].as_array().map_or(0, Vec::len);
    Ok(format!("the image of {layers} layer(s) starts /hwc as {}", image::USER))
}

fn sums(dist: &Dist) -> Result<String, String> {
    let check = ["-c", "--strict", checksums::FILE];
    tool::run(Command::new("sha256sum").args(check).current_dir(dist.packages()))?;
    Ok("the checksums fit".to_owned())
}

fn expect(actual: &str, expected: &str) -> Result<(), String> {
    if actual == expected { Ok(()) } else { Err(format!("expected `{expected}`, but got `{actual}`")) }
}

fn remove(folder: &Path) -> Result<(), String> {
    fs::remove_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))
}
