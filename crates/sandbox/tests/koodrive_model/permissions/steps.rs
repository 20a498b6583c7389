//! Random steps: changes of the files, of the rights and of the users.

use proptest::prelude::*;

/// A step. Numbers select users and files among those that exist.
#[derive(Clone, Debug)]
pub(super) enum Step {
    CreateFolder { team: usize, parent: usize },
    Upload { team: usize, parent: usize },
    Move { file: usize, to: usize },
    Rename { user: usize, file: usize },
    Recycle { user: usize, file: usize },
    DeleteForever { user: usize, file: usize },
    Copy { user: usize, file: usize },
    Give { file: Option<usize>, team: usize, user: usize, rights: u8 },
    Disable { user: usize, is_disabled: bool },
    ChangeDepartment { user: usize },
    ChangeMembership { user: usize },
    Share { user: usize, file: usize },
    Star { user: usize, file: usize },
}

/// The number of steps of a sequence.
const LENGTH: usize = 60;

/// Returns sequences of steps, each with the user who looks around after it.
pub(super) fn sequence() -> impl Strategy<Value = Vec<(Step, usize)>> {
    prop::collection::vec((step(), 0..4_usize), LENGTH)
}

fn number() -> impl Strategy<Value = usize> {
    any::<u8>().prop_map(usize::from)
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![4 => creation(), 5 => change(), 6 => rights(), 3 => traces()]
}

fn creation() -> impl Strategy<Value = Step> {
    prop_oneof![
        (0..2_usize, number()).prop_map(|(team, parent)| Step::CreateFolder { team, parent }),
        (0..2_usize, number()).prop_map(|(team, parent)| Step::Upload { team, parent }),
    ]
}

fn change() -> impl Strategy<Value = Step> {
    prop_oneof![
        2 => (number(), number()).prop_map(|(file, to)| Step::Move { file, to }),
        3 => (0..4_usize, number()).prop_map(|(user, file)| Step::Rename { user, file }),
        3 => (0..4_usize, number()).prop_map(|(user, file)| Step::Recycle { user, file }),
        1 => (0..4_usize, number()).prop_map(|(user, file)| Step::DeleteForever { user, file }),
        2 => (0..4_usize, number()).prop_map(|(user, file)| Step::Copy { user, file }),
    ]
}

fn rights() -> impl Strategy<Value = Step> {
    let give = (prop::option::weighted(0.8, number()), 0..2_usize, 2..4_usize, 0..64_u8);
    prop_oneof![
        8 => give.prop_map(|(file, team, user, rights)| Step::Give { file, team, user, rights }),
        1 => (2..4_usize, any::<bool>()).prop_map(|(user, is_disabled)| Step::Disable { user, is_disabled }),
        1 => (2..4_usize).prop_map(|user| Step::ChangeDepartment { user }),
        1 => (0..4_usize).prop_map(|user| Step::ChangeMembership { user }),
    ]
}

fn traces() -> impl Strategy<Value = Step> {
    prop_oneof![
        (0..4_usize, number()).prop_map(|(user, file)| Step::Share { user, file }),
        (0..4_usize, number()).prop_map(|(user, file)| Step::Star { user, file }),
    ]
}
