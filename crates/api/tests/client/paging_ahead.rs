//! Pages that are requested concurrently: the same elements in the same order as page by page.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use hwc_api::http::Response;
use hwc_api::transport::HttpRequest;
use hwc_api::transport::clock::ManualClock;
use hwc_api::wire::{Method, Operation, Pagination};
use hwc_api::{Body, Client, Clock, ErrorKind, Transport, TransportError};

use crate::common::{Case, ListFiles, ListOldCases, OSM, builder, clock, patiently};

hwc_api::wire::model! {
    /// A page of tickets.
    pub struct Page {
        /// Total number of tickets.
        total: opt_copy u64 = body("total");
        /// Tickets on this page.
        cases: vec Case = body("cases");
    }
}

hwc_api::wire::request! {
    /// Lists tickets by offset. The page size is required.
    pub struct ListMany() -> Page {
        /// The first element.
        offset: req_copy u32 = query("offset").range(0, i64::MAX).required();
        /// Tickets per page.
        limit: req_copy u32 = query("limit").range(1, 10).required();
    }
    operation: Operation::new(&OSM, "Tickets", "ListMany", Method::Get, "/v2/many").pagination(Pagination::Offset {
        offset: "offset",
        total: Some("total"),
        items: "cases",
        max: u64::MAX,
    });
}

hwc_api::wire::paginated! { ListMany: cases of Case }

hwc_api::wire::request! {
    /// Lists tickets by page number.
    pub struct ListNumbered() -> Page {
        /// The number of the page.
        page: opt_copy u64 = query("offset");
    }
    operation: Operation::new(&OSM, "Tickets", "ListNumbered", Method::Get, "/v2/numbered").pagination(Pagination::Page {
        page: "offset",
        first: 1,
        total: Some("total"),
        items: "cases",
        max: 1000,
    });
}

hwc_api::wire::paginated! { ListNumbered: cases of Case }

/// A service whose responses take a second each.
#[derive(Clone)]
struct Service {
    clock: ManualClock,
    answer: fn(u64) -> (u16, String),
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    asked: Vec<u64>,
    queries: Vec<String>,
    running: usize,
    most: usize,
}

impl Service {
    fn new(answer: fn(u64) -> (u16, String)) -> Self {
        Self { clock: clock(), answer, state: Arc::default() }
    }

    fn client(&self) -> Client {
        builder().clock(Arc::new(self.clock.clone())).transport(self.transport()).build().unwrap()
    }

    fn transport(&self) -> impl Transport + 'static {
        let service = self.clone();
        move |request: HttpRequest| {
            let service = service.clone();
            async move {
                let query = request.uri().query().unwrap_or_default();
                let offset = query.split('&').find_map(|pair| pair.strip_prefix("offset=")).unwrap_or("0");
                let offset = offset.parse().unwrap();
                service.begin(offset, query);
                service.clock.sleep(Duration::from_secs(1)).await;
                service.state.lock().unwrap().running -= 1;
                let (status, body) = (service.answer)(offset);
                let answer = Response::builder().status(status).header("content-type", "application/json");
                Ok::<_, TransportError>(answer.body(Body::from(body)).unwrap())
            }
        }
    }

    fn begin(&self, offset: u64, query: &str) {
        let mut state = self.state.lock().unwrap();
        state.queries.push(query.to_owned());
        state.asked.push(offset);
        state.running += 1;
        state.most = state.most.max(state.running);
    }

    fn asked(&self) -> Vec<u64> {
        self.state.lock().unwrap().asked.clone()
    }

    fn most(&self) -> usize {
        self.state.lock().unwrap().most
    }
}

