//! The stored records of albums and of the files that users added to them.

use hwc_models::koodrive::{AlbumType, FileType};
use serde::{Deserialize, Serialize};

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::records::{Column, Owner, StoredRecord};

/// An album.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct StoredAlbum {
    pub(super) id: String,
    /// The name of a manual album.
    pub(super) name: Option<String>,
    /// The code of its type.
    pub(super) kind: i64,
    pub(super) owner: String,
    /// The group that sees the album. A personal album has none.
    pub(super) group: Option<String>,
    /// The sources of a collection album.
    pub(super) sources: Sources,
}

/// The files that a collection album gathers.
#[derive(Clone, Default, Serialize, Deserialize)]
pub(super) struct Sources {
    /// The IDs of the folders. Without any, the parent is the only one.
    pub(super) folders: Vec<String>,
    /// The ID of the folder that contains the folders.
    pub(super) parent: Option<String>,
    pub(super) file_types: Vec<FileType>,
}

impl StoredRecord for StoredAlbum {
    const KIND: &'static str = "koodrive.album";
    const OWNER: Owner = Owner::Company;
    const COLUMNS: &'static [Column<Self>] = &[
        Column::new("kind", |album| album.kind.into()),
        Column::new("owner", |album| album.owner.clone().into()),
        Column::new("group", |album| album.group.clone().into()),
    ];

    fn key(&self) -> &str {
        &self.id
    }
}

impl StoredAlbum {
    /// Returns true if users add its files.
    pub(super) fn is_manual(&self) -> bool {
        self.kind == AlbumType::Manual.code()
    }
}

/// Adds a personal manual album of the caller, with this ID.
pub(crate) fn add_manual(cx: &Context<'_>, id: &str, name: &str) -> Result<(), ApiError> {
    cx.records().insert(&StoredAlbum {
        id: id.to_owned(),
        name: Some(name.to_owned()),
        kind: AlbumType::Manual.code(),
        owner: cx.caller.id.clone(),
        group: None,
        sources: Sources::default(),
    })
}

/// A file in a manual album.
#[derive(Serialize, Deserialize)]
pub(super) struct AlbumEntry {
    key: String,
    album: String,
    pub(super) file: String,
}

impl StoredRecord for AlbumEntry {
    const KIND: &'static str = "koodrive.album_file";
    const OWNER: Owner = Owner::Company;
    const COLUMNS: &'static [Column<Self>] = &[
        Column::new("album", |entry| entry.album.clone().into()),
        Column::new("file", |entry| entry.file.clone().into()),
    ];

    fn key(&self) -> &str {
        &self.key
    }
}

fn key(album: &str, file: &str) -> String {
    format!("{album}/{file}")
}

/// Adds a file to a manual album. A file that is in it stays.
pub(super) fn add_entry(cx: &Context<'_>, album: &str, file: &str) -> Result<(), ApiError> {
    cx.records().put(&AlbumEntry { key: key(album, file), album: album.to_owned(), file: file.to_owned() })
}

/// Removes a file from a manual album. A file that is not in it is ignored.
pub(super) fn remove_entry(cx: &Context<'_>, album: &str, file: &str) -> Result<(), ApiError> {
    cx.records::<AlbumEntry>().delete(&key(album, file)).map(drop)
}

/// Returns the files that were added to an album.
pub(super) fn entries(cx: &Context<'_>, album: &str) -> Result<Vec<AlbumEntry>, ApiError> {
    cx.records().query().filter("album", album.to_owned()).all()
}

/// Deletes an album. Its files are kept.
pub(super) fn delete(cx: &Context<'_>, album: &str) -> Result<(), ApiError> {
    cx.records::<AlbumEntry>().query().filter("album", album.to_owned()).delete()?;
    cx.records::<StoredAlbum>().delete(album).map(drop)
}

/// Deletes the albums of a group.
pub(in crate::services::koodrive) fn delete_of_group(cx: &Context<'_>, group: &str) -> Result<(), ApiError> {
    let albums = cx.records::<StoredAlbum>().query().filter("group", group.to_owned()).all()?;
    albums.iter().try_for_each(|album| delete(cx, &album.id))
}

/// Deletes the albums of a user.
pub(in crate::services::koodrive) fn delete_of_user(cx: &Context<'_>, user: &str) -> Result<(), ApiError> {
    let albums = cx.records::<StoredAlbum>().query().filter("owner", user.to_owned()).all()?;
    albums.iter().try_for_each(|album| delete(cx, &album.id))
}

/// Removes a file that is deleted for good from all albums.
pub(in crate::services::koodrive) fn remove_file(cx: &Context<'_>, file: &str) -> Result<(), ApiError> {
    cx.records::<AlbumEntry>().query().filter("file", file.to_owned()).delete().map(drop)
}
