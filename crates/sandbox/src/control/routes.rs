//! The routes of the control API.

use hwc_transport::http::{Method, StatusCode};

use super::actions::{clock, data, drive, engineer, faults, forks, info, overview, requests, snapshots};
use super::call::{Endpoint, WithBody, WithOptionalBody, WithoutBody};

/// A route, with what its document says.
pub(super) struct Route {
    pub(super) method: Method,
    /// The path, with the names of its parameters in braces.
    pub(super) path: &'static str,
    /// The ID of the operation in the OpenAPI document.
    pub(super) id: &'static str,
    pub(super) summary: &'static str,
    /// The status of a successful response.
    pub(super) status: StatusCode,
    /// The parameters of the query: name, type and description.
    pub(super) query: &'static [(&'static str, &'static str, &'static str)],
    /// True if the action waits for a new entry of the log first, as the query says.
    pub(super) waits: bool,
    pub(super) endpoint: &'static dyn Endpoint,
}

impl Route {
    const fn new(
        method: Method,
        path: &'static str,
        (id, summary): (&'static str, &'static str),
        endpoint: &'static dyn Endpoint,
    ) -> Self {
        Self { method, path, id, summary, status: StatusCode::OK, query: &[], waits: false, endpoint }
    }

    const fn creates(mut self) -> Self {
        self.status = StatusCode::CREATED;
        self
    }

    const fn waits(mut self, query: &'static [(&'static str, &'static str, &'static str)]) -> Self {
        self.waits = true;
        self.query = query;
        self
    }

    /// Returns the parameters if the path matches.
    fn parameters<'p>(&self, path: &'p str) -> Option<Vec<(&'static str, &'p str)>> {
        if self.path.split('/').count() != path.split('/').count() {
            return None;
        }
        let mut parameters = Vec::new();
        for (expected, segment) in self.path.split('/').zip(path.split('/')) {
            match expected.strip_prefix('{').and_then(|name| name.strip_suffix('}')) {
                Some(name) if !segment.is_empty() => parameters.push((name, segment)),
                None if expected == segment => {}
                _ => return None,
            }
        }
        Some(parameters)
    }
}

