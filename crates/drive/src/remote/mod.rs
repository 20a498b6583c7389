//! Files and folders of a space: listing, resolving paths, walking, and changes without contents.

mod changes;
mod entry;
mod folders;
mod jobs;
mod list;
mod recycle_bin;
mod resolve;
mod spaces;
mod walk;

pub use entry::{Entry, NamedEntry};
pub(crate) use folders::FolderMaker;
pub use spaces::DriveSpace;
pub(crate) use spaces::find_space;
pub use walk::TreeEntry;
pub(crate) use walk::arrange;
