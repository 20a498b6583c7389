//! The state at a glance: tickets, files, embedded analyses and tasks.

use schemars::JsonSchema;
use serde::Serialize;

use super::super::call::{ControlCall, Outcome};
use super::clock::ClockView;
use crate::runtime::api_error::ApiError;
use crate::runtime::context::{Caller, Context};
use crate::runtime::sandbox::Sandbox;
use crate::services::insight::overview::{self as insight, EmbedView};
use crate::services::koodrive::overview::{self as koodrive, FileView, SpaceView, TaskView, UserView};
use crate::services::osm::overview::{self as osm, TicketView};

/// The maximum number of entries of each list.
const MAX_ENTRIES: usize = 1000;

/// The state of the sandbox.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "State")]
pub(in crate::control) struct StateView {
    /// The clock.
    clock: ClockView,
    /// The tickets of all accounts, the newest first.
    tickets: Vec<TicketView>,
    /// The users of KooDrive.
    users: Vec<UserView>,
    /// The spaces of KooDrive.
    spaces: Vec<SpaceView>,
    /// The files of KooDrive, in any order.
    files: Vec<FileView>,
    /// The embedded analyses of DataArts Insight.
    embeds: Vec<EmbedView>,
    /// The tasks and jobs of KooDrive and DataArts Insight, the newest first.
    tasks: Vec<TaskView>,
    /// The names of the lists that have more entries than shown.
    truncated: Vec<&'static str>,
}

pub(in crate::control) fn show(sandbox: &Sandbox, _: &ControlCall) -> Outcome<StateView> {
    let due_work = sandbox.inner().all_due_work();
    let state = sandbox.with_context(Caller::demo(), |cx| {
        due_work.iter().try_for_each(|work| work(cx))?;
        read(cx, ClockView::of(sandbox))
    });
    Ok(state?)
}

fn read(cx: &Context<'_>, clock: ClockView) -> Result<StateView, ApiError> {
    let mut truncated = Vec::new();
    let tickets = limited("tickets", osm::tickets(cx, MAX_ENTRIES + 1)?, &mut truncated);
    let users = limited("users", koodrive::users(cx)?, &mut truncated);
    let spaces = limited("spaces", koodrive::spaces(cx)?, &mut truncated);
    let files = limited("files", koodrive::files(cx, MAX_ENTRIES + 1)?, &mut truncated);
    let embeds = limited("embeds", insight::embeds(cx)?, &mut truncated);
    let mut tasks = koodrive::tasks(cx)?;
    tasks.extend(insight::tasks(cx)?);
    tasks.sort_by(|one, other| other.created_at.cmp(&one.created_at));
    let tasks = limited("tasks", tasks, &mut truncated);
    Ok(StateView { clock, tickets, users, spaces, files, embeds, tasks, truncated })
}

/// Shortens a list, and notes its name if entries are missing.
fn limited<T>(name: &'static str, mut list: Vec<T>, truncated: &mut Vec<&'static str>) -> Vec<T> {
    if list.len() > MAX_ENTRIES {
        list.truncate(MAX_ENTRIES);
        truncated.push(name);
    }
    list
}
