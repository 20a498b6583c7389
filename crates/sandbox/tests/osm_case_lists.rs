//! Lists of tickets: filters, pages, counts, the old path and the export; also lists of users, agencies and regions.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails here is a failed test")]

mod common;
#[path = "common/tickets.rs"]
mod tickets;

use common::Bench;
use hwc_models::osm::{
    CaseStatus, DownloadCases, ListAgencies, ListCaseCounts, ListCases, ListCustomersRegions, ListOrderIncident,
    ListSubCustomers, ShowPartnersCasesPrivilege, ShowPartnersServiceInfo,
};
use hwc_sandbox::{Sandbox, SandboxOptions};
use hwc_wire::Request;
use tickets::{IN_STATE, ids, log, open, ticket};

/// The tickets of the demo data, newest first, without deleted ones and those of other customers.
const ALL: [&str; 15] = [
    "case-1003",
    "case-1002",
    "case-1001",
    "case-to-confirm",
    "case-cancelled",
    "case-suspended",
    "case-invalid",
    "case-feedback",
    "case-partner",
    "case-456",
    "case_123",
    "123456",
    "case-123",
    "test-123",
    "1",
];

fn all() -> ListCases {
    ListCases::new().limit(100_u32)
}

#[tokio::test]
async fn every_filter_finds_some_and_leaves_others_out() {
    let bench = Bench::demo();
    assert_eq!(ids(&bench, all()).await, ALL);
    for (state, id) in IN_STATE.into_iter().filter(|(state, _)| *state != 1) {
        assert_eq!(ids(&bench, all().status(state)).await, [id]);
    }
    let cases: [(ListCases, &[&str]); 18] = [
        (all().incident_id("case-1002"), &["case-1002"]),
        (all().incident_id("case-foreign"), &[]),
        (all().incident_status("2"), &["case-to-confirm"]),
        (all().incident_status("0,3; 13"), &["case-1003", "case-1001", "case-deleted"]),
        (all().incident_status("2,3").status(3), &["case-1001"]),
        (all().status(19), &[]),
        (all().x_customer_id("user-noor"), &["case-feedback", "case-partner"]),
        (all().x_customer_name("Li"), &["case-cancelled", "case-suspended", "case-invalid"]),
        (all().x_customer_name("li"), &[]),
        (all().app_key("SLOW"), &["case-1002", "case-feedback"]),
        (all().app_key("se-100"), &["case-1003", "case-1002", "case-1001"]),
        (all().search_key(["slow", "disk"]), &["case-1002"]),
        (all().search_key(["slow database"]), &["case-feedback"]),
        (all().search_key([""]), &ALL),
        (all().label_id_list([4_u32]), &[]),
        (all().query_start_time("2025-12-31 08:00:00"), &["case-1003", "case-1002"]),
        (all().query_end_time("2025-11-23 08:00:00"), &["1"]),
        (all().query_start_time("").query_end_time("").group_id("any"), &ALL),
    ];
    for (request, expected) in cases {
        let page = bench.send(request.clone()).await;
        let found: Vec<&str> =
            page.incident_info_list.iter().map(|info| info.incident_id.as_ref().unwrap().as_str()).collect();
        assert_eq!(found, expected, "{request:?}");
        assert_eq!(page.total_count, Some(expected.len() as u64), "{request:?}");
    }
    let wrong = bench.refused(all().incident_status("waiting")).await;
    assert_eq!(wrong, "200 OSM.01010001 incident_status must be a list of states such as 0,1.");
}

#[tokio::test]
async fn times_are_meant_in_the_zone_of_the_call() {
    let bench = Bench::empty();
    open(&bench, "x").await;
    let from = |time: &str| ListCases::new().query_start_time(time);
    assert_eq!(bench.send(from("2026-01-01 08:00:00")).await.total_count, Some(1));
    assert_eq!(bench.send(from("2026-01-01 08:00:01")).await.total_count, Some(0));
    let zone = |zone: &'static str| [("X-Auth-Token", "token"), ("X-Time-Zone", zone)];
    assert_eq!(bench.send_with(from("2026-01-01 00:00:00"), &zone("GMT+0")).await.total_count, Some(1));
    assert_eq!(bench.send_with(from("2026-01-01 00:00:01"), &zone("GMT+0")).await.total_count, Some(0));
    let listed = bench.send_with(ListCases::new(), &zone("GMT+0")).await.incident_info_list.remove(0);
    assert_eq!(listed.create_time.unwrap().as_str(), "2026-01-01T00:00:00.000Z");
    let listed = bench.send_with(ListCases::new(), &zone("GMT+8")).await.incident_info_list.remove(0);
    assert_eq!(listed.create_time.unwrap().as_str(), "2026-01-01T00:00:00.000Z");
    let unknown = bench.reply_to(ListCases::OPERATION, &ListCases::new(), &zone("foo")).await;
    assert_eq!(
        unknown.line(),
        r#"400 {"error_code":"OSM.0001","error_msg":"X-Time-Zone is foo, not a time zone such as GMT+8"}"#
    );
    assert_eq!(bench.send_with(ListCases::new(), &zone("")).await.total_count, Some(1), "an empty one is none");
}

