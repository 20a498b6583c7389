//! Users of KooDrive: adding, changing and deleting them, and the check before an import.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails here is a failed test")]

mod common;

use common::users::{ADA, LI, LIN, NO_RIGHT, NO_SPACE, NOOR, NOTHING};
use common::{Bench, drive};
use hwc_models::koodrive::{
    AccountStatus, AuthSession, BatchImportUserPreVerify, CountUser, CreateSession, CreateUser, DeleteUser,
    ExpandUserNum, GetQuotaUsed, GetSpace, GetSpaceV2, GetTeamSpaceList, GetUser, GetUserList, GetUserMobile,
    GetUserSpaceList, ImportUser, NewUserSettings, SpaceType, UpdateUser, User, UserId, UserRole,
};
use hwc_sandbox::account;
use hwc_wire::Request as _;

const HEAD_OFFICE: &str = "1243693141656107520";
const SALES: &str = "1243693141656107521";
const RESEARCH: &str = "1243693141656107522";

fn new_user(org_user: &str, department: &str, role: UserRole) -> CreateUser {
    CreateUser::new(org_user).settings(NewUserSettings::default().dept_id(department).role(role))
}

/// Returns the user with an ID in OrgID.
async fn find(bench: &Bench, org_user: &str) -> Option<User> {
    let users = ADA.send(bench, GetUserList::new().offset(0_u32).limit(100_u32)).await.list;
    users.into_iter().find(|user| user.user_id.as_ref().unwrap().as_str() == org_user)
}

/// Adds a member of Sales and returns the ID.
async fn add(bench: &Bench, org_user: &str) -> UserId {
    ADA.send(bench, new_user(org_user, SALES, UserRole::Member)).await;
    find(bench, org_user).await.unwrap().id.unwrap()
}

async fn count(bench: &Bench) -> u64 {
    ADA.send(bench, CountUser::new()).await.total.unwrap()
}

async fn shown(bench: &Bench, id: &str) -> User {
    NOOR.send(bench, GetUser::new(id)).await.data.unwrap()
}

#[tokio::test]
async fn a_new_user_has_a_department_and_a_personal_space() {
    let bench = Bench::demo();
    let created = ADA.send(&bench, new_user("org-1", RESEARCH, UserRole::Member)).await.data.unwrap();
    assert_eq!(created.id.unwrap().as_str(), RESEARCH);
    let id = find(&bench, "org-1").await.unwrap().id.unwrap();
    let user = shown(&bench, id.as_str()).await;
    assert_eq!((user.role, user.status), (Some(UserRole::Member), Some(AccountStatus::Enabled)));
    assert_eq!((user.dept_name.as_deref(), user.org_id.unwrap().as_str()), (Some("Research"), "9190086000001210958"));
    assert_eq!(count(&bench).await, 5);
    let token = drive::session(&bench, id.as_str()).await;
    let spaces = bench.send_with(GetSpaceV2::new(id.as_str()), &[("Authorization", &token)]).await.data;
    assert_eq!((spaces.len(), spaces[0].capacity, spaces[0].kind), (1, Some(10), Some(SpaceType::Personal)));
    let teams = GetTeamSpaceList::new(0_u32, 9_u32).team_type(0);
    let teams = bench.send_with(teams, &[("Authorization", &token)]).await.teams;
    assert_eq!((teams.len(), teams[0].id.as_ref().unwrap().as_str()), (1, RESEARCH));
}

#[tokio::test]
async fn a_user_without_settings_joins_the_department_of_the_administrator() {
    let bench = Bench::demo();
    assert_eq!(LI.send(&bench, CreateUser::new("org-1")).await.data.unwrap().id.unwrap().as_str(), SALES);
    assert_eq!(ADA.send(&bench, CreateUser::new("org-2")).await.data.unwrap().id.unwrap().as_str(), HEAD_OFFICE);
    assert_eq!(find(&bench, "org-1").await.unwrap().dept_name.as_deref(), Some("Sales"));
    assert_eq!(find(&bench, "org-2").await.unwrap().dept_name.as_deref(), Some("Head office"));
}

