//! Tickets.

use hwc_api::osm::{CaseDetail, CaseExtraInfo, CaseInfo, CaseRating, CaseRelation, Label};
use hwc_api::tickets::{OpenedTicket, TicketRecord};
use schemars::JsonSchema;
use serde::Serialize;

use super::{AccessGrant, Converter, Message, UploadedAttachment, state, text};

/// A ticket. A member is `null` if the service returned no value, or if the command does not read it.
#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
pub(crate) struct Ticket {
    /// The ID of the ticket.
    pub(crate) id: Option<String>,
    /// The state, as in `in-progress`.
    pub(crate) status: Option<String>,
    /// The code of the state.
    pub(crate) status_code: Option<i64>,
    /// The time when the ticket was opened.
    #[schemars(extend("format" = "date-time"))]
    pub(crate) opened_at: Option<String>,
    /// The time when the customer confirmed the result.
    #[schemars(extend("format" = "date-time"))]
    pub(crate) confirmed_at: Option<String>,
    /// The name of the product.
    pub(crate) product: Option<String>,
    /// The name of the problem type.
    pub(crate) problem: Option<String>,
    /// The name of the ticket type.
    pub(crate) kind: Option<String>,
    /// The name of the region or data center.
    pub(crate) region: Option<String>,
    /// The name of the severity.
    pub(crate) severity: Option<String>,
    /// The description of the problem.
    pub(crate) description: Option<String>,
    /// The cause of the problem.
    pub(crate) root_cause: Option<String>,
    /// The solution of the problem.
    pub(crate) resolution: Option<String>,
    /// The source of the ticket.
    pub(crate) source: Option<String>,
    /// The name of the user who opened the ticket.
    pub(crate) user: Option<String>,
    /// The ID of that user.
    pub(crate) user_id: Option<String>,
    /// The ID of the customer's main account.
    pub(crate) customer_id: Option<String>,
    /// The party that handles the ticket, as in `huawei-cloud`.
    pub(crate) handler: Option<String>,
    /// The code of that party.
    pub(crate) handler_code: Option<i64>,
    /// The contact data of the customer.
    pub(crate) contact: Option<Contact>,
    /// The customer's comment on the work.
    pub(crate) comment: Option<String>,
    /// The customer's rating of each aspect of the work.
    pub(crate) ratings: Option<Vec<Rating>>,
    /// The names of the labels.
    pub(crate) labels: Option<Vec<String>>,
    /// The linked tickets.
    pub(crate) links: Option<Vec<LinkedTicket>>,
    /// The access requests and grants of engineers.
    pub(crate) access: Option<Vec<AccessGrant>>,
    /// The messages.
    pub(crate) messages: Option<Vec<Message>>,
    /// The seconds since the ticket was opened, with `--sla`.
    pub(crate) age_seconds: Option<i64>,
    /// The seconds until the first message of an engineer, with `--sla`.
    pub(crate) first_response_seconds: Option<i64>,
    /// The profile, if the tickets of several ones are listed.
    pub(crate) profile: Option<String>,
}

/// The contact data of a customer.
#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
pub(crate) struct Contact {
    /// The mail address.
    pub(crate) mail: Option<String>,
    /// The mail addresses that get copies.
    pub(crate) cc: Option<String>,
    /// The country code of the phone number.
    pub(crate) phone_code: Option<String>,
    /// The phone number.
    pub(crate) phone: Option<String>,
    /// The hours for contact.
    pub(crate) hours: Option<String>,
}

/// The rating of an aspect.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(crate) struct Rating {
    /// The ID of the aspect.
    pub(crate) id: Option<String>,
    /// The name of the aspect.
    pub(crate) aspect: Option<String>,
    /// The rating.
    pub(crate) value: Option<u32>,
}

/// A linked ticket.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(crate) struct LinkedTicket {
    /// The ID of the ticket.
    pub(crate) id: Option<String>,
    /// Its description.
    pub(crate) description: Option<String>,
    /// The name of the user who opened it.
    pub(crate) user: Option<String>,
}

/// A ticket that was opened, with its attachments.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(crate) struct Opened {
    /// The ticket.
    #[serde(flatten)]
    pub(crate) ticket: Ticket,
    /// The uploaded attachments.
    pub(crate) uploaded: Vec<UploadedAttachment>,
}

