//! The checks of each request before it reaches the files: who sends it, and which paths it names.

mod paths;
mod sender;

pub(crate) use paths::parse_paths;
pub(crate) use sender::check_sender;
