//! The parser of profile files. It rejects lines that the official SDKs for Python and Go parse differently.
//!
//! Python uses `configparser` and Go uses `ini.v1`, both with default settings. Crates for INI files are not used, because
//! their errors contain values.

use super::ProfileFileError;
use super::names::{OFFICIAL, is_default_section};

/// A name with its value.
#[derive(Clone)]
pub(super) struct Line {
    pub(super) section: String,
    pub(super) name: String,
    pub(super) value: String,
    /// The line number and a description if the official SDKs parse the line differently. In sections that always apply,
    /// this is an error of the file, in others only if their profile is selected.
    pub(super) problem: Option<(usize, &'static str)>,
}

/// The current section.
struct Section {
    name: String,
    /// The indent of the last name, if there is one.
    indent: Option<usize>,
    /// True if the section began before.
    is_repeated: bool,
}

/// Decodes the text of a file.
pub(super) fn decode(bytes: &[u8]) -> Result<&str, ProfileFileError> {
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Err(ProfileFileError::Utf16);
    }
    std::str::from_utf8(bytes).map_err(|error| {
        let before = bytes.get(..error.valid_up_to()).unwrap_or_default();
        ProfileFileError::NotUtf8(1 + before.iter().filter(|byte| **byte == b'\n').count())
    })
}

/// Parses all names with their values, in the order of the file.
pub(super) fn parse(text: &str) -> Result<Vec<Line>, ProfileFileError> {
    let mut parser = Parser::default();
    for (index, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
        parser.read_line(index + 1, line)?;
    }
    Ok(parser.lines)
}

/// The lines up to the current one.
#[derive(Default)]
struct Parser {
    lines: Vec<Line>,
    section: Option<Section>,
    /// The names of all sections.
    seen: Vec<String>,
}

impl Parser {
    fn read_line(&mut self, number: usize, line: &str) -> Result<(), ProfileFileError> {
        let content = line.trim();
        if content.is_empty() || content.starts_with(['#', ';']) {
            return Ok(());
        }
        if content.chars().any(|c| c.is_control() && c != '\t') {
            return Err(ProfileFileError::Line(number));
        }
        match content.strip_prefix('[') {
            Some(rest) => self.begin_section(number, section_name(rest, number)?),
            None => self.add_value(number, content, line.len() - line.trim_start().len()),
        }
    }

    fn begin_section(&mut self, number: usize, name: String) -> Result<(), ProfileFileError> {
        let is_repeated = self.seen.contains(&name);
        if is_repeated && is_default_section(&name) {
            return Err(ambiguous(number, "begins a section for the second time"));
        }
        self.seen.push(name.clone());
        self.section = Some(Section { name, indent: None, is_repeated });
        Ok(())
    }

    fn add_value(&mut self, number: usize, content: &str, indent: usize) -> Result<(), ProfileFileError> {
        let (name, value) = content.split_once(['=', ':']).ok_or(ProfileFileError::Line(number))?;
        let section = self.section.as_mut().ok_or(ProfileFileError::NoSection(number))?;
        let (name, value) = (name.trim().to_lowercase(), value.trim().to_owned());
        if name.is_empty() {
            return Err(ProfileFileError::Line(number));
        }
        let mut line = Line { section: section.name.clone(), name, value, problem: None };
        match check(&line, section, indent, &self.lines) {
            Some(why) if is_default_section(&line.section) || section.name == "DEFAULT" => {
                return Err(ambiguous(number, why));
            }
            problem => line.problem = problem.map(|why| (number, why)),
        }
        section.indent = Some(indent);
        self.lines.push(line);
        Ok(())
    }
}

/// Returns the name of a section. It may be followed by a comment.
fn section_name(rest: &str, number: usize) -> Result<String, ProfileFileError> {
    let (name, behind) = rest.rsplit_once(']').ok_or(ProfileFileError::Line(number))?;
    let behind = behind.trim_start();
    if name.contains(']') || !(behind.is_empty() || behind.starts_with(['#', ';'])) {
        return Err(ProfileFileError::Line(number));
    }
    Ok(name.trim().to_owned())
}

fn ambiguous(line: usize, why: &'static str) -> ProfileFileError {
    ProfileFileError::Ambiguous { line, why }
}

/// Returns a description of the problem if the official SDKs parse the line differently.
fn check(line: &Line, section: &Section, indent: usize, before: &[Line]) -> Option<&'static str> {
    if section.name == "DEFAULT" {
        return Some("is in the section [DEFAULT], which Python alone adds to all others");
    }
    if section.is_repeated {
        return Some("belongs to a section that begins for the second time");
    }
    if before.iter().any(|other| other.section == line.section && other.name == line.name) {
        return Some("sets a name for the second time");
    }
    if section.indent.is_some_and(|last| indent > last) {
        return Some("is indented more than the line before, so that Python reads it as a part of that one");
    }
    value_problem(&line.value, OFFICIAL.contains(&line.section.as_str()))
}

fn value_problem(value: &str, is_official: bool) -> Option<&'static str> {
    let quoted = |quote: char| value.len() > 1 && value.starts_with(quote) && value.ends_with(quote);
    if quoted('"') || quoted('\'') || value.starts_with('`') || value.starts_with("\"\"\"") {
        return Some("has a value in quotes, which Go takes off and Python does not: remove them");
    }
    if has_comment(value) {
        return Some(
            "has a comment behind its value, which Go leaves out and Python does not: give it a line of its own",
        );
    }
    if !is_official {
        return None;
    }
    if value.contains(['#', ';']) {
        return Some("has `#` or `;` in its value, where Go ends and Python does not");
    }
    if value.contains('%') {
        return Some("has `%` in its value, which Python replaces and Go does not");
    }
    value.ends_with('\\').then_some("ends with `\\`, after which Go reads the next line and Python does not")
}

/// Returns true if the value contains `#` or `;` where a reader would see a comment.
fn has_comment(value: &str) -> bool {
    value
        .char_indices()
        .any(|(index, c)| matches!(c, '#' | ';') && value[..index].chars().next_back().is_none_or(char::is_whitespace))
}
