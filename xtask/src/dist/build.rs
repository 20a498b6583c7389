//! The static binary, without local paths of the build machine.

use std::fs;
use std::path::{Path, PathBuf};

use super::{Dist, size};
use crate::metadata::cargo_command;

/// The target folder. It is separate from the other artifacts because the compiler flags differ.
pub(super) const FOLDER: &str = "target/dist";

/// The type of the program header that names a dynamic linker.
const PT_INTERP: u32 = 3;

/// Packs the addresses that the start of the command adjusts, most of them in the descriptions of the operations. The binary
/// is smaller and starts sooner.
const RELATIVE_RELOCATIONS: &str = "-Clink-arg=-Wl,-z,pack-relative-relocs";

/// Builds the command and checks it.
///
/// # Errors
/// Returns the output of cargo, the number of local paths in the binary, or an error if the binary is not static.
pub(super) fn run(dist: &Dist) -> Result<String, String> {
    let private = private_paths(&dist.root);
    build(dist, &private)?;
    let binary = dist.binary();
    let content = fs::read(&binary).map_err(|error| format!("{}: {error}", binary.display()))?;
    for (path, _) in &private {
        let found = count_occurrences(&content, path.as_os_str().as_encoded_bytes());
        if found > 0 {
            return Err(format!("{} holds `{}` {found} times", binary.display(), path.display()));
        }
    }
    if needs_dynamic_linker(&content) {
        return Err(format!("{} is not static", binary.display()));
    }
    size(&binary)
}

/// Returns the local folders that identify the machine, with their replacements.
fn private_paths(root: &Path) -> Vec<(PathBuf, &'static str)> {
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| std::env::home_dir().map(|home| home.join(".cargo")));
    home.map(|home| (home, "cargo")).into_iter().chain([(root.to_owned(), "hwc")]).collect()
}

fn build(dist: &Dist, private: &[(PathBuf, &str)]) -> Result<(), String> {
    let remap = private.iter().map(|(path, name)| format!("--remap-path-prefix={}={name}", path.display()));
    let fixed = ["-Ctarget-feature=+crt-static", RELATIVE_RELOCATIONS].map(str::to_owned);
    let flags: Vec<String> = fixed.into_iter().chain(remap).collect();
    let mut command = cargo_command();
    command.args(["build", "--release", "--locked", "--package", "hwc-cli", "--bin", "hwc", "--target-dir", FOLDER]);
    // With a target, the flags do not apply to build scripts and macros, which cannot be static.
    command.args(["--target", &dist.target]);
    // Flags may contain spaces, so cargo splits them at this character.
    command.current_dir(&dist.root).env("CARGO_ENCODED_RUSTFLAGS", flags.join("\x1f"));
    // Fat LTO makes the command an eighth smaller and adds a minute. That is too slow for each build of a benchmark.
    command.env("CARGO_PROFILE_RELEASE_LTO", "fat");
    let done = command.status().map_err(|error| format!("cargo: {error}"))?;
    if done.success() { Ok(()) } else { Err("the command does not compile".to_owned()) }
}

fn count_occurrences(content: &[u8], path: &[u8]) -> usize {
    content.windows(path.len().max(1)).filter(|window| *window == path).count()
}

/// Returns true for a 64-bit ELF file with a program header that names a dynamic linker. Other files are not examined.
fn needs_dynamic_linker(content: &[u8]) -> bool {
    let number = |offset: usize, length: usize| -> Option<usize> {
        let bytes = content.get(offset..offset.checked_add(length)?)?;
        bytes.iter().rev().try_fold(0_usize, |value, byte| Some(value.checked_mul(256)? + usize::from(*byte)))
    };
    if !content.starts_with(b"\x7fELF\x02\x01") {
        return false;
    }
    let (Some(start), Some(length), Some(count)) = (number(0x20, 8), number(0x36, 2), number(0x38, 2)) else {
        return false;
    };
    (0..count).any(|index| number(start + index * length, 4) == Some(PT_INTERP as usize))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_in_a_binary_are_found() {
        assert_eq!(count_occurrences(b"a/srv/x\0b/srv/xy", b"/srv/x"), 2);
        assert_eq!(count_occurrences(b"/sr", b"/srv/x"), 0);
    }

    /// Returns an ELF file with program headers of these types.
    fn elf(types: &[u32]) -> Vec<u8> {
        let mut file = vec![0; 0x40];
        file[..6].copy_from_slice(b"\x7fELF\x02\x01");
        file[0x20] = 0x40;
        file[0x36] = 56;
        file[0x38] = u8::try_from(types.len()).unwrap();
        for kind in types {
            let mut header = [0; 56];
            header[..4].copy_from_slice(&kind.to_le_bytes());
            file.extend(header);
        }
        file
    }

    #[test]
    fn dynamic_binaries_are_detected() {
        assert!(needs_dynamic_linker(&elf(&[6, PT_INTERP, 1])));
        assert!(!needs_dynamic_linker(&elf(&[6, 1])));
        assert!(!needs_dynamic_linker(&elf(&[PT_INTERP])[..0x40]), "the header is cut off");
        assert!(!needs_dynamic_linker(b"MZ"));
        #[cfg(target_os = "linux")]
        assert!(needs_dynamic_linker(&fs::read(std::env::current_exe().unwrap()).unwrap()), "tests are dynamic");
    }
}
