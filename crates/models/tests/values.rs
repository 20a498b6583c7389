//! Tests of the generated enums, constants and error codes.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests may panic like tests")]

use hwc_models::wire::{Service, ServiceErrorCode};
use hwc_models::{CATALOG, iam, insight, koodrive, osm};

#[test]
fn groups_of_states_follow_from_the_spec() {
    use osm::CaseStatus::{AwaitingConfirmation, AwaitingCustomer, InProgress, Queued, Suspended};
    let open: Vec<_> = osm::CaseStatus::VARIANTS.iter().copied().filter(osm::CaseStatus::is_open).collect();
    assert_eq!(open, [Queued, InProgress, AwaitingConfirmation, Suspended, AwaitingCustomer]);
    let new = osm::CaseStatus::from(99);
    assert!(new.is_open() && !new.is_ended() && !new.is_waiting_for_customer(), "unknown states have not ended");
    assert!(koodrive::JobStatus::Canceled.is_ended() && !koodrive::JobStatus::from(99).is_ended());
    assert!(koodrive::SessionRole::from("2").is_administrator());
}

#[test]
fn known_values_of_ids_are_constants() {
    let request = osm::CreateCases::new("Fault", "The disk is slow.", osm::SourceId::API);
    assert_eq!(request.source_id, "83aeb0f2834c4df49826c781d32a963e");
}

#[test]
fn optional_values_are_passed_to_setters() {
    let (status, limit) = (Some(osm::CaseStatus::Queued), None);
    let request = osm::ListCases::new().maybe(status, osm::ListCases::status).maybe(limit, osm::ListCases::limit);
    assert_eq!(request, osm::ListCases::new().status(osm::CaseStatus::Queued));
}

/// Compares an enum of error codes with the rules of its service.
fn check<C: ServiceErrorCode + Meaning>(
    service: &'static Service,
    advice: fn(&C) -> Option<&'static str>,
    known: usize,
) {
    assert_eq!(C::SERVICE.id, service.id);
    let docs = CATALOG.service(service).unwrap();
    let mut found = 0;
    for (rule, doc) in service.errors.iter().zip(&docs.errors) {
        let code = C::from(rule.code);
        if rule.code.is_empty() || rule.code.ends_with('*') {
            assert_eq!(code.meaning(), None, "{}", rule.code);
            continue;
        }
        assert_eq!(code.meaning(), Some(doc.doc.as_str()), "{}", rule.code);
        assert_eq!(advice(&code), doc.advice.as_deref(), "{}", rule.code);
        found += 1;
    }
    assert_eq!(found, known, "{}: each code has one rule", service.id);
}

/// The meaning of a code.
trait Meaning {
    fn meaning(&self) -> Option<&'static str>;
}

macro_rules! meaning {
    ($($Code:ty)*) => {
        $(impl Meaning for $Code {
            fn meaning(&self) -> Option<&'static str> {
                <$Code>::meaning(self)
            }
        })*
    };
}

meaning! { iam::ErrorCode insight::ErrorCode koodrive::ErrorCode osm::ErrorCode }

#[test]
fn error_codes_have_the_meaning_and_the_advice_of_their_rules() {
    check(&iam::SERVICE, iam::ErrorCode::advice, iam::ErrorCode::VARIANTS.len());
    check(&insight::SERVICE, insight::ErrorCode::advice, insight::ErrorCode::VARIANTS.len());
    check(&koodrive::SERVICE, koodrive::ErrorCode::advice, koodrive::ErrorCode::VARIANTS.len());
    check(&osm::SERVICE, osm::ErrorCode::advice, osm::ErrorCode::VARIANTS.len());
}

#[test]
fn error_codes_are_open() {
    let code = osm::ErrorCode::from("OSM.99999999");
    assert_eq!((code.name(), code.code(), code.advice()), (None, "OSM.99999999", None));
    assert_eq!("TicketNotFound".parse(), Ok(osm::ErrorCode::TicketNotFound));
    assert_eq!(osm::ErrorCode::TicketNotFound.code(), "OSM.01010015");
}

#[test]
fn meanings_of_states_are_those_of_the_catalog() {
    let docs = CATALOG.type_doc(&osm::SERVICE, "CaseStatus").unwrap();
    for state in osm::CaseStatus::VARIANTS {
        assert_eq!(state.meaning(), docs.values.get(state.name().unwrap()).map(String::as_str));
    }
}
