//! Zip archives for jobs that pack files: stored as they are, without compression, which every unpacker reads.

/// Packs files into a zip archive. Names and contents stay as they are.
pub(crate) fn zip(files: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut archive = Vec::new();
    let mut directory = Vec::new();
    for (name, content) in files {
        let start = length(archive.len());
        let entry = entry(name, content);
        archive.extend([0x50, 0x4b, 3, 4]);
        archive.extend(&entry);
        archive.extend(name.as_bytes());
        archive.extend(content);
        directory.extend([0x50, 0x4b, 1, 2, 20, 0]);
        directory.extend(&entry);
        // No comment, first disk, no attributes.
        directory.extend([0; 10]);
        directory.extend(start.to_le_bytes());
        directory.extend(name.as_bytes());
    }
    let (start, count) = (length(archive.len()), short(files.len()));
    let size = length(directory.len());
    archive.extend(directory);
    archive.extend([0x50, 0x4b, 5, 6, 0, 0, 0, 0]);
    archive.extend(count.to_le_bytes());
    archive.extend(count.to_le_bytes());
    archive.extend(size.to_le_bytes());
    archive.extend(start.to_le_bytes());
    archive.extend([0, 0]);
    archive
}

/// What the entry before a file and that of the directory share.
fn entry(name: &str, content: &[u8]) -> Vec<u8> {
    // Version 2.0, names in UTF-8, stored, and 1 January 1980 as the time.
    let mut entry = vec![20, 0, 0, 8, 0, 0, 0, 0, 0x21, 0];
    entry.extend(crc32(content).to_le_bytes());
    entry.extend(length(content.len()).to_le_bytes());
    entry.extend(length(content.len()).to_le_bytes());
    entry.extend(short(name.len()).to_le_bytes());
    entry.extend([0, 0]);
    entry
}

/// Bodies end at 12 MB, so no length comes near the limit.
fn length(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

fn short(length: usize) -> u16 {
    u16::try_from(length).unwrap_or(u16::MAX)
}

fn crc32(bytes: &[u8]) -> u32 {
    let mut crc = u32::MAX;
    for byte in bytes {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            let mask = (crc & 1).wrapping_neg();
            crc = (crc >> 1) ^ (0xedb8_8320 & mask);
        }
    }
    !crc
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checksum_is_that_of_zip() {
        assert_eq!(crc32(b"123456789"), 0xcbf4_3926);
    }

    #[test]
    fn the_directory_finds_every_file() {
        let archive = zip(&[("a.txt".to_owned(), b"one".to_vec()), ("b.txt".to_owned(), b"three".to_vec())]);
        let end = archive.len() - 22;
        assert_eq!(archive[end..end + 4], [0x50, 0x4b, 5, 6]);
        assert_eq!(archive[end + 10], 2, "two files");
        let directory = u32::from_le_bytes(archive[end + 16..end + 20].try_into().unwrap()) as usize;
        assert_eq!(archive[directory..directory + 4], [0x50, 0x4b, 1, 2]);
        let second = directory + 46 + "a.txt".len();
        let start = u32::from_le_bytes(archive[second + 42..second + 46].try_into().unwrap()) as usize;
        assert_eq!(
            archive[start + 30..],
            *b"b.txtthree".iter().chain(&archive[directory..]).copied().collect::<Vec<_>>()
        );
    }
}