/// Returns the elements from `start` on, up to `size` of `total`.
fn page(start: u64, size: u64, total: u64) -> (u16, String) {
    let cases: Vec<String> = (start..total.min(start + size)).map(|id| format!(r#"{{"id": "{id}"}}"#)).collect();
    (200, format!(r#"{{"total": {total}, "count": {total}, "cases": [{}]}}"#, cases.join(",")))
}

fn ids(cases: &[Case]) -> Vec<u64> {
    cases.iter().map(|case| case.id.parse().unwrap()).collect()
}

#[tokio::test]
async fn pages_by_offset_are_requested_ahead_up_to_the_total() {
    let service = Service::new(|offset| page(offset, 10, 65));
    let items = service.client().items(ListMany::new()).concurrent(3);
    let cases = patiently(&service.clock, items.try_collect()).await.unwrap();
    assert_eq!(ids(&cases), (0..65).collect::<Vec<_>>());
    assert_eq!(service.asked(), [0, 10, 20, 30, 40, 50, 60], "no page is requested twice or in vain");
    assert_eq!(service.most(), 3);
    assert_eq!(service.clock.monotonic(), Duration::from_secs(3), "one page, and two times three");
}

#[tokio::test]
async fn a_short_page_discards_the_pages_ahead() {
    // Each page has seven elements, except for the second, which has four.
    let service = Service::new(|offset| page(offset, if offset == 7 { 4 } else { 7 }, 40));
    let items = service.client().items(ListMany::new()).concurrent(4);
    let cases = patiently(&service.clock, items.try_collect()).await.unwrap();
    assert_eq!(ids(&cases), (0..40).collect::<Vec<_>>());
    let plain = Service::new(service.answer);
    let items = plain.client().items(ListMany::new());
    assert_eq!(patiently(&plain.clock, items.try_collect()).await.unwrap(), cases);
    assert_eq!(plain.most(), 1);
}

#[tokio::test]
async fn pages_by_number_are_requested_ahead() {
    let service = Service::new(|number| page((number.max(1) - 1) * 10, 10, 45));
    let pages = service.client().pages(ListNumbered::new()).concurrent(10);
    let pages = patiently(&service.clock, pages.try_collect()).await.unwrap();
    assert_eq!(pages.iter().flat_map(|page| ids(&page.cases)).collect::<Vec<_>>(), (0..45).collect::<Vec<_>>());
    assert_eq!((service.asked(), service.most()), (vec![0, 2, 3, 4, 5], 4));
}

#[tokio::test]
async fn a_failure_ahead_is_reported_only_if_it_lasts() {
    let service = Service::new(|offset| if offset == 20 { (404, "{}".to_owned()) } else { page(offset, 10, 50) });
    let mut pages = service.client().pages(ListMany::new()).concurrent(5);
    for start in [0, 10] {
        let next = patiently(&service.clock, pages.try_next()).await.unwrap().unwrap();
        assert_eq!(ids(&next.cases)[0], start);
    }
    let error = patiently(&service.clock, pages.try_next()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Service);
    assert_eq!(service.asked(), [0, 10, 20, 30, 40, 20]);
    assert!(patiently(&service.clock, pages.try_next()).await.is_err());
    assert_eq!(service.asked().last(), Some(&20), "the same page is requested again");
}

#[tokio::test]
async fn other_lists_are_read_one_page_after_the_other() {
    let service = Service::new(|offset| page(offset, 1, 3));
    let items = service.client().items(ListOldCases::new()).concurrent(8);
    assert_eq!(patiently(&service.clock, items.try_collect()).await.unwrap().len(), 3);
    assert_eq!(service.most(), 1, "without a total");
    let service = Service::new(|_| (200, r#"{"data": {"files": ["a"]}}"#.to_owned()));
    let items = service.client().items(ListFiles::new("s")).concurrent(8);
    assert_eq!(patiently(&service.clock, items.try_collect()).await.unwrap().len(), 1);
    assert_eq!(service.most(), 1, "by cursor");
}

#[tokio::test]
async fn a_list_chooses_the_largest_page_if_one_is_required() {
    let service = Service::new(|offset| page(offset, 5, 5));
    let mut pages = service.client().pages(ListMany::new());
    assert!(patiently(&service.clock, pages.try_next()).await.is_ok());
    assert_eq!(service.state.lock().unwrap().queries, ["offset=0&limit=10"]);
    let error = service.client().send(ListMany::new()).await.unwrap_err();
    assert_eq!(error.to_string(), "osm.ListMany: invalid request: limit is 0, not 1 to 10");
    let mut pages = service.client().pages(ListMany::new().limit(11));
    let error = pages.try_next().await.unwrap_err();
    assert_eq!(error.to_string(), "osm.ListMany: invalid request: limit is 11, not 1 to 10");
}
