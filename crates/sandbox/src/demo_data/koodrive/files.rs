//! Spaces of departments, users and a group, with small trees of files, and a share.

use std::collections::BTreeMap;

use hwc_models::koodrive::{ConflictPolicy, ShareScope, Space, SpaceType};

use super::organization::{ADA, DemoUser, HEAD_OFFICE, LI, LIN, NOOR, RESEARCH, SALES};
use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::times::DAY;
use crate::services::koodrive::drive::{NewNode, Node, content, tree};
use crate::services::koodrive::shares::record::Share;
use crate::services::koodrive::spaces::{self, groups};

/// The sizes of the spaces in GB.
const DEPARTMENT_SIZE: u64 = 100;
const PERSONAL_SIZE: u64 = 10;
const GROUP_SIZE: u64 = 20;

/// The files of each user and of the group, with their contents.
const LIN_FILES: &[(&str, &str)] =
    &[("notes.txt", "Call Noor.\n"), ("Projects/2026/plan.txt", "1. Launch\n"), ("Photos/team.jpg", "not a picture\n")];
const NOOR_FILES: &[(&str, &str)] = &[("Drafts/paper.txt", "Abstract\n")];
const RESEARCH_FILES: &[(&str, &str)] = &[("results.csv", "run,value\n1,42\n")];
const GROUP_FILES: &[(&str, &str)] = &[("Agenda/first.md", "# Launch\n")];

/// Writes the spaces and their files. The space of Sales and its file are the first ones.
pub(super) fn seed<'a>(as_user: &dyn Fn(&str, &str) -> Context<'a>) -> Result<(), ApiError> {
    let admin = as_user(ADA.id, ADA.name);
    let sales = spaces::add(&admin, SALES, SpaceType::Department, DEPARTMENT_SIZE)?;
    personal(&admin, &LI)?;
    let welcome = insert(&admin, &sales, "welcome.txt", "Welcome to the sandbox.\n")?;
    admin.records().insert(&share(&admin, welcome))?;
    spaces::add(&admin, HEAD_OFFICE, SpaceType::Department, DEPARTMENT_SIZE)?;
    let research = spaces::add(&admin, RESEARCH, SpaceType::Department, DEPARTMENT_SIZE)?;
    personal(&admin, &ADA)?;
    let (lin, noor) = (as_user(LIN.id, LIN.name), as_user(NOOR.id, NOOR.name));
    fill(&lin, &personal(&admin, &LIN)?, LIN_FILES)?;
    fill(&noor, &personal(&admin, &NOOR)?, NOOR_FILES)?;
    fill(&noor, &research, RESEARCH_FILES)?;
    let members = BTreeMap::from([LIN, NOOR].map(|user| (user.id.to_owned(), None)));
    let group = groups::create_group(&lin, "Launch", None, GROUP_SIZE, &members)?;
    let space = lin.records::<Space>().query().filter("owner", group).first()?;
    space.map_or(Ok(()), |space| fill(&lin, &space, GROUP_FILES))
}

fn personal(cx: &Context<'_>, user: &DemoUser) -> Result<Space, ApiError> {
    spaces::add(cx, user.id, SpaceType::Personal, PERSONAL_SIZE)
}

fn fill(cx: &Context<'_>, space: &Space, files: &[(&str, &str)]) -> Result<(), ApiError> {
    files.iter().try_for_each(|(path, content)| insert(cx, space, path, content).map(drop))
}

/// Creates a file with the folders of its path.
fn insert(cx: &Context<'_>, space: &Space, path: &str, text: &str) -> Result<Node, ApiError> {
    let (folders, name) = path.rsplit_once('/').unwrap_or(("", path));
    let mut folder = Node::root(space);
    for name in folders.split('/').filter(|name| !name.is_empty()) {
        folder = tree::insert(cx, space, &folder, NewNode::folder(name), ConflictPolicy::Refuse)?.node;
    }
    let content = content::put(cx, name, &mut text.as_bytes())?;
    Ok(tree::insert(cx, space, &folder, NewNode::file(name, content), ConflictPolicy::Refuse)?.node)
}

/// Returns a share of a file for anyone with the link, for a year.
fn share(cx: &Context<'_>, file: Node) -> Share {
    Share {
        id: "share-1".to_owned(),
        short_url: "1537770199275722241".to_owned(),
        space: file.space,
        files: vec![file.id],
        name: file.name,
        scope: ShareScope::AnyoneWithLink.code(),
        owner: ADA.id.to_owned(),
        created_at: cx.now,
        updated_at: cx.now,
        expires_at: cx.now + 365 * DAY,
        valid_days: 365,
        ..Share::default()
    }
}
