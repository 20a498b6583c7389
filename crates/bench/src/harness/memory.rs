//! The memory of whole processes, as Linux tells it. Elsewhere nothing is known, and the figures are left out.

/// The most memory that a process has had since it began, in bytes; of this one if `process` is `None`.
#[must_use]
pub fn peak(process: Option<u32>) -> Option<u64> {
    status(process, "VmHWM:")
}

/// The memory that a process has now, in bytes; of this one if `process` is `None`.
#[must_use]
pub fn resident(process: Option<u32>) -> Option<u64> {
    status(process, "VmRSS:")
}

/// Bytes as megabytes, as they stand in tables.
#[must_use]
pub fn megabytes(bytes: u64) -> f64 {
    bytes as f64 / 1e6
}

fn status(process: Option<u32>, key: &str) -> Option<u64> {
    let who = process.map_or_else(|| "self".to_owned(), |id| id.to_string());
    read(&std::fs::read_to_string(format!("/proc/{who}/status")).ok()?, key)
}

/// The figure behind `key`, which is in kB.
fn read(status: &str, key: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix(key))?;
    let kilobytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kilobytes * 1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_read_in_bytes() {
        let status = "Name:\thwc\nVmPeak:\t   9999 kB\nVmHWM:\t   2048 kB\nVmRSS:\t      1 kB\n";
        assert_eq!(read(status, "VmHWM:"), Some(2 << 20));
        assert_eq!(read(status, "VmRSS:"), Some(1024));
        assert_eq!(read(status, "VmSwap:"), None);
    }
}