#[tokio::test]
async fn users_who_cannot_be_added_are_refused() {
    let bench = Bench::demo();
    let refused = ADA.refused(&bench, CreateUser::new("1008600000293202824")).await;
    assert_eq!(refused, "400 13000102 the user was added before");
    assert_eq!(ADA.refused(&bench, CreateUser::new(" ")).await, "400 13000102 userId must not be blank");
    assert_eq!(ADA.refused(&bench, new_user("org-1", "none", UserRole::Member)).await, NOTHING);
    let role = ADA.refused(&bench, new_user("org-1", SALES, UserRole::from(9))).await;
    assert!(role.starts_with("400 13000102 "), "{role}");
    assert_eq!(count(&bench).await, 4);
}

#[tokio::test]
async fn administrators_of_a_department_add_members_of_it() {
    let bench = Bench::demo();
    LI.send(&bench, new_user("org-1", SALES, UserRole::Manager)).await;
    assert_eq!(find(&bench, "org-1").await.unwrap().role, Some(UserRole::Manager));
    assert_eq!(LI.refused(&bench, new_user("org-2", RESEARCH, UserRole::Member)).await, NO_RIGHT);
    assert_eq!(LI.refused(&bench, new_user("org-2", SALES, UserRole::DepartmentAdmin)).await, NO_RIGHT);
    for user in [LIN, NOOR] {
        assert_eq!(user.refused(&bench, CreateUser::new("org-2")).await, NO_RIGHT);
    }
    assert!(find(&bench, "org-2").await.is_none());
}

#[tokio::test]
async fn the_number_of_users_is_limited_until_it_is_expanded() {
    let bench = Bench::demo();
    for number in 4..100 {
        ADA.send(&bench, CreateUser::new(format!("org-{number}"))).await;
    }
    let refused = ADA.refused(&bench, CreateUser::new("one-more")).await;
    assert_eq!(refused, "400 13000102 the organization has its maximum number of users");
    assert_eq!(count(&bench).await, 100);
    assert_eq!(LI.refused(&bench, ExpandUserNum::new("9190086000001210958")).await, NO_RIGHT);
    assert_eq!(ADA.refused(&bench, ExpandUserNum::new("1")).await, NOTHING);
    ADA.send(&bench, ExpandUserNum::new("9190086000001210958")).await;
    let usage = ADA.send(&bench, GetQuotaUsed::new()).await.data.unwrap();
    assert_eq!((usage.user_count, usage.user_max_count), (Some(100), Some(200)));
    ADA.send(&bench, CreateUser::new("one-more")).await;
    assert_eq!(count(&bench).await, 101);
}

#[tokio::test]
async fn a_user_moves_to_another_department_and_gets_another_role() {
    let bench = Bench::demo();
    ADA.send(&bench, UpdateUser::new(LIN.id).dept_id(RESEARCH).role(UserRole::DepartmentAdmin)).await;
    let user = shown(&bench, LIN.id).await;
    assert_eq!((user.dept_name.as_deref(), user.role), (Some("Research"), Some(UserRole::DepartmentAdmin)));
    LIN.send(&bench, UpdateUser::new(NOOR.id).role(UserRole::Manager)).await;
    assert_eq!(shown(&bench, NOOR.id).await.role, Some(UserRole::Manager));
    ADA.send(&bench, UpdateUser::new(NOOR.id)).await;
    assert_eq!(shown(&bench, NOOR.id).await.role, Some(UserRole::Manager));
}

