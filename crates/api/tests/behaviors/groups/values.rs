//! Rows on values: null, queries, dates, numbers, unions, unknown codes.

use crate::behavior::{Group, client, row, shown, wire};

pub(crate) const EMPTY: Group = Group {
    title: "Null, absent, empty",
    rows: &[
        row("request, not set", "not sent", shown("values.rs", "absent_values_are_not_sent_and_empty_ones_are")),
        row(
            "request, empty text, list or record",
            "sent",
            shown("values.rs", "absent_values_are_not_sent_and_empty_ones_are"),
        ),
        row(
            "request, empty list within a record",
            "sent only where the description gives it a meaning",
            shown("values.rs", "empty_lists_of_a_record_are_sent_where_they_have_a_meaning"),
        ),
        row("request, empty map", "not sent", shown("values.rs", "an_empty_map_is_not_sent")),
        row(
            "request, null",
            "only as free-form JSON, and in raw calls",
            shown("values.rs", "null_is_sent_as_free_json_alone"),
        ),
        row(
            "request, required and empty",
            "an error before anything is sent",
            client("named.rs", "an_empty_text_is_not_given_for_what_is_required"),
        ),
        row(
            "response, null, absent or empty text",
            "`None`, `None`, `Some(\"\")`",
            shown("values.rs", "received_texts_tell_empty_from_absent"),
        ),
        row(
            "response, null for a list",
            "an empty list, reported as a deviation",
            wire("tests/decoding.rs", "a_null_for_a_list_is_an_empty_list_and_reported"),
        ),
        row(
            "response, null for a required value",
            "not set, reported as a deviation",
            wire("tests/decoding.rs", "a_null_is_no_value_of_a_required_field"),
        ),
        row(
            "response, null among elements",
            "skipped, reported as a deviation",
            wire("tests/empty_values.rs", "null_among_elements_is_passed_over_and_reported"),
        ),
        row(
            "response, `\"\"`, `{}` or `false` for a list",
            "an empty list, reported as a deviation",
            wire("tests/empty_values.rs", "an_empty_value_of_another_kind_is_an_empty_list_without_ghosts"),
        ),
        row(
            "response, single value for a list",
            "a list of one, reported as a deviation",
            wire("tests/empty_values.rs", "single_values_are_lists_of_one"),
        ),
        row(
            "response, empty body",
            "no value is set, reported as a deviation",
            wire("tests/decoding.rs", "an_empty_body_is_an_empty_answer"),
        ),
    ],
};

pub(crate) const QUERIES: Group = Group {
    title: "Lists and maps in queries",
    rows: &[
        row(
            "list",
            "`ids=b&ids=a`, or `ids=b,a` where the description says so, in its order and with duplicates",
            shown("queries.rs", "lists_are_repeated_or_joined_in_their_order"),
        ),
        row(
            "comma within an element of a joined list",
            "escaped",
            shown("queries.rs", "lists_are_repeated_or_joined_in_their_order"),
        ),
        row("empty list", "not sent", shown("queries.rs", "an_empty_list_is_not_sent")),
        row(
            "map",
            "an error that names the field; the generator rejects such a field in a description",
            shown("queries.rs", "a_map_is_refused"),
        ),
        row(
            "reserved characters, spaces, other scripts",
            "percent-encoded UTF-8, a space as `%20`",
            shown("queries.rs", "values_are_escaped_and_empty_ones_sent"),
        ),
        row("empty text", "`text=`", shown("queries.rs", "values_are_escaped_and_empty_ones_sent")),
        row(
            "`query_in_body` of a call",
            "sent as JSON, for operations whose reference shows that",
            client("options.rs", "a_query_can_go_as_a_body_where_the_reference_shows_that"),
        ),
        row(
            "query of a raw call",
            "pairs in their order, percent-encoded",
            client("raw.rs", "a_raw_call_has_the_address_token_and_settings_of_the_service"),
        ),
    ],
};

pub(crate) const DATES: Group = Group {
    title: "Dates and numbers",
    rows: &[
        row(
            "time of a response",
            "keeps its text, also if it is not a time, and is sent back unchanged",
            shown("dates_and_numbers.rs", "a_time_is_sent_and_received_as_its_text"),
        ),
        row(
            "times before 1970, leap days, year 9999",
            "`unix_millis()` has them; it is `None` for dates that do not exist",
            shown("dates_and_numbers.rs", "the_calendar_has_its_edges"),
        ),
        row(
            "forms of the services and of ISO 8601",
            "understood, with offsets",
            wire("src/value/timestamp.rs", "every_form_of_the_services_is_understood"),
        ),
        row(
            "time without a zone",
            "`None` from `unix_millis()`; `unix_millis_at` takes a zone",
            wire("src/value/timestamp.rs", "every_form_of_the_services_is_understood"),
        ),
        row(
            "smallest and largest whole numbers",
            "all digits, in both directions",
            shown("dates_and_numbers.rs", "the_largest_numbers_keep_all_digits"),
        ),
        row(
            "number that its type cannot hold",
            "kind `Decode` with the path",
            shown("dates_and_numbers.rs", "a_number_beyond_its_type_is_an_error"),
        ),
        row(
            "number in quotes, `3.0` for a whole number",
            "accepted, reported as a deviation",
            shown("dates_and_numbers.rs", "other_spellings_of_a_number_are_accepted_and_reported"),
        ),
        row(
            "request, infinite number or NaN",
            "an error that names the field; nothing is sent, since JSON has no such number",
            shown("dates_and_numbers.rs", "a_number_that_json_cannot_hold_is_refused"),
        ),
        row(
            "number for an ID",
            "a text with all digits, or an error if digits were lost",
            wire("tests/decoding.rs", "texts_are_not_made_up_from_numbers_that_lost_digits"),
        ),
    ],
};

pub(crate) const UNIONS: Group = Group {
    title: "Unions and unknown codes",
    rows: &[
        row(
            "`MapOrText`, a map or a text",
            "keeps the form that was received, and is sent back in it",
            shown("unions.rs", "a_map_or_text_keeps_the_form_that_was_received"),
        ),
        row(
            "`MapOrText`, neither",
            "kind `Decode` with the path",
            shown("unions.rs", "a_map_or_text_keeps_the_form_that_was_received"),
        ),
        row(
            "`MapOrText`, `{}` or `\"\"`",
            "an empty map, which is not sent",
            shown("unions.rs", "an_empty_map_or_text_is_an_empty_map"),
        ),
        row(
            "unknown code of an enum",
            "kept as `Unknown`, reported as a deviation, sent back unchanged",
            shown("unions.rs", "unknown_codes_are_kept_reported_and_sent_back"),
        ),
        row(
            "text for a numeric enum",
            "kind `Decode` with the path",
            shown("unions.rs", "unknown_codes_are_kept_reported_and_sent_back"),
        ),
        row(
            "member that is not described",
            "skipped and reported; `unknown_members()` has its value",
            client("raw_body.rs", "unknown_members_have_their_values"),
        ),
        row(
            "strict mode",
            "deviations are errors, except for added members",
            wire("tests/decoding.rs", "strict_mode_turns_deviations_into_errors_except_added_fields"),
        ),
    ],
};
