//! Opening an archive and reading its entries. Only zip archives without a password can be unpacked.

use std::io::Read;

use hwc_wire::{Timestamp, UtcOffset};
use zip::result::ZipError;
use zip::{DateTime, ZipArchive};

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::services::koodrive::drive::content::{self, ContentReader};
use crate::services::koodrive::drive::{Node, names};
use crate::services::koodrive::{refused, refused_with};

/// The largest number of entries of an archive whose content can be listed.
const MOST_LISTED: usize = 10_000;

/// The size of the largest archive that can be unpacked, and that of its content, in bytes: 20 GB.
const LARGEST: u64 = 20 << 30;

/// The first bytes of archives in formats that the sandbox does not read.
const OTHER_FORMATS: [(&[u8], &str); 2] = [(b"7z\xbc\xaf\x27\x1c", "7z"), (b"Rar!\x1a\x07", "rar")];

/// An open archive.
pub(crate) struct Archive {
    pub(super) zip: ZipArchive<Box<dyn ContentReader>>,
    pub(crate) entries: Vec<Entry>,
}

/// A file or folder in an archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    /// The number of the entry in the archive.
    pub(super) index: usize,
    /// The full path, without a slash at the end.
    pub(crate) path: String,
    pub(crate) is_folder: bool,
    pub(crate) size: u64,
    /// The time of the last change, in milliseconds. Archives have no time zone, so it is that of China.
    pub(crate) modified: Option<i64>,
    is_encrypted: bool,
}

impl Archive {
    /// Opens an archive and checks its entries.
    ///
    /// # Errors
    /// Returns 13000406 for a folder, and 13000308 for a file that is not a zip archive, that is damaged or too large, or that has an
    /// entry with an unsafe path.
    pub(crate) fn open(cx: &Context<'_>, node: &Node) -> Result<Self, ApiError> {
        let id = node.content.as_ref().ok_or_else(|| refused("13000406"))?;
        if node.size > LARGEST {
            return Err(unusable("it is larger than 20 GB"));
        }
        if let Some(format) = other_format(&mut *content::open(cx, id)?) {
            return Err(unusable(&format!("the sandbox reads zip archives, not {format}")));
        }
        let mut zip = ZipArchive::new(content::open(cx, id)?).map_err(|error| damaged(&error))?;
        let entries = (0..zip.len()).map(|index| Entry::read(&mut zip, index)).collect::<Result<Vec<_>, _>>()?;
        if entries.iter().try_fold(0_u64, |sum, entry| sum.checked_add(entry.size)).is_none_or(|sum| sum > LARGEST) {
            return Err(unusable("its content is larger than 20 GB"));
        }
        Ok(Self { zip, entries })
    }

    /// Checks that the archive is small enough to be listed.
    pub(crate) fn require_listable(&self) -> Result<(), ApiError> {
        if self.entries.len() <= MOST_LISTED { Ok(()) } else { Err(unusable("it has more than 10,000 entries")) }
    }

    /// Checks that the archive has no password.
    ///
    /// # Errors
    /// Returns 13000102 for a protected archive.
    pub(crate) fn require_open(&self) -> Result<(), ApiError> {
        match self.entries.iter().find(|entry| entry.is_encrypted) {
            Some(_) => Err(refused_with(
                "13000102",
                "The archive is protected by a password, and jobs of the sandbox do not decrypt.",
            )),
            None => Ok(()),
        }
    }

    /// Checks the password of a protected archive with its first protected entry.
    ///
    /// # Errors
    /// Returns 13000102 if the password is missing or wrong, and 13000308 for an encryption that the sandbox does not support.
    pub(crate) fn require_password(&mut self, password: &str) -> Result<(), ApiError> {
        let Some(entry) = self.entries.iter().find(|entry| entry.is_encrypted) else {
            return Ok(());
        };
        if password.is_empty() {
            return Err(refused_with("13000102", "The archive is protected by a password."));
        }
        match self.zip.by_index_decrypt(entry.index, password.as_bytes()) {
            Ok(_) => Ok(()),
            Err(ZipError::InvalidPassword) => Err(refused_with("13000102", "The password of the archive is wrong.")),
            Err(error) => Err(damaged(&error)),
        }
    }
}

impl Entry {
    /// Returns the entry of a folder, which the archive itself may lack.
    pub(super) fn folder(path: &str, modified: Option<i64>) -> Self {
        Self { index: 0, path: path.to_owned(), is_folder: true, size: 0, modified, is_encrypted: false }
    }

    fn read(zip: &mut ZipArchive<Box<dyn ContentReader>>, index: usize) -> Result<Self, ApiError> {
        let file = zip.by_index_data(index).map_err(|error| damaged(&error))?;
        let name = file.name().map_err(|error| damaged(&error))?;
        let path = name.strip_suffix('/').unwrap_or(&name).to_owned();
        // A link could lead to files outside of the archive.
        if file.is_symlink() || path.split('/').any(|part| names::validate(part).is_err()) {
            return Err(unusable("an entry has a path that is not allowed"));
        }
        let modified = file.last_modified().and_then(millis);
        let (is_folder, size, is_encrypted) = (file.is_dir(), file.size(), file.encrypted());
        Ok(Self { index, path, is_folder, size, modified, is_encrypted })
    }
}

/// Returns the format of a file that the sandbox does not read.
fn other_format(content: &mut dyn Read) -> Option<&'static str> {
    let mut start = Vec::new();
    content.take(8).read_to_end(&mut start).ok()?;
    OTHER_FORMATS.iter().find(|(signature, _)| start.starts_with(signature)).map(|(_, format)| *format)
}

fn millis(time: DateTime) -> Option<i64> {
    let (year, month, day) = (time.year(), time.month(), time.day());
    let (hour, minute, second) = (time.hour(), time.minute(), time.second());
    let text = format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}");
    Timestamp::from(text).unix_millis_at(UtcOffset::CHINA)
}

/// Returns the error for an archive that cannot be read.
pub(super) fn damaged(error: &dyn std::error::Error) -> ApiError {
    unusable(&error.to_string())
}

/// Returns the error for an archive that cannot be used, with the reason.
pub(super) fn unusable(why: &str) -> ApiError {
    refused_with("13000308", &format!("The archive cannot be read: {why}."))
}
