//! The change feed of a synchronization directory against its tree, after random changes.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails here is a failed test")]

mod common;

use common::Bench;
use common::drive::{FILE, sales};
use common::sync::{Device, Mirror, apply, kinds, mirror};
use hwc_models::koodrive::{ChangePolicy, FileChange, WalkFile, WalkPage};
use proptest::prelude::*;
use proptest::sample::Index;

/// A step of a test. Files and folders are picked from those created so far.
#[derive(Clone, Debug)]
enum Step {
    Folder(Index),
    Copy(Index, Index),
    Move(Index, Index),
    Recycle(Index),
    Restore(Index),
    Delete(Index),
    /// The follower reads a page of this size.
    Read(u32),
}

fn step() -> impl Strategy<Value = Step> {
    let index = any::<Index>;
    prop_oneof![
        3 => index().prop_map(Step::Folder),
        4 => (index(), index()).prop_map(|(file, folder)| Step::Copy(file, folder)),
        4 => (index(), index()).prop_map(|(file, folder)| Step::Move(file, folder)),
        2 => index().prop_map(Step::Recycle),
        2 => index().prop_map(Step::Restore),
        1 => index().prop_map(Step::Delete),
        2 => (1_u32..5).prop_map(Step::Read),
    ]
}

/// A follower of the directory, with its mirror.
struct Follower {
    cursor: String,
    mirror: Mirror,
}

impl Follower {
    fn apply(&mut self, changes: &[FileChange]) {
        for change in changes {
            apply(&mut self.mirror, change);
        }
    }
}

/// The tree that steps change: a directory, a folder beside it, and everything created so far.
struct Tree<'a> {
    device: Device<'a>,
    directory: String,
    nodes: Vec<String>,
}

impl Tree<'_> {
    fn node(&self, index: Index) -> &str {
        &self.nodes[index.index(self.nodes.len())]
    }

    /// Performs a step. Some steps are impossible, such as a move of a folder into itself. They change nothing.
    async fn perform(&mut self, step: &Step, follower: &mut Follower) {
        let device = &self.device;
        match *step {
            Step::Folder(into) => {
                // A folder cannot be created in a file, so it is moved from the top folder.
                let id = device.folder("", &format!("folder{}", self.nodes.len())).await;
                device.move_to(&id, self.node(into)).await;
                self.nodes.push(id);
            }
            Step::Copy(file, folder) => {
                let copy = device.copy(self.node(file), self.node(folder)).await;
                self.nodes.extend(copy);
            }
            Step::Move(file, folder) if self.node(file) != self.directory => {
                device.move_to(self.node(file), self.node(folder)).await;
            }
            Step::Recycle(file) if self.node(file) != self.directory => _ = device.recycle(self.node(file)).await,
            Step::Restore(file) => _ = device.restore(self.node(file)).await,
            Step::Delete(file) if self.node(file) != self.directory => _ = device.delete(self.node(file)).await,
            Step::Read(size) => {
                let page = device.changes(&self.directory, &follower.cursor, size).await;
                follower.apply(&page.file_change_list);
                follower.cursor = page.next_cursor.unwrap();
            }
            _ => {}
        }
    }
}

async fn follow(steps: Vec<Step>, policy: ChangePolicy) -> Result<(), TestCaseError> {
    let bench = Bench::demo();
    bench.sandbox.combine_changes(policy).unwrap();
    let device = Device { bench: &bench, name: "laptop", space: sales(&bench).await };
    let (directory, outside) = (device.sync_dir("Work").await, device.folder("", "Outside").await);
    let nodes = vec![FILE.to_owned(), directory.clone(), outside];
    let mut follower = Follower { cursor: device.start(&directory).await, mirror: Mirror::new() };
    let start = follower.cursor.clone();
    let mut tree = Tree { device, directory, nodes };
    for step in &steps {
        tree.perform(step, &mut follower).await;
    }
    let (device, directory) = (&tree.device, tree.directory.as_str());
    let rest = device.follow(directory, &mut follower.cursor, 3).await;
    follower.apply(&rest);
    prop_assert_eq!(&follower.mirror, &mirror(&device.walk(directory, 2).await));
    every_change_comes_once(device, directory, &start).await
}

