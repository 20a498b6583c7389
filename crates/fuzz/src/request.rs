//! Target: requests to every operation, as a server decodes them. Any input results in a record or an error. A record
//! that the client encodes is decoded as the same record.
//!
//! The input consists of two bytes for the operation and three parts. The first two parts end with a zero byte. The first
//! part is the path parameters separated by slashes, with the query after a question mark. The second is a line for each
//! header field. The third is the body.

use hwc_wire::catalog::OperationEntry;
use hwc_wire::{
    DecodeContext, DecodeError, DecodeMode, Deviations, EncodeOptions, FieldDescriptor, FormPart, FormPartRef,
    Location, Record, RequestParts, RequestRef, SettingLocation, decode_request, encode, validate,
};

use crate::{operations, parts};

/// Runs one input.
pub(crate) fn run(data: &[u8]) {
    let Some((entry, rest)) = operations::of(data) else {
        return;
    };
    let (target, rest) = parts::text(rest);
    let (lines, body) = parts::text(rest);
    let (path, query) = target.split_once('?').unwrap_or((&target, ""));
    let path: Vec<(&str, &str)> = parameters(entry).zip(path.split('/')).collect();
    let empty = (entry.request)();
    let headers = parts::header_lines(&*empty, &lines);
    if let Ok((request, _)) = read(entry, &path, query, &headers, body, None) {
        _ = (validate(&*request), format!("{request:?}"));
        returns(entry, &*request, entry.operation.query_in_body);
    }
}

/// Returns the names of the path parameters, in order.
fn parameters(entry: &OperationEntry) -> impl Iterator<Item = &'static str> {
    entry.operation.path.split('/').filter_map(|segment| segment.strip_prefix('{')?.strip_suffix('}'))
}

type Form<'a> = Option<Vec<FormPartRef<'a>>>;

/// Returns the body as each part of a form, alternately as text and as a file. Returns `None` if the request has no form.
fn parts_of<'a>(request: &dyn Record, body: &'a [u8]) -> Form<'a> {
    let fields = request.descriptor().fields.iter().filter(|field| field.location == Location::Form);
    let part = |(index, field): (usize, &'static FieldDescriptor)| FormPartRef {
        name: field.name,
        file_name: (index % 2 == 1).then_some("file"),
        content_type: None,
        content: body,
    };
    request.descriptor().is_form().then(|| fields.enumerate().map(part).collect())
}

type Read = Result<(Box<dyn Record>, Deviations), DecodeError>;

fn read(
    entry: &OperationEntry,
    path: &[(&str, &str)],
    query: &str,
    headers: &[(&str, &str)],
    body: &[u8],
    form: Form<'_>,
) -> Read {
    let header = |name: &str| parts::look_up(headers, name);
    let mut request = (entry.request)();
    let form = form.or_else(|| parts_of(&*request, body));
    let from = RequestRef { path, query, header: &header, body, form: form.as_deref() };
    let mut cx = DecodeContext::new(DecodeMode::Lenient);
    decode_request(entry.operation, from, &mut *request, &mut cx)?;
    Ok((request, cx.into_deviations()))
}

/// Encodes the record like the client and decodes the result.
fn returns(entry: &OperationEntry, request: &dyn Record, query_in_body: bool) {
    // Some requests that can be received cannot be sent: a header cannot contain umlauts, a path parameter cannot be
    // empty.
    let Some(sent) = send(entry, request, query_in_body) else {
        return;
    };
    let (again, noted) = match read_sent(entry, &sent) {
        Ok(read) => read,
        // A single value that is encoded as a list is one level deeper.
        Err(error) if error.to_string().contains("recursion limit") => return,
        Err(error) => panic!("{error} in {request:?}"),
    };
    let strange = noted.into_iter().find(|deviation| !parts::may_stay(deviation.kind));
    assert!(strange.is_none(), "{strange:?} in {request:?}");
    let same = hwc_wire::records_equal(request, &*again);
    assert!(same || parts::has_empty_list_in_query(request), "{request:?}\nbecame\n{again:?}");
    assert!(send(entry, &*again, query_in_body) == Some(sent), "{again:?} is sent in another form");
}

fn send(entry: &OperationEntry, request: &dyn Record, query_in_body: bool) -> Option<RequestParts> {
    let settings = entry.operation.service.settings.iter();
    let settings = settings.filter(|setting| setting.location == SettingLocation::Path);
    let settings: Vec<(&str, &str)> = settings.map(|setting| (setting.name, "set")).collect();
    encode(entry.operation, request, EncodeOptions { settings: &settings, query_in_body }).ok()
}

fn read_sent(entry: &OperationEntry, sent: &RequestParts) -> Read {
    let (path, query) = sent.path_and_query.split_once('?').unwrap_or((&sent.path_and_query, ""));
    let names = entry.operation.path.split('/').zip(path.split('/'));
    let path: Vec<(&str, &str)> =
        names.filter_map(|(name, text)| Some((name.strip_prefix('{')?.strip_suffix('}')?, text))).collect();
    let headers: Vec<(&str, &str)> = sent.headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let form: Vec<_> = sent.form.iter().map(FormPart::received).collect();
    let form = (!form.is_empty()).then_some(form);
    read(entry, &path, query, &headers, sent.body.as_deref().unwrap_or_default(), form)
}
