//! The Service Tickets chapter: a ticket with an attachment, links to other tickets, and access for an engineer.

use hwc_api::osm::{
    AccessoryPurpose, CaseId, ConfirmAuthorizations, CreateCases, CreateRelations, ListAccessoryAccessUrls,
    ListAuthorizations, ListCases, ListRelation, ShowCaseDetail, UploadJsonAccessories,
};

use super::stage::{Stage, given};
use crate::failure::Failure;

/// The only value that the reference documents for the source of a ticket.
const SOURCE: &str = "83aeb0f2834c4df49826c781d32a963e";

/// `kernel: disk vda: I/O error` with a line break, in Base64.
const LOG: &str = "a2VybmVsOiBkaXNrIHZkYTogSS9PIGVycm9yCg==";

/// Runs the chapter.
pub(super) async fn tell(stage: &mut Stage) -> Result<(), Failure> {
    stage.chapter("Service Tickets")?;
    let others = stage.call("The tickets that there are.", ListCases::new().limit(3_u32)).await?;
    let others = others.incident_info_list.into_iter().filter_map(|case| case.incident_id).collect();
    let case = open(stage).await?;
    link_to_others(stage, &case, others).await?;
    grant_access(stage, &case).await
}

async fn open(stage: &mut Stage) -> Result<CaseId, Failure> {
    let log = UploadJsonAccessories::new(LOG).accessory_name("console.log").accessory_from(AccessoryPurpose::NewCase);
    let log = stage.call("Upload the server's log.", log).await?;
    let log = given(log.accessory_id, "accessory_id")?;

    let request = CreateCases::new("Fault", "The server lost its disk.", SOURCE);
    let request = request.region_id("cn-north-4").accessory_ids([log.clone()]);
    let case = stage.call("Open a ticket, with the log attached.", request).await?;
    let case = given(case.incident_id, "incident_id")?;

    stage.call("Look at it.", ShowCaseDetail::new(case.clone())).await?;
    let links = stage.call("Ask for a link to the log.", ListAccessoryAccessUrls::new([log])).await?;
    let link = links.accessory_urls.into_iter().find_map(|url| url.accessory_url);
    stage.link("Whoever has the link can read the log.", &given(link, "accessory_url")?).await?;
    Ok(case)
}

async fn link_to_others(stage: &mut Stage, case: &CaseId, others: Vec<CaseId>) -> Result<(), Failure> {
    stage.call("Link the ticket to three others.", CreateRelations::new(case.clone(), others)).await?;
    let another = CreateCases::new("Fault", "The backup of the server failed.", SOURCE).region_id("cn-north-4");
    let another = stage.call("Open another one.", another).await?;
    let fourth = given(another.incident_id, "incident_id")?;
    stage.refused("A fourth link is one too many.", CreateRelations::new(case.clone(), [fourth])).await?;
    stage.call("The three links are as they were.", ListRelation::new(case.clone())).await?;
    Ok(())
}

async fn grant_access(stage: &mut Stage, case: &CaseId) -> Result<(), Failure> {
    stage.pass(60, "a minute later")?;
    let asked = ListAuthorizations::new().incident_id(case.clone());
    let waiting = stage.call("An engineer has asked for access.", asked.clone()).await?;
    let grant = waiting.incident_auth_list.into_iter().find_map(|grant| grant.id);
    let request = ConfirmAuthorizations::new(given(grant, "id")?);
    stage.call("Grant it.", request).await?;
    stage.call("Now it is granted, for a day.", asked).await?;
    Ok(())
}
