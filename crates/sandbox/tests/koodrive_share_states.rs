//! The status of a share, which follows from its files, its space, its sharer and the time.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails here is a failed test")]

mod common;

use common::Bench;
use common::people::{LI, LIN, NOOR, Person, RESEARCH, SALES};
use common::tree::{SALES_SPACE, WELCOME, add_file, add_folder, root};
use hwc_models::koodrive::{
    AccountStatus, CreateJob, CreateShare, DownloadShareFile, GetShareByMeDetail, GetShareInfo, GetShareWithMeDetail,
    JobAction, JobFile, JobInput, JobType, ListShareByMe, ListShareFiles, ListShareWithMe, ShareId, ShareLink,
    ShareScope, ShareStatus, SpaceStatus, SpaceType, UpdateShare, UpdateSpace, User, VisitShare,
};
use hwc_models::osm::{ShowLoginType, ShowLoginTypeResponse};

const UNKNOWN: &str = "400 13000309 Resource not found.";

/// Returns a share of Li for Noor.
async fn share(li: &Person<'_>, files: &[&str]) -> ShareLink {
    let request = CreateShare::new(ShareScope::Named, SALES_SPACE, files.iter().copied()).user_ids([NOOR]);
    li.send(request.valid_days(2_u32)).await.share_link.unwrap()
}

/// Checks the status in every response that has one.
async fn assert_status(bench: &Bench, share: &ShareLink, status: ShareStatus) {
    let (li, noor) = (Person::signed_in(bench, LI), Person::signed_in(bench, NOOR));
    let (id, code): (ShareId, _) = (share.share_id.clone().unwrap(), share.short_url.clone().unwrap());
    let of = |link: Option<ShareLink>| link.unwrap().status.unwrap();
    assert_eq!(of(li.send(GetShareByMeDetail::new(id.clone())).await.share_link), status);
    assert_eq!(of(li.send(ListShareByMe::new()).await.share_links.pop()), status);
    assert_eq!(of(noor.send(GetShareWithMeDetail::new(id)).await.share_link), status);
    assert_eq!(of(noor.send(ListShareWithMe::new()).await.share_links.pop()), status);
    assert_eq!(of(noor.send(GetShareInfo::new(code.clone())).await.link), status);
    if status == ShareStatus::Active {
        noor.send(VisitShare::new(code)).await;
    } else {
        assert_eq!(noor.refused(VisitShare::new(code.clone())).await, UNKNOWN);
        assert_eq!(noor.refused(ListShareFiles::new(code)).await, UNKNOWN);
    }
}

/// Runs a job on one file within the space of the sales department.
async fn run(bench: &Bench, file: &str, kind: JobType, action: Option<JobAction>) {
    let mut entry = JobFile::default();
    entry.file_id = Some(file.into());
    entry.file_path = Some(file.to_owned());
    let mut input = JobInput::default();
    input.src_container_id = Some(SALES_SPACE.into());
    input.file_info = vec![entry];
    let mut job = CreateJob::new(kind, input, SALES_SPACE);
    job.action_type = action;
    Person::signed_in(bench, LI).send(job).await;
    bench.wait(3);
}

/// Changes the record of a user.
async fn change_user(bench: &Bench, user: &'static str, change: fn(&mut User)) {
    bench.sandbox.on::<ShowLoginType>(move |cx, _| {
        assert!(cx.records::<User>().edit(user, change)?.is_some());
        Ok(ShowLoginTypeResponse::default())
    });
    bench.send(ShowLoginType::new()).await;
}

async fn people(bench: &Bench) -> (Person<'_>, Person<'_>) {
    (Person::sign_in(bench, LI).await, Person::sign_in(bench, NOOR).await)
}

#[tokio::test]
async fn a_share_expires_at_its_time() {
    let bench = Bench::demo();
    let (li, _) = people(&bench).await;
    let share = share(&li, &[WELCOME]).await;
    assert_status(&bench, &share, ShareStatus::Active).await;
    bench.wait(2 * 86_400 - 1);
    assert_status(&bench, &share, ShareStatus::Active).await;
    bench.wait(1);
    assert_status(&bench, &share, ShareStatus::Expired).await;
    li.send(UpdateShare::new(share.share_id.clone().unwrap(), 1_u32)).await;
    assert_status(&bench, &share, ShareStatus::Active).await;
}

