//! Shares of the caller: creating, listing, changing and canceling them.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails here is a failed test")]

mod common;

use common::Bench;
use common::people::{ADA, LI, LIN, NOOR, Person, RESEARCH, SALES};
use common::tree::{LI_SPACE, SALES_SPACE, WELCOME, add_file, add_folder, root};
use hwc_models::koodrive::{
    BatchCancel, BatchResult, CreateJob, CreateShare, CreateUserGroup, GetDownLoadUrl, GetShareByMeDetail, JobAction,
    JobFile, JobInput, JobType, ListShareByMe, ShareId, ShareLink, SharePermission, ShareScope, ShareStatus,
    SortDirection, UpdateShare,
};
use hwc_wire::{Secret, Timestamp};

const UNKNOWN: &str = "400 13000309 Resource not found.";

fn share(files: &[&str]) -> CreateShare {
    CreateShare::new(ShareScope::Enterprise, SALES_SPACE, files.iter().copied()).valid_days(7_u32)
}

async fn created(person: &Person<'_>, request: CreateShare) -> ShareId {
    person.send(request).await.share_link.unwrap().share_id.unwrap()
}

async fn detail(person: &Person<'_>, id: &ShareId) -> ShareLink {
    person.send(GetShareByMeDetail::new(id.clone())).await.share_link.unwrap()
}

async fn listed(person: &Person<'_>) -> Vec<ShareLink> {
    person.send(ListShareByMe::new()).await.share_links
}

fn code(link: &ShareLink) -> Option<&str> {
    link.extract_code.as_ref().map(Secret::expose)
}

/// Returns a time in the form of shares.
fn time(text: &str) -> Option<Timestamp> {
    Some(text.into())
}

#[tokio::test]
async fn a_share_is_read_back_by_its_sharer() {
    let bench = Bench::demo();
    let li = Person::sign_in(&bench, LI).await;
    let group = bench.send(CreateUserGroup::new("fair", 1)).await.id.unwrap();
    let permission = SharePermission::default().preview(true).download(false);
    let named = CreateShare::new(ShareScope::Named, SALES_SPACE, [WELCOME, WELCOME]).valid_days(7_u32);
    let named = named.department_ids([RESEARCH]).group_ids([group.clone()]).user_ids([NOOR, NOOR]);
    let request = named.extract_code("MDg2K0vU").comment("Hello").permission(permission.clone());
    let made = li.send(request).await.share_link.unwrap();
    let short_url = made.short_url.clone().unwrap();
    let link = format!("https://cn.myhuaweicloud-koodrive.com/cloudfile/#/sharelink/i/{short_url}");
    assert_eq!((made.link_url.as_deref(), code(&made)), (Some(link.as_str()), Some("MDg2K0vU")));
    assert_eq!(made.expire_time, time("2026-01-08T00:00:00.000Z"));

    let found = detail(&li, &made.share_id.clone().unwrap()).await;
    assert_eq!((found.display_name.as_deref(), found.comment.as_deref()), (Some("welcome.txt"), Some("Hello")));
    assert_eq!((found.scope, found.status), (Some(ShareScope::Named), Some(ShareStatus::Active)));
    assert_eq!((found.permission.clone(), code(&found)), (Some(permission), Some("MDg2K0vU")));
    assert_eq!(found.share_time, time("2026-01-01T00:00:00.000Z"));
    let departments: Vec<_> = found.departments.iter().map(|entry| (entry.id.clone(), entry.name.as_deref())).collect();
    assert_eq!(departments, [(Some(RESEARCH.into()), Some("Research"))]);
    let groups: Vec<_> = found.groups.iter().map(|entry| (entry.id.clone(), entry.name.as_deref())).collect();
    assert_eq!(groups, [(Some(group), Some("fair"))]);
    let users: Vec<_> = found.users.iter().map(|entry| (entry.id.clone(), entry.name.as_deref())).collect();
    assert_eq!(users, [(Some(NOOR.into()), Some("Noor"))], "once");

    let list = listed(&li).await;
    assert_eq!((list.len(), &list[0].short_url, list[0].view_count), (1, &made.short_url, Some(0)));
    assert_eq!(list[0].container_id, Some(SALES_SPACE.into()));
    let file = &list[0].files[0];
    assert_eq!((file.id.as_ref().unwrap().as_str(), file.file_name.as_deref()), (WELCOME, Some("welcome.txt")));
    assert_eq!((file.size, file.recycled, file.file_suffix.as_deref()), (Some(24), Some(false), Some("txt")));
    assert_eq!(file.parent_folder, [root(SALES_SPACE).as_str()]);
}

