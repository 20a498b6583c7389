//! Intelligent analysis assistants. The sandbox has no language model: a response has the data of the first dataset that the
//! assistant knows, with the fields whose names are in the question, or with all fields.

use hwc_models::insight::{
    Authority, InvokeNlQuery, InvokeNlQueryResponse, ListSubjects, ListSubjectsResponse, ResourceType, Subject,
    SubjectDataset, SubjectState,
};
use serde_json::{Value as Json, json};

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::records::Page;
use crate::runtime::registry::Registry;
use crate::services::insight::datasets::{self, DataTable};
use crate::services::insight::resource::{self, Content, Resource, SubjectContent};
use crate::services::insight::{instances, listing};

const KIND: &ResourceType = &ResourceType::Subject;

pub(super) fn register(registry: &mut Registry) {
    registry.register(list).register(ask);
}

fn list(cx: &mut Context<'_>, request: &ListSubjects) -> Result<ListSubjectsResponse, ApiError> {
    let mut subjects = resource::visible(cx, KIND)?;
    subjects.retain(|subject| subject.name.contains(request.keyword.as_deref().unwrap_or_default()));
    listing::sort(&mut subjects, request.sort_key.as_deref(), request.sort_dir.as_ref());
    let page = Page::offset(request.offset.unwrap_or(0), request.limit.unwrap_or(instances::PAGE)).select(subjects)?;
    let mut response = ListSubjectsResponse::default();
    response.count = Some(page.total);
    for subject in page.items {
        response.page_data.push(model(cx, subject)?);
    }
    Ok(response)
}

fn content(resource: &Resource) -> SubjectContent {
    match &resource.content {
        Content::Subject(content) => content.clone(),
        _ => SubjectContent::default(),
    }
}

fn model(cx: &Context<'_>, resource: Resource) -> Result<Subject, ApiError> {
    let content = content(&resource);
    let mut model = Subject::default();
    model.permissions = resource::rights(cx, &resource)?.list(KIND);
    for id in content.datasets {
        let mut dataset = SubjectDataset::default();
        dataset.name = cx.records::<Resource>().get(&id)?.map(|dataset| dataset.name);
        dataset.id = Some(id.into());
        model.datasets.push(dataset);
    }
    model.recommended_questions = content.recommended_questions;
    model.name = Some(resource.name);
    model.id = Some(resource.id.into());
    model.description = Some(resource.description.unwrap_or_default());
    model.status = Some(SubjectState::from(resource.state));
    model.workspace_id = Some(resource.workspace.into());
    model.project_id = Some(cx.settings.project_id().to_owned());
    model.create_user = Some(resource.created.user.into());
    model.create_user_name = Some(resource.created.user_name);
    model.create_date = Some(resource.created.at);
    model.update_user = Some(resource.updated.user.into());
    model.update_user_name = Some(resource.updated.user_name);
    model.update_date = Some(resource.updated.at);
    Ok(model)
}

fn ask(cx: &mut Context<'_>, request: &InvokeNlQuery) -> Result<InvokeNlQueryResponse, ApiError> {
    let subject = resource::require(cx, KIND, request.subject_id.as_str(), &Authority::Use)?;
    if request.dialog_id.is_empty() || request.question.trim().is_empty() {
        return Err(ApiError::invalid("dialog_id and message_content must not be empty"));
    }
    if subject.state != SubjectState::Trained.code() {
        return Err(ApiError::invalid("the training of the assistant is not complete"));
    }
    let wanted = request.dataset_ids.as_deref().unwrap_or_default();
    let known = content(&subject).datasets;
    if let Some(id) = wanted.iter().find(|id| !known.iter().any(|known| known == id.as_str())) {
        return Err(ApiError::invalid(format!("the assistant does not know the dataset {id}")));
    }
    let dataset = wanted.first().map(ToString::to_string).or_else(|| known.first().cloned());
    let dataset = dataset.ok_or_else(|| ApiError::invalid("the assistant knows no dataset"))?;
    let dataset = resource::require(cx, &ResourceType::Dataset, &dataset, &Authority::Read)?;
    let mut table = datasets::table(cx, &dataset)?;
    choose_fields(&mut table, &request.question);
    Ok(answer(&table, &dataset.name, request))
}

/// Keeps the fields whose names are in the question, in any case of ASCII letters, if there are any.
fn choose_fields(table: &mut DataTable, question: &str) {
    let question = question.to_ascii_lowercase();
    let is_named = |name: &str| question.contains(&name.to_ascii_lowercase());
    if table.fields.iter().any(|field| is_named(field.name())) {
        table.keep_columns(|field| is_named(field.name()));
    }
}

fn answer(table: &DataTable, dataset: &str, request: &InvokeNlQuery) -> InvokeNlQueryResponse {
    let names: Vec<&str> = table.fields.iter().map(datasets::Field::name).collect();
    let mut response = InvokeNlQueryResponse::default();
    response.sql_text = Some(format!("select {} from {dataset}", names.join(", ")));
    if request.need_insight == Some(true) {
        response.insight = Some(format!("{dataset} has {} rows.", table.rows.len()));
    }
    if request.simplify_response == Some(true) {
        response.header = names.iter().map(|name| json!({ "caption": name })).collect::<Vec<Json>>();
        response.values.clone_from(&table.rows);
    } else {
        response.rows = table.cells();
    }
    response
}
