//! Rows on credentials: tokens that are requested and renewed, federated sign-in, commands.

use crate::behavior::{Group, api, client, row};

pub(crate) const TOKENS: Group = Group {
    title: "Concurrent token refresh",
    rows: &[
        row(
            "fifty calls without a token",
            "one sign-in",
            client("sign_in.rs", "one_sign_in_serves_all_that_wait_for_it"),
        ),
        row(
            "fifty calls, the sign-in fails",
            "one sign-in; all fail with its error",
            client("sign_in.rs", "all_that_wait_for_a_failing_sign_in_fail_with_it"),
        ),
        row(
            "twenty calls whose token expired",
            "one new token for all of them",
            client("sign_in.rs", "many_refused_calls_share_one_renewal"),
        ),
        row("new token rejected too", "the error; no second refresh", client("sign_in.rs", "and_not_twice")),
        row(
            "token near its end",
            "renewed five minutes before it ends",
            client("sign_in.rs", "it_is_renewed_a_little_before_it_ends"),
        ),
        row(
            "early renewal fails",
            "the old token is used until it ends",
            client("sign_in.rs", "a_token_that_cannot_be_renewed_yet_is_used_while_it_holds"),
        ),
        row(
            "calls rejected for clock skew together",
            "one correction for all of them",
            client("skew.rs", "calls_that_are_refused_together_are_mended_together"),
        ),
        row(
            "runtime that began a refresh is gone",
            "the refresh is restarted",
            api("src/core/shared_cache.rs", "a_creation_of_another_runtime_is_restarted"),
        ),
        row(
            "configured token rejected",
            "the error; it cannot be renewed",
            client("sign_in.rs", "a_token_that_was_given_is_not_renewed"),
        ),
    ],
};

pub(crate) const FEDERATED: Group = Group {
    title: "Federated sign-in, commands",
    rows: &[
        row(
            "`Credentials::id_token_file`, service of an account",
            "a token of the account for the ID token in the file",
            client("federated.rs", "an_id_token_is_exchanged_for_a_token_of_the_account"),
        ),
        row(
            "the same, service of a project",
            "a token of the project of the call",
            client("federated.rs", "a_service_of_a_project_gets_a_token_of_the_project"),
        ),
        row(
            "no `domain_id` or `project_id`",
            "an error that names it; nothing is sent",
            client("federated.rs", "a_missing_id_of_the_scope_is_named"),
        ),
        row(
            "ID token replaced in the file",
            "read again at the next sign-in",
            client("federated.rs", "the_file_is_read_again_before_the_token_expires"),
        ),
        row(
            "IAM rejects the ID token",
            "the error, without the token; no retry",
            client("federated.rs", "a_rejected_id_token_is_not_repeated"),
        ),
        row(
            "file missing, empty, or without a token",
            "an error with the path; nothing is sent",
            client("federated.rs", "a_file_without_a_token_is_named"),
        ),
        row(
            "identity provider and keys in the environment",
            "the provider if it is complete, or else the keys",
            client("federated.rs", "keys_precede_an_incomplete_provider_as_in_the_official_sdks"),
        ),
        row(
            "half of an identity provider alone",
            "an error that names the missing variable",
            client("federated.rs", "half_of_a_provider_is_an_error"),
        ),
        row(
            "`CommandCredentials`",
            "the credentials that the command prints; it runs without a shell",
            client("command.rs", "a_command_prints_the_credentials_of_each_service"),
        ),
        row(
            "`expires_at` in the output, or rejected credentials",
            "the command runs again",
            client("command.rs", "it_runs_again_before_the_credentials_expire_and_when_they_are_rejected"),
        ),
        row(
            "command that fails",
            "an error with its standard error, never its standard output",
            client("command.rs", "a_failure_repeats_the_standard_error_alone"),
        ),
        row(
            "command that does not end",
            "killed after 30 seconds, or `timeout`",
            client("command.rs", "a_command_that_hangs_is_killed"),
        ),
    ],
};
