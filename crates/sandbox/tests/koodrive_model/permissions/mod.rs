//! Random rights of four users in two teams. After each step, a random user looks at everything that an operation shows. No name
//! and no byte may appear that the model forbids, and lists must have exactly what it allows.

mod acts;
mod model;
mod rights;
mod steps;
mod traces;
mod views;

use std::collections::BTreeSet;

use hwc_models::koodrive::{
    CreateDirectory, CreateGroupSpace, CreateSyncDir, GetSpaceV2, GetStartCursor, GetTeamSpaceList, GroupSpaceMember,
    SpaceType, WalkFile, WalkPage,
};
use proptest::test_runner::{Config, RngSeed, TestCaseError, TestError, TestRunner};

use crate::common::Bench;
use crate::common::drive;
use crate::common::users::{self, User};
use model::{ALL, Entry, GROUP, LI, LIN, Model, NOOR, SALES};
use steps::Step;

type Outcome = Result<(), TestCaseError>;

/// The users by the numbers of the model.
const USERS: [User; 4] = [users::ADA, users::LI, users::LIN, users::NOOR];

/// The owner of the space of the first team. That of the second one is created.
const TEAMS: [&str; 1] = [drive::SALES];

/// The seeds of the sequences, without `PROPTEST_RNG_SEED`.
const SEEDS: [u64; 4] = [1, 7, 20_260_101, 4711];

#[test]
fn no_user_sees_what_the_rights_forbid() {
    let config = Config { failure_persistence: None, max_shrink_iters: 200, ..Config::default() };
    let config = if std::env::var_os("PROPTEST_CASES").is_none() { Config { cases: 1, ..config } } else { config };
    let seeds = match config.rng_seed {
        RngSeed::Fixed(seed) => vec![seed],
        RngSeed::Random => SEEDS.to_vec(),
    };
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    for seed in seeds {
        let config = Config { rng_seed: RngSeed::Fixed(seed), ..config.clone() };
        let done = TestRunner::new(config).run(&steps::sequence(), |steps| runtime.block_on(play(steps)));
        done.unwrap_or_else(|error| panic!("with PROPTEST_RNG_SEED={seed}: {}", described(error)));
    }
}

/// Returns the failure of a sequence, with one step per line.
fn described(error: TestError<Vec<(Step, usize)>>) -> String {
    match error {
        TestError::Fail(reason, steps) => {
            let steps: Vec<String> = steps.iter().map(|step| format!("{step:?}")).collect();
            format!("{reason}\n{}", steps.join("\n"))
        }
        TestError::Abort(reason) => reason.to_string(),
    }
}

/// Performs steps. After each one, a user looks around.
async fn play(steps: Vec<(Step, usize)>) -> Outcome {
    let bench = Bench::demo();
    let mut world = World::of(&bench).await;
    for (number, (step, user)) in steps.iter().enumerate() {
        let at = |why: TestCaseError| TestCaseError::fail(format!("step {number}, {step:?}, user {user}: {why}"));
        world.perform(step).await.map_err(at)?;
        world.model.learn();
        world.look(*user, number).await.map_err(at)?;
    }
    Ok(())
}

/// The sandbox, the model, and the IDs that connect them.
struct World<'b> {
    bench: &'b Bench,
    model: Model,
    /// The spaces of the teams.
    spaces: [String; 2],
    group: String,
    /// A synchronization directory in the space of Sales, and the cursor at its creation.
    directory: usize,
    cursor: String,
    next_name: usize,
}

impl<'b> World<'b> {
    /// Creates the teams: Sales with Lin, and a group of Lin with Noor.
    async fn of(bench: &'b Bench) -> Self {
        let space = users::ADA.send(bench, GetSpaceV2::new(drive::SALES).kind(SpaceType::Department)).await.data;
        let sales = space[0].container_id.as_ref().unwrap().to_string();
        let noor = GroupSpaceMember::default().user_id(users::NOOR.id).template(1);
        let group = users::LIN.send(bench, CreateGroupSpace::new("team", [noor])).await.id.unwrap().to_string();
        let teams = users::LIN.send(bench, GetTeamSpaceList::new(0_u32, 100_u32)).await.teams;
        let team = teams.into_iter().find(|team| team.id.as_ref().unwrap().as_str() == group).unwrap();
        let spaces = [sales, team.container_id.unwrap().to_string()];
        let mut model = Model { sales: BTreeSet::from([LI, LIN]), members: BTreeSet::from([NOOR]), ..Model::default() };
        model.grants.insert((GROUP, None, NOOR), ALL);
        let (directory, cursor) = directory(bench, &mut model, &spaces[SALES]).await;
        Self { bench, model, spaces, group, directory, cursor, next_name: 1 }
    }

    /// Returns the personal space of a user.
    async fn own_space(&self, user: usize) -> String {
        let spaces = USERS[user].send(self.bench, GetSpaceV2::new(USERS[user].id)).await.data;
        spaces[0].container_id.as_ref().unwrap().to_string()
    }

    /// Returns the names of everything in a space, as a user sees it.
    async fn walk(&self, user: usize, space: &str) -> Vec<String> {
        let mut page = WalkPage::default();
        page.page_size = Some(1000);
        let files = USERS[user].send(self.bench, WalkFile::new(space, "root").page_info(page)).await.files;
        files.into_iter().map(|file| file.file_name.unwrap()).collect()
    }
}

/// Creates a synchronization directory, and returns its key and its first cursor.
async fn directory(bench: &Bench, model: &mut Model, space: &str) -> (usize, String) {
    let made = users::LI.send(bench, CreateDirectory::new(space, "q0000")).await;
    let id = made.id.unwrap();
    users::LI.send(bench, CreateSyncDir::new(space).file_id(id.clone())).await;
    let cursor = users::LI.send(bench, GetStartCursor::new(space, id.clone())).await.start_cursor.unwrap();
    let names = vec!["q0000".to_owned()];
    let entry = Entry { id: id.to_string(), team: SALES, parent: None, names, text: None, is_recycled: false };
    model.entries.insert(0, entry);
    model.next = 1;
    (0, cursor)
}
