//! The memory of whole processes, as Linux reports it. On other systems these figures are omitted.

/// Returns the peak memory of a process in bytes. `None` means this process.
#[must_use]
pub fn peak(process: Option<u32>) -> Option<u64> {
    status(process, "VmHWM:")
}

/// Returns the current memory of a process in bytes. `None` means this process.
#[must_use]
pub fn resident(process: Option<u32>) -> Option<u64> {
    status(process, "VmRSS:")
}

/// Converts bytes to megabytes for tables.
#[must_use]
pub fn megabytes(bytes: u64) -> f64 {
    bytes as f64 / 1e6
}

fn status(process: Option<u32>, key: &str) -> Option<u64> {
    let who = process.map_or_else(|| "self".to_owned(), |id| id.to_string());
    read(&std::fs::read_to_string(format!("/proc/{who}/status")).ok()?, key)
}

/// Returns the figure of `key`, which is in kB.
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
