//! The container image: the binary, root certificates and an empty folder for temporary files, as an OCI archive.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::{Dist, empty_folder, size, tool};

/// The root certificates of the build machine.
const CERTIFICATES: &str = "/etc/ssl/certs/ca-certificates.crt";

/// The path of the certificates in the image.
const CERTIFICATES_IN_IMAGE: &str = "/etc/ssl/certs/ca-certificates.crt";

/// The user in the image, which has no privileges.
pub(super) const USER: &str = "65532:65532";

/// Builds the image from an empty one and writes it as an archive.
///
/// # Errors
/// Returns the error of `buildah`.
pub(super) fn run(dist: &Dist) -> Result<String, String> {
    let container = buildah(&["from", "scratch"])?.trim().to_owned();
    let built = fill(dist, &container).and_then(|()| commit(dist, &container));
    let removed = buildah(&["rm", &container]);
    let path = built?;
    removed?;
    size(&path)
}

/// Copies the files and sets the command.
fn fill(dist: &Dist, container: &str) -> Result<(), String> {
    let binary = dist.binary();
    buildah(&["copy", "--chmod", "0755", container, text(&binary)?, "/hwc"])?;
    let temporary = temporary(dist)?;
    buildah(&["copy", container, text(&temporary)?, "/"])?;
    fs::remove_dir_all(&temporary).map_err(|error| format!("{}: {error}", temporary.display()))?;
    if fs::exists(CERTIFICATES).unwrap_or(false) {
        buildah(&["copy", "--chmod", "0644", container, CERTIFICATES, CERTIFICATES_IN_IMAGE])?;
    }
    let version = format!("org.opencontainers.image.version={}", dist.version);
    let title = "org.opencontainers.image.title=hwc";
    let certificates = format!("SSL_CERT_FILE={CERTIFICATES_IN_IMAGE}");
    let config = ["config", "--entrypoint", r#"["/hwc"]"#, "--user", USER, "--arch", dist.architecture()];
    let labels = ["--label", &version, "--label", title, "--env", &certificates, container];
    buildah(&[&config[..], &labels[..]].concat()).map(drop)
}

/// Creates a folder whose only content is an empty `tmp`, writable by all. The sandbox needs one.
fn temporary(dist: &Dist) -> Result<PathBuf, String> {
    let folder = dist.packages().join("image");
    empty_folder(&folder)?;
    let temporary = folder.join("tmp");
    empty_folder(&temporary)?;
    tool::run(Command::new("chmod").arg("1777").arg(&temporary))?;
    Ok(folder)
}

/// Writes the archive. All times in it are that of the source.
fn commit(dist: &Dist, container: &str) -> Result<PathBuf, String> {
    let path = dist.package("oci.tar");
    // An archive that exists would get a second image.
    if path.exists() {
        fs::remove_file(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    }
    let target = format!("oci-archive:{}:hwc:{}", text(&path)?, dist.version);
    buildah(&["commit", "--quiet", "--format", "oci", "--timestamp", &dist.time, container, &target])?;
    Ok(path)
}

fn buildah(arguments: &[&str]) -> Result<String, String> {
    let mut command = Command::new("buildah");
    // Nothing is run in the container, so neither mounts nor namespaces are needed.
    command.args(["--storage-driver", "vfs"]).args(arguments).env("BUILDAH_ISOLATION", "chroot");
    tool::run(&mut command)
}

fn text(path: &Path) -> Result<&str, String> {
    path.to_str().ok_or_else(|| format!("{} is not UTF-8", path.display()))
}
