//! The capacity of the company: its parts, their allocation, transfers and the use of spaces.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails here is a failed test")]

mod common;

use common::Bench;
use common::users::{ADA, LI, LIN, NO_RIGHT, NOOR, User};
use hwc_models::koodrive::{
    CreateSpace, DeleteSpace, GetQuotaUsed, GetSpace, GetSpaceAllocation, GetSpaceUsageByOverview,
    GetSpaceUsageByQuota, GetSpaceUsageByUser, SpaceExpansion, SpaceType, TransferUnallocatedSpace, UpdateSpace,
};
use hwc_wire::Request;

const FULL: &str = "400 13000311 Insufficient space.";
const KB_PER_GB: u64 = 1 << 20;

/// Returns the allocated and the total capacity of departments, users and groups.
async fn allocation(bench: &Bench) -> Vec<(u64, u64)> {
    let data = ADA.send(bench, GetSpaceAllocation::new()).await.data;
    assert_eq!(data.iter().map(|part| part.kind.unwrap().code()).collect::<Vec<_>>(), [0, 1, 2]);
    data.iter().map(|part| (part.allocate_capacity.unwrap(), part.total_capacity.unwrap())).collect()
}

fn to(kind: SpaceType, capacity: u64) -> SpaceExpansion {
    SpaceExpansion::default().kind(kind).expand_capacity(capacity)
}

#[tokio::test]
async fn the_parts_are_those_of_the_reference() {
    let bench = Bench::demo();
    assert_eq!(allocation(&bench).await, [(300, 6144), (40, 2048), (20, 2048)]);
    let data = ADA.send(&bench, GetQuotaUsed::new()).await.data.unwrap();
    assert_eq!((data.space_capacity, data.space_quota_used), (Some(10240), Some(360)));
    assert_eq!((data.dept_space_quota, data.dept_space_quota_used), (Some(6144), Some(300)));
    assert_eq!((data.personal_space_quota, data.personal_space_quota_used), (Some(2048), Some(40)));
    assert_eq!((data.group_space_quota, data.group_space_quota_used), (Some(2048), Some(20)));
    let used = [data.dept_space_used, data.personal_space_used, data.group_space_used].map(Option::unwrap);
    assert_eq!((data.space_used.unwrap(), used), (5, [2, 2, 1]));
    assert_eq!((data.user_count, data.user_max_count), (Some(4), Some(100)));
}

#[tokio::test]
async fn spaces_take_their_capacity_from_the_part_of_their_type() {
    let bench = Bench::demo();
    ADA.send(&bench, CreateSpace::new(NOOR.id, 8_u64, SpaceType::Personal)).await;
    ADA.send(&bench, UpdateSpace::new(LIN.id, SpaceType::Personal).capacity(30_u64)).await;
    assert_eq!(allocation(&bench).await[1], (68, 2048));
    ADA.send(&bench, DeleteSpace::new(LIN.id, SpaceType::Personal)).await;
    assert_eq!(allocation(&bench).await[1], (38, 2048));
    let rest = 2048 - 38;
    assert_eq!(ADA.refused(&bench, CreateSpace::new(NOOR.id, rest + 1, SpaceType::Personal)).await, FULL);
    assert_eq!(ADA.refused(&bench, CreateSpace::new(NOOR.id, u64::MAX, SpaceType::Personal)).await, FULL);
    let update = UpdateSpace::new(LI.id, SpaceType::Personal);
    assert_eq!(ADA.refused(&bench, update.clone().capacity(10 + rest + 1)).await, FULL);
    let none = CreateSpace::new(NOOR.id, 0_u64, SpaceType::Personal);
    assert_eq!(ADA.refused(&bench, none).await, "400 13000102 capacity must be at least 1");
    assert!(ADA.refused(&bench, update.clone().capacity(0_u64)).await.starts_with("400 13000102 "));
    assert_eq!(allocation(&bench).await[1], (38, 2048));
    ADA.send(&bench, update.capacity(10 + rest)).await;
    assert_eq!(allocation(&bench).await[1], (2048, 2048));
}

#[tokio::test]
async fn a_space_cannot_be_smaller_than_its_files() {
    let bench = Bench::demo();
    let size = 3_u64 << 30;
    let grow = format!(
        "UPDATE records SET record = json_set(record, '$.size', {size})
            WHERE kind = 'koodrive.file' AND record ->> 'name' = 'plan.txt'"
    );
    bench.sql(&grow).await;
    let update = UpdateSpace::new(LIN.id, SpaceType::Personal);
    let refused = LI.refused(&bench, update.clone().capacity(3_u64)).await;
    assert_eq!(refused, "400 13000102 capacity must not be less than the used size");
    LI.send(&bench, update.capacity(4_u64)).await;
    let space = LIN.send(&bench, GetSpace::new(LIN.id, SpaceType::Personal)).await.data.unwrap();
    assert_eq!(space.capacity, Some(4));
    assert!(space.space_used.unwrap() >= size);
}

#[tokio::test]
async fn unallocated_capacity_moves_between_types() {
    let bench = Bench::demo();
    let targets = [to(SpaceType::Department, 10), to(SpaceType::Personal, 5)];
    ADA.send(&bench, TransferUnallocatedSpace::new(SpaceType::Group, targets)).await;
    assert_eq!(allocation(&bench).await, [(300, 6154), (40, 2053), (20, 2033)]);
    let quotas = ADA.send(&bench, GetQuotaUsed::new()).await.data.unwrap();
    assert_eq!((quotas.space_capacity, quotas.group_space_quota), (Some(10240), Some(2033)));
    let all_but_allocated = TransferUnallocatedSpace::new(SpaceType::Group, [to(SpaceType::Personal, 2013)]);
    ADA.send(&bench, all_but_allocated).await;
    assert_eq!(allocation(&bench).await[2], (20, 20));
    let more = TransferUnallocatedSpace::new(SpaceType::Group, [to(SpaceType::Personal, 1)]);
    assert_eq!(ADA.refused(&bench, more).await, FULL);
}

