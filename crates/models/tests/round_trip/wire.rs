//! Property: the sandbox decodes the request that the client encoded.

use hwc_models::wire::catalog::Entry;
use hwc_models::wire::{
    self as lib, Context, DecodeError, EncodeError, Encoding, FormPart, Mode, Parts, Received, Record, SettingPlace,
};
use proptest::prelude::*;
use proptest::test_runner::TestCaseResult;

/// Encodes a request, with a value for every setting that the path may need.
pub(crate) fn encode(entry: &Entry, request: &dyn Record, query_in_body: bool) -> Result<Parts, EncodeError> {
    let settings = entry.operation.service.settings.iter();
    let settings: Vec<(&str, &str)> = settings
        .filter(|setting| setting.place == SettingPlace::Path)
        .map(|setting| (setting.name, "of-the-client"))
        .collect();
    lib::encode(entry.operation, request, Encoding { settings: &settings, query_in_body })
}

/// Decodes the encoded request, as a server does.
pub(crate) fn receive(entry: &Entry, parts: &Parts) -> Result<(Box<dyn Record>, Context), DecodeError> {
    let (path, query) = parts.target.split_once('?').unwrap_or((&parts.target, ""));
    let names = entry.operation.path.split('/').zip(path.split('/'));
    let path: Vec<(&str, &str)> =
        names.filter_map(|(name, text)| Some((name.strip_prefix('{')?.strip_suffix('}')?, text))).collect();
    let header = |name: &str| header(&parts.headers, name);
    let form: Vec<_> = parts.form.iter().map(FormPart::received).collect();
    let form = (!form.is_empty()).then_some(form.as_slice());
    let from = Received { path: &path, query, header: &header, body: parts.body.as_deref().unwrap_or_default(), form };
    let mut request = (entry.request)();
    let mut cx = Context::new(Mode::Tolerant);
    lib::receive(entry.operation, from, &mut *request, &mut cx)?;
    Ok((request, cx))
}

/// Looks up a header without regard to case, as HTTP does.
pub(crate) fn header<'a>(headers: &'a [(&'static str, String)], name: &str) -> Option<&'a str> {
    headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
}

/// Checks that a request is decoded as it was sent, with the values at the locations of the path template. Returns the
/// context with the deviations.
pub(crate) fn request_returns(
    entry: &Entry,
    request: &dyn Record,
    query_in_body: bool,
) -> Result<Context, TestCaseError> {
    let parts = encode(entry, request, query_in_body);
    prop_assert!(parts.is_ok(), "{}", parts.unwrap_err());
    let parts = parts.unwrap();
    let segments = parts.target.split('?').next().unwrap_or_default().split('/').count();
    prop_assert_eq!(segments, entry.operation.path.split('/').count(), "{} leaves its path", parts.target);
    let read = receive(entry, &parts);
    prop_assert!(read.is_ok(), "{}: {}", parts.target, read.unwrap_err());
    let (read, cx) = read.unwrap();
    prop_assert!(lib::record::same(&*read, request), "{:?}\nbecame\n{:?}\nthrough {}", request, read, parts.target);
    Ok(cx)
}

/// Checks that there are no deviations except the intended ones.
pub(crate) fn as_described(cx: Context) -> TestCaseResult {
    for deviation in &cx.into_deviations() {
        prop_assert!(super::is_expected(deviation.kind), "{}", deviation);
    }
    Ok(())
}
