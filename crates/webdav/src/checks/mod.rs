//! The checks of each request before it reaches the files: who sends it, which paths it names, and its conditions.

mod if_header;
mod paths;
mod sender;

pub(crate) use if_header::check_if_header;
pub(crate) use paths::parse_paths;
pub(crate) use sender::check_sender;
