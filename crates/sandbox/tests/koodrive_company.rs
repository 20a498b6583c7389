//! The company of KooDrive: its subscription, its settings, the SDK of OrgID and the moderation of contents.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails here is a failed test")]

mod common;

use common::Bench;
use common::drive::{self, FILE};
use common::users::{ADA, LI, LIN, NO_RIGHT, NOOR, NOTHING};
use hwc_models::koodrive::{
    AuditList, BatchAudit, BatchGet, ExpandUserNum, FileFingerprint, GetFile, GetJobDetail, GetJsSdkInfo, GetQuotaUsed,
    GetService, JobType, ModerationRecord, ModerationResult, ServiceState, SetPackageDownloadExpires,
};

const DAY: u64 = 86_400;

#[tokio::test]
async fn all_users_see_the_subscription() {
    let bench = Bench::demo();
    ADA.send(&bench, ExpandUserNum::new("9190086000001210958")).await;
    for user in [ADA, LI, LIN, NOOR] {
        let service = user.send(&bench, GetService::new()).await.data.unwrap();
        assert_eq!((service.status, service.space_capacity), (Some(ServiceState::Normal), Some(10_240)));
        assert_eq!(service.user_count, Some(200));
        let sizes = (service.group_space_size, service.personal_space_size, service.department_space_size);
        assert_eq!(sizes, (Some(10), Some(10), Some(1)));
        assert_eq!(service.organization_id.unwrap().as_str(), "9190086000001210958");
    }
}

#[tokio::test]
async fn packed_downloads_expire_after_the_days_of_the_setting() {
    let bench = Bench::demo();
    let space = drive::sales(&bench).await;
    let job = bench.send(drive::job(JobType::Package, &space, &[FILE])).await.data.unwrap();
    bench.wait(3);
    let url = || bench.send(GetJobDetail::new(job.clone()));
    let has_url = |detail: hwc_models::koodrive::GetJobDetailResponse| {
        detail.data.unwrap().job_info.unwrap().download_url.is_some()
    };
    assert!(has_url(url().await));
    bench.wait(2 * DAY);
    assert!(has_url(url().await), "the default is seven days");
    ADA.send(&bench, SetPackageDownloadExpires::new(1_u32).tenant_id("40086000004871666")).await;
    assert!(!has_url(url().await));
    let usage = ADA.send(&bench, GetQuotaUsed::new()).await.data.unwrap();
    assert_eq!(usage.package_download_expires, Some(1));
    for user in [LI, LIN] {
        assert_eq!(user.refused(&bench, SetPackageDownloadExpires::new(30_u32)).await, NO_RIGHT);
    }
    assert_eq!(ADA.refused(&bench, SetPackageDownloadExpires::new(30_u32).tenant_id("1")).await, NOTHING);
    for days in [0_u32, 31] {
        let refused = ADA.refused(&bench, SetPackageDownloadExpires::new(days)).await;
        assert!(refused.starts_with("400 13000102 "), "{refused}");
    }
    let usage = ADA.send(&bench, GetQuotaUsed::new()).await.data.unwrap();
    assert_eq!(usage.package_download_expires, Some(1));
}

#[tokio::test]
async fn each_page_gets_a_token_of_its_own() {
    let bench = Bench::demo();
    let first = LIN.send(&bench, GetJsSdkInfo::new()).await.data.unwrap();
    let second = LIN.send(&bench, GetJsSdkInfo::new()).await.data.unwrap();
    assert_eq!(first.js_sdk_url, second.js_sdk_url);
    assert_ne!(first.page_token.unwrap().expose(), second.page_token.unwrap().expose());
    assert_ne!(first.transaction_id, second.transaction_id);
    let config = first.orgid_config.unwrap();
    let config: serde_json::Value = serde_json::from_str(config.expose()).unwrap();
    assert_eq!(config["sdk_auth_code"].as_str().unwrap().len(), 64);
}

