//! Upgrades of files: a file of each version can be opened, and the upgraded tables equal those of a new file.
//!
//! After adding a step to `src/runtime/store/steps.rs`, run this with `HWC_WRITE_FIXTURE=1` to write the file of the new version.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails here is a failed test")]

mod common;

use std::fs;
use std::path::{Path, PathBuf};

use common::drive::session;
use common::{Bench, clock};
use hwc_models::insight::ListTickets;
use hwc_models::koodrive::{GetBatchTask, GetJobDetail, GetSpaceV2, GetTaskResult, GetUserList, JobResult};
use hwc_models::osm::{
    CreateCases, CreateDiagnoseJob, DiagnoseKind, ListAgencies, ListCases, ListDiagnoseRecords, ListDiagnoseResources,
    ListSubCustomers, ShowCaseDetail,
};
use hwc_sandbox::rusqlite::Connection;
use hwc_sandbox::{Sandbox, SandboxOptions};

/// The newest version of the tables.
const NEWEST: u32 = 8;

fn fixture(version: u32) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/files/state-{version}.db"))
}

fn fresh(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("upgrades-{name}"));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder.join("state.db")
}

fn open(file: &Path) -> Bench {
    let clock = clock();
    let options = SandboxOptions::default().clock(clock.clone()).database(file).without_demo_data();
    Bench { sandbox: Sandbox::new(options).unwrap(), clock }
}

