//! Temporary files of atomic writes.

use std::fs::{File, Metadata, OpenOptions};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use super::Access;

/// The maximum number of temporary names to try. More parts than this of processes with the same ID do not occur in a
/// folder.
const MOST: usize = 10_000;

/// Creates a new file in the folder of `path`. Its name is short, regardless of the length of the file name.
#[inline]
pub(super) fn create(path: &Path, access: Access) -> io::Result<(File, PathBuf)> {
    static COUNT: AtomicUsize = AtomicUsize::new(0);
    for _ in 0..MOST {
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let part = path.with_file_name(format!(".hwc-{}-{count}.part", std::process::id()));
        match options(access).open(&part) {
            Ok(file) => return Ok((file, part)),
            // Left over from a killed process with the same ID.
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    Err(ErrorKind::AlreadyExists.into())
}

#[inline]
fn options(access: Access) -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    if access == Access::Owner {
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    }
    #[cfg(not(unix))]
    let _ = access;
    options
}

/// Sets the owner, group and mode of a file to those of the file that it replaces.
///
/// Only a privileged process can change the owner. If the group is lost, the permissions of the group are removed.
#[cfg(unix)]
#[inline]
pub(super) fn keep(file: &File, replaced: &Metadata) -> io::Result<()> {
    use std::fs::Permissions;
    use std::os::unix::fs::{MetadataExt, PermissionsExt, fchown};

    const SET_ID: u32 = 0o6000;
    const GROUP: u32 = 0o070;
    let (own, mut mode) = (file.metadata()?, replaced.mode() & 0o7777);
    if own.gid() != replaced.gid() && fchown(file, None, Some(replaced.gid())).is_err() {
        mode &= !(SET_ID | GROUP);
    }
    if own.uid() != replaced.uid() && fchown(file, Some(replaced.uid()), None).is_err() {
        mode &= !SET_ID;
    }
    file.set_permissions(Permissions::from_mode(mode))
}

/// Does nothing: on other systems, files inherit their permissions from the folder.
#[cfg(not(unix))]
#[inline]
pub(super) fn keep(_: &File, _: &Metadata) -> io::Result<()> {
    Ok(())
}
