//! `hwc ticket rate`.

use clap::Args;
use hwc_api::osm::ListSatisfactionDimensions;

use super::context::TicketContext;
use super::view::{RateResult, RatedAspect};
use crate::error::CliError;
use crate::ui::text::sanitize_line;

/// Arguments of `hwc ticket rate`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  hwc ticket rate case-123 --rate Timeliness=5")]
pub(super) struct RateArgs {
    /// Ticket ID; the ticket must be in a final state
    #[arg(value_name = "ID")]
    id: String,
    /// Rate all aspects with the same value; 5 is the best
    #[arg(long, value_name = "VALUE", required_unless_present = "rate")]
    value: Option<u32>,
    /// Rate an aspect, by name or number (repeatable)
    #[arg(long, value_name = "ASPECT=VALUE", value_parser = parse_rating)]
    rate: Vec<(String, u32)>,
    /// Comment on the work
    #[arg(long, value_name = "TEXT", default_value = "")]
    comment: String,
}

/// Parses `Timeliness=5`.
pub(super) fn parse_rating(text: &str) -> Result<(String, u32), String> {
    let expected = || "expected ASPECT=VALUE, as in Timeliness=5".to_owned();
    let (aspect, value) = text.rsplit_once('=').ok_or_else(expected)?;
    Ok((aspect.to_owned(), value.parse().map_err(|_| expected())?))
}

impl RateArgs {
    pub(super) async fn run(self, context: &mut TicketContext) -> Result<(), CliError> {
        let mut ratings = match self.value {
            Some(value) => all_aspects(context, value).await?,
            None => Vec::new(),
        };
        ratings.retain(|rating| !self.rate.iter().any(|(aspect, _)| rating.is(aspect)));
        ratings.extend(self.rate.into_iter().map(|(name, value)| Rating { id: None, name, value }));
        let mut call = context.tickets.rate(self.id.as_str(), self.comment);
        for rating in &ratings {
            let aspect = rating.id.map_or_else(|| rating.name.clone(), |id| id.to_string());
            call = call.rating(aspect, rating.value);
        }
        call.await?;
        let list: Vec<String> =
            ratings.iter().map(|rating| format!("{} {}", sanitize_line(&rating.name), rating.value)).collect();
        let text = format!("{}: rated {}", sanitize_line(&self.id), list.join(", "));
        let ratings = ratings.into_iter().map(|rating| RatedAspect { aspect: rating.name, value: rating.value });
        context.ui.change(&RateResult { id: self.id, ratings: ratings.collect() }, &text)
    }
}

/// An aspect with its rating.
struct Rating {
    id: Option<u32>,
    name: String,
    value: u32,
}

impl Rating {
    /// Returns true if the text names this aspect.
    fn is(&self, aspect: &str) -> bool {
        self.name.eq_ignore_ascii_case(aspect) || self.id.is_some_and(|id| id.to_string() == aspect)
    }
}

/// Returns all aspects with the same rating.
async fn all_aspects(context: &TicketContext, value: u32) -> Result<Vec<Rating>, CliError> {
    let aspects = context.client.send(ListSatisfactionDimensions::new()).await?.satisfaction_dimension_list;
    let ratings: Vec<Rating> = aspects
        .into_iter()
        .filter_map(|aspect| {
            let name = aspect.satisfaction_name.unwrap_or_default();
            Some(Rating { id: Some(aspect.satisfaction_id?), name, value })
        })
        .collect();
    match ratings.is_empty() {
        true => Err(CliError::usage("no aspects to rate; pass --rate ASPECT=VALUE")),
        false => Ok(ratings),
    }
}
