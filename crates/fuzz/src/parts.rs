//! Requests and responses as one sequence of bytes: texts with a terminating zero byte, then the body.

use hwc_wire::catalog::OperationEntry;
use hwc_wire::{DecodeContext, DecodeError, DeviationKind, FieldDescriptor, Location, Record, ValueRef, decode};

/// Splits off the text before the first zero byte. Invalid UTF-8 is replaced.
pub(crate) fn text(data: &[u8]) -> (String, &[u8]) {
    let end = data.iter().position(|byte| *byte == 0);
    let (text, rest) = end.map_or((data, &[][..]), |end| (&data[..end], &data[end + 1..]));
    (String::from_utf8_lossy(text).into_owned(), rest)
}

/// Returns the names of the fields that travel in headers.
pub(crate) fn headers(record: &dyn Record) -> impl Iterator<Item = &'static FieldDescriptor> {
    record.descriptor().fields.iter().filter(|field| field.location == Location::Header)
}

/// Assigns a line of the text to each header field, in the order of the table.
pub(crate) fn header_lines<'a>(record: &dyn Record, text: &'a str) -> Vec<(&'static str, &'a str)> {
    headers(record).map(|field| field.name).zip(text.split('\n')).collect()
}

/// Returns the value of a header.
pub(crate) fn look_up<'a>(headers: &[(&str, &'a str)], name: &str) -> Option<&'a str> {
    headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| *value)
}

/// Decodes a response like the client.
pub(crate) fn answer(
    entry: &OperationEntry,
    headers: &[(&str, &str)],
    body: &[u8],
    cx: &mut DecodeContext,
) -> Result<Box<dyn Record>, DecodeError> {
    let mut answer = (entry.response)();
    decode::decode_body(&mut *answer, body, cx)?;
    decode::decode_headers(&mut *answer, &|name| look_up(headers, name), cx)?;
    Ok(answer)
}

/// Returns true if our own output may be read with such a deviation. A missing value is still missing, and an unknown
/// value is still unknown.
pub(crate) fn may_stay(kind: DeviationKind) -> bool {
    matches!(kind, DeviationKind::MissingRequired | DeviationKind::UnknownEnumValue)
}

/// Returns true if the whole body is one field and that field is absent.
pub(crate) fn whole_is_absent(record: &dyn Record) -> bool {
    any_field(record, |field, output| field.location == Location::Payload && matches!(output, ValueRef::Absent))
}

/// Returns true if the query contains an empty list, which is not sent.
pub(crate) fn has_empty_list_in_query(record: &dyn Record) -> bool {
    any_field(record, |field, output| field.in_query() && matches!(output, ValueRef::List(list) if list.count() == 0))
}

fn any_field(record: &dyn Record, is_it: impl Fn(&FieldDescriptor, ValueRef<'_>) -> bool) -> bool {
    record.fields().any(|(field, value)| is_it(field, value.view()))
}
