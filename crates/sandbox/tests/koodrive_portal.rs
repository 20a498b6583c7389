//! The collaboration portal of KooDrive.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails here is a failed test")]

mod common;

use common::Bench;
use common::drive::{FILE, SALES, job, sales, session};
use common::sync::Device;
use hwc_models::koodrive::{
    AccessType, BatchStarFile, CreateSpace, FileToStar, JobType, ListRecentlyAccess, RecentAccess, RecentStatus,
    SpaceStatus, SpaceType, UpdateSpace,
};
use hwc_sandbox::account::DRIVE_USER_ID;

const NOOR: &str = "1316083732377071004";

/// Saves the demo file to a new personal space of the user of the built-in token. Returns the space and the copy.
async fn save(bench: &Bench) -> (String, String) {
    let own = bench.send(CreateSpace::new(DRIVE_USER_ID, 1_u64, SpaceType::Personal)).await.data.unwrap();
    let own = own.container_id.unwrap();
    let device = Device { bench, name: "laptop", space: sales(bench).await };
    let mut copy = job(JobType::Copy, &device.space, &[FILE]);
    copy.dst_container_id = own.clone();
    (own.to_string(), device.run(copy).await.1.unwrap())
}

async fn recent(bench: &Bench) -> Vec<RecentAccess> {
    bench.send(ListRecentlyAccess::new()).await.list
}

#[tokio::test]
async fn a_saved_file_is_recent() {
    let bench = Bench::demo();
    assert_eq!(recent(&bench).await, []);
    let (space, copy) = save(&bench).await;
    let entry = recent(&bench).await.remove(0);
    assert_eq!((entry.operate_type, entry.status), (Some(AccessType::Saved), Some(RecentStatus::Usable)));
    assert!(entry.operate_time.unwrap().as_str().starts_with("2026-01-01T00:00:"));
    let file = entry.file.unwrap();
    assert_eq!((file.id.unwrap().as_str(), file.container_id.unwrap().as_str()), (copy.as_str(), space.as_str()));
    assert_eq!((file.name.as_deref(), file.owner.as_deref()), (Some("welcome.txt"), Some("Ada")));
    assert_eq!((file.container_type, file.container_name.as_deref()), (Some(SpaceType::Personal), Some("")));
    assert_eq!((file.team_id, file.favorite), (None, Some(false)));
    let mut star = FileToStar::default();
    (star.container_id, star.file_id) = (Some(space.into()), Some(copy.into()));
    bench.send(BatchStarFile::new(true, [star])).await;
    assert_eq!(recent(&bench).await[0].file.as_ref().unwrap().favorite, Some(true));
}

#[tokio::test]
async fn a_recent_file_tells_why_it_cannot_be_used() {
    let bench = Bench::demo();
    let (space, copy) = save(&bench).await;
    let device = Device { bench: &bench, name: "laptop", space };
    let status = async || recent(&bench).await[0].status;
    device.recycle(&copy).await;
    assert_eq!(status().await, Some(RecentStatus::FileDeleted));
    device.restore(&copy).await;
    assert_eq!(status().await, Some(RecentStatus::Usable));
    let space = |status| UpdateSpace::new(DRIVE_USER_ID, SpaceType::Personal).status(status);
    bench.send(space(SpaceStatus::Disabled)).await;
    assert_eq!(status().await, Some(RecentStatus::SpaceUnavailable));
    bench.send(space(SpaceStatus::Normal)).await;
    device.delete(&copy).await;
    assert_eq!(status().await, Some(RecentStatus::FileDeleted));
    assert_eq!(recent(&bench).await[0].file.as_ref().unwrap().name.as_deref(), Some("welcome.txt"));
}

#[tokio::test]
async fn copies_in_the_space_of_a_team_are_not_saved_files() {
    let bench = Bench::demo();
    let device = Device { bench: &bench, name: "laptop", space: sales(&bench).await };
    device.copy(FILE, "root").await;
    assert_eq!(recent(&bench).await, []);
    assert_eq!(bench.send(hwc_models::koodrive::GetSpaceV2::new(SALES)).await.data.len(), 1);
}

#[tokio::test]
async fn users_see_their_own_actions_alone() {
    let bench = Bench::demo();
    save(&bench).await;
    let noor = session(&bench, NOOR).await;
    let list = bench.send_with(ListRecentlyAccess::new(), &[("Authorization", &noor)]).await.list;
    assert_eq!(list, []);
    assert_eq!(recent(&bench).await.len(), 1);
}
