//! Visits of share links, with and without sign-in: who may come in, extraction codes, lists of files and downloads.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails here is a failed test")]

mod common;

use common::Bench;
use common::people::{ADA, HEAD_OFFICE, LI, LIN, NOOR, Person, RESEARCH, SALES, join};
use common::tree::{SALES_SPACE, WELCOME, add_file, add_folder, root};
use hwc_models::koodrive::{
    BatchCancel, CreateShare, CreateUserGroup, DownloadShareFile, DownloadShareFilePublic, GetShareByMeDetail,
    GetShareInfo, GetShareInfoPublic, ListShareByMe, ListShareFiles, ListShareFilesPublic, ShareFile, ShareLink,
    ShareScope, ShareStatus, ShortUrl, UpdateShare, VerifyExtractCode, VerifyExtractCodePublic, VisitShare,
    VisitSharePublic,
};
use hwc_wire::Secret;

const UNKNOWN: &str = "400 13000309 Resource not found.";
const DENIED: &str = "400 13000410 No permission on the space.";
const OUTSIDE: &str = "400 13000302 File is not in the specified space.";
const NO_TOKEN: &str = "400 13000102 kdstoken is wrong or has expired";
const CODE: &str = "MDg2K0vU";

async fn share(li: &Person<'_>, scope: ShareScope, change: impl FnOnce(CreateShare) -> CreateShare) -> ShareLink {
    let request = CreateShare::new(scope, SALES_SPACE, [WELCOME]).valid_days(7_u32);
    li.send(change(request)).await.share_link.unwrap()
}

fn short(share: &ShareLink) -> ShortUrl {
    share.short_url.clone().unwrap()
}

fn names(files: &[ShareFile]) -> Vec<&str> {
    files.iter().map(|file| file.file_name.as_deref().unwrap()).collect()
}

/// Returns the token for the right code.
async fn token(person: &Person<'_>, share: &ShareLink) -> Secret {
    person.send(VerifyExtractCode::new(short(share), CODE)).await.kdstoken.unwrap()
}

#[tokio::test]
async fn anyone_with_the_link_comes_in_without_sign_in() {
    let bench = Bench::demo();
    let li = Person::sign_in(&bench, LI).await;
    let share = share(&li, ShareScope::AnyoneWithLink, |request| request).await;
    bench.send(VisitSharePublic::new(short(&share))).await;
    let info = bench.send(GetShareInfoPublic::new(short(&share))).await.link.unwrap();
    assert_eq!((info.owner_name.as_deref(), info.owner_id), (Some("Li"), Some(LI.into())));
    assert_eq!((info.expire_date, info.status), (Some(7), Some(ShareStatus::Active)));
    assert_eq!((info.extract_code, info.comment, info.users), (None, None, Vec::new()), "for the sharer alone");
    let page = bench.send(ListShareFilesPublic::new(short(&share))).await;
    assert_eq!((names(&page.files), page.link.unwrap().share_id), (vec!["welcome.txt"], share.share_id.clone()));
    let download = DownloadShareFilePublic::new(share.share_id.clone().unwrap(), WELCOME).kdstoken("");
    let url = bench.send(download).await.download_url.unwrap();
    assert_eq!(bench.get(url.expose()).await.text(), "Welcome to the sandbox.\n");
    let noor = Person::sign_in(&bench, NOOR).await;
    noor.send(VisitShare::new(short(&share))).await;
}

#[tokio::test]
async fn the_enterprise_comes_in_with_sign_in_alone() {
    let bench = Bench::demo();
    let (li, noor) = (Person::sign_in(&bench, LI).await, Person::sign_in(&bench, NOOR).await);
    let share = share(&li, ShareScope::Enterprise, |request| request).await;
    noor.send(VisitShare::new(short(&share))).await;
    assert_eq!(names(&noor.send(ListShareFiles::new(short(&share))).await.files), ["welcome.txt"]);
    let id = share.share_id.clone().unwrap();
    let url = noor.send(DownloadShareFile::new(id.clone(), WELCOME)).await.download_url.unwrap();
    assert_eq!(bench.get(url.expose()).await.text(), "Welcome to the sandbox.\n");
    assert_eq!(bench.refused(VisitSharePublic::new(short(&share))).await, DENIED);
    assert_eq!(bench.refused(GetShareInfoPublic::new(short(&share))).await, DENIED);
    assert_eq!(bench.refused(ListShareFilesPublic::new(short(&share))).await, DENIED);
    assert_eq!(bench.refused(DownloadShareFilePublic::new(id, WELCOME)).await, DENIED);
}

