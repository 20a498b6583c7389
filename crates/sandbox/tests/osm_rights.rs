//! Agreements and privileges.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails here is a failed test")]

mod common;

use common::Bench;
use hwc_models::osm::{
    AgreementType, CreateCases, CreatePrivileges, ListCases, ListPrivileges, Privilege, PrivilegeAction,
    ShowCustomerPrivilegePolicy, ShowLatestPublishedAgreement, ShowSignedLatestPublishedAgreement,
    SignPublishedAgreement, YesNo,
};

async fn is_signed(bench: &Bench, kind: AgreementType) -> bool {
    let request = ShowSignedLatestPublishedAgreement::new().agreement_type(kind);
    bench.send(request).await.is_signed_latest.unwrap()
}

#[tokio::test]
async fn the_newest_agreement_of_a_type_is_shown() {
    let bench = Bench::empty();
    for (kind, id, version, name) in [
        (AgreementType::CaseCreation, "123", "2", "新建工单"),
        (AgreementType::VendorCaseCreation, "125", "1", "新建伙伴工单"),
        (AgreementType::Authorization, "124", "3", "授权"),
    ] {
        let request = ShowLatestPublishedAgreement::new().agreement_type(kind.clone());
        let agreement = bench.send(request).await.case_agreement.unwrap();
        assert_eq!((agreement.id.as_ref().unwrap().as_str(), agreement.version.as_deref()), (id, Some(version)));
        assert_eq!(agreement.agreement_type, Some(kind));
        assert_eq!(agreement.agreement_name.as_deref(), Some(name));
        assert_eq!(agreement.agreement_type_name.as_deref(), Some(name));
        assert!(!agreement.content.unwrap().is_empty());
    }
    let headers = [("X-Auth-Token", "token"), ("X-Language", "en-us")];
    let agreement = bench.send_with(ShowLatestPublishedAgreement::new(), &headers).await.case_agreement.unwrap();
    assert_eq!(agreement.agreement_type, Some(AgreementType::CaseCreation), "where no type is asked for");
    assert_eq!(agreement.agreement_name.as_deref(), Some("Opening tickets"));
    let request = ShowLatestPublishedAgreement::new().agreement_type(AgreementType::from("5"));
    assert_eq!(bench.refused(request).await, "200 OSM.01010031 No agreement of this type was found.");
}

#[tokio::test]
async fn signing_the_newest_agreement_signs_its_type() {
    let bench = Bench::empty();
    assert!(!is_signed(&bench, AgreementType::CaseCreation).await);
    let first = bench.send(SignPublishedAgreement::new("122")).await;
    assert_eq!(first.agreement_signed_record_id, Some(1));
    assert!(!is_signed(&bench, AgreementType::CaseCreation).await, "an older version was signed");
    let second = bench.send(SignPublishedAgreement::new("123").relation_id("case-123")).await;
    assert_eq!(second.agreement_signed_record_id, Some(2));
    assert!(is_signed(&bench, AgreementType::CaseCreation).await);
    assert_eq!(bench.send(ShowSignedLatestPublishedAgreement::new()).await.is_signed_latest, Some(true));
    assert!(!is_signed(&bench, AgreementType::VendorCaseCreation).await);
    assert!(!is_signed(&bench, AgreementType::Authorization).await);
    assert_eq!(bench.send(SignPublishedAgreement::new("123")).await.agreement_signed_record_id, Some(3));
    for unknown in ["0", "999", "x"] {
        let refused = bench.refused(SignPublishedAgreement::new(unknown)).await;
        assert_eq!(refused, "200 OSM.01010001 Agreement not found.");
    }
    let request = ShowSignedLatestPublishedAgreement::new().agreement_type(AgreementType::from("5"));
    assert_eq!(bench.refused(request).await, "200 OSM.01010031 No agreement of this type was found.");
    let demo = Bench::demo();
    assert!(is_signed(&demo, AgreementType::CaseCreation).await);
    assert!(!is_signed(&demo, AgreementType::Authorization).await);
}

fn act(action: PrivilegeAction, privilege: Privilege) -> CreatePrivileges {
    CreatePrivileges::new().operation(action).privilege(privilege)
}

async fn held(bench: &Bench) -> [YesNo; 3] {
    let ask = async |privilege| bench.send(ListPrivileges::new(privilege)).await.has_privilege.unwrap();
    [ask(Privilege::ExportCases).await, ask(Privilege::CreateCases).await, ask(Privilege::AgencyCases).await]
}

#[tokio::test]
async fn privileges_are_granted_and_withdrawn() {
    use YesNo::{No, Yes};
    let bench = Bench::empty();
    assert_eq!(held(&bench).await, [No, No, No]);
    for (action, privilege, expected) in [
        (PrivilegeAction::Grant, Privilege::ExportCases, [Yes, No, No]),
        (PrivilegeAction::Grant, Privilege::ExportCases, [Yes, No, No]),
        (PrivilegeAction::Grant, Privilege::AgencyCases, [Yes, No, Yes]),
        (PrivilegeAction::Withdraw, Privilege::ExportCases, [No, No, Yes]),
        (PrivilegeAction::Withdraw, Privilege::ExportCases, [No, No, Yes]),
        (PrivilegeAction::Grant, Privilege::CreateCases, [No, Yes, Yes]),
    ] {
        bench.send(act(action.clone(), privilege.clone())).await;
        assert_eq!(held(&bench).await, expected, "{action:?} {privilege:?}");
    }
    for (request, expected) in [
        (CreatePrivileges::new().operation(PrivilegeAction::Withdraw), "privilege is required."),
        (act(PrivilegeAction::from("borrow"), Privilege::CreateCases), "operation must be create or delete."),
        (act(PrivilegeAction::Grant, Privilege::from("fly")), "Privilege not found."),
    ] {
        assert_eq!(bench.refused(request).await, format!("200 OSM.01010001 {expected}"));
    }
    let unknown = "200 OSM.01010001 Privilege not found.";
    assert_eq!(bench.refused(ListPrivileges::new(Privilege::from("fly"))).await, unknown);
    assert_eq!(bench.refused(ShowCustomerPrivilegePolicy::new().privilege(Privilege::from("fly"))).await, unknown);
    assert_eq!(held(&bench).await, [No, Yes, Yes]);
}

#[tokio::test]
async fn where_opening_tickets_is_restricted_it_needs_the_privilege() {
    let restricted = async |bench: &Bench, privilege: Option<Privilege>| {
        let mut request = ShowCustomerPrivilegePolicy::new();
        request.privilege = privilege;
        bench.send(request).await.policy_switch.unwrap()
    };
    let bench = Bench::demo();
    assert!(restricted(&bench, None).await);
    assert!(restricted(&bench, Some(Privilege::CreateCases)).await);
    assert!(!restricted(&bench, Some(Privilege::ExportCases)).await);
    let open = || CreateCases::new("Fault", "x", "83aeb0f2834c4df49826c781d32a963e");
    bench.send(open()).await;
    let count = bench.send(ListCases::new()).await.total_count;
    bench.send(act(PrivilegeAction::Withdraw, Privilege::CreateCases)).await;
    let refused = "200 OSM.01010007 Users of this account need the privilege createCase to open tickets.";
    assert_eq!(bench.refused(open()).await, refused);
    assert_eq!(bench.send(ListCases::new()).await.total_count, count);
    bench.send(act(PrivilegeAction::Grant, Privilege::CreateCases)).await;
    bench.send(open()).await;

    let bench = Bench::empty();
    assert!(!restricted(&bench, None).await);
    bench.send(open()).await;
}
