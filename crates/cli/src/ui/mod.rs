//! Output for people at a terminal: tables, relative times, colors, progress. JSON for programs is made elsewhere.

pub(crate) mod colour;
pub(crate) mod escape;
pub(crate) mod page;
pub(crate) mod progress;
pub(crate) mod redacted;
pub(crate) mod screen;
pub(crate) mod table;
pub(crate) mod text;
pub(crate) mod time;
