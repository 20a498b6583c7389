//! The steps of a sequence. Their numbers select among what exists, modulo its count, so that any part of a sequence is one.

use proptest::prelude::*;

/// The number of spaces: one of each user, and one that they share.
pub(crate) const SPACES: usize = 3;

/// The names of files and folders. They are few, so that they collide.
pub(crate) const NAMES: [&str; 5] = ["a", "b", "c.txt", "d.tar.gz", ".e"];

/// The contents of files. They are few, so that files share them.
pub(crate) const CONTENTS: [&str; 5] = ["", "1", "two", "three of them", "four\nlines\nof\ntext\n"];

/// An act of a user in a space.
#[derive(Clone, Debug)]
pub(crate) struct Step {
    pub(crate) space: usize,
    /// Selects the user. In a personal space, it is nearly always its owner.
    pub(crate) user: usize,
    pub(crate) act: Act,
}

/// The behavior if a name is in use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Policy {
    Rename,
    Refuse,
    SkipIfSame,
}

#[derive(Clone, Debug)]
pub(crate) enum Act {
    CreateFolder { folder: usize, name: usize, policy: Policy },
    Upload { folder: usize, name: usize, content: usize, policy: Policy },
    Rename { entry: usize, name: usize, policy: Policy },
    Copy { entry: usize, to: usize, folder: usize },
    Move { entry: usize, to: usize, folder: usize },
    Recycle { entry: usize },
    Restore { entry: usize },
    DeleteForever { entry: usize },
    EmptyBin { by_job: bool },
    Revise { entry: usize, content: usize, keep: bool },
    RestoreRevision { entry: usize, revision: usize },
    DeleteRevision { entry: usize, revision: usize },
    KeepRevision { entry: usize, revision: usize, keep: bool },
    Search { word: usize, page: u32 },
    Fill { folder: usize },
}

/// The number of steps of a sequence.
const LENGTH: usize = 140;

/// Returns sequences of steps. A sequence that fails is shortened by leaving out steps.
pub(crate) fn sequence() -> impl Strategy<Value = Vec<Option<Step>>> {
    prop::collection::vec(prop::option::weighted(0.99, step()), LENGTH)
}

fn step() -> impl Strategy<Value = Step> {
    (0..SPACES, any::<u8>(), act()).prop_map(|(space, user, act)| Step { space, user: usize::from(user), act })
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![12 => creation(), 12 => change(), 12 => recycling(), 7 => revision(), 3 => other()]
}

fn number() -> impl Strategy<Value = usize> {
    any::<u8>().prop_map(usize::from)
}

fn policy() -> impl Strategy<Value = Policy> {
    prop_oneof![Just(Policy::Rename), Just(Policy::Refuse)]
}

fn creation() -> impl Strategy<Value = Act> {
    let names = 0..NAMES.len();
    prop_oneof![
        (number(), names.clone(), policy()).prop_map(|(folder, name, policy)| Act::CreateFolder {
            folder,
            name,
            policy
        }),
        (number(), names, 0..CONTENTS.len(), prop_oneof![2 => policy(), 1 => Just(Policy::SkipIfSame)])
            .prop_map(|(folder, name, content, policy)| Act::Upload { folder, name, content, policy }),
    ]
}

fn change() -> impl Strategy<Value = Act> {
    prop_oneof![
        (number(), 0..NAMES.len(), policy()).prop_map(|(entry, name, policy)| Act::Rename { entry, name, policy }),
        (number(), 0..SPACES, number()).prop_map(|(entry, to, folder)| Act::Copy { entry, to, folder }),
        (number(), 0..SPACES, number()).prop_map(|(entry, to, folder)| Act::Move { entry, to, folder }),
    ]
}

fn recycling() -> impl Strategy<Value = Act> {
    prop_oneof![
        5 => number().prop_map(|entry| Act::Recycle { entry }),
        5 => number().prop_map(|entry| Act::Restore { entry }),
        2 => number().prop_map(|entry| Act::DeleteForever { entry }),
        1 => any::<bool>().prop_map(|by_job| Act::EmptyBin { by_job }),
    ]
}

fn revision() -> impl Strategy<Value = Act> {
    prop_oneof![
        3 => (number(), 0..CONTENTS.len(), any::<bool>())
            .prop_map(|(entry, content, keep)| Act::Revise { entry, content, keep }),
        2 => (number(), 0..4_usize).prop_map(|(entry, revision)| Act::RestoreRevision { entry, revision }),
        1 => (number(), 0..4_usize).prop_map(|(entry, revision)| Act::DeleteRevision { entry, revision }),
        1 => (number(), 0..4_usize, any::<bool>())
            .prop_map(|(entry, revision, keep)| Act::KeepRevision { entry, revision, keep }),
    ]
}

fn other() -> impl Strategy<Value = Act> {
    prop_oneof![
        2 => (0..NAMES.len(), 1..4_u32).prop_map(|(word, page)| Act::Search { word, page }),
        1 => number().prop_map(|folder| Act::Fill { folder }),
    ]
}
