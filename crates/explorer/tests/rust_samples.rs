//! The samples in Rust compile: the request of each operation, and some whole programs. The unit tests of the samples write
//! the files.
#![allow(clippy::all, clippy::pedantic, clippy::print_stdout, reason = "sample code is formatted for readers")]
#![allow(dead_code, unused_imports, reason = "the samples are only compiled")]

include!("samples/requests.inc");
include!("samples/programs.inc");