/// All routes, in the order of the document.
pub(super) static ROUTES: &[Route] = &[
    Route::new(
        Method::GET,
        "/_sandbox/",
        ("ShowSandbox", "Show the version, the clock and the counts"),
        &WithoutBody(info::show),
    ),
    Route::new(
        Method::GET,
        "/_sandbox/openapi.json",
        ("ShowDocument", "Show the OpenAPI document of this API"),
        &WithoutBody(info::document),
    ),
    Route::new(
        Method::POST,
        "/_sandbox/reset",
        ("Reset", "Return to the state of the start: data, clock and faults"),
        &WithOptionalBody(data::reset),
    ),
    Route::new(Method::POST, "/_sandbox/seed", ("LoadSeed", "Replace the data"), &WithBody(data::load)),
    Route::new(
        Method::POST,
        "/_sandbox/tokens/expire",
        ("ExpireTokens", "Expire all tokens that the sandbox issued"),
        &WithoutBody(data::expire_tokens),
    ),
    Route::new(Method::GET, "/_sandbox/clock", ("ShowClock", "Show the clock"), &WithoutBody(clock::show)),
    Route::new(
        Method::POST,
        "/_sandbox/clock",
        ("ChangeClock", "Move, set, freeze or resume the clock"),
        &WithBody(clock::change),
    ),
    Route::new(Method::GET, "/_sandbox/faults", ("ListFaults", "List the pending faults"), &WithoutBody(faults::list)),
    Route::new(Method::POST, "/_sandbox/faults", ("AddFault", "Add a fault"), &WithBody(faults::add)).creates(),
    Route::new(
        Method::DELETE,
        "/_sandbox/faults",
        ("ClearFaults", "Remove all pending faults"),
        &WithoutBody(faults::clear),
    ),
    Route::new(
        Method::DELETE,
        "/_sandbox/faults/{id}",
        ("RemoveFault", "Remove a pending fault"),
        &WithoutBody(faults::remove),
    ),
    Route::new(
        Method::GET,
        "/_sandbox/requests",
        ("ListRequests", "List the recent requests, or wait for the next one"),
        &WithoutBody(requests::list),
    )
    .waits(requests::QUERY),
    Route::new(
        Method::DELETE,
        "/_sandbox/requests",
        ("ClearRequests", "Remove all requests from the log"),
        &WithoutBody(requests::clear),
    ),
    Route::new(
        Method::GET,
        "/_sandbox/requests/{id}",
        ("ShowRequest", "Show a request with its headers and bodies"),
        &WithoutBody(requests::show),
    ),
    Route::new(
        Method::GET,
        "/_sandbox/state",
        ("ShowState", "Show the tickets, the files, the embedded analyses and the tasks"),
        &WithoutBody(overview::show),
    ),
    Route::new(
        Method::POST,
        "/_sandbox/tickets/{id}/engineer",
        ("PlayEngineer", "Perform an action of the support engineer on a ticket"),
        &WithBody(engineer::act),
    ),
    Route::new(
        Method::POST,
        "/_sandbox/access-grants/{id}/revoke",
        ("RevokeAccessGrant", "Recall an access grant as the support engineer"),
        &WithoutBody(engineer::revoke),
    ),
    Route::new(
        Method::POST,
        "/_sandbox/tasks/{id}/fail",
        ("FailTask", "Let a task or job of KooDrive fail now"),
        &WithOptionalBody(drive::fail_task),
    ),
    Route::new(
        Method::POST,
        "/_sandbox/users/{id}",
        ("ChangeUser", "Enable or disable a user of KooDrive"),
        &WithBody(drive::change_user),
    ),
    Route::new(
        Method::GET,
        "/_sandbox/snapshots",
        ("ListSnapshots", "List the snapshots"),
        &WithoutBody(snapshots::list),
    ),
    Route::new(
        Method::POST,
        "/_sandbox/snapshots",
        ("SaveSnapshot", "Save the current state under a name"),
        &WithBody(snapshots::save),
    )
    .creates(),
    Route::new(
        Method::DELETE,
        "/_sandbox/snapshots/{name}",
        ("DeleteSnapshot", "Delete a snapshot"),
        &WithoutBody(snapshots::delete),
    ),
    Route::new(
        Method::POST,
        "/_sandbox/snapshots/{name}/restore",
        ("RestoreSnapshot", "Return to the state of a snapshot"),
        &WithoutBody(snapshots::restore),
    ),
    Route::new(Method::GET, "/_sandbox/forks", ("ListForks", "List the forks"), &WithoutBody(forks::list)),
    Route::new(
        Method::POST,
        "/_sandbox/forks",
        ("Fork", "Serve a copy of the sandbox at a port of its own"),
        &WithOptionalBody(forks::create),
    )
    .creates(),
    Route::new(Method::DELETE, "/_sandbox/forks/{id}", ("DeleteFork", "Stop a fork"), &WithoutBody(forks::delete)),
];

/// The result of a route lookup.
pub(super) enum Found<'p> {
    Route(&'static Route, Vec<(&'static str, &'p str)>),
    /// The path exists, but not with this method. Contains the methods that it has.
    OtherMethod(String),
    Nothing,
}

/// Finds the route of a request.
pub(super) fn find<'p>(method: &Method, path: &'p str) -> Found<'p> {
    let fitting = || ROUTES.iter().filter_map(move |route| Some((route, route.parameters(path)?)));
    if let Some((route, parameters)) = fitting().find(|(route, _)| route.method == *method) {
        return Found::Route(route, parameters);
    }
    let allowed: Vec<&str> = fitting().map(|(route, _)| route.method.as_str()).collect();
    if allowed.is_empty() { Found::Nothing } else { Found::OtherMethod(allowed.join(", ")) }
}
