//! Atomic files before, during and after a write.

#![allow(clippy::unwrap_used, reason = "helpers of tests may panic like tests")]

use std::fs;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use hwc_transport::file::{Access, AtomicFile};

/// Returns an empty folder for one test.
fn folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("file").join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn a_file_has_its_name_after_the_commit() {
    let folder = folder("commit");
    let path = folder.join("x".repeat(255));
    fs::write(&path, "old").unwrap();
    let mut file = AtomicFile::create(&path, Access::Umask).unwrap();
    file.write_all(b"new").unwrap();
    assert_eq!((fs::read_to_string(&path).unwrap().as_str(), names(&folder).len()), ("old", 2));
    file.sync().unwrap();
    file.commit().unwrap();
    assert_eq!((fs::read_to_string(&path).unwrap().as_str(), names(&folder).len()), ("new", 1));
}

#[test]
fn a_file_that_is_dropped_leaves_nothing() {
    let folder = folder("drop");
    let path = folder.join("a");
    fs::write(&path, "old").unwrap();
    let mut file = AtomicFile::create(&path, Access::Umask).unwrap();
    file.write_all(b"new").unwrap();
    drop(file);
    assert_eq!((fs::read_to_string(&path).unwrap().as_str(), names(&folder)), ("old", vec!["a".to_owned()]));
}

#[test]
fn what_is_not_a_file_is_refused_at_once() {
    let folder = folder("refused");
    for path in [folder.clone(), folder.join(".."), folder.join("new/"), folder.join("no/such/folder"), PathBuf::new()]
    {
        assert!(AtomicFile::create(&path, Access::Umask).is_err(), "{path:?}");
    }
    assert_eq!(AtomicFile::create(&folder, Access::Umask).unwrap_err().kind(), ErrorKind::IsADirectory);
    assert_eq!(names(&folder), [""; 0]);
}

#[test]
fn a_file_that_cannot_be_renamed_is_kept_and_named() {
    let folder = folder("kept");
    let path = folder.join("a");
    let mut file = AtomicFile::create(&path, Access::Umask).unwrap();
    file.write_all(b"new").unwrap();
    // Meanwhile a folder has taken the name.
    fs::create_dir_all(path.join("in_the_way")).unwrap();
    let error = file.commit().unwrap_err().to_string();
    let part = folder.join(&names(&folder)[0]);
    assert!(error.ends_with(&format!("the complete content is in `{}`", part.display())), "{error}");
    assert_eq!(fs::read_to_string(part).unwrap(), "new");
}

#[cfg(unix)]
mod unix {
    use std::fs::Permissions;
    use std::os::unix::fs::{MetadataExt, PermissionsExt, chown, symlink};

    use super::*;

    fn replace(path: &Path) -> std::io::Result<()> {
        AtomicFile::replace(path, b"new", Access::Umask)
    }

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().mode() & 0o7777
    }

    #[test]
    fn links_are_followed_to_their_end() {
        let folder = folder("links");
        fs::create_dir_all(folder.join("b/c")).unwrap();
        fs::write(folder.join("b/real"), "old").unwrap();
        symlink("../real", folder.join("b/c/third")).unwrap();
        symlink(folder.join("b/c/third"), folder.join("b/second")).unwrap();
        symlink("b/second", folder.join("first")).unwrap();
        replace(&folder.join("first")).unwrap();
        assert_eq!(fs::read_to_string(folder.join("b/real")).unwrap(), "new");
        assert!(["first", "b/second", "b/c/third"].iter().all(|link| folder.join(link).is_symlink()));
        assert_eq!(names(&folder.join("b")), ["c", "real", "second"]);
    }

    #[test]
    fn the_file_that_a_dangling_link_leads_to_is_made() {
        let folder = folder("dangling");
        fs::create_dir(folder.join("b")).unwrap();
        symlink("b/second", folder.join("first")).unwrap();
        symlink("real", folder.join("b/second")).unwrap();
        replace(&folder.join("first")).unwrap();
        assert_eq!(fs::read_to_string(folder.join("b/real")).unwrap(), "new");
        assert!(folder.join("first").is_symlink() && folder.join("b/second").is_symlink());
        symlink("no/such/folder/file", folder.join("nowhere")).unwrap();
        assert_eq!(replace(&folder.join("nowhere")).unwrap_err().kind(), ErrorKind::NotFound);
    }

    #[test]
    fn a_loop_of_links_is_refused() {
        let folder = folder("loop");
        symlink("b", folder.join("a")).unwrap();
        symlink("a", folder.join("b")).unwrap();
        let error = replace(&folder.join("a")).unwrap_err().to_string();
        assert_eq!(error, "more than 40 symbolic links, or a loop of them");
        assert_eq!(names(&folder), ["a", "b"]);
    }

    #[test]
    fn the_mode_of_a_replaced_file_is_kept() {
        let folder = folder("mode");
        let path = folder.join("a");
        for kept in [0o600, 0o640, 0o664, 0o755, 0o444] {
            let _ = fs::remove_file(&path);
            fs::write(&path, "old").unwrap();
            fs::set_permissions(&path, Permissions::from_mode(kept)).unwrap();
            for access in [Access::Owner, Access::Umask] {
                AtomicFile::replace(&path, b"new", access).unwrap();
                assert_eq!(mode(&path), kept, "{kept:o}");
            }
        }
    }

    #[test]
    fn nobody_else_reads_a_private_file_while_it_is_replaced() {
        let folder = folder("private");
        let path = folder.join("a");
        fs::write(&path, "old").unwrap();
        fs::set_permissions(&path, Permissions::from_mode(0o600)).unwrap();
        let file = AtomicFile::create(&path, Access::Umask).unwrap();
        let part = names(&folder).into_iter().find(|name| name != "a").unwrap();
        assert_eq!(mode(&folder.join(part)), 0o600);
        file.commit().unwrap();
    }

    #[test]
    fn a_new_file_is_as_open_as_it_should_be() {
        let folder = folder("new");
        AtomicFile::replace(&folder.join("private"), b"new", Access::Owner).unwrap();
        replace(&folder.join("usual")).unwrap();
        fs::write(folder.join("plain"), "").unwrap();
        assert_eq!(mode(&folder.join("private")), 0o600);
        assert_eq!(mode(&folder.join("usual")), mode(&folder.join("plain")));
    }

    /// Only root can change the owner, for example in a container. Other users see that nothing fails.
    #[test]
    fn the_owner_of_a_replaced_file_is_kept() {
        let path = folder("owner").join("a");
        fs::write(&path, "old").unwrap();
        let _ = chown(&path, Some(12345), Some(54321));
        let before = fs::metadata(&path).unwrap();
        replace(&path).unwrap();
        let after = fs::metadata(&path).unwrap();
        assert_eq!((after.uid(), after.gid()), (before.uid(), before.gid()));
        assert_eq!(fs::read_to_string(&path).unwrap(), "new");
    }

    #[test]
    fn a_device_is_written_to_as_it_is() {
        replace(Path::new("/dev/null")).unwrap();
        let link = folder("device").join("null");
        symlink("/dev/null", &link).unwrap();
        replace(&link).unwrap();
        assert!(link.is_symlink());
        assert!(!fs::metadata("/dev/null").unwrap().is_file());
    }
}
