//! Rows on the attempts of a call: addresses, retries, delays, timeouts, idempotency.

use crate::behavior::{Group, api, client, fault, row, shown, transport, wire};

pub(crate) const ADDRESSES: Group = Group {
    title: "Base URLs and regions",
    rows: &[
        row(
            "no region, no endpoint",
            "the default region of the service",
            client("order.rs", "each_service_gets_its_own_token"),
        ),
        row(
            "region of one service",
            "the URL in the service's table of regions",
            client("configuration.rs", "a_region_is_looked_up_in_the_table_of_the_service"),
        ),
        row(
            "default region that the service lacks",
            "an error that lists the regions, except for a service with a single region",
            client("configuration.rs", "a_region_is_looked_up_in_the_table_of_the_service"),
        ),
        row(
            "endpoint and region of one service",
            "the endpoint",
            shown("addresses.rs", "an_endpoint_goes_before_a_region"),
        ),
        row(
            "default endpoint, and that of one service",
            "its own endpoint for the service, the default one for the others",
            client("configuration.rs", "one_variable_sets_the_endpoints_of_all_services"),
        ),
        row(
            "endpoint with a path",
            "the path of the endpoint, then that of the operation, with one slash between them",
            shown("addresses.rs", "the_path_of_an_endpoint_comes_before_that_of_the_operation"),
        ),
        row(
            "endpoint without a scheme, with a query, with a user name or with an invalid port",
            "`build()` fails; the error does not repeat a password",
            client("configuration.rs", "endpoints_are_checked_when_the_client_is_built"),
        ),
        row(
            "endpoint of one service on this machine",
            "calls to services without an endpoint fail; nothing leaves the machine",
            client("configuration.rs", "nothing_leaves_the_machine_if_a_service_is_on_it"),
        ),
        row(
            "unknown name of a service or a setting",
            "`build()` fails with the known names",
            client("configuration.rs", "names_that_nobody_has_are_refused"),
        ),
        row(
            "path parameter `..`, or with a slash",
            "`..` is an error; a slash is escaped",
            wire("tests/requests.rs", "a_path_parameter_cannot_leave_its_segment"),
        ),
    ],
};

pub(crate) const RETRIES: Group = Group {
    title: "Retries",
    rows: &[
        row(
            "status 400 to 499, except 408 and 429",
            "not retried; that includes 425",
            shown("retries.rs", "each_status_is_retried_or_not"),
        ),
        row("status 429", "retried, whether repeatable or not", shown("retries.rs", "each_status_is_retried_or_not")),
        row(
            "status 408, 500 to 999",
            "retried if the operation is repeatable",
            shown("retries.rs", "each_status_is_retried_or_not"),
        ),
        row(
            "`backoff` of the client or a call",
            "the shortest and the longest delay between attempts",
            shown("retries.rs", "the_delays_between_attempts_are_adjustable"),
        ),
        row(
            "failure that stays",
            "four attempts, then the last error",
            client("retry.rs", "four_attempts_and_no_more"),
        ),
        row(
            "`max_attempts` of a call",
            "replaces that of the client; 1 turns retries off",
            client("retry.rs", "four_attempts_and_no_more"),
        ),
        row(
            "delay between attempts",
            "random, and longer after each attempt; clients with equal failures differ",
            client("retry.rs", "waits_grow_and_differ"),
        ),
        row(
            "outage that lasts",
            "a budget of a hundred retries for all calls of a client, then one attempt per call",
            client("retry.rs", "an_outage_is_not_made_worse"),
        ),
        row(
            "throttling code of a service, no `Retry-After`",
            "not retried: the delay is unknown; `is_retryable()` is true",
            client("retry.rs", "what_was_not_done_is_done_again"),
        ),
        row(
            "error response in an unknown compression",
            "handled by its status",
            client("retry.rs", "a_refusal_is_one_also_where_its_text_cannot_be_read"),
        ),
        row(
            "redirect within the origin",
            "followed, up to five times",
            client("redirect.rs", "within_the_origin_they_are_followed"),
        ),
        row(
            "redirect to another host, port or scheme",
            "not followed: an error",
            client("redirect.rs", "to_another_origin_they_are_not"),
        ),
    ],
};

