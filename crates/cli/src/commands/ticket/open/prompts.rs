//! Input for a new ticket that the command line lacks. At a terminal, it asks until the input is valid. Elsewhere, one
//! error names everything that is missing.

use hwc_api::osm::{
    CaseRegion, CaseType, ListProblemTypes, ListProductCategories, ListRegions, ProblemType, ProductCategory,
};
use hwc_api::tickets::Candidate;

use super::Open;
use crate::failure::Failure;
use crate::show::text::line;
use crate::ticket::desk::Desk;

/// The maximum length of a description, in characters.
const LONGEST: usize = 1200;

/// A choice in a prompt.
struct Choice {
    id: String,
    name: String,
    short: String,
}

/// Completes missing input. If nothing is missing, the workflow validates the input and reports all problems at once.
pub(super) async fn complete(desk: &mut Desk, open: &mut Open) -> Result<(), Failure> {
    let products = desk.client.send(ListProductCategories::new()).await?.incident_product_category_list;
    let products: Vec<Choice> = products.iter().filter_map(product).collect();
    let mut problems = Problems::default();
    // Given values are validated first: if one is wrong, the command fails before it asks for others.
    let mut chosen = problems.check(desk, "product", &mut open.product, &products)?;
    if open.region.is_some() {
        region(desk, open, &mut problems).await?;
    }
    description(desk, open, &mut problems)?;
    if chosen.is_none() && !problems.has("product") {
        chosen = problems.settle(desk, "product", &mut open.product, &products)?;
    }
    problem(desk, open, chosen.map(|index| &products[index]), &mut problems).await?;
    problems.report()
}

async fn problem(
    desk: &mut Desk,
    open: &mut Open,
    product: Option<&Choice>,
    problems: &mut Problems,
) -> Result<(), Failure> {
    let mut request = ListProblemTypes::new();
    request.product_category_id = product.map(|product| product.id.as_str().into());
    let kinds = desk.client.send(request).await?.incident_business_type_list;
    let kinds: Vec<(&ProblemType, Choice)> = kinds.iter().filter_map(|known| Some((known, kind(known)?))).collect();
    let (known, choices): (Vec<&ProblemType>, Vec<Choice>) = kinds.into_iter().unzip();
    let chosen = problems.settle(desk, "problem", &mut open.problem, &choices)?;
    let is_fault = chosen.is_some_and(|index| known[index].case_type == Some(CaseType::Fault));
    if is_fault && open.region.is_none() && !problems.has("region") {
        region(desk, open, problems).await?;
    }
    Ok(())
}

async fn region(desk: &mut Desk, open: &mut Open, problems: &mut Problems) -> Result<(), Failure> {
    let regions = desk.client.send(ListRegions::new()).await?.data_center_list;
    let choice = |region: &CaseRegion| choice(region.region_id.as_ref(), region.region_name.as_deref(), None);
    let choices: Vec<Choice> = regions.iter().filter_map(choice).collect();
    problems.settle(desk, "region", &mut open.region, &choices).map(drop)
}

fn description(desk: &mut Desk, open: &mut Open, problems: &mut Problems) -> Result<(), Failure> {
    while open.description.is_none() {
        if !desk.screen.asks {
            problems.add("description", "say what the problem is, or - for standard input".to_owned());
            return Ok(());
        }
        let answer = desk.screen.ask("What is the problem?")?;
        let answer = answer.ok_or_else(|| Failure::usage("say what the problem is, or - for standard input"))?;
        match answer.chars().count() {
            0 => desk.screen.note("the description is empty"),
            length if length > LONGEST => {
                desk.screen.note(&format!("the description has {length} characters, at most {LONGEST}"));
            }
            _ => open.description = Some(answer),
        }
    }
    Ok(())
}

fn product(product: &ProductCategory) -> Option<Choice> {
    let short = product.incident_product_category_acronym.as_deref();
    let name = product.incident_product_category_name.as_deref();
    choice(product.incident_product_category_id.as_ref(), name, short)
}

