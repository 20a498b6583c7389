//! The tree of the files of a space: finding, creating, changing, moving and copying them. Callers check the rights first.

mod branch;
mod changes;
mod copies;
mod insert;
mod limits;
mod moves;
mod paths;

pub(crate) use branch::Branch;
pub(crate) use changes::{rename, update};
pub(crate) use copies::copy;
pub(crate) use insert::{insert, new_id};
pub(crate) use limits::{require_changeable, require_depth, require_live, require_not_top};
pub(crate) use moves::move_to;
pub(crate) use paths::{
    ancestors, children, depth, descendants, find, folder, id_path, is_recycled, name_path, resolve,
};