#[tokio::test]
async fn changes_beyond_the_role_of_the_caller_are_refused() {
    let bench = Bench::demo();
    for (caller, change) in [
        (LIN, UpdateUser::new(LIN.id).role(UserRole::SystemAdmin)),
        (LI, UpdateUser::new(LIN.id).role(UserRole::DepartmentAdmin)),
        (LI, UpdateUser::new(LIN.id).dept_id(RESEARCH)),
        (LI, UpdateUser::new(NOOR.id).status(AccountStatus::Disabled)),
        (LI, UpdateUser::new(LI.id).role(UserRole::Member)),
        (LI, UpdateUser::new(ADA.id).role(UserRole::Member)),
        (ADA, UpdateUser::new(ADA.id).status(AccountStatus::Disabled)),
    ] {
        assert_eq!(caller.refused(&bench, change).await, NO_RIGHT);
    }
    assert_eq!(ADA.refused(&bench, UpdateUser::new("none")).await, NOTHING);
    assert_eq!(ADA.refused(&bench, UpdateUser::new(LIN.id).dept_id("9")).await, NOTHING);
    let status = ADA.refused(&bench, UpdateUser::new(LIN.id).dept_id(RESEARCH).status(5)).await;
    assert!(status.starts_with("400 13000102 "), "{status}");
    let (lin, noor) = (shown(&bench, LIN.id).await, shown(&bench, NOOR.id).await);
    assert_eq!((lin.role, lin.dept_name.as_deref()), (Some(UserRole::Member), Some("Sales")));
    assert_eq!((lin.status, noor.status), (Some(AccountStatus::Enabled), Some(AccountStatus::Enabled)));
}

#[tokio::test]
async fn a_disabled_user_cannot_sign_in() {
    let bench = Bench::demo();
    let token = drive::session(&bench, LIN.id).await;
    let session = [("Authorization", token.as_str())];
    LI.send(&bench, UpdateUser::new(LIN.id).status(AccountStatus::Disabled)).await;
    assert_eq!(shown(&bench, LIN.id).await.status, Some(AccountStatus::Disabled));
    let refused = LIN.refused(&bench, AuthSession::new()).await;
    assert_eq!(refused, "401 401 The user is disabled or deleted.");
    let old = bench.reply_to(AuthSession::OPERATION, &AuthSession::new(), &session).await;
    assert_eq!(old.status.as_u16(), 401);
    let sign_in = ADA.refused(&bench, CreateSession::new(account::DRIVE_LIN_CODE)).await;
    assert_eq!(sign_in, "400 400 The user cannot sign in.");
    LI.send(&bench, UpdateUser::new(LIN.id).status(AccountStatus::Enabled)).await;
    assert_eq!(LIN.send(&bench, AuthSession::new()).await.data.unwrap().user_name.as_deref(), Some("Lin"));
    bench.send_with(AuthSession::new(), &session).await;
}

#[tokio::test]
async fn a_deleted_user_is_gone_with_the_personal_space() {
    let bench = Bench::demo();
    let id = add(&bench, "org-1").await;
    ADA.send(&bench, GetSpace::new(id.as_str(), SpaceType::Personal)).await;
    LI.send(&bench, DeleteUser::new(id.as_str())).await;
    assert_eq!(NOOR.refused(&bench, GetUser::new(id.as_str())).await, NOTHING);
    assert_eq!(ADA.refused(&bench, GetSpace::new(id.as_str(), SpaceType::Personal)).await, NO_SPACE);
    assert_eq!(ADA.refused(&bench, DeleteUser::new(id.as_str())).await, NOTHING);
    assert_eq!(count(&bench).await, 4);
    ADA.send(&bench, DeleteUser::new(LIN.id)).await;
    assert_eq!(LIN.refused(&bench, AuthSession::new()).await, "401 401 The user is disabled or deleted.");
    // The group of the user passes to its other member.
    let teams = NOOR.send(&bench, GetTeamSpaceList::new(0_u32, 9_u32).team_type(1)).await.teams;
    assert_eq!((teams.len(), teams[0].owner_name.as_deref(), teams[0].user_num), (1, Some("Noor"), Some(1)));
}