#[tokio::test]
async fn only_named_people_and_the_sharer_come_in() {
    let bench = Bench::demo();
    let (li, lin) = (Person::sign_in(&bench, LI).await, Person::sign_in(&bench, LIN).await);
    let (noor, ada) = (Person::sign_in(&bench, NOOR).await, Person::sign_in(&bench, ADA).await);
    let by_user = share(&li, ShareScope::Named, |request| request.user_ids([NOOR])).await;
    noor.send(VisitShare::new(short(&by_user))).await;
    li.send(VisitShare::new(short(&by_user))).await;
    for stranger in [&lin, &ada] {
        let code = short(&by_user);
        assert_eq!(stranger.refused(VisitShare::new(code.clone())).await, DENIED);
        assert_eq!(stranger.refused(GetShareInfo::new(code.clone())).await, DENIED);
        assert_eq!(stranger.refused(ListShareFiles::new(code)).await, DENIED);
        let download = DownloadShareFile::new(by_user.share_id.clone().unwrap(), WELCOME);
        assert_eq!(stranger.refused(download).await, DENIED);
    }
    let by_department = share(&li, ShareScope::Named, |request| request.department_ids([SALES])).await;
    lin.send(VisitShare::new(short(&by_department))).await;
    assert_eq!(noor.refused(VisitShare::new(short(&by_department))).await, DENIED);
    let from_above = share(&li, ShareScope::Named, |request| request.department_ids([HEAD_OFFICE])).await;
    noor.send(VisitShare::new(short(&from_above))).await;
    let by_phone = share(&li, ShareScope::Named, |request| request.phone_numbers(["10000000003"])).await;
    lin.send(VisitShare::new(short(&by_phone))).await;
    assert_eq!(noor.refused(VisitShare::new(short(&by_phone))).await, DENIED);
    let too_short = share(&li, ShareScope::Named, |request| request.phone_numbers(["4"])).await;
    assert_eq!(noor.refused(VisitShare::new(short(&too_short))).await, DENIED);
    li.send(UpdateShare::new(by_user.share_id.clone().unwrap(), 0_u32).user_ids([LIN])).await;
    assert_eq!(noor.refused(VisitShare::new(short(&by_user))).await, DENIED, "no longer named");
}

#[tokio::test]
async fn members_of_a_named_group_come_in() {
    let bench = Bench::demo();
    let (li, lin) = (Person::sign_in(&bench, LI).await, Person::sign_in(&bench, LIN).await);
    let noor = Person::sign_in(&bench, NOOR).await;
    let group = bench.send(CreateUserGroup::new("fair", 1)).await.id.unwrap();
    let share = share(&li, ShareScope::Named, |request| request.group_ids([group.clone()])).await;
    assert_eq!(noor.refused(VisitShare::new(short(&share))).await, DENIED);
    join(&bench, group.as_str(), NOOR).await;
    noor.send(VisitShare::new(short(&share))).await;
    assert_eq!(lin.refused(VisitShare::new(short(&share))).await, DENIED);
}

#[tokio::test]
async fn unknown_and_canceled_links_do_not_open() {
    let bench = Bench::demo();
    let li = Person::sign_in(&bench, LI).await;
    let share = share(&li, ShareScope::AnyoneWithLink, |request| request).await;
    li.send(BatchCancel::new([share.share_id.clone().unwrap()])).await;
    for code in [short(&share), "1".into(), "".into()] {
        if !code.as_str().is_empty() {
            assert_eq!(li.refused(VisitShare::new(code.clone())).await, UNKNOWN);
            assert_eq!(bench.refused(VisitSharePublic::new(code.clone())).await, UNKNOWN);
            assert_eq!(bench.refused(ListShareFilesPublic::new(code)).await, UNKNOWN);
        }
    }
    let download = DownloadShareFilePublic::new(share.share_id.unwrap(), WELCOME);
    assert_eq!(bench.refused(download).await, UNKNOWN);
}