impl Converter {
    /// Converts a ticket of a list.
    pub(crate) fn listed(self, case: &CaseInfo) -> Ticket {
        let (status, status_code) = state(case.status);
        let labels = case.label_list.iter().filter_map(|label| label.name.clone());
        Ticket {
            id: text(case.incident_id.as_ref()),
            status,
            status_code,
            opened_at: self.time(case.create_time.as_ref()),
            confirmed_at: self.time(case.confirmed_time.as_ref()),
            product: case.product_category_name.clone(),
            problem: case.business_type_name.clone(),
            kind: case.incident_type_name.clone(),
            region: case.dc_name.clone(),
            description: case.simple_description.clone(),
            root_cause: case.root_cause.clone(),
            resolution: case.resolution.clone(),
            user: case.xcustomer_name.clone(),
            user_id: text(case.xcustomer_id.as_ref()),
            customer_id: text(case.customer_id.as_ref()),
            labels: Some(labels.collect()),
            ..Ticket::default()
        }
    }

    /// Converts the details of a ticket.
    pub(crate) fn detailed(self, detail: &CaseDetail) -> Ticket {
        self.with_detail(Ticket::default(), detail)
    }

    /// Converts an exported ticket.
    pub(crate) fn exported(self, record: &TicketRecord) -> Ticket {
        let ticket = self.listed(&record.case);
        match &record.detail {
            Some(detail) => self.with_detail(ticket, detail),
            None => ticket,
        }
    }

    /// Adds the details of a ticket. They take precedence over the values of the list.
    fn with_detail(self, ticket: Ticket, detail: &CaseDetail) -> Ticket {
        let (status, status_code) = state(detail.status);
        let (handler, handler_code) = state(detail.business_ownership);
        Ticket {
            id: text(detail.incident_id.as_ref()).or(ticket.id),
            status: status.or(ticket.status),
            status_code: status_code.or(ticket.status_code),
            opened_at: self.time(detail.create_time.as_ref()).or(ticket.opened_at),
            problem: detail.business_type_name.clone().or(ticket.problem),
            kind: detail.incident_type_name.clone().or(ticket.kind),
            region: detail.dc_name.clone().or(ticket.region),
            severity: detail.severity_name.clone(),
            description: detail.simple_description.clone().or(ticket.description),
            source: detail.source_name.clone(),
            user: detail.xcustomer_name.clone().or(ticket.user),
            user_id: text(detail.xcustomer_id.as_ref()).or(ticket.user_id),
            customer_id: text(detail.customer_id.as_ref()).or(ticket.customer_id),
            handler,
            handler_code,
            contact: detail.ext_info.as_ref().map(contact),
            comment: detail.judgement.clone(),
            ratings: Some(detail.incident_satisfaction.iter().map(rating).collect()),
            messages: Some(detail.message_list.iter().map(|message| self.message(message)).collect()),
            ..ticket
        }
    }

    /// Converts a ticket that was opened.
    pub(crate) fn opened(self, opened: &OpenedTicket) -> Opened {
        let product = opened.product.as_ref();
        let ticket = Ticket {
            id: Some(opened.case_id.to_string()),
            product: product.and_then(|product| product.incident_product_category_name.clone()),
            problem: opened.problem.as_ref().and_then(|problem| problem.business_type_name.clone()),
            region: opened.region.as_ref().and_then(|region| region.region_name.clone()),
            severity: opened.severity.as_ref().and_then(|severity| severity.severity_name.clone()),
            ..Ticket::default()
        };
        Opened { ticket, uploaded: opened.uploaded.iter().map(UploadedAttachment::from).collect() }
    }
}

fn contact(info: &CaseExtraInfo) -> Contact {
    Contact {
        mail: info.remind_mail.clone(),
        cc: info.cc_email.clone(),
        phone_code: info.area_code.clone(),
        phone: info.remind_mobile.clone(),
        hours: info.remind_time.clone(),
    }
}

fn rating(rating: &CaseRating) -> Rating {
    Rating {
        id: text(rating.satisfaction_id),
        aspect: rating.satisfaction_name.clone(),
        value: rating.satisfaction_value,
    }
}

impl From<&CaseRelation> for LinkedTicket {
    fn from(relation: &CaseRelation) -> Self {
        Self {
            id: text(relation.case_id.as_ref()),
            description: relation.simple_description.clone(),
            user: relation.user_name.clone(),
        }
    }
}

/// Returns the names of labels.
pub(in crate::commands::ticket) fn label_names(labels: &[Label]) -> Vec<String> {
    labels.iter().filter_map(|label| label.name.clone()).collect()
}
