//! Handing the files of a user over: they become a folder in the personal space of another user.

use hwc_models::koodrive::{ConflictPolicy, Space, SpaceType};

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::services::koodrive::drive::{NewNode, Node, names, tree};
use crate::services::koodrive::{refused, users};

/// The name of the folder if the name of the user cannot be that of a file.
const FOLDER: &str = "Handed over";

/// Returns the oldest personal space of a user.
///
/// # Errors
/// Returns 13000301 if there is none.
pub(super) fn personal_space(cx: &Context<'_>, user: &str) -> Result<Space, ApiError> {
    personal_spaces(cx, user)?.into_iter().next().ok_or_else(|| refused("13000301"))
}

fn personal_spaces(cx: &Context<'_>, user: &str) -> Result<Vec<Space>, ApiError> {
    let query = cx.records::<Space>().query().filter("owner", user.to_owned());
    query.filter("kind", SpaceType::Personal.code()).all()
}

/// Moves the files of a user to a folder with the user's name, and deletes the user. The safe box and the recycle bin are deleted
/// with the user.
///
/// # Errors
/// Returns 13000309 for a user who was deleted in the meantime, and the errors of moving the files.
pub(super) fn run(cx: &Context<'_>, source: &str, target: &str) -> Result<(), ApiError> {
    let (user, space) = (users::find(cx, source)?, personal_space(cx, target)?);
    users::find(cx, target)?;
    let name = user.name.as_deref().filter(|name| names::validate(name).is_ok()).unwrap_or(FOLDER);
    let folder = tree::insert(cx, &space, &Node::root(&space), NewNode::folder(name), ConflictPolicy::Rename)?;
    for source in personal_spaces(cx, source)? {
        for node in tree::children(cx, &Node::root(&source).id).all()? {
            tree::move_to(cx, &node, (&space, &folder))?;
        }
    }
    users::delete(cx, &user)
}
