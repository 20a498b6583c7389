//! The directories of the command's own files: configuration, state and cache.

use std::env;
use std::path::PathBuf;

/// The directory name below each base directory.
const NAME: &str = "hwc";

/// Returns the directory of the configuration: `HWC_CONFIG_DIR`, or `hwc` in the user's directory for configurations.
pub(crate) fn config_dir() -> Option<PathBuf> {
    directory("HWC_CONFIG_DIR", "XDG_CONFIG_HOME", ".config")
}

/// Returns the directory of states, such as those of a running sandbox and of transfers: `HWC_STATE_DIR`, or `hwc` in the user's directory
/// for states.
#[cfg(any(feature = "drive", feature = "sandbox"))]
pub(crate) fn state_dir() -> Option<PathBuf> {
    directory("HWC_STATE_DIR", "XDG_STATE_HOME", ".local/state")
}

/// Returns the directory of the cache for completion: `HWC_CACHE_DIR`, or `hwc` in the user's directory for caches.
pub(crate) fn cache_dir() -> Option<PathBuf> {
    directory("HWC_CACHE_DIR", "XDG_CACHE_HOME", ".cache")
}

fn directory(own: &str, base: &str, default: &str) -> Option<PathBuf> {
    choose(&|name| env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from), own, base, default)
}

/// Chooses the directory. On Windows, the base directory is that of the user's application data.
fn choose(variable: &dyn Fn(&str) -> Option<PathBuf>, own: &str, base: &str, default: &str) -> Option<PathBuf> {
    if let Some(directory) = variable(own) {
        return Some(directory);
    }
    if let Some(base) = variable(base).filter(|base| base.is_absolute()) {
        return Some(base.join(NAME));
    }
    if cfg!(windows) {
        return Some(variable("LOCALAPPDATA")?.join(NAME).join(default.trim_start_matches('.')));
    }
    Some(variable("HOME")?.join(default).join(NAME))
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn directories_follow_the_variables() {
        let choose = |set: &[(&str, &str)]| {
            let set: Vec<(String, PathBuf)> =
                set.iter().map(|(name, value)| ((*name).to_owned(), value.into())).collect();
            let variable = |name: &str| set.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone());
            super::choose(&variable, "HWC_STATE_DIR", "XDG_STATE_HOME", ".local/state")
        };
        let home = ("HOME", "/users-ada");
        assert_eq!(choose(&[home]), Some("/users-ada/.local/state/hwc".into()));
        assert_eq!(choose(&[home, ("XDG_STATE_HOME", "/state")]), Some("/state/hwc".into()));
        assert_eq!(choose(&[home, ("XDG_STATE_HOME", "relative")]), Some("/users-ada/.local/state/hwc".into()));
        assert_eq!(choose(&[home, ("HWC_STATE_DIR", "/own")]), Some("/own".into()));
        assert_eq!(choose(&[]), None);
    }
}
