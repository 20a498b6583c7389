//! The hashes of a content: SHA-256, its state before each part, and the proof to have the content.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;

use sha2::digest::common::hazmat::SerializableState;
use sha2::{Digest, Sha256};

/// The number of bytes that `preHash` covers, and that a proof covers at most.
const PREFIX: u64 = 1024;
const PROVEN: u64 = 8;

/// Bytes per read.
const BUFFER: u64 = 256 << 10;

/// The parameters of hashing a file.
#[derive(Clone, Copy, Debug)]
pub(crate) struct HashPlan {
    /// The number of bytes that must be there.
    pub(crate) length: u64,
    /// The size of the parts, a multiple of 64.
    pub(crate) part_size: u64,
    /// The number that selects the bytes of the proof.
    pub(crate) proof_number: Option<u64>,
}

/// The hashes of a content, in hexadecimal digits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ContentHash {
    pub(crate) sha256: String,
    /// The hash of the first 1024 bytes.
    pub(crate) prefix: String,
    /// The hash of the bytes that the proof number selects. `None` without a number, and for an empty content.
    pub(crate) proof: Option<String>,
    /// The words of SHA-256 before each part but the first.
    pub(crate) states: Vec<[u32; 8]>,
}

/// Hashes the file at `path`.
///
/// # Errors
/// Returns an error of the kind `UnexpectedEof` if the file is shorter or longer than planned.
pub(crate) fn hash_file(path: &Path, plan: HashPlan) -> io::Result<ContentHash> {
    hash_open_file(&mut File::open(path)?, plan)
}

/// Hashes an open file from its start.
pub(crate) fn hash_open_file(file: &mut (impl Read + Seek), plan: HashPlan) -> io::Result<ContentHash> {
    file.seek(SeekFrom::Start(0))?;
    let mut hasher = Sha256::new();
    let mut states = Vec::new();
    let mut left = plan.length;
    while left > 0 {
        if left < plan.length {
            states.push(words(&hasher));
        }
        let part = left.min(plan.part_size);
        copy(file, part, &mut hasher)?;
        left -= part;
    }
    if file.read(&mut [0])? != 0 {
        return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "the file has become longer"));
    }
    let proof = plan.proof_number.filter(|_| plan.length > 0);
    let proof = proof.map(|number| hash_range(file, number % plan.length, PROVEN)).transpose()?;
    Ok(ContentHash { sha256: finish_hex(hasher), prefix: hash_range(file, 0, PREFIX)?, proof, states })
}

/// Adds exactly `length` bytes to a hash.
fn copy(file: &mut impl Read, length: u64, hasher: &mut Sha256) -> io::Result<()> {
    let mut buffer = vec![0; usize::try_from(BUFFER.min(length)).unwrap_or_default()];
    let mut left = length;
    while left > 0 {
        let wanted = usize::try_from(left.min(BUFFER)).unwrap_or_default();
        let piece = buffer.get_mut(..wanted).unwrap_or_default();
        file.read_exact(piece)?;
        hasher.update(&*piece);
        left -= wanted as u64;
    }
    Ok(())
}

/// Returns the hash of up to `length` bytes from `start`.
fn hash_range(file: &mut (impl Read + Seek), start: u64, length: u64) -> io::Result<String> {
    let mut bytes = Vec::new();
    file.seek(SeekFrom::Start(start))?;
    file.take(length).read_to_end(&mut bytes)?;
    Ok(sha256_hex(&bytes))
}

/// Returns the state of a hash between two blocks: its eight words.
fn words(hasher: &Sha256) -> [u32; 8] {
    let state = hasher.serialize();
    let (words, _) = state.as_chunks::<4>();
    std::array::from_fn(|index| words.get(index).map_or(0, |word| u32::from_le_bytes(*word)))
}

/// Returns the SHA-256 of bytes in hexadecimal digits.
pub(crate) fn sha256_hex(bytes: &[u8]) -> String {
    finish_hex(Sha256::new_with_prefix(bytes))
}

/// Returns a finished hash in hexadecimal digits.
pub(crate) fn finish_hex(hasher: Sha256) -> String {
    hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use sha2::block_api::compress256;

    use super::*;

    fn plan(length: u64, part_size: u64) -> HashPlan {
        HashPlan { length, part_size, proof_number: Some(1_000_003) }
    }

    fn content(length: usize) -> Vec<u8> {
        (0_u32..).map(|number| (number.wrapping_mul(2_654_435_761) >> 24) as u8).take(length).collect()
    }

    #[test]
    fn the_states_are_those_of_the_block_function() {
        let bytes = content(1000);
        let hash = hash_open_file(&mut Cursor::new(&bytes), plan(1000, 128)).unwrap();
        assert_eq!(hash.states.len(), 7);
        for (index, state) in hash.states.iter().enumerate() {
            let mut words = [
                0x6a09_e667,
                0xbb67_ae85,
                0x3c6e_f372,
                0xa54f_f53a,
                0x510e_527f,
                0x9b05_688c,
                0x1f83_d9ab,
                0x5be0_cd19,
            ];
            compress256(&mut words, bytes[..(index + 1) * 128].as_chunks().0);
            assert_eq!(*state, words, "before part {}", index + 2);
        }
    }

    #[test]
    fn the_hashes_are_those_of_the_content() {
        for length in [0_usize, 1, 63, 64, 1023, 1024, 1025] {
            let bytes = content(length);
            let hash = hash_open_file(&mut Cursor::new(&bytes), plan(length as u64, 64)).unwrap();
            assert_eq!(hash.sha256, sha256_hex(&bytes));
            assert_eq!(hash.prefix, sha256_hex(&bytes[..length.min(1024)]));
            assert_eq!(hash.states.len(), length.div_ceil(64).saturating_sub(1));
            let start = 1_000_003_usize.checked_rem(length);
            let proof = start.map(|start| sha256_hex(&bytes[start..length.min(start + 8)]));
            assert_eq!(hash.proof, proof);
        }
    }

    #[test]
    fn another_length_is_an_error() {
        for length in [99, 101] {
            let outcome = hash_open_file(&mut Cursor::new(content(100)), plan(length, 64));
            assert_eq!(outcome.unwrap_err().kind(), io::ErrorKind::UnexpectedEof, "{length}");
        }
    }
}