#[tokio::test]
async fn several_files_are_one_entry_named_after_the_first() {
    let bench = Bench::demo();
    let li = Person::sign_in(&bench, LI).await;
    let folder = add_folder(&bench, (SALES_SPACE, &root(SALES_SPACE)), "plans").await;
    created(&li, share(&[&folder, WELCOME])).await;
    let list = listed(&li).await;
    assert_eq!((list.len(), list[0].display_name.as_deref(), list[0].files.len()), (1, Some("plans"), 2));
}

#[tokio::test]
async fn a_share_outside_the_limits_is_refused() {
    let bench = Bench::demo();
    let li = Person::sign_in(&bench, LI).await;
    let no_files: [&str; 0] = [];
    let many = vec![WELCOME; 101];
    let named = || CreateShare::new(ShareScope::Named, SALES_SPACE, [WELCOME]).valid_days(7_u32);
    let long = "x".repeat(512);
    let cases = [
        ("no file", share(&no_files), "13000102"),
        ("101 files", share(&many), "13000102"),
        ("0 days", share(&[WELCOME]).valid_days(0_u32), "13000102"),
        ("366 days", share(&[WELCOME]).valid_days(366_u32), "13000102"),
        ("a code of 7", share(&[WELCOME]).extract_code("MDg2K0v"), "13000102"),
        ("a code of 9", share(&[WELCOME]).extract_code("MDg2K0vUx"), "13000102"),
        ("a code with a dash", share(&[WELCOME]).extract_code("MDg2-0vU"), "13000102"),
        ("a long message", share(&[WELCOME]).comment(long.as_str()), "13000102"),
        ("scope 0", CreateShare::new(0, SALES_SPACE, [WELCOME]).valid_days(7_u32), "13000102"),
        ("scope 4", CreateShare::new(4, SALES_SPACE, [WELCOME]).valid_days(7_u32), "13000102"),
        ("no one", named(), "13000102"),
        ("a user for everyone", share(&[WELCOME]).user_ids([NOOR]), "13000102"),
        ("an unknown user", named().user_ids(["nobody"]), "13000309"),
        ("an unknown department", named().department_ids(["nowhere"]), "13000309"),
        ("an unknown group", named().group_ids(["none"]), "13000309"),
        ("an unknown file", share(&["F-none"]), "13000302"),
        ("one unknown file of two", share(&[WELCOME, "F-none"]), "13000302"),
        ("a top folder", share(&["root"]), "13000102"),
        ("an unknown space", CreateShare::new(2, "space-9", [WELCOME]).valid_days(7_u32), "13000301"),
        ("a file of another space", CreateShare::new(2, LI_SPACE, [WELCOME]).valid_days(7_u32), "13000302"),
    ];
    for (case, request, code) in cases {
        let refused = li.refused(request).await;
        assert!(refused.starts_with(&format!("400 {code} ")), "{case}: {refused}");
    }
    assert_eq!(listed(&li).await, []);
}

#[tokio::test]
async fn the_limits_themselves_are_accepted() {
    let bench = Bench::demo();
    let li = Person::sign_in(&bench, LI).await;
    let message = "x".repeat(511);
    for days in [1_u32, 365] {
        created(&li, share(&[WELCOME]).valid_days(days).comment(message.as_str()).extract_code("00000000")).await;
    }
    let files = vec![WELCOME; 100];
    created(&li, share(&files)).await;
    assert_eq!(listed(&li).await.len(), 3);
}

