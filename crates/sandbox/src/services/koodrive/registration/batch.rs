//! `BatchRegisterUser` and `GetBatchRegisterUserResult`: a task that registers many accounts, for the administrator. It does its
//! work at once, and its result appears when it is finished.

use std::collections::BTreeSet;

use hwc_models::koodrive::{
    BatchRegisterUser, BatchRegisterUserResponse, GetBatchRegisterUserResult, GetBatchRegisterUserResultResponse,
    NewCarrierUser, RegisteredUser, RegistrationResult, RegistrationTask, UserTaskStatus,
};
use serde::{Deserialize, Serialize};

use crate::runtime::api_error::{ApiError, ErrorOrigin};
use crate::runtime::context::Context;
use crate::runtime::records::{Column, Owner, Page, Query, StoredRecord};
use crate::runtime::registry::Registry;
use crate::services::koodrive::accounts::{self, NewAccount};
use crate::services::koodrive::{long_id, refused, roles};

/// The time until a task runs, and until it is finished, in milliseconds.
const WAITS: i64 = 1000;
const ENDS: i64 = 3000;

/// The code of a user who could not be registered: the one for an invalid parameter.
const INVALID: &str = "13000102";

/// The largest page.
const PAGE_SIZE: u32 = 1000;

/// A task.
#[derive(Serialize, Deserialize)]
struct Task {
    id: String,
    created_at: i64,
}

impl StoredRecord for Task {
    const KIND: &'static str = "koodrive.registration_task";
    const OWNER: Owner = Owner::Company;

    fn key(&self) -> &str {
        &self.id
    }
}

/// The outcome for one user of a task.
#[derive(Serialize, Deserialize)]
struct TaskRow {
    key: String,
    task: String,
    /// The position in the task, from 1.
    number: usize,
    phone: String,
    outcome: Outcome,
}

#[derive(Serialize, Deserialize)]
enum Outcome {
    /// The ID of the new account.
    Registered(String),
    /// The reason.
    Failed(String),
    /// The same phone number came earlier in the task.
    Skipped,
}

impl StoredRecord for TaskRow {
    const KIND: &'static str = "koodrive.registration_row";
    const OWNER: Owner = Owner::Company;
    const COLUMNS: &'static [Column<Self>] = &[
        Column::new("task", |row| row.task.clone().into()),
        Column::new("outcome", |row| row.outcome.name().to_owned().into()),
    ];

    fn key(&self) -> &str {
        &self.key
    }
}

impl Outcome {
    fn name(&self) -> &'static str {
        match self {
            Self::Registered(_) => "registered",
            Self::Failed(_) => "failed",
            Self::Skipped => "skipped",
        }
    }
}

impl Task {
    fn state(&self, now: i64) -> UserTaskStatus {
        match now - self.created_at {
            age if age < WAITS => UserTaskStatus::New,
            age if age < ENDS => UserTaskStatus::Executing,
            _ => UserTaskStatus::Succeeded,
        }
    }
}

pub(super) fn register(registry: &mut Registry) {
    registry.store::<Task>().store::<TaskRow>().register(create).register(result);
}

fn create(cx: &mut Context<'_>, request: &BatchRegisterUser) -> Result<BatchRegisterUserResponse, ApiError> {
    roles::require_system_admin(cx)?;
    let id = long_id(cx.next_number("registration task")?);
    cx.records().insert(&Task { id: id.clone(), created_at: cx.now })?;
    let mut seen = BTreeSet::new();
    for (index, user) in request.users.iter().enumerate() {
        let phone = user.phone.clone().unwrap_or_default();
        let outcome = if seen.insert(accounts::digits(&phone)) { add(cx, user, &phone)? } else { Outcome::Skipped };
        let number = index + 1;
        cx.records().insert(&TaskRow { key: format!("{id}/{number}"), task: id.clone(), number, phone, outcome })?;
    }
    let mut response = BatchRegisterUserResponse::default();
    response.data = Some(id.into());
    Ok(response)
}

/// Registers one user. An invalid one fails alone.
fn add(cx: &Context<'_>, user: &NewCarrierUser, phone: &str) -> Result<Outcome, ApiError> {
    let new = NewAccount {
        id: None,
        first_name: user.first_name.as_deref().unwrap_or_default(),
        surname: user.surname.as_deref(),
        phone,
        email: user.email.as_deref(),
        password: user.password.as_ref(),
    };
    match accounts::add(cx, &new) {
        Ok(account) => Ok(Outcome::Registered(account.id)),
        Err(error) if error.origin == ErrorOrigin::Invalid => Ok(Outcome::Failed(error.message)),
        Err(error) => Err(error),
    }
}

fn result(
    cx: &mut Context<'_>,
    request: &GetBatchRegisterUserResult,
) -> Result<GetBatchRegisterUserResultResponse, ApiError> {
    roles::require_system_admin(cx)?;
    let task = cx.records::<Task>().get(request.task_id.as_str())?.ok_or_else(|| refused("13000309"))?;
    let state = task.state(cx.now);
    let mut result = RegistrationResult::default();
    result.task_info = Some(info(cx, &task, state)?);
    if state == UserTaskStatus::Succeeded {
        let page = Page::cursor(request.cursor.as_deref(), request.page_size.unwrap_or(PAGE_SIZE));
        let page = rows(cx, &task).page(&page)?;
        result.next_page_cursor = page.next_cursor();
        result.register_list = page.items.into_iter().map(registered).collect();
    }
    let mut response = GetBatchRegisterUserResultResponse::default();
    response.data = Some(result);
    Ok(response)
}

fn rows<'a>(cx: &'a Context<'_>, task: &Task) -> Query<'a, TaskRow> {
    cx.records().query().filter("task", task.id.clone())
}

/// Returns a task with the numbers of its outcomes so far.
fn info(cx: &Context<'_>, task: &Task, state: UserTaskStatus) -> Result<RegistrationTask, ApiError> {
    let is_finished = state == UserTaskStatus::Succeeded;
    let count = |name: &str| match is_finished {
        true => rows(cx, task).filter("outcome", name.to_owned()).count(),
        false => Ok(0),
    };
    let mut info = RegistrationTask::default();
    info.task_id = Some(task.id.as_str().into());
    info.status = Some(state.code().to_string());
    info.total_count = Some(rows(cx, task).count()?);
    info.success_count = Some(count("registered")?);
    info.fail_count = Some(count("failed")?);
    info.skip_count = Some(count("skipped")?);
    Ok(info)
}

fn registered(row: TaskRow) -> RegisteredUser {
    let mut registered = RegisteredUser::default();
    registered.id = Some(row.number.to_string());
    registered.phone = Some(row.phone);
    match row.outcome {
        Outcome::Registered(id) => registered.user_id = Some(id.into()),
        Outcome::Failed(reason) => {
            registered.error_code = Some(INVALID.to_owned());
            registered.reason = Some(reason);
        }
        Outcome::Skipped => registered.reason = Some("the phone number is in the task already".to_owned()),
    }
    registered
}
