//! Access grants in the stories: their acts, and the readings that must agree.

use std::collections::BTreeMap;

use hwc_models::osm::{
    AuthorizationStatus, ConfirmAuthorizations, ListAuthorizations, ShowAuthorizationDetail, UpdateAuthorizations,
};
use hwc_sandbox::EngineerError;
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::TestCaseError;

use crate::acts::{Outcome, send};
use crate::agreement::same;
use crate::common::{Bench, START};

/// An act on an existing or an unknown grant.
#[derive(Clone, Debug)]
pub(crate) enum Access {
    /// Grants access until this number of seconds after the start of the story, or for a day.
    Confirm {
        grant: Index,
        until: Option<u64>,
    },
    Update {
        grant: Index,
        action: &'static str,
    },
    Recall {
        grant: Index,
    },
}

pub(crate) fn access() -> impl Strategy<Value = Access> {
    let actions = proptest::sample::select(vec!["reject", "cancel", "cancel", "confirm"]);
    prop_oneof![
        6 => (any::<Index>(), proptest::option::of(0_u64..20_000))
            .prop_map(|(grant, until)| Access::Confirm { grant, until }),
        3 => (any::<Index>(), actions).prop_map(|(grant, action)| Access::Update { grant, action }),
        1 => any::<Index>().prop_map(|grant| Access::Recall { grant }),
    ]
}

type States = BTreeMap<String, AuthorizationStatus>;

async fn listed(bench: &Bench, request: ListAuthorizations) -> Result<States, String> {
    let page = bench.send(request.limit(100_u32)).await;
    let of = |entry: &hwc_models::osm::Authorization| (entry.id.as_ref().unwrap().to_string(), entry.status.unwrap());
    let states: States = page.incident_auth_list.iter().map(of).collect();
    same("the count of grants", &page.count, &Some(states.len() as u64))?;
    Ok(states)
}

impl Access {
    pub(crate) async fn perform(&self, bench: &Bench) -> Result<Outcome, TestCaseError> {
        let states = listed(bench, ListAuthorizations::new()).await.map_err(TestCaseError::fail)?;
        let ids: Vec<&str> = states.keys().map(String::as_str).chain(["Auth-0"]).collect();
        match self {
            Self::Confirm { grant, until } => {
                let mut request = ConfirmAuthorizations::new(*grant.get(&ids));
                request.auth_expire_time = until.map(|seconds| i64::try_from((START + seconds) * 1000).unwrap());
                send(bench, request).await
            }
            Self::Update { grant, action } => {
                send(bench, UpdateAuthorizations::new(*grant.get(&ids)).action_id(*action)).await
            }
            Self::Recall { grant } => match bench.sandbox.engineer().revoke_request(*grant.get(&ids)) {
                Ok(()) => Ok(Outcome::Done),
                Err(EngineerError::Internal(why)) => Err(TestCaseError::fail(why)),
                Err(error) => Ok(Outcome::Refused(error.to_string())),
            },
        }
    }
}

/// Checks that the detail of a grant and the list by its state agree.
pub(crate) async fn check(bench: &Bench) -> Result<(), String> {
    let all = listed(bench, ListAuthorizations::new()).await?;
    for (id, state) in &all {
        let detail = bench.send(ShowAuthorizationDetail::new(id.as_str())).await;
        same(&format!("the states of {id}"), &detail.status, &Some(*state))?;
    }
    for state in -1..=7_i64 {
        let state = AuthorizationStatus::from(state);
        let expected: States =
            all.iter().filter(|(_, own)| **own == state).map(|(id, own)| (id.clone(), *own)).collect();
        let found = listed(bench, ListAuthorizations::new().status(state)).await?;
        same(&format!("the grants in state {state:?}"), &found, &expected)?;
    }
    Ok(())
}
