//! The rules of a mock, and the client that sends to it.

use std::sync::Arc;
use std::time::Duration;

use hwc_transport::HttpResponse;
use hwc_transport::bytes::Bytes;
use hwc_transport::clock::Clock;
use hwc_transport::http;
use hwc_wire::{Request, SettingLocation};

use super::rule::{Respond, Rule, Target};
use super::{Mock, MockError, request_type};
use crate::client::{Client, ClientBuilder};
use crate::core::lock;

/// The token and the values of settings of the client.
const PLACEHOLDER: &str = "mock";

impl Mock {
    /// Adds a rule for the requests of type `R`. `respond` gets the request as the service would decode it.
    ///
    /// The rule responds any number of times, and need not be called. [`times`](Self::times), [`at_least`](Self::at_least),
    /// [`when`](Self::when) and [`delay`](Self::delay) change that.
    #[must_use]
    pub fn on<R: Request>(self, mut respond: impl FnMut(R) -> Result<R::Response, MockError> + Send + 'static) -> Self {
        self.add::<R>(Box::new(move |exchange| {
            let request = exchange.decode::<R>()?;
            respond(request).map_or_else(
                |error| error.into_response(R::OPERATION.service),
                |response| super::exchange::encode(R::OPERATION, &response),
            )
        }))
    }