#[tokio::test]
async fn pages_together_are_the_whole_list() {
    let bench = Bench::demo();
    assert_eq!(ids(&bench, ListCases::new()).await.len(), 10, "a page without limit");
    for limit in [1_u32, 3, 5, 100] {
        let mut read = Vec::new();
        for offset in (0..15).step_by(limit as usize) {
            let page = bench.send(ListCases::new().limit(limit).offset(offset)).await;
            assert_eq!(page.total_count, Some(15));
            read.extend(page.incident_info_list.into_iter().map(|info| info.incident_id.unwrap().to_string()));
        }
        assert_eq!(read, ALL);
        let pages = 15_u32.div_ceil(limit);
        let mut read = Vec::new();
        for number in 1..=pages + 1 {
            let page = bench.send(ListOrderIncident::new().page_no(number).page_size(limit)).await;
            assert_eq!(page.total_count, Some(15));
            read.extend(page.incident_info_list.into_iter().map(|info| info.incident_id.unwrap().to_string()));
        }
        assert_eq!(read, ALL);
    }
    let empty = bench.send(ListCases::new().offset(65_535_u32)).await;
    assert_eq!((empty.total_count, empty.incident_info_list.len()), (Some(15), 0));
    assert_eq!(bench.send(ListCases::new().limit(0_u32)).await.incident_info_list, []);
}

#[tokio::test]
async fn the_old_path_filters_like_the_new_one() {
    let bench = Bench::demo();
    let old = || ListOrderIncident::new().page_size(100_u32).version("1");
    let cases: [(ListOrderIncident, &[&str]); 10] = [
        (old().incident_id("case-1002"), &["case-1002"]),
        (old().status(17), &["case-feedback"]),
        (old().incident_status("4"), &["case-cancelled"]),
        (old().x_customer_id("user-noor"), &["case-feedback", "case-partner"]),
        (old().x_customer_name("Noor"), &["case-feedback", "case-partner"]),
        (old().business_type_id("Billing"), &["case-1001", "case-suspended", "case-invalid"]),
        (old().product_category_id("product-1"), &[]),
        (old().app_key("invoice"), &["case-1001"]),
        (old().search_key(["invoice", "month"]), &["case-1001"]),
        (old().query_start_time("2026-01-01 07:59:59").query_end_time("2026-01-01 08:00:00"), &["case-1003"]),
    ];
    for (request, expected) in cases {
        let page = bench.send(request.clone()).await;
        let found: Vec<&str> =
            page.incident_info_list.iter().map(|info| info.incident_id.as_ref().unwrap().as_str()).collect();
        assert_eq!(found, expected, "{request:?}");
    }
    let header = [("X-Auth-Token", "token"), ("X-Language", "en-us")];
    let reply = bench.reply_to(ListOrderIncident::OPERATION, &old().incident_id("case-feedback"), &header).await;
    insta::assert_json_snapshot!(reply.json());
}

#[tokio::test]
async fn an_entry_of_the_list_says_what_the_ticket_says() {
    let bench = Bench::demo();
    let header = [("X-Auth-Token", "token"), ("X-Language", "en-us")];
    let request = ListCases::new().incident_id("case-1001");
    insta::assert_json_snapshot!(bench.reply_to(ListCases::OPERATION, &request, &header).await.json());
}

#[tokio::test]
async fn counts_are_those_of_the_lists() {
    let bench = Bench::demo();
    let counts = async |request: ListCaseCounts| {
        let counts = bench.send(request).await.incident_status_counts;
        counts.iter().map(|one| (one.status.unwrap().code(), one.count.unwrap())).collect::<Vec<_>>()
    };
    let each = [(0, 1), (1, 8), (2, 1), (3, 1), (4, 1), (5, 1), (12, 1), (13, 1), (17, 1)];
    assert_eq!(counts(ListCaseCounts::new()).await, each);
    for (state, count) in each {
        assert_eq!(bench.send(all().status(state)).await.total_count, Some(count), "{state}");
        assert_eq!(counts(ListCaseCounts::new().status(state)).await, [(state, count)]);
    }
    bench.wait(60);
    assert_eq!(counts(ListCaseCounts::new().status(CaseStatus::Queued)).await, [(0, 0)]);
    assert_eq!(counts(ListCaseCounts::new().status(CaseStatus::InProgress)).await, [(1, 9)]);
    assert_eq!(counts(ListCaseCounts::new().business_type_id("Billing")).await, [(3, 1), (5, 1), (12, 1)]);
    bench.send(ticket("x").product_category_id("product-1")).await;
    assert_eq!(counts(ListCaseCounts::new().product_category_id("product-1")).await, [(0, 1)]);
}