#[tokio::test]
async fn a_share_ends_when_all_its_files_are_in_the_recycle_bin() {
    let bench = Bench::demo();
    let (li, noor) = people(&bench).await;
    let folder = add_folder(&bench, (SALES_SPACE, &root(SALES_SPACE)), "plans").await;
    let file = add_file(&bench, (SALES_SPACE, &folder), "may.txt", 24).await;
    let share = share(&li, &[WELCOME, &file]).await;
    run(&bench, WELCOME, JobType::Delete, Some(JobAction::Recycle)).await;
    assert_status(&bench, &share, ShareStatus::Active).await;
    let files = noor.send(ListShareFiles::new(share.short_url.clone().unwrap())).await.files;
    assert_eq!(files.iter().map(|file| file.file_name.as_deref().unwrap()).collect::<Vec<_>>(), ["may.txt"]);
    let recycled = DownloadShareFile::new(share.share_id.clone().unwrap(), WELCOME);
    assert_eq!(noor.refused(recycled).await, "400 13000302 File is not in the specified space.");

    run(&bench, &folder, JobType::Delete, Some(JobAction::Recycle)).await;
    assert_status(&bench, &share, ShareStatus::FilesDeleted).await;
    let listed = li.send(ListShareByMe::new()).await.share_links.remove(0).files;
    assert_eq!(listed.iter().map(|file| file.recycled).collect::<Vec<_>>(), [Some(true), Some(true)]);
    run(&bench, WELCOME, JobType::Restore, None).await;
    assert_status(&bench, &share, ShareStatus::Active).await;
}

#[tokio::test]
async fn a_share_ends_when_its_file_is_deleted_for_good() {
    let bench = Bench::demo();
    let (li, _) = people(&bench).await;
    let share = share(&li, &[WELCOME]).await;
    run(&bench, WELCOME, JobType::Delete, Some(JobAction::DeleteForever)).await;
    assert_status(&bench, &share, ShareStatus::FilesDeleted).await;
    assert_eq!(li.send(ListShareByMe::new()).await.share_links[0].files, []);
}

#[tokio::test]
async fn a_share_is_invalid_while_its_space_is_disabled() {
    let bench = Bench::demo();
    let (li, _) = people(&bench).await;
    let share = share(&li, &[WELCOME]).await;
    let change = |status| UpdateSpace::new(SALES, SpaceType::Department).status(status).container_id(SALES_SPACE);
    bench.send(change(SpaceStatus::Disabled)).await;
    assert_status(&bench, &share, ShareStatus::Invalid).await;
    bench.send(change(SpaceStatus::Normal)).await;
    assert_status(&bench, &share, ShareStatus::Active).await;
}

#[tokio::test]
async fn a_share_is_invalid_when_its_sharer_lost_access() {
    let bench = Bench::demo();
    let (li, _) = people(&bench).await;
    let share = share(&li, &[WELCOME]).await;
    change_user(&bench, LI, |user| user.dept_id = Some(RESEARCH.into())).await;
    assert_status(&bench, &share, ShareStatus::Invalid).await;
    change_user(&bench, LI, |user| user.dept_id = Some(SALES.into())).await;
    assert_status(&bench, &share, ShareStatus::Active).await;
}

#[tokio::test]
async fn a_share_is_invalid_when_its_sharer_is_disabled() {
    let bench = Bench::demo();
    let (li, _) = people(&bench).await;
    let share = share(&li, &[WELCOME]).await;
    change_user(&bench, LI, |user| user.status = Some(AccountStatus::Disabled)).await;
    let noor = Person::signed_in(&bench, NOOR);
    let found = noor.send(GetShareInfo::new(share.short_url.unwrap())).await.link.unwrap();
    assert_eq!(found.status, Some(ShareStatus::Invalid));
}

#[tokio::test]
async fn a_share_is_invalid_when_its_sharer_was_deleted() {
    let bench = Bench::demo();
    let (lin, noor) = (Person::sign_in(&bench, LIN).await, Person::sign_in(&bench, NOOR).await);
    let share = share(&lin, &[WELCOME]).await;
    bench.sandbox.on::<ShowLoginType>(|cx, _| {
        assert!(cx.records::<User>().delete(LIN)?);
        Ok(ShowLoginTypeResponse::default())
    });
    bench.send(ShowLoginType::new()).await;
    let found = noor.send(GetShareInfo::new(share.short_url.unwrap())).await.link.unwrap();
    assert_eq!((found.status, found.owner_name.as_deref()), (Some(ShareStatus::Invalid), Some(LIN)));
}
