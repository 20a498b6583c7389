//! Agreements: their texts and signatures. The newest agreement of a type is the one with the highest version.

use hwc_models::osm::{
    Agreement, AgreementType, ShowLatestPublishedAgreement, ShowLatestPublishedAgreementResponse,
    ShowSignedLatestPublishedAgreement, ShowSignedLatestPublishedAgreementResponse, SignPublishedAgreement,
    SignPublishedAgreementResponse,
};

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::registry::Registry;
use crate::services::osm::{business, localized, rejected};

pub(super) fn register(registry: &mut Registry) {
    registry.register(show).register(is_signed).register(sign);
}

/// An agreement, with its texts in Chinese and English.
struct AgreementText {
    id: &'static str,
    kind: AgreementType,
    version: u32,
    name: (&'static str, &'static str),
    content: (&'static str, &'static str),
}

/// The agreements by type, oldest first. 123 and 124 are the IDs that the reference has for these types.
const AGREEMENTS: &[AgreementText] = &[
    AgreementText {
        id: "122",
        kind: AgreementType::CaseCreation,
        version: 1,
        name: ("新建工单", "Opening tickets"),
        content: ("工程师可以查看工单内容。", "Engineers may read what is in the ticket."),
    },
    AgreementText {
        id: "123",
        kind: AgreementType::CaseCreation,
        version: 2,
        name: ("新建工单", "Opening tickets"),
        content: (
            "工程师可以查看工单内容。请勿在工单中填写密码。",
            "Engineers may read what is in the ticket. Write no passwords into it.",
        ),
    },
    AgreementText {
        id: "125",
        kind: AgreementType::VendorCaseCreation,
        version: 1,
        name: ("新建伙伴工单", "Opening tickets with a vendor"),
        content: ("伙伴可以查看工单内容。", "The vendor may read what is in the ticket."),
    },
    AgreementText {
        id: "124",
        kind: AgreementType::Authorization,
        version: 3,
        name: ("授权", "Granting access"),
        content: ("工程师可以在授权期限内登录。", "Engineers may sign in until the access ends."),
    },
];

/// Returns the newest agreement of a type. Default: the type of opening tickets.
fn latest(kind: Option<&AgreementType>) -> Result<&'static AgreementText, ApiError> {
    let kind = kind.unwrap_or(&AgreementType::CaseCreation);
    let newest = AGREEMENTS
        .iter()
        .filter(|agreement_text| agreement_text.kind == *kind)
        .max_by_key(|agreement_text| agreement_text.version);
    newest.ok_or_else(|| business("OSM.01010031", "No agreement of this type was found."))
}

pub(crate) fn show(
    cx: &mut Context<'_>,
    request: &ShowLatestPublishedAgreement,
) -> Result<ShowLatestPublishedAgreementResponse, ApiError> {
    let agreement_text = latest(request.agreement_type.as_ref())?;
    let text = |both: (&'static str, &'static str)| Some(localized::text(cx, both.0, both.1).to_owned());
    let mut agreement = Agreement::default();
    agreement.id = Some(agreement_text.id.into());
    agreement.agreement_name = text(agreement_text.name);
    agreement.agreement_type = Some(agreement_text.kind.clone());
    agreement.agreement_type_name = text(agreement_text.name);
    agreement.content = text(agreement_text.content);
    agreement.version = Some(agreement_text.version.to_string());
    let mut response = ShowLatestPublishedAgreementResponse::default();
    response.case_agreement = Some(agreement);
    Ok(response)
}

pub(crate) fn is_signed(
    cx: &mut Context<'_>,
    request: &ShowSignedLatestPublishedAgreement,
) -> Result<ShowSignedLatestPublishedAgreementResponse, ApiError> {
    let agreement_text = latest(request.agreement_type.as_ref())?;
    let signed = "SELECT EXISTS (SELECT 1 FROM agreement_signatures WHERE customer = ?1 AND agreement = ?2)";
    let signed = cx.db.prepare_cached(signed)?.query_row((cx.customer(), agreement_text.id), |row| row.get(0))?;
    let mut response = ShowSignedLatestPublishedAgreementResponse::default();
    response.is_signed_latest = Some(signed);
    Ok(response)
}

/// Signs an agreement. Each signature is a record of its own, even a second one.
pub(crate) fn sign(
    cx: &mut Context<'_>,
    request: &SignPublishedAgreement,
) -> Result<SignPublishedAgreementResponse, ApiError> {
    let record = add_signature(cx, request.id.as_str(), request.relation_id.as_deref(), cx.now)?;
    let mut response = SignPublishedAgreementResponse::default();
    response.agreement_signed_record_id = u32::try_from(record).ok();
    Ok(response)
}

/// Signs for the caller's customer as of `at`, and returns the number of the record.
pub(crate) fn add_signature(cx: &Context<'_>, id: &str, relation: Option<&str>, at: i64) -> Result<i64, ApiError> {
    if !AGREEMENTS.iter().any(|agreement_text| agreement_text.id == id) {
        return Err(rejected("Agreement not found."));
    }
    cx.db.execute(
        "INSERT INTO agreement_signatures (customer, agreement, relation, user_id, signed_at) VALUES (?1, ?2, ?3, ?4, ?5)",
        (cx.customer(), id, relation, &cx.caller.id, at),
    )?;
    Ok(cx.db.last_insert_rowid())
}
