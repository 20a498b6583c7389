//! `hwc ticket rate`.

use clap::Args;
use hwc_api::osm::ListSatisfactionDimensions;
use hwc_api::serde_json::{Value, json};

use super::desk::Desk;
use crate::failure::Failure;
use crate::show::text::line;

/// Arguments of `hwc ticket rate`.
#[derive(Debug, Args)]
pub(super) struct RateArgs {
    /// Ticket ID; the ticket must be in a final state
    #[arg(value_name = "ID")]
    id: String,
    /// Rate all aspects with the same value; 5 is the best
    #[arg(long, value_name = "VALUE", required_unless_present = "rate")]
    value: Option<u32>,
    /// Rate an aspect, by name or number (repeatable)
    #[arg(long, value_name = "ASPECT=VALUE", value_parser = rate)]
    rate: Vec<(String, u32)>,
    /// Comment on the work
    #[arg(long, value_name = "TEXT", default_value = "")]
    comment: String,
}

/// Parses `Timeliness=5`.
pub(super) fn rate(text: &str) -> Result<(String, u32), String> {
    let expected = || "expected ASPECT=VALUE, as in Timeliness=5".to_owned();
    let (aspect, value) = text.rsplit_once('=').ok_or_else(expected)?;
    Ok((aspect.to_owned(), value.parse().map_err(|_| expected())?))
}

impl RateArgs {
    pub(super) async fn run(self, desk: &mut Desk) -> Result<(), Failure> {
        let mut rates = match self.value {
            Some(value) => every(desk, value).await?,
            None => Vec::new(),
        };
        rates.retain(|rated| !self.rate.iter().any(|(aspect, _)| rated.is(aspect)));
        rates.extend(self.rate.into_iter().map(|(name, value)| Rate { id: None, name, value }));
        let mut call = desk.tickets.rate(self.id.as_str(), self.comment);
        for rated in &rates {
            let aspect = rated.id.map_or_else(|| rated.name.clone(), |id| id.to_string());
            call = call.rating(aspect, rated.value);
        }
        call.await?;
        let list: Vec<String> = rates.iter().map(|rated| format!("{} {}", line(&rated.name), rated.value)).collect();
        let json: Value = rates.iter().map(|rated| json!({ "aspect": rated.name, "value": rated.value })).collect();
        desk.tell(
            &json!({ "case_id": self.id, "rates": json }),
            &format!("{}: rated {}", line(&self.id), list.join(", ")),
        )
    }
}

/// An aspect with its rating.
struct Rate {
    id: Option<u32>,
    name: String,
    value: u32,
}

impl Rate {
    /// Returns true if the text names this aspect.
    fn is(&self, aspect: &str) -> bool {
        self.name.eq_ignore_ascii_case(aspect) || self.id.is_some_and(|id| id.to_string() == aspect)
    }
}

/// Returns all aspects with the same rating.
async fn every(desk: &Desk, value: u32) -> Result<Vec<Rate>, Failure> {
    let aspects = desk.client.send(ListSatisfactionDimensions::new()).await?.satisfaction_dimension_list;
    let rates: Vec<Rate> = aspects
        .into_iter()
        .filter_map(|aspect| {
            let name = aspect.satisfaction_name.unwrap_or_default();
            Some(Rate { id: Some(aspect.satisfaction_id?), name, value })
        })
        .collect();
    match rates.is_empty() {
        true => Err(Failure::usage("the service lists no aspects to rate; name one with --rate ASPECT=VALUE")),
        false => Ok(rates),
    }
}
