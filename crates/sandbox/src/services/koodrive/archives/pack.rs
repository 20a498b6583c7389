//! Packing files and folders into a zip archive. Contents are stored uncompressed, and pass through a
//! temporary file if they are large.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Seek, SeekFrom};

use hwc_wire::UtcOffset;
use tempfile::SpooledTempFile;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::services::koodrive::drive::Node;
use crate::services::koodrive::drive::content::{self, StoredContent};
use crate::services::koodrive::drive::tree::Branch;

/// The maximum size of an archive without a temporary file.
const SMALL: usize = 64 << 10;

/// The size from which on an entry needs the 64-bit format.
const LARGE: u64 = u32::MAX as u64;

/// Packs branches of the tree, and stores the archive. Repeated names get a number in front.
pub(crate) fn pack(cx: &Context<'_>, name: &str, branches: &[Branch]) -> Result<StoredContent, ApiError> {
    let mut file = write(cx, branches)?;
    file.seek(SeekFrom::Start(0)).map_err(failed)?;
    content::put(cx, name, &mut file)
}

fn write(cx: &Context<'_>, branches: &[Branch]) -> Result<SpooledTempFile, ApiError> {
    let mut writer = ZipWriter::new(SpooledTempFile::new(SMALL));
    let mut taken = BTreeSet::new();
    for Branch { top, below } in branches {
        let path = unused(&mut taken, &top.name);
        add(cx, &mut writer, top, &path)?;
        let mut folders = BTreeMap::from([(top.id.clone(), path)]);
        for below in below {
            if let Some(folder) = folders.get(&below.parent) {
                let path = format!("{folder}/{}", below.name);
                add(cx, &mut writer, below, &path)?;
                folders.insert(below.id.clone(), path);
            }
        }
    }
    writer.finish().map_err(failed)
}

/// Adds one file or folder.
fn add(cx: &Context<'_>, writer: &mut ZipWriter<SpooledTempFile>, node: &Node, path: &str) -> Result<(), ApiError> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Stored)
        .last_modified_time(time(node.edited_at))
        .large_file(node.size >= LARGE);
    match &node.content {
        Some(id) => {
            writer.start_file(path, options).map_err(failed)?;
            io::copy(&mut content::open(cx, id)?, writer).map_err(failed)?;
        }
        None => writer.add_directory(path, options).map_err(failed)?,
    }
    Ok(())
}

/// Returns a name that no other entry has at the top of the archive.
fn unused(taken: &mut BTreeSet<String>, name: &str) -> String {
    let numbered = (2..).map(|number| format!("{number} {name}"));
    let unused = std::iter::once(name.to_owned()).chain(numbered).find(|choice| !taken.contains(choice));
    let unused = unused.unwrap_or_default();
    taken.insert(unused.clone());
    unused
}

/// Converts a time to that of archives, which have no time zone.
fn time(millis: i64) -> DateTime {
    let text = UtcOffset::CHINA.local_time(millis);
    let numbers: Vec<u16> = text.split(['-', ' ', ':']).filter_map(|part| part.parse().ok()).collect();
    let byte = |index: usize| numbers.get(index).and_then(|number| u8::try_from(*number).ok()).unwrap_or_default();
    let year = numbers.first().copied().unwrap_or_default();
    DateTime::from_date_and_time(year, byte(1), byte(2), byte(3), byte(4), byte(5)).unwrap_or_default()
}

fn failed(error: impl std::error::Error) -> ApiError {
    ApiError::internal(format!("cannot pack the files: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repeated_names_are_numbered() {
        let mut taken = BTreeSet::new();
        let names = ["a.txt", "a.txt", "2 a.txt", "a.txt"].map(|name| unused(&mut taken, name));
        assert_eq!(names, ["a.txt", "2 a.txt", "2 2 a.txt", "3 a.txt"]);
    }

    #[test]
    fn a_time_is_that_of_china() {
        let time = time(1_767_225_600_000);
        assert_eq!((time.year(), time.month(), time.day(), time.hour()), (2026, 1, 1, 8));
    }
}