pub(crate) const RETRY_AFTER: Group = Group {
    title: "Retry-After",
    rows: &[
        row("seconds", "waits for that long, not for less", client("retry.rs", "the_service_says_how_long_to_wait")),
        row("seconds with a fraction", "rounded up", fault("429 with `Retry-After: 2.5`")),
        row(
            "HTTP date, in each of its three forms",
            "waits until then",
            api("src/pipeline/retry/hints.rs", "a_time_to_wait_is_read"),
        ),
        row(
            "HTTP date, other clock than the service",
            "relative to the `Date` of the response",
            fault("429 with a date, service clock one hour ahead"),
        ),
        row("past date, or 0", "the usual delay", client("retry.rs", "the_service_says_how_long_to_wait")),
        row(
            "malformed: text, negative, empty",
            "ignored: the usual delay",
            client("retry.rs", "the_service_says_how_long_to_wait"),
        ),
        row(
            "longer than the time left for the call",
            "the error, immediately",
            client("retry.rs", "the_service_says_how_long_to_wait"),
        ),
        row("largest number of 64 bits", "the error, immediately", fault("429 with the largest 64-bit `Retry-After`")),
        row("number above 64 bits", "ignored", fault("429 with a `Retry-After` above 64 bits")),
        row("several headers", "the first one", shown("retries.rs", "the_first_of_several_retry_after_headers_counts")),
        row(
            "not retried any more",
            "the error has the time: `service().retry_after`",
            client("retry.rs", "the_error_says_how_long_the_service_wants_to_be_left_alone"),
        ),
        row(
            "other calls of the client",
            "also wait, unless `RateControl::Off`",
            client("rate.rs", "the_time_that_a_service_names_delays_others_until_then"),
        ),
        row("503 with `Retry-After`", "the same", fault("503 with `Retry-After: 7`, then success")),
    ],
};

pub(crate) const TIMEOUTS: Group = Group {
    title: "Timeouts",
    rows: &[
        row(
            "whole call",
            "one minute; `timeout` of a call replaces it",
            client("timeout.rs", "a_call_ends_after_a_minute_unless_told_otherwise"),
        ),
        row(
            "whole call, set for the client",
            "replaces the default",
            client("timeout.rs", "the_client_can_have_another_deadline"),
        ),
        row(
            "body that does not end",
            "counts for the timeout of the call, but not after `stream()`",
            client("timeout.rs", "the_deadline_spans_the_body_of_the_answer"),
        ),
        row(
            "one attempt",
            "30 s, then another attempt if the operation is repeatable",
            client("retry.rs", "an_attempt_that_takes_too_long_is_given_up_for_another"),
        ),
        row("pause within a response", "15 s", fault("stalled body")),
        row(
            "connection and TLS handshake",
            "`connect_timeout`; nothing was sent, so it is retried",
            transport("tests/contract/tls.rs", "a_handshake_that_stalls_ends_with_the_time_to_connect"),
        ),
        row(
            "`connect_timeout` of zero",
            "`build()` fails",
            transport("tests/contract/mod.rs", "a_connect_timeout_of_zero_is_rejected"),
        ),
        row(
            "timeout after a failed attempt",
            "kind `Timeout`; the source is the last failure",
            client("retry.rs", "when_time_is_up_the_last_failure_is_told"),
        ),
        row("delay beyond the timeout", "the last error, immediately", fault("deadline before the next attempt")),
        row(
            "response that is there at once, timeout of zero",
            "the response",
            client("timeout.rs", "what_is_done_at_once_needs_no_timer"),
        ),
        row(
            "workflow",
            "one timeout for the workflow, and that of each call",
            api("tests/tickets/futures.rs", "a_workflow_has_a_timeout_and_so_has_each_of_its_calls"),
        ),
        row(
            "decoding of a large response",
            "ends at the deadline",
            api("tests/decode_bounds.rs", "the_deadline_holds_while_an_answer_is_decoded"),
        ),
    ],
};

pub(crate) const IDEMPOTENCY: Group = Group {
    title: "Idempotency",
    rows: &[
        row(
            "method, unless the description says otherwise",
            "GET, HEAD, PUT and DELETE are repeatable, POST and PATCH are not",
            shown("retries.rs", "each_method_is_repeatable_or_not"),
        ),
        row(
            "no response, not repeatable",
            "not repeated: kind `MaybeSent`",
            client("retry.rs", "what_may_have_been_done_is_not_done_twice"),
        ),
        row(
            "nothing was sent, or throttled, not repeatable",
            "repeated: it had no effect",
            client("retry.rs", "what_was_not_done_is_done_again"),
        ),
        row(
            "`.idempotent(true)` or `(false)` on a call",
            "replaces the description",
            client("futures.rs", "idempotency_can_be_set_for_one_call"),
        ),
        row(
            "response that cannot be decoded",
            "not repeated: the operation has taken effect",
            client("errors.rs", "an_unreadable_answer_names_its_place_and_shows_none_of_it"),
        ),
        row(
            "expired token, not repeatable",
            "repeated once with a new token",
            client("sign_in.rs", "a_token_that_is_refused_is_renewed_once"),
        ),
        row(
            "307 and 308, not repeatable",
            "sent to the new path with the same body; 301 to 303 are errors",
            client("redirect.rs", "what_changes_something_is_sent_on_as_it_is_or_not_at_all"),
        ),
    ],
};
