//! The tarball and the Debian package. Names, owners and times are the same on each machine.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::{Dist, empty_folder, size, stage, tool};

/// The fields of the Debian package. Words in braces are replaced.
const CONTROL: &str = include_str!("../../dist/control.in");

/// The places of the files in a Debian package: from the files of the release, to the root of the system.
const PLACES: [(&str, &str); 6] = [
    ("hwc", "usr/bin/hwc"),
    ("completions/hwc.bash", "usr/share/bash-completion/completions/hwc"),
    ("completions/_hwc", "usr/share/zsh/vendor-completions/_hwc"),
    ("completions/hwc.fish", "usr/share/fish/vendor_completions.d/hwc.fish"),
    ("README.md", "usr/share/doc/hwc/README.md"),
    ("README.zh-CN.md", "usr/share/doc/hwc/README.zh-CN.md"),
];

/// Packs the files of the release.
///
/// # Errors
/// Returns the error of `tar`.
pub(super) fn tarball(dist: &Dist) -> Result<String, String> {
    let path = dist.package("tar.gz");
    let mut command = Command::new("tar");
    command.args(["--sort=name", "--owner=0", "--group=0", "--numeric-owner", "--mode=u+rw,go+r,go-w"]);
    command.arg(format!("--mtime=@{}", dist.time)).args(["--use-compress-program=gzip -9n", "-cf"]).arg(&path);
    tool::run(command.arg("-C").arg(dist.packages()).arg(dist.name()))?;
    size(&path)
}

/// Builds the Debian package.
///
/// # Errors
/// Returns the error of the file system or of `dpkg-deb`.
pub(super) fn deb(dist: &Dist) -> Result<String, String> {
    let tree = dist.packages().join("deb");
    empty_folder(&tree)?;
    for (from, to) in PLACES {
        place(&dist.stage().join(from), &tree.join(to))?;
    }
    man_pages(&dist.stage().join("man"), &tree.join("usr/share/man/man1"))?;
    write(&tree.join("usr/share/doc/hwc/copyright"), &copyright(dist)?)?;
    write(&tree.join("DEBIAN/control"), &control(dist, &installed_size(&tree)?))?;
    let path = dist.packages().join(format!("hwc_{}_{}.deb", dist.version, dist.architecture()));
    let mut command = Command::new("dpkg-deb");
    command.args(["--build", "--root-owner-group", "-Zxz"]).arg(&tree).arg(&path);
    tool::run(command.env("SOURCE_DATE_EPOCH", &dist.time))?;
    fs::remove_dir_all(&tree).map_err(|error| format!("{}: {error}", tree.display()))?;
    size(&path)
}

/// Copies a file to a path whose folder may not exist.
fn place(from: &Path, to: &Path) -> Result<(), String> {
    folder_of(to)?;
    stage::copy(from, to)
}

fn write(path: &Path, text: &str) -> Result<(), String> {
    folder_of(path)?;
    fs::write(path, text).map_err(|error| format!("{}: {error}", path.display()))
}

fn folder_of(path: &Path) -> Result<(), String> {
    let folder = path.parent().unwrap_or(path);
    fs::create_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))
}

/// Copies the man pages, compressed as Debian requires.
fn man_pages(from: &Path, to: &Path) -> Result<(), String> {
    fs::create_dir_all(to).map_err(|error| format!("{}: {error}", to.display()))?;
    let pages = fs::read_dir(from).map_err(|error| format!("{}: {error}", from.display()))?;
    for page in pages {
        let page = page.map_err(|error| format!("{}: {error}", from.display()))?;
        let target = to.join(page.file_name());
        stage::copy(&page.path(), &target)?;
        tool::run(Command::new("gzip").arg("-9n").arg(&target))?;
    }
    Ok(())
}

/// Returns the size of the files in KiB.
fn installed_size(tree: &Path) -> Result<String, String> {
    let text = tool::run(Command::new("du").arg("-sk").arg(tree))?;
    Ok(text.split_whitespace().next().unwrap_or_default().to_owned())
}

fn control(dist: &Dist, size: &str) -> String {
    CONTROL.replace("{version}", &dist.version).replace("{architecture}", dist.architecture()).replace("{size}", size)
}

fn copyright(dist: &Dist) -> Result<String, String> {
    let path = dist.root.join("LICENSE-MIT");
    let mit = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(format!("hwc is licensed under either of Apache-2.0 (/usr/share/common-licenses/Apache-2.0) or MIT.\n\n{mit}"))
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::super::tests::example;
    use super::*;

    #[test]
    fn the_control_file_is_complete() {
        let control = control(&example(Path::new(".")), "9000");
        assert!(!control.contains(['{', '}']), "{control}");
        for line in ["Package: hwc", "Version: 1.2.3", "Architecture: amd64", "Installed-Size: 9000"] {
            assert!(control.lines().any(|other| other == line), "{line}: {control}");
        }
    }

    #[test]
    fn tarballs_are_reproducible() {
        let folder = tempfile::tempdir().unwrap();
        let dist = example(folder.path());
        let pack = || {
            empty_folder(&dist.stage()).unwrap();
            write(&dist.stage().join("hwc"), "#!/bin/sh\n").unwrap();
            write(&dist.stage().join("man/hwc.1"), ".TH hwc 1\n").unwrap();
            tarball(&dist).unwrap();
            fs::read(dist.package("tar.gz")).unwrap()
        };
        assert_eq!(pack(), pack());
        let path = dist.package("tar.gz");
        let list = tool::output("tar", &["-tzf", path.to_str().unwrap()]).unwrap();
        assert!(list.contains("hwc-1.2.3-x86_64-unknown-linux-gnu/man/hwc.1"), "{list}");
    }
}
