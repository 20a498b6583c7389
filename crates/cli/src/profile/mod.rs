//! The profile file of the official SDKs, which the command reads and edits, and the command's own configuration.

pub(crate) mod config;
pub(crate) mod editor;
pub(crate) mod secrets;

use std::env;
use std::path::PathBuf;

use crate::error::CliError;

/// Returns the path of the profile file: `HUAWEICLOUD_SDK_CREDENTIALS_FILE`, or the path of the official SDKs.
pub(crate) fn profile_path() -> Result<PathBuf, CliError> {
    let variable = |name: &str| env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    if let Some(path) = variable("HUAWEICLOUD_SDK_CREDENTIALS_FILE") {
        return Ok(path);
    }
    let [first, second] = if cfg!(windows) { ["USERPROFILE", "HOME"] } else { ["HOME", "USERPROFILE"] };
    let home = variable(first).or_else(|| variable(second));
    let missing = || CliError::config("no path for the profile file: set HOME or HUAWEICLOUD_SDK_CREDENTIALS_FILE");
    Ok(home.ok_or_else(missing)?.join(".huaweicloud").join("credentials"))
}
