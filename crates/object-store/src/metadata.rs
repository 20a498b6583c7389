//! Locations and properties of objects.

use chrono::DateTime;
use hwc_drive::{Entry, RemotePath};
use object_store::path::{self, Path, PathPart};
use object_store::{ObjectMeta, Result};

use crate::error::convert;

/// Returns the path in the space for a location. Each segment is the name of a folder or file as it is.
pub(crate) fn remote_path(location: &Path) -> Result<RemotePath> {
    location.as_ref().parse().map_err(|error| convert(error, location))
}

/// Returns the location of an entry below a folder. `relative` has slashes between the names of [`hwc_drive::Drive::list`].
pub(crate) fn location_below(folder: &Path, relative: &str) -> Result<Path> {
    let mut location = folder.clone();
    for name in relative.split('/') {
        let part = PathPart::parse(name);
        let part = part.map_err(|source| path::Error::BadSegment { path: format!("{folder}/{relative}"), source })?;
        location = location.join(part);
    }
    Ok(location)
}

/// Returns the properties of an object. An object whose time the service does not send is from 1970.
pub(crate) fn object_meta(location: Path, entry: &Entry) -> ObjectMeta {
    let time = entry.edited_at.or(entry.created_at).and_then(DateTime::from_timestamp_millis);
    ObjectMeta {
        location,
        last_modified: time.unwrap_or_default(),
        size: entry.size,
        e_tag: entry.sha256.as_deref().and_then(e_tag),
        version: None,
    }
}

/// Returns the tag of a content by its SHA-256, or `None` if that is not one.
pub(crate) fn e_tag(sha256: &str) -> Option<String> {
    let is_hash = sha256.len() == 64 && sha256.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_hash.then(|| sha256.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_segments_as_they_are() {
        let location = location_below(&Path::from("a"), "100% 年/x~1.txt").unwrap();
        assert_eq!(location.as_ref(), "a/100% 年/x~1.txt");
        assert_eq!(remote_path(&location).unwrap().segments(), ["a", "100% 年", "x~1.txt"]);
        assert_eq!(location_below(&Path::ROOT, "b").unwrap().as_ref(), "b");
        assert!(remote_path(&Path::ROOT).unwrap().is_root());
    }

    #[test]
    fn names_that_no_location_can_have_are_errors() {
        for name in ["a\nb", "..", "a/\u{1}"] {
            let error = location_below(&Path::from("a"), name).unwrap_err();
            assert!(matches!(error, object_store::Error::InvalidPath { .. }), "{error}");
        }
    }

    #[test]
    fn tags_are_hashes() {
        assert_eq!(e_tag(&"AB".repeat(32)), Some("ab".repeat(32)));
        assert_eq!([e_tag(""), e_tag("\"x\", *")], [None, None]);
    }
}
