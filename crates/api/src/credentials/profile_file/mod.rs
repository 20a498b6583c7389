//! The profile file: an INI file with the sections of the official SDKs and additional ones.

mod names;
mod parse;
mod view;

use std::collections::BTreeSet;
use std::fmt;
use std::io;
use std::path::Path;

use names::profile_of;
pub(super) use names::validate_profile_name;
use parse::Line;
pub(crate) use view::ProfileView;

/// A profile file.
///
/// | section | keys |
/// | --- | --- |
/// | `[global]` | official, for services of the whole account: `ak`, `sk`, `security_token`, `domain_id`, `iam_endpoint`; or `idp_id` and `id_token_file` in place of keys |
/// | `[basic]` | official, for services of a project: the same, and `project_id` |
/// | `[osm]`, `[insight]`, `[iam]` | for one service, with precedence: the same, and `token`; or `domain`, `user` and `password`; `region`, `endpoint` |
/// | `[koodrive]` | `token` and `session_id`; or `app_id`, `app_secret` and `user_id`; `region`, `endpoint` |
///
/// # Named profiles
///
/// A file can have the credentials of several accounts. A [profile](crate::ClientBuilder::profile) such as `ops` has these
/// sections:
///
/// | section | keys |
/// | --- | --- |
/// | `[ops]` | for OSM, DataArts Insight and IAM: the keys of `[osm]`, and `project_id`, `iam_endpoint`; `region` and `endpoint` apply to all services |
/// | `[ops.osm]`, `[ops.insight]`, `[ops.iam]` | for one service, with precedence: the keys of `[osm]` |
/// | `[ops.koodrive]` | the keys of `[koodrive]` |
///
/// With a profile, the sections of the table above are not read, since they may be those of another account.
///
/// # Format
///
/// Lines are `name = value` or `name: value`. `#` and `;` start a comment at the beginning of a line and after a section
/// header. Empty values count as not set. Names and sections that are not listed here are ignored.
///
/// The file must be UTF-8, with or without a byte order mark. It is parsed like the official SDKs for Python and Go do. A
/// line in the sections above, or in those of the selected profile, that these two parse differently is an error:
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
            Ok(bytes) => Self::from_bytes(&bytes).map(Some),
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

    /// Parses the content of a profile file.
    pub(super) fn from_bytes(bytes: &[u8]) -> Result<Self, ProfileFileError> {
        Self::parse(parse::decode(bytes)?)
    }

    /// Returns the value of a name in a section, or `None` if it is not set or empty.
    #[must_use]
    pub fn get(&self, section: &str, name: &str) -> Option<&str> {
        let line = self.lines.iter().rfind(|line| line.section == section && line.name == name);
        line.map(|line| line.value.as_str()).filter(|value| !value.is_empty())
    }

    /// Returns the sections that apply: those of a named profile, or those for default credentials.
    pub(super) fn view<'a>(&'a self, profile: Option<&'a str>) -> ProfileView<'a> {
        ProfileView::new(self, profile)
    }

    /// Returns an error if the file has no values for the profile, or one that is ambiguous.
    pub(super) fn check_profile(&self, name: &str) -> Result<(), String> {
        let mut lines = self.lines.iter().filter(|line| profile_of(&line.section) == Some(name)).peekable();
        if lines.peek().is_none() {
            let names: BTreeSet<&str> = self.lines.iter().filter_map(|line| profile_of(&line.section)).collect();
            let names: Vec<&str> = names.into_iter().collect();
            let names = if names.is_empty() { "no named profile".to_owned() } else { names.join(", ") };
            return Err(format!("the file has no values for it; it has {names}"));
        }
        let problem = lines.find_map(|line| line.problem);
        problem.map_or(Ok(()), |(line, why)| Err(ProfileFileError::Ambiguous { line, why }.to_string()))
    }
}

/// Prints the names, but not the values.
impl fmt::Debug for ProfileFile {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.lines.iter().map(|line| (&line.section, &line.name))).finish()
    }
}
