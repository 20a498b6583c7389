//! Recorded responses and their replay.

use http::{HeaderName, HeaderValue, StatusCode};

use super::buffered_body::BufferedBody;
use super::cursor::{Cursor, FormatError};
use super::headers;
use super::ordered_json::{OrderedJson, object, texts};
use super::recorded_body::{OmitReason, RecordedBody};
use super::recorded_request::{RecordOptions, RedactionContext};
use super::unredacted_body::UnredactedBody;
use crate::{Body, BodyError, ByteStream, HttpResponse};

/// A recorded response. It contains no secrets.
#[derive(Clone, PartialEq)]
pub(super) struct RecordedResponse {
    status: StatusCode,
    headers: Vec<String>,
    body: RecordedBody,
}

impl RecordedResponse {
    /// Records a response with the given `head` and the body that was `buffered`.
    pub(super) fn record(
        head: &http::response::Parts,
        buffered: BufferedBody,
        mut context: RedactionContext,
        options: &RecordOptions,
    ) -> Self {
        let names = context.names(options);
        let body = match buffered {
            BufferedBody::Complete(_) if is_compressed(head) => omitted(OmitReason::Compressed, None),
            BufferedBody::Complete(bytes) => UnredactedBody::received(bytes),
            BufferedBody::TooLong(bytes) => omitted(OmitReason::TooLong, bytes),
            BufferedBody::Interrupted(bytes) => omitted(OmitReason::Interrupted, Some(bytes)),
        };
        headers::collect(&head.headers, names, &mut context.secrets);
        body.collect(names, &mut context.secrets);
        Self {
            status: head.status,
            headers: headers::received(&head.headers, names, &context.secrets),
            body: body.redact(names, &context.secrets, true),
        }
    }

    /// Returns the response to replay.
    pub(super) fn to_http(&self) -> HttpResponse {
        let mut response = HttpResponse::new(body(&self.body));
        *response.status_mut() = self.status;
        for (name, value) in self.headers.iter().filter_map(|line| header(line)) {
            response.headers_mut().append(name, value);
        }
        response
    }

    pub(super) fn to_tree(&self) -> OrderedJson {
        object([
            ("status", Some(u64::from(self.status.as_u16()).into())),
            ("headers", Some(texts(&self.headers)).filter(|_| !self.headers.is_empty())),
            ("body", self.body.to_tree()),
        ])
    }

    pub(super) fn from_node(node: &Cursor<'_>) -> Result<Self, FormatError> {
        node.expect_members(&["status", "headers", "body"])?;
        let status = node.member("status")?;
        let code = u16::try_from(status.uint()?).ok().and_then(|code| StatusCode::from_u16(code).ok());
        let headers = node.texts("headers")?;
        if let Some(index) = headers.iter().position(|line| header(line).is_none()) {
            return Err(node.error(&format!("headers: element {} is not a header", index + 1)));
        }
        Ok(Self {
            status: code.ok_or_else(|| status.error("it is not an HTTP status"))?,
            headers,
            body: RecordedBody::from_node(node.optional("body").as_ref())?,
        })
    }
}

fn omitted(reason: OmitReason, bytes: Option<u64>) -> UnredactedBody {
    UnredactedBody::WithoutSecrets(RecordedBody::Omitted { reason, bytes })
}

fn is_compressed(head: &http::response::Parts) -> bool {
    let encoding = head.headers.get(http::header::CONTENT_ENCODING);
    encoding.is_some_and(|encoding| !encoding.as_bytes().eq_ignore_ascii_case(b"identity"))
}

fn header(line: &str) -> Option<(HeaderName, HeaderValue)> {
    let (name, value) = headers::split(line)?;
    Some((name.parse().ok()?, value.parse().ok()?))
}

fn body(content: &RecordedBody) -> Body {
    match content {
        RecordedBody::Empty => Body::empty(),
        RecordedBody::Json(json) => Body::from(json.compact()),
        RecordedBody::Text(text) => Body::from(text.clone()),
        RecordedBody::Binary(bytes) => Body::from(bytes.clone()),
        RecordedBody::Omitted { reason: OmitReason::Interrupted, .. } => {
            failing(|| BodyError::interrupted("as recorded"))
        }
        RecordedBody::Omitted { reason: OmitReason::TooLong, .. } => failing(|| {
            BodyError::new("the recording omits this body: it was longer than the recorder's `max_body_bytes`")
        }),
        RecordedBody::Digest { .. } | RecordedBody::Omitted { .. } => {
            failing(|| BodyError::new("the recording omits this body"))
        }
    }
}

fn failing(error: fn() -> BodyError) -> Body {
    Body::from_stream(ByteStream::from_chunks([Err(error())]), None)
}
