//! The rights of a caller in a space and on its files. The grant that is nearest to a file decides. A call that works in a shared
//! folder has the rights of a member in it, and none elsewhere in its space.

use std::collections::BTreeMap;

use hwc_models::koodrive::Space;

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::services::koodrive::drive::access::{self, Relation, Right, Rights};
use crate::services::koodrive::drive::grants::{self, Granted};
use crate::services::koodrive::drive::{Node, shared_folder, tree};
use crate::services::koodrive::spaces;

/// The rights of the caller in a space.
pub(crate) struct Access {
    space: Rights,
    /// True if no grant changes the rights.
    is_full: bool,
    /// The grant for the whole space.
    granted: Option<Granted>,
    /// The grants for files by ID, with their rights.
    files: BTreeMap<String, (Granted, Rights)>,
    /// The folder that the call works in, which decides alone.
    shared_folder: Option<String>,
}

impl Access {
    /// Reads the rights of the caller.
    pub(crate) fn load(cx: &Context<'_>, space: &Space) -> Result<Self, ApiError> {
        let mut access = Self::none();
        if let Some(scope) = cx.scope_in(spaces::id(space)) {
            access.shared_folder = shared_folder::is_open(cx, scope)?.then(|| scope.folder.clone());
            return Ok(access);
        }
        let relation = access::relation(cx, space)?;
        access.is_full = relation == Relation::Full;
        if matches!(relation, Relation::Full | Relation::Member) {
            access.space = Rights::ALL;
        }
        if matches!(relation, Relation::Full | Relation::Stranger) {
            return Ok(access);
        }
        for (file, granted) in grants::of_user(cx, spaces::id(space), &cx.caller.id)? {
            let rights = granted.rights(cx)?;
            if file.is_empty() {
                (access.space, access.granted) = (rights, Some(granted));
            } else {
                access.files.insert(file, (granted, rights));
            }
        }
        Ok(access)
    }

    fn none() -> Self {
        Self { space: Rights::NONE, is_full: false, granted: None, files: BTreeMap::new(), shared_folder: None }
    }

    /// Returns true for an owner or administrator, whose rights no grant changes.
    pub(crate) fn is_full(&self) -> bool {
        self.is_full
    }

    /// Returns the rights in the space, without those on single files.
    pub(crate) fn space(&self) -> Rights {
        self.space
    }

    /// Returns true if the caller has a right in the space or on a file in it.
    pub(crate) fn has_anywhere(&self, right: Right) -> bool {
        let in_shared_folder = self.shared_folder.is_some() && shared_folder::CONTENT_RIGHTS.has(right);
        self.space.has(right) || in_shared_folder || self.files.values().any(|(_, rights)| rights.has(right))
    }

    /// Returns the rights on a file.
    pub(crate) fn on(&self, cx: &Context<'_>, node: &Node) -> Result<Rights, ApiError> {
        if let Some(folder) = &self.shared_folder {
            return shared_folder::rights_on(cx, folder, node);
        }
        Ok(self.nearest(cx, node)?.map_or(self.space, |(_, rights)| rights))
    }

    /// Returns the template that the rights on a file come from, or -1 for a set of rights. Rights without a grant have none.
    pub(crate) fn template_on(&self, cx: &Context<'_>, node: &Node) -> Result<Option<i64>, ApiError> {
        let granted = self.nearest(cx, node)?.map(|(granted, _)| granted).or(self.granted);
        Ok(granted.map(Granted::template))
    }

    /// Returns the grant of a file, or of the nearest folder above it that has one.
    fn nearest(&self, cx: &Context<'_>, node: &Node) -> Result<Option<(Granted, Rights)>, ApiError> {
        if self.files.is_empty() {
            return Ok(None);
        }
        if let Some(own) = self.files.get(&node.id) {
            return Ok(Some(*own));
        }
        let folders = tree::ancestors(cx, node)?;
        Ok(folders.iter().rev().find_map(|folder| self.files.get(&folder.id)).copied())
    }
}
