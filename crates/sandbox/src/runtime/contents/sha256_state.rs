//! SHA-256 with a readable state. Clients that upload parts in parallel send the state before each part.

use sha2::block_api::compress256;

/// The size of a block in bytes.
const BLOCK: u64 = 64;

/// The state of SHA-256 after some bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Sha256State {
    words: [u32; 8],
    length: u64,
    /// The bytes of the last block, which is not full. The others are 0.
    rest: [u8; 64],
}

impl Sha256State {
    /// The state before the first byte: the first 32 bits of the square roots of the first eight primes.
    pub(crate) const START: Self = Self {
        words: [0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19],
        length: 0,
        rest: [0; 64],
    };

    /// Returns the state after `length` bytes with these words. Returns `None` if the bytes are not whole blocks.
    pub(crate) fn resume(words: [u32; 8], length: u64) -> Option<Self> {
        length.is_multiple_of(BLOCK).then_some(Self { words, length, rest: [0; 64] })
    }

    /// Adds bytes.
    pub(crate) fn update(&mut self, mut bytes: &[u8]) {
        let filled = self.filled();
        self.length += bytes.len() as u64;
        if filled > 0 {
            let (start, left) = bytes.split_at(bytes.len().min(64 - filled));
            self.rest[filled..filled + start.len()].copy_from_slice(start);
            if filled + start.len() < 64 {
                return;
            }
            compress256(&mut self.words, &[self.rest]);
            self.rest = [0; 64];
            bytes = left;
        }
        let (blocks, rest) = bytes.as_chunks();
        compress256(&mut self.words, blocks);
        self.rest[..rest.len()].copy_from_slice(rest);
    }

    /// Returns the hash as 64 hexadecimal digits.
    pub(crate) fn finish(mut self) -> String {
        let (length, filled) = (self.length, self.filled());
        self.rest[filled] = 0x80;
        // The length is the end of the last block, or of one more if it does not fit.
        if filled >= 56 {
            compress256(&mut self.words, &[self.rest]);
            self.rest = [0; 64];
        }
        self.rest[56..].copy_from_slice(&(length * 8).to_be_bytes());
        compress256(&mut self.words, &[self.rest]);
        self.words.iter().map(|word| format!("{word:08x}")).collect()
    }

    /// Returns the number of bytes in the last block.
    fn filled(&self) -> usize {
        usize::try_from(self.length % BLOCK).unwrap_or_default()
    }
}

/// Returns the SHA-256 of bytes as 64 hexadecimal digits.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    let mut state = Sha256State::START;
    state.update(bytes);
    state.finish()
}

#[cfg(test)]
mod tests {
    use sha2::{Digest, Sha256};

    use super::*;

    fn expected(bytes: &[u8]) -> String {
        Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
    }

    #[test]
    fn the_hash_of_any_pieces_is_that_of_the_whole() {
        let bytes: Vec<u8> = (0..=u8::MAX).cycle().take(300).collect();
        for length in 0..bytes.len() {
            let whole = &bytes[..length];
            assert_eq!(sha256(whole), expected(whole), "{length} bytes");
            for at in [0, 1, 55, 63, 64, 65, 128].into_iter().filter(|at| *at <= length) {
                let mut state = Sha256State::START;
                state.update(&whole[..at]);
                state.update(&whole[at..]);
                assert_eq!(state.finish(), expected(whole), "{length} bytes, split at {at}");
            }
        }
    }

    #[test]
    fn a_state_between_blocks_can_be_resumed() {
        let bytes = [7; 200];
        let mut state = Sha256State::START;
        state.update(&bytes[..128]);
        let mut resumed = Sha256State::resume(state.words, 128).unwrap();
        assert_eq!(resumed, state);
        resumed.update(&bytes[128..]);
        assert_eq!(resumed.finish(), expected(&bytes));
        assert_eq!(Sha256State::resume(state.words, 129), None);
    }
}
