//! Finds the operation of a method and a path. If several patterns match, the one with the leftmost fixed segment wins:
//! `/koodrive/ose/v1/jobs` is not the job called `jobs`.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use hwc_models::CATALOG;
use hwc_wire::Service;
use hwc_wire::catalog::OperationEntry;

/// All operations by path.
pub(crate) struct Router {
    /// Routes by number of segments, with the most fixed patterns first.
    routes: BTreeMap<usize, Vec<Route>>,
    /// The hosts of the services.
    hosts: Vec<(&'static str, &'static Service)>,
}

struct Route {
    segments: Vec<Segment>,
    /// A flag per segment, true if it is fixed. It sorts higher the further left its first fixed segment is.
    fixed: Vec<bool>,
    entry: &'static OperationEntry,
}

#[derive(Clone, Copy, PartialEq)]
enum Segment {
    Fixed(&'static str),
    Parameter(&'static str),
}

/// The result of a route lookup.
pub(crate) enum RouteMatch<'a> {
    /// An operation, with its path parameters as written in the request line.
    Operation(&'static OperationEntry, Vec<(&'static str, &'a str)>),
    /// The path exists, but not with this method.
    OtherMethod,
    /// The path does not exist.
    NotFound,
}

impl Router {
    pub(crate) fn new() -> Self {
        let mut all: Vec<Route> = CATALOG.entries().map(Route::new).collect();
        all.sort_by_cached_key(|route| Reverse(route.fixed.clone()));
        let mut routes: BTreeMap<usize, Vec<Route>> = BTreeMap::new();
        for route in all {
            routes.entry(route.segments.len()).or_default().push(route);
        }
        Self { routes, hosts: CATALOG.services().flat_map(hosts).collect() }
    }

    /// Finds the operation. The host only matters if it belongs to a service.
    pub(crate) fn find<'a>(&self, host: &str, method: &str, path: &'a str) -> RouteMatch<'a> {
        let segments: Vec<&str> = segments(path).collect();
        let service = self.service(host);
        let as_long = self.routes.get(&segments.len()).map_or(&[][..], Vec::as_slice);
        let mut fitting = as_long.iter().filter(|route| route.fits(service, &segments)).peekable();
        let Some(first) = fitting.peek().map(|route| &route.fixed) else {
            return RouteMatch::NotFound;
        };
        let mut alike = fitting.take_while(|route| route.fixed == *first);
        match alike.find(|route| route.entry.operation.method.as_str() == method) {
            Some(route) => RouteMatch::Operation(route.entry, route.parameters(&segments)),
            None => RouteMatch::OtherMethod,
        }
    }

    fn service(&self, host: &str) -> Option<&'static Service> {
        self.hosts.iter().find(|(known, _)| *known == host).map(|(_, service)| *service)
    }
}

/// Returns the segments of a path. One trailing slash is ignored, because the reference writes one path with and without it.
fn segments(path: &str) -> impl Iterator<Item = &str> {
    path.strip_suffix('/').unwrap_or(path).split('/').skip(1)
}

/// Returns the host names of a service.
fn hosts(service: &'static Service) -> impl Iterator<Item = (&'static str, &'static Service)> {
    let names = service.regions.iter().filter_map(|region| region.endpoint.split_once("://"));
    names.map(move |(_, host)| (host, service))
}

impl Route {
    fn new(entry: &'static OperationEntry) -> Self {
        let segments: Vec<Segment> = segments(entry.operation.path).map(Segment::parse).collect();
        let fixed = segments.iter().map(|segment| matches!(segment, Segment::Fixed(_))).collect();
        Self { segments, fixed, entry }
    }

    /// Returns true if the route belongs to the service and has as many segments as the path.
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
    fn parse(text: &'static str) -> Self {
        match text.strip_prefix('{').and_then(|name| name.strip_suffix('}')) {
            Some(name) => Self::Parameter(name),
            None => Self::Fixed(text),
        }
    }
}
