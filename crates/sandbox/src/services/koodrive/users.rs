//! Users: listing and counting the users of a department.

use hwc_models::koodrive::{
    AccountStatus, CountUser, CountUserResponse, GetUserList, GetUserListResponse, User, UserRole,
};
use rusqlite::{Row, named_params};

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::services::koodrive::{DEPARTMENTS, department};

pub(super) fn list(cx: &mut Context<'_>, request: &GetUserList) -> Result<GetUserListResponse, ApiError> {
    let sql = format!(
        "{DEPARTMENTS} SELECT u.*, d.name AS department_name
         FROM users u JOIN inside ON inside.id = u.department JOIN departments d ON d.id = u.department
         WHERE :word = '' OR instr(u.name, :word) > 0 ORDER BY u.id"
    );
    let mut statement = cx.db.prepare_cached(&sql)?;
    let rows = statement.query_map(
        named_params! {
            ":department": department(request.dept_id.as_ref()),
            ":direct": request.is_direct.unwrap_or(false) && request.dept_id.is_some(),
            ":word": request.key_word.as_deref().unwrap_or(""),
        },
        user,
    )?;
    let all = rows.collect::<Result<Vec<User>, _>>()?;
    let mut response = GetUserListResponse::default();
    response.total = Some(all.len() as u64);
    response.list = all.into_iter().skip(request.offset as usize).take(request.limit as usize).collect();
    Ok(response)
}

fn user(row: &Row<'_>) -> rusqlite::Result<User> {
    let mut user = User::default();
    user.name = row.get("name")?;
    user.user_id = Some(row.get::<_, String>("org_id")?.into());
    user.dept_id = Some(row.get::<_, String>("department")?.into());
    user.dept_name = row.get("department_name")?;
    user.mobile = row.get("mobile")?;
    user.role = Some(UserRole::from(row.get::<_, i64>("role")?));
    user.status = Some(AccountStatus::from(row.get::<_, i64>("status")?));
    user.id = Some(row.get::<_, String>("id")?.into());
    Ok(user)
}

pub(super) fn count(cx: &mut Context<'_>, request: &CountUser) -> Result<CountUserResponse, ApiError> {
    let sql = format!("{DEPARTMENTS} SELECT count(*) FROM users u JOIN inside ON inside.id = u.department");
    let parameters = named_params! { ":department": department(request.dept_id.as_ref()), ":direct": false };
    let total: i64 = cx.db.prepare_cached(&sql)?.query_row(parameters, |row| row.get(0))?;
    let mut response = CountUserResponse::default();
    response.total = Some(total.unsigned_abs());
    Ok(response)
}
