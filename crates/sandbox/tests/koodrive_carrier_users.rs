//! The registration of accounts of a carrier, and what separates them from each other and from the company.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails here is a failed test")]

mod common;

use common::Bench;
use common::carrier::{Account, captcha, ines, login, register, zola};
use common::database::dump;
use common::files::page;
use common::users::{ADA, LIN, NO_RIGHT, NOTHING};
use hwc_models::koodrive::{
    AccountStatus, BackupModule, BatchRegisterUser, BindDevice, CreateBackupFile, CreateBackupLock, CreateBackupRecord,
    CreateDirectory, CreateShare, DeleteUser, FileListScope, GetBatchRegisterUserResult, GetDepartmentList,
    GetPersonalFiles, GetSpace, GetSpaceAllocation, GetSpaceUsageByUser, GetUser, GetUserInfo, GetUserList,
    ModifyPassword, ModifyUserInfo, NewCarrierUser, RefreshToken, RegisterUser, RegistrationResult, Search,
    SearchFilter, SearchType, ShareScope, SpaceType, UpdateUser, UserRole, VerificationPurpose, VisitShare,
};
use hwc_sandbox::account::{
    CARRIER_INES_ID, CARRIER_INES_PASSWORD, CARRIER_INES_PHONE, CARRIER_PASSWORD, CARRIER_PHONE, CARRIER_USER_ID,
    DRIVE_LIN_ID,
};
use hwc_wire::Secret;

const PHONE: &str = "0049301234567";

async fn refused_registration(bench: &Bench, phone: &str, change: impl Fn(RegisterUser) -> RegisterUser) -> String {
    let token = captcha(bench, phone, VerificationPurpose::Registration).await;
    let request = RegisterUser::new(phone, token, "Password-1").first_name("Kai");
    Account { id: String::new(), header: String::new() }.refused(bench, change(request)).await
}

#[tokio::test]
async fn a_registered_user_is_signed_in_and_has_a_space() {
    let bench = Bench::strict();
    let (kai, _) = register(&bench, PHONE, "Password-1").await;
    let shown = kai.send(&bench, GetUserInfo::new().user_id(kai.id.as_str())).await.data.unwrap();
    assert_eq!((shown.first_name.as_deref(), shown.phone.as_deref()), (Some("Kai"), Some(PHONE)));
    let space = kai.space(&bench).await;
    assert_eq!((space.capacity, space.space_used), (Some(5), Some(0)));
    kai.send(&bench, CreateDirectory::new(space.container_id.unwrap(), "Photos")).await;
    bench.send_with(login(PHONE, "Password-1"), &[]).await;
}

#[tokio::test]
async fn a_wrong_registration_gets_the_reason() {
    let bench = Bench::strict();
    let same = |request| request;
    let taken = refused_registration(&bench, CARRIER_PHONE, same).await;
    assert_eq!(taken, "400 13000102 phone is registered already");
    let taken = refused_registration(&bench, "27188460911", same).await;
    assert_eq!(taken, "400 13000102 phone is registered already", "the same number in another form");
    let phone = refused_registration(&bench, "1234", same).await;
    assert_eq!(phone, "400 13000102 phone must have 5 to 32 digits with the country code");
    let email = refused_registration(&bench, PHONE, |request| request.email("@example.com")).await;
    assert_eq!(email, "400 13000102 email must be an email address");
    let password = refused_registration(&bench, PHONE, |request| request.password("12345678")).await;
    assert_eq!(password, "400 13000102 a password must have 8 to 64 characters with a letter and a digit");
    let token = refused_registration(&bench, PHONE, |request| request.captcha_token("other")).await;
    assert_eq!(token, "400 13000102 captchaToken is wrong or has expired");
}

fn new_user(name: &str, phone: &str) -> NewCarrierUser {
    NewCarrierUser::default().first_name(name).phone(phone).password("Password-1")
}

async fn result(bench: &Bench, request: GetBatchRegisterUserResult) -> RegistrationResult {
    ADA.send(bench, request).await.data.unwrap()
}

