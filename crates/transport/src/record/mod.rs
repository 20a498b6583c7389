//! Recorder and replay. A test records the responses of a real service or the sandbox once and then runs without it.

mod buffered_body;
mod cursor;
mod diff;
mod error;
mod file;
mod headers;
mod json;
mod ordered_json;
mod recorded_body;
mod recorded_error;
mod recorded_request;
mod recorded_response;
mod recorder;
mod recording;
mod replay;
mod secrets;
mod sensitive_names;
mod target;
mod unredacted_body;

pub use error::RecordingError;
pub use json::is_signed_url;
pub use recorder::Recorder;
pub use recording::Recording;
pub use replay::Replay;
