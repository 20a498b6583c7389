//! Formatting of generated code with rustfmt, in a temporary folder of its own. Several processes can generate at once, and a
//! check needs no write access to the repository.

use std::path::Path;
use std::process::{Command, Output};
use std::{fs, io};

use crate::emit::SourceTree;

/// Runs rustfmt once over all Rust files.
///
/// # Errors
/// Returns the reason why rustfmt cannot run, or its own errors.
pub(super) fn format_tree(root: &Path, tree: SourceTree) -> Result<SourceTree, String> {
    format_with("rustfmt", root, tree)
}

fn format_with(program: &str, root: &Path, tree: SourceTree) -> Result<SourceTree, String> {
    let scratch = tempfile::Builder::new().prefix("hwc-xtask-gen-").tempdir();
    let scratch = scratch.map_err(|error| format!("cannot create a temporary folder: {error}"))?;
    for (path, text) in &tree {
        let path = scratch.path().join(path);
        let folder = path.parent().unwrap_or(scratch.path());
        let written = fs::create_dir_all(folder).and_then(|()| fs::write(&path, text));
        written.map_err(|error| format!("cannot write {}: {error}", path.display()))?;
    }
    let mut command = Command::new(program);
    command.arg("--config-path").arg(root.join("rustfmt.toml"));
    command.args(tree.keys().filter(|path| path.ends_with("src/lib.rs")).map(|path| scratch.path().join(path)));
    check_output(command.output())?;
    let read = |path: String| match fs::read_to_string(scratch.path().join(&path)) {
        Ok(text) => Ok((path, text)),
        Err(error) => Err(format!("cannot read {}: {error}", scratch.path().join(&path).display())),
    };
    tree.into_keys().map(read).collect()
}

fn check_output(output: io::Result<Output>) -> Result<(), String> {
    let missing = "rustfmt is missing: install it with `rustup component add rustfmt`";
    let output = output.map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => missing.to_owned(),
        _ => format!("cannot run rustfmt: {error}"),
    })?;
    if output.status.success() {
        return Ok(());
    }
    let text = String::from_utf8_lossy(&output.stderr);
    if text.contains("is not installed") {
        return Err(missing.to_owned());
    }
    Err(format!("rustfmt rejects the generated code, which is a bug of `cargo xtask gen`:\n{}", text.trim_end()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(text: &str) -> SourceTree {
        [("src/lib.rs".to_owned(), text.to_owned())].into()
    }

    #[test]
    fn code_is_formatted_outside_of_the_repository() {
        let root = tempfile::tempdir().unwrap();
        fs::write(root.path().join("rustfmt.toml"), "max_width = 60\n").unwrap();
        let formatted = format_tree(root.path(), tree("pub  fn a(){}")).unwrap();
        assert_eq!(formatted["src/lib.rs"], "pub fn a() {}\n");
        assert_eq!(fs::read_dir(root.path()).unwrap().count(), 1, "only the configuration");
    }

    #[test]
    fn a_missing_rustfmt_is_named_with_the_way_to_install_it() {
        let error = format_with("hwc-no-such-rustfmt", Path::new("."), tree("")).unwrap_err();
        assert_eq!(error, "rustfmt is missing: install it with `rustup component add rustfmt`");
    }

    #[test]
    fn code_that_rustfmt_rejects_is_reported_as_a_bug() {
        let root = tempfile::tempdir().unwrap();
        let error = format_tree(root.path(), tree("mod match;")).unwrap_err();
        assert!(
            error.starts_with("rustfmt rejects the generated code, which is a bug of `cargo xtask gen`:\n"),
            "{error}"
        );
    }
}
