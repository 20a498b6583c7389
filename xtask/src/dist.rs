//! `cargo xtask dist`: builds the command for distribution, without local paths of the build machine.

use std::fs;
use std::path::{Path, PathBuf};

use crate::metadata::cargo_command;
use crate::tasks::unexpected_arguments;

/// The target folder. It is separate from the other artifacts because the compiler flags differ.
const FOLDER: &str = "target/dist";

/// Builds the command and checks it.
///
/// # Errors
/// Returns the output of cargo, or the number of local paths in the binary.
pub(crate) fn run(root: &Path, words: &[&str]) -> Result<String, String> {
    if !words.is_empty() {
        return Err(unexpected_arguments(words));
    }
    let private = private_paths(root);
    build(root, &private)?;
    let binary = root.join(FOLDER).join(format!("release/hwc{}", std::env::consts::EXE_SUFFIX));
    let content = fs::read(&binary).map_err(|error| format!("{}: {error}", binary.display()))?;
    for (path, _) in &private {
        let found = count_occurrences(&content, path.as_os_str().as_encoded_bytes());
        if found > 0 {
            return Err(format!("{} holds `{}` {found} times", binary.display(), path.display()));
        }
    }
    let size = content.len() / 100_000;
    Ok(format!("{}: {}.{} MB", binary.display(), size / 10, size % 10))
}

/// Returns the local folders that identify the machine, with their replacements.
fn private_paths(root: &Path) -> Vec<(PathBuf, &'static str)> {
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| std::env::home_dir().map(|home| home.join(".cargo")));
    home.map(|home| (home, "cargo")).into_iter().chain([(root.to_owned(), "hwc")]).collect()
}

fn build(root: &Path, private: &[(PathBuf, &str)]) -> Result<(), String> {
    let remap = private.iter().map(|(path, name)| format!("--remap-path-prefix={}={name}", path.display()));
    let flags: Vec<String> = remap.collect();
    let mut command = cargo_command();
    command.args(["build", "--release", "--locked", "--package", "hwc-cli", "--bin", "hwc", "--target-dir", FOLDER]);
    // Flags may contain spaces, so cargo splits them at this character.
    command.current_dir(root).env("CARGO_ENCODED_RUSTFLAGS", flags.join("\x1f"));
    // Fat LTO makes the command an eighth smaller and adds a minute. That is too slow for each build of a benchmark.
    command.env("CARGO_PROFILE_RELEASE_LTO", "fat");
    let done = command.status().map_err(|error| format!("cargo: {error}"))?;
    if done.success() { Ok(()) } else { Err("the command does not compile".to_owned()) }
}

fn count_occurrences(content: &[u8], path: &[u8]) -> usize {
    content.windows(path.len().max(1)).filter(|window| *window == path).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_in_a_binary_are_found() {
        assert_eq!(count_occurrences(b"a/srv/x\0b/srv/xy", b"/srv/x"), 2);
        assert_eq!(count_occurrences(b"/sr", b"/srv/x"), 0);
    }
}