/// Returns the SQL definitions of the tables of a closed file.
fn tables(file: &Path) -> Vec<String> {
    let db = Connection::open(file).unwrap();
    let mut statement = db.prepare("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name").unwrap();
    statement.query_map((), |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap()
}

#[tokio::test]
async fn files_of_all_versions_are_upgraded() {
    if std::env::var_os("HWC_WRITE_FIXTURE").is_some() {
        write_fixture().await;
    }
    let new = fresh("new");
    drop(open(&new));
    for version in 5..=NEWEST {
        let file = fresh(&format!("from-{version}"));
        fs::copy(fixture(version), &file).unwrap();
        let bench = open(&file);
        let found = bench.send(ListCases::new().search_key(["kept"])).await.incident_info_list.remove(0);
        let id = found.incident_id.unwrap();
        assert_eq!(id.as_str(), "case-1001", "version {version}");
        let detail = bench.send(ShowCaseDetail::new(id)).await.incident_detail_info.unwrap();
        assert_eq!(detail.message_list.len(), 1, "version {version}");
        let next = bench.send(CreateCases::new("Fault", "another", "api")).await;
        assert_eq!(next.incident_id.unwrap().as_str(), "case-1002", "version {version}");
        drop(bench);
        assert_eq!(tables(&file), tables(&new), "a step was changed: version {version}");
    }
}

/// Writes a file of the newest version, as small as possible.
async fn write_fixture() {
    let file = fresh("fixture");
    let bench = open(&file);
    bench.send(CreateCases::new("Fault", "A ticket that is kept.", "api")).await;
    drop(bench);
    let db = Connection::open(&file).unwrap();
    db.execute_batch("PRAGMA journal_mode = DELETE; PRAGMA page_size = 512; VACUUM").unwrap();
    drop(db);
    fs::create_dir_all(fixture(NEWEST).parent().unwrap()).unwrap();
    fs::copy(&file, fixture(NEWEST)).unwrap();
}

/// Rows of version 5 in the tables that became records.
const ROWS: &str = "
    INSERT INTO departments VALUES ('d1', 'Head office', NULL), ('d2', 'Sales', 'd1');
    INSERT INTO users VALUES ('u1', 'o1', 'Ada', 'd2', '+86 1', 2, 0);
    INSERT INTO user_groups VALUES ('g1', 'Group', 1);
    INSERT INTO spaces VALUES (7, 's1', 'u1', 1, 1, 10, 'r', 'b', 'x', 'u1', 'u1');
    INSERT INTO objects (id, name, content) VALUES (5, 'a.txt', x'616263');
    INSERT INTO files VALUES ('f1', 's1', 'a.txt', 5, 0), ('f2', 's1', 'a.txt', 5, 1);
    INSERT INTO share_files VALUES ('l1', 'f1'), ('l1', 'f2');
    INSERT INTO tasks VALUES (3, 't1', 'l1', 1, NULL, 'u1', 's1', 5, 1767222000000), (4, 'j1', NULL, 1, 101, '1316083732377071001', 's1', NULL, 0);
    INSERT INTO task_items VALUES (3, 0, 'f1', NULL, 's1', NULL, NULL), (3, 1, 'f9', NULL, 's1', NULL, '13000302'),
        (4, 0, 'f1', 'f1', 's1', 'f2', NULL), (4, 1, 'f9', NULL, 's1', NULL, '13000302');
    INSERT INTO imports VALUES ('i1', 3);
    INSERT INTO import_failures VALUES ('i1', 'Kim', 'The number is taken.');
    INSERT INTO embed_tickets VALUES (1, 'e1', 'project-1', 'embed', 'user', 'a,b', 4, 9000000000000),
        (2, 'e2', 'project-1', 'embed', 'user', '', NULL, 9000000000001);
    INSERT INTO sub_customers VALUES ('user-1', 'customer-1', 'Li', '86', '13800000002', 'li@example.com');
    INSERT INTO diagnose_jobs VALUES (4, 'customer-1', 1, '{\"eip\":\"203.0.113.7\"}', 'cn-north-4', '[\"101\"]', 0);
    INSERT INTO diagnose_machines VALUES (1, 'customer-1', 'vm', 'project-1', 'cn-north-4', 'server', '203.0.113.7', NULL,
        'host', '{}');
    INSERT INTO agencies VALUES ('a1', 'customer-1', 'read', 'ONEDAY', 'domain', 'domain-1', 1767225600007, NULL);
";

#[tokio::test]
async fn tables_of_version_5_become_records() {
    let file = fresh("records");
    fs::copy(fixture(5), &file).unwrap();
    Connection::open(&file).unwrap().execute_batch(ROWS).unwrap();
    let bench = open(&file);
    let users = bench.send(GetUserList::new().offset(0).limit(10).dept_id("d1")).await.list;
    assert_eq!((users.len(), users[0].name.as_deref(), users[0].dept_name.as_deref()), (1, Some("Ada"), Some("Sales")));
    let space = bench.send(GetSpaceV2::new("u1")).await.data.remove(0);
    assert_eq!((space.capacity, space.space_used, space.root_file_id), (Some(10), Some(6), Some("r".into())));
    let owner = session(&bench, "u1").await;
    let task = bench.send_with(GetBatchTask::new("t1", "l1"), &[("Authorization", &owner)]).await;
    assert_eq!(task.task_infos.len(), 2);
    assert!(task.job_info.unwrap().download_url.is_some());
    let job = bench.send(GetJobDetail::new("j1")).await.data.unwrap();
    assert_eq!(job.job_info.unwrap().task_result_code, Some(JobResult::SomeFailed));
    assert_eq!(job.task_infos[0].new_file_id.as_ref().unwrap().as_str(), "f2");
    assert_eq!(job.task_infos[1].result_code.as_deref(), Some("13000302"));
    let import = bench.send(GetTaskResult::new().task_id("i1")).await.data.unwrap();
    assert_eq!((import.success_count, import.fail_info_list[0].user_name.as_deref()), (Some(3), Some("Kim")));
    let tickets = bench.send(ListTickets::new()).await.page_data;
    let groups: Vec<usize> = tickets.iter().map(|ticket| ticket.group_ids.len()).collect();
    assert_eq!((groups, tickets[0].left_num, tickets[1].left_num), (vec![2, 0], Some(4), None));
    let agency = bench.send(ListAgencies::new()).await.agency_list.remove(0);
    assert_eq!(agency.create_time.unwrap().as_str(), "2026-01-01T00:00:00.007Z");
    assert_eq!((agency.name.as_deref(), agency.expire_time), (Some("read"), None));
    let user = bench.send(ListSubCustomers::new().sub_customer_name("Li")).await.sub_customer_infos.remove(0);
    assert_eq!(user.mobile.as_deref(), Some("138****0002"));
    let job = bench.send(ListDiagnoseRecords::new()).await.records.remove(0);
    assert_eq!((job.red_count, job.job_id.unwrap().as_str()), (Some(1), "4"));
    let machines = bench.send(ListDiagnoseResources::new().project_id("project-1").vm_name("server")).await;
    assert_eq!((machines.total_count, machines.result.len()), (Some(1), 1));
    let next = bench.send(CreateDiagnoseJob::new(DiagnoseKind::Ecs)).await;
    assert_eq!(next.job_id.unwrap().as_str(), "5");
}
