//! The data that example inputs name and that no other demo data has: a file with two versions, an archive, a synchronization
//! directory, uploads without their last call, a share of Li with an extraction code, and packed shares.

use hwc_models::koodrive::{ConflictPolicy, FileType, RevisionReason, ShareScope, Space};

use super::organization::{ADA, HEAD_OFFICE, LI};
use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::times::DAY;
use crate::services::koodrive::drive::revisions::{self, NewRevision};
use crate::services::koodrive::drive::uploads::{PlannedFile, PlannedVersion, RegisteredPart, Upload, UploadResult};
use crate::services::koodrive::drive::{NewNode, Node, content, tree};
use crate::services::koodrive::shares::record::Share;
use crate::services::koodrive::{archives, background_tasks, sync_dirs};

/// The file with two versions, and the directory beside it.
const HANDBOOK: &str = "F00000000000000000000000000009001";
const SYNC_DIR: &str = "F00000000000000000000000000009002";

/// An archive.
const ARCHIVE: &str = "F00000000000000000000000000009005";

/// The files of the uploads: one that has no part yet, and an empty one that needs none.
const STARTED: &str = "F00000000000000000000000000009003";
const EMPTY: &str = "F00000000000000000000000000009004";

/// The size of the upload that has no part yet.
const STARTED_SIZE: u64 = 5;

/// The share for everybody, and the IDs and users of the tasks that packed it: one of Ada, and one of a visitor.
const OPEN_SHARE: &str = "share-1";
const TASKS: [(&str, &str); 2] = [("task-1", ADA.id), ("task-2", "")];

/// Writes the data, in the space of the head office. The archives and the share have the file of the share for everybody.
pub(super) fn seed(ada: &Context<'_>, user: &Context<'_>) -> Result<(), ApiError> {
    let missing = || ApiError::internal("the demo data lacks a file that the examples need");
    let space = &ada.records::<Space>().query().filter("owner", HEAD_OFFICE.to_owned()).first()?.ok_or_else(missing)?;
    let share = Share::by_id(ada, OPEN_SHARE)?;
    let file = &ada.records::<Node>().get(share.files.first().map_or("", String::as_str))?.ok_or_else(missing)?;
    handbook(user, space)?;
    ada.records().insert(&share_with_code(ada.now, file))?;
    let directory = NewNode { id: Some(SYNC_DIR.to_owned()), ..NewNode::folder("Team notes") };
    sync_dirs::mark_first(user, &insert(user, space, directory)?)?;
    let packed = archives::pack(user, "welcome.zip", &[tree::Branch::whole(user, file.clone())?])?;
    insert(user, space, NewNode { id: Some(ARCHIVE.to_owned()), ..NewNode::file("welcome.zip", packed) })?;
    uploads(ada, space)?;
    TASKS.iter().try_for_each(|task| background_tasks::add_packed(ada, *task, OPEN_SHARE, file))
}

fn insert(cx: &Context<'_>, space: &Space, new: NewNode) -> Result<Node, ApiError> {
    tree::insert(cx, space, &Node::root(space), new, ConflictPolicy::Refuse)
}

/// Adds a file and a second version of it.
fn handbook(cx: &Context<'_>, space: &Space) -> Result<(), ApiError> {
    let first = content::put(cx, "handbook.txt", &mut "Ask Li.\n".as_bytes())?;
    let file = NewNode { id: Some(HANDBOOK.to_owned()), ..NewNode::file("handbook.txt", first) };
    let file = insert(cx, space, file)?;
    let second = content::put(cx, "handbook.txt", &mut "Ask Li, or Lin.\n".as_bytes())?;
    let version = NewRevision { content: second, keep_forever: false, reason: RevisionReason::Created, mime: None };
    revisions::add(cx, space, &file, version).map(drop)
}

/// Returns a share of Li that opens with a code, for a year.
fn share_with_code(now: i64, file: &Node) -> Share {
    Share {
        id: "share-2".to_owned(),
        short_url: "1537770199275722242".to_owned(),
        space: file.space.clone(),
        files: vec![file.id.clone()],
        name: file.name.clone(),
        scope: ShareScope::AnyoneWithLink.code(),
        extract_code: Some("Launch26".to_owned()),
        owner: LI.id.to_owned(),
        created_at: now,
        updated_at: now,
        expires_at: now + 365 * DAY,
        valid_days: 365,
        ..Share::default()
    }
}

/// Adds uploads that are not complete: two of files and one of a new version of the handbook.
fn uploads(cx: &Context<'_>, space: &Space) -> Result<(), ApiError> {
    let version = UploadResult::Version(PlannedVersion { keep_forever: false, mime: None });
    add_upload(cx, space, (1, STARTED), UploadResult::File(planned(space, "minutes.txt")), STARTED_SIZE)?;
    add_upload(cx, space, (2, EMPTY), UploadResult::File(planned(space, "empty.txt")), 0)?;
    add_upload(cx, space, (3, HANDBOOK), version, 0)
}

fn planned(space: &Space, name: &str) -> PlannedFile {
    PlannedFile {
        parent: Node::root(space).id,
        name: name.to_owned(),
        file_type: FileType::Document,
        policy: ConflictPolicy::Rename.code(),
        mime: None,
        description: None,
        hidden: false,
        created_at: None,
    }
}

fn add_upload(
    cx: &Context<'_>,
    space: &Space,
    (number, file): (u32, &str),
    result: UploadResult,
    length: u64,
) -> Result<(), ApiError> {
    let id = format!("{number:032X}");
    let created = cx.contents.begin_upload(&id);
    created.map_err(|error| ApiError::internal(format!("cannot store the demo data: {error}")))?;
    let part = RegisteredPart { size: length, offset: None, hash: None };
    cx.records().insert(&Upload {
        id,
        file: file.to_owned(),
        user: cx.caller.id.clone(),
        space: Node::root(space).space,
        result,
        length,
        sha256: None,
        started_at: cx.now,
        parts: (length > 0).then_some((1, part)).into_iter().collect(),
    })
}
