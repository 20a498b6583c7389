//! The page of an embedded analysis: a small dashboard of the rows of its datasets, or the reason why it is not shown. The
//! real service draws its own page, which is not documented.

mod chart;
mod html;

use hwc_models::insight::ScreenPage;
use hwc_transport::http::StatusCode;

use crate::account;
use crate::runtime::api_error::ApiError;
use crate::runtime::context::{Caller, Context};
use crate::services::insight::datasets::{self, DataTable};
use crate::services::insight::permissions;
use crate::services::insight::resource::{Content, Resource};
use crate::services::insight::tickets::{self, EmbedRefusal, OpenedEmbedding, TicketViewer};

pub(crate) use html::content_security_policy;

/// A page with its status.
pub(crate) struct EmbedPage {
    pub(crate) status: StatusCode,
    pub(crate) html: String,
}

/// A link to an embedded analysis.
pub(crate) struct EmbedLink<'a> {
    pub(crate) embed_id: &'a str,
    pub(crate) ticket: Option<&'a str>,
}

/// A part of a page: the data of a dataset.
struct Widget {
    title: String,
    table: DataTable,
}

/// Opens a link and returns the page. A ticket loses one of its uses.
pub(crate) fn open(cx: &mut Context<'_>, link: &EmbedLink<'_>) -> Result<EmbedPage, ApiError> {
    let project = tickets::project_of(cx, link.embed_id, link.ticket)?;
    let project = project.unwrap_or_else(|| account::PROJECT_ID.to_owned());
    cx.settings.set("project_id", Some(&project));
    let is_strict = std::mem::replace(&mut cx.strict, true);
    match tickets::open(cx, &project, link.embed_id, link.ticket)? {
        Ok(OpenedEmbedding { viewer: None, .. }) if is_strict => Ok(refused(EmbedRefusal::SignInRequired)),
        Ok(OpenedEmbedding { resource, viewer }) => {
            let widgets = widgets(cx, &resource, viewer)?;
            Ok(EmbedPage { status: StatusCode::OK, html: html::dashboard(&resource.name, &widgets) })
        }
        Err(refusal) => Ok(refused(refusal)),
    }
}

/// Returns the page of a link that is not opened.
pub(super) fn refused(refusal: EmbedRefusal) -> EmbedPage {
    let status = match refusal {
        EmbedRefusal::UnknownAnalysis | EmbedRefusal::NotPublished => StatusCode::NOT_FOUND,
        EmbedRefusal::TicketMissing | EmbedRefusal::TicketUnknown | EmbedRefusal::SignInRequired => {
            StatusCode::UNAUTHORIZED
        }
        EmbedRefusal::TicketOfOtherAnalysis => StatusCode::FORBIDDEN,
        EmbedRefusal::TicketExpired | EmbedRefusal::TicketUsedUp => StatusCode::GONE,
    };
    EmbedPage { status, html: html::refusal(refusal) }
}

/// Returns the parts of the page of a resource, as its viewer sees them.
fn widgets(cx: &mut Context<'_>, resource: &Resource, viewer: Option<TicketViewer>) -> Result<Vec<Widget>, ApiError> {
    let groups = viewer.as_ref().map(|viewer| viewer.groups.clone());
    if let Some(TicketViewer { user, .. }) = viewer {
        cx.caller = Caller { name: user.clone(), id: user };
    }
    let mut widgets = Vec::new();
    for (title, dataset) in sources(resource) {
        let Some(dataset) = cx.records::<Resource>().get(&dataset)? else { continue };
        let all = datasets::all_rows(&dataset);
        let table = match &groups {
            Some(groups) if dataset.created.user != cx.caller.id => {
                permissions::apply_to_groups(cx, &dataset, all, groups)?
            }
            _ => all,
        };
        widgets.push(Widget { title: title.unwrap_or(dataset.name), table });
    }
    Ok(widgets)
}

/// Returns the datasets of a resource, each with the name of the component that shows it, if there is one.
fn sources(resource: &Resource) -> Vec<(Option<String>, String)> {
    let Content::Screen(screen) = &resource.content else {
        return resource.content.dependencies().into_iter().map(|dataset| (None, dataset)).collect();
    };
    let nodes = screen.pages.iter().flat_map(|page: &ScreenPage| &page.nodes);
    let source = |node: &hwc_models::insight::ScreenNode| {
        let dataset = screen.data.get(node.id.as_ref()?.as_str())?;
        Some((node.name.clone(), dataset.clone()))
    };
    nodes.filter_map(source).collect()
}