    /// Adds a rule that gives these responses to requests of type `R`, each once and in this order. It must be called as
    /// often as there are responses.
    ///
    /// ```
    /// use hwc_api::mock::{Mock, MockError};
    /// use hwc_api::osm::{ListCases, ListCasesResponse};
    ///
    /// # #[cfg(feature = "system-clock")]
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), hwc_api::Error> {
    /// let mock = Mock::new().sequence::<ListCases>([Err(MockError::not_sent()), Ok(ListCasesResponse::default())]);
    /// let client = mock.client_builder().max_attempts(1).build()?;
    /// assert!(client.send(ListCases::new()).await.unwrap_err().is_retryable());
    /// client.send(ListCases::new()).await?;
    /// # Ok(())
    /// # }
    /// # #[cfg(not(feature = "system-clock"))]
    /// # fn main() {}
    /// ```
    #[must_use]
    pub fn sequence<R: Request>(self, responses: impl IntoIterator<Item = Result<R::Response, MockError>>) -> Self {
        let responses: Vec<_> = responses.into_iter().collect();
        let count = u32::try_from(responses.len()).unwrap_or(u32::MAX);
        let mut responses = responses.into_iter();
        let exhausted = || Err(MockError::not_sent());
        self.on::<R>(move |_| responses.next().unwrap_or_else(exhausted)).times(count)
    }

    /// Adds a rule for HTTP requests, such as those of raw calls and presigned URLs. `matches` selects them.
    ///
    /// ```
    /// use hwc_api::http::{Method, Response};
    /// use hwc_api::mock::Mock;
    /// use hwc_api::osm;
    ///
    /// # #[cfg(feature = "system-clock")]
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), hwc_api::Error> {
    /// let mock = Mock::new()
    ///     .on_http(|request| request.uri().path() == "/v2/new", |_| Ok(Response::new(r#"{"count": 1}"#.into())));
    /// let response = mock.client().raw_request(&osm::SERVICE, hwc_api::Method::Get, "/v2/new").await?;
    /// assert_eq!(response.body["count"], 1);
    /// # Ok(())
    /// # }
    /// # #[cfg(not(feature = "system-clock"))]
    /// # fn main() {}
    /// ```
    #[must_use]
    pub fn on_http(
        self,
        matches: impl Fn(&http::Request<Bytes>) -> bool + Send + Sync + 'static,
        mut respond: impl FnMut(http::Request<Bytes>) -> Result<HttpResponse, MockError> + Send + 'static,
    ) -> Self {
        let respond: Respond = Box::new(move |exchange| {
            respond(exchange.to_http()).or_else(|error| error.into_response(exchange.service()))
        });
        let rule = Rule::new(Target::Http, request_type::<()>(), respond);
        rule.settings().predicate = Some(Arc::new(move |exchange| matches(&exchange.to_http())));
        lock(&self.0.rules).push(Arc::new(rule));
        self
    }

    fn add<R: Request>(self, respond: Respond) -> Self {
        let rule = Rule::new(Target::Operation(R::OPERATION), request_type::<R>(), respond);
        lock(&self.0.rules).push(Arc::new(rule));
        self
    }

    /// Sets the number of calls of the last rule. Further calls do not match it, so that a later rule can respond. Fewer
    /// calls fail [`verify`](Self::verify).
    ///
    /// # Panics
    /// Panics if the mock has no rule.
    #[must_use]
    #[track_caller]
    pub fn times(self, count: u32) -> Self {
        let rule = self.last_rule("times");
        rule.settings().times = Some(count);
        self
    }

    /// Sets the minimum number of calls of the last rule. Fewer calls fail [`verify`](Self::verify).
    ///
    /// # Panics
    /// Panics if the mock has no rule.
    #[must_use]
    #[track_caller]
    pub fn at_least(self, count: u32) -> Self {
        let rule = self.last_rule("at_least");
        rule.settings().at_least = count;
        self
    }

    /// Limits the last rule to requests for which `predicate` returns true.
    ///
    /// ```
    /// use hwc_api::mock::{Mock, MockError};
    /// use hwc_api::osm::{ListCases, ListCasesResponse};
    ///
    /// let mock = Mock::new()
    ///     .on::<ListCases>(|_| Err(MockError::status(429)))
    ///     .when(|request: &ListCases| request.limit > Some(10))
    ///     .on::<ListCases>(|_| Ok(ListCasesResponse::default()));
    /// ```
    ///
    /// # Panics
    /// Panics if the mock has no rule, or if the last one is for another type of requests.
    #[must_use]
    #[track_caller]
    pub fn when<R: Request>(self, predicate: impl Fn(&R) -> bool + Send + Sync + 'static) -> Self {
        let rule = self.last_rule("when");
        assert!(
            rule.request_type() == request_type::<R>(),
            "the last rule is for {rule}, not for {}",
            R::OPERATION.name
        );
        rule.settings().predicate =
            Some(Arc::new(move |exchange| exchange.decode::<R>().is_ok_and(|request| predicate(&request))));
        self
    }

    /// Delays the responses of the last rule, by the clock of the mock.
    ///
    /// # Panics
    /// Panics if the mock has no rule.
    #[must_use]
    #[track_caller]
    pub fn delay(self, delay: Duration) -> Self {
        let rule = self.last_rule("delay");
        rule.settings().delay = Some(delay);
        self
    }

    /// Creates a client that sends to this mock. It needs no credentials.
    ///
    /// # Panics
    /// Panics if the mock has no clock: see [`new`](Self::new).
    #[must_use]
    pub fn client(&self) -> Client {
        self.client_builder().build().unwrap_or_else(|error| panic!("{error:#}"))
    }

    /// Creates a builder of clients that send to this mock, to change settings.
    ///
    /// It has tokens for all services, and values for the settings that are part of paths, such as the project. No sign-in
    /// request is sent.
    pub fn client_builder(&self) -> ClientBuilder {
        let builder = Client::builder().transport(self.clone()).auth_token(PLACEHOLDER).koodrive_token(PLACEHOLDER);
        let builder = match &self.0.clock {
            Some(clock) => builder.clock(Arc::clone(clock)),
            None => builder,
        };
        let settings = hwc_models::SERVICES.iter().flat_map(|service| service.settings);
        let in_paths = settings.filter(|setting| setting.location == SettingLocation::Path);
        in_paths.fold(builder, |builder, setting| builder.setting(setting.name, PLACEHOLDER))
    }
}

#[cfg(feature = "system-clock")]
pub(super) fn default_clock() -> Option<Arc<dyn Clock>> {
    Some(Arc::new(hwc_transport::clock::SystemClock::new()))
}

#[cfg(not(feature = "system-clock"))]
pub(super) fn default_clock() -> Option<Arc<dyn Clock>> {
    None
}