fn kind(problem: &ProblemType) -> Option<Choice> {
    choice(problem.business_type_id.as_ref(), problem.business_type_name.as_deref(), None)
}

fn choice(id: Option<&impl ToString>, name: Option<&str>, short: Option<&str>) -> Option<Choice> {
    let id = id?.to_string();
    let name = name.unwrap_or(&id).to_owned();
    Some(Choice { id, name, short: short.unwrap_or_default().to_owned() })
}

/// Missing or invalid input by subject, for errors without a terminal.
#[derive(Default)]
struct Problems(Vec<(&'static str, String)>);

impl Problems {
    fn add(&mut self, what: &'static str, problem: String) {
        self.0.push((what, problem));
    }

    fn has(&self, what: &str) -> bool {
        self.0.iter().any(|(about, _)| *about == what)
    }

    fn report(self) -> Result<(), Failure> {
        let all: Vec<String> = self.0.into_iter().map(|(_, problem)| problem).collect();
        if all.is_empty() { Ok(()) } else { Err(Failure::usage(all.join("; "))) }
    }

    /// Resolves a value as [`Self::settle`] does, but only if it was given.
    fn check(
        &mut self,
        desk: &mut Desk,
        what: &'static str,
        given: &mut Option<String>,
        choices: &[Choice],
    ) -> Result<Option<usize>, Failure> {
        if given.is_some() { self.settle(desk, what, given, choices) } else { Ok(None) }
    }

    /// Returns the index of the choice and replaces the value with its ID. Asks until the input is valid.
    fn settle(
        &mut self,
        desk: &mut Desk,
        what: &'static str,
        given: &mut Option<String>,
        choices: &[Choice],
    ) -> Result<Option<usize>, Failure> {
        loop {
            let problem = match given.take() {
                Some(text) => match Candidate::find(&text, &candidates(choices)) {
                    Ok(index) => {
                        *given = Some(choices[index].id.clone());
                        return Ok(Some(index));
                    }
                    Err(problem) => Some(format!("{what} `{text}` {problem}")),
                },
                None => None,
            };
            if !desk.screen.asks {
                self.add(what, problem.unwrap_or_else(|| format!("--{what} is missing, one of {}", names(choices))));
                return Ok(None);
            }
            if let Some(problem) = problem {
                desk.screen.note(&problem);
            }
            *given = Some(ask(desk, what, choices)?);
        }
    }
}

/// Asks for one of several choices by number or name.
fn ask(desk: &mut Desk, what: &str, choices: &[Choice]) -> Result<String, Failure> {
    for (number, choice) in choices.iter().enumerate() {
        desk.screen.offer(number + 1, &choice.name);
    }
    loop {
        let Some(answer) = desk.screen.ask(&format!("Which {what}? A number or a name:"))? else {
            return Err(Failure::usage(format!("--{what} is missing")));
        };
        let number = answer.parse::<usize>().ok().and_then(|number| choices.get(number.checked_sub(1)?));
        let is_id = choices.iter().any(|choice| choice.id == answer);
        match number {
            Some(choice) => return Ok(choice.id.clone()),
            None if answer.is_empty() || (answer.parse::<usize>().is_ok() && !is_id) => {
                desk.screen.note(&format!("expected a number from 1 to {}, or a name", choices.len()));
            }
            None => return Ok(answer),
        }
    }
}

fn candidates(choices: &[Choice]) -> Vec<Candidate<'_>> {
    choices.iter().map(|choice| Candidate { id: &choice.id, name: &choice.name, short: &choice.short }).collect()
}

fn names(choices: &[Choice]) -> String {
    let names = choices.iter().map(|choice| format!("{} ({})", line(&choice.name), line(&choice.id)));
    names.collect::<Vec<_>>().join(", ")
}
