//! Opens a ticket: resolve names, validate, upload files, create the ticket.

mod choices;
mod contact;
mod new_ticket;

use hwc_models::osm::{AccessoryPurpose, CaseId, CaseRegion, CreateCases, ProblemType, ProductCategory, Severity};
use hwc_wire::{FilePart, Request, Violation};

pub use new_ticket::NewTicket;

use super::attach::{
    UploadOptions, UploadedFile, Uploads, definitely_not_applied, delete_uploads, file_violations, upload,
};
use super::ticket_call::TicketCall;
use super::{Tickets, require_valid};
use crate::error::Error;
use choices::{NAME, ResolvedNames, choices};

/// An opened ticket.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct OpenedTicket {
    /// The ID of the new ticket.
    pub case_id: CaseId,
    /// The product resolved from its name.
    pub product: Option<ProductCategory>,
    /// The type of the problem.
    pub problem: Option<ProblemType>,
    /// The severity.
    pub severity: Option<Severity>,
    /// The region.
    pub region: Option<CaseRegion>,
    /// The files that were uploaded and attached.
    pub uploaded: Vec<UploadedFile>,
}

impl Tickets {
    /// Opens a ticket.
    ///
    /// The lists for its names are read first, then the limits of attachments. All problems are reported in one error before
    /// anything is sent, with the valid names. Then, its files are uploaded, and the ticket is opened with them.
    ///
    /// ```
    /// # async fn example(client: &hwc_api::Client) -> Result<(), hwc_api::Error> {
    /// use hwc_api::tickets::NewTicket;
    /// use hwc_api::FilePart;
    ///
    /// let ticket = NewTicket::new("The server does not start: its disk is full.")
    ///     .product("Elastic Cloud Server")
    ///     .problem("Fault")
    ///     .region("cn-north-4")
    ///     .contact_email("ada@example.com")
    ///     .files([FilePart::path("console.log")]);
    /// let opened = client.tickets().language("en-us").open(ticket).await?;
    /// println!("{} is about {:?}", opened.case_id, opened.problem);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// Returns [`ErrorKind::InvalidRequest`](crate::ErrorKind::InvalidRequest) if a name is unknown or ambiguous, a file is
    /// not accepted, or a constraint is violated. If a file cannot be uploaded, its error is returned, since the ticket
    /// might be incomprehensible without it. Files uploaded for a ticket that was definitely not opened are deleted.
    pub fn open(&self, ticket: NewTicket) -> TicketCall<OpenedTicket> {
        TicketCall::new(self, NAME, |tickets| open(tickets, ticket))
    }

    /// Returns the constraints that a request violates, except for names that were already resolved. Contacts are validated
    /// more strictly than by their documented lengths.
    fn request_violations(&self, request: &CreateCases) -> Vec<Violation> {
        if !self.validates_requests() {
            return Vec::new();
        }
        let mut found = self.violations_of(request);
        found.retain(|violation| violation.path != "business_type_id");
        found.extend(contact::violations(request));
        found
    }

    /// Uploads all files. If one fails, the others are deleted.
    async fn upload_all(&self, files: Vec<FilePart>, uploads: &UploadOptions) -> Result<Vec<UploadedFile>, Error> {
        let Uploads { uploaded, failed } = upload(self, files, &AccessoryPurpose::NewCase, uploads).await;
        match failed.into_iter().next() {
            None => Ok(uploaded),
            Some((_, error)) => {
                delete_uploads(self, &uploaded).await;
                Err(error)
            }
        }
    }
}

async fn open(tickets: Tickets, ticket: NewTicket) -> Result<OpenedTicket, Error> {
    let mut choices = choices(&tickets, &ticket).await?;
    let mut violations = std::mem::take(&mut choices.violations);
    let NewTicket { request, mut files, directories, uploads, .. } = ticket;
    violations.extend(directories.list_files(&mut files));
    let mut request = with_choices(request, &choices);
    violations.extend(tickets.request_violations(&request));
    let existing = request.accessory_ids.as_ref().map_or(0, Vec::len);
    violations.extend(file_violations(&tickets, &files, existing).await?);
    require_valid(NAME, violations)?;
    let uploaded = tickets.upload_all(files, &uploads).await?;
    if !uploaded.is_empty() {
        let ids = uploaded.iter().map(|uploaded| uploaded.accessory_id.clone());
        request.accessory_ids.get_or_insert_default().extend(ids);
    }
    let case_id = match tickets.call(request).await {
        Ok(response) => {
            response.incident_id.ok_or_else(|| Error::missing_field(CreateCases::OPERATION, "incident_id"))?
        }
        Err(error) => {
            if definitely_not_applied(&error) {
                delete_uploads(&tickets, &uploaded).await;
            }
            return Err(error);
        }
    };
    let ResolvedNames { product, problem, severity, region, .. } = choices;
    Ok(OpenedTicket { case_id, product, problem, severity, region, uploaded })
}

/// Sets the resolved IDs in the request.
fn with_choices(mut request: CreateCases, choices: &ResolvedNames) -> CreateCases {
    if let Some(id) = choices.product.as_ref().and_then(|product| product.incident_product_category_id.clone()) {
        request.product_category_id = Some(id);
    }
    if let Some(id) = choices.problem.as_ref().and_then(|problem| problem.business_type_id.clone()) {
        request.business_type_id = id;
    }
    if let Some(id) = choices.severity.as_ref().and_then(|severity| severity.severity_id.clone()) {
        request.severity_id = Some(id);
    }
    if let Some(id) = choices.region.as_ref().and_then(|region| region.region_id.clone()) {
        request.region_id = Some(id);
    }
    request
}
