//! Recorder and replay. A test records the responses of a real service or the sandbox once and then runs without it.

mod answer;
mod ask;
mod body;
mod content;
mod error;
mod failure;
mod file;
mod headers;
mod json;
mod mismatch;
mod names;
mod node;
mod recorder;
mod recording;
mod replay;
mod secrets;
mod taken;
mod target;
mod tree;

pub use error::RecordingError;
pub use recorder::Recorder;
pub use recording::Recording;
pub use replay::Replay;
