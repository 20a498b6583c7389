//! Input for a new ticket that the command line lacks. At a terminal, it asks until the input is valid. Elsewhere, one
//! error names everything that is missing.

use hwc_api::osm::{
    CaseRegion, CaseType, ListProblemTypes, ListProductCategories, ListRegions, ProblemType, ProductCategory,
};
use hwc_api::tickets::Candidate;

use super::OpenArgs;
use crate::commands::ticket::context::TicketContext;
use crate::error::CliError;
use crate::ui::text::sanitize_line;

/// The maximum length of a description, in characters.
const MAX_LENGTH: usize = 1200;

/// A choice in a prompt.
struct Choice {
    id: String,
    name: String,
    short: String,
}

/// Completes missing input. If nothing is missing, the workflow validates the input and reports all problems at once.
pub(super) async fn complete(context: &mut TicketContext, open: &mut OpenArgs) -> Result<(), CliError> {
    let products = context.client.send(ListProductCategories::new()).await?.incident_product_category_list;
    let products: Vec<Choice> = products.iter().filter_map(product).collect();
    let mut problems = Problems::default();
    // Given values are validated first: if one is wrong, the command fails before it asks for others.
    let mut chosen = problems.resolve_given(context, "product", &mut open.product, &products)?;
    if open.region.is_some() {
        region(context, open, &mut problems).await?;
    }
    description(context, open, &mut problems)?;
    if chosen.is_none() && !problems.has("product") {
        chosen = problems.resolve(context, "product", &mut open.product, &products)?;
    }
    problem(context, open, chosen.map(|index| &products[index]), &mut problems).await?;
    problems.report()
}

async fn problem(
    context: &mut TicketContext,
    open: &mut OpenArgs,
    product: Option<&Choice>,
    problems: &mut Problems,
) -> Result<(), CliError> {
    let mut request = ListProblemTypes::new();
    request.product_category_id = product.map(|product| product.id.as_str().into());
    let kinds = context.client.send(request).await?.incident_business_type_list;
    let kinds: Vec<(&ProblemType, Choice)> = kinds.iter().filter_map(|known| Some((known, kind(known)?))).collect();
    let (known, choices): (Vec<&ProblemType>, Vec<Choice>) = kinds.into_iter().unzip();
    let chosen = problems.resolve(context, "problem", &mut open.problem, &choices)?;
    let is_fault = chosen.is_some_and(|index| known[index].case_type == Some(CaseType::Fault));
    if is_fault && open.region.is_none() && !problems.has("region") {
        region(context, open, problems).await?;
    }
    Ok(())
}

async fn region(context: &mut TicketContext, open: &mut OpenArgs, problems: &mut Problems) -> Result<(), CliError> {
    let regions = context.client.send(ListRegions::new()).await?.data_center_list;
    let choice = |region: &CaseRegion| choice(region.region_id.as_ref(), region.region_name.as_deref(), None);
    let choices: Vec<Choice> = regions.iter().filter_map(choice).collect();
    problems.resolve(context, "region", &mut open.region, &choices).map(drop)
}

fn description(context: &mut TicketContext, open: &mut OpenArgs, problems: &mut Problems) -> Result<(), CliError> {
    while open.description.is_none() {
        if !context.ui.can_prompt() {
            problems.add("description", "missing description; pass it as an argument, or - for stdin".to_owned());
            return Ok(());
        }
        let answer = context.ui.prompt("Description of the problem:")?;
        let answer =
            answer.ok_or_else(|| CliError::usage("missing description; pass it as an argument, or - for stdin"))?;
        match answer.chars().count() {
            0 => context.ui.note("the description is empty"),
            length if length > MAX_LENGTH => {
                context.ui.note(&format!("the description has {length} characters; the maximum is {MAX_LENGTH}"));
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
    fn add(&mut self, subject: &'static str, problem: String) {
        self.0.push((subject, problem));
    }

    fn has(&self, subject: &str) -> bool {
        self.0.iter().any(|(about, _)| *about == subject)
    }

    fn report(self) -> Result<(), CliError> {
        let all: Vec<String> = self.0.into_iter().map(|(_, problem)| problem).collect();
        if all.is_empty() { Ok(()) } else { Err(CliError::usage(all.join("; "))) }
    }

    /// Resolves a value as [`Self::resolve`] does, but only if it was given.
    fn resolve_given(
        &mut self,
        context: &mut TicketContext,
        subject: &'static str,
        given: &mut Option<String>,
        choices: &[Choice],
    ) -> Result<Option<usize>, CliError> {
        if given.is_some() { self.resolve(context, subject, given, choices) } else { Ok(None) }
    }

    /// Returns the index of the choice and replaces the value with its ID. Asks until the input is valid.
    fn resolve(
        &mut self,
        context: &mut TicketContext,
        subject: &'static str,
        given: &mut Option<String>,
        choices: &[Choice],
    ) -> Result<Option<usize>, CliError> {
        loop {
            let problem = match given.take() {
                Some(text) => match Candidate::find(&text, &candidates(choices)) {
                    Ok(index) => {
                        *given = Some(choices[index].id.clone());
                        return Ok(Some(index));
                    }
                    Err(problem) => Some(format!("{subject} `{text}` {problem}")),
                },
                None => None,
            };
            if !context.ui.can_prompt() {
                self.add(
                    subject,
                    problem.unwrap_or_else(|| format!("missing --{subject}; use one of {}", names(choices))),
                );
                return Ok(None);
            }
            if let Some(problem) = problem {
                context.ui.note(&problem);
            }
            *given = Some(choose(context, subject, choices)?);
        }
    }
}

/// Asks for one of several choices by number or name.
fn choose(context: &mut TicketContext, subject: &str, choices: &[Choice]) -> Result<String, CliError> {
    for (number, choice) in choices.iter().enumerate() {
        context.ui.offer(number + 1, &choice.name);
    }
    loop {
        let Some(answer) = context.ui.prompt(&format!("{} [1-{} or name]:", capitalized(subject), choices.len()))?
        else {
            return Err(CliError::usage(format!("missing --{subject}")));
        };
        let number = answer.parse::<usize>().ok().and_then(|number| choices.get(number.checked_sub(1)?));
        let is_id = choices.iter().any(|choice| choice.id == answer);
        match number {
            Some(choice) => return Ok(choice.id.clone()),
            None if answer.is_empty() || (answer.parse::<usize>().is_ok() && !is_id) => {
                context.ui.note(&format!("expected a number from 1 to {}, or a name", choices.len()));
            }
            None => return Ok(answer),
        }
    }
}

fn candidates(choices: &[Choice]) -> Vec<Candidate<'_>> {
    choices.iter().map(|choice| Candidate { id: &choice.id, name: &choice.name, short: &choice.short }).collect()
}

fn names(choices: &[Choice]) -> String {
    let names = choices.iter().map(|choice| format!("{} ({})", sanitize_line(&choice.name), sanitize_line(&choice.id)));
    names.collect::<Vec<_>>().join(", ")
}

/// Returns the text with a capital letter at its start.
fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
