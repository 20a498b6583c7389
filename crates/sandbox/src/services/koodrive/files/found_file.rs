//! Files in the form of search results.

use hwc_models::koodrive::{DownloadLink, FileType, FoundFile, Space, SpaceType};
use hwc_wire::Timestamp;

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::services::koodrive::departments::Department;
use crate::services::koodrive::drive::access::{self, Access, Right};
use crate::services::koodrive::drive::{Node, content, favorites, file_user, tree};

/// Returns a file in the form of search results. The thumbnail of a picture is the picture itself.
pub(super) fn found_file(cx: &Context<'_>, node: &Node, with_thumbnail: bool) -> Result<FoundFile, ApiError> {
    let mut file = FoundFile::default();
    file.id = Some(node.id.as_str().into());
    file.file_suffix = Some(node.suffix().unwrap_or_default().to_owned());
    file.file_name = Some(node.name.clone());
    file.file_type = Some(node.file_type.clone());
    file.size = Some(node.size);
    file.update_time = Some(Timestamp::from_unix_millis(node.edited_at));
    file.id_path = Some(tree::id_path(cx, node)?);
    file.container_id = Some(node.space.as_str().into());
    file.favorite = Some(favorites::is_favorite(cx, &node.id)?);
    if let Some(space) = cx.records::<Space>().get(&node.space)? {
        file.name_path = Some(access::name_path(cx, &space, node)?);
        if with_thumbnail && Access::load(cx, &space)?.on(cx, node)?.has(Right::View) {
            file.download_links = thumbnail(cx, node).into_iter().collect();
        }
        add_space(cx, &mut file, node, space)?;
    }
    Ok(file)
}

/// Returns the presigned URL of a picture.
fn thumbnail(cx: &Context<'_>, node: &Node) -> Option<DownloadLink> {
    if node.file_type != FileType::Picture {
        return None;
    }
    let mut link = DownloadLink::default();
    link.usage = Some("thumbnail".to_owned());
    link.download_link = Some(content::url(cx, node.content.as_ref()?));
    Some(link)
}

/// Adds the type of the space and, for a team space, the team and the owner of the file.
fn add_space(cx: &Context<'_>, file: &mut FoundFile, node: &Node, space: Space) -> Result<(), ApiError> {
    file.container_type = space.kind;
    if space.kind == Some(SpaceType::Personal) {
        return Ok(());
    }
    let department = match &space.owner_id {
        Some(team) => cx.records::<Department>().get(team.as_str())?,
        None => None,
    };
    file.team_name = space.name.or_else(|| department.map(|department| department.name));
    file.team_id = space.owner_id;
    file.owner = file_user(cx, &node.creator)?.display_name.or_else(|| Some(node.creator.clone()));
    Ok(())
}
