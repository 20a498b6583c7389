//! Zip archives for jobs that pack files: stored as they are, without compression, which every unpacker reads.

use std::collections::BTreeSet;
use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::refusal::Refusal;

/// Packs files into a zip archive. Contents stay as they are, and names too; where several files have one name, all but
/// the first get a number in front.
///
/// # Errors
/// An internal failure when the archive cannot be written, which does not happen in memory.
pub(crate) fn pack(files: &[(String, Vec<u8>)]) -> Result<Vec<u8>, Refusal> {
    written(files).map_err(|error| Refusal::internal(format!("the files cannot be packed: {error}")))
}

fn written(files: &[(String, Vec<u8>)]) -> zip::result::ZipResult<Vec<u8>> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    let mut names = BTreeSet::new();
    for (name, content) in files {
        archive.start_file(unused(name, &mut names), stored)?;
        archive.write_all(content)?;
    }
    Ok(archive.finish()?.into_inner())
}

fn unused(name: &str, names: &mut BTreeSet<String>) -> String {
    let numbered = (2_u32..).map(|number| format!("{number} {name}"));
    let mut choices = std::iter::once(name.to_owned()).chain(numbered);
    choices.find(|choice| names.insert(choice.clone())).unwrap_or_else(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    #[test]
    fn what_was_packed_comes_out_again() {
        let file = |name: &str, content: &[u8]| (name.to_owned(), content.to_vec());
        let files = [file("a.txt", b"one"), file("一.txt", b"two"), file("a.txt", b"three"), file("2 a.txt", b"four")];
        let mut archive = zip::ZipArchive::new(Cursor::new(pack(&files).unwrap())).unwrap();
        assert_eq!(archive.len(), files.len());
        for (name, (_, content)) in ["a.txt", "一.txt", "2 a.txt", "2 2 a.txt"].into_iter().zip(&files) {
            let mut read = Vec::new();
            archive.by_name(name).unwrap().read_to_end(&mut read).unwrap();
            assert_eq!(read, *content, "{name}");
        }
    }
}
