//! Files in multipart forms. On the command line they are a path, or `-` for standard input.

use std::fs;
use std::path::Path;

use hwc_api::serde_json::{Map, Value as Json, json};
use hwc_api::wire::value::{MapBuilder, ObjectReader};
use hwc_api::wire::{DecodeContext, FilePart, InputValue, Kind, Model, ValueError};
use hwc_api::{Binary, Record};

use super::flags::Flag;
use super::sources::Sources;

/// Contents read from standard input, by field.
pub(crate) type Contents = Vec<(&'static str, Binary)>;

/// Returns true if values of this kind are files to upload.
pub(crate) fn is_file(kind: &Kind) -> bool {
    matches!(kind, Kind::Record(record) if record.descriptor.name == FilePart::type_descriptor().name)
}

/// Parses the text after a flag: a path, `-`, or a JSON object.
pub(crate) fn read(text: &str) -> Result<Json, String> {
    if text.starts_with('{') { super::value::parse(text) } else { Ok(json!(text)) }
}

/// Turns paths into file parts and returns the contents read from standard input.
///
/// A path alone is the same as `{"path": ..}`. The file name that is sent defaults to the last component of the path.
pub(crate) fn settle(
    flags: &[Flag],
    members: &mut Map<String, Json>,
    sources: &mut Sources<'_>,
) -> Result<Contents, String> {
    let mut contents = Contents::new();
    for flag in flags.iter().filter(|flag| is_file(&flag.kind)) {
        let of_field = members.iter_mut().filter(|(name, _)| flag.field.is_called(name));
        for (_, value) in of_field {
            if let Some(content) = one(value, sources).map_err(|problem| format!("--{}: {problem}", flag.name))? {
                contents.push((flag.field.name, content));
            }
        }
    }
    Ok(contents)
}

fn one(value: &mut Json, sources: &mut Sources<'_>) -> Result<Option<Binary>, String> {
    if let Json::String(path) = value {
        *value = json!({ "path": path });
    }
    let Json::Object(file) = value else {
        return Ok(None);
    };
    let Some(path) = file.get("path").and_then(Json::as_str).map(str::to_owned) else {
        return Ok(None);
    };
    let from_stdin = path == "-";
    let last = Path::new(&path).file_name().map(|name| name.to_string_lossy().into_owned());
    let name = if from_stdin { "stdin".to_owned() } else { last.unwrap_or_default() };
    file.entry("file_name").or_insert(json!(name));
    if !from_stdin {
        return Ok(None);
    }
    file.remove("path");
    sources.bytes().map(|bytes| Some(bytes.into()))
}

/// Rejects unreadable files before anything is sent. A failure during the upload would leave unclear if the service got
/// a part.
pub(crate) fn check_readable(flags: &[Flag], members: &Map<String, Json>) -> Result<(), String> {
    for flag in flags.iter().filter(|flag| is_file(&flag.kind)) {
        let files = members.iter().filter(|(name, _)| flag.field.is_called(name));
        for path in files.filter_map(|(_, file)| file.get("path")?.as_str()) {
            open(Path::new(path)).map_err(|problem| format!("--{}: `{path}` {problem}", flag.name))?;
        }
    }
    Ok(())
}

fn open(path: &Path) -> Result<(), String> {
    let unreadable = |error| format!("cannot be read: {error}");
    match fs::metadata(path).map_err(unreadable)? {
        about if about.is_dir() => Err("is a folder".to_owned()),
        about if about.is_file() => fs::File::open(path).map(drop).map_err(unreadable),
        _ => Ok(()),
    }
}

/// Puts contents from standard input into the request. They are not JSON, so they are not part of the other fields.
pub(crate) fn put(request: &mut dyn Record, contents: &Contents) -> Result<(), String> {
    for (name, content) in contents {
        let index = request.descriptor().fields.iter().position(|field| field.name == *name);
        if let Some(index) = index {
            let input = InputValue::Object(&mut Content(content));
            let read = request.get_mut(index).decode(input, &mut DecodeContext::default());
            read.map_err(|error| error.to_string())?;
        }
    }
    Ok(())
}

/// The content of a [`FilePart`], as one member of an object.
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
