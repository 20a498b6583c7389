//! The requests of the samples in Rust, one for each operation: they compile. The unit tests of the samples write the file.
#![allow(clippy::all, clippy::pedantic, dead_code, unused_imports, reason = "sample code is formatted for readers")]

include!("samples/requests.inc");
include!("samples/programs.inc");
