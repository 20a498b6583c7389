//! Embedded analyses: published resources that other web pages show.

use hwc_models::insight::{
    Authority, CreateEmbedding, CreateEmbeddingResponse, EmbedAuth, ResourceType, ShowSharedEmbedAttributes,
    ShowSharedEmbedAttributesResponse,
};
use serde::{Deserialize, Serialize};

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::records::{Owner, StoredRecord};
use crate::runtime::registry::Registry;
use crate::services::insight::resource;
use crate::services::insight::{errors, people};

/// The number of characters of an ID.
const MAX_ID: usize = 100;

/// A stored embedded analysis. Its `config`, which may have a ticket, is not stored.
#[derive(Serialize, Deserialize)]
pub(crate) struct Embedding {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) kind: String,
    pub(crate) resource: String,
    pub(crate) root: String,
    /// True if viewers bring a ticket.
    pub(crate) by_ticket: bool,
    pub(crate) workspace: String,
}

impl StoredRecord for Embedding {
    const KIND: &'static str = "insight.embedding";
    const OWNER: Owner = Owner::Project;

    fn key(&self) -> &str {
        &self.id
    }
}

pub(super) fn register(registry: &mut Registry) {
    registry.store::<Embedding>().register(create).register(show);
}

fn create(cx: &mut Context<'_>, request: &CreateEmbedding) -> Result<CreateEmbeddingResponse, ApiError> {
    let kind = &request.resource_type;
    if !matches!(kind, ResourceType::Dashboard | ResourceType::Screen | ResourceType::Subject) {
        return Err(ApiError::invalid("resource_type must be dashboard, screen or subject"));
    }
    if request.name.is_empty() {
        return Err(ApiError::invalid("name must not be empty"));
    }
    let resource = resource::require(cx, kind, &request.resource_id, &Authority::Edit)?;
    if !resource.is_published() {
        return Err(ApiError::invalid("only a published resource can be embedded"));
    }
    let root = request.root_resource_id.clone().unwrap_or_else(|| resource.id.clone());
    if *kind != ResourceType::Subject && root != resource.id {
        return Err(ApiError::invalid("root_resource_id of a dashboard or a large screen is its own ID"));
    }
    let embedding = Embedding {
        id: new_id(cx, request)?,
        name: request.name.clone(),
        kind: kind.code().to_owned(),
        resource: resource.id,
        root,
        by_ticket: request.auth_type == Some(EmbedAuth::Ticket),
        workspace: resource.workspace,
    };
    cx.records().insert(&embedding)?;
    let mut response = CreateEmbeddingResponse::default();
    response.id = Some(embedding.id.into());
    Ok(response)
}

/// Returns the ID that the caller chose, or else a new one. An ID that exists is refused.
fn new_id(cx: &Context<'_>, request: &CreateEmbedding) -> Result<String, ApiError> {
    let chosen = request.id.as_ref().map(ToString::to_string).filter(|id| !id.is_empty());
    let Some(id) = chosen else {
        return Ok(format!("embed-{}", 1000 + cx.next_number("insight embedding")?));
    };
    if id.chars().count() > MAX_ID {
        return Err(ApiError::invalid("id must have 1 to 100 characters"));
    }
    if cx.records::<Embedding>().get(&id)?.is_some() {
        return Err(ApiError::invalid("id is in use"));
    }
    Ok(id)
}

/// Returns an embedded analysis of the project, in any workspace.
pub(super) fn find(cx: &Context<'_>, id: &str) -> Result<Embedding, ApiError> {
    let found = cx.records::<Embedding>().get(id)?;
    found.ok_or_else(|| errors::not_found("embedded analysis"))
}

/// Shows what is embedded. Anyone in the account may see it.
fn show(
    cx: &mut Context<'_>,
    request: &ShowSharedEmbedAttributes,
) -> Result<ShowSharedEmbedAttributesResponse, ApiError> {
    people::require_account(cx)?;
    let embedding = find(cx, request.embed_id.as_str())?;
    let mut response = ShowSharedEmbedAttributesResponse::default();
    response.resource_id = Some(embedding.resource);
    response.root_resource_id = Some(embedding.root);
    response.resource_type = Some(ResourceType::from(embedding.kind));
    response.workspace_id = Some(embedding.workspace.into());
    Ok(response)
}
