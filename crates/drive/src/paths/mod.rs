//! Paths in a drive: locations such as `drive@SPACE:/Reports`, names of files and folders, and names for local files.

mod local_names;
mod location;
mod names;
mod remote_path;

pub use local_names::{LocalNames, NameRules};
pub use location::Location;
pub(crate) use names::validate_names;
pub(crate) use names::with_mark;
pub use names::{MAX_NAME_LENGTH, validate_name};
pub use remote_path::RemotePath;