async fn file(bench: &Bench, request: DownloadCases) -> String {
    let content = bench.send(request).await.content;
    String::from_utf8(content.as_slice().to_vec()).unwrap()
}

#[tokio::test]
async fn a_file_has_all_there_is_to_say_of_a_ticket() {
    let bench = Bench::demo();
    let english = DownloadCases::new().incident_id("case-1001").language("en-us").timezone("GMT-03:30");
    let text = file(&bench, english).await;
    let lines: Vec<&str> = text.strip_prefix('\u{feff}').unwrap().split("\r\n").collect();
    let [heading, cells, ""] = lines.as_slice() else { panic!("two lines: {lines:?}") };
    let pairs: Vec<String> =
        heading.split(',').zip(cells.split(',')).map(|(name, cell)| format!("{name}: {cell}")).collect();
    insta::assert_snapshot!(pairs.join("\n"));
    let chinese = file(&bench, DownloadCases::new().incident_id("case-1001")).await;
    assert!(chinese.starts_with("\u{feff}工单编号,状态码,状态,"), "{chinese}");
    assert!(chinese.contains("\r\ncase-1001,3,已完成,"), "{chinese}");
    assert!(chinese.contains(",2025-12-29 08:00:00,"), "{chinese}");
    assert_eq!(log(&bench, "case-1001").await, [0, 3, 84, 84]);
    assert_eq!(log(&bench, "case-1002").await, [0]);
}

#[tokio::test]
async fn a_file_has_the_tickets_that_were_asked_for() {
    let bench = Bench::demo();
    bench.send(ticket("Of a program, \"quoted\"")).await;
    let cases: [(DownloadCases, &[&str]); 12] = [
        (DownloadCases::new().incident_id("case-1003,case-1001, case-foreign"), &["case-1003", "case-1001"]),
        (DownloadCases::new().status(2), &["case-to-confirm"]),
        (DownloadCases::new().status(13), &["case-deleted"]),
        (DownloadCases::new().sub_customer_id("user-noor"), &["case-feedback", "case-partner"]),
        (DownloadCases::new().x_customer_name("Noor").limit(1_u32).offset(1_u32), &["case-partner"]),
        (DownloadCases::new().search_key("slow disk"), &["case-1002"]),
        (DownloadCases::new().customer_id("customer-2"), &[]),
        (DownloadCases::new().customer_id("customer-1").status(3), &["case-1001"]),
        (DownloadCases::new().tenant_source_id_list(["elsewhere"]), &[]),
        (DownloadCases::new().tenant_source_id_list([tickets::SOURCE, "x"]).status(3), &["case-1001"]),
        (DownloadCases::new().query_start_time("2025-12-29 00:00:00").timezone("GMT+0").status(3), &["case-1001"]),
        (DownloadCases::new().query_start_time("2025-12-29 08:00:01").status(3), &[]),
    ];
    for (request, expected) in cases {
        let text = file(&bench, request.clone()).await;
        let found: Vec<&str> = text.lines().skip(1).map(|line| line.split_once(',').unwrap().0).collect();
        assert_eq!(found, expected, "{request:?}");
    }
    let text = file(&bench, DownloadCases::new()).await;
    assert_eq!(text.lines().count(), 1 + 16, "all of them, not only a page");
    assert!(text.contains("\"Of a program, \"\"quoted\"\"\""), "{text}");
    let zone = bench.refused(DownloadCases::new().timezone("CET")).await;
    assert_eq!(zone, "200 OSM.01010001 timezone must be a time zone such as GMT+8.");
}

