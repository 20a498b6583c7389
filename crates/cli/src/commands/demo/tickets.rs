//! The Service Tickets section: a ticket with an attachment, links to other tickets, and access for an engineer.

use hwc_api::osm::{
    AccessoryPurpose, CaseId, ConfirmAuthorizations, CreateCases, CreateRelations, ListAccessoryAccessUrls,
    ListAuthorizations, ListCases, ListRelation, ShowCaseDetail, SourceId, UploadJsonAccessories,
};

use super::runner::{DemoRunner, require};
use crate::error::CliError;

/// `kernel: disk vda: I/O error` with a line break, in Base64.
const LOG: &str = "a2VybmVsOiBkaXNrIHZkYTogSS9PIGVycm9yCg==";

/// Runs the section.
pub(super) async fn run(runner: &mut DemoRunner) -> Result<(), CliError> {
    runner.section("Service Tickets")?;
    let others = runner.call("List the tickets.", ListCases::new().limit(3_u32)).await?;
    let others = others.incident_info_list.into_iter().filter_map(|case| case.incident_id).collect();
    let case = open(runner).await?;
    link_to_others(runner, &case, others).await?;
    grant_access(runner, &case).await
}

async fn open(runner: &mut DemoRunner) -> Result<CaseId, CliError> {
    let log = UploadJsonAccessories::new(LOG).accessory_name("console.log").accessory_from(AccessoryPurpose::NewCase);
    let log = runner.call("Upload the log of the server.", log).await?;
    let log = require(log.accessory_id, "accessory_id")?;

    let request = CreateCases::new("Fault", "The server lost its disk.", SourceId::API);
    let request = request.region_id("cn-north-4").accessory_ids([log.clone()]);
    let case = runner.call("Open a ticket with the log attached.", request).await?;
    let case = require(case.incident_id, "incident_id")?;

    runner.call("Show the ticket.", ShowCaseDetail::new(case.clone())).await?;
    let links = runner.call("Get a presigned URL for the log.", ListAccessoryAccessUrls::new([log])).await?;
    let link = links.accessory_urls.into_iter().find_map(|url| url.accessory_url);
    runner.fetch("Download the log with the URL; no token is needed.", &require(link, "accessory_url")?).await?;
    Ok(case)
}

async fn link_to_others(runner: &mut DemoRunner, case: &CaseId, others: Vec<CaseId>) -> Result<(), CliError> {
    runner.call("Link the ticket to three others.", CreateRelations::new(case.clone(), others)).await?;
    let another = CreateCases::new("Fault", "The backup of the server failed.", SourceId::API).region_id("cn-north-4");
    let another = runner.call("Open another ticket.", another).await?;
    let fourth = require(another.incident_id, "incident_id")?;
    runner
        .expect_error(
            "Try to add a fourth link: the service allows three.",
            CreateRelations::new(case.clone(), [fourth]),
        )
        .await?;
    runner.call("List the links: the three are unchanged.", ListRelation::new(case.clone())).await?;
    Ok(())
}

async fn grant_access(runner: &mut DemoRunner, case: &CaseId) -> Result<(), CliError> {
    runner.advance_clock(60, "one minute later")?;
    let list = ListAuthorizations::new().incident_id(case.clone());
    let waiting = runner.call("List the access requests: an engineer requests access.", list.clone()).await?;
    let grant = waiting.incident_auth_list.into_iter().find_map(|grant| grant.id);
    let request = ConfirmAuthorizations::new(require(grant, "id")?);
    runner.call("Grant access.", request).await?;
    runner.call("List again: access is granted for a day.", list).await?;
    Ok(())
}