/// Compares the changes on pages of different sizes. Without combinations, each one fits the mirror of those before.
async fn every_change_comes_once(device: &Device<'_>, directory: &str, start: &str) -> Result<(), TestCaseError> {
    device.bench.sandbox.combine_changes(ChangePolicy::Full).unwrap();
    let (mut one, mut other) = (start.to_owned(), start.to_owned());
    let changes = device.follow(directory, &mut one, 1).await;
    prop_assert_eq!(&changes, &device.follow(directory, &mut other, 100).await);
    prop_assert_eq!(one, other);
    let mut mirror = Mirror::new();
    for (index, change) in changes.iter().enumerate() {
        prop_assert!(apply(&mut mirror, change), "{} of {:?}", index, kinds(&changes));
    }
    Ok(())
}

fn run(test: impl Future<Output = Result<(), TestCaseError>>) -> Result<(), TestCaseError> {
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(test)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn a_follower_has_the_tree(
        steps in prop::collection::vec(step(), 1..40),
        policy in prop::sample::select(vec![ChangePolicy::Full, ChangePolicy::Latest, ChangePolicy::Aggregate]),
    ) {
        run(follow(steps, policy))?;
    }
}

#[tokio::test]
async fn a_walk_during_changes_and_the_feed_make_the_tree() {
    let bench = Bench::demo();
    let device = Device { bench: &bench, name: "laptop", space: sales(&bench).await };
    let work = device.sync_dir("Work").await;
    let mut files = Vec::new();
    for _ in 0..6 {
        files.push(device.copy(FILE, &work).await.unwrap());
    }
    let mut cursor = device.start(&work).await;
    let mut page = WalkPage::default();
    page.page_size = Some(2);
    let mut found = Vec::new();
    for (step, file) in files.iter().enumerate() {
        let request = WalkFile::new(device.space.as_str(), work.as_str()).page_info(page.clone());
        let response = device.send(request).await;
        found.extend(response.files);
        page.page_cursor = response.next_cursor;
        if page.page_cursor.as_deref() == Some("") {
            assert_eq!((step, found.len()), (4, 10), "files that come and go shift no others");
            break;
        }
        device.recycle(file).await;
        device.copy(FILE, &work).await;
    }
    let mut copy = mirror(&found);
    assert_eq!(copy.len(), found.len(), "no file came twice");
    for change in device.follow(&work, &mut cursor, 2).await {
        apply(&mut copy, &change);
    }
    assert_eq!(copy, mirror(&device.walk(&work, 100).await));
}

#[tokio::test]
async fn a_cursor_stays_valid_when_the_sandbox_is_opened_again() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("sandbox.db");
    let (work, space, mut cursor);
    {
        let bench = Bench::in_file(&file);
        let device = Device { bench: &bench, name: "laptop", space: sales(&bench).await };
        space = device.space.clone();
        work = device.sync_dir("Work").await;
        cursor = device.start(&work).await;
        device.copy(FILE, &work).await;
        device.copy(FILE, &work).await;
        let page = device.changes(&work, &cursor, 1).await;
        assert_eq!((page.file_change_list.len(), page.has_more), (1, Some(true)));
        cursor = page.next_cursor.unwrap();
    }
    let bench = Bench::in_file(&file);
    let device = Device { bench: &bench, name: "laptop", space };
    device.copy(FILE, &work).await;
    let changes = device.follow(&work, &mut cursor, 10).await;
    assert_eq!(changes.len(), 2);
    assert_eq!(changes[0].device_id, None, "the device was unknown before it looked at the changes");
    assert_eq!(changes[1].device_id.as_ref().unwrap().as_str(), "laptop");
    assert_eq!(mirror(&device.walk(&work, 1).await).len(), 3);
    assert_eq!(device.follow(&work, &mut cursor, 10).await, []);
}