/// Returns a result for a content of 3 bytes.
fn record(sha256: &str, result: ModerationResult) -> ModerationRecord {
    ModerationRecord::default().sha256(sha256).size(3).audit_result(result).audit_detail("{\"word\":1}")
}

fn digest(digit: char) -> String {
    digit.to_string().repeat(64)
}

async fn sensitive(bench: &Bench) -> Vec<String> {
    let listed = ADA.send(bench, AuditList::new()).await.audit_list;
    listed.into_iter().map(|file| file.sha256.unwrap()).collect()
}

#[tokio::test]
async fn results_of_moderation_are_stored_by_content() {
    let bench = Bench::demo();
    let (a, b, c) = (digest('a'), digest('b'), digest('c'));
    let records = [
        record(&a, ModerationResult::HighlySensitive),
        record(&b, ModerationResult::Normal),
        record(&c, ModerationResult::MildlySensitive),
    ];
    ADA.send(&bench, BatchAudit::new().list(records)).await;
    assert_eq!(sensitive(&bench).await, [a.clone(), c.clone()]);
    let feature = |sha256: &str, size| FileFingerprint::default().sha256(sha256).size(size);
    let features = [feature(&b, 3), feature(&a, 4), feature(&digest('d'), 3)];
    let found = ADA.send(&bench, BatchGet::new().feature_list(features)).await.data.unwrap().audit_list;
    assert_eq!((found.len(), found[0].audit_result), (1, Some(ModerationResult::Normal)));
    assert_eq!((found[0].size, found[0].audit_detail.as_deref()), (Some(3), Some("{\"word\":1}")));
    ADA.send(&bench, BatchAudit::new().list([record(&a, ModerationResult::Normal)])).await;
    assert_eq!(sensitive(&bench).await, std::slice::from_ref(&c));
    ADA.send(&bench, BatchAudit::new().list([record(&a, ModerationResult::MildlySensitive)])).await;
    let page = ADA.send(&bench, AuditList::new().page_size(1_u32)).await;
    assert_eq!(page.audit_list.len(), 1);
    let next = ADA.send(&bench, AuditList::new().cursor(page.next_cursor.unwrap())).await;
    assert_eq!((next.audit_list.len(), next.next_cursor), (1, None));
}

#[tokio::test]
async fn a_sensitive_content_of_a_file_can_be_downloaded() {
    let bench = Bench::demo();
    let space = drive::sales(&bench).await;
    let file = ADA.send(&bench, GetFile::new(FILE, space)).await.file.unwrap();
    let sha256 = file.sha256.unwrap();
    let record = record(&sha256, ModerationResult::HighlySensitive).size(file.size.unwrap());
    ADA.send(&bench, BatchAudit::new().list([record])).await;
    assert!(ADA.send(&bench, AuditList::new()).await.audit_list[0].download_url.is_none());
    let listed = ADA.send(&bench, AuditList::new().has_url(true)).await.audit_list.remove(0);
    assert_eq!(bench.get(listed.download_url.unwrap().expose()).await.text(), "Welcome to the sandbox.\n");
}

#[tokio::test]
async fn moderation_is_for_the_administrator_and_checks_its_values() {
    let bench = Bench::demo();
    let sensitive_a = || record(&digest('a'), ModerationResult::HighlySensitive);
    for user in [LI, LIN] {
        assert_eq!(user.refused(&bench, BatchAudit::new().list([sensitive_a()])).await, NO_RIGHT);
        assert_eq!(user.refused(&bench, AuditList::new()).await, NO_RIGHT);
        assert_eq!(user.refused(&bench, BatchGet::new()).await, NO_RIGHT);
    }
    let without_size = ModerationRecord::default().sha256(digest('b')).audit_result(ModerationResult::Normal);
    for odd in [record("abc", ModerationResult::Normal), record(&digest('b'), ModerationResult::from(9)), without_size]
    {
        let refused = ADA.refused(&bench, BatchAudit::new().list([sensitive_a(), odd])).await;
        assert!(refused.starts_with("400 13000102 "), "{refused}");
    }
    assert_eq!(sensitive(&bench).await, [""; 0]);
}
