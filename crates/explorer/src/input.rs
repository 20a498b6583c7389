//! The input of a call as the page sends it: an operation, its fields, files and settings.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hwc_api::http::StatusCode;
use hwc_api::serde_json::{self, Map, Value as Json, json};
use hwc_dynamic::{
    DynamicOperation, DynamicRequest, FileContents, InputError, UnknownOperation, find_field, reject_local_paths,
};
use serde::Deserialize;
use thiserror::Error;

/// A call as the page sends it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawInput {
    operation: String,
    #[serde(default)]
    fields: Map<String, Json>,
    #[serde(default)]
    files: BTreeMap<String, UploadedFile>,
    #[serde(default)]
    settings: BTreeMap<String, String>,
    #[serde(default)]
    confirmed: bool,
    #[serde(default)]
    fault: Option<String>,
    #[serde(default)]
    language: Option<String>,
}

/// A file that was chosen in the page.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct UploadedFile {
    pub(crate) name: String,
    #[serde(default)]
    media_type: String,
    /// The content in Base64.
    content: String,
}

/// A call with its operation.
pub(crate) struct CallInput {
    pub(crate) operation: DynamicOperation,
    /// The fields by name. A file is an object with its name.
    pub(crate) fields: Map<String, Json>,
    /// The contents of the files by field.
    pub(crate) files: BTreeMap<String, (String, Vec<u8>)>,
    pub(crate) settings: BTreeMap<String, String>,
    /// True if the user confirmed the call.
    pub(crate) confirmed: bool,
    /// The fault to inject into the sandbox first.
    pub(crate) fault: Option<String>,
    /// The language of an export.
    pub(crate) language: Option<String>,
}

/// The reason why a call of the page cannot be handled.
#[derive(Debug, Error)]
pub(crate) enum Rejection {
    /// The request is not the expected JSON.
    #[error("invalid request: {0}")]
    Json(#[from] serde_json::Error),
    /// The operation does not exist.
    #[error(transparent)]
    Operation(#[from] UnknownOperation),
    /// A file is not Base64, or is for a field that is not a file.
    #[error("file for `{0}` cannot be used: expected Base64 for a field of the operation")]
    File(String),
    /// A value does not fit its field.
    #[error(transparent)]
    Input(#[from] InputError),
    /// The service does not have the setting.
    #[error("unknown setting `{0}`")]
    Setting(String),
    /// The call changes data and is not confirmed.
    #[error("the call must be confirmed: it {0}")]
    Unconfirmed(&'static str),
    /// The fault is malformed, or the calls do not go to the sandbox.
    #[error("fault cannot be injected: {0}")]
    Fault(String),
    /// The language of a sample is unknown or does not have the operation.
    #[error("no sample in this language")]
    Language,
    /// The archive cannot be written.
    #[error("cannot write the archive: {0}")]
    Archive(String),
}

impl Rejection {
    /// Returns the status of the response.
    pub(crate) fn status(&self) -> StatusCode {
        match self {
            Self::Operation(_) | Self::Language => StatusCode::NOT_FOUND,
            Self::Unconfirmed(_) => StatusCode::CONFLICT,
            _ => StatusCode::BAD_REQUEST,
        }
    }
}

impl CallInput {
    /// Parses the body of a request of the page.
    pub(crate) fn parse(body: &[u8]) -> Result<Self, Rejection> {
        let raw: RawInput = serde_json::from_slice(body)?;
        let operation = DynamicOperation::find(&raw.operation)?;
        let settings = operation.descriptor().service.settings;
        if let Some(unknown) = raw.settings.keys().find(|name| settings.iter().all(|known| known.name != **name)) {
            return Err(Rejection::Setting(unknown.clone()));
        }
        let mut input = Self {
            operation,
            fields: raw.fields,
            files: BTreeMap::new(),
            settings: raw.settings.into_iter().filter(|(_, value)| !value.is_empty()).collect(),
            confirmed: raw.confirmed,
            fault: raw.fault.filter(|fault| !fault.is_empty()),
            language: raw.language,
        };
        raw.files.into_iter().try_for_each(|(field, file)| input.add_file(field, &file))?;
        reject_local_paths(&operation.fields(), &input.fields)?;
        Ok(input)
    }

    /// Adds a file, whose content is not part of the JSON.
    fn add_file(&mut self, field: String, file: &UploadedFile) -> Result<(), Rejection> {
        let Ok(content) = STANDARD.decode(&file.content) else { return Err(Rejection::File(field)) };
        let mut part = json!({ "file_name": file.name });
        if !file.media_type.is_empty() {
            part["content_type"] = json!(file.media_type);
        }
        self.fields.insert(field.clone(), part);
        self.files.insert(field, (file.name.clone(), content));
        Ok(())
    }

    /// Returns the request. Members that do not fit are errors; constraints are not validated.
    pub(crate) fn request(&self) -> Result<DynamicRequest, Rejection> {
        self.request_with(self.fields.clone())
    }

    /// Returns the request with other fields and the files of this input.
    pub(crate) fn request_with(&self, fields: Map<String, Json>) -> Result<DynamicRequest, Rejection> {
        let known = self.operation.fields();
        let mut contents = FileContents::default();
        for (name, (_, content)) in &self.files {
            let field = find_field(&known, name).ok_or_else(|| Rejection::File(name.clone()))?;
            contents.insert(field, content.clone());
        }
        Ok(DynamicRequest::with_files(self.operation, fields, &contents)?)
    }

    /// Returns the settings as pairs.
    pub(crate) fn setting_pairs(&self) -> Vec<(&str, &str)> {
        self.settings.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
    }
}