#[tokio::test]
async fn nobody_shares_the_files_of_others() {
    let bench = Bench::demo();
    let noor = Person::sign_in(&bench, NOOR).await;
    assert_eq!(noor.refused(share(&[WELCOME])).await, "400 13000410 No permission on the space.");
    let ada = Person::sign_in(&bench, ADA).await;
    let report = add_file(&bench, (LI_SPACE, &root(LI_SPACE)), "report.pdf", 5).await;
    let private = CreateShare::new(ShareScope::Enterprise, LI_SPACE, [report]).valid_days(7_u32);
    assert_eq!(ada.refused(private).await, "400 13000410 No permission on the space.", "not even an administrator");
}

#[tokio::test]
async fn a_change_of_zero_days_keeps_the_validity() {
    let bench = Bench::demo();
    let li = Person::sign_in(&bench, LI).await;
    let id = created(&li, share(&[WELCOME])).await;
    bench.wait(86_400);
    let changed = li.send(UpdateShare::new(id.clone(), 0_u32).comment("New").extract_code("abcdEFGH")).await;
    let changed = changed.share_link.unwrap();
    assert_eq!(changed.expire_time, time("2026-01-08T00:00:00.000Z"));
    assert_eq!(changed.create_time, time("2026-01-01T00:00:00.000Z"));
    assert_eq!(changed.update_time, time("2026-01-02T00:00:00.000Z"));
    let found = detail(&li, &id).await;
    assert_eq!((found.comment.as_deref(), code(&found)), (Some("New"), Some("abcdEFGH")));
    li.send(UpdateShare::new(id.clone(), 30_u32)).await;
    let found = detail(&li, &id).await;
    assert_eq!(found.expire_time, time("2026-02-01T00:00:00.000Z"), "from now on");
    assert_eq!((found.comment.as_deref(), code(&found)), (Some("New"), Some("abcdEFGH")), "not sent, so kept");
    li.send(UpdateShare::new(id.clone(), 0_u32).expire_time("2026-01-05 08:00:00")).await;
    assert_eq!(detail(&li, &id).await.expire_time, time("2026-01-05T00:00:00.000Z"));
}

#[tokio::test]
async fn recipients_are_replaced_but_not_removed() {
    let bench = Bench::demo();
    let li = Person::sign_in(&bench, LI).await;
    let named = CreateShare::new(ShareScope::Named, SALES_SPACE, [WELCOME]).valid_days(7_u32);
    let id = created(&li, named.user_ids([LIN])).await;
    li.send(UpdateShare::new(id.clone(), 0_u32).user_ids([NOOR]).department_ids([SALES])).await;
    let found = detail(&li, &id).await;
    assert_eq!((found.users[0].name.as_deref(), found.users.len()), (Some("Noor"), 1));
    assert_eq!(found.departments[0].name.as_deref(), Some("Sales"));
    let none: [&str; 0] = [];
    let empty = UpdateShare::new(id.clone(), 0_u32).user_ids(none).department_ids(none);
    assert!(li.refused(empty).await.starts_with("400 13000102 "));
    assert_eq!(detail(&li, &id).await.users.len(), 1);
}

#[tokio::test]
async fn a_change_outside_the_limits_changes_nothing() {
    let bench = Bench::demo();
    let (li, lin) = (Person::sign_in(&bench, LI).await, Person::sign_in(&bench, LIN).await);
    let id = created(&li, share(&[WELCOME]).comment("Hello")).await;
    let before = detail(&li, &id).await;
    let long = "x".repeat(512);
    let change = |days: u32| UpdateShare::new(id.clone(), days).comment("New");
    let cases = [
        ("366 days", change(366), "13000102"),
        ("a short code", change(9).extract_code("MDg2K0v"), "13000102"),
        ("a long message", change(9).comment(long.as_str()), "13000102"),
        ("a time that is none", change(0).expire_time("soon"), "13000102"),
        ("a time in the past", change(0).expire_time("2025-12-31T00:00:00.000Z"), "13000102"),
        ("a user for everyone", change(9).user_ids([NOOR]), "13000102"),
        ("an unknown user", change(9).user_ids(["nobody"]), "13000309"),
    ];
    for (case, request, code) in cases {
        let refused = li.refused(request).await;
        assert!(refused.starts_with(&format!("400 {code} ")), "{case}: {refused}");
    }
    assert_eq!(lin.refused(change(9)).await, UNKNOWN, "of somebody else");
    assert_eq!(lin.refused(GetShareByMeDetail::new(id.clone())).await, UNKNOWN);
    assert_eq!(detail(&li, &id).await, before);
}

