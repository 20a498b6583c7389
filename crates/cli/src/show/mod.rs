//! What people at a terminal see: tables, times, colours, progress. Programs get JSON instead, which is not written here.

pub(crate) mod progress;
