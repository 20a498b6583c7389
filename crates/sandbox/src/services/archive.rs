//! Zip archives for jobs that pack files. Contents are stored uncompressed, which every unpacker can read.

use std::collections::{BTreeMap, BTreeSet};

use crate::runtime::api_error::ApiError;

/// The format version that a reader needs, and the flag for names in UTF-8.
const VERSION_AND_FLAGS: [u8; 4] = [20, 0, 0, 8];

/// The method for stored contents, then the time of day and the date 1980-01-01. Files in the sandbox have no times.
const METHOD_AND_TIME: [u8; 6] = [0, 0, 0, 0, 0x21, 0];

/// Packs files into a zip archive. Repeated names get a number in front.
///
/// # Errors
/// Returns an internal failure if the archive is larger than the format allows (4 GiB, 65,535 files).
pub(crate) fn pack(files: &[(String, Vec<u8>)]) -> Result<Vec<u8>, ApiError> {
    write(files).ok_or_else(|| ApiError::internal("cannot pack the files: too large for a zip archive"))
}

fn write(files: &[(String, Vec<u8>)]) -> Option<Vec<u8>> {
    let (mut archive, mut directory) = (Vec::new(), Vec::new());
    let mut names = Names::default();
    for (name, content) in files {
        let name = names.unused(name);
        let entry = entry(&name, content)?;
        let at = u32::try_from(archive.len()).ok()?;
        archive.extend([b"PK\x03\x04".as_slice(), &entry, name.as_bytes(), content].concat());
        // Between them: no comment, disk 0, no attributes.
        directory
            .extend([b"PK\x01\x02\x14\0".as_slice(), &entry, &[0; 10], &at.to_le_bytes(), name.as_bytes()].concat());
    }
    let count = u16::try_from(files.len()).ok()?.to_le_bytes();
    let (size, at) = (u32::try_from(directory.len()).ok()?, u32::try_from(archive.len()).ok()?);
    archive.extend(directory);
    archive.extend(
        [b"PK\x05\x06\0\0\0\0".as_slice(), &count, &count, &size.to_le_bytes(), &at.to_le_bytes(), &[0; 2]].concat(),
    );
    Some(archive)
}

/// Writes the fields that the file header and the directory entry share.
fn entry(name: &str, content: &[u8]) -> Option<Vec<u8>> {
    let size = u32::try_from(content.len()).ok()?.to_le_bytes();
    let length = u16::try_from(name.len()).ok()?.to_le_bytes();
    let checksum = crc32(content).to_le_bytes();
    Some([VERSION_AND_FLAGS.as_slice(), &METHOD_AND_TIME, &checksum, &size, &size, &length, &[0, 0]].concat())
}

/// Computes the CRC-32 checksum of zip archives, nibble by nibble.
fn crc32(content: &[u8]) -> u32 {
    let table: [u32; 16] = std::array::from_fn(|index| {
        (0..4).fold(u32::try_from(index).unwrap_or_default(), |value, _| {
            if value & 1 == 1 { (value >> 1) ^ 0xedb8_8320 } else { value >> 1 }
        })
    });
    let step = |value: u32, nibble: u8| (value >> 4) ^ table[usize::from((value as u8 ^ nibble) & 15)];
    !content.iter().fold(!0, |value, byte| step(step(value, *byte), byte >> 4))
}

/// The names used in an archive.
#[derive(Default)]
struct Names {
    taken: BTreeSet<String>,
    /// The next number to put in front of each repeated name.
    next: BTreeMap<String, u32>,
}

impl Names {
    /// Returns the name, with a number in front if it is already used.
    fn unused(&mut self, name: &str) -> String {
        let next = self.next.entry(name.to_owned()).or_insert(1);
        loop {
            let choice = if *next == 1 { name.to_owned() } else { format!("{next} {name}") };
            *next += 1;
            if self.taken.insert(choice.clone()) {
                return choice;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checksum_is_that_of_the_standard() {
        assert_eq!((crc32(b"123456789"), crc32(b"")), (0xcbf4_3926, 0));
    }

    /// Python's `zipfile` reads this archive. `testzip()` finds no error and the names and contents match.
    #[test]
    fn an_archive_has_the_bytes_of_the_format() {
        let file = |name: &str, content: &[u8]| (name.to_owned(), content.to_vec());
        let archive = pack(&[file("a.txt", b"one"), file("一.txt", b"two"), file("a.txt", b"")]).unwrap();
        insta::assert_snapshot!(archive.escape_ascii().to_string());
    }

    #[test]
    fn names_that_come_again_are_numbered() {
        let mut names = Names::default();
        let taken = ["a.txt", "a.txt", "2 a.txt", "a.txt"].map(|name| names.unused(name));
        assert_eq!(taken, ["a.txt", "2 a.txt", "2 2 a.txt", "3 a.txt"]);
    }
}
