//! The viewer of an embedded analysis, who opens its link. No operation of the API does this.

use crate::runtime::api_error::ApiError;
use crate::runtime::context::{Caller, Context};
use crate::runtime::records::Records;
use crate::runtime::sandbox::Sandbox;
use crate::services::insight::embeddings::Embedding;
use crate::services::insight::errors;
use crate::services::insight::resource::Resource;
use crate::services::insight::tickets::EmbedTicket;

impl Sandbox {
    /// Opens an embedded analysis of DataArts Insight, as the browser of a viewer does, and returns the ID of the resource
    /// that it shows. A ticket loses one of its uses. An analysis for viewers who sign in needs no ticket.
    ///
    /// # Errors
    /// Returns the error of the service if the analysis does not exist or is not published, or the ticket is unknown, used
    /// up, expired or for another analysis.
    pub fn open_embedding(&self, project_id: &str, embed_id: &str, ticket: Option<&str>) -> Result<String, ApiError> {
        self.with_context(Caller::demo(), |cx| open(cx, project_id, embed_id, ticket))
    }
}

fn open(cx: &Context<'_>, project: &str, embed: &str, ticket: Option<&str>) -> Result<String, ApiError> {
    let embedding = Records::<Embedding>::of_owner(cx.db, project).get(embed)?;
    let embedding = embedding.ok_or_else(|| errors::not_found("embedded analysis"))?;
    let resource = Records::<Resource>::of_owner(cx.db, project).get(&embedding.resource)?;
    let resource = resource.ok_or_else(|| errors::not_found("resource"))?;
    if !resource.is_published() {
        return Err(ApiError::invalid("the resource is not published"));
    }
    if embedding.by_ticket {
        use_ticket(cx, project, embed, ticket.unwrap_or_default())?;
    }
    Ok(resource.id)
}

/// Counts a use of a ticket.
fn use_ticket(cx: &Context<'_>, project: &str, embed: &str, ticket: &str) -> Result<(), ApiError> {
    let tickets = Records::<EmbedTicket>::of_owner(cx.db, project);
    let found = tickets.get(ticket)?.filter(|ticket| ticket.embed == embed && ticket.expires_at > cx.now);
    let mut found = found.ok_or_else(|| errors::not_found("ticket"))?;
    found.uses_left = match found.uses_left {
        Some(0) => return Err(ApiError::invalid("the ticket is used up")),
        left => left.map(|left| left - 1),
    };
    tickets.update(&found)?;
    Ok(())
}