#[tokio::test]
async fn a_refused_transfer_moves_nothing() {
    let bench = Bench::demo();
    let before = allocation(&bench).await;
    let all = |targets: Vec<SpaceExpansion>| TransferUnallocatedSpace::new(SpaceType::Group, targets);
    let too_much = all(vec![to(SpaceType::Personal, 2000), to(SpaceType::Department, 29)]);
    assert_eq!(ADA.refused(&bench, too_much).await, FULL);
    for targets in [
        vec![to(SpaceType::Group, 1)],
        vec![to(SpaceType::Personal, 0)],
        vec![to(SpaceType::from(9), 1)],
        vec![],
        vec![to(SpaceType::Personal, 1), SpaceExpansion::default().kind(SpaceType::Department)],
    ] {
        let refused = ADA.refused(&bench, all(targets)).await;
        assert!(refused.starts_with("400 13000102 "), "{refused}");
    }
    assert_eq!(LI.refused(&bench, all(vec![to(SpaceType::Personal, 1)])).await, NO_RIGHT);
    assert_eq!(allocation(&bench).await, before);
}

#[tokio::test]
async fn one_target_may_be_an_object_with_a_quoted_number() {
    let bench = Bench::demo();
    let url = "http://localhost/koodrive/ose/v1/space/allocation/transfer";
    let headers = [("Authorization", "Bearer sandbox-drive-token"), ("Content-Type", "application/json")];
    let body = r#"{"originType":0,"target":{"type":1,"expandCapacity":"44"}}"#;
    let reply = bench.raw("POST", url, &headers, body).await;
    assert_eq!(reply.json()["code"], 0, "{}", reply.line());
    assert_eq!(allocation(&bench).await[..2], [(300, 6100), (40, 2092)]);
}

#[tokio::test]
async fn the_overview_adds_all_spaces() {
    let bench = Bench::demo();
    let data = ADA.send(&bench, GetSpaceUsageByOverview::new()).await.data.unwrap();
    assert_eq!((data.total_allocation, data.total_capacity), (Some(360 * KB_PER_GB), Some(10240 * KB_PER_GB)));
    assert_eq!(data.total_used, Some(5));
}

#[tokio::test]
async fn spaces_of_one_size_are_a_group() {
    let bench = Bench::demo();
    let all = ADA.send(&bench, GetSpaceUsageByQuota::new()).await;
    let sizes: Vec<_> = all.data.iter().map(|usage| (usage.quota.unwrap(), usage.total_allocation.unwrap())).collect();
    assert_eq!(sizes, [(10, 40 * KB_PER_GB), (20, 20 * KB_PER_GB), (100, 300 * KB_PER_GB)]);
    assert_eq!(all.total, Some(3));
    let page = ADA.send(&bench, GetSpaceUsageByQuota::new().offset(1).limit(1)).await;
    assert_eq!((page.total, page.data.len(), page.data[0].quota), (Some(3), 1, Some(20)));
    let text = ADA.reply(&bench, GetSpaceUsageByQuota::new()).await.json();
    assert_eq!((&text["data"][0]["quota"], &text["total"]), (&"10".into(), &3.into()));
}

#[tokio::test]
async fn the_use_of_personal_spaces_is_listed_by_user() {
    let bench = Bench::demo();
    let users = |page: hwc_models::koodrive::GetSpaceUsageByUserResponse| -> Vec<String> {
        page.data.into_iter().map(|usage| usage.user_id.unwrap().to_string()).collect()
    };
    let all = ADA.send(&bench, GetSpaceUsageByUser::new()).await;
    assert_eq!((all.total, all.data[0].quota), (Some(4), Some(10 * KB_PER_GB)));
    assert_eq!(users(all), [LI.id, ADA.id, LIN.id, NOOR.id]);
    assert_eq!(users(ADA.send(&bench, GetSpaceUsageByUser::new().offset(2).limit(1)).await), [LIN.id]);
    assert_eq!(users(LI.send(&bench, GetSpaceUsageByUser::new()).await), [LI.id, LIN.id]);
    assert_eq!(users(LIN.send(&bench, GetSpaceUsageByUser::new()).await), [LIN.id]);
    let too_many: Vec<String> = (0..51).map(|number| number.to_string()).collect();
    assert!(ADA.refused(&bench, GetSpaceUsageByUser::new().user_ids(too_many)).await.starts_with("400 13000102 "));
}

#[tokio::test]
async fn only_administrators_see_the_capacity() {
    async fn check<E: Request>(bench: &Bench, users: &[User], request: impl Fn() -> E) {
        for user in users {
            assert_eq!(user.refused(bench, request()).await, NO_RIGHT, "{}", E::OPERATION.name);
        }
    }
    let bench = Bench::demo();
    check(&bench, &[LI, LIN, NOOR], GetSpaceAllocation::new).await;
    check(&bench, &[LI, LIN, NOOR], GetSpaceUsageByOverview::new).await;
    check(&bench, &[LI, LIN, NOOR], GetSpaceUsageByQuota::new).await;
    check(&bench, &[LIN, NOOR], GetQuotaUsed::new).await;
    LI.send(&bench, GetQuotaUsed::new()).await;
}
