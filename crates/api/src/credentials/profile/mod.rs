//! The profile file: an INI file with the sections of the official SDKs and a few of our own.

mod parse;

use std::fmt;
use std::io;
use std::path::Path;

use hwc_wire::{Scheme, Service};

use super::{Credentials, DriveCredentials, Found, Missing};
use parse::Line;

/// A profile file.
///
/// | section | holds |
/// | --- | --- |
/// | `[global]` | the official one for services of the whole account: `ak`, `sk`, `security_token`, `domain_id`, `iam_endpoint` |
/// | `[basic]` | the official one for services of a project: the same with `project_id` |
/// | `[osm]`, `[insight]`, `[iam]` | of one service, before the others: the same, and `token`; or `domain`, `user` and `password`; `region`, `endpoint` |
/// | `[koodrive]` | `token` and `session_id`; or `app_id`, `app_secret` and `user_id`; `region`, `endpoint` |
///
/// Lines are `name = value` or `name: value`. `#` and `;` begin a comment at the beginning of a line and after a section.
/// An empty value counts as not set. Names and sections that are not listed here are passed over.
///
/// The file is UTF-8, with or without a byte order mark. It is read as the official SDKs for Python and Go both read it. A
/// line of the sections above that they read differently is refused: a value in quotes, a comment behind a value, a name or a
/// section that comes twice, a name that is indented more than the one before it; in `[global]` and `[basic]` also `#`, `;`
/// and `%` within a value, and `\` at its end.
#[derive(Clone, Default)]
pub struct Profile {
    lines: Vec<Line>,
}

/// Why a profile file cannot be used. It names the line and shows nothing of it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ProfileError {
    /// The file cannot be read.
    #[error("it cannot be read ({0})")]
    Unreadable(io::ErrorKind),
    /// A line is neither a section, nor a name with a value, nor a comment.
    #[error("line {0} is neither `[section]` nor `name = value`")]
    Line(usize),
    /// A name stands before the first section.
    #[error("line {0} stands before the first `[section]`")]
    NoSection(usize),
    /// The official SDKs do not agree on a line.
    #[error("line {line} {why}")]
    #[non_exhaustive]
    Ambiguous {
        /// The number of the line, from 1.
        line: usize,
        /// What is wrong with it.
        why: &'static str,
    },
    /// The file is UTF-16, as some programs on Windows write it.
    #[error("it is UTF-16: save it as UTF-8")]
    Utf16,
    /// A line is not UTF-8.
    #[error("line {0} is not UTF-8: save the file as UTF-8")]
    NotUtf8(usize),
}

impl Profile {
    /// Reads a file; `None` when there is none.
    ///
    /// # Errors
    /// When it is there and cannot be used.
    pub fn open(path: &Path) -> Result<Option<Self>, ProfileError> {
        match std::fs::read(path) {
            Ok(bytes) => Self::parse(parse::decode(&bytes)?).map(Some),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(ProfileError::Unreadable(error.kind())),
        }
    }

    /// Reads the text of a file.
    ///
    /// # Errors
    /// Returns [`ProfileError::Line`], [`ProfileError::NoSection`] or [`ProfileError::Ambiguous`] for the first line that
    /// cannot be read.
    pub fn parse(text: &str) -> Result<Self, ProfileError> {
        parse::parse(text).map(|lines| Self { lines })
    }

    /// The value of a name in a section; `None` when it is not set or empty.
    #[must_use]
    pub fn get(&self, section: &str, name: &str) -> Option<&str> {
        let line = self.lines.iter().rfind(|line| line.section == section && line.name == name);
        line.map(|line| line.value.as_str()).filter(|value| !value.is_empty())
    }

    /// The address of a service.
    pub(crate) fn endpoint(&self, service: &Service) -> Option<&str> {
        let official = || self.get("basic", "iam_endpoint").or_else(|| self.get("global", "iam_endpoint"));
        self.get(service.id, "endpoint").or_else(|| official().filter(|_| service.id == "iam"))
    }

    /// The region of a service.
    pub(crate) fn region(&self, service: &Service) -> Option<&str> {
        self.get(service.id, "region")
    }

    /// The credentials for a service, or why there are none.
    pub(super) fn credentials(&self, service: &Service) -> Result<Found, Missing> {
        let official = match service.scheme {
            Scheme::Bearer => {
                let found = self.drive(service.id).map_err(Missing::Unusable)?;
                return found.ok_or_else(|| Missing::Nothing(format!("it has no credentials in [{}]", service.id)));
            }
            Scheme::IamAccount => "global",
            Scheme::IamProject => "basic",
        };
        for section in [service.id, official] {
            if let Some(found) = self.iam(section).map_err(Missing::Unusable)? {
                return Ok(found);
            }
        }
        Err(Missing::Nothing(format!("it has no credentials in [{}] or [{official}]", service.id)))
    }

    fn iam(&self, section: &str) -> Result<Option<Found>, String> {
        let get = |name: &str| self.get(section, name);
        let pair = |first: &str, second: &str| self.pair(section, first, second);
        let given = if let Some(token) = get("token") {
            Credentials::token(token)
        } else if let Some((access, secret)) = pair("ak", "sk")? {
            match get("security_token") {
                None => Credentials::keys(access, secret),
                Some(token) => Credentials::temporary_keys(access, secret, token),
            }
        } else if let Some((user, password)) = pair("user", "password")? {
            let account = get("domain").ok_or_else(|| format!("[{section}] has `user`, but not `domain`"))?;
            Credentials::password(account, user, password)
        } else if get("idp_id").is_some() {
            return Err(format!("[{section}] has `idp_id`, but federated sign-in is not supported"));
        } else {
            return Ok(None);
        };
        let given = get("domain_id").into_iter().fold(given, Credentials::domain_id);
        let given = get("project_id").into_iter().fold(given, Credentials::project_id);
        given.check().map(Some).map_err(|why| format!("[{section}]: {why}"))
    }

    fn drive(&self, section: &str) -> Result<Option<Found>, String> {
        let get = |name: &str| self.get(section, name);
        let given = if let Some(token) = get("token") {
            match get("session_id") {
                Some(session) => DriveCredentials::session(token, session),
                None => DriveCredentials::token(token),
            }
        } else if let Some((app, secret)) = self.pair(section, "app_id", "app_secret")? {
            let user = get("user_id").ok_or_else(|| format!("[{section}] has `app_id`, but not `user_id`"))?;
            DriveCredentials::app(app, secret, user)
        } else {
            return Ok(None);
        };
        given.check().map(Some).map_err(|why| format!("[{section}]: {why}"))
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

/// Shows the names, not the values.
impl fmt::Debug for Profile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.lines.iter().map(|line| (&line.section, &line.name))).finish()
    }
}
