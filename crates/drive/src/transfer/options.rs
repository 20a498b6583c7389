//! The options of transfers.

use super::EventSink;

/// The memory of one part in flight: the piece that is sent or received, and the next one.
pub(crate) const PIECE: u64 = 512 << 10;

/// The minimum size of a part, except for the last one.
const MIN_PART_SIZE: u64 = 5 << 20;

/// The default size of a part.
const DEFAULT_PART_SIZE: u64 = 16 << 20;

/// The maximum number of parts of an upload.
const MAX_PARTS: u64 = 10_000;

/// The default number of small files that are received as a package. In the sandbox, a package of 1000 files takes 4.9 seconds, and
/// the files one by one 0.3 seconds, because a round trip takes no time there. With a round trip of 20 milliseconds and 4 files at
/// a time, 1000 files take 5 seconds too. `cargo bench -p hwc-bench -- drive` measures both.
const PACKAGE_THRESHOLD: usize = 1_000;

/// The options of transfers.
///
/// ```
/// use hwc_drive::TransferOptions;
///
/// let options = TransferOptions::default().concurrency(8).bytes_in_flight(64 << 20);
/// # let _ = options;
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct TransferOptions {
    pub(crate) part_size: u64,
    pub(crate) concurrency: usize,
    pub(crate) bytes_in_flight: u64,
    pub(crate) in_order: bool,
    pub(crate) package_threshold: usize,
    pub(crate) events: EventSink,
}

impl Default for TransferOptions {
    fn default() -> Self {
        Self {
            part_size: DEFAULT_PART_SIZE,
            concurrency: 4,
            bytes_in_flight: 32 << 20,
            in_order: false,
            package_threshold: PACKAGE_THRESHOLD,
            events: EventSink::default(),
        }
    }
}

impl TransferOptions {
    /// Sets the size of a part. A file of at most one part is sent in one request. Must be at least 5 MiB; smaller values
    /// count as 5 MiB. Parts become larger if a file would have more than 10000. Default: 16 MiB.
    pub fn part_size(mut self, bytes: u64) -> Self {
        self.part_size = bytes.max(MIN_PART_SIZE).next_multiple_of(64);
        self
    }

    /// Sets the number of parts and of files in flight. Must be at least 1; 0 counts as 1. Default: 4.
    pub fn concurrency(mut self, count: usize) -> Self {
        self.concurrency = count.max(1);
        self
    }

    /// Sets the maximum memory for contents in flight, in bytes. Each part takes up to 512 KiB of it. Default: 32 MiB.
    pub fn bytes_in_flight(mut self, bytes: u64) -> Self {
        self.bytes_in_flight = bytes.max(PIECE);
        self
    }

    /// Sends the parts of a file one after the other, without the state of the hash before each part. Default: false.
    pub fn in_order(mut self, in_order: bool) -> Self {
        self.in_order = in_order;
        self
    }

    /// Sets the number of files from which a folder is downloaded as a package, if none of them has more than 1 MiB and no filter
    /// selects a part. The service packs them as a batch job, keeps the archive for some days, and may send the user a message.
    /// `usize::MAX` never asks for a package. Default: 1000, from which a package is faster if a round trip to the service takes
    /// more than about 20 milliseconds. A service that is near sends even 10,000 files faster one by one.
    pub fn package_threshold(mut self, files: usize) -> Self {
        self.package_threshold = files;
        self
    }

    /// Sets the receiver of events.
    pub fn events(mut self, events: EventSink) -> Self {
        self.events = events;
        self
    }

    /// Returns the size of the parts of a file with `length` bytes.
    pub(crate) fn part_size_for(&self, length: u64) -> u64 {
        self.part_size.max(length.div_ceil(MAX_PARTS).next_multiple_of(1 << 20))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_file_has_too_many_parts() {
        let options = TransferOptions::default().part_size(1);
        for length in [0, 1, 5 << 20, (5 << 20) * 10_000, (5 << 20) * 10_000 + 1, 214_748_364_800] {
            let size = options.part_size_for(length);
            assert!(size >= 5 << 20 && size.is_multiple_of(64) && length.div_ceil(size) <= 10_000, "{length}: {size}");
        }
    }
}
