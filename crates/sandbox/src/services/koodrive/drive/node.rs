//! The stored record of a file or folder.

use std::collections::BTreeMap;

use hwc_models::koodrive::{FileId, FileType, Space};
use serde::{Deserialize, Serialize};

use crate::runtime::records::{Column, Owner, StoredRecord};
use crate::services::koodrive::drive::content::{self, ContentId, StoredContent};
use crate::services::koodrive::drive::{file_types, names};
use crate::services::koodrive::spaces;

/// A file or folder. The top folders of a space have no record.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Node {
    pub(crate) id: String,
    pub(crate) space: String,
    /// The ID of the parent folder. It is empty for a top folder.
    pub(crate) parent: String,
    pub(crate) name: String,
    pub(crate) file_type: FileType,
    #[serde(default)]
    pub(crate) mime: Option<String>,
    #[serde(default)]
    pub(crate) description: Option<String>,
    #[serde(default)]
    pub(crate) properties: BTreeMap<String, String>,
    #[serde(default)]
    pub(crate) tags: BTreeMap<String, String>,
    /// The size of the current version in bytes. Folders have 0.
    pub(crate) size: u64,
    /// The size of all older versions in bytes.
    #[serde(default)]
    pub(crate) old_versions_size: u64,
    #[serde(default)]
    pub(crate) sha256: Option<String>,
    /// The content of the current version. Folders have none.
    #[serde(default)]
    pub(crate) content: Option<ContentId>,
    /// The number of the current version, starting at 1.
    pub(crate) version: i64,
    pub(crate) created_at: i64,
    pub(crate) edited_at: i64,
    /// The IDs of the users who created the file and who changed it last.
    pub(crate) creator: String,
    pub(crate) editor: String,
    #[serde(default)]
    pub(crate) hidden: bool,
    /// True for a synchronization directory.
    #[serde(default)]
    pub(crate) sync_dir: bool,
    /// Set if this file itself was moved to the recycle bin. The content of a recycled folder stays under the folder.
    #[serde(default)]
    pub(crate) recycled: Option<Recycled>,
}

/// The deletion of a file, with the folder that it is restored to.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Recycled {
    pub(crate) at: i64,
    /// The user who deleted the file.
    pub(crate) user: String,
    /// The ID of the top folder: that of the ordinary files, or the safe box.
    pub(crate) top: String,
    /// The IDs and names of the folders between the top folder and the file, from the top.
    pub(crate) folders: Vec<(String, String)>,
}

impl Recycled {
    /// Returns true if the file was below a folder when it was deleted.
    pub(crate) fn was_below(&self, folder: &str) -> bool {
        self.top == folder || self.folders.iter().any(|(id, _)| id == folder)
    }
}

impl StoredRecord for Node {
    const KIND: &'static str = "koodrive.file";
    const OWNER: Owner = Owner::Company;
    const COLUMNS: &'static [Column<Self>] = &[
        Column::new("space", |node| node.space.clone().into()),
        Column::new("parent", |node| node.parent.clone().into()),
        Column::new("name", |node| node.name.clone().into()),
        Column::new("type", |node| node.file_type.code().to_owned().into()),
        Column::new("size", |node| number(node.size).into()),
        Column::new("created", |node| node.created_at.into()),
        Column::new("edited", |node| node.edited_at.into()),
        Column::new("recycled", |node| node.recycled.is_some().into()),
        Column::new("recycled_at", |node| node.recycled.as_ref().map(|recycled| recycled.at).into()),
        Column::new("sha256", |node| node.sha256.clone().into()),
        Column::new("content", |node| content::column(node.content.as_ref())),
        Column::new("sync_dir", |node| node.sync_dir.into()),
    ];

    fn key(&self) -> &str {
        &self.id
    }
}

fn number(size: u64) -> i64 {
    i64::try_from(size).unwrap_or(i64::MAX)
}

