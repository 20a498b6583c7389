//! Resolves the names in a new ticket to IDs, with the lists of the service.

use hwc_models::osm::{
    CaseRegion, CaseType, ListProblemTypes, ListProductCategories, ListRegions, ListSeverities, ProblemType,
    ProductCategory, Severity,
};
use hwc_wire::Violation;

use super::NewTicket;
use crate::error::Error;
use crate::workflows::tickets::Tickets;
use crate::workflows::tickets::lookup::{Candidate, list_candidates};

/// The name of the workflow in errors.
pub(super) const NAME: &str = "tickets.open";

/// The resolved elements, and the violations of names that could not be resolved.
#[derive(Default)]
pub(super) struct ResolvedNames {
    pub(super) product: Option<ProductCategory>,
    pub(super) problem: Option<ProblemType>,
    pub(super) severity: Option<Severity>,
    pub(super) region: Option<CaseRegion>,
    pub(super) violations: Vec<Violation>,
}

impl ResolvedNames {
    /// Records a violation, because all of them are reported together.
    fn accept<T>(&mut self, picked: Result<T, Violation>) -> Option<T> {
        picked.map_err(|violation| self.violations.push(violation)).ok()
    }
}

/// Reads the necessary lists, in the order of their dependencies.
pub(super) async fn choices(tickets: &Tickets, ticket: &NewTicket) -> Result<ResolvedNames, Error> {
    let has_problem = !ticket.request.business_type_id.as_str().is_empty();
    let mut choices = ResolvedNames::default();
    if let Some(wanted) = &ticket.product {
        let picked = product(tickets, wanted).await?;
        choices.product = choices.accept(picked);
    }
    if ticket.problem.is_some() || !has_problem {
        let picked = problem(tickets, ticket, choices.product.as_ref()).await?;
        choices.problem = choices.accept(picked);
    }
    if let Some(wanted) = &ticket.region {
        let picked = region(tickets, wanted).await?;
        choices.region = choices.accept(picked);
    }
    if let Some(wanted) = &ticket.severity {
        severity(tickets, ticket, &mut choices, wanted).await?;
    }
    if lacks_region(ticket, &choices) {
        choices.violations.push(Violation::new("region", "is required for a fault"));
    }
    Ok(choices)
}

async fn product(tickets: &Tickets, wanted: &str) -> Result<Result<ProductCategory, Violation>, Error> {
    let products = tickets.call(ListProductCategories::new()).await?.incident_product_category_list;
    Ok(pick("product", wanted, products, Candidate::from_product))
}

async fn problem(
    tickets: &Tickets,
    ticket: &NewTicket,
    product: Option<&ProductCategory>,
) -> Result<Result<ProblemType, Violation>, Error> {
    let mut request = ListProblemTypes::new();
    request.product_category_id = product.and_then(|product| product.incident_product_category_id.clone());
    request.product_category_id = request.product_category_id.or_else(|| ticket.request.product_category_id.clone());
    request.incident_sub_type_id = ticket.request.incident_sub_type_id.clone();
    let problems = tickets.call(request).await?.incident_business_type_list;
    let Some(wanted) = &ticket.problem else {
        let known: Vec<Candidate<'_>> = problems.iter().filter_map(Candidate::from_problem).collect();
        return Ok(Err(Violation::new("problem", format!("is required; known: {}", list_candidates(&known)))));
    };
    Ok(pick("problem", wanted, problems, Candidate::from_problem))
}

/// Resolves the severity among those of the product and problem. Skipped if one of them could not be resolved.
async fn severity(
    tickets: &Tickets,
    ticket: &NewTicket,
    choices: &mut ResolvedNames,
    wanted: &str,
) -> Result<(), Error> {
    if ticket.product.is_none() && ticket.request.product_category_id.is_none() {
        choices.violations.push(Violation::new("severity", "depends on the product, and none is named"));
        return Ok(());
    }
    let product = choices.product.as_ref().and_then(|product| product.incident_product_category_id.clone());
    let product = product.or_else(|| ticket.request.product_category_id.clone());
    let problem = choices.problem.as_ref().and_then(|problem| problem.business_type_id.clone());
    let problem =
        problem.or_else(|| Some(ticket.request.business_type_id.clone()).filter(|id| !id.as_str().is_empty()));
    let (Some(product), Some(problem)) = (product, problem) else { return Ok(()) };
    let severities = tickets.call(ListSeverities::new(product, problem)).await?.severity_list;
    let picked = pick("severity", wanted, severities, Candidate::from_severity);
    choices.severity = choices.accept(picked);
    Ok(())
}

async fn region(tickets: &Tickets, wanted: &str) -> Result<Result<CaseRegion, Violation>, Error> {
    let regions = tickets.call(ListRegions::new()).await?.data_center_list;
    Ok(pick("region", wanted, regions, Candidate::from_region))
}

/// Returns true if the ticket reports a fault without a region.
fn lacks_region(ticket: &NewTicket, choices: &ResolvedNames) -> bool {
    let fault = choices.problem.as_ref().is_some_and(|problem| problem.case_type == Some(CaseType::Fault));
    fault && ticket.region.is_none() && ticket.request.region_id.is_none()
}

/// Returns the element selected by `wanted`. Elements without an ID cannot be selected.
fn pick<T>(
    what: &str,
    wanted: &str,
    mut all: Vec<T>,
    candidate: impl Fn(&T) -> Option<Candidate<'_>>,
) -> Result<T, Violation> {
    all.retain(|element| candidate(element).is_some());
    let candidates: Vec<Candidate<'_>> = all.iter().filter_map(candidate).collect();
    let chosen = Candidate::find(wanted, &candidates);
    drop(candidates);
    chosen.map(|index| all.swap_remove(index)).map_err(|problem| Violation::new(format!("{what} `{wanted}`"), problem))
}
