//! The demo data of a new sandbox. It is the same in each run, with times relative to the clock.

mod osm;

use hwc_models::insight::CreateTickets;
use hwc_models::koodrive::{AccountStatus, ConflictPolicy, ShareScope, SpaceType, User, UserImportFailure, UserRole};
use rusqlite::Connection;

use crate::account;
use crate::runtime::api_error::ApiError;
use crate::runtime::context::{Caller, Context, Settings};
use crate::runtime::secrets::Secrets;
use crate::runtime::times::DAY;
use crate::services::insight;
use crate::services::koodrive::departments::Department;
use crate::services::koodrive::drive::{NewNode, Node, content, tree};
use crate::services::koodrive::shares::record::Share;
use crate::services::koodrive::spaces;
use crate::services::koodrive::tasks::UserImport;

/// The ID, the name and the ID of the parent department.
const DEPARTMENTS: [(&str, &str, Option<&str>); 3] = [
    ("1243693141656107520", "Head office", None),
    ("1243693141656107521", "Sales", Some("1243693141656107520")),
    ("1243693141656107522", "Research", Some("1243693141656107520")),
];

/// The ID in KooDrive, the ID in OrgID, the name, the department, the mobile number and the role.
const USERS: [(&str, &str, &str, &str, &str, i64); 4] = [
    (account::DRIVE_USER_ID, "1008600000293202821", "Ada", "1243693141656107520", "+86 100 0000 0001", 2),
    ("1316083732377071002", "1008600000293202822", "Li", "1243693141656107521", "+86 100 0000 0002", 0),
    ("1316083732377071003", "1008600000293202823", "Lin", "1243693141656107521", "+86 100 0000 0003", 1),
    ("1316083732377071004", "1008600000293202824", "Noor", "1243693141656107522", "+86 100 0000 0004", 1),
];

/// Writes the demo data.
pub(crate) fn seed(db: &Connection, secrets: Secrets<'_>, now: i64) -> Result<(), ApiError> {
    let cx = Context {
        db,
        settings: Settings::default(),
        caller: Caller::demo(),
        strict: false,
        secrets,
        drive_token: None,
        deferred: None,
        now,
        origin: "http://localhost",
    };
    organization(&cx)?;
    drive(&cx)?;
    osm::seed(&cx)?;
    insight_tickets(&cx)
}

fn organization(cx: &Context<'_>) -> Result<(), ApiError> {
    for (id, name, parent) in DEPARTMENTS {
        let parent = parent.map(str::to_owned);
        cx.records().insert(&Department { id: id.to_owned(), name: name.to_owned(), parent })?;
    }
    for (id, org_id, name, department, mobile, role) in USERS {
        let mut user = User::default();
        user.id = Some(id.into());
        user.user_id = Some(org_id.into());
        user.name = Some(name.to_owned());
        user.dept_id = Some(department.into());
        user.mobile = Some(mobile.to_owned());
        user.role = Some(UserRole::from(role));
        user.status = Some(AccountStatus::from(0));
        cx.records().insert(&user)?;
    }
    let mut failure = UserImportFailure::default();
    failure.user_name = Some("Kim".to_owned());
    failure.desc = Some("The mobile number is taken.".to_owned());
    cx.records().insert(&UserImport { id: "import-1".to_owned(), succeeded: 3, failures: vec![failure] })
}

/// Adds a space for a department and one for a user, a file in the first, and a share of it.
fn drive(cx: &Context<'_>) -> Result<(), ApiError> {
    let sales = spaces::add(cx, DEPARTMENTS[1].0, SpaceType::Department, 100)?;
    spaces::add(cx, USERS[1].0, SpaceType::Personal, 10)?;
    let content = content::put(cx, "welcome.txt", &mut b"Welcome to the sandbox.\n".as_slice())?;
    let welcome = NewNode::file("welcome.txt", content);
    let file = tree::insert(cx, &sales, &Node::root(&sales), welcome, ConflictPolicy::Refuse)?.node;
    cx.records().insert(&share(cx, file))
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
        owner: account::DRIVE_USER_ID.to_owned(),
        created_at: cx.now,
        updated_at: cx.now,
        expires_at: cx.now + 365 * DAY,
        valid_days: 365,
        ..Share::default()
    }
}

fn insight_tickets(cx: &Context<'_>) -> Result<(), ApiError> {
    let request = CreateTickets::new("embed-1", "user-1").ticket_num(1000_u32);
    insight::tickets::add(cx, account::PROJECT_ID, &request)?;
    Ok(())
}
