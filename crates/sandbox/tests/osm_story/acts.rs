//! The acts of the stories: requests of customers, work of engineers, and passing time.

use hwc_models::osm::{
    CaseRating, CreateCaseExtendsParam, CreateRelations, CreateScores, DeleteRelation, DownloadCases,
    UpdateCaseContactInfo, UpdateCases,
};
use hwc_sandbox::EngineerError;
use hwc_wire::{Request, parse_error_body};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::TestCaseError;
use serde_json::json;

use crate::access::{Access, access};
use crate::common::Bench;
use crate::sort::{Sort, sort};
use crate::talk::{Talk, talk};
use crate::tickets::ticket;
use crate::world::World;

/// An act. An [`Index`] picks a ticket: an existing one, one of another customer, or an unknown one.
#[derive(Clone, Debug)]
pub(crate) enum Act {
    Open { copies: &'static str },
    Update { ticket: Index, action: &'static str },
    Score { ticket: Index, value: u32 },
    Contact { ticket: Index, copies: &'static str },
    Extend { ticket: Index, message: Option<u8> },
    Link { ticket: Index, to: Vec<Index> },
    Unlink { ticket: Index, from: Index },
    Export { ticket: Index },
    Work { ticket: Index, work: Work },
    Wait { seconds: u64 },
    Talk(Talk),
    Sort(Sort),
    Access(Access),
}

/// An action of an engineer.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Work {
    TakeUp,
    Reply,
    Resolve,
    AskCustomer,
    AskForAccess,
    Suspend,
    Complete,
    Invalidate,
}

/// The outcome of an act.
pub(crate) enum Outcome {
    Opened(String),
    Done,
    Refused(String),
}

/// Returns the strategy for stories.
pub(crate) fn acts() -> impl Strategy<Value = Vec<Act>> {
    vec(act(), 1..24)
}

fn act() -> impl Strategy<Value = Act> {
    let actions = proptest::sample::select(vec!["press", "cancel", "close", "delete", "reopen"]);
    let copies = || proptest::sample::select(vec!["", "a@example.com", "a@example.com;b@example.com", "nobody"]);
    prop_oneof![
        2 => copies().prop_map(|copies| Act::Open { copies }),
        6 => (any::<Index>(), actions).prop_map(|(ticket, action)| Act::Update { ticket, action }),
        2 => (any::<Index>(), 0_u32..7).prop_map(|(ticket, value)| Act::Score { ticket, value }),
        2 => (any::<Index>(), copies()).prop_map(|(ticket, copies)| Act::Contact { ticket, copies }),
        2 => (any::<Index>(), any::<Option<u8>>()).prop_map(|(ticket, message)| Act::Extend { ticket, message }),
        3 => (any::<Index>(), vec(any::<Index>(), 0..5)).prop_map(|(ticket, to)| Act::Link { ticket, to }),
        1 => (any::<Index>(), any::<Index>()).prop_map(|(ticket, from)| Act::Unlink { ticket, from }),
        1 => any::<Index>().prop_map(|ticket| Act::Export { ticket }),
        6 => (any::<Index>(), work()).prop_map(|(ticket, work)| Act::Work { ticket, work }),
        2 => (1_u64..4000).prop_map(|seconds| Act::Wait { seconds }),
        6 => talk().prop_map(Act::Talk),
        5 => sort().prop_map(Act::Sort),
        8 => access().prop_map(Act::Access),
    ]
}

fn work() -> impl Strategy<Value = Work> {
    use Work::{AskCustomer, AskForAccess, Complete, Invalidate, Reply, Resolve, Suspend, TakeUp};
    proptest::sample::select(vec![TakeUp, Reply, Resolve, AskCustomer, AskForAccess, Suspend, Complete, Invalidate])
}

impl Act {
    pub(crate) async fn perform(&self, bench: &Bench, world: &mut World) -> Result<Outcome, TestCaseError> {
        let ids = world.ids();
        let id = |ticket: &Index| ticket.get(&ids).as_str();
        let copied = |text: &str| [("remindCCEmail".to_owned(), json!(text))];
        match self {
            Self::Open { copies } => send(bench, ticket("A random ticket.").extension_map(copied(copies))).await,
            Self::Update { ticket, action } => send(bench, UpdateCases::new(id(ticket), *action)).await,
            Self::Score { ticket, value } => {
                let mut rating = CaseRating::default();
                rating.satisfaction_id = Some(1);
                rating.satisfaction_value = Some(*value);
                send(bench, CreateScores::new(id(ticket), "Quick.", [rating])).await
            }
            Self::Contact { ticket, copies } => {
                let contact = UpdateCaseContactInfo::new(id(ticket)).remind_time("0");
                send(bench, contact.extension_map(copied(copies))).await
            }
            Self::Extend { ticket, message } => {
                let mut extend = CreateCaseExtendsParam::new(id(ticket)).extends_map(copied("x"));
                extend.message_id = message.map(|number| number.to_string().into());
                send(bench, extend).await
            }
            Self::Link { ticket, to } => send(bench, CreateRelations::new(id(ticket), to.iter().map(id))).await,
            Self::Unlink { ticket, from } => send(bench, DeleteRelation::new(id(ticket), id(from))).await,
            Self::Export { ticket } => send(bench, DownloadCases::new().incident_id(id(ticket))).await,
            Self::Work { ticket, work } => work.perform(bench, id(ticket)),
            Self::Wait { seconds } => {
                bench.wait(*seconds);
                Ok(Outcome::Done)
            }
            Self::Talk(talk) => talk.perform(bench, world).await,
            Self::Sort(sort) => sort.perform(bench, world).await,
            Self::Access(access) => access.perform(bench).await,
        }
    }
}

impl Work {
    fn perform(self, bench: &Bench, id: &str) -> Result<Outcome, TestCaseError> {
        let engineer = bench.sandbox.engineer();
        let done = match self {
            Self::TakeUp => engineer.start(id),
            Self::Reply => engineer.reply(id, "Please wait."),
            Self::Resolve => engineer.resolve(id),
            Self::AskCustomer => engineer.request_information(id),
            Self::AskForAccess => engineer.request_access(id).map(|_| ()),
            Self::Suspend => engineer.suspend(id),
            Self::Complete => engineer.complete(id),
            Self::Invalidate => engineer.invalidate(id),
        };
        match done {
            Ok(()) => Ok(Outcome::Done),
            Err(error @ (EngineerError::InvalidState { .. } | EngineerError::CaseNotFound(_))) => {
                Ok(Outcome::Refused(error.to_string()))
            }
            Err(error) => Err(TestCaseError::fail(format!("{self:?} of {id}: {error}"))),
        }
    }
}

/// Sends a request. It may get an error response, but not an internal error.
pub(crate) async fn send<E: Request>(bench: &Bench, request: E) -> Result<Outcome, TestCaseError> {
    let reply = bench.reply(E::OPERATION, &request).await;
    let refusal =
        parse_error_body(&E::OPERATION.service.envelope, &reply.body).filter(|refusal| !refusal.code.is_empty());
    match refusal {
        Some(refusal) if reply.status.is_server_error() || refusal.code == "OSM.0004" => {
            Err(TestCaseError::fail(format!("{request:?} failed inside: {}", reply.line())))
        }
        Some(refusal) => Ok(Outcome::Refused(refusal.code)),
        None if E::OPERATION.name == "CreateCases" => {
            Ok(Outcome::Opened(reply.json()["incident_id"].as_str().unwrap_or_default().to_owned()))
        }
        None => Ok(Outcome::Done),
    }
}
