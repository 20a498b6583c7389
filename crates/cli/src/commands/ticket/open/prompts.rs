//! Input for a new ticket that the command line lacks. At a terminal, it asks until the input is valid. Elsewhere, one
//! error names everything that is missing.

use hwc_api::osm::{CaseType, ListProblemTypes, ListProductCategories, ListRegions, ProblemType};
use hwc_api::tickets::Candidate;

use super::OpenArgs;
use crate::commands::ticket::context::TicketContext;
use crate::error::CliError;
use crate::ui::text::sanitize_line;

/// The maximum length of a description, in characters.
const MAX_LENGTH: usize = 1200;

/// Completes missing input. If nothing is missing, the workflow validates the input and reports all problems at once.
pub(super) async fn complete(context: &mut TicketContext, open: &mut OpenArgs) -> Result<(), CliError> {
    let products = context.client.send(ListProductCategories::new()).await?.incident_product_category_list;
    let products: Vec<Candidate<'_>> = products.iter().filter_map(Candidate::from_product).collect();
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
    product: Option<&Candidate<'_>>,
    problems: &mut Problems,
) -> Result<(), CliError> {
    let mut request = ListProblemTypes::new();
    request.product_category_id = product.map(|product| product.id.into());
    let types = context.client.send(request).await?.incident_business_type_list;
    let types = types.iter().filter_map(|problem| Some((problem, Candidate::from_problem(problem)?)));
    let (types, choices): (Vec<&ProblemType>, Vec<Candidate<'_>>) = types.unzip();
    let chosen = problems.resolve(context, "problem", &mut open.problem, &choices)?;
    let is_fault = chosen.is_some_and(|index| types[index].case_type == Some(CaseType::Fault));
    if is_fault && open.region.is_none() && !problems.has("region") {
        region(context, open, problems).await?;
    }
    Ok(())
}

async fn region(context: &mut TicketContext, open: &mut OpenArgs, problems: &mut Problems) -> Result<(), CliError> {
    let regions = context.client.send(ListRegions::new()).await?.data_center_list;
    let choices: Vec<Candidate<'_>> = regions.iter().filter_map(Candidate::from_region).collect();
    problems.resolve(context, "region", &mut open.region, &choices).map(drop)
}

fn description(context: &mut TicketContext, open: &mut OpenArgs, problems: &mut Problems) -> Result<(), CliError> {
    while open.description.is_none() {
        if !context.ui.can_prompt() {
            problems.add("description", "missing description; pass it as an argument, or - for stdin".to_owned());
            return Ok(());
        }
        let reply = context.ui.prompt("Description of the problem:")?;
        let reply =
            reply.ok_or_else(|| CliError::usage("missing description; pass it as an argument, or - for stdin"))?;
        match reply.chars().count() {
            0 => context.ui.note("the description is empty"),
            length if length > MAX_LENGTH => {
                context.ui.note(&format!("the description has {length} characters; the maximum is {MAX_LENGTH}"));
            }
            _ => open.description = Some(reply),
        }
    }
    Ok(())
}

/// Missing or invalid input by subject, for errors without a terminal.
#[derive(Default)]
struct Problems(Vec<(&'static str, String, Vec<String>)>);

impl Problems {
    fn add(&mut self, subject: &'static str, problem: String) {
        self.add_with_choices(subject, problem, Vec::new());
    }

    fn add_with_choices(&mut self, subject: &'static str, problem: String, choices: Vec<String>) {
        self.0.push((subject, problem, choices));
    }

    fn has(&self, subject: &str) -> bool {
        self.0.iter().any(|(about, ..)| *about == subject)
    }

    fn report(self) -> Result<(), CliError> {
        let all: Vec<&str> = self.0.iter().map(|(_, problem, _)| problem.as_str()).collect();
        if all.is_empty() {
            return Ok(());
        }
        let choices = self.0.iter().map(|(.., choices)| choices).find(|choices| !choices.is_empty());
        Err(CliError::usage(all.join("; ")).with_choices(choices.cloned().unwrap_or_default()))
    }

    /// Resolves a value as [`Self::resolve`] does, but only if it was given.
    fn resolve_given(
        &mut self,
        context: &mut TicketContext,
        subject: &'static str,
        given: &mut Option<String>,
        choices: &[Candidate<'_>],
    ) -> Result<Option<usize>, CliError> {
        if given.is_some() { self.resolve(context, subject, given, choices) } else { Ok(None) }
    }

    /// Returns the index of the choice and replaces the value with its ID. Asks until the input is valid.
    fn resolve(
        &mut self,
        context: &mut TicketContext,
        subject: &'static str,
        given: &mut Option<String>,
        choices: &[Candidate<'_>],
    ) -> Result<Option<usize>, CliError> {
        loop {
            let problem = match given.take() {
                Some(text) => match Candidate::find(&text, choices) {
                    Ok(index) => {
                        *given = Some(choices[index].id.to_owned());
                        return Ok(Some(index));
                    }
                    Err(problem) => Some(format!("{subject} `{text}` {problem}")),
                },
                None => None,
            };
            if !context.ui.can_prompt() {
                let message = problem.unwrap_or_else(|| format!("missing --{subject}; use one of {}", names(choices)));
                self.add_with_choices(subject, message, choices.iter().map(|choice| choice.id.to_owned()).collect());
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
fn choose(context: &mut TicketContext, subject: &str, choices: &[Candidate<'_>]) -> Result<String, CliError> {
    for (number, choice) in choices.iter().enumerate() {
        context.ui.offer(number + 1, choice.name);
    }
    loop {
        let Some(reply) = context.ui.prompt(&format!("{} [1-{} or name]:", capitalized(subject), choices.len()))?
        else {
            return Err(CliError::usage(format!("missing --{subject}")));
        };
        let number = reply.parse::<usize>().ok().and_then(|number| choices.get(number.checked_sub(1)?));
        let is_id = choices.iter().any(|choice| choice.id == reply);
        match number {
            Some(choice) => return Ok(choice.id.to_owned()),
            None if reply.is_empty() || (reply.parse::<usize>().is_ok() && !is_id) => {
                context.ui.note(&format!("expected a number from 1 to {}, or a name", choices.len()));
            }
            None => return Ok(reply),
        }
    }
}

fn names(choices: &[Candidate<'_>]) -> String {
    let names = choices.iter().map(|choice| format!("{} ({})", sanitize_line(choice.name), sanitize_line(choice.id)));
    names.collect::<Vec<_>>().join(", ")
}

/// Returns the text with a capital letter at its start.
fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
