//! Departments and users: an administrator of the company, one of a department, and two common users.

use hwc_models::koodrive::{AccountStatus, User, UserImportFailure, UserRole};

use crate::account;
use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::services::koodrive::departments::Department;
use crate::services::koodrive::tasks::UserImport;

/// The top department.
pub(super) const HEAD_OFFICE: &str = "1243693141656107520";

/// The department of Li and Lin.
pub(super) const SALES: &str = "1243693141656107521";

/// The department of Noor.
pub(super) const RESEARCH: &str = "1243693141656107522";

/// The ID, the name and the ID of the parent department.
const DEPARTMENTS: [(&str, &str, Option<&str>); 3] = [
    (HEAD_OFFICE, "Head office", None),
    (SALES, "Sales", Some(HEAD_OFFICE)),
    (RESEARCH, "Research", Some(HEAD_OFFICE)),
];

/// A user of the demo data.
pub(super) struct DemoUser {
    pub(super) id: &'static str,
    pub(super) name: &'static str,
    org_id: &'static str,
    department: &'static str,
    mobile: &'static str,
    role: UserRole,
}

/// The administrator of the company.
pub(super) const ADA: DemoUser = DemoUser {
    id: account::DRIVE_USER_ID,
    name: "Ada",
    org_id: "1008600000293202821",
    department: HEAD_OFFICE,
    mobile: "+86 100 0000 0001",
    role: UserRole::SystemAdmin,
};

/// The administrator of the department Sales.
pub(super) const LI: DemoUser = DemoUser {
    id: account::DRIVE_LI_ID,
    name: "Li",
    org_id: "1008600000293202822",
    department: SALES,
    mobile: "+86 100 0000 0002",
    role: UserRole::DepartmentAdmin,
};

/// A user of the department Sales.
pub(super) const LIN: DemoUser = DemoUser {
    id: account::DRIVE_LIN_ID,
    name: "Lin",
    org_id: "1008600000293202823",
    department: SALES,
    mobile: "+86 100 0000 0003",
    role: UserRole::Member,
};

/// A user of the department Research.
pub(super) const NOOR: DemoUser = DemoUser {
    id: account::DRIVE_NOOR_ID,
    name: "Noor",
    org_id: "1008600000293202824",
    department: RESEARCH,
    mobile: "+86 100 0000 0004",
    role: UserRole::Member,
};

/// Writes the departments, the users and a finished import of users.
pub(super) fn seed(cx: &Context<'_>) -> Result<(), ApiError> {
    for (id, name, parent) in DEPARTMENTS {
        let parent = parent.map(str::to_owned);
        cx.records().insert(&Department { id: id.to_owned(), name: name.to_owned(), parent })?;
    }
    for demo in [ADA, LI, LIN, NOOR] {
        cx.records().insert(&user(&demo))?;
    }
    let mut failure = UserImportFailure::default();
    failure.user_name = Some("Kim".to_owned());
    failure.desc = Some("The mobile number is taken.".to_owned());
    cx.records().insert(&UserImport { id: "import-1".to_owned(), succeeded: 3, failures: vec![failure] })
}

fn user(demo: &DemoUser) -> User {
    let mut user = User::default();
    user.id = Some(demo.id.into());
    user.user_id = Some(demo.org_id.into());
    user.name = Some(demo.name.to_owned());
    user.dept_id = Some(demo.department.into());
    user.mobile = Some(demo.mobile.to_owned());
    user.role = Some(demo.role);
    user.status = Some(AccountStatus::Enabled);
    user
}
