//! Typed rules: decoded requests, encoded responses, order, counts and predicates.

use hwc_api::http::{Method, Response};
use hwc_api::insight::{CreateTickets, CreateTicketsResponse};
use hwc_api::koodrive::CountUser;
use hwc_api::mock::{Mock, MockError};
use hwc_api::osm::{
    CaseInfo, CreateMessages, DownloadAccessories, DownloadAccessoriesResponse, ListCases, ListCasesResponse,
    NewMessage, ShowCaseDetail,
};
use hwc_api::{ErrorKind, PresignedUrl, osm};

fn page(count: u64) -> ListCasesResponse {
    let mut page = ListCasesResponse::default();
    page.total_count = Some(count);
    page
}

#[tokio::test]
async fn a_rule_gets_the_decoded_request_and_its_response_is_encoded() {
    let mock = Mock::new()
        .on::<ListCases>(|request| {
            assert_eq!((request.limit, request.app_key.as_deref()), (Some(5), Some("disk full & more")));
            let mut case = CaseInfo::default();
            case.incident_id = Some("case-1".into());
            let mut page = page(1);
            page.incident_info_list.push(case);
            Ok(page)
        })
        .on::<ShowCaseDetail>(|request| {
            assert_eq!(request.case_id.as_str(), "case/1");
            Ok(Default::default())
        })
        .on::<CreateMessages>(|request| {
            assert_eq!(request.message.content.as_deref(), Some("hello"));
            Err(MockError::status(400).code("OSM.0001").message("too late").header("x-request-id", "r-9"))
        });
    let client = mock.client();
    let page = client.send(ListCases::new().limit(5_u32).app_key("disk full & more")).await.unwrap();
    assert_eq!(page.incident_info_list[0].incident_id, Some("case-1".into()));
    client.send(ShowCaseDetail::new("case/1")).await.unwrap();
    let message = NewMessage::default().content("hello");
    let error = client.send(CreateMessages::new("case-1", message)).await.unwrap_err();
    assert_eq!(error.service().map(|service| service.code.as_str()), Some("OSM.0001"));
    assert_eq!(error.request_id(), Some("r-9"));
    assert_eq!(mock.calls::<ShowCaseDetail>(), [ShowCaseDetail::new("case/1")]);
    assert_eq!(mock.requests().len(), 3);
    mock.verify();
}

#[tokio::test]
async fn the_first_rule_that_matches_and_has_calls_left_responds() {
    let mock = Mock::new()
        .on::<ListCases>(|_| Ok(page(1)))
        .times(1)
        .on::<ListCases>(|_| Ok(page(2)))
        .when(|request: &ListCases| request.limit == Some(7))
        .sequence::<ListCases>([Ok(page(3)), Ok(page(4))])
        .on::<ListCases>(|_| Ok(page(5)))
        .at_least(1);
    let client = mock.client();
    let mut counts = Vec::new();
    for limit in [1, 7, 1, 1, 7, 1_u32] {
        counts.push(client.send(ListCases::new().limit(limit)).await.unwrap().total_count.unwrap());
    }
    assert_eq!(counts, [1, 2, 3, 4, 2, 5]);
    let limits: Vec<Option<u32>> = mock.calls::<ListCases>().iter().map(|call| call.limit).collect();
    assert_eq!(limits, [1, 7, 1, 1, 7, 1].map(Some));
    mock.verify();
}

#[tokio::test]
async fn a_client_needs_no_credentials_and_no_project() {
    let mock = Mock::new()
        .on::<CreateTickets>(|_| {
            let mut response = CreateTicketsResponse::default();
            response.ticket = Some("t".into());
            Ok(response)
        })
        .on::<CountUser>(|_| Ok(Default::default()));
    let client = mock.client();
    let response = client.send(CreateTickets::new("embed", "user")).await.unwrap();
    assert_eq!(response.ticket.unwrap().expose(), "t");
    client.send(CountUser::new()).await.unwrap();
    assert_eq!(mock.requests().len(), 2, "no sign-in request and no lookup of a project");
    mock.verify();
}

#[tokio::test]
async fn a_file_is_a_response_too() {
    let mock = Mock::new().on::<DownloadAccessories>(|_| {
        let mut response = DownloadAccessoriesResponse::default();
        response.content = b"\x00\xff{\"error_code\":1}".to_vec().into();
        Ok(response)
    });
    let client = mock.client();
    let request = || DownloadAccessories::new("a-1");
    assert_eq!(client.download(request()).bytes().await.unwrap(), &b"\x00\xff{\"error_code\":1}"[..]);
    client.send(request()).await.unwrap();
}

#[tokio::test]
async fn raw_calls_and_presigned_urls_have_rules_for_http() {
    let mock = Mock::new()
        .on_http(|request| request.method() == Method::PUT, |request| Ok(Response::new(request.into_body().into())))
        .on_http(|request| request.uri().host() == Some("obs.example"), |_| Err(MockError::raw(403, "<Error/>")));
    let client = mock.client();
    let echo = client.raw_request(&osm::SERVICE, hwc_api::Method::Put, "/x").json(hwc_api::serde_json::json!({"a": 1}));
    assert_eq!(echo.await.unwrap().body["a"], 1);
    let url = PresignedUrl::from("https://obs.example/object?Signature=abcdefgh");
    let error = client.fetch_presigned(&url).bytes().await.unwrap_err();
    assert_eq!((error.kind(), error.body()), (ErrorKind::Service, Some("<Error/>")));
    mock.verify();
}
