//! Devices and pipes, which are written to directly, and the reserved device names of Windows.

use std::fs::Metadata;
use std::path::Path;

/// Returns true if the path is neither a file nor a folder.
#[inline]
pub(super) fn is_device(path: &Path, there: Option<&Metadata>) -> bool {
    let named = || path.file_name().and_then(|name| name.to_str()).is_some_and(is_device_name);
    there.is_some_and(|facts| !facts.is_file() && !facts.is_dir()) || (cfg!(windows) && named())
}

/// Returns true if Windows reserves the name for a device, in any folder and with any extension: `nul`, `COM1.txt`.
#[must_use]
#[inline]
pub fn is_device_name(name: &str) -> bool {
    let stem = name.split(['.', ':']).next().unwrap_or_default().trim_end().to_uppercase();
    if matches!(stem.as_str(), "CON" | "PRN" | "AUX" | "NUL" | "CONIN$" | "CONOUT$") {
        return true;
    }
    let port = stem.strip_prefix("COM").or_else(|| stem.strip_prefix("LPT"));
    port.is_some_and(|number| {
        matches!(number, "0" | "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9" | "¹" | "²" | "³")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn devices_have_reserved_names() {
        for name in ["NUL", "nul", "con.txt", "COM1", "lpt9.tar.gz", "AUX .log", "com².x", "conin$"] {
            assert!(is_device_name(name), "{name}");
        }
        for name in ["null", "console", "COM", "COM10", "LPTX", "xcon", ".con", ""] {
            assert!(!is_device_name(name), "{name}");
        }
    }
}
