//! The functions of the examples.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests may panic as tests do")]

mod common;

#[allow(dead_code, reason = "`main` is not called")]
#[path = "../examples/archive_logs.rs"]
mod archive_logs;

use common::Bench;
use hwc_object_store::object_store::path::Path;

#[tokio::test]
async fn logs_are_archived() {
    let bench = Bench::new().await;
    let lines = || (0..3).map(|number| format!("line {number}\n"));
    let [from, to] = ["logs/2025", "archive/2025"].map(Path::from);
    for name in ["logs/2025/a.log", "logs/2025/deep/b.log", "logs/2026/a.log"] {
        bench.run(archive_logs::write(&bench.store, &Path::from(name), lines())).await.unwrap();
    }
    assert_eq!(bench.run(archive_logs::archive(&bench.store, &from, &to)).await.unwrap(), 2);
    assert_eq!(bench.get("archive/2025/deep/b.log").await.unwrap(), b"line 0\nline 1\nline 2\n");
    let sizes = bench.run(archive_logs::sizes(&bench.store)).await.unwrap();
    assert_eq!((sizes.get("archive"), sizes.get("logs")), (Some(&42), Some(&21)));
}
