//! From method and path to an operation. Where several patterns fit a path, the one with the leftmost fixed segment counts:
//! `/koodrive/ose/v1/jobs` is not the job called `jobs`.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use hwc_models::CATALOG;
use hwc_wire::Service;
use hwc_wire::catalog::Entry;

/// All operations by their paths.
pub(crate) struct Router {
    /// By the number of segments; the most fixed patterns first.
    routes: BTreeMap<usize, Vec<Route>>,
    /// The hosts of the services.
    hosts: Vec<(&'static str, &'static Service)>,
}

struct Route {
    segments: Vec<Segment>,
    entry: &'static Entry,
}

#[derive(Clone, Copy, PartialEq)]
enum Segment {
    Fixed(&'static str),
    Parameter(&'static str),
}

/// What a request line leads to.
pub(crate) enum Found<'a> {
    /// An operation, with the path parameters as they stand in the request line.
    Operation(&'static Entry, Vec<(&'static str, &'a str)>),
    /// There is such a path, but not with this method.
    OtherMethod,
    /// There is no such path.
    Nothing,
}

impl Router {
    pub(crate) fn new() -> Self {
        let mut all: Vec<Route> = CATALOG.entries().map(Route::new).collect();
        all.sort_by_key(|route| Reverse(route.fixed()));
        let mut routes: BTreeMap<usize, Vec<Route>> = BTreeMap::new();
        for route in all {
            routes.entry(route.segments.len()).or_default().push(route);
        }
        Self { routes, hosts: CATALOG.services().flat_map(hosts).collect() }
    }

    /// Finds the operation. The host counts only when it is that of a service.
    pub(crate) fn find<'a>(&self, host: &str, method: &str, path: &'a str) -> Found<'a> {
        let segments: Vec<&str> = segments(path).collect();
        let service = self.service(host);
        let as_long = self.routes.get(&segments.len()).map_or(&[][..], Vec::as_slice);
        let mut fitting = as_long.iter().filter(|route| route.fits(service, &segments)).peekable();
        let Some(first) = fitting.peek().map(|route| route.fixed()) else {
            return Found::Nothing;
        };
        let mut alike = fitting.take_while(|route| route.fixed() == first);
        match alike.find(|route| route.entry.operation.method.as_str() == method) {
            Some(route) => Found::Operation(route.entry, route.parameters(&segments)),
            None => Found::OtherMethod,
        }
    }

    fn service(&self, host: &str) -> Option<&'static Service> {
        self.hosts.iter().find(|(known, _)| *known == host).map(|(_, service)| *service)
    }
}

/// The pieces of a path. One slash at the end counts for nothing: the reference itself writes one path with and without.
fn segments(path: &str) -> impl Iterator<Item = &str> {
    path.strip_suffix('/').unwrap_or(path).split('/').skip(1)
}

/// The names of the hosts where a service can be reached.
fn hosts(service: &'static Service) -> impl Iterator<Item = (&'static str, &'static Service)> {
    let names = service.regions.iter().filter_map(|region| region.endpoint.split_once("://"));
    names.map(move |(_, host)| (host, service))
}

impl Route {
    fn new(entry: &'static Entry) -> Self {
        let segments = segments(entry.operation.path).map(Segment::of).collect();
        Self { segments, entry }
    }

    /// Which segments are fixed; the greater, the further left the first fixed one.
    fn fixed(&self) -> Vec<bool> {
        self.segments.iter().map(|segment| matches!(segment, Segment::Fixed(_))).collect()
    }

    /// Whether it is of this service and leads to a path of as many segments.
    fn fits(&self, service: Option<&Service>, path: &[&str]) -> bool {
        let served = service.is_none_or(|service| service.id == self.entry.operation.service.id);
        served
            && self.segments.iter().zip(path).all(|(segment, text)| match segment {
                Segment::Fixed(fixed) => fixed == text,
                Segment::Parameter(_) => !text.is_empty(),
            })
    }

    fn parameters<'a>(&self, path: &[&'a str]) -> Vec<(&'static str, &'a str)> {
        let pairs = self.segments.iter().zip(path);
        pairs
            .filter_map(|(segment, text)| match segment {
                Segment::Parameter(name) => Some((*name, *text)),
                Segment::Fixed(_) => None,
            })
            .collect()
    }
}

impl Segment {
    fn of(text: &'static str) -> Self {
        match text.strip_prefix('{').and_then(|name| name.strip_suffix('}')) {
            Some(name) => Self::Parameter(name),
            None => Self::Fixed(text),
        }
    }
}
