//! The rows, by group.

mod attempts;
mod credentials;
mod messages;
mod transfers;
mod values;

use crate::behavior::Group;

/// All groups, in the order of the page.
pub(crate) static ALL: [Group; 20] = [
    attempts::ADDRESSES,
    attempts::RETRIES,
    attempts::RETRY_AFTER,
    attempts::TIMEOUTS,
    attempts::IDEMPOTENCY,
    messages::ERRORS,
    messages::HEADERS,
    messages::USER_AGENT,
    messages::REDACTION,
    values::EMPTY,
    values::QUERIES,
    values::DATES,
    values::UNIONS,
    transfers::FILES,
    transfers::STREAMS,
    transfers::PAGES,
    transfers::CANCELLATION,
    credentials::TOKENS,
    credentials::FEDERATED,
    transfers::PROXIES,
];
