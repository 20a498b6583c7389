//! Command lines of `hwc`.

use super::call::SampleCall;
use super::{Sample, SampleFile, SampleLanguage, readme};

/// Returns the sample of a call.
pub(super) fn sample(call: &SampleCall<'_>) -> Sample {
    let settings = call.settings.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let line = hwc_dynamic::call_command(call.operation, settings, &call.fields);
    let files = vec![SampleFile::new("call.sh", format!("#!/bin/sh\nset -eu\n{line}\n"))];
    readme::with_readme(
        call,
        Sample {
            language: SampleLanguage::Hwc,
            files,
            variables: readme::client_variables(call),
            command: "sh call.sh".to_owned(),
        },
    )
}
