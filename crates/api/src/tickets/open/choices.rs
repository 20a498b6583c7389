//! Finds the ids behind the names of a new ticket in the lists of the service.

use hwc_models::osm::{
    CaseRegion, CaseType, ListProblemTypes, ListProductCategories, ListRegions, ListSeverities, ProblemType,
    ProductCategory, Severity,
};

use super::NewTicket;
use crate::error::Error;
use crate::tickets::choose::{Candidate, choose, list};
use crate::tickets::{Tickets, wrong};

/// How errors call the workflow.
pub(super) const NAME: &str = "tickets.open";

/// What was chosen.
#[derive(Default)]
pub(super) struct Choices {
    pub(super) product: Option<ProductCategory>,
    pub(super) problem: Option<ProblemType>,
    pub(super) severity: Option<Severity>,
    pub(super) region: Option<CaseRegion>,
}

/// Reads the lists that are needed, in the order in which they build on each other.
pub(super) async fn choices(tickets: &Tickets, ticket: &NewTicket) -> Result<Choices, Error> {
    let given = !ticket.request.business_type_id.as_str().is_empty();
    if ticket.severity.is_some() && ticket.product.is_none() && ticket.request.product_category_id.is_none() {
        return Err(wrong(NAME, "which severities there are depends on the product, and none is named"));
    }
    let mut choices = Choices::default();
    if let Some(wanted) = &ticket.product {
        choices.product = Some(product(tickets, wanted).await?);
    }
    if ticket.problem.is_some() || !given {
        choices.problem = Some(problem(tickets, ticket, choices.product.as_ref()).await?);
    }
    if let Some(wanted) = &ticket.region {
        choices.region = Some(region(tickets, wanted).await?);
    }
    if let Some(wanted) = &ticket.severity {
        choices.severity = Some(severity(tickets, ticket, &choices, wanted).await?);
    }
    placed(ticket, &choices)?;
    Ok(choices)
}

async fn product(tickets: &Tickets, wanted: &str) -> Result<ProductCategory, Error> {
    let products = tickets.call(ListProductCategories::new()).await?.incident_product_category_list;
    pick("product", wanted, products, |product| {
        Some(Candidate {
            id: product.incident_product_category_id.as_ref()?.as_str(),
            name: text(product.incident_product_category_name.as_ref()),
            short: text(product.incident_product_category_acronym.as_ref()),
        })
    })
}

async fn problem(
    tickets: &Tickets,
    ticket: &NewTicket,
    product: Option<&ProductCategory>,
) -> Result<ProblemType, Error> {
    let mut asked = ListProblemTypes::new();
    asked.product_category_id = product.and_then(|product| product.incident_product_category_id.clone());
    asked.product_category_id = asked.product_category_id.or_else(|| ticket.request.product_category_id.clone());
    asked.incident_sub_type_id = ticket.request.incident_sub_type_id.clone();
    let problems = tickets.call(asked).await?.incident_business_type_list;
    let candidate = |problem: &ProblemType| -> Option<(String, String)> {
        Some((problem.business_type_id.as_ref()?.to_string(), text(problem.business_type_name.as_ref()).to_owned()))
    };
    let Some(wanted) = &ticket.problem else {
        let named: Vec<(String, String)> = problems.iter().filter_map(candidate).collect();
        let named: Vec<Candidate<'_>> = named.iter().map(|(id, name)| Candidate { id, name, short: "" }).collect();
        return Err(wrong(NAME, format!("a ticket needs a problem type, one of {}", list(&named))));
    };
    pick("problem type", wanted, problems, |problem| {
        let id = problem.business_type_id.as_ref()?.as_str();
        Some(Candidate { id, name: text(problem.business_type_name.as_ref()), short: "" })
    })
}

async fn severity(tickets: &Tickets, ticket: &NewTicket, choices: &Choices, wanted: &str) -> Result<Severity, Error> {
    let product = choices.product.as_ref().and_then(|product| product.incident_product_category_id.clone());
    let product = product.or_else(|| ticket.request.product_category_id.clone());
    let problem = choices.problem.as_ref().and_then(|problem| problem.business_type_id.clone());
    let problem = problem.unwrap_or_else(|| ticket.request.business_type_id.clone());
    let asked = ListSeverities::new(product.unwrap_or_else(|| "".into()), problem);
    let severities = tickets.call(asked).await?.severity_list;
    pick("severity", wanted, severities, |severity| {
        let id = severity.severity_id.as_ref()?.as_str();
        Some(Candidate { id, name: text(severity.severity_name.as_ref()), short: "" })
    })
}

async fn region(tickets: &Tickets, wanted: &str) -> Result<CaseRegion, Error> {
    let regions = tickets.call(ListRegions::new()).await?.data_center_list;
    pick("region", wanted, regions, |region| {
        let id = region.region_id.as_ref()?.as_str();
        Some(Candidate { id, name: text(region.region_name.as_ref()), short: "" })
    })
}

/// Faults happen somewhere.
fn placed(ticket: &NewTicket, choices: &Choices) -> Result<(), Error> {
    let fault = choices.problem.as_ref().is_some_and(|problem| problem.case_type == Some(CaseType::Fault));
    if fault && choices.region.is_none() && ticket.request.region_id.is_none() {
        return Err(wrong(NAME, "a ticket about a fault needs a region"));
    }
    Ok(())
}

/// The element that `wanted` means. What has no id cannot be chosen.
fn pick<T>(
    what: &str,
    wanted: &str,
    mut all: Vec<T>,
    candidate: impl Fn(&T) -> Option<Candidate<'_>>,
) -> Result<T, Error> {
    all.retain(|element| candidate(element).is_some());
    let candidates: Vec<Candidate<'_>> = all.iter().filter_map(candidate).collect();
    let chosen = choose(NAME, what, wanted, &candidates)?;
    drop(candidates);
    Ok(all.swap_remove(chosen))
}

fn text(text: Option<&String>) -> &str {
    text.map_or("", String::as_str)
}
