//! The environment of the process: variables, the profile file, and the metadata service of the machine.

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use super::{EnvVars, ProfileFile, ProfileFileError};

/// The environment and files of the machine, for clients that read them.
#[derive(Clone)]
pub(crate) struct Environment {
    pub(crate) variables: EnvVars,
    /// The profile file set on the builder.
    path: Option<PathBuf>,
    /// True if environment variables and the metadata service are read.
    pub(super) reads_variables: bool,
    profile: Arc<OnceLock<Result<Option<ProfileFile>, ProfileFileError>>>,
}

impl Environment {
    pub(crate) fn new(variables: EnvVars) -> Self {
        Self { variables, path: None, reads_variables: true, profile: Arc::default() }
    }

    /// Returns an environment without variables and metadata service, to which a profile file can be added.
    pub(crate) fn none() -> Self {
        Self { reads_variables: false, ..Self::new(EnvVars::default()) }
    }

    /// Sets the profile file.
    pub(crate) fn with_profile(self, path: PathBuf) -> Self {
        Self { path: Some(path), profile: Arc::default(), ..self }
    }

    fn profile_path(&self) -> Option<PathBuf> {
        self.path.clone().or_else(|| self.variables.profile_path())
    }

    /// Returns the profile file, which is read on first use.
    pub(super) fn profile(&self) -> Result<Option<&ProfileFile>, &ProfileFileError> {
        self.profile.get_or_init(|| self.read_profile()).as_ref().map(Option::as_ref)
    }

    /// Returns the settings of the profile file, other than credentials. An invalid file is ignored with a warning. Callers
    /// with credentials from another source do not need the file. All others get an error from the credentials chain.
    pub(crate) fn settings(&self) -> Option<&ProfileFile> {
        self.profile().unwrap_or_else(|error| {
            tracing::warn!(target: "hwc_api", source = self.profile_name(), %error, "the profile file cannot be used");
            None
        })
    }

    fn read_profile(&self) -> Result<Option<ProfileFile>, ProfileFileError> {
        let Some(path) = self.profile_path() else { return Ok(None) };
        let profile = ProfileFile::load(&path)?;
        if profile.is_some() && is_readable_by_others(&path) {
            let source = self.profile_name();
            tracing::warn!(target: "hwc_api", source, "other users can read the profile file: set its mode to 0600");
        }
        Ok(profile)
    }

    pub(super) fn profile_name(&self) -> String {
        match self.profile_path() {
            Some(path) => format!("profile file {}", path.display()),
            None => "profile file (neither HOME nor USERPROFILE is set)".to_owned(),
        }
    }
}

/// Returns true if the group or others can read the file.
#[cfg(unix)]
fn is_readable_by_others(path: &Path) -> bool {
    std::fs::metadata(path).is_ok_and(|metadata| std::os::unix::fs::MetadataExt::mode(&metadata) & 0o044 != 0)
}

/// Returns false: on other systems, a file in a home directory is private unless it was shared explicitly.
#[cfg(not(unix))]
fn is_readable_by_others(_: &Path) -> bool {
    false
}
