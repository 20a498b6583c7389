//! Services that repeat their requests in the code, the message and the request ID of an error response.

use hwc_api::transport::HttpRequest;
use hwc_api::{Error, Transport};

use super::bench::{Bench, Way};
use super::kinds::{KINDS, Kind};
use super::work;
use crate::fake::Echo;
use crate::types::everything;

/// The service that repeats its requests.
#[derive(Clone, Copy, Debug)]
enum Who {
    Everybody,
    /// All services but IAM, so that sign-in requests get a token.
    AllButIam,
}

/// Passes requests for IAM to `iam`.
fn but_iam(
    iam: impl Transport + Clone + 'static,
    others: impl Transport + Clone + 'static,
) -> impl Transport + Clone + 'static {
    move |request: HttpRequest| {
        let (iam, others) = (iam.clone(), others.clone());
        async move {
            if request.uri().path().starts_with("/v3") { iam.send(request).await } else { others.send(request).await }
        }
    }
}

async fn refused(kind: Kind, status: u16, who: Who) {
    let (bench, echo) = (Bench::new(Way::InProcess).await, Echo::default());
    let credentials = kind.prepare(&bench).await;
    match who {
        Who::Everybody => bench.switch(echo.transport(status)),
        Who::AllButIam => bench.switch(but_iam(bench.sandbox.clone(), echo.transport(status))),
    }
    let client = bench.client(&credentials);
    let outcomes = work::of(&credentials, &client).await;
    let errors: Vec<&Error> = outcomes.iter().filter_map(|(_, outcome)| outcome.as_ref().err()).collect();
    assert!(errors.len() >= 5, "{kind:?}, {status}, {who:?}: the calls are refused");
    errors.iter().for_each(|error| bench.tell(&everything(*error)));
    let said = echo.said();
    assert!(bench.noted.secrets().iter().any(|secret| said.contains(secret)), "{kind:?}: secrets are repeated: {said}");
    bench.assert_silent();
}

#[tokio::test]
async fn what_a_service_repeats_is_not_told() {
    for kind in KINDS {
        for status in [200, 400, 401, 503] {
            refused(kind, status, Who::Everybody).await;
            refused(kind, status, Who::AllButIam).await;
        }
    }
}
