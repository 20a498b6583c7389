//! Ratings of the work on a ticket, by aspect.

use hwc_models::osm::{CaseId, CaseRating, CreateScores, ListSatisfactionDimensions, SatisfactionDimension};
use hwc_wire::Violation;

use super::lookup::Candidate;
use super::ticket_call::start_workflow;
use super::{Tickets, require_valid};
use crate::core::{BoxFuture, Lazy, lazy_future};
use crate::error::Error;
use crate::workflows::setters::workflow_options;

/// The name of the workflow in errors.
const NAME: &str = "tickets.rate";

impl Tickets {
    /// Rates the work on a finished ticket, with a comment of at most 400 characters.
    ///
    /// ```
    /// # async fn example(client: &hwc_api::Client) -> Result<(), hwc_api::Error> {
    /// client.tickets().language("en-us").rate("case-123", "Well done.").rating("Timeliness", 5).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn rate(&self, case_id: impl Into<CaseId>, comment: impl Into<String>) -> RateCall {
        let request = CreateScores::new(case_id, comment, Vec::<CaseRating>::new());
        RateCall(Lazy::Ready(Rating { tickets: self.clone(), request, ratings: Vec::new() }))
    }
}

/// A call that rates a ticket, created by [`Tickets::rate`]. Nothing is sent before it is awaited.
///
/// # Errors
/// Returns [`ErrorKind::InvalidRequest`](crate::ErrorKind::InvalidRequest) with all unknown aspects. Nothing is sent then.
#[derive(Debug)]
#[must_use = "nothing is sent before it is awaited"]
pub struct RateCall(Lazy<Rating, Result<(), Error>>);

/// The parts of the call before it starts.
#[derive(Debug)]
struct Rating {
    tickets: Tickets,
    request: CreateScores,
    ratings: Vec<(String, u32)>,
}

impl RateCall {
    /// Rates one aspect, given by its number or its name in `ListSatisfactionDimensions`. In version 1 of the service,
    /// values ranged from 1 to 5 (best). For the current version, the range is not documented.
    pub fn rating(mut self, aspect: impl Into<String>, value: u32) -> Self {
        if let Some(rating) = self.0.parts_mut() {
            rating.ratings.push((aspect.into(), value));
        }
        self
    }

    workflow_options!();

    fn handle_mut(&mut self) -> Option<&mut Tickets> {
        self.0.parts_mut().map(|rating| &mut rating.tickets)
    }
}

lazy_future! { RateCall, (), Rating::start }

impl Rating {
    fn start(self) -> BoxFuture<Result<(), Error>> {
        start_workflow(self.tickets.clone(), NAME, |_| self.send())
    }

    async fn send(mut self) -> Result<(), Error> {
        if !self.ratings.is_empty() {
            self.request.incident_satisfaction_list = ratings(&self.tickets, &self.ratings).await?;
        }
        self.tickets.call(self.request).await?;
        Ok(())
    }
}

/// Converts ratings to their wire form. The aspects are looked up if one of them is given by name.
pub(super) async fn ratings(tickets: &Tickets, rated: &[(String, u32)]) -> Result<Vec<CaseRating>, Error> {
    let by_name = rated.iter().any(|(aspect, _)| aspect.parse::<u32>().is_err());
    let aspects = match by_name {
        true => tickets.call(ListSatisfactionDimensions::new()).await?.satisfaction_dimension_list,
        false => Vec::new(),
    };
    let ids: Vec<(u32, String)> = aspects.iter().filter_map(named).collect();
    let texts: Vec<String> = ids.iter().map(|(id, _)| id.to_string()).collect();
    let candidates = texts.iter().zip(&ids).map(|(id, (_, name))| Candidate { id, name, short: "" });
    let candidates: Vec<Candidate<'_>> = candidates.collect();
    let (mut ratings, mut unknown) = (Vec::new(), Vec::new());
    for (aspect, value) in rated {
        match id_of(aspect, &ids, &candidates) {
            Ok(id) => ratings.push(CaseRating::default().satisfaction_id(id).satisfaction_value(*value)),
            Err(problem) => unknown.push(Violation::new(format!("aspect `{aspect}`"), problem)),
        }
    }
    require_valid(NAME, unknown)?;
    Ok(ratings)
}

fn named(aspect: &SatisfactionDimension) -> Option<(u32, String)> {
    Some((aspect.satisfaction_id?, aspect.satisfaction_name.clone().unwrap_or_default()))
}

fn id_of(aspect: &str, ids: &[(u32, String)], candidates: &[Candidate<'_>]) -> Result<u32, String> {
    aspect.parse().or_else(|_| Candidate::find(aspect, candidates).map(|index| ids[index].0))
}
