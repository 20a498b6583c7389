//! Labels in the stories: their acts, and the readings that must agree.

use std::collections::BTreeSet;

use hwc_models::osm::{
    CreateCaseLabels, CreateLabels, DeleteCaseLabels, DeleteLabels, ListCases, ListLabels, UpdateLabels,
};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::TestCaseError;

use crate::acts::{Outcome, send};
use crate::agreement::same;
use crate::common::Bench;
use crate::tickets::ids;
use crate::world::{World, labels_on};

/// An act on labels. An [`Index`] picks an existing label or an unknown one.
#[derive(Clone, Debug)]
pub(crate) enum Sort {
    Make { name: &'static str },
    Rename { label: Index, name: &'static str },
    Drop { label: Index },
    Put { ticket: Index, labels: Vec<Index> },
    Take { ticket: Index, labels: Vec<Index> },
}

pub(crate) fn sort() -> impl Strategy<Value = Sort> {
    let name = || proptest::sample::select(vec!["a", "b", "c", "d"]);
    let some = || (any::<Index>(), vec(any::<Index>(), 1..4));
    prop_oneof![
        2 => name().prop_map(|name| Sort::Make { name }),
        1 => (any::<Index>(), name()).prop_map(|(label, name)| Sort::Rename { label, name }),
        1 => any::<Index>().prop_map(|label| Sort::Drop { label }),
        4 => some().prop_map(|(ticket, labels)| Sort::Put { ticket, labels }),
        1 => some().prop_map(|(ticket, labels)| Sort::Take { ticket, labels }),
    ]
}

/// Returns the labels of the account.
async fn labels(bench: &Bench) -> Vec<u32> {
    let labels = bench.send(ListLabels::new().limit(100_u32)).await.label_list;
    labels.iter().map(|label| label.label_id.unwrap()).collect()
}

impl Sort {
    pub(crate) async fn perform(&self, bench: &Bench, world: &mut World) -> Result<Outcome, TestCaseError> {
        let mut known = labels(bench).await;
        known.push(9999);
        let all = |labels: &[Index]| labels.iter().map(|label| *label.get(&known)).collect::<Vec<u32>>();
        let ids = world.ids();
        match self {
            Self::Make { name } => send(bench, CreateLabels::new(*name, "#000000")).await,
            Self::Rename { label, name } => send(bench, UpdateLabels::new(*label.get(&known), *name, "#FFFFFF")).await,
            Self::Drop { label } => {
                let label = *label.get(&known);
                let outcome = send(bench, DeleteLabels::new(label)).await?;
                if matches!(outcome, Outcome::Done) {
                    world.labels.values_mut().for_each(|labels| labels.retain(|own| *own != label));
                }
                Ok(outcome)
            }
            Self::Put { ticket, labels } => {
                let (id, labels) = (ticket.get(&ids), all(labels));
                let outcome = send(bench, CreateCaseLabels::new(id.as_str(), labels.clone())).await?;
                if matches!(outcome, Outcome::Done) {
                    world.labels.entry(id.clone()).or_default().extend(labels);
                }
                Ok(outcome)
            }
            Self::Take { ticket, labels } => {
                let (id, labels) = (ticket.get(&ids), all(labels));
                let outcome = send(bench, DeleteCaseLabels::new(id.as_str(), labels.clone())).await?;
                if matches!(outcome, Outcome::Done) {
                    world.labels.entry(id.clone()).or_default().retain(|label| !labels.contains(label));
                }
                Ok(outcome)
            }
        }
    }
}

/// Checks that all readings of a ticket have the labels that were added to it, and that a search by each label finds it.
pub(crate) async fn check(bench: &Bench, world: &World) -> Result<(), String> {
    let page = bench.send(ListCases::new().limit(100_u32)).await;
    for case in &page.incident_info_list {
        let id = case.incident_id.as_ref().unwrap().as_str();
        let shown: BTreeSet<u32> = case.label_list.iter().map(|label| label.label_id.unwrap()).collect();
        let expected = world.labels.get(id).cloned().unwrap_or_default();
        same(&format!("the labels of {id} in the list of tickets"), &shown, &expected)?;
        if !expected.is_empty() {
            same(&format!("the labels of {id}"), &labels_on(bench, id).await, &expected)?;
        }
    }
    for label in labels(bench).await {
        let search = || ListCases::new().limit(100_u32).label_id_list([label]);
        let mut found: BTreeSet<String> = ids(bench, search()).await.into_iter().collect();
        found.extend(ids(bench, search().status(13)).await);
        let labelled = world.labels.iter().filter(|(_, labels)| labels.contains(&label));
        let expected: BTreeSet<String> = labelled.map(|(id, _)| id.clone()).collect();
        same(&format!("the tickets with the label {label}"), &found, &expected)?;
    }
    Ok(())
}