#[tokio::test]
async fn a_share_with_a_code_opens_with_a_fresh_token_alone() {
    let bench = Bench::demo();
    let (li, noor) = (Person::sign_in(&bench, LI).await, Person::sign_in(&bench, NOOR).await);
    let share = share(&li, ShareScope::AnyoneWithLink, |request| request.extract_code(CODE)).await;
    let other = self::share(&li, ShareScope::AnyoneWithLink, |request| request.extract_code(CODE)).await;
    noor.send(VisitShare::new(short(&share))).await;
    let list = || ListShareFiles::new(short(&share));
    let download = || DownloadShareFile::new(share.share_id.clone().unwrap(), WELCOME);
    for wrong in ["", "x", "0.", "99999999999999.x"] {
        assert_eq!(noor.refused(list().kdstoken(wrong)).await, NO_TOKEN, "{wrong}");
    }
    assert_eq!(noor.refused(list()).await, NO_TOKEN);
    assert_eq!(noor.refused(download()).await, NO_TOKEN);
    let foreign = token(&noor, &other).await;
    assert_eq!(noor.refused(list().kdstoken(foreign)).await, NO_TOKEN, "of another share");

    let fresh = token(&noor, &share).await;
    assert_eq!(noor.send(list().kdstoken(fresh.clone())).await.files.len(), 1);
    noor.send(download().kdstoken(fresh.clone())).await;
    bench.wait(30 * 60 - 1);
    noor.send(list().kdstoken(fresh.clone())).await;
    bench.wait(1);
    assert_eq!(noor.refused(list().kdstoken(fresh.clone())).await, NO_TOKEN, "expired");
    assert_eq!(noor.refused(download().kdstoken(fresh)).await, NO_TOKEN);

    let again = token(&noor, &share).await;
    li.send(UpdateShare::new(share.share_id.clone().unwrap(), 0_u32).extract_code("abcdEFGH")).await;
    assert_eq!(noor.refused(list().kdstoken(again)).await, NO_TOKEN, "of the former code");
    let wrong = noor.refused(VerifyExtractCode::new(short(&share), CODE)).await;
    assert_eq!(wrong, "400 13000102 extractCode is wrong");
}

#[tokio::test]
async fn a_wrong_code_gives_no_token() {
    let bench = Bench::demo();
    let li = Person::sign_in(&bench, LI).await;
    let share = share(&li, ShareScope::AnyoneWithLink, |request| request.extract_code("31945314")).await;
    let verify = |code: &str| VerifyExtractCodePublic::new(short(&share), code);
    for wrong in ["31945313", "3194531", "31945314 "] {
        assert_eq!(bench.refused(verify(wrong)).await, "400 13000102 extractCode is wrong", "{wrong}");
    }
    let token = bench.send(verify("31945314")).await.kdstoken.unwrap();
    assert!(!token.expose().contains("31945314"));
    let list = ListShareFilesPublic::new(short(&share));
    assert_eq!(bench.refused(list.clone()).await, NO_TOKEN);
    assert_eq!(bench.send(list.kdstoken(token)).await.files.len(), 1);
    let open = self::share(&li, ShareScope::AnyoneWithLink, |request| request).await;
    let without = bench.refused(VerifyExtractCodePublic::new(short(&open), "31945314")).await;
    assert_eq!(without, "400 13000102 extractCode is wrong", "the share has no code");
}

/// Stores `plans` with `may.txt` and `old/draft.txt`, and beside it `secret.txt`. Returns the IDs of the folders.
async fn folders(bench: &Bench) -> (String, String) {
    let plans = add_folder(bench, (SALES_SPACE, &root(SALES_SPACE)), "plans").await;
    add_file(bench, (SALES_SPACE, &plans), "may.txt", 30).await;
    bench.wait(1);
    let old = add_folder(bench, (SALES_SPACE, &plans), "old").await;
    add_file(bench, (SALES_SPACE, &old), "draft.txt", 20).await;
    bench.wait(1);
    add_file(bench, (SALES_SPACE, &plans), "june.txt", 10).await;
    add_file(bench, (SALES_SPACE, &root(SALES_SPACE)), "secret.txt", 1).await;
    (plans, old)
}