#[tokio::test]
async fn a_task_registers_many_users() {
    let bench = Bench::strict();
    let users = [new_user("Kai", PHONE), new_user("Bo", CARRIER_PHONE), new_user("Kim", PHONE), new_user(" ", "12345")];
    let task = ADA.send(&bench, BatchRegisterUser::new(users)).await.data.unwrap();
    for (wait, status) in [(0, "0"), (1, "1"), (2, "2")] {
        bench.wait(wait);
        let shown = result(&bench, GetBatchRegisterUserResult::new(task.clone())).await;
        let info = shown.task_info.unwrap();
        assert_eq!((info.status.as_deref(), info.total_count), (Some(status), Some(4)));
        assert_eq!(shown.register_list.len(), if status == "2" { 4 } else { 0 });
    }
    let first = result(&bench, GetBatchRegisterUserResult::new(task.clone()).page_size(3_u32)).await;
    let rest = GetBatchRegisterUserResult::new(task.clone()).cursor(first.next_page_cursor.unwrap());
    let rest = result(&bench, rest).await;
    assert_eq!((first.register_list.len(), rest.register_list.len(), rest.next_page_cursor), (3, 1, None));
    let info = rest.task_info.unwrap();
    assert_eq!((info.success_count, info.fail_count, info.skip_count), (Some(1), Some(2), Some(1)));
    let rows = [first.register_list, rest.register_list].concat();
    let reasons: Vec<Option<&str>> = rows.iter().map(|row| row.reason.as_deref()).collect();
    let skipped = Some("the phone number is in the task already");
    assert_eq!(reasons, [None, Some("phone is registered already"), skipped, Some("firstname must not be blank")]);
    assert_eq!(rows[1].error_code.as_deref(), Some("13000102"));
    let signed_in = bench.send_with(login(PHONE, "Password-1"), &[]).await.data.unwrap();
    assert_eq!(signed_in.user_info.unwrap().user_id, rows[0].user_id);
    assert_eq!(LIN.refused(&bench, GetBatchRegisterUserResult::new(task)).await, NO_RIGHT);
    assert_eq!(ADA.refused(&bench, GetBatchRegisterUserResult::new("none")).await, NOTHING);
    assert_eq!(zola().refused(&bench, BatchRegisterUser::new([new_user("Bo", "12345")])).await, NO_RIGHT);
}

#[tokio::test]
async fn an_account_neither_sees_nor_changes_another_one() {
    let bench = Bench::strict();
    let space = ines().space(&bench).await.container_id.unwrap();
    ines().send(&bench, CreateDirectory::new(space.clone(), "ines-folder")).await;
    for caller in [zola(), lin()] {
        for request in [GetUserInfo::new().user_id(CARRIER_INES_ID), GetUserInfo::new().phone(CARRIER_INES_PHONE)] {
            assert_eq!(caller.refused(&bench, request).await, NOTHING);
        }
        let change = ModifyUserInfo::new(CARRIER_INES_ID).first_name("x");
        assert_eq!(caller.refused(&bench, change).await, NOTHING);
        let change = ModifyPassword::new(CARRIER_INES_ID, CARRIER_INES_PASSWORD, "Changed-password-1");
        assert_eq!(caller.refused(&bench, change).await, NOTHING);
        assert_eq!(caller.refused(&bench, GetUser::new(CARRIER_INES_ID)).await, NOTHING);
        assert_eq!(caller.refused(&bench, GetSpace::new(CARRIER_INES_ID, SpaceType::Personal)).await, NO_RIGHT);
        assert_eq!(caller.refused(&bench, CreateDirectory::new(space.clone(), "x")).await, NO_RIGHT);
        let listed = GetPersonalFiles::new(FileListScope::Space, space.clone(), "root");
        assert_eq!(caller.refused(&bench, listed).await, NO_RIGHT);
        let usage = caller.send(&bench, GetSpaceUsageByUser::new().user_ids([CARRIER_INES_ID])).await;
        assert_eq!(usage.data.len(), 0);
    }
    let shown = ines().send(&bench, GetUserInfo::new()).await.data.unwrap();
    assert_eq!(shown.first_name.as_deref(), Some("Ines"));
}

/// Returns Lin, a user of the company.
fn lin() -> Account {
    Account { id: DRIVE_LIN_ID.to_owned(), header: format!("Bearer {}", LIN.token) }
}

#[tokio::test]
async fn the_administrator_sees_accounts_and_not_their_spaces() {
    let bench = Bench::strict();
    let shown = ADA.send(&bench, GetUserInfo::new().phone(CARRIER_PHONE)).await.data.unwrap();
    assert_eq!(shown.user_id.unwrap().as_str(), CARRIER_USER_ID);
    let user = ADA.send(&bench, GetUser::new(CARRIER_USER_ID)).await.data.unwrap();
    assert_eq!((user.name.as_deref(), user.mobile.as_deref()), (Some("Zola"), Some(CARRIER_PHONE)));
    assert_eq!(ADA.refused(&bench, GetSpace::new(CARRIER_USER_ID, SpaceType::Personal)).await, NO_RIGHT);
    let before = ADA.send(&bench, GetSpaceAllocation::new()).await.data;
    register(&bench, PHONE, "Password-1").await;
    assert_eq!(ADA.send(&bench, GetSpaceAllocation::new()).await.data, before, "not the company's capacity");
    let users = ADA.send(&bench, GetUserList::new().offset(0_u32).limit(100_u32)).await;
    assert!(users.list.iter().all(|user| user.name.as_deref() != Some("Zola")));
}

