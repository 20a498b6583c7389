//! The data of the organization that example inputs name: a group of users, a template of rights and a finished hand-over.

use hwc_models::koodrive::GroupKind;

use super::organization::{ADA, LI, LIN};
use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::services::koodrive::drive::access::{Right, Rights};
use crate::services::koodrive::drive::members;
use crate::services::koodrive::groups::UserGroup;
use crate::services::koodrive::{permission_templates, tasks};

/// The group of users, which belongs to Ada.
const GROUP: &str = "1289173650183882753";

/// The template of rights.
const TEMPLATE: i64 = 42;

/// The task of the hand-over, and the former user whose files Lin got.
const TASK: &str = "1215215";
const FORMER_USER: &str = "1397687227244555008";

/// Writes the data.
pub(super) fn seed(ada: &Context<'_>) -> Result<(), ApiError> {
    ada.records().insert(&UserGroup {
        id: GROUP.to_owned(),
        name: "Writers".to_owned(),
        kind: GroupKind::UserGroup.code(),
        owner: Some(ADA.id.to_owned()),
        icon: None,
        created_at: ada.now,
        updated_at: ada.now,
    })?;
    [LI, LIN].iter().try_for_each(|user| members::add(ada, GROUP, user.id))?;
    let rights = Rights::from(Right::List).with(Right::Download).with(Right::View);
    permission_templates::add(ada, TEMPLATE, "Visitors", rights)?;
    tasks::add_finished_hand_over(ada, TASK, FORMER_USER, LIN.id)
}
