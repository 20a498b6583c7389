//! Rows on files, streams, pages, cancellation and proxies.

use crate::behavior::{Group, api, client, fault, row, shown, transport};

pub(crate) const FILES: Group = Group {
    title: "File names in forms",
    rows: &[
        row(
            "quotes and line breaks",
            "`%22`, `%0D`, `%0A`, as browsers write them",
            client("transfers/upload.rs", "a_form_has_its_parts_in_order_with_their_names_and_types"),
        ),
        row(
            "other scripts, `%`, `;`",
            "unchanged, as UTF-8 in `filename`; no `filename*`",
            shown("files.rs", "a_file_name_is_sent_as_utf_8_without_changes"),
        ),
        row(
            "slashes, backslashes",
            "only the part after the last one; `.`, `..` or nothing there is an error",
            shown("files.rs", "only_the_last_part_of_a_path_is_sent"),
        ),
        row(
            "more than 255 characters, or none",
            "an error before anything is sent",
            shown("files.rs", "a_file_name_has_1_to_255_characters"),
        ),
        row(
            "path that is not UTF-8",
            "U+FFFD in the name; the file of the path",
            client("transfers/upload.rs", "a_path_that_is_not_utf_8_names_its_own_file"),
        ),
        row(
            "received `filename` and `filename*`",
            "`filename*`, unless its character set is unknown",
            transport("src/form/tests.rs", "names_of_files_come_in_two_ways"),
        ),
        row(
            "file that cannot be read, or a directory",
            "kind `Io` before anything is sent",
            client("transfers/upload.rs", "what_cannot_be_read_is_told_before_anything_is_sent"),
        ),
        row(
            "two attached files of one name",
            "distinguished by their directories, or numbered",
            api("tests/tickets/attach.rs", "files_of_one_name_are_told_apart"),
        ),
    ],
};

pub(crate) const STREAMS: Group = Group {
    title: "Streams",
    rows: &[
        row("upload", "read chunk by chunk as it is sent", shown("streams.rs", "an_upload_is_read_as_it_is_sent")),
        row(
            "download",
            "read chunk by chunk as it is consumed; the rest is not read after a drop",
            shown("streams.rs", "a_download_is_read_as_it_is_consumed"),
        ),
        row(
            "upload of a file, retried",
            "read from its start again",
            client("transfers/upload.rs", "a_file_is_read_anew_when_it_is_sent_again"),
        ),
        row(
            "upload of a stream of unknown length",
            "an error before anything is sent",
            client("transfers/upload.rs", "a_stream_of_unknown_length_is_refused"),
        ),
        row(
            "file that grows while it is sent",
            "as many bytes as announced",
            client("transfers/upload.rs", "a_file_that_grows_is_sent_as_long_as_it_was"),
        ),
        row(
            "download to a file, interrupted",
            "tried again; after the last attempt the old file stays as it was",
            client("transfers/download.rs", "a_file_is_saved_as_a_whole_or_not_at_all"),
        ),
        row("download as a stream, interrupted", "the stream ends with the error", fault("file that ends early")),
        row(
            "error response in place of a file",
            "kind `Service`; no file is written",
            client("transfers/download.rs", "a_refusal_in_place_of_a_file_is_an_error"),
        ),
        row(
            "response above `max_response_bytes`",
            "kind `Decode`",
            client("errors.rs", "an_answer_longer_than_the_cap_is_unreadable"),
        ),
        row(
            "progress",
            "reported up to the last byte",
            client("transfers/upload.rs", "progress_is_told_up_to_the_last_byte"),
        ),
    ],
};

pub(crate) const PAGES: Group = Group {
    title: "Ends of lists",
    rows: &[
        row(
            "by offset, with a total",
            "ends at the total; a short page does not end the list",
            client("paging.rs", "by_offset_a_short_page_is_no_end_and_the_total_is"),
        ),
        row(
            "by offset, without a total",
            "ends at an empty page",
            client("paging.rs", "by_offset_an_empty_page_is_the_end"),
        ),
        row(
            "by offset, empty page before the total",
            "ends",
            client("paging.rs", "by_offset_an_empty_page_is_the_end"),
        ),
        row(
            "by offset, beyond the largest offset",
            "kind `ListTruncated`",
            client("paging.rs", "by_offset_no_page_beyond_the_last_offset_is_asked_for"),
        ),
        row(
            "by offset, the same page twice",
            "kind `Pagination`",
            client("paging.rs", "by_offset_a_page_that_comes_twice_is_an_error"),
        ),
        row(
            "by cursor",
            "ends at a missing or empty cursor; an empty page does not end the list",
            client("paging.rs", "by_cursor_only_a_missing_cursor_is_the_end"),
        ),
        row(
            "by cursor, repeated",
            "kind `Pagination`, also if it repeats an earlier one",
            client("paging.rs", "by_cursor_the_same_cursor_twice_is_an_error"),
        ),
        row(
            "change feed",
            "ends where the response says so",
            client("paging_paths.rs", "a_change_feed_ends_where_it_says_so_and_its_last_cursor_is_kept"),
        ),
        row(
            "by page number, with a total",
            "ends at the total",
            client("paging.rs", "by_number_the_total_is_the_end_and_a_short_page_is_not"),
        ),
        row(
            "by page number, from the middle",
            "ends at an empty page",
            client("paging.rs", "by_number_a_list_from_the_middle_ends_at_an_empty_page"),
        ),
        row(
            "by page number, beyond the largest number, or the same page twice",
            "kinds `ListTruncated`, `Pagination`",
            client("paging.rs", "by_number_nothing_is_lost_in_silence"),
        ),
        row(
            "error of one page",
            "the next call requests the same page again",
            client("paging.rs", "after_an_error_the_same_page_is_asked_for_again"),
        ),
        row(
            "concurrent pages, short page",
            "pages ahead are discarded and requested again",
            client("paging_ahead.rs", "a_short_page_discards_the_pages_ahead"),
        ),
    ],
};

