//! What people at a terminal see: tables, times in words, colours, progress. Programs get JSON, which is not made here.

pub(crate) mod colour;
pub(crate) mod escape;
pub(crate) mod page;
pub(crate) mod progress;
pub(crate) mod screen;
pub(crate) mod table;
pub(crate) mod text;
pub(crate) mod time;
