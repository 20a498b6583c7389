//! The demo data of a new sandbox. It is the same in each run, with times relative to the clock.

use hwc_models::insight::CreateTickets;
use hwc_models::koodrive::SpaceType;
use rusqlite::Connection;

use crate::account;
use crate::context::{Caller, Context, Settings};
use crate::koodrive::{files, spaces};
use crate::objects;
use crate::osm;
use crate::refusal::Refusal;
use crate::secrets::Secrets;

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
pub(crate) fn seed(db: &Connection, secrets: Secrets<'_>, now: i64) -> Result<(), Refusal> {
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
    organisation(db)?;
    drive(&cx)?;
    osm::demo::seed(&cx)?;
    insight_tickets(&cx)
}

fn organisation(db: &Connection) -> rusqlite::Result<()> {
    for department in DEPARTMENTS {
        db.execute("INSERT INTO departments (id, name, parent) VALUES (?1, ?2, ?3)", department)?;
    }
    for user in USERS {
        db.execute(
            "INSERT INTO users (id, org_id, name, department, mobile, role, status) VALUES (?1, ?2, ?3, ?4, ?5, ?6, 0)",
            user,
        )?;
    }
    db.execute("INSERT INTO imports (id, succeeded) VALUES ('import-1', 3)", ())?;
    db.execute("INSERT INTO import_failures VALUES ('import-1', 'Kim', 'The mobile number is taken.')", ())?;
    Ok(())
}

/// Adds a space for a department and one for a user, a file in the first, and a share of it.
fn drive(cx: &Context<'_>) -> Result<(), Refusal> {
    let sales = spaces::add(cx, DEPARTMENTS[1].0, SpaceType::Department, 100)?;
    spaces::add(cx, USERS[1].0, SpaceType::Personal, 10)?;
    let object = objects::put(cx.db, "welcome.txt", b"Welcome to the sandbox.\n")?;
    let file = files::add(cx, &sales, "welcome.txt", object)?;
    cx.db.execute("INSERT INTO share_files (share, file) VALUES ('share-1', ?1)", [file])?;
    Ok(())
}

fn insight_tickets(cx: &Context<'_>) -> Result<(), Refusal> {
    let request = CreateTickets::new("embed-1", "user-1").ticket_num(1000_u32);
    crate::insight::tickets::add(cx, account::PROJECT_ID, &request)?;
    Ok(())
}
