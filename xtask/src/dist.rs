//! `cargo xtask dist`: builds the command as it is handed out, without paths of the machine that built it.

use std::fs;
use std::path::{Path, PathBuf};

use crate::metadata::cargo;
use crate::tasks::unexpected;

/// Beside the other artifacts, since the flags of the compiler differ.
const FOLDER: &str = "target/dist";

/// Builds the command and checks it.
///
/// # Errors
/// Returns what cargo says, or the number of paths that the binary holds.
pub(crate) fn run(root: &Path, words: &[&str]) -> Result<String, String> {
    if !words.is_empty() {
        return Err(unexpected(words));
    }
    let private = private(root);
    build(root, &private)?;
    let binary = root.join(FOLDER).join(format!("release/hwc{}", std::env::consts::EXE_SUFFIX));
    let content = fs::read(&binary).map_err(|error| format!("{}: {error}", binary.display()))?;
    for (path, _) in &private {
        let found = occurrences(&content, path.as_os_str().as_encoded_bytes());
        if found > 0 {
            return Err(format!("{} holds `{}` {found} times", binary.display(), path.display()));
        }
    }
    let size = content.len() / 100_000;
    Ok(format!("{}: {}.{} MB", binary.display(), size / 10, size % 10))
}

/// The folders that nobody else has, and what stands for them.
fn private(root: &Path) -> Vec<(PathBuf, &'static str)> {
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| std::env::home_dir().map(|home| home.join(".cargo")));
    home.map(|home| (home, "cargo")).into_iter().chain([(root.to_owned(), "hwc")]).collect()
}

fn build(root: &Path, private: &[(PathBuf, &str)]) -> Result<(), String> {
    let remap = private.iter().map(|(path, name)| format!("--remap-path-prefix={}={name}", path.display()));
    let flags: Vec<String> = remap.collect();
    let mut command = cargo();
    command.args(["build", "--release", "--locked", "--package", "hwc-cli", "--bin", "hwc", "--target-dir", FOLDER]);
    // Flags may have blanks, so that cargo takes them apart at this character.
    command.current_dir(root).env("CARGO_ENCODED_RUSTFLAGS", flags.join("\x1f"));
    let done = command.status().map_err(|error| format!("cargo: {error}"))?;
    if done.success() { Ok(()) } else { Err("the command does not compile".to_owned()) }
}

fn occurrences(content: &[u8], path: &[u8]) -> usize {
    content.windows(path.len().max(1)).filter(|window| *window == path).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_in_a_binary_are_found() {
        assert_eq!(occurrences(b"a/home/x\0b/home/xy", b"/home/x"), 2);
        assert_eq!(occurrences(b"/hom", b"/home/x"), 0);
    }
}
