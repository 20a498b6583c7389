//! Files and folders of a space: listing, resolving paths, walking, and changes without contents.

mod changes;
mod folders;
mod jobs;
mod list;
mod recycle_bin;
mod resolve;
mod walk;

pub(crate) use folders::FolderMaker;
pub use walk::TreeEntry;
pub(crate) use walk::arrange;
