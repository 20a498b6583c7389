//! What a new ticket is about, where the command line does not say it: a numbered list at a terminal, and an error that
//! names the choices elsewhere.

use hwc_api::osm::{
    CaseType, ListProblemTypes, ListProductCategories, ListRegions, ProblemType, ProductCategory, ProductCategoryId,
};

use super::Open;
use crate::failure::Failure;
use crate::show::colour::Tone;
use crate::show::text::line;
use crate::ticket::desk::Desk;

/// Something to choose: its id and its name.
type Choice = (String, String);

/// Finds out what is missing. What is there is left to the workflow, which understands parts of names.
pub(super) async fn missing(desk: &mut Desk, open: &mut Open) -> Result<(), Failure> {
    if open.product.is_some() && open.problem.is_some() {
        return Ok(());
    }
    let products = desk.client.send(ListProductCategories::new()).await?.incident_product_category_list;
    if open.product.is_none() {
        open.product = Some(choose(desk, "product", &products.iter().filter_map(product).collect::<Vec<_>>())?);
    }
    let product = open.product.as_deref().and_then(|wanted| meant(&products, wanted));
    if open.problem.is_none() {
        problem(desk, open, product).await?;
    }
    Ok(())
}

async fn problem(desk: &mut Desk, open: &mut Open, product: Option<ProductCategoryId>) -> Result<(), Failure> {
    let mut request = ListProblemTypes::new();
    request.product_category_id = product;
    let problems = desk.client.send(request).await?.incident_business_type_list;
    let choices: Vec<Choice> = problems.iter().filter_map(kind).collect();
    let chosen = choose(desk, "problem", &choices)?;
    let is_chosen = |problem: &&ProblemType| kind(problem).is_some_and(|(id, name)| id == chosen || name == chosen);
    let is_fault = problems.iter().find(is_chosen).is_some_and(|problem| problem.case_type == Some(CaseType::Fault));
    open.problem = Some(chosen);
    if is_fault && open.region.is_none() {
        let regions = desk.client.send(ListRegions::new()).await?.data_center_list;
        let choice =
            |region: &hwc_api::osm::CaseRegion| named(region.region_id.as_ref(), region.region_name.as_deref());
        open.region = Some(choose(desk, "region", &regions.iter().filter_map(choice).collect::<Vec<_>>())?);
    }
    Ok(())
}

fn product(product: &ProductCategory) -> Option<Choice> {
    named(product.incident_product_category_id.as_ref(), product.incident_product_category_name.as_deref())
}

fn kind(problem: &ProblemType) -> Option<Choice> {
    named(problem.business_type_id.as_ref(), problem.business_type_name.as_deref())
}

fn named(id: Option<&impl ToString>, name: Option<&str>) -> Option<Choice> {
    let id = id?.to_string();
    let name = name.unwrap_or(&id).to_owned();
    Some((id, name))
}

/// The product that is certainly meant: problems are listed for it. All are listed where that is not certain.
fn meant(products: &[ProductCategory], wanted: &str) -> Option<ProductCategoryId> {
    let is = |text: &str| text.replace(' ', "").eq_ignore_ascii_case(&wanted.replace(' ', ""));
    let names = |product: &ProductCategory| {
        let short = product.incident_product_category_acronym.clone();
        let (id, name) = self::product(product).unzip();
        [id, name, short].into_iter().flatten().any(|text| is(&text))
    };
    products.iter().find(|product| names(product))?.incident_product_category_id.clone()
}

/// The id of what is chosen, or what was typed in place of a number.
fn choose(desk: &mut Desk, what: &str, choices: &[Choice]) -> Result<String, Failure> {
    if !desk.screen.asks {
        let names: Vec<String> = choices.iter().map(|(id, name)| format!("{} ({})", line(name), line(id))).collect();
        return Err(Failure::usage(format!("--{what} is missing, one of {}", names.join(", "))));
    }
    for (number, (_, name)) in choices.iter().enumerate() {
        desk.screen.note(&format!("{} {}", Tone::Faint.paint(format!("{:4}", number + 1)), line(name)));
    }
    loop {
        let question = format!("Which {what}? A number or a name:");
        let Some(answer) = desk.screen.ask(&question)? else {
            return Err(Failure::usage(format!("--{what} is missing")));
        };
        match answer.parse::<usize>().ok().map(|number| number.checked_sub(1).and_then(|index| choices.get(index))) {
            Some(Some((id, _))) => return Ok(id.clone()),
            None if !answer.is_empty() => return Ok(answer),
            _ => desk.screen.note(&format!("1 to {}, please", choices.len())),
        }
    }
}
