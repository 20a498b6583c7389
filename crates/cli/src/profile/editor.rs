//! Edits of a profile file that keep all other lines, with their comments and their order.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use hwc_api::{ProfileFile, ProfileFileError};
use hwc_transport::file::{Access, AtomicFile};

use crate::error::CliError;

/// A profile file and its lines.
pub(crate) struct ProfileEditor {
    path: PathBuf,
    lines: Vec<String>,
}

impl ProfileEditor {
    /// Reads the file. A file that does not exist is empty.
    ///
    /// # Errors
    /// Fails if the file cannot be read, or if it is not a valid profile file.
    pub(crate) fn load(path: &Path) -> Result<Self, CliError> {
        let text = match fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
            Err(error) => return Err(CliError::config(format!("cannot read {}: {error}", path.display()))),
        };
        parse(path, &text)?;
        let lines = text.trim_start_matches('\u{feff}').lines().map(str::to_owned).collect();
        Ok(Self { path: path.to_owned(), lines })
    }

    /// Returns the path.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Returns the names of the sections, each once, in the order of the file.
    pub(crate) fn sections(&self) -> Vec<&str> {
        let mut names: Vec<&str> = Vec::new();
        for name in self.lines.iter().filter_map(|line| section_name(line)) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }

    /// Returns the keys of a section with their values, without empty ones.
    pub(crate) fn values(&self, section: &str) -> Vec<(String, &str)> {
        let pairs = self.range(section).filter_map(|index| pair(&self.lines[index]));
        pairs.filter(|(_, value)| !value.is_empty()).collect()
    }

    /// Returns the value of a key, if it is set.
    pub(crate) fn get(&self, section: &str, key: &str) -> Option<&str> {
        self.values(section).into_iter().find(|(name, _)| name == key).map(|(_, value)| value)
    }

    /// Sets a key, in its line if there is one.
    pub(crate) fn set(&mut self, section: &str, key: &str, value: &str) {
        let line = format!("{key} = {value}");
        let existing = self.range(section).find(|index| is_called(&self.lines[*index], key));
        if let Some(index) = existing {
            self.lines[index] = line;
            return;
        }
        let Some(end) = self.end_of(section) else {
            if self.lines.last().is_some_and(|line| !line.trim().is_empty()) {
                self.lines.push(String::new());
            }
            self.lines.extend([format!("[{section}]"), line]);
            return;
        };
        self.lines.insert(end, line);
    }

    /// Removes a key. Returns true if it was set.
    pub(crate) fn unset(&mut self, section: &str, key: &str) -> bool {
        let indexes: Vec<usize> = self.range(section).filter(|index| is_called(&self.lines[*index], key)).collect();
        for index in indexes.iter().rev() {
            self.lines.remove(*index);
        }
        !indexes.is_empty()
    }

    /// Writes the file, which only its owner can read.
    ///
    /// # Errors
    /// Fails if a value cannot be stored, such as one with line breaks, or if the file cannot be written.
    pub(crate) fn save(&self) -> Result<(), CliError> {
        let text: String = self.lines.iter().map(|line| format!("{line}\n")).collect();
        let parsed = parse(&self.path, &text)?;
        for section in self.sections() {
            for (key, value) in self.values(section) {
                if parsed.get(section, &key) != Some(value) {
                    return Err(CliError::config(format!("the value of `{key}` in [{section}] cannot be stored")));
                }
            }
        }
        let failed = |error: io::Error| CliError::file("write", &self.path, &error);
        if let Some(directory) = self.path.parent() {
            create_private_dir(directory).map_err(failed)?;
        }
        AtomicFile::replace(&self.path, text.as_bytes(), Access::Owner).map_err(failed)?;
        restrict(&self.path).map_err(failed)
    }

    /// Returns the lines of a section, without its header.
    fn range(&self, section: &str) -> impl Iterator<Item = usize> {
        let start = self.lines.iter().position(|line| section_name(line) == Some(section));
        let start = start.map_or(self.lines.len(), |start| start + 1);
        let length = self.lines[start..].iter().take_while(|line| section_name(line).is_none()).count();
        start..start + length
    }

    /// Returns the index behind the last line of a section that is not empty.
    fn end_of(&self, section: &str) -> Option<usize> {
        let start = self.lines.iter().position(|line| section_name(line) == Some(section))?;
        let last = self.range(section).filter(|index| !self.lines[*index].trim().is_empty()).last();
        Some(last.unwrap_or(start) + 1)
    }
}