#[tokio::test]
async fn people_and_regions_of_the_account() {
    let bench = Bench::demo();
    let header = [("X-Auth-Token", "token"), ("X-Language", "en-us")];
    let regions = bench.send_with(ListCustomersRegions::new(), &header).await;
    assert_eq!(regions.count, Some(regions.region_infos.len() as u64));
    assert_eq!(regions.region_infos[0].region_id.as_ref().unwrap().as_str(), "cn-north-4");
    assert_eq!(regions.region_infos[0].region_name.as_deref(), Some("CN North-Beijing4"));
    let users = bench.send(ListSubCustomers::new()).await.sub_customer_infos;
    let lines: Vec<String> = users
        .iter()
        .map(|user| {
            let id = user.customer_id.as_ref().unwrap();
            let shown =
                [&user.customer_name, &user.area_code, &user.mobile, &user.email].map(|text| text.clone().unwrap());
            format!("{id} of {}: {}", user.domain_id.as_ref().unwrap(), shown.join(" "))
        })
        .collect();
    insta::assert_snapshot!(lines.join("\n"), @r"
    sandbox-user of customer-1: s****** 86 138****0001 s******@example.com
    user-li of customer-1: L* 86 138****0002 l*@example.com
    user-noor of customer-1: N*** 971 500**0003 n***@example.com
    ");
    let by_id = bench.send(ListSubCustomers::new().sub_customer_id("user-li")).await.sub_customer_infos;
    assert_eq!(by_id, [users[1].clone()]);
    assert_eq!(
        bench.send(ListSubCustomers::new().sub_customer_name("Noor")).await.sub_customer_infos,
        [users[2].clone()]
    );
    let both = ListSubCustomers::new().sub_customer_name("Noor").sub_customer_id("user-li");
    assert_eq!(bench.send(both).await.sub_customer_infos, []);
    insta::assert_json_snapshot!(bench.reply(ListAgencies::OPERATION, &ListAgencies::new()).await.json());
}

#[tokio::test]
async fn the_partner_of_the_account() {
    let bench = Bench::demo();
    assert_eq!(bench.send(ShowPartnersCasesPrivilege::new()).await.has_privilege, Some(true));
    assert_eq!(Bench::empty().send(ShowPartnersCasesPrivilege::new()).await.has_privilege, Some(false));
    let url = "http://localhost/v2/servicerequest/cases/partners/service-info?case_id=";
    let reply = bench.raw("GET", url, &[("X-Auth-Token", "token")], "").await;
    insta::assert_snapshot!(reply.line(), @r#"200 {"partners_service_info":{"customer_id":"partner-1","customer_name":"Sandbox Partner","service_time_zone":"GMT+08:00","service_time_day":"5","service_time_hour":"8"}}"#);
    let of_ticket = |id: &str| ShowPartnersServiceInfo::new().case_id(id).case_sub_type_id("x").product_id("y");
    assert_eq!(bench.send(of_ticket("case-1002")).await.partners_service_info.len(), 1);
    assert_eq!(bench.refused(of_ticket("case-9")).await, "200 OSM.01010015 Ticket not found.");
}

#[tokio::test]
async fn labels_filter_and_are_listed() {
    let file = std::path::PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("sandbox-case-labels.db");
    for suffix in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{}{suffix}", file.display()));
    }
    let clock = common::clock();
    let sandbox = Sandbox::new(SandboxOptions::default().clock(clock.clone()).database(&file)).unwrap();
    let db = hwc_sandbox::rusqlite::Connection::open(&file).unwrap();
    db.execute_batch(
        "INSERT INTO labels (id, customer, name, color)
         VALUES (7001, 'customer-1', 'red', '#FF0000'), (7002, 'customer-1', 'blue', '#0000FF');
         INSERT INTO case_labels (case_id, label_id) VALUES ('case-1002', 7001), ('case-1002', 7002), ('1', 7002);",
    )
    .unwrap();
    let bench = Bench { sandbox, clock };
    assert_eq!(ids(&bench, all().label_id_list([7001_u32])).await, ["case-1002"]);
    assert_eq!(ids(&bench, all().label_id_list([7002_u32])).await, ["case-1002", "1"]);
    assert_eq!(ids(&bench, all().label_id_list([7002_u32, 7001])).await, ["case-1002"], "those that have both");
    let entry = bench.send(all().label_id_list([7001_u32])).await.incident_info_list.remove(0);
    let shown: Vec<_> =
        entry.label_list.iter().map(|label| (label.label_id.unwrap(), label.name.clone().unwrap())).collect();
    assert_eq!(shown, [(7001, "red".to_owned()), (7002, "blue".to_owned())]);
    assert_eq!(entry.label_list[0].color.as_deref(), Some("#FF0000"));
    let old = bench.send(ListOrderIncident::new().label_id_list([7001_u32])).await.incident_info_list.remove(0);
    assert_eq!(old.label_list[1].label_id.as_deref(), Some("7002"));
    let text = self::file(&bench, DownloadCases::new().incident_id("case-1002")).await;
    assert!(text.contains(",red;blue,"), "{text}");
}
