//! The shares that a user received, and leaving them.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails here is a failed test")]

mod common;

use common::Bench;
use common::people::{LI, LIN, NOOR, Person, RESEARCH};
use common::tree::{SALES_SPACE, WELCOME, add_file, root};
use hwc_models::koodrive::{
    BatchCancel, CreateShare, ExitShare, GetShareWithMeDetail, ListShareWithMe, ShareId, ShareLink, ShareScope,
    SortDirection, VisitShare,
};

const UNKNOWN: &str = "400 13000309 Resource not found.";

async fn share(li: &Person<'_>, scope: ShareScope, change: impl FnOnce(CreateShare) -> CreateShare) -> ShareLink {
    let request = CreateShare::new(scope, SALES_SPACE, [WELCOME]).valid_days(7_u32).comment("Hello");
    li.send(change(request)).await.share_link.unwrap()
}

fn id(share: &ShareLink) -> ShareId {
    share.share_id.clone().unwrap()
}

async fn received(person: &Person<'_>) -> Vec<ShareId> {
    person.send(ListShareWithMe::new()).await.share_links.iter().map(id).collect()
}

#[tokio::test]
async fn named_people_receive_a_share_at_once() {
    let bench = Bench::demo();
    let (li, lin) = (Person::sign_in(&bench, LI).await, Person::sign_in(&bench, LIN).await);
    let noor = Person::sign_in(&bench, NOOR).await;
    let share =
        share(&li, ShareScope::Named, |request| request.department_ids([RESEARCH]).extract_code("MDg2K0vU")).await;
    let list = noor.send(ListShareWithMe::new()).await.share_links;
    let entry = &list[0];
    assert_eq!(
        (id(entry), entry.owner_name.as_deref(), entry.comment.as_deref()),
        (id(&share), Some("Li"), Some("Hello"))
    );
    assert_eq!((entry.display_name.as_deref(), entry.scope), (Some("welcome.txt"), Some(ShareScope::Named)));
    assert_eq!((entry.files.len(), &entry.files[0].parent_folder), (1, &Vec::new()), "no folder above the share");
    assert_eq!((&entry.extract_code, &entry.departments), (&None, &Vec::new()), "for the sharer alone");
    let detail = noor.send(GetShareWithMeDetail::new(id(&share))).await.share_link.unwrap();
    assert_eq!((detail.owner_id, detail.extract_code), (Some(LI.into()), None));
    assert!(received(&lin).await.is_empty());
    assert!(received(&li).await.is_empty(), "not one's own");
    assert_eq!(lin.refused(GetShareWithMeDetail::new(id(&share))).await, UNKNOWN);
    assert_eq!(li.refused(GetShareWithMeDetail::new(id(&share))).await, UNKNOWN);
}

#[tokio::test]
async fn other_shares_are_received_with_a_visit() {
    let bench = Bench::demo();
    let (li, noor) = (Person::sign_in(&bench, LI).await, Person::sign_in(&bench, NOOR).await);
    let share = share(&li, ShareScope::Enterprise, |request| request).await;
    assert!(received(&noor).await.is_empty());
    noor.send(VisitShare::new(share.short_url.clone().unwrap())).await;
    li.send(VisitShare::new(share.short_url.clone().unwrap())).await;
    assert_eq!((received(&noor).await, received(&li).await), (vec![id(&share)], Vec::new()));
    li.send(BatchCancel::new([id(&share)])).await;
    assert!(received(&noor).await.is_empty());
}

#[tokio::test]
async fn leaving_removes_the_own_entry_alone() {
    let bench = Bench::demo();
    let (li, lin) = (Person::sign_in(&bench, LI).await, Person::sign_in(&bench, LIN).await);
    let noor = Person::sign_in(&bench, NOOR).await;
    let share = share(&li, ShareScope::Named, |request| request.user_ids([NOOR, LIN])).await;
    let results = noor.send(ExitShare::new([id(&share), "share-9".into()])).await.results;
    let codes: Vec<_> = results.iter().map(|result| result.code.unwrap()).collect();
    assert_eq!((codes, results[0].share_id.clone()), (vec![0, 13_000_309], Some(id(&share))));
    assert_eq!((received(&noor).await, received(&lin).await), (Vec::new(), vec![id(&share)]));
    assert_eq!(noor.refused(GetShareWithMeDetail::new(id(&share))).await, UNKNOWN);
    let again = noor.send(ExitShare::new([id(&share)])).await.results;
    assert_eq!(again[0].code, Some(13_000_309), "left already");
    let stranger = li.send(ExitShare::new([id(&share)])).await.results;
    assert_eq!(stranger[0].code, Some(13_000_309), "the sharer is no recipient");
    noor.send(VisitShare::new(share.short_url.clone().unwrap())).await;
    assert_eq!(received(&noor).await, [id(&share)], "received again");
    let none: [&str; 0] = [];
    assert!(noor.refused(ExitShare::new(none)).await.starts_with("400 13000102 "));
}

#[tokio::test]
async fn received_shares_are_listed_by_time_in_pages() {
    let bench = Bench::demo();
    let (li, noor) = (Person::sign_in(&bench, LI).await, Person::sign_in(&bench, NOOR).await);
    for name in ["a.txt", "b.txt", "c.doc"] {
        bench.wait(1);
        let file = add_file(&bench, (SALES_SPACE, &root(SALES_SPACE)), name, 1).await;
        let request = CreateShare::new(ShareScope::Named, SALES_SPACE, [file]).user_ids([NOOR]);
        li.send(request.valid_days(1_u32)).await;
    }
    let names = |links: &[ShareLink]| links.iter().map(|link| link.display_name.clone().unwrap()).collect::<Vec<_>>();
    let first = noor.send(ListShareWithMe::new().page_size(2_u32).page_cursor("0")).await;
    assert_eq!(names(&first.share_links), ["c.doc", "b.txt"], "newest first");
    let second = noor.send(ListShareWithMe::new().page_size(2_u32).page_cursor(first.next_cursor.unwrap())).await;
    assert_eq!((names(&second.share_links), second.next_cursor), (vec!["a.txt".to_owned()], None));
    let oldest = noor.send(ListShareWithMe::new().sort_direction(SortDirection::Ascending).display_name("txt")).await;
    assert_eq!(names(&oldest.share_links), ["a.txt", "b.txt"]);
    for wrong in [ListShareWithMe::new().page_size(101_u32), ListShareWithMe::new().sort_type(1)] {
        assert!(noor.refused(wrong).await.starts_with("400 13000102 "));
    }
}