pub(crate) const CANCELLATION: Group = Group {
    title: "Cancellation",
    rows: &[
        row(
            "call that was never polled",
            "nothing is sent",
            client("futures.rs", "nothing_is_sent_before_the_first_poll_and_options_count_until_then"),
        ),
        row("call dropped in an attempt", "the connection is closed", fault("call dropped by the caller")),
        row(
            "call dropped in the delay before a retry",
            "nothing more is sent, and no timer stays",
            shown("calls.rs", "a_canceled_call_sends_nothing_more"),
        ),
        row(
            "call polled by reference, in `select!`",
            "can be awaited later; it goes on where it was",
            shown("calls.rs", "a_canceled_call_can_be_resumed_by_reference"),
        ),
        row(
            "list, `try_next()` dropped",
            "no page is lost; the request goes on with the next call",
            client("futures.rs", "canceling_a_wait_loses_no_page"),
        ),
        row(
            "download dropped",
            "no file is left behind",
            client("transfers/download.rs", "a_download_that_is_given_up_leaves_nothing_behind"),
        ),
        row(
            "call that times out during a sign-in",
            "the sign-in goes on, for the next call",
            client("sign_in.rs", "a_sign_in_that_outlives_the_call_that_began_it_is_gone_on_with"),
        ),
        row(
            "span of a dropped call",
            "closes with `canceled` and what is known",
            client("spans.rs", "a_canceled_call_closes_with_what_is_known"),
        ),
        row(
            "call that leaves the queue of the rate limiter",
            "its place is given back",
            client("rate.rs", "places_in_line_that_are_not_used_are_given_back"),
        ),
        row(
            "job that is canceled on the service, in a wait",
            "outcome `Canceled`, not an error",
            api("tests/waiting/scripted.rs", "work_can_be_canceled"),
        ),
    ],
};

pub(crate) const PROXIES: Group = Group {
    title: "Proxies",
    rows: &[
        row(
            "proxy variables of the environment",
            "used for their scheme; `ALL_PROXY` for the rest",
            transport("src/network/proxy/tests.rs", "each_scheme_takes_its_variable"),
        ),
        row(
            "`.no_proxy()` in code",
            "turns them off",
            transport("tests/contract/proxy.rs", "the_machines_proxy_is_used_unless_switched_off"),
        ),
        row(
            "`NO_PROXY`: `*`, addresses, networks, domains",
            "bypass the proxy; a domain includes its subdomains",
            transport("src/network/proxy/bypass.rs", "hosts_are_found_in_no_proxy"),
        ),
        row(
            "`NO_PROXY` that covers all hosts, unusable proxy",
            "the proxy is ignored",
            transport("src/network/proxy/tests.rs", "no_proxy_holds_for_addresses_and_before_all_else"),
        ),
        row(
            "`HTTP_PROXY` in a CGI program",
            "ignored: a client could set it by a header",
            transport("src/network/proxy/tests.rs", "a_header_cannot_set_the_proxy_of_a_cgi_program"),
        ),
        row(
            "unusable proxy",
            "an error that names the variable",
            transport("src/network/proxy/tests.rs", "a_proxy_that_cannot_be_used_is_named_by_its_variable"),
        ),
        row(
            "password of a proxy",
            "sent to the proxy",
            transport("tests/contract/proxy_setting.rs", "a_proxy_receives_requests_with_its_password"),
        ),
        row(
            "unusable proxy with a password",
            "the error does not contain the password",
            transport("src/network/proxy/tests.rs", "a_password_is_in_no_error"),
        ),
        row(
            "proxy set in code",
            "replaces those of the environment; the last choice counts",
            transport("tests/contract/proxy_setting.rs", "the_last_choice_counts"),
        ),
        row(
            "`proxy_bypass` in code",
            "the same rules as `NO_PROXY`",
            transport("tests/contract/proxy_setting.rs", "hosts_bypass_the_proxy"),
        ),
        row(
            "HTTPS through a proxy",
            "a tunnel by `CONNECT`",
            transport("tests/contract/proxy_setting.rs", "https_goes_through_a_tunnel"),
        ),
        row(
            "proxy that fails",
            "the error names the proxy",
            transport("tests/contract/proxy.rs", "a_proxy_that_fails_is_named"),
        ),
        row("407 from the proxy", "kind `Config`, not retried", fault("407 from the proxy")),
        row(
            "`socks5h`",
            "the proxy resolves the name of the service",
            transport("tests/contract/proxy.rs", "socks5h_leaves_the_name_to_the_proxy"),
        ),
        row(
            "`socks5`",
            "this machine resolves the name of the service",
            transport("tests/contract/proxy.rs", "socks5_resolves_the_name_here"),
        ),
    ],
};
