//! The README of a downloaded folder: the variables, and the command that runs it.

use super::call::SampleCall;
use super::{Sample, SampleFile};

/// Adds a README to a sample.
pub(super) fn with_readme(call: &SampleCall<'_>, mut sample: Sample) -> Sample {
    let variable = |(name, meaning): &(String, String)| format!("- `{name}`: {meaning}\n");
    let variables: String = sample.variables.iter().map(variable).collect();
    let placeholders = match call.placeholders.as_slice() {
        [] => String::new(),
        names => format!("Replace the sample values of the required fields: {}.\n\n", names.join(", ")),
    };
    let name = call.operation.full_name();
    let title = sample.language.title();
    let text = format!(
        "# {name} in {title}\n\n{placeholders}Set these environment variables:\n\n{variables}\n\
         Run this command in the folder:\n\n```sh\n{}\n```\n",
        sample.command
    );
    sample.files.push(SampleFile::new("README.md", text));
    sample
}

/// Returns the variable with the endpoint.
pub(super) fn endpoint(call: &SampleCall<'_>) -> (String, String) {
    (call.endpoint_variable(), format!("the endpoint (optional; default: {})", call.default_endpoint()))
}

/// Returns the variables of samples that send a token.
pub(super) fn token_variables(call: &SampleCall<'_>) -> Vec<(String, String)> {
    let token = call.token().map(|(_, _, variable)| (variable.to_owned(), "an access token".to_owned()));
    let project = call.project_variable().map(|variable| (variable.to_owned(), "the ID of the project".to_owned()));
    [Some(endpoint(call)), token, project].into_iter().flatten().chain(call.secret_variables()).collect()
}

/// Returns the variables of samples on the client of hwc.
pub(super) fn client_variables(call: &SampleCall<'_>) -> Vec<(String, String)> {
    let credentials: &[(&str, &str)] = match call.token() {
        None => &[],
        Some((_, _, token @ "HWC_KOODRIVE_TOKEN")) => &[(token, "an access token")],
        Some(_) => &[
            ("HUAWEICLOUD_SDK_AK", "the access key; or a token in HWC_AUTH_TOKEN instead of both"),
            ("HUAWEICLOUD_SDK_SK", "the secret key"),
        ],
    };
    let credentials = credentials.iter().map(|(name, meaning)| ((*name).to_owned(), (*meaning).to_owned()));
    credentials.chain([endpoint(call)]).chain(call.secret_variables()).collect()
}