#[tokio::test]
async fn users_are_deleted_by_their_administrators_alone() {
    let bench = Bench::demo();
    for (caller, user) in [(LIN, NOOR), (LIN, LIN), (NOOR, ADA), (LI, NOOR), (LI, LI), (LI, ADA), (ADA, ADA)] {
        assert_eq!(caller.refused(&bench, DeleteUser::new(user.id)).await, NO_RIGHT);
    }
    assert_eq!(count(&bench).await, 4);
}

#[tokio::test]
async fn the_mobile_number_is_shown_to_its_user_and_to_administrators() {
    let bench = Bench::demo();
    for user in [LIN, LI, ADA] {
        let shown = user.send(&bench, GetUserMobile::new(LIN.id)).await;
        assert_eq!(shown.mobile.as_deref(), Some("+86 100 0000 0003"));
    }
    assert_eq!(NOOR.refused(&bench, GetUserMobile::new(LIN.id)).await, NO_RIGHT);
    assert_eq!(LI.refused(&bench, GetUserMobile::new(NOOR.id)).await, NO_RIGHT);
    assert_eq!(ADA.refused(&bench, GetUserMobile::new("none")).await, NOTHING);
}

/// All users see each other, so a number in a list would be one that `GetUserMobile` refuses.
#[tokio::test]
async fn mobile_numbers_are_masked_everywhere_else() {
    let bench = Bench::demo();
    let user = NOOR.send(&bench, GetUser::new(LIN.id)).await.data.unwrap();
    assert_eq!(user.mobile.as_deref(), Some("0086100****0003"));
    let list = NOOR.send(&bench, GetUserList::new().offset(0_u32).limit(10_u32)).await.list;
    let spaces = ADA.send(&bench, GetUserSpaceList::new().offset(0_u32).limit(10_u32).key_word("0000 0003")).await;
    assert_eq!((list.len(), spaces.users.len()), (4, 1));
    let listed = list.iter().map(|user| &user.mobile).chain(spaces.users.iter().map(|space| &space.mobile));
    for mobile in listed {
        assert!(mobile.as_deref().is_some_and(|mobile| mobile.starts_with("0086100****000")), "{mobile:?}");
    }
}

#[tokio::test]
async fn an_import_is_checked_row_by_row() {
    let bench = Bench::demo();
    let row = |department: &str, capacity: u64, allocates: bool| {
        let row = ImportUser::default().personal_capacity(capacity).is_allocate_capacity(allocates);
        if department.is_empty() { row } else { row.target_dept_name(department) }
    };
    let rows = [row("Sales", 10, true), row("", 0, false), row("Moon", 1, true), row("Research", 0, true)];
    let rows = rows.into_iter().chain([row("Research", 1990, true), row("Research", 1990, true)]);
    let checked = ADA.send(&bench, BatchImportUserPreVerify::new(HEAD_OFFICE, rows)).await.data;
    let reasons: Vec<_> = checked.iter().map(|row| (row.is_success.unwrap(), row.reason.as_deref())).collect();
    assert_eq!(
        reasons,
        [
            (0, None),
            (0, None),
            (1, Some("unknown department")),
            (1, Some("the personal space needs at least 1 GB")),
            (0, None),
            (1, Some("the capacity for personal spaces is exceeded")),
        ]
    );
    assert_eq!(count(&bench).await, 4);
    let own = LI.send(&bench, BatchImportUserPreVerify::new(SALES, [row("Research", 1, true)])).await.data;
    assert_eq!(own[0].reason.as_deref(), Some("unknown department"));
    let refused = LI.refused(&bench, BatchImportUserPreVerify::new(HEAD_OFFICE, [row("Sales", 1, true)])).await;
    assert_eq!(refused, NO_RIGHT);
    let refused = ADA.refused(&bench, BatchImportUserPreVerify::new("9", [row("Sales", 1, true)])).await;
    assert_eq!(refused, NOTHING);
}
