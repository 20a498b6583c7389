//! The rights of a caller in a space, as a set.

use hwc_models::koodrive::Capabilities;
use serde::{Deserialize, Serialize};

/// A right on the files of a space. Each one has a field in [`Capabilities`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Right {
    /// Create files and folders.
    AddChild,
    /// Copy.
    Copy,
    /// Delete.
    Delete,
    /// Download.
    Download,
    /// Edit files online. The service does not support it yet.
    Edit,
    /// See the content of a folder.
    List,
    /// Move files out of a folder.
    RemoveChild,
    /// Rename.
    Rename,
    /// Share.
    Share,
    /// Upload.
    Upload,
    /// Preview.
    View,
}

impl From<Right> for Rights {
    fn from(right: Right) -> Self {
        Self::NONE.with(right)
    }
}

/// A set of rights.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Rights(u16);

impl Rights {
    /// No rights.
    pub(crate) const NONE: Self = Self(0);

    /// All rights of the service, which does not support editing.
    pub(crate) const ALL: Self = Self(0x7ff & !(1 << Right::Edit as u16));

    /// Returns true if the set contains a right.
    pub(crate) fn has(self, right: Right) -> bool {
        self.0 & (1 << right as u16) != 0
    }

    /// Returns true if the set contains all rights of another one.
    pub(crate) fn has_all(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// Adds a right.
    pub(crate) const fn with(self, right: Right) -> Self {
        Self(self.0 | (1 << right as u16))
    }

    /// Removes a right.
    pub(crate) const fn without(self, right: Right) -> Self {
        Self(self.0 & !(1 << right as u16))
    }

    /// Reads the set of a request, with the rights that others depend on. Editing is not supported.
    pub(crate) fn from_capabilities(capabilities: &Capabilities) -> Self {
        let granted = [
            (capabilities.add_child_node_permission, Right::AddChild),
            (capabilities.copy_permission, Right::Copy),
            (capabilities.delete_permission, Right::Delete),
            (capabilities.download_permission, Right::Download),
            (capabilities.list_child_node_permission, Right::List),
            (capabilities.remove_child_node_permission, Right::RemoveChild),
            (capabilities.rename_file_permission, Right::Rename),
            (capabilities.share_file_permission, Right::Share),
            (capabilities.upload_permission, Right::Upload),
            (capabilities.view_permission, Right::View),
        ];
        let granted = granted.into_iter().filter(|(granted, _)| *granted == Some(true));
        granted.fold(Self::NONE, |rights, (_, right)| rights.with(right)).with_dependencies()
    }

    /// Adds the rights that others depend on: a preview needs a download, and every right needs the list.
    fn with_dependencies(self) -> Self {
        let viewed = if self.has(Right::View) { self.with(Right::Download) } else { self };
        if viewed == Self::NONE { viewed } else { viewed.with(Right::List) }
    }

    /// Returns the names of the rights.
    pub(crate) fn names(self) -> Vec<&'static str> {
        let all = [
            (Right::List, "list"),
            (Right::View, "preview"),
            (Right::Download, "download"),
            (Right::AddChild, "create"),
            (Right::Upload, "upload"),
            (Right::Copy, "copy"),
            (Right::Rename, "rename"),
            (Right::RemoveChild, "move"),
            (Right::Delete, "delete"),
            (Right::Share, "share"),
        ];
        all.into_iter().filter(|(right, _)| self.has(*right)).map(|(_, name)| name).collect()
    }

    /// Returns the set in the form of responses.
    pub(crate) fn capabilities(self) -> Capabilities {
        let mut capabilities = Capabilities::default();
        capabilities.add_child_node_permission = Some(self.has(Right::AddChild));
        capabilities.copy_permission = Some(self.has(Right::Copy));
        capabilities.delete_permission = Some(self.has(Right::Delete));
        capabilities.download_permission = Some(self.has(Right::Download));
        capabilities.edit_permission = Some(self.has(Right::Edit));
        capabilities.list_child_node_permission = Some(self.has(Right::List));
        capabilities.remove_child_node_permission = Some(self.has(Right::RemoveChild));
        capabilities.rename_file_permission = Some(self.has(Right::Rename));
        capabilities.share_file_permission = Some(self.has(Right::Share));
        capabilities.upload_permission = Some(self.has(Right::Upload));
        capabilities.view_permission = Some(self.has(Right::View));
        capabilities
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_has_the_rights_that_were_added() {
        let rights = Rights::NONE.with(Right::AddChild).with(Right::View);
        assert!(rights.has(Right::AddChild) && rights.has(Right::View) && !rights.has(Right::Upload));
        let all = Rights::ALL.capabilities();
        assert_eq!(
            (all.edit_permission, all.view_permission, all.share_file_permission),
            (Some(false), Some(true), Some(true))
        );
        assert_eq!(Rights::NONE.capabilities().list_child_node_permission, Some(false));
        for rights in [Rights::NONE.with(Right::List).with(Right::AddChild), Rights::ALL, Rights::NONE] {
            assert_eq!(Rights::from_capabilities(&rights.capabilities()), rights);
        }
    }

    #[test]
    fn a_right_brings_those_that_it_depends_on() {
        let read = |right: Right| Rights::from_capabilities(&Rights::NONE.with(right).capabilities()).names();
        assert_eq!(read(Right::View), ["list", "preview", "download"]);
        assert_eq!(read(Right::Delete), ["list", "delete"]);
        assert_eq!(read(Right::List), ["list"]);
    }
}