#[tokio::test]
async fn a_visitor_sees_what_is_below_the_share_and_nothing_else() {
    let bench = Bench::demo();
    let (li, noor) = (Person::sign_in(&bench, LI).await, Person::sign_in(&bench, NOOR).await);
    let (plans, old) = folders(&bench).await;
    let request = CreateShare::new(ShareScope::Enterprise, SALES_SPACE, [plans.clone()]).valid_days(7_u32);
    let share = li.send(request).await.share_link.unwrap();
    let list = |folder: &str| ListShareFiles::new(short(&share)).parent_folder(folder);
    let top = noor.send(ListShareFiles::new(short(&share))).await.files;
    assert_eq!((names(&top), &top[0].parent_folder), (vec!["plans"], &Vec::new()));
    let below = noor.send(list(&old)).await.files;
    assert_eq!((names(&below), below[0].parent_folder.clone()), (vec!["draft.txt"], vec![old.as_str().into()]));
    for outside in ["root", root(SALES_SPACE).as_str(), "F-secret.txt", WELCOME, "F-none"] {
        assert_eq!(noor.refused(list(outside)).await, OUTSIDE, "{outside}");
    }
    assert!(noor.refused(list("F-may.txt")).await.starts_with("400 13000102 "), "a file is no folder");
    let download = |file: &str| DownloadShareFile::new(share.share_id.clone().unwrap(), file);
    noor.send(download("F-draft.txt")).await;
    for outside in ["F-secret.txt", WELCOME, "root", "F-none"] {
        assert_eq!(noor.refused(download(outside)).await, OUTSIDE, "{outside}");
    }
    let folder = noor.refused(download(&old)).await;
    assert_eq!(folder, "400 13000406 This operation cannot be performed on the folder.");
}

#[tokio::test]
async fn a_folder_is_sorted_filtered_and_listed_in_pages() {
    let bench = Bench::demo();
    let (li, noor) = (Person::sign_in(&bench, LI).await, Person::sign_in(&bench, NOOR).await);
    let (plans, _) = folders(&bench).await;
    let request = CreateShare::new(ShareScope::Enterprise, SALES_SPACE, [plans.clone()]).valid_days(7_u32);
    let share = li.send(request).await.share_link.unwrap();
    let list = || ListShareFiles::new(short(&share)).parent_folder(plans.as_str());
    let cases = [
        (list(), ["june.txt", "old", "may.txt"]),
        (list().sort_type(4).sort_direction(1), ["may.txt", "old", "june.txt"]),
        (list().sort_type(1).sort_direction(1), ["june.txt", "may.txt", "old"]),
        (list().sort_type(2), ["may.txt", "june.txt", "old"]),
    ];
    for (request, expected) in cases {
        assert_eq!(names(&noor.send(request).await.files), expected);
    }
    assert_eq!(names(&noor.send(list().file_name("may")).await.files), ["may.txt"]);
    let first = noor.send(list().page_size(2_u32).page_cursor("0")).await;
    assert_eq!(names(&first.files), ["june.txt", "old"]);
    let second = noor.send(list().page_size(2_u32).page_cursor(first.next_cursor.unwrap())).await;
    assert_eq!((names(&second.files), second.next_cursor), (vec!["may.txt"], None));
    for wrong in [list().sort_type(3), list().sort_direction(3), list().page_size(0_u32), list().page_size(101_u32)] {
        assert!(noor.refused(wrong).await.starts_with("400 13000102 "));
    }
}

#[tokio::test]
async fn views_are_counted_on_request() {
    let bench = Bench::demo();
    let li = Person::sign_in(&bench, LI).await;
    let share = share(&li, ShareScope::AnyoneWithLink, |request| request).await;
    bench.send(ListShareFilesPublic::new(short(&share)).refresh_count(true)).await;
    li.send(ListShareFiles::new(short(&share)).refresh_count(true)).await;
    li.send(ListShareFiles::new(short(&share))).await;
    li.send(ListShareFiles::new(short(&share)).refresh_count(false)).await;
    let refused = li.refused(ListShareFiles::new(short(&share)).parent_folder("F-none").refresh_count(true)).await;
    assert_eq!(refused, OUTSIDE);
    let listed = li.send(ListShareByMe::new()).await.share_links;
    assert_eq!(listed[0].view_count, Some(2));
    let detail = li.send(GetShareByMeDetail::new(share.share_id.unwrap())).await.share_link.unwrap();
    assert_eq!(detail.departments, [], "{RESEARCH}");
}
