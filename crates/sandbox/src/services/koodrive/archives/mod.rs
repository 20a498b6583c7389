//! Zip archives of files: packing files and folders, listing the entries of an archive, and unpacking them.

mod entries;
mod pack;
mod unpack;

pub(super) use entries::{Archive, Entry};
pub(crate) use pack::pack;
pub(super) use unpack::{Unpacked, unpack};
