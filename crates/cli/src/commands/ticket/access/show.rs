//! `hwc ticket access show`.

use clap::Args;
use hwc_api::osm::{AuthorizationDetail, ShowAuthorizationDetailResponse};

use crate::failure::Failure;
use crate::show::colour::Tone;
use crate::show::page::Page;
use crate::show::text::{line, word};
use crate::ticket::desk::Desk;
use crate::ticket::grant_table;

/// Arguments of `hwc ticket access show`.
#[derive(Debug, Args)]
pub(super) struct Show {
    /// Grant ID, as listed
    #[arg(value_name = "GRANT-ID")]
    id: String,
}

impl Show {
    pub(super) async fn run(self, desk: &mut Desk) -> Result<(), Failure> {
        let grant = desk.tickets.authorizations().show(self.id.as_str()).await?;
        if desk.json() {
            return desk.screen.document(&grant);
        }
        let text = page(desk, &self.id, &grant);
        desk.screen.text(&text)
    }
}

fn page(desk: &Desk, id: &str, grant: &ShowAuthorizationDetailResponse) -> String {
    let mut page = Page::default();
    let text = |text: &Option<String>| line(text.as_deref().unwrap_or_default());
    let state = grant.status.map(|state| grant_table::tone(state).paint(word(&state))).unwrap_or_default();
    page.line(&format!("{}  {state}", Tone::Title.paint(line(id))));
    page.quote(grant.auth_describe.as_deref().unwrap_or_default());
    page.gap();
    let ticket = grant.incident_id.as_ref().map(|id| line(id.as_str())).unwrap_or_default();
    page.fact("ticket", &[format!("{ticket}  {}", text(&grant.simple_description))]);
    page.fact("opens", &[text(&grant.resource_type_name)]);
    page.fact("by", &[text(&grant.visit_type_name)]);
    page.fact("asked by", &[text(&grant.auth_handler_name)]);
    page.fact("through", &[text(&grant.agency_name)]);
    page.fact("begins", &[desk.ago_at(grant.auth_effective_time.as_ref())]);
    page.fact("ends", &[desk.ago_at(grant.auth_expire_time.as_ref())]);
    page.fact("refused", &[text(&grant.reject_reason)]);
    page.fact("targets", &grant.incident_auth_detail_list.iter().map(target).collect::<Vec<_>>());
    page.text()
}

/// Describes a console or a host, with the number that `grant` accepts.
fn target(detail: &AuthorizationDetail) -> String {
    let number = detail.id.map(|id| id.to_string());
    let kind = detail.target.map(|target| word(&target));
    let name = detail.instance_name.clone().or_else(|| detail.instance_id.as_ref().map(ToString::to_string));
    let port = detail.port.map(|port| format!("port {port}"));
    let account = detail.account.as_ref().map(|account| format!("as {account}"));
    let region = detail.region_id.as_ref().map(|region| format!("in {region}"));
    let parts = [number, kind, name, port, account, region].into_iter().flatten();
    parts.map(|part| line(&part)).collect::<Vec<_>>().join("  ")
}
