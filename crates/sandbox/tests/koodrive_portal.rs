//! The collaboration portal of KooDrive.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails here is a failed test")]

mod common;

use common::Bench;
use common::drive::{FILE, SALES, job, sales, session};
use common::people::{LI, Person};
use common::sync::Device;
use common::tree::SALES_SPACE;
use hwc_models::koodrive::{
    AccessType, BatchCancel, BatchStarFile, CreateShare, CreateSpace, FileToStar, JobType, ListRecentlyAccess,
    ListRelatedToMe, RecentAccess, RecentStatus, RelatedAction, RelatedStatus, RelatedType, ShareScope, SortDirection,
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
    let update = UpdateSpace::new(DRIVE_USER_ID, SpaceType::Personal).container_id(device.space.as_str());
    let space = |status| update.clone().status(status);
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

#[tokio::test]
async fn received_shares_concern_their_recipients() {
    let bench = Bench::demo();
    let (li, noor) = (Person::sign_in(&bench, LI).await, Person::sign_in(&bench, NOOR).await);
    let share = CreateShare::new(ShareScope::Named, SALES_SPACE, [FILE]).valid_days(7_u32).user_ids([NOOR]);
    let first = li.send(share.clone()).await.share_link.unwrap().share_id.unwrap();
    bench.wait(60);
    let second = li.send(share).await.share_link.unwrap().share_id.unwrap();
    let list = noor.send(ListRelatedToMe::new()).await;
    let ids: Vec<_> = list.related_to_me_infos.iter().map(|record| record.id.clone().unwrap()).collect();
    assert_eq!((ids, list.total), (vec![second.clone(), first.clone()], Some(2)));
    let record = &list.related_to_me_infos[1];
    assert_eq!((record.operator.as_deref(), record.operator_id.as_ref().unwrap().as_str()), (Some("Li"), LI));
    assert_eq!((record.operate_type, record.status), (Some(RelatedAction::Shared), Some(RelatedStatus::ByExpiry)));
    assert_eq!((record.files[0].id.as_ref().unwrap().as_str(), record.files[0].size), (FILE, Some(24)));
    assert_eq!(record.display_name.as_deref(), Some("welcome.txt"));
    assert_eq!(record.operate_time.as_ref().unwrap().as_str(), "2026-01-01T00:00:00.000Z");
    assert_eq!(record.expire_time.as_ref().unwrap().as_str(), "2026-01-08T00:00:00.000Z");
    assert_eq!(li.send(ListRelatedToMe::new()).await.total, Some(0), "not one's own");
    let page = noor.send(ListRelatedToMe::new().page_size(1_u32).sort_direction(SortDirection::Ascending)).await;
    assert_eq!(page.related_to_me_infos[0].id, Some(first.clone()));
    let next = ListRelatedToMe::new().page_size(1_u32).page_cursor(page.next_cursor.unwrap());
    let next = noor.send(next.sort_direction(SortDirection::Ascending)).await;
    assert_eq!((&next.related_to_me_infos[0].id, next.next_cursor), (&Some(second.clone()), None));
    let named = ListRelatedToMe::new().display_name("other").related_type(RelatedType::SharedWithMe);
    assert_eq!(noor.send(named).await.total, Some(0));
    li.send(BatchCancel::new([first, second])).await;
    assert_eq!(noor.send(ListRelatedToMe::new()).await.total, Some(0));
}

#[tokio::test]
async fn a_share_is_an_action_of_its_user_and_tells_when_its_file_is_deleted() {
    let bench = Bench::demo();
    let (li, noor) = (Person::sign_in(&bench, LI).await, Person::sign_in(&bench, NOOR).await);
    li.send(CreateShare::new(ShareScope::Named, SALES_SPACE, [FILE]).valid_days(7_u32).user_ids([NOOR])).await;
    let entry = li.send(ListRecentlyAccess::new()).await.list.remove(0);
    assert_eq!(entry.operate_type, Some(AccessType::Shared));
    Device { bench: &bench, name: "laptop", space: SALES_SPACE.to_owned() }.recycle(FILE).await;
    let record = noor.send(ListRelatedToMe::new()).await.related_to_me_infos.remove(0);
    assert_eq!((record.status, record.files[0].recycled), (Some(RelatedStatus::FileDeleted), Some(true)));
    for refused in [ListRelatedToMe::new().page_size(0_u32), ListRelatedToMe::new().page_size(101_u32)] {
        assert!(noor.refused(refused).await.starts_with("400 13000102"));
    }
}
