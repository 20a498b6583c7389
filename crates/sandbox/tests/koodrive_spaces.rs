//! Spaces of KooDrive: creating, changing and deleting them, and who can see them.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails here is a failed test")]

mod common;

use common::Bench;
use common::users::{ADA, LI, LIN, NO_RIGHT, NO_SPACE, NOOR};
use hwc_models::koodrive::{
    BatchGetSpace, CreateSpace, DeleteSpace, GetDepartmentSpaceList, GetSpace, GetSpaceByContainerId,
    GetSpaceUsageByUser, GetSpaceV2, GetUserSpaceList, SpaceId, SpaceStatus, SpaceType, UpdateSpace,
};
use hwc_wire::Request;

const SALES: &str = "1243693141656107521";
const RESEARCH: &str = "1243693141656107522";
const DISABLED: &str = "400 13000412 Space is not active.";

/// Returns the ID of a user's or department's oldest space of a kind.
async fn space_of(bench: &Bench, owner: &str, kind: SpaceType) -> SpaceId {
    ADA.send(bench, GetSpace::new(owner, kind)).await.data.unwrap().container_id.unwrap()
}

#[tokio::test]
async fn a_created_space_is_found_by_its_owner_and_by_its_id() {
    let bench = Bench::demo();
    let created = ADA.send(&bench, CreateSpace::new(NOOR.id, 5_u64, SpaceType::Personal)).await.data.unwrap();
    let id = created.container_id.clone().unwrap();
    let by_owner = GetSpace::new(NOOR.id, SpaceType::Personal).container_id(id.clone());
    let found = NOOR.send(&bench, by_owner).await.data.unwrap();
    assert_eq!((found.capacity, found.user_num), (Some(5), Some(1)));
    assert_eq!((found.creator.as_deref(), found.status), (Some(ADA.id), Some(SpaceStatus::Normal)));
    assert_eq!(found.create_time.unwrap().as_str(), "2026-01-01T00:00:00.000Z");
    let by_id = NOOR.send(&bench, GetSpaceByContainerId::new(id.clone())).await.data.unwrap();
    assert_eq!(by_id.biz_root_file_id, created.biz_root_file_id);
    let all = NOOR.send(&bench, BatchGetSpace::new(NOOR.id, SpaceType::Personal)).await.data;
    assert_eq!(all.len(), 2);
    let one = BatchGetSpace::new(NOOR.id, SpaceType::Personal).container_id(id.clone());
    assert_eq!(NOOR.send(&bench, one).await.data[0].container_id, Some(id));
    assert_eq!(NOOR.send(&bench, GetSpaceV2::new(NOOR.id)).await.data.len(), 2);
}

#[tokio::test]
async fn numbers_are_texts_where_the_tables_have_texts() {
    let bench = Bench::demo();
    let created = ADA.reply(&bench, CreateSpace::new(NOOR.id, 5_u64, SpaceType::Personal)).await.json();
    assert_eq!((&created["data"]["type"], &created["data"]["capacity"]), (&1.into(), &5.into()));
    let shown = ADA.reply(&bench, GetSpace::new(SALES, SpaceType::Department)).await.json();
    let data = &shown["data"];
    assert_eq!((&data["type"], &data["status"], &data["capacity"]), (&"0".into(), &"0".into(), &"100".into()));
    assert_eq!(
        (&data["spaceUsed"], &data["userNum"], &data["administrators"]),
        (&"24".into(), &2.into(), &"Li".into())
    );
}