impl Node {
    /// Returns the top folder of the ordinary files of a space.
    pub(crate) fn root(space: &Space) -> Self {
        let id = space.biz_root_file_id.as_ref().map_or("", FileId::as_str);
        Self::top(space, id, &format!("root{}", spaces::id(space)))
    }

    /// Returns the safe box of a space.
    pub(crate) fn safe_box(space: &Space) -> Self {
        let id = space.biz_sbox_file_id.as_ref().map_or("", FileId::as_str);
        Self::top(space, id, &format!("sbox{}", spaces::id(space)))
    }

    fn top(space: &Space, id: &str, name: &str) -> Self {
        let creator = space.creator.clone().unwrap_or_default();
        let mut node = NewNode::folder(name).into_node(id.to_owned(), "", 0);
        node.space = spaces::id(space).to_owned();
        node.editor.clone_from(&creator);
        node.creator = creator;
        node
    }

    /// Returns true for a top folder, which cannot be changed.
    pub(crate) fn is_top(&self) -> bool {
        self.parent.is_empty()
    }

    /// Returns true for folders, including smart folders.
    pub(crate) fn is_folder(&self) -> bool {
        self.file_type.is_folder()
    }

    /// Returns the extension of the name without the dot. Folders have none.
    pub(crate) fn suffix(&self) -> Option<&str> {
        if self.is_folder() { None } else { names::suffix(&self.name) }
    }
}

/// The properties of a new file or folder. Its place and its times are added when it is inserted.
#[derive(Clone, Debug)]
pub(crate) struct NewNode {
    /// The ID, if a client knows it already. Without it, a new one.
    pub(crate) id: Option<String>,
    pub(crate) name: String,
    pub(crate) file_type: FileType,
    pub(crate) mime: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) properties: BTreeMap<String, String>,
    pub(crate) content: Option<StoredContent>,
    pub(crate) hidden: bool,
    /// The time of creation that the client sent, in milliseconds. Without it, the time of the call.
    pub(crate) created_at: Option<i64>,
    /// The time of the last change that the client sent, in milliseconds.
    pub(crate) edited_at: Option<i64>,
}

impl NewNode {
    /// Returns the properties of a folder.
    pub(crate) fn folder(name: &str) -> Self {
        Self {
            id: None,
            name: name.to_owned(),
            file_type: FileType::Folder,
            mime: Some(file_types::FOLDER_MIME.to_owned()),
            description: None,
            properties: BTreeMap::new(),
            content: None,
            hidden: false,
            created_at: None,
            edited_at: None,
        }
    }

    /// Returns the properties of a file, with the types that its extension stands for.
    pub(crate) fn file(name: &str, content: StoredContent) -> Self {
        let file_type = file_types::file_type(name);
        let mime = Some(file_types::mime(name).to_owned());
        Self { file_type, mime, content: Some(content), ..Self::folder(name) }
    }

    /// Returns the number of bytes of the content.
    pub(crate) fn size(&self) -> u64 {
        self.content.as_ref().map_or(0, |content| content.size)
    }

    /// Returns the SHA-256 of the content.
    pub(crate) fn sha256(&self) -> Option<&str> {
        self.content.as_ref().and_then(|content| content.sha256.as_deref())
    }

    /// Makes the record. The caller sets its place.
    pub(super) fn into_node(self, id: String, user: &str, now: i64) -> Node {
        Node {
            id,
            space: String::new(),
            parent: String::new(),
            size: self.size(),
            sha256: self.sha256().map(str::to_owned),
            name: self.name,
            file_type: self.file_type,
            mime: self.mime,
            description: self.description,
            properties: self.properties,
            tags: BTreeMap::new(),
            old_versions_size: 0,
            content: self.content.map(|content| content.id),
            version: 1,
            created_at: self.created_at.unwrap_or(now),
            edited_at: self.edited_at.unwrap_or(now),
            creator: user.to_owned(),
            editor: user.to_owned(),
            hidden: self.hidden,
            sync_dir: false,
            recycled: None,
        }
    }
}
