//! The shared folders, invitations and the album that example inputs name: a folder of Ada with Lin, one of Li that Ada is invited
//! to, and an album of Ada.

use hwc_models::koodrive::{ConflictPolicy, Space, SpaceType};

use super::organization::{ADA, LIN};
use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::services::koodrive::drive::shared_folder::SharedFolder;
use crate::services::koodrive::drive::{NewNode, Node, members, tree};
use crate::services::koodrive::{albums, shared_folder_members};

/// The IDs of a shared folder, of its group and of the folder itself.
struct Ids {
    shared: &'static str,
    group: &'static str,
    folder: &'static str,
}

const OF_ADA: Ids =
    Ids { shared: "1757156480072657793", group: "1757156480072657794", folder: "F00000000000000000000000000009006" };
const OF_LI: Ids =
    Ids { shared: "1757156480072657795", group: "1757156480072657796", folder: "F00000000000000000000000000009007" };

/// The invitation of Ada.
const INVITATION: &str = "1763000000002705";

/// The album of Ada.
const ALBUM: &str = "1795607640592646273";

/// Writes the data.
pub(super) fn seed(ada: &Context<'_>, li: &Context<'_>) -> Result<(), ApiError> {
    share(ada, "Holidays", &OF_ADA)?;
    members::add(ada, OF_ADA.group, LIN.id)?;
    share(li, "Recipes", &OF_LI)?;
    shared_folder_members::add_invitation(li, INVITATION, OF_LI.group, ADA.id)?;
    albums::add_manual(ada, ALBUM, "Launch")
}

/// Creates a folder in the personal space of the caller and shares it.
fn share(cx: &Context<'_>, name: &str, ids: &Ids) -> Result<(), ApiError> {
    let spaces = cx.records::<Space>().query().filter("owner", cx.caller.id.clone());
    let space = spaces.filter("kind", SpaceType::Personal.code()).first()?;
    let space = space.ok_or_else(|| ApiError::internal("the demo data lacks a personal space"))?;
    let new = NewNode { id: Some(ids.folder.to_owned()), ..NewNode::folder(name) };
    let folder = tree::insert(cx, &space, &Node::root(&space), new, ConflictPolicy::Refuse)?;
    members::add(cx, ids.group, &cx.caller.id)?;
    cx.records().insert(&SharedFolder {
        id: ids.shared.to_owned(),
        space: folder.space,
        folder: folder.id,
        name: folder.name,
        group: ids.group.to_owned(),
        owner: cx.caller.id.clone(),
        created_at: cx.now,
        deleted_at: None,
    })
}