fn parse(path: &Path, text: &str) -> Result<ProfileFile, CliError> {
    let invalid = |error: ProfileFileError| CliError::config(format!("profile file {}: {error}", path.display()));
    ProfileFile::parse(text).map_err(invalid)
}

fn section_name(line: &str) -> Option<&str> {
    let (name, _) = line.trim().strip_prefix('[')?.rsplit_once(']')?;
    Some(name.trim())
}

/// Returns the name of a line in lower case, and its value.
fn pair(line: &str) -> Option<(String, &str)> {
    let line = line.trim();
    if line.starts_with(['#', ';', '[']) {
        return None;
    }
    let (name, value) = line.split_once(['=', ':'])?;
    Some((name.trim().to_lowercase(), value.trim()))
}

fn is_called(line: &str, key: &str) -> bool {
    pair(line).is_some_and(|(name, _)| name == key)
}

/// Creates a directory that only its owner can enter. An existing one is not changed.
fn create_private_dir(path: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

/// Sets the mode of a file that existed with another one.
#[cfg(unix)]
fn restrict(path: &Path) -> io::Result<()> {
    fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(0o600))
}

/// Changes nothing: on other systems, a file in a home directory is private.
#[cfg(not(unix))]
fn restrict(_: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "# of the team\n[global]\nak = A\nsk = S\n\n; below\n[ops]\nregion: cn-north-4\n";

    fn editor(text: &str) -> ProfileEditor {
        let lines = text.lines().map(str::to_owned).collect();
        ProfileEditor { path: PathBuf::from("credentials"), lines }
    }

    fn text(editor: &ProfileEditor) -> String {
        editor.lines.join("\n") + "\n"
    }

    #[test]
    fn edits_keep_all_other_lines() {
        let mut file = editor(FILE);
        file.set("global", "ak", "B");
        file.set("global", "domain_id", "d");
        file.set("ops", "ak", "C");
        file.set("new.koodrive", "token", "t");
        let expected = "# of the team\n[global]\nak = B\nsk = S\n\n; below\n\
                        domain_id = d\n[ops]\nregion: cn-north-4\nak = C\n\n[new.koodrive]\ntoken = t\n";
        assert_eq!(text(&file), expected);
        assert_eq!(file.sections(), ["global", "ops", "new.koodrive"]);
        assert!(file.unset("global", "sk") && !file.unset("global", "sk") && !file.unset("none", "x"));
        assert_eq!(file.get("global", "sk"), None);
        assert_eq!(file.values("ops"), [("region".to_owned(), "cn-north-4"), ("ak".to_owned(), "C")]);
    }

    #[test]
    fn values_that_cannot_be_stored_are_errors() {
        let mut file = editor(FILE);
        file.set("global", "sk", "a#b");
        assert!(file.save().unwrap_err().message().contains("has `#` or `;` in its value"));
        let mut file = editor("");
        file.set("ops", "sk", "a\nb");
        assert!(file.save().is_err());
    }

    #[cfg(unix)]
    #[test]
    fn the_file_is_private() {
        use std::os::unix::fs::MetadataExt;
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("new").join("credentials");
        let mut file = ProfileEditor::load(&path).unwrap();
        file.set("ops", "ak", "A");
        file.save().unwrap();
        assert_eq!(fs::metadata(&path).unwrap().mode() & 0o777, 0o600);
        assert_eq!(fs::metadata(path.parent().unwrap()).unwrap().mode() & 0o777, 0o700);
        fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o644)).unwrap();
        ProfileEditor::load(&path).unwrap().save().unwrap();
        assert_eq!(fs::metadata(&path).unwrap().mode() & 0o777, 0o600);
        assert_eq!(fs::read_to_string(&path).unwrap(), "[ops]\nak = A\n");
    }
}
