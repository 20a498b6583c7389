//! Kills of the real process in the middle of transfers. Whatever the moment, the next process continues, and the trees are equal
//! in the end.
//!
//! `HWC_DRIVE_KILLS` sets the number of kills; a few are enough to notice a mistake.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests may panic as tests do")]

mod common;

use std::env;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use common::{Folder, PART, content, serve};
use hwc_api::Client;
use hwc_drive::{
    DownloadTarget, Drive, EventSink, Journal, NamePolicy, SyncFilter, TransferEvent, TransferOptions, TransferReport,
};
use hwc_sandbox::account;

/// The number of kills without the variable.
const KILLS: u32 = 5;

/// The variables that make the test `worker` transfer.
const URL: &str = "HWC_DRIVE_TEST_URL";
const ROOT: &str = "HWC_DRIVE_TEST_ROOT";
const DIRECTION: &str = "HWC_DRIVE_TEST_DIRECTION";

/// Transfers a tree, and prints a line for each event. Does nothing unless the other test runs it.
#[test]
fn worker() {
    let (Ok(url), Ok(root), Ok(direction)) = (env::var(URL), env::var(ROOT), env::var(DIRECTION)) else { return };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let report = runtime.block_on(async {
        let builder = Client::builder().default_endpoint(&url).koodrive_token(account::DRIVE_TOKEN);
        let drive = Drive::open(builder.build().unwrap(), None).await.unwrap();
        let events = EventSink::new(|event| {
            if !matches!(event, TransferEvent::Failed { .. }) {
                println!("event");
            }
        });
        let options = TransferOptions::default().part_size(PART as u64).concurrency(2).events(events);
        let journal = Journal::open(format!("{root}/state/journal.sqlite")).unwrap();
        let drive = drive.with_journal(journal).with_options(options);
        transfer(&drive, &root, &direction).await
    });
    assert!(report.failed.is_empty(), "{report:?}");
}

async fn transfer(drive: &Drive, root: &str, direction: &str) -> TransferReport {
    let (path, all) = ("/t".parse().unwrap(), SyncFilter::default());
    if direction == "up" {
        return drive.upload_tree(format!("{root}/from"), &path, NamePolicy::Replace, &all).await.unwrap();
    }
    let folder = drive.resolve_folder(&path).await.unwrap();
    let target = DownloadTarget::open(format!("{root}/to")).unwrap();
    drive.download_tree(&folder, &target, &all).await.unwrap()
}

fn start(url: &str, folder: &Folder, direction: &str) -> Child {
    let mut command = Command::new(env::current_exe().unwrap());
    command.args(["worker", "--exact", "--nocapture"]).stdout(Stdio::piped()).stderr(Stdio::null());
    command.env(URL, url).env(ROOT, &folder.0).env(DIRECTION, direction).spawn().unwrap()
}

/// Kills the process after a number of events. Returns true if it was still running.
fn kill_after(mut child: Child, events: u64) -> bool {
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let seen = lines.map_while(Result::ok).filter(|line| line.ends_with("event")).take(events as usize).count();
    child.kill().unwrap();
    !child.wait().unwrap().success() && seen as u64 == events
}

fn finish(mut child: Child) -> bool {
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let count = lines.map_while(Result::ok).count();
    child.wait().unwrap().success() && count > 0
}

/// The sizes of the files.
const SIZES: [usize; 8] = [0, 1, 4000, PART, PART + 1, 2 * PART + 77, 100, 3 * PART];

/// The kills of one upload or download, before it may end.
const KILLS_PER_TRANSFER: u32 = 3;

/// Uploads and downloads a tree with kills, and returns how many hit a running process.
fn run_round(url: &str, folder: &Folder, seed: u32, random: &mut impl FnMut() -> u64) -> u32 {
    for (index, size) in SIZES.into_iter().enumerate() {
        folder.write(&format!("from/d{}/f{index}", index % 3), &content(seed + index as u32, size));
    }
    let _ = std::fs::remove_dir_all(folder.path("to"));
    let mut killed = 0;
    for direction in ["up", "down"] {
        for _ in 0..KILLS_PER_TRANSFER {
            killed += u32::from(kill_after(start(url, folder, direction), 1 + random() % 120));
        }
        assert!(finish(start(url, folder, direction)), "{direction} does not end, seed {seed}");
    }
    let [from, to] = ["from", "to"].map(|name| subtree(folder, name));
    let names = |tree: &[(String, Option<Vec<u8>>)]| tree.iter().map(|(path, _)| path.clone()).collect::<Vec<_>>();
    assert!(from == to, "seed {seed}: {:?} {:?}", names(&from), names(&to));
    killed
}

/// Returns the content of a folder in the folder of the test.
fn subtree(folder: &Folder, name: &str) -> Vec<(String, Option<Vec<u8>>)> {
    let prefix = format!("{name}/");
    let tree = folder.tree().into_iter();
    tree.filter_map(|(path, bytes)| Some((path.strip_prefix(&prefix)?.to_owned(), bytes))).collect()
}

/// The first round creates files, and each later one adds versions with another content.
#[test]
fn killed_transfers_end_in_equal_trees() {
    let kills: u32 = env::var("HWC_DRIVE_KILLS").ok().and_then(|kills| kills.parse().ok()).unwrap_or(KILLS);
    let (url, folder) = (serve(), Folder::new("kills"));
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut random = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    };
    let (mut killed, mut round) = (0, 0);
    while killed < kills {
        assert!(round <= kills, "only {killed} of {round} rounds hit a running process");
        killed += run_round(&url, &folder, round * 100, &mut random);
        round += 1;
    }
}