#[tokio::test]
async fn a_batch_is_a_get_with_a_body() {
    let bench = Bench::demo();
    let body = format!(r#"{{"ownerId":"{}","type":"1"}}"#, NOOR.id);
    let unsent = common::unsent(BatchGetSpace::OPERATION, &BatchGetSpace::new(NOOR.id, SpaceType::Personal));
    assert_eq!(unsent.method(), "GET");
    assert_eq!(unsent.into_body().collect(100).await.unwrap(), body);
    let headers = [("Authorization", "Bearer sandbox-drive-token-noor"), ("Content-Type", "application/json")];
    let url = "http://localhost/koodrive/ose/v1/space/batchGetSpace";
    for body in [body.clone(), body.replace("\"1\"", "1")] {
        let reply = bench.raw("GET", url, &headers, &body).await;
        assert_eq!(reply.json()["data"][0]["ownerId"], NOOR.id, "{}", reply.line());
    }
    let without = bench.raw("GET", url, &headers, "").await;
    assert_eq!((without.status.as_u16(), &without.json()["code"]), (400, &13_000_102.into()));
}

#[tokio::test]
async fn an_updated_space_shows_its_new_size_and_status() {
    let bench = Bench::demo();
    bench.wait(60);
    LI.send(&bench, UpdateSpace::new(LIN.id, SpaceType::Personal).capacity(12_u64)).await;
    let space = LIN.send(&bench, GetSpace::new(LIN.id, SpaceType::Personal)).await.data.unwrap();
    assert_eq!((space.capacity, space.modifier.as_deref()), (Some(12), Some(LI.id)));
    assert_eq!(space.update_time.unwrap().as_str(), "2026-01-01T00:01:00.000Z");
    LI.send(&bench, UpdateSpace::new(LIN.id, SpaceType::Personal).status(SpaceStatus::Disabled)).await;
    assert_eq!(LIN.refused(&bench, GetSpace::new(LIN.id, SpaceType::Personal)).await, DISABLED);
    assert_eq!(LIN.send(&bench, GetSpaceV2::new(LIN.id)).await.data, []);
    let seen = LI.send(&bench, GetSpace::new(LIN.id, SpaceType::Personal)).await.data.unwrap();
    assert_eq!((seen.status, seen.capacity), (Some(SpaceStatus::Disabled), Some(12)));
    let group = UpdateSpace::new("team-1", SpaceType::Group).capacity(1_u64);
    assert_eq!(ADA.refused(&bench, group).await, "400 13000102 type must be 0 or 1");
}

#[tokio::test]
async fn a_deleted_space_is_gone_with_its_files() {
    let bench = Bench::demo();
    let space = space_of(&bench, LIN.id, SpaceType::Personal).await;
    let used = GetSpaceUsageByUser::new().user_ids([LIN.id]);
    assert_ne!(LIN.send(&bench, used.clone()).await.data[0].used, Some(0.0));
    assert_eq!(ADA.refused(&bench, DeleteSpace::new(LIN.id, SpaceType::Personal).container_id("x")).await, NO_SPACE);
    LI.send(&bench, DeleteSpace::new(LIN.id, SpaceType::Personal)).await;
    assert_eq!(LIN.refused(&bench, GetSpaceByContainerId::new(space)).await, NO_SPACE);
    assert_eq!(ADA.refused(&bench, GetSpace::new(LIN.id, SpaceType::Personal)).await, NO_SPACE);
    assert_eq!(LIN.send(&bench, used).await.data, []);
    let left = "SELECT count(*) FROM records WHERE kind = 'koodrive.file' AND record ->> 'name' = 'plan.txt'";
    assert_eq!(bench.sql(left).await, ["0"]);
}

#[tokio::test]
async fn only_administrators_create_change_and_delete_spaces() {
    let bench = Bench::demo();
    let before = bench.sql("SELECT record FROM records WHERE kind = 'koodrive.space'").await;
    for (user, owner, kind) in [
        (LIN, LIN.id, SpaceType::Personal),
        (LIN, SALES, SpaceType::Department),
        (LI, NOOR.id, SpaceType::Personal),
        (LI, RESEARCH, SpaceType::Department),
        (LI, ADA.id, SpaceType::Personal),
        (LI, "team-1", SpaceType::Group),
    ] {
        assert_eq!(user.refused(&bench, CreateSpace::new(owner, 1_u64, kind)).await, NO_RIGHT);
        if kind != SpaceType::Group {
            assert_eq!(user.refused(&bench, UpdateSpace::new(owner, kind).capacity(1_u64)).await, NO_RIGHT);
            assert_eq!(user.refused(&bench, DeleteSpace::new(owner, kind)).await, NO_RIGHT);
        }
    }
    assert_eq!(bench.sql("SELECT record FROM records WHERE kind = 'koodrive.space'").await, before);
}

#[tokio::test]
async fn nobody_sees_the_personal_space_of_another_user() {
    let bench = Bench::demo();
    let space = space_of(&bench, NOOR.id, SpaceType::Personal).await;
    for user in [LIN, LI] {
        assert_eq!(user.refused(&bench, GetSpace::new(NOOR.id, SpaceType::Personal)).await, NO_RIGHT);
        assert_eq!(user.refused(&bench, GetSpaceByContainerId::new(space.clone())).await, NO_RIGHT);
        assert_eq!(user.send(&bench, GetSpaceV2::new(NOOR.id)).await.data, []);
        assert_eq!(user.send(&bench, BatchGetSpace::new(NOOR.id, SpaceType::Personal)).await.data, []);
        assert_eq!(user.send(&bench, GetSpaceUsageByUser::new().user_ids([NOOR.id])).await.total, Some(0));
        assert_eq!(user.refused(&bench, GetSpace::new(RESEARCH, SpaceType::Department)).await, NO_RIGHT);
    }
    assert_eq!(LIN.send(&bench, GetSpace::new(SALES, SpaceType::Department)).await.data.unwrap().capacity, Some(100));
    assert_eq!(NOOR.refused(&bench, GetSpace::new(NOOR.id, SpaceType::Group)).await, NO_SPACE);
}

#[tokio::test]
async fn administrators_list_the_spaces_of_users() {
    let bench = Bench::demo();
    let all = || GetUserSpaceList::new().offset(0).limit(100);
    let names = |users: Vec<hwc_models::koodrive::UserSpace>| -> Vec<String> {
        users.into_iter().map(|user| user.name.unwrap()).collect()
    };
    assert_eq!(names(ADA.send(&bench, all()).await.users), ["Ada", "Li", "Lin", "Noor"]);
    assert_eq!(names(LI.send(&bench, all()).await.users), ["Li", "Lin"]);
    assert_eq!(names(LI.send(&bench, all().dept_id(SALES).key_word("0003")).await.users), ["Lin"]);
    assert_eq!(LI.refused(&bench, all().dept_id(RESEARCH)).await, NO_RIGHT);
    assert_eq!(LIN.refused(&bench, all()).await, NO_RIGHT);
    let page = ADA.send(&bench, GetUserSpaceList::new().offset(1).limit(2)).await;
    assert_eq!((page.total, names(page.users)), (Some(4), vec!["Li".to_owned(), "Lin".to_owned()]));
    ADA.send(&bench, UpdateSpace::new(LIN.id, SpaceType::Personal).status(SpaceStatus::Disabled)).await;
    assert_eq!(names(ADA.send(&bench, all().space_status(SpaceStatus::Disabled)).await.users), ["Lin"]);
}

#[tokio::test]
async fn administrators_list_the_departments_with_their_spaces() {
    let bench = Bench::demo();
    let page = ADA.send(&bench, GetDepartmentSpaceList::new(1_u32, 1_u32)).await;
    let sales = &page.departments[0];
    assert_eq!((page.total, sales.name.as_deref(), sales.capacity), (Some(3), Some("Sales"), Some(100)));
    assert_eq!((sales.user_num, sales.administrators.as_deref()), (Some(2), Some("Li")));
    assert_eq!(sales.owner_id.as_ref().unwrap().as_str(), SALES);
    let found = ADA.send(&bench, GetDepartmentSpaceList::new(0_u32, 9_u32).key_word("Li")).await;
    assert_eq!((found.total, found.departments[0].name.as_deref()), (Some(1), Some("Sales")));
    ADA.send(&bench, DeleteSpace::new(SALES, SpaceType::Department)).await;
    let without = LI.send(&bench, GetDepartmentSpaceList::new(0_u32, 9_u32)).await;
    assert_eq!((without.total, without.departments[0].capacity), (Some(1), None));
    assert_eq!(NOOR.refused(&bench, GetDepartmentSpaceList::new(0_u32, 9_u32)).await, NO_RIGHT);
    let text = ADA.reply(&bench, GetDepartmentSpaceList::new(0_u32, 9_u32)).await.json();
    assert_eq!(text["total"], "3");
}