#[tokio::test]
async fn shares_are_listed_by_time_in_pages() {
    let bench = Bench::demo();
    let (li, lin) = (Person::sign_in(&bench, LI).await, Person::sign_in(&bench, LIN).await);
    for name in ["a.txt", "b.txt", "c.doc"] {
        bench.wait(1);
        let file = add_file(&bench, (SALES_SPACE, &root(SALES_SPACE)), name, 1).await;
        created(&li, share(&[&file])).await;
    }
    created(&lin, share(&[WELCOME])).await;
    let names = |links: &[ShareLink]| links.iter().map(|link| link.display_name.clone().unwrap()).collect::<Vec<_>>();
    let first = li.send(ListShareByMe::new().page_size(2_u32).page_cursor("0")).await;
    assert_eq!(names(&first.share_links), ["c.doc", "b.txt"], "newest first");
    let second = li.send(ListShareByMe::new().page_size(2_u32).page_cursor(first.next_cursor.unwrap())).await;
    assert_eq!((names(&second.share_links), second.next_cursor), (vec!["a.txt".to_owned()], None));
    let oldest = li.send(ListShareByMe::new().sort_direction(SortDirection::Ascending).display_name("txt")).await;
    assert_eq!(names(&oldest.share_links), ["a.txt", "b.txt"]);
    assert_eq!(names(&listed(&lin).await), ["welcome.txt"]);
    for (request, code) in [
        (ListShareByMe::new().page_size(101_u32), "13000102"),
        (ListShareByMe::new().sort_type(1), "13000102"),
        (ListShareByMe::new().sort_direction(3), "13000102"),
        (ListShareByMe::new().page_cursor("none"), "13000102"),
    ] {
        assert!(li.refused(request).await.starts_with(&format!("400 {code} ")));
    }
}

#[tokio::test]
async fn canceling_keeps_the_files_and_the_shares_of_others() {
    let bench = Bench::demo();
    let (li, lin) = (Person::sign_in(&bench, LI).await, Person::sign_in(&bench, LIN).await);
    let own = created(&li, share(&[WELCOME])).await;
    let other = created(&lin, share(&[WELCOME])).await;
    let canceled = li.send(BatchCancel::new([own.clone(), other.clone(), "share-9".into()])).await.results;
    let results: Vec<_> = canceled.iter().map(|result| (result.share_id.clone().unwrap(), result.code)).collect();
    let failed = Some(13_000_309);
    assert_eq!(results, [(own.clone(), Some(0)), (other, failed), ("share-9".into(), failed)]);
    assert_eq!(canceled[1].msg.as_deref(), Some("Resource not found."));
    assert_eq!(li.refused(GetShareByMeDetail::new(own)).await, UNKNOWN);
    assert_eq!((listed(&li).await.len(), listed(&lin).await.len()), (0, 1));
    let download = li.send(GetDownLoadUrl::new(SALES_SPACE, [WELCOME])).await;
    assert_eq!(download.batch_code, Some(BatchResult::AllSucceeded));
    let none: [&str; 0] = [];
    assert!(li.refused(BatchCancel::new(none)).await.starts_with("400 13000102 "));
    assert!(li.refused(BatchCancel::new(vec!["share-9"; 101])).await.starts_with("400 13000102 "));
}

#[tokio::test]
async fn a_file_in_the_recycle_bin_is_not_shared() {
    let bench = Bench::demo();
    let li = Person::sign_in(&bench, LI).await;
    let mut file = JobFile::default();
    file.file_id = Some(WELCOME.into());
    file.file_path = Some(WELCOME.to_owned());
    let mut input = JobInput::default();
    input.src_container_id = Some(SALES_SPACE.into());
    input.file_info = vec![file];
    li.send(CreateJob::new(JobType::Delete, input, SALES_SPACE).action_type(JobAction::Recycle)).await;
    bench.wait(3);
    assert_eq!(li.refused(share(&[WELCOME])).await, "400 13000306 File is in the recycle bin.");
    assert_eq!(listed(&li).await, []);
}