#[tokio::test]
async fn an_account_does_not_see_the_company() {
    let bench = Bench::strict();
    assert_eq!(zola().refused(&bench, GetUserList::new().offset(0_u32).limit(100_u32)).await, NO_RIGHT);
    assert_eq!(zola().refused(&bench, GetDepartmentList::new()).await, NO_RIGHT);
    assert_eq!(zola().refused(&bench, GetUser::new(DRIVE_LIN_ID)).await, NOTHING);
    let own = zola().send(&bench, GetUser::new(CARRIER_USER_ID)).await.data.unwrap();
    assert_eq!(own.name.as_deref(), Some("Zola"));
    let filter = SearchFilter::default().key_word("welcome");
    let found = zola().send(&bench, Search::new(SearchType::Team, page(10, "")).filter(filter)).await;
    assert_eq!(found.files.len(), 0);
    let space = zola().space(&bench).await.container_id.unwrap();
    let folder = zola().send(&bench, CreateDirectory::new(space.clone(), "Photos")).await.id.unwrap();
    let share = CreateShare::new(ShareScope::Enterprise, space, [folder]).valid_days(7_u32);
    let link = zola().send(&bench, share).await.share_link.unwrap();
    assert_eq!(LIN.refused(&bench, VisitShare::new(link.short_url.unwrap())).await, NO_RIGHT);
}

#[tokio::test]
async fn any_verification_token_is_accepted_without_strict_authentication() {
    let bench = Bench::demo();
    let request = |token: &str| RegisterUser::new(PHONE, Secret::from(token), "Password-1").first_name("Kai");
    let nobody = Account { id: String::new(), header: String::new() };
    let wrong = nobody.refused(&bench, request("wrong")).await;
    assert_eq!(wrong, "400 13000102 captchaToken is wrong or has expired");
    assert!(bench.send_with(request("any"), &[]).await.data.unwrap().session_info.is_some());
}

#[tokio::test]
async fn the_administrator_freezes_an_account() {
    let bench = Bench::strict();
    let status = |status: AccountStatus| UpdateUser::new(CARRIER_USER_ID).status(status);
    ADA.send(&bench, status(AccountStatus::Frozen)).await;
    let locked = zola().refused(&bench, GetUserInfo::new()).await;
    assert_eq!(locked, "401 401 The user is disabled or deleted.");
    let nobody = Account { id: String::new(), header: String::new() };
    let frozen = nobody.refused(&bench, login(CARRIER_PHONE, CARRIER_PASSWORD)).await;
    assert_eq!(frozen, "400 13000102 the account is frozen");
    let shown = ADA.send(&bench, GetUser::new(CARRIER_USER_ID)).await.data.unwrap();
    assert_eq!(shown.status, Some(AccountStatus::Frozen));
    ADA.send(&bench, status(AccountStatus::Enabled)).await;
    zola().send(&bench, GetUserInfo::new()).await;
    let unknown = ADA.refused(&bench, status(AccountStatus::Disabled)).await;
    assert_eq!(unknown, "400 13000102 status of an account of a carrier must be 0 or 7");
    let role = ADA.refused(&bench, UpdateUser::new(CARRIER_USER_ID).role(UserRole::SystemAdmin)).await;
    assert_eq!(role, "400 13000102 an account of a carrier has neither a role nor a department");
    assert_eq!(zola().refused(&bench, UpdateUser::new(CARRIER_INES_ID)).await, NO_RIGHT);
    assert_eq!(LIN.refused(&bench, DeleteUser::new(CARRIER_INES_ID)).await, NO_RIGHT);
}

#[tokio::test]
async fn a_deleted_account_leaves_nothing() {
    let bench = Bench::strict();
    let (kai, session) = register(&bench, PHONE, "Password-1").await;
    let space = kai.space(&bench).await.container_id.unwrap();
    kai.send(&bench, CreateDirectory::new(space, "Photos")).await;
    let device = kai.send(&bench, BindDevice::new("phone")).await.data.unwrap().device_id.unwrap();
    let lock = kai.send(&bench, CreateBackupLock::new()).await.data.unwrap().lock_id.unwrap();
    let record = CreateBackupRecord::new(lock.clone(), BackupModule::Folders, device);
    let record = kai.send(&bench, record).await.data.unwrap().record_id.unwrap();
    kai.send(&bench, CreateBackupFile::new(lock, record, "a.txt")).await;
    ADA.send(&bench, DeleteUser::new(kai.id.as_str())).await;
    assert_eq!(kai.refused(&bench, GetUserInfo::new()).await, "401 401 The caller is not signed in.");
    let refresh = RefreshToken::new(session.refresh_token.unwrap());
    assert_eq!(kai.refused(&bench, refresh).await, "401 401 The caller is not signed in.");
    let rows = dump(&bench).await;
    let left = rows.lines().filter(|row| row.contains(&kai.id) && !row.contains("koodrive.audit_log"));
    assert_eq!(left.filter(|row| !row.contains("koodrive.event")).collect::<Vec<_>>(), [""; 0]);
    register(&bench, PHONE, "Password-1").await;
}
