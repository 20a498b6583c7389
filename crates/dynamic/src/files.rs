//! Files in requests. In JSON, a file is its path, `-` for standard input, or an object of a `FilePart`.

use std::fs;
use std::io;
use std::path::Path;

use hwc_api::serde_json::{Map, Value as Json, json};
use hwc_api::{Binary, Record};
use hwc_wire::value::{MapBuilder, ObjectReader};
use hwc_wire::{DecodeContext, InputValue, ValueError, set_field};

use crate::error::InputError;
use crate::field::{Field, is_file};
use crate::sources::ValueSources;

/// The contents of files that have no local path, by the name of the field. They are not JSON.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileContents(Vec<(&'static str, Binary)>);

impl FileContents {
    /// Adds the content of a file for a field.
    pub fn insert(&mut self, field: &Field, content: impl Into<Binary>) {
        self.0.push((field.name(), content.into()));
    }

    /// Returns the content for a field by its name on the wire.
    #[must_use]
    pub fn get(&self, field: &str) -> Option<&Binary> {
        self.0.iter().find(|(name, _)| *name == field).map(|(_, content)| content)
    }

    /// Turns the paths in `members` into file parts, and reads the file whose path is `-` from standard input.
    ///
    /// A path alone is the same as `{"path": ..}`. The file name that is sent defaults to the last component of the path.
    /// Unreadable files are errors, because a failure during an upload leaves unclear if the service got a part.
    ///
    /// # Errors
    /// Returns [`InputError::Field`] with the cause.
    pub fn load(
        fields: &[Field],
        members: &mut Map<String, Json>,
        sources: &mut ValueSources,
    ) -> Result<Self, InputError> {
        let mut contents = Self::default();
        for field in fields.iter().filter(|field| is_file(&field.kind)) {
            let of_field = members.iter_mut().filter(|(name, _)| field.descriptor.is_called(name));
            for (_, value) in of_field {
                if let Some(content) = load(value, sources).map_err(|error| in_field(field, error))? {
                    contents.insert(field, content);
                }
            }
        }
        Ok(contents)
    }

    /// Puts the contents into the request.
    pub(crate) fn attach(&self, request: &mut dyn Record) -> Result<(), InputError> {
        for (name, content) in &self.0 {
            let set = set_field(request, name, InputValue::Object(&mut Content(content)));
            set.unwrap_or(Ok(())).map_err(|error| InputError::Member(format!("{name}: {error}")))?;
        }
        Ok(())
    }
}

fn in_field(field: &Field, error: InputError) -> InputError {
    InputError::Field { field: field.name().to_owned(), source: Box::new(error) }
}

fn load(value: &mut Json, sources: &mut ValueSources) -> Result<Option<Vec<u8>>, InputError> {
    if let Json::String(path) = value {
        *value = json!({ "path": path });
    }
    let Json::Object(file) = value else { return Ok(None) };
    let Some(path) = file.get("path").and_then(Json::as_str).map(str::to_owned) else { return Ok(None) };
    if path == "-" {
        file.remove("path");
        file.entry("file_name").or_insert(json!("stdin"));
        return sources.read_stdin().map(Some);
    }
    let name = Path::new(&path).file_name().map(|name| name.to_string_lossy().into_owned());
    file.entry("file_name").or_insert(json!(name.unwrap_or_default()));
    ensure_readable(&path).map(|()| None)
}

/// Returns an error for a file that cannot be opened. Pipes and devices are not opened, because that would consume them.
fn ensure_readable(path: &str) -> Result<(), InputError> {
    let unreadable = |source: io::Error| InputError::Read { origin: format!("`{path}`"), source };
    match fs::metadata(path).map_err(unreadable)? {
        metadata if metadata.is_dir() => Err(InputError::Directory(format!("`{path}`"))),
        metadata if metadata.is_file() => fs::File::open(path).map(drop).map_err(unreadable),
        _ => Ok(()),
    }
}

/// Rejects local paths in a request from a client that must not read the files of this machine, such as a page.
///
/// # Errors
/// Returns [`InputError::LocalPath`] for the first field with a path.
pub fn reject_local_paths(fields: &[Field], members: &Map<String, Json>) -> Result<(), InputError> {
    let files = fields.iter().filter(|field| is_file(&field.kind));
    for field in files {
        let mut of_field = members.iter().filter(|(name, _)| field.descriptor.is_called(name));
        if of_field.any(|(_, value)| value.is_string() || value.get("path").is_some_and(|path| !path.is_null())) {
            return Err(InputError::LocalPath(field.name().to_owned()));
        }
    }
    Ok(())
}

/// The content of a file part, as the only member of an object.
struct Content<'a>(&'a Binary);

impl ObjectReader for Content<'_> {
    fn decode_record(&mut self, record: &mut dyn Record, cx: &mut DecodeContext) -> Result<(), ValueError> {
        match record.descriptor().fields.iter().position(|field| field.name == "content") {
            Some(index) => record.get_mut(index).decode(InputValue::Bytes(self.0.as_slice()), cx),
            None => Ok(()),
        }
    }

    fn decode_map(&mut self, _: &mut dyn MapBuilder, _: &mut DecodeContext) -> Result<(), ValueError> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::DynamicOperation;

    fn load(file: Json) -> Result<(Json, FileContents), String> {
        let fields = DynamicOperation::find("UploadAccessory").unwrap().fields();
        let mut members = Map::from_iter([("file".to_owned(), file)]);
        let mut sources = ValueSources::new(|_| None, &b"\xff\0"[..]);
        let contents = FileContents::load(&fields, &mut members, &mut sources);
        contents.map(|contents| (members["file"].take(), contents)).map_err(|error| error.to_string())
    }

    #[test]
    fn a_path_is_enough() {
        let manifest = concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml");
        let part = json!({ "path": manifest, "file_name": "Cargo.toml" });
        assert_eq!(load(json!(manifest)).unwrap(), (part.clone(), FileContents::default()));
        assert_eq!(load(json!({ "path": manifest })).unwrap().0, part);
        let named = json!({ "path": manifest, "file_name": "a.toml" });
        assert_eq!(load(named.clone()).unwrap().0, named);
    }

    #[test]
    fn standard_input_is_kept_as_bytes() {
        let (part, contents) = load(json!("-")).unwrap();
        assert_eq!(part, json!({ "file_name": "stdin" }));
        assert_eq!(contents.get("file").unwrap().as_slice(), b"\xff\0");
        assert_eq!(load(json!({ "path": "-", "file_name": "a.log" })).unwrap().0, json!({ "file_name": "a.log" }));
    }

    #[test]
    fn unreadable_files_are_errors() {
        assert!(load(json!("/no/such.log")).unwrap_err().starts_with("file: cannot read `/no/such.log`: "));
        assert_eq!(load(json!("/")).unwrap_err(), "file: cannot read `/`: it is a directory");
    }

    #[test]
    fn local_paths_can_be_rejected() {
        let fields = DynamicOperation::find("UploadAccessory").unwrap().fields();
        let check = |file: Json| reject_local_paths(&fields, &Map::from_iter([("file".to_owned(), file)]));
        for file in [json!("/etc/passwd"), json!({ "path": "/etc/passwd" })] {
            assert_eq!(
                check(file).unwrap_err().to_string(),
                "local path is not allowed in `file`; pass the content instead"
            );
        }
        check(json!({ "file_name": "a", "content": "b" })).unwrap();
    }
}
