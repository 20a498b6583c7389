//! Rows on the texts that are sent and shown: errors, headers, user agent, redaction.

use crate::behavior::{Group, api, client, fault, row, shown, wire};

pub(crate) const ERRORS: Group = Group {
    title: "Error bodies",
    rows: &[
        row(
            "error in the form of the service",
            "status, code, message, class, request ID",
            client("envelope.rs", "a_status_of_failure_is_a_refusal_with_what_came"),
        ),
        row(
            "error code with status 200",
            "kind `Service`",
            client("envelope.rs", "a_refusal_with_status_200_is_an_error"),
        ),
        row(
            "success code, or an empty code, with status 200",
            "the response",
            client("envelope.rs", "codes_of_success_and_empty_codes_are_none"),
        ),
        row(
            "HTML of a gateway",
            "kind `Service`, without code and message",
            client("envelope.rs", "a_page_of_html_is_a_refusal_without_code_and_text"),
        ),
        row(
            "raw body",
            "`body()`, `headers()` and `status()` of each error with a response, also undecodable ones",
            client("failed_response.rs", "each_error_with_a_response_keeps_it"),
        ),
        row("body above 16 KiB", "truncated", client("failed_response.rs", "a_long_body_is_cut_and_no_secret_with_it")),
        row(
            "incomplete body",
            "the part that arrived, for an error response",
            client("failed_response.rs", "an_incomplete_response_is_kept_too"),
        ),
        row(
            "no response",
            "`status()`, `headers()` and `body()` are `None`",
            client("failed_response.rs", "an_error_without_a_response_has_none"),
        ),
        row(
            "request ID in the body alone",
            "`request_id()` has it",
            client("failed_response.rs", "the_id_in_the_body_counts_if_no_header_has_one"),
        ),
        row(
            "long message with line breaks",
            "one line, truncated, in `Display`; complete in `service()`",
            client("envelope.rs", "texts_of_a_service_stay_on_one_line_and_without_the_token"),
        ),
        row(
            "`{}` and `{:#}`",
            "one line; with the chain of causes",
            client("failed_response.rs", "the_alternate_form_has_the_chain_of_causes"),
        ),
        row(
            "response that cannot be decoded",
            "kind `Decode` with the path of the value, never the value",
            client("errors.rs", "an_unreadable_answer_names_its_place_and_shows_none_of_it"),
        ),
        row(
            "predicates such as `is_not_found()`",
            "from status, class and kind",
            api("tests/mock/fake_errors.rs", "predicates_follow_status_code_and_kind"),
        ),
        row(
            "error nested 100,000 levels deep",
            "kind `Service`",
            fault("400 with an error nested 100,000 levels deep"),
        ),
    ],
};

pub(crate) const HEADERS: Group = Group {
    title: "Headers",
    rows: &[
        row(
            "default header",
            "sent to all services, also by raw calls, but not to presigned URLs",
            client("headers.rs", "default_headers_are_sent_to_services_alone"),
        ),
        row(
            "default header, set twice",
            "the last value",
            client("headers.rs", "default_headers_are_sent_to_services_alone"),
        ),
        row(
            "setting or header of a call, same name",
            "replaces the default header",
            client("headers.rs", "settings_and_calls_replace_default_headers"),
        ),
        row("header of a call, set twice", "the last value", shown("calls.rs", "the_last_of_two_equal_headers_counts")),
        row(
            "`Accept` of a call",
            "replaces that of the client",
            client("options.rs", "headers_can_be_added_but_credentials_not_replaced"),
        ),
        row(
            "header of a call with the name of the credentials",
            "an error that names the header; nothing is sent",
            client("options.rs", "headers_can_be_added_but_credentials_not_replaced"),
        ),
        row(
            "reserved or invalid default header",
            "`build()` fails; the error does not repeat the value",
            client("headers.rs", "reserved_and_invalid_headers_are_named_without_their_value"),
        ),
        row(
            "invalid header of a call",
            "kind `InvalidRequest`; the error does not repeat the value",
            client("options.rs", "impossible_headers_are_errors_without_their_value"),
        ),
        row(
            "line break in a header field of a request",
            "an error",
            wire("tests/requests.rs", "a_header_cannot_end_its_line"),
        ),
        row(
            "setting of a call",
            "replaces that of the client",
            client("options.rs", "settings_of_a_call_win_over_those_of_the_client"),
        ),
        row(
            "headers of a plain call",
            "`accept`, `accept-encoding`, `user-agent` and the credentials",
            client("order.rs", "a_call_sends_what_the_request_says_and_gives_the_answer"),
        ),
    ],
};

pub(crate) const USER_AGENT: Group = Group {
    title: "User agent",
    rows: &[
        row(
            "default",
            "`hwc/` and the version",
            client("order.rs", "a_call_sends_what_the_request_says_and_gives_the_answer"),
        ),
        row(
            "`user_agent_suffix`",
            "appended, also for presigned URLs",
            client("headers.rs", "the_user_agent_has_a_suffix"),
        ),
        row("`User-Agent` of a call", "replaces all of it", client("headers.rs", "the_user_agent_has_a_suffix")),
        row(
            "`User-Agent` as a default header",
            "`build()` fails and names `user_agent_suffix`",
            client("headers.rs", "reserved_and_invalid_headers_are_named_without_their_value"),
        ),
        row(
            "suffix that is empty, not ASCII or too long",
            "`build()` fails",
            client("headers.rs", "an_invalid_suffix_of_the_user_agent_is_rejected"),
        ),
    ],
};

pub(crate) const REDACTION: Group = Group {
    title: "Redaction",
    rows: &[
        row(
            "`Debug` of clients and builders",
            "no tokens",
            client("secrets.rs", "clients_and_builders_do_not_print_tokens"),
        ),
        row(
            "`Debug` of calls",
            "no passwords, header values and bodies",
            client("secrets.rs", "calls_do_not_print_passwords_headers_and_bodies"),
        ),
        row("`Debug` of each public type", "no secrets", api("tests/secrecy/types/mod.rs", "no_type_prints_a_secret")),
        row(
            "secret that the service repeats",
            "`[redacted]` in the message, in the body and in headers, in each escaped form",
            client("failed_response.rs", "what_was_sent_is_redacted_in_any_form"),
        ),
        row(
            "new secret in an error body",
            "redacted by the names in the description",
            client("failed_response.rs", "new_secrets_of_an_operation_are_redacted_by_name"),
        ),
        row("presigned URL", "never in an error", client("link.rs", "no_error_shows_the_link")),
        row(
            "signature of a presigned URL that the object store repeats",
            "redacted",
            client("failed_response.rs", "the_object_store_repeats_no_signature"),
        ),
        row("default header", "counts as secret", client("headers.rs", "default_headers_count_as_secret")),
        row(
            "very short secret",
            "not redacted in texts, where it would match words",
            client("configuration.rs", "short_secrets_leave_no_holes_in_texts"),
        ),
        row(
            "serde of a `Secret`",
            "`[redacted]` unless the program exposes it",
            wire("tests/secrets.rs", "programs_write_secrets_redacted_at_any_depth"),
        ),
        row(
            "labels of metrics",
            "the operation, the status and the type of the error",
            client("metrics.rs", "no_label_has_a_value_of_the_request_or_the_response"),
        ),
        row("spans and events", "no secrets", client("spans.rs", "a_failed_call_tells_why_and_no_secret")),
        row("recordings", "no secrets", api("tests/record.rs", "no_secret_of_a_run_is_in_its_recording")),
    ],
};
