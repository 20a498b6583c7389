//! The calls of the simulation: a fixed number per second, however slow the responses are. One in four opens a ticket.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::time::Duration;

use hwc_api::osm::{CreateCases, ListCases};
use hwc_api::transport::clock::{Clock, ManualClock};
use hwc_api::{Client, Error, ErrorKind};
use tokio::task::JoinSet;

/// The number of steps of a second in which calls start.
const STEPS: u64 = 50;

/// The seconds at which the memory is measured: quiet ones, after most disturbances, whose backlogs leave some capacity.
const MEASURED: [u64; 2] = [2700, 3590];

/// The outcome of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    Pending,
    Succeeded,
    /// The service did not do it.
    NotDone,
    /// It is unknown if the service did it.
    Unknown,
}

const OUTCOMES: [Outcome; 4] = [Outcome::Pending, Outcome::Succeeded, Outcome::NotDone, Outcome::Unknown];

/// All calls of the simulation.
pub(crate) struct Calls {
    client: Client,
    clock: ManualClock,
    rate: u64,
    outcomes: Arc<[AtomicU8]>,
}

/// Returns true if a call opens a ticket.
pub(crate) fn creates(number: u64) -> bool {
    number.is_multiple_of(4)
}

impl Calls {
    pub(crate) fn new(client: Client, clock: &ManualClock, rate: u64, seconds: u64) -> Self {
        let outcomes = (0..rate * seconds).map(|_| AtomicU8::new(0)).collect();
        Self { client, clock: clock.clone(), rate, outcomes }
    }

    pub(crate) fn len(&self) -> u64 {
        self.outcomes.len() as u64
    }

    pub(crate) fn outcome(&self, number: u64) -> Outcome {
        OUTCOMES[usize::from(self.outcomes[number as usize].load(Ordering::Relaxed))]
    }

    pub(crate) fn count(&self, outcome: Outcome) -> u64 {
        (0..self.len()).filter(|number| self.outcome(*number) == outcome).count() as u64
    }

    /// Makes all calls and waits for them. Returns the memory in quiet moments.
    pub(crate) async fn make(&self, memory: &dyn Fn() -> usize) -> Vec<usize> {
        let (mut tasks, mut started, mut measured) = (JoinSet::new(), 0, Vec::new());
        for step in 1..=self.len() / self.rate * STEPS {
            self.clock.sleep(Duration::from_secs(1) / STEPS as u32).await;
            while started < self.rate * step / STEPS {
                tasks.spawn(make_one(self.client.clone(), Arc::clone(&self.outcomes), started));
                started += 1;
            }
            while let Some(done) = tasks.try_join_next() {
                done.unwrap();
            }
            if MEASURED.iter().any(|second| second * STEPS == step) {
                measured.push(memory());
            }
        }
        tasks.join_all().await;
        measured
    }
}

async fn make_one(client: Client, outcomes: Arc<[AtomicU8]>, number: u64) {
    let result = match creates(number) {
        true => {
            let request = CreateCases::new("Fault", number.to_string(), "83aeb0f2834c4df49826c781d32a963e");
            let created = client.send(request).await;
            created.map(|created| assert_eq!(created.incident_id.unwrap().as_str(), format!("case-{number}")))
        }
        false => client.send(ListCases::new().limit(1_u32)).await.map(drop),
    };
    let outcome = result.map_or_else(|error| outcome_of(&error), |()| Outcome::Succeeded);
    let index = OUTCOMES.iter().position(|known| *known == outcome).unwrap();
    let before = outcomes[number as usize].swap(index as u8, Ordering::Relaxed);
    assert_eq!(before, 0, "call {number} has two outcomes");
}

fn outcome_of(error: &Error) -> Outcome {
    match error.kind() {
        ErrorKind::NotSent | ErrorKind::Service => Outcome::NotDone,
        ErrorKind::MaybeSent | ErrorKind::Timeout => Outcome::Unknown,
        kind => panic!("{kind:?}: {error}"),
    }
}
