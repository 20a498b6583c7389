//! The viewer of an embedded analysis, who opens its link. No operation of the API does this.

use crate::runtime::api_error::ApiError;
use crate::runtime::context::{Caller, Context};
use crate::runtime::records::Records;
use crate::runtime::sandbox::Sandbox;
use crate::services::insight::embeddings::Embedding;
use crate::services::insight::errors;
use crate::services::insight::resource::Resource;
use crate::services::insight::tickets::EmbedTicket;

/// The reason why an embedded analysis is not shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::services::insight) enum EmbedRefusal {
    UnknownAnalysis,
    NotPublished,
    TicketMissing,
    TicketUnknown,
    TicketOfOtherAnalysis,
    TicketExpired,
    TicketUsedUp,
    /// Viewers have to sign in, which the page of the sandbox does not support.
    SignInRequired,
}

/// The user and the groups that a ticket names.
pub(in crate::services::insight) struct TicketViewer {
    pub(in crate::services::insight) user: String,
    pub(in crate::services::insight) groups: Vec<String>,
}

/// An analysis that was opened.
pub(in crate::services::insight) struct OpenedEmbedding {
    pub(in crate::services::insight) resource: Resource,
    /// The viewer, or `None` for an analysis whose viewers sign in.
    pub(in crate::services::insight) viewer: Option<TicketViewer>,
}

/// The result of opening an analysis, unless the database fails.
pub(in crate::services::insight) type Opening = Result<OpenedEmbedding, EmbedRefusal>;

impl Sandbox {
    /// Opens an embedded analysis of DataArts Insight, as the browser of a viewer does, and returns the ID of the resource
    /// that it shows. A ticket loses one of its uses. An analysis for viewers who sign in needs no ticket.
    ///
    /// `GET /embed/{embed_id}?ticket=TICKET` on the transport or the [`Server`](crate::Server) shows the same analysis as a page.
    ///
    /// # Errors
    /// Returns the error of the service if the analysis does not exist or is not published, or the ticket is unknown, used
    /// up, expired or for another analysis.
    pub fn open_embedding(&self, project_id: &str, embed_id: &str, ticket: Option<&str>) -> Result<String, ApiError> {
        self.with_context(Caller::demo(), |cx| {
            let opened = open(cx, project_id, embed_id, ticket)?.map_err(EmbedRefusal::error)?;
            Ok(opened.resource.id)
        })
    }
}

impl EmbedRefusal {
    /// Returns the error of the service.
    fn error(self) -> ApiError {
        match self {
            Self::UnknownAnalysis => errors::not_found("embedded analysis"),
            Self::NotPublished => ApiError::invalid("the resource is not published"),
            Self::TicketUsedUp => ApiError::invalid("the ticket is used up"),
            Self::SignInRequired => errors::forbidden("The viewer has to sign in."),
            Self::TicketMissing | Self::TicketUnknown | Self::TicketOfOtherAnalysis | Self::TicketExpired => {
                errors::not_found("ticket")
            }
        }
    }
}

/// Opens an analysis of a project. A ticket loses one of its uses.
pub(in crate::services::insight) fn open(
    cx: &Context<'_>,
    project: &str,
    embed: &str,
    ticket: Option<&str>,
) -> Result<Opening, ApiError> {
    let Some(embedding) = Records::<Embedding>::of_owner(cx.db, project).get(embed)? else {
        return Ok(Err(EmbedRefusal::UnknownAnalysis));
    };
    let resource = Records::<Resource>::of_owner(cx.db, project).get(&embedding.resource)?;
    let Some(resource) = resource.filter(Resource::is_published) else {
        return Ok(Err(EmbedRefusal::NotPublished));
    };
    if !embedding.by_ticket {
        return Ok(Ok(OpenedEmbedding { resource, viewer: None }));
    }
    let viewer = use_ticket(cx, project, embed, ticket.unwrap_or_default())?;
    Ok(viewer.map(|viewer| OpenedEmbedding { resource, viewer: Some(viewer) }))
}

/// Counts a use of a ticket, and returns its viewer.
fn use_ticket(
    cx: &Context<'_>,
    project: &str,
    embed: &str,
    ticket: &str,
) -> Result<Result<TicketViewer, EmbedRefusal>, ApiError> {
    if ticket.is_empty() {
        return Ok(Err(EmbedRefusal::TicketMissing));
    }
    let tickets = Records::<EmbedTicket>::of_owner(cx.db, project);
    let Some(mut found) = tickets.get(ticket)? else {
        return Ok(Err(EmbedRefusal::TicketUnknown));
    };
    let refusal = match found.uses_left {
        _ if found.embed != embed => Some(EmbedRefusal::TicketOfOtherAnalysis),
        _ if found.expires_at <= cx.now => Some(EmbedRefusal::TicketExpired),
        Some(0) => Some(EmbedRefusal::TicketUsedUp),
        _ => None,
    };
    if let Some(refusal) = refusal {
        return Ok(Err(refusal));
    }
    found.uses_left = found.uses_left.map(|left| left - 1);
    tickets.update(&found)?;
    Ok(Ok(TicketViewer { user: found.user, groups: found.groups }))
}

/// Returns the project of a link: that of its ticket, or else the only one with an analysis of this ID.
pub(in crate::services::insight) fn project_of(
    cx: &Context<'_>,
    embed: &str,
    ticket: Option<&str>,
) -> Result<Option<String>, ApiError> {
    let mut owners = match ticket {
        Some(ticket) => Records::<EmbedTicket>::owners(cx.db, ticket)?,
        None => Vec::new(),
    };
    if owners.is_empty() {
        owners = Records::<Embedding>::owners(cx.db, embed)?;
    }
    Ok(owners.into_iter().next())
}
