//! A transport for tests, with typed rules. Needs the feature `test-util`.
//!
//! A [`Mock`] takes the place of the network: it decodes each request into its type, and encodes the response of the rule
//! that matches. Requests are therefore validated, encoded, authenticated, retried and decoded as with a real service. The
//! rules are its only state; `hwc-sandbox` has the behavior of the services.
//!
//! ```
//! use hwc_api::mock::{Mock, MockError};
//! use hwc_api::{Client, Error, osm};
//!
//! /// The code under test.
//! async fn count(client: &Client) -> Result<Option<u64>, Error> {
//!     Ok(client.send(osm::ListCases::new().limit(1)).await?.total_count.map(Into::into))
//! }
//!
//! # #[cfg(feature = "system-clock")]
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Error> {
//! let mock = Mock::new()
//!     .on::<osm::ListCases>(|request| {
//!         assert_eq!(request.limit, Some(1));
//!         let mut page = osm::ListCasesResponse::default();
//!         page.total_count = Some(7);
//!         Ok(page)
//!     })
//!     .times(1)
//!     .on::<osm::ListCases>(|_| Err(MockError::status(404).code("OSM.0006")));
//! let client = mock.client();
//!
//! assert_eq!(count(&client).await?, Some(7));
//! assert!(count(&client).await.unwrap_err().is_not_found());
//! assert_eq!(mock.calls::<osm::ListCases>().len(), 2);
//! mock.verify();
//! # Ok(())
//! # }
//! # #[cfg(not(feature = "system-clock"))]
//! # fn main() {}
//! ```

#![allow(clippy::expect_used, clippy::panic, reason = "a panic is the failure of the test that uses the mock")]

mod exchange;
mod failure;
mod rule;
mod setup;
mod transport;

use std::any::TypeId;
use std::fmt;
use std::sync::{Arc, Mutex};

use hwc_transport::bytes::Bytes;
use hwc_transport::clock::Clock;
use hwc_transport::http;
use hwc_wire::Request;

pub use failure::MockError;

use crate::core::lock;
use exchange::Exchange;
use rule::Rule;

/// A transport for tests, with typed rules. Clones share all state.
///
/// The methods that add rules and those that configure the last rule consume the mock, so that they can be chained. The
/// first rule that matches, and that has calls left, responds. A call that no rule matches fails with
/// [`ErrorKind::Config`](crate::ErrorKind::Config) and an error that lists the rules.
///
/// When the last clone is dropped, including those in clients, the mock panics if a rule with a number of calls was called
/// less often. [`verify`](Self::verify) checks the same at once, and that each call was matched.
#[derive(Clone)]
pub struct Mock(Arc<Shared>);

struct Shared {
    rules: Mutex<Vec<Arc<Rule>>>,
    exchanges: Mutex<Vec<Exchange>>,
    /// The requests that no rule matched.
    unmatched: Mutex<Vec<String>>,
    is_verified: Mutex<bool>,
    clock: Option<Arc<dyn Clock>>,
}

impl Mock {
    /// Creates a mock without rules. Its delays, and the clients that it creates, use the system clock.
    ///
    /// Without the feature `system-clock`, use [`with_clock`](Self::with_clock).
    #[must_use]
    pub fn new() -> Self {
        Self::create(setup::default_clock())
    }

    /// Creates a mock without rules. Its delays, and the clients that it creates, use `clock`.
    ///
    /// ```
    /// use std::time::{Duration, SystemTime};
    /// use hwc_api::mock::Mock;
    /// use hwc_api::osm;
    /// use hwc_api::transport::clock::ManualClock;
    ///
    /// # async fn example() {
    /// let clock = ManualClock::new(SystemTime::UNIX_EPOCH);
    /// let mock = Mock::with_clock(clock.clone())
    ///     .on::<osm::ListCases>(|_| Ok(osm::ListCasesResponse::default()))
    ///     .delay(Duration::from_secs(3600));
    /// let call = mock.client().send(osm::ListCases::new());
    /// assert!(clock.run_to_completion(async { call.await }).await.unwrap_err().is_timeout());
    /// # }
    /// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(example());
    /// ```
    #[must_use]
    pub fn with_clock(clock: impl Clock + 'static) -> Self {
        Self::create(Some(Arc::new(clock)))
    }

    fn create(clock: Option<Arc<dyn Clock>>) -> Self {
        Self(Arc::new(Shared {
            rules: Mutex::default(),
            exchanges: Mutex::default(),
            unmatched: Mutex::default(),
            is_verified: Mutex::default(),
            clock,
        }))
    }

    /// Returns the requests of type `R` that were sent, in order. Each retry is a request.
    ///
    /// # Panics
    /// Panics if a request cannot be decoded, for example because validation is disabled and it lacks a value.
    #[must_use]
    pub fn calls<R: Request>(&self) -> Vec<R> {
        let exchanges = lock(&self.0.exchanges);
        let calls = exchanges.iter().filter(|exchange| exchange.is_for(R::OPERATION));
        calls.map(|exchange| exchange.decode::<R>().unwrap_or_else(|problem| panic!("{problem}"))).collect()
    }

    /// Returns all HTTP requests that were sent, in order, including those that no rule matched.
    #[must_use]
    pub fn requests(&self) -> Vec<http::Request<Bytes>> {
        lock(&self.0.exchanges).iter().map(Exchange::to_http).collect()
    }

    /// Checks that each rule with a number of calls was called that often, and that each call was matched.
    ///
    /// # Panics
    /// Panics if it is not so, with a list of all rules.
    #[track_caller]
    pub fn verify(&self) {
        *lock(&self.0.is_verified) = true;
        let unmatched: Vec<String> = lock(&self.0.unmatched).iter().map(|call| format!("no rule: {call}")).collect();
        let problems: Vec<String> = self.0.unmet().into_iter().chain(unmatched).collect();
        assert!(problems.is_empty(), "the mock was not called as expected: {}", problems.join("; "));
    }

    /// Returns the last rule.
    ///
    /// # Panics
    /// Panics if there is none.
    #[track_caller]
    fn last_rule(&self, what: &str) -> Arc<Rule> {
        let last = lock(&self.0.rules).last().map(Arc::clone);
        last.unwrap_or_else(|| panic!("`{what}` configures the last rule, and there is none"))
    }
}

impl Shared {
    /// Returns the rules that were not called as often as they should be.
    fn unmet(&self) -> Vec<String> {
        lock(&self.rules).iter().filter(|rule| !rule.is_satisfied()).map(ToString::to_string).collect()
    }

    fn describe_rules(&self) -> String {
        let rules: Vec<String> = lock(&self.rules).iter().map(ToString::to_string).collect();
        if rules.is_empty() { "there are no rules".to_owned() } else { format!("rules: {}", rules.join(", ")) }
    }
}

/// Checks the numbers of calls, unless they were checked before or the test has failed already.
impl Drop for Shared {
    fn drop(&mut self) {
        if std::thread::panicking() || *lock(&self.is_verified) {
            return;
        }
        let unmet = self.unmet();
        assert!(unmet.is_empty(), "the mock was not called as expected: {}", unmet.join("; "));
    }
}

impl Default for Mock {
    fn default() -> Self {
        Self::new()
    }
}

/// Prints the rules and the numbers of their calls, not the requests.
impl fmt::Debug for Mock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Mock({})", self.0.describe_rules())
    }
}

/// The type of the requests of a rule, `()` for HTTP rules.
fn request_type<R: 'static>() -> TypeId {
    TypeId::of::<R>()
}
