//! Runs the tools that make packages.

use std::process::Command;

/// Runs a tool and returns its standard output.
///
/// # Errors
/// Returns the error of the tool, or an error that names the missing tool.
pub(super) fn output(program: &str, arguments: &[&str]) -> Result<String, String> {
    run(Command::new(program).args(arguments))
}

/// Runs a command and returns its standard output.
///
/// # Errors
/// Returns the error of the tool, or an error that names the missing tool.
pub(super) fn run(command: &mut Command) -> Result<String, String> {
    let program = command.get_program().to_string_lossy().into_owned();
    let done = command.output().map_err(|error| format!("cannot run `{program}`: {error}; install it"))?;
    if done.status.success() {
        return Ok(String::from_utf8_lossy(&done.stdout).into_owned());
    }
    Err(format!("`{program}` failed: {}", String::from_utf8_lossy(&done.stderr).trim_end()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn failures_name_the_tool() {
        let missing = output("no-such-tool-of-dist", &[]).unwrap_err();
        assert!(missing.starts_with("cannot run `no-such-tool-of-dist`"), "{missing}");
        let failed = output("git", &["no-such-command"]).unwrap_err();
        assert!(failed.starts_with("`git` failed: "), "{failed}");
    }
}
