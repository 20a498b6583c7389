//! Upgrades of files: a file of each version can be opened, and the upgraded tables equal those of a new file.
//!
//! After adding a step to `src/runtime/store/steps.rs`, run this with `HWC_WRITE_FIXTURE=1` to write the file of the new version.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails here is a failed test")]

mod common;

use std::fs;
use std::path::{Path, PathBuf};

use common::{Bench, clock};
use hwc_models::osm::{CreateCases, ListCases, ShowCaseDetail};
use hwc_sandbox::rusqlite::Connection;
use hwc_sandbox::{Sandbox, SandboxOptions};

/// The newest version of the tables.
const NEWEST: u32 = 5;

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
