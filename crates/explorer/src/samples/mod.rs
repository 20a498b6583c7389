//! Sample code of exactly one call, in several languages. It follows the form of the page.
//!
//! Secrets are environment variables in every language. Only Service Tickets have official SDKs.

mod archive;
mod call;
mod curl;
mod go;
mod http_files;
mod hwc;
mod java;
mod python;
mod readme;
mod rust;
mod sdk;
#[cfg(test)]
mod tests;
mod wire;

use hwc_api::serde_json::{Value as Json, json};

use crate::input::{CallInput, Rejection};

pub(crate) use archive::archive;
use call::SampleCall;

/// A language of samples.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SampleLanguage {
    /// A Rust program on hwc-api.
    Rust,
    /// A command line of `hwc`.
    Hwc,
    /// A shell script with curl.
    Curl,
    /// A program with the official SDK for Python.
    Python,
    /// A program with the official SDK for Go.
    Go,
    /// A program with the official SDK for Java.
    Java,
    /// A `.http` file, as editors run it.
    Http,
    /// A request of Bruno.
    Bruno,
}

/// The sample of a call in one language.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Sample {
    /// The language.
    pub language: SampleLanguage,
    /// The files. The first one contains the call.
    pub files: Vec<SampleFile>,
    /// The environment variables that it reads, with their meanings.
    pub variables: Vec<(String, String)>,
    /// The command that runs it in its folder.
    pub command: String,
}

/// A file of a sample.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SampleFile {
    /// The path in the folder of the sample.
    pub path: String,
    /// The content.
    pub text: String,
}

impl SampleFile {
    fn new(path: impl Into<String>, text: impl Into<String>) -> Self {
        Self { path: path.into(), text: text.into() }
    }
}

impl SampleLanguage {
    /// All languages, in the order of the page.
    pub const ALL: [Self; 8] =
        [Self::Rust, Self::Hwc, Self::Curl, Self::Python, Self::Go, Self::Java, Self::Http, Self::Bruno];

    /// Returns the ID, as in `rust`.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Rust => "rust",
            Self::Hwc => "hwc",
            Self::Curl => "curl",
            Self::Python => "python",
            Self::Go => "go",
            Self::Java => "java",
            Self::Http => "http",
            Self::Bruno => "bruno",
        }
    }

    /// Returns the title, as in `Rust`.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Rust => "Rust",
            Self::Hwc => "hwc",
            Self::Curl => "curl",
            Self::Python => "Python",
            Self::Go => "Go",
            Self::Java => "Java",
            Self::Http => ".http",
            Self::Bruno => "Bruno",
        }
    }

    /// Finds a language by ID.
    fn find(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.id() == id)
    }
}

/// Returns the sample of a call in one language, or `None` if the language does not have the operation.
fn sample(language: SampleLanguage, call: &SampleCall<'_>) -> Option<Sample> {
    match language {
        SampleLanguage::Rust => Some(rust::sample(call)),
        SampleLanguage::Hwc => Some(hwc::sample(call)),
        SampleLanguage::Curl => curl::sample(call),
        SampleLanguage::Python => python::sample(call),
        SampleLanguage::Go => go::sample(call),
        SampleLanguage::Java => java::sample(call),
        SampleLanguage::Http => http_files::dot_http(call),
        SampleLanguage::Bruno => http_files::bruno(call),
    }
}

/// Returns the samples of a call for the page.
pub(crate) fn all(input: &CallInput) -> Result<Json, Rejection> {
    let call = SampleCall::new(input)?;
    let samples = SampleLanguage::ALL.into_iter().filter_map(|language| sample(language, &call));
    let sample_json = |sample: Sample| {
        let main = sample.files.first();
        json!({
            "language": sample.language.id(),
            "file": main.map(|file| &file.path),
            "text": main.map(|file| &file.text),
            "command": sample.command,
            "variables": sample.variables,
        })
    };
    let samples: Vec<Json> = samples.map(sample_json).collect();
    Ok(json!({ "list": samples, "placeholders": call.placeholders }))
}
