//! The mock as a transport.

use std::sync::Arc;

use async_trait::async_trait;
use hwc_transport::{HttpRequest, HttpResponse, Transport, TransportError};

use super::Mock;
use super::exchange::Exchange;
use super::rule::Rule;
use crate::core::lock;

/// The maximum size of a request in memory.
const MAX_REQUEST_BYTES: usize = 256 << 20;

#[async_trait]
impl Transport for Mock {
    async fn send(&self, request: HttpRequest) -> Result<HttpResponse, TransportError> {
        let (head, body) = request.into_parts();
        let body = body.collect(MAX_REQUEST_BYTES).await.map_err(TransportError::maybe_sent)?;
        let exchange = Exchange { head, body };
        let (delay, response) = match self.find_rule(&exchange) {
            Ok(rule) => (rule.settings().delay, rule.respond(&exchange)),
            Err(error) => (None, Err(error)),
        };
        lock(&self.0.exchanges).push(exchange);
        if let Some(delay) = delay {
            let clock = self.0.clock.as_ref();
            clock.ok_or_else(|| TransportError::setup("a delay of a mock needs a clock"))?.sleep(delay).await;
        }
        response
    }
}

impl Mock {
    /// Returns the rule that responds to the request.
    fn find_rule(&self, exchange: &Exchange) -> Result<Arc<Rule>, TransportError> {
        let rules = lock(&self.0.rules).clone();
        rules.into_iter().find(|rule| rule.claim(exchange)).ok_or_else(|| {
            let call = exchange.describe();
            let rules = self.0.describe_rules();
            let error = TransportError::setup(format!("no rule of the mock matches {call}; {rules}"));
            lock(&self.0.unmatched).push(call);
            error
        })
    }
}
