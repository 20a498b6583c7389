//! `hwc ticket access show`.

use clap::Args;
use hwc_api::osm::{AuthorizationDetail, ShowAuthorizationDetailResponse};

use crate::args::output::OutArgs;
use crate::commands::ticket::context::{TicketContext, TimeFormatter};
use crate::commands::ticket::style::grant_style;
use crate::error::CliError;
use crate::ui::page::Page;
use crate::ui::style::Style;
use crate::ui::text::{enum_label, sanitize_line};

/// Arguments of `hwc ticket access show`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  hwc ticket access show 12345")]
pub(super) struct ShowArgs {
    /// Grant ID, as listed
    #[arg(value_name = "GRANT-ID")]
    id: String,
    #[command(flatten)]
    pub(super) out: OutArgs,
}

impl ShowArgs {
    pub(super) async fn run(self, context: &mut TicketContext) -> Result<(), CliError> {
        let grant = context.tickets.authorizations().show(self.id.as_str()).await?;
        let times = &context.times;
        let view = context.converter().access_detail(&grant);
        context.ui.document(&view, |ui| page(times, &self.id, &grant, ui.width))
    }
}

fn page(times: &TimeFormatter, id: &str, grant: &ShowAuthorizationDetailResponse, width: Option<u16>) -> String {
    let mut page = Page::new(width);
    let text = |text: &Option<String>| sanitize_line(text.as_deref().unwrap_or_default());
    let state = grant.status.map(|state| grant_style(state).paint(enum_label(&state))).unwrap_or_default();
    page.line(&format!("{}  {state}", Style::Title.paint(sanitize_line(id))));
    page.quote(grant.auth_describe.as_deref().unwrap_or_default());
    page.gap();
    let ticket = grant.incident_id.as_ref().map(|id| sanitize_line(id.as_str())).unwrap_or_default();
    page.fact("ticket", &[format!("{ticket}  {}", text(&grant.simple_description))]);
    page.fact("opens", &[text(&grant.resource_type_name)]);
    page.fact("by", &[text(&grant.visit_type_name)]);
    page.fact("requester", &[text(&grant.auth_handler_name)]);
    page.fact("through", &[text(&grant.agency_name)]);
    page.fact("begins", &[times.relative_and_absolute(grant.auth_effective_time.as_ref())]);
    page.fact("ends", &[times.relative_and_absolute(grant.auth_expire_time.as_ref())]);
    page.fact("rejected", &[text(&grant.reject_reason)]);
    page.fact("targets", &grant.incident_auth_detail_list.iter().map(target).collect::<Vec<_>>());
    page.text()
}

/// Describes a console or a host, with the number that `grant` accepts.
fn target(detail: &AuthorizationDetail) -> String {
    let number = detail.id.map(|id| id.to_string());
    let kind = detail.target.map(|target| enum_label(&target));
    let name = detail.instance_name.clone().or_else(|| detail.instance_id.as_ref().map(ToString::to_string));
    let port = detail.port.map(|port| format!("port {port}"));
    let account = detail.account.as_ref().map(|account| format!("as {account}"));
    let region = detail.region_id.as_ref().map(|region| format!("in {region}"));
    let parts = [number, kind, name, port, account, region].into_iter().flatten();
    parts.map(|part| sanitize_line(&part)).collect::<Vec<_>>().join("  ")
}
