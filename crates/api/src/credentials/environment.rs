//! The environment of the process: variables, the profile file, and the metadata service of the machine.

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use super::profile_file::{ProfileView, validate_profile_name};
use super::{EnvVars, ProfileFile, ProfileFileError};

/// The environment and files of the machine, for clients that read them.
#[derive(Clone)]
pub(crate) struct Environment {
    pub(crate) variables: EnvVars,
    /// The profile file set on the builder.
    path: Option<PathBuf>,
    /// The name of a profile, set on the builder.
    profile_name: Option<String>,
    /// True if environment variables and the metadata service are read.
    pub(super) reads_variables: bool,
    profile: Arc<OnceLock<Result<Option<ProfileFile>, ProfileFileError>>>,
}

impl Environment {
    #[inline]
    pub(crate) fn new(variables: EnvVars) -> Self {
        Self { variables, path: None, profile_name: None, reads_variables: true, profile: Arc::default() }
    }

    /// Returns an environment without variables and metadata service, to which a profile file can be added.
    #[inline]
    pub(crate) fn none() -> Self {
        Self { reads_variables: false, ..Self::new(EnvVars::default()) }
    }

    /// Returns an environment that consists of the profile file in its default location.
    #[inline]
    pub(crate) fn of_profile_file() -> Self {
        let variables = EnvVars::of_profile_file(&|name| std::env::var(name).ok());
        Self { reads_variables: false, ..Self::new(variables) }
    }

    /// Sets the profile file.
    #[inline]
    pub(crate) fn with_profile_file(self, path: PathBuf) -> Self {
        Self { path: Some(path), profile: Arc::default(), ..self }
    }

    /// Selects a profile of the file.
    #[inline]
    pub(crate) fn with_profile(self, name: String) -> Self {
        Self { profile_name: Some(name), ..self }
    }

    /// Validates the name of the profile that is set on the builder.
    pub(super) fn validate(&self) -> Result<(), String> {
        let name = self.profile_name.as_deref();
        name.map_or(Ok(()), validate_profile_name).map_err(|problem| format!("`.profile(..)`: {problem}"))
    }

    /// Returns the name of the selected profile, and what selects it.
    fn selected(&self) -> Option<(&str, &'static str)> {
        let in_code = self.profile_name.as_deref().map(|name| (name, "`.profile(..)`"));
        in_code.or_else(|| Some((self.variables.get("HWC_PROFILE")?, "HWC_PROFILE")))
    }

    /// Returns the name of the selected profile.
    pub(crate) fn selected_profile(&self) -> Option<&str> {
        self.selected().map(|(name, _)| name)
    }

    /// Returns an error if a profile is selected that cannot be used. Otherwise, calls would go to the default region, and
    /// the mistake would be hidden by credentials of another source.
    pub(crate) fn check_selected_profile(&self) -> Result<(), String> {
        let Some((name, selector)) = self.selected() else { return Ok(()) };
        let problem = match self.profile() {
            _ if validate_profile_name(name).is_err() => validate_profile_name(name),
            Ok(Some(file)) => file.check_profile(name),
            Ok(None) => Err("the file does not exist".to_owned()),
            Err(error) => Err(error.to_string()),
        };
        let source = self.profile_source();
        problem.map_err(|problem| format!("profile `{}` of {selector} in the {source}: {problem}", name.escape_debug()))
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
    pub(crate) fn settings(&self) -> Option<ProfileView<'_>> {
        let file = self.profile().unwrap_or_else(|error| {
            tracing::warn!(target: "hwc_api", source = self.profile_source(), %error, "the profile file cannot be used");
            None
        });
        file.map(|file| file.view(self.selected_profile()))
    }

    fn read_profile(&self) -> Result<Option<ProfileFile>, ProfileFileError> {
        let Some(path) = self.profile_path() else { return Ok(None) };
        let profile = ProfileFile::load(&path)?;
        if profile.is_some() && is_readable_by_others(&path) {
            let source = self.profile_source();
            tracing::warn!(target: "hwc_api", source, "other users can read the profile file: set its mode to 0600");
        }
        Ok(profile)
    }

    pub(super) fn profile_source(&self) -> String {
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
