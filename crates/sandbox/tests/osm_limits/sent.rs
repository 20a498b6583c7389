//! Requests on the wire with one changed field. The change is made in the encoded request, so it can contain values that
//! typed requests cannot have, such as a negative number.

use hwc_transport::Body;
use hwc_transport::http::{HeaderValue, Request, header};
use hwc_wire::{EncodeOptions, Json, Location, Operation, Record, RequestParts, encode, percent_encode};

use crate::broken::Broken;

const BOUNDARY: &str = "boundary-of-this-test";

/// Returns the unchanged request.
pub(crate) fn whole(operation: &Operation, kept: &dyn Record) -> Request<Body> {
    build(operation, encode(operation, kept, EncodeOptions::default()).unwrap())
}

/// Returns the request with the violation in place of the valid value.
pub(crate) fn request(operation: &Operation, kept: &dyn Record, broken: &Broken) -> Request<Body> {
    let mut parts = encode(operation, kept, EncodeOptions::default()).unwrap();
    let texts = texts(broken.value.as_ref());
    match broken.field.location {
        Location::Path => parts.path_and_query = path(operation, &parts.path_and_query, broken.field.name, &texts[0]),
        Location::Query | Location::QueryCommaSeparated => {
            parts.path_and_query = query(&parts.path_and_query, broken.field.name, &texts);
        }
        Location::Header => {
            parts.headers.retain(|(name, _)| *name != broken.field.name);
            parts.headers.extend(texts.into_iter().map(|text| (broken.field.name, text)));
        }
        Location::BodyField => parts.body = Some(body(parts.body.as_deref().unwrap_or(b"{}"), broken)),
        Location::Form => {
            assert_eq!(broken.value, None, "{broken}: parts of forms can only be left out");
            parts.form.retain(|part| part.name != broken.field.name);
        }
        Location::Payload => panic!("{broken}: no operation has that"),
    }
    build(operation, parts)
}

/// Returns the values in a path, a query or a header.
fn texts(value: Option<&Json>) -> Vec<String> {
    match value {
        None => Vec::new(),
        Some(Json::Array(items)) => items.iter().flat_map(|item| texts(Some(item))).collect(),
        Some(Json::String(text)) => vec![text.clone()],
        Some(other) => vec![other.to_string()],
    }
}

fn path(operation: &Operation, target: &str, name: &str, text: &str) -> String {
    let (path, query) =
        target.split_once('?').map_or((target, String::new()), |(path, query)| (path, format!("?{query}")));
    let segments = operation.path.split('/').zip(path.split('/'));
    let wanted = format!("{{{name}}}");
    let segments =
        segments.map(|(pattern, kept)| if pattern == wanted { percent_encode(text) } else { kept.to_owned() });
    segments.collect::<Vec<_>>().join("/") + &query
}

fn query(target: &str, name: &str, texts: &[String]) -> String {
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let name = percent_encode(name);
    let others = query.split('&').filter(|pair| !pair.is_empty() && pair.split('=').next() != Some(&name));
    let pairs = others.map(str::to_owned).chain(texts.iter().map(|text| format!("{name}={}", percent_encode(text))));
    format!("{path}?{}", pairs.collect::<Vec<_>>().join("&"))
}

fn body(kept: &[u8], broken: &Broken) -> Vec<u8> {
    let mut body: serde_json::Map<String, Json> = serde_json::from_slice(kept).unwrap();
    match &broken.value {
        Some(value) => body.insert(broken.field.name.to_owned(), value.clone()),
        None => body.remove(broken.field.name),
    };
    Json::Object(body).to_string().into_bytes()
}

fn build(operation: &Operation, parts: RequestParts) -> Request<Body> {
    let is_form = !parts.form.is_empty();
    let body = if is_form { form(&parts) } else { parts.body.unwrap_or_default() };
    let url = format!("{}{}", operation.service.regions[0].endpoint, parts.path_and_query);
    let request = Request::builder().method(operation.method.as_str()).uri(url).header("X-Auth-Token", "token");
    let request = parts.headers.iter().fold(request, |request, (name, value)| request.header(*name, value));
    let mut request = request.body(Body::from(body)).unwrap();
    if is_form {
        let kind = HeaderValue::try_from(format!("multipart/form-data; boundary={BOUNDARY}")).unwrap();
        request.headers_mut().insert(header::CONTENT_TYPE, kind);
    }
    request
}

fn form(parts: &RequestParts) -> Vec<u8> {
    let mut body = String::new();
    for part in parts.form.iter().map(hwc_wire::FormPart::received) {
        let file = part.file_name.map_or(String::new(), |name| format!("; filename=\"{name}\""));
        let content = std::str::from_utf8(part.content).unwrap();
        let head = format!("Content-Disposition: form-data; name=\"{}\"{file}", part.name);
        body += &format!("--{BOUNDARY}\r\n{head}\r\n\r\n{content}\r\n");
    }
    body += &format!("--{BOUNDARY}--\r\n");
    body.into_bytes()
}
