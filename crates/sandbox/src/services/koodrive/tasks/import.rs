//! Importing the users of a check.

use hwc_models::koodrive::{UserImportFailure, UserRole};

use super::UserImport;
use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::services::koodrive::users::import_check::ImportRow;
use crate::services::koodrive::users::{self, NewUser};
use crate::services::koodrive::{background_tasks, departments, message};

/// Imports users and stores the outcome under the ID of the task. Each user can fail alone. Returns the number of new users.
pub(super) fn run(cx: &Context<'_>, task: &str, rows: &[ImportRow]) -> Result<u64, ApiError> {
    let mut import = UserImport { id: task.to_owned(), succeeded: 0, failures: Vec::new() };
    for (index, row) in rows.iter().enumerate() {
        match import_one(cx, row)? {
            None => import.succeeded += 1,
            Some(reason) => {
                let mut failure = UserImportFailure::default();
                failure.user_name = Some(format!("row {}", index + 1));
                failure.desc = Some(reason);
                import.failures.push(failure);
            }
        }
    }
    cx.records().put(&import)?;
    Ok(import.succeeded)
}

/// Imports one user. Returns the reason if that fails. The ID in OrgID is made up.
fn import_one(cx: &Context<'_>, row: &ImportRow) -> Result<Option<String>, ApiError> {
    if row.failure.is_some() {
        return Ok(row.failure.clone());
    }
    let outcome = background_tasks::attempt(cx, || {
        departments::find(cx, &row.department)?;
        let org_user = format!("{}", 1_008_600_000_293_300_000 + cx.next_number("imported user")?);
        let new = NewUser {
            org_user: &org_user,
            department: Some(row.department.clone()),
            role: UserRole::Member,
            space_size: row.space_size,
        };
        users::add(cx, &new).map(Some)
    })?;
    Ok(outcome.err().map(|code| message(&code).to_owned()))
}
