//! Property: the sandbox decodes the request that the client encoded.

use hwc_models::wire::catalog::OperationEntry;
use hwc_models::wire::{
    self as lib, DecodeContext, DecodeError, DecodeMode, EncodeError, EncodeOptions, FormPart, Record, RequestParts,
    RequestRef, SettingLocation,
};
use proptest::prelude::*;
use proptest::test_runner::TestCaseResult;

/// Encodes a request, with a value for every setting that the path may need.
pub(crate) fn encode(
    entry: &OperationEntry,
    request: &dyn Record,
    query_in_body: bool,
) -> Result<RequestParts, EncodeError> {
    let settings = entry.operation.service.settings.iter();
    let settings: Vec<(&str, &str)> = settings
        .filter(|setting| setting.location == SettingLocation::Path)
        .map(|setting| (setting.name, "of-the-client"))
        .collect();
    lib::encode(entry.operation, request, EncodeOptions { settings: &settings, query_in_body })
}

/// Decodes the encoded request, as a server does.
pub(crate) fn receive(
    entry: &OperationEntry,
    parts: &RequestParts,
) -> Result<(Box<dyn Record>, DecodeContext), DecodeError> {
    let (path, query) = parts.path_and_query.split_once('?').unwrap_or((&parts.path_and_query, ""));
    let names = entry.operation.path.split('/').zip(path.split('/'));
    let path: Vec<(&str, &str)> =
        names.filter_map(|(name, text)| Some((name.strip_prefix('{')?.strip_suffix('}')?, text))).collect();
    let header = |name: &str| header(&parts.headers, name);
    let form: Vec<_> = parts.form.iter().map(FormPart::received).collect();
    let form = (!form.is_empty()).then_some(form.as_slice());
    let from =
        RequestRef { path: &path, query, header: &header, body: parts.body.as_deref().unwrap_or_default(), form };
    let mut request = (entry.request)();
    let mut cx = DecodeContext::new(DecodeMode::Lenient);
    lib::decode_request(entry.operation, from, &mut *request, &mut cx)?;
    Ok((request, cx))
}

/// Looks up a header without regard to case, as HTTP does.
pub(crate) fn header<'a>(headers: &'a [(&'static str, String)], name: &str) -> Option<&'a str> {
    headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
}

/// Checks that a request is decoded as it was sent, with the values at the locations of the path template. Returns the
/// context with the deviations.
pub(crate) fn request_returns(
    entry: &OperationEntry,
    request: &dyn Record,
    query_in_body: bool,
) -> Result<DecodeContext, TestCaseError> {
    let parts = encode(entry, request, query_in_body);
    prop_assert!(parts.is_ok(), "{}", parts.unwrap_err());
    let parts = parts.unwrap();
    let segments = parts.path_and_query.split('?').next().unwrap_or_default().split('/').count();
    prop_assert_eq!(segments, entry.operation.path.split('/').count(), "{} leaves its path", parts.path_and_query);
    let read = receive(entry, &parts);
    prop_assert!(read.is_ok(), "{}: {}", parts.path_and_query, read.unwrap_err());
    let (read, cx) = read.unwrap();
    prop_assert!(
        lib::records_equal(&*read, request),
        "{:?}\nbecame\n{:?}\nthrough {}",
        request,
        read,
        parts.path_and_query
    );
    Ok(cx)
}

/// Checks that there are no deviations except the intended ones.
pub(crate) fn as_described(cx: DecodeContext) -> TestCaseResult {
    for deviation in &cx.into_deviations() {
        prop_assert!(super::is_expected(deviation.kind), "{}", deviation);
    }
    Ok(())
}
