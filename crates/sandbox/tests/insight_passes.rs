//! Passes of DataArts Insight: users by name, roles, lists and the number of passes.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails here is a failed test")]

mod common;

use common::Bench;
use common::insight::Member;
use hwc_models::insight::{
    AddQuotaUser, DeleteQuotaUser, ListQuotaUserList, ListQuotaUsersAndIamUsers, PassRole, PassSort, PassUser,
    SaveQuotaUsers, SortDirection, UserType,
};
use hwc_sandbox::account;

fn names(users: &[PassUser]) -> Vec<&str> {
    users.iter().map(|user| user.account_name.as_deref().unwrap()).collect()
}

#[tokio::test]
async fn users_get_passes_and_lose_them() {
    let bench = Bench::empty();
    let admin = Member::administrator(&bench);
    let all = admin.send(ListQuotaUsersAndIamUsers::new()).await.users;
    assert_eq!(names(&all), ["sandbox", "sandbox-mfa"]);
    assert_eq!((all[0].role, all[0].user_type.clone()), (Some(PassRole::Inactive), Some(UserType::Iam)));
    assert_eq!(admin.send(ListQuotaUserList::new()).await.count, Some(0));
    let added = admin.send(AddQuotaUser::new(["ada", "sandbox"], PassRole::ReadOnly)).await.users;
    assert_eq!(names(&added), ["ada"], "the other one is known");
    let ada = added[0].user_id.clone().unwrap();
    bench.wait(1);
    admin.send(SaveQuotaUsers::new([ada.as_str(), account::USER_ID], PassRole::General)).await;
    let page = admin.send(ListQuotaUserList::new()).await;
    assert_eq!((page.count, names(&page.page_data)), (Some(2), vec!["sandbox", "ada"]));
    assert_eq!(page.page_data[1].role, Some(PassRole::General));
    admin.send(DeleteQuotaUser::new(ada.clone())).await;
    assert_eq!(names(&admin.send(ListQuotaUserList::new()).await.page_data), ["sandbox"]);
    let inactive = ListQuotaUsersAndIamUsers::new().roles([PassRole::Inactive]);
    assert_eq!(names(&admin.send(inactive).await.users), ["sandbox-mfa", "ada"], "the user stays");
}

#[tokio::test]
async fn lists_are_filtered_and_sorted() {
    let bench = Bench::empty();
    let admin = Member::administrator(&bench);
    for name in ["b", "a"] {
        admin.send(AddQuotaUser::new([name], PassRole::General)).await;
        bench.wait(1);
    }
    admin.send(SaveQuotaUsers::new([account::USER_ID], PassRole::ReadOnly)).await;
    let listed = async |list: ListQuotaUserList| names(&admin.send(list).await.page_data).join(" ");
    assert_eq!(listed(ListQuotaUserList::new().sort_key(PassSort::AccountName)).await, "a b sandbox");
    let newest = ListQuotaUserList::new().sort_key(PassSort::EffectiveTime).sort_dir(SortDirection::Descending);
    assert_eq!(listed(newest.clone()).await, "sandbox a b");
    assert_eq!(listed(newest.offset(1_u32).limit(1_u32)).await, "a");
    assert_eq!(listed(ListQuotaUserList::new().role(PassRole::ReadOnly)).await, "sandbox");
    assert_eq!(listed(ListQuotaUserList::new().user_type(UserType::SelfBuilt)).await, "b a");
    assert_eq!(listed(ListQuotaUserList::new().account_name("and")).await, "sandbox");
}

#[tokio::test]
async fn refused_calls_change_nothing() {
    let bench = Bench::empty();
    let admin = Member::administrator(&bench);
    let users: Vec<String> = (1..=10).map(|number| format!("u{number}")).collect();
    admin.send(AddQuotaUser::new(users, PassRole::General)).await;
    let before = admin.send(ListQuotaUsersAndIamUsers::new()).await;
    let full = "400 APIGW.0201 the instance has 10 passes";
    assert_eq!(admin.refused(AddQuotaUser::new(["one more"], PassRole::ReadOnly)).await, full);
    assert_eq!(admin.refused(SaveQuotaUsers::new([account::USER_ID], PassRole::General)).await, full);
    let unknown = admin.refused(SaveQuotaUsers::new([account::USER_ID, "nobody"], PassRole::Inactive)).await;
    assert_eq!(unknown, "404 DataArtsInsight.24010003 The user does not exist.");
    let nobody = admin.refused(DeleteQuotaUser::new("nobody")).await;
    assert_eq!(nobody, "404 DataArtsInsight.24010003 The pass does not exist.");
    let analyst = Member::analyst(&bench).await;
    let refusal = analyst.refused(AddQuotaUser::new(["x"], PassRole::Inactive)).await;
    assert_eq!(refusal, "403 DataArtsInsight.20010003 Only an administrator may do this.");
    assert_eq!(admin.send(ListQuotaUsersAndIamUsers::new()).await, before);
    admin.send(AddQuotaUser::new(["inactive"], PassRole::Inactive)).await;
}
