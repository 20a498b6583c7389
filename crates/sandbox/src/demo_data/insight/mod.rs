//! The default workspace of DataArts Insight in the demo project: a data source, a dataset, dashboards, a large screen, an
//! assistant, two embedded analyses with a ticket, a user group and passes.

mod resources;

use hwc_models::insight::{CreateTickets, PassRole};

use crate::account;
use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::services::insight::embeddings::Embedding;
use crate::services::insight::passes::Pass;
use crate::services::insight::people::UserGroup;
use crate::services::insight::{tickets, workspaces};

/// The embedded analyses of the first dashboard.
const EMBEDDINGS: [&str; 2] = ["embed-1", "sales-dashboard"];

/// The user group, whose only member is [`account::MFA_USER_ID`].
const GROUP: &str = "group-1";

/// Writes the demo data.
pub(super) fn seed(mut cx: Context<'_>) -> Result<(), ApiError> {
    cx.settings.set("project_id", Some(account::PROJECT_ID));
    resources::seed(&cx)?;
    people(&cx)?;
    for id in EMBEDDINGS {
        cx.records().insert(&embedding(id))?;
    }
    let request = CreateTickets::new("embed-1", "user-1").ticket_num(1000_u32);
    tickets::add(&cx, account::PROJECT_ID, &request)?;
    Ok(())
}

fn people(cx: &Context<'_>) -> Result<(), ApiError> {
    let members = vec![account::MFA_USER_ID.to_owned()];
    cx.records().insert(&UserGroup { id: GROUP.to_owned(), name: "Analysts".to_owned(), members })?;
    let users = [(account::USER_ID, account::USER_NAME, PassRole::General)];
    let others = [(account::MFA_USER_ID, account::MFA_USER_NAME, PassRole::ReadOnly)];
    for (user, name, role) in users.into_iter().chain(others) {
        let pass = Pass { user: user.to_owned(), name: name.to_owned(), role: role.code(), since: cx.now };
        cx.records().insert(&pass)?;
    }
    Ok(())
}

fn embedding(id: &str) -> Embedding {
    Embedding {
        id: id.to_owned(),
        name: "Sales".to_owned(),
        kind: "dashboard".to_owned(),
        resource: resources::DASHBOARD.to_owned(),
        root: resources::DASHBOARD.to_owned(),
        by_ticket: true,
        workspace: workspaces::DEFAULT.to_owned(),
    }
}
