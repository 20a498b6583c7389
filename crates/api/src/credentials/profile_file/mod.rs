//! The profile file: an INI file with the sections of the official SDKs and additional ones.

mod parse;

use std::fmt;
use std::io;
use std::path::Path;

use hwc_wire::{AuthScheme, Service};

use super::{Credentials, KooDriveCredentials, ResolvedCredentials, Unavailable};
use parse::Line;

/// A profile file.
///
/// | section | keys |
/// | --- | --- |
/// | `[global]` | official, for services of the whole account: `ak`, `sk`, `security_token`, `domain_id`, `iam_endpoint` |
/// | `[basic]` | official, for services of a project: the same, and `project_id` |
/// | `[osm]`, `[insight]`, `[iam]` | for one service, with precedence: the same, and `token`; or `domain`, `user` and `password`; `region`, `endpoint` |
/// | `[koodrive]` | `token` and `session_id`; or `app_id`, `app_secret` and `user_id`; `region`, `endpoint` |
///
/// Lines are `name = value` or `name: value`. `#` and `;` start a comment at the beginning of a line and after a section
/// header. Empty values count as not set. Names and sections that are not listed here are ignored.
///
/// The file must be UTF-8, with or without a byte order mark. It is parsed like the official SDKs for Python and Go do. A
/// line in the sections above that these two parse differently is an error:
///
/// - a quoted value
/// - a comment after a value
/// - a name or a section that occurs twice
/// - a name with a deeper indent than the previous one
/// - in `[global]` and `[basic]`: `#`, `;` or `%` within a value, or `\` at its end
#[derive(Clone, Default)]
pub struct ProfileFile {
    lines: Vec<Line>,
}

/// The reason why a profile file cannot be used. It contains the line number, but no content.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ProfileFileError {
    /// The file cannot be read.
    #[error("it cannot be read ({0})")]
    Unreadable(io::ErrorKind),
    /// The line is not a section, a name with a value, or a comment.
    #[error("line {0} is neither `[section]` nor `name = value`")]
    Line(usize),
    /// A name precedes the first section.
    #[error("line {0} stands before the first `[section]`")]
    NoSection(usize),
    /// The official SDKs parse the line differently.
    #[error("line {line} {why}")]
    #[non_exhaustive]
    Ambiguous {
        /// The line number, starting at 1.
        line: usize,
        /// A description of the problem.
        why: &'static str,
    },
    /// The file is UTF-16, as written by some Windows programs.
    #[error("it is UTF-16: save it as UTF-8")]
    Utf16,
    /// The line is not UTF-8.
    #[error("line {0} is not UTF-8: save the file as UTF-8")]
    NotUtf8(usize),
}

impl ProfileFile {
    /// Reads a profile file. Returns `None` if it does not exist.
    ///
    /// # Errors
    /// Returns a [`ProfileFileError`] if the file exists but cannot be used.
    pub fn load(path: &Path) -> Result<Option<Self>, ProfileFileError> {
        match std::fs::read(path) {
            Ok(bytes) => Self::parse(parse::decode(&bytes)?).map(Some),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(ProfileFileError::Unreadable(error.kind())),
        }
    }

    /// Parses the text of a profile file.
    ///
    /// # Errors
    /// Returns [`ProfileFileError::Line`], [`ProfileFileError::NoSection`] or [`ProfileFileError::Ambiguous`] for the first
    /// invalid line.
    pub fn parse(text: &str) -> Result<Self, ProfileFileError> {
        parse::parse(text).map(|lines| Self { lines })
    }

    /// Returns the value of a name in a section, or `None` if it is not set or empty.
    #[must_use]
    pub fn get(&self, section: &str, name: &str) -> Option<&str> {
        let line = self.lines.iter().rfind(|line| line.section == section && line.name == name);
        line.map(|line| line.value.as_str()).filter(|value| !value.is_empty())
    }

    /// Returns the endpoint of a service.
    pub(crate) fn endpoint(&self, service: &Service) -> Option<&str> {
        let official = || self.get("basic", "iam_endpoint").or_else(|| self.get("global", "iam_endpoint"));
        self.get(service.id, "endpoint").or_else(|| official().filter(|_| service.id == "iam"))
    }

    /// Returns the region of a service.
    pub(crate) fn region(&self, service: &Service) -> Option<&str> {
        self.get(service.id, "region")
    }

    /// Returns the credentials for a service, or the reason for their absence.
    pub(super) fn credentials(&self, service: &Service) -> Result<ResolvedCredentials, Unavailable> {
        let official = match service.scheme {
            AuthScheme::Bearer => {
                let found = self.koodrive(service.id).map_err(Unavailable::Invalid)?;
                return found
                    .ok_or_else(|| Unavailable::NotConfigured(format!("it has no credentials in [{}]", service.id)));
            }
            AuthScheme::IamAccount => "global",
            AuthScheme::IamProject => "basic",
        };
        for section in [service.id, official] {
            if let Some(found) = self.iam(section).map_err(Unavailable::Invalid)? {
                return Ok(found);
            }
        }
        Err(Unavailable::NotConfigured(format!("it has no credentials in [{}] or [{official}]", service.id)))
    }

    fn iam(&self, section: &str) -> Result<Option<ResolvedCredentials>, String> {
        let get = |name: &str| self.get(section, name);
        let pair = |first: &str, second: &str| self.pair(section, first, second);
        let credentials = if let Some(token) = get("token") {
            Credentials::token(token)
        } else if let Some((access, secret)) = pair("ak", "sk")? {
            match get("security_token") {
                None => Credentials::access_key(access, secret),
                Some(token) => Credentials::temporary_access_key(access, secret, token),
            }
        } else if let Some((user, password)) = pair("user", "password")? {
            let account = get("domain").ok_or_else(|| format!("[{section}] has `user`, but not `domain`"))?;
            Credentials::password(account, user, password)
        } else if get("idp_id").is_some() {
            return Err(format!("[{section}] has `idp_id`, but federated sign-in is not supported"));
        } else {
            return Ok(None);
        };
        let credentials = get("domain_id").into_iter().fold(credentials, Credentials::domain_id);
        let credentials = get("project_id").into_iter().fold(credentials, Credentials::project_id);
        credentials.validate().map(Some).map_err(|why| format!("[{section}]: {why}"))
    }

    fn koodrive(&self, section: &str) -> Result<Option<ResolvedCredentials>, String> {
        let get = |name: &str| self.get(section, name);
        let credentials = if let Some(token) = get("token") {
            match get("session_id") {
                Some(session) => KooDriveCredentials::session(token, session),
                None => KooDriveCredentials::token(token),
            }
        } else if let Some((app, secret)) = self.pair(section, "app_id", "app_secret")? {
            let user = get("user_id").ok_or_else(|| format!("[{section}] has `app_id`, but not `user_id`"))?;
            KooDriveCredentials::app(app, secret, user)
        } else {
            return Ok(None);
        };
        credentials.validate().map(Some).map_err(|why| format!("[{section}]: {why}"))
    }

    fn pair(&self, section: &str, first: &str, second: &str) -> Result<Option<(&str, &str)>, String> {
        match (self.get(section, first), self.get(section, second)) {
            (Some(one), Some(other)) => Ok(Some((one, other))),
            (None, None) => Ok(None),
            (Some(_), None) => Err(format!("[{section}] has `{first}`, but not `{second}`")),
            (None, Some(_)) => Err(format!("[{section}] has `{second}`, but not `{first}`")),
        }
    }
}

/// Prints the names, but not the values.
impl fmt::Debug for ProfileFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.lines.iter().map(|line| (&line.section, &line.name))).finish()
    }
}
