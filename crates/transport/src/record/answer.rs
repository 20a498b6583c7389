//! Recorded responses and their replay.

use http::{HeaderName, HeaderValue, StatusCode};

use super::ask::{Known, Options};
use super::body::Raw;
use super::content::{Content, Why};
use super::headers;
use super::node::{Node, Wrong};
use super::taken::Taken;
use super::tree::{Tree, object, texts};
use crate::{Body, BodyError, ByteStream, HttpResponse};

/// A recorded response. It contains no secrets.
#[derive(Clone, PartialEq)]
pub(super) struct Answer {
    status: StatusCode,
    headers: Vec<String>,
    body: Content,
}

impl Answer {
    /// Records a response with the given `head` and the body that was `taken`.
    pub(super) fn of(head: &http::response::Parts, taken: Taken, mut known: Known, options: &Options) -> Self {
        let names = known.names(options);
        let body = match taken {
            Taken::Whole(_) if is_compressed(head) => left_out(Why::Compressed, None),
            Taken::Whole(bytes) => Raw::received(bytes),
            Taken::TooLong(bytes) => left_out(Why::TooLong, bytes),
            Taken::BrokeOff(bytes) => left_out(Why::BrokeOff, Some(bytes)),
        };
        headers::find(&head.headers, names, &mut known.secrets);
        body.find(names, &mut known.secrets);
        Self {
            status: head.status,
            headers: headers::received(&head.headers, names, &known.secrets),
            body: body.redact(names, &known.secrets, true),
        }
    }

    /// Returns the response to replay.
    pub(super) fn response(&self) -> HttpResponse {
        let mut answer = HttpResponse::new(body(&self.body));
        *answer.status_mut() = self.status;
        for (name, value) in self.headers.iter().filter_map(|line| header(line)) {
            answer.headers_mut().append(name, value);
        }
        answer
    }

    pub(super) fn to_tree(&self) -> Tree {
        object([
            ("status", Some(u64::from(self.status.as_u16()).into())),
            ("headers", Some(texts(&self.headers)).filter(|_| !self.headers.is_empty())),
            ("body", self.body.to_tree()),
        ])
    }

    pub(super) fn from_node(node: &Node<'_>) -> Result<Self, Wrong> {
        node.known(&["status", "headers", "body"])?;
        let status = node.member("status")?;
        let code = u16::try_from(status.uint()?).ok().and_then(|code| StatusCode::from_u16(code).ok());
        let headers = node.texts("headers")?;
        if let Some(index) = headers.iter().position(|line| header(line).is_none()) {
            return Err(node.wrong(&format!("headers: element {} is no header", index + 1)));
        }
        Ok(Self {
            status: code.ok_or_else(|| status.wrong("it is no status"))?,
            headers,
            body: Content::from_node(node.optional("body").as_ref())?,
        })
    }
}

fn left_out(why: Why, bytes: Option<u64>) -> Raw {
    Raw::Known(Content::LeftOut { why, bytes })
}

fn is_compressed(head: &http::response::Parts) -> bool {
    let encoding = head.headers.get(http::header::CONTENT_ENCODING);
    encoding.is_some_and(|encoding| !encoding.as_bytes().eq_ignore_ascii_case(b"identity"))
}

fn header(line: &str) -> Option<(HeaderName, HeaderValue)> {
    let (name, value) = headers::split(line)?;
    Some((name.parse().ok()?, value.parse().ok()?))
}

fn body(content: &Content) -> Body {
    match content {
        Content::Empty => Body::empty(),
        Content::Json(json) => Body::from(json.compact()),
        Content::Text(text) => Body::from(text.clone()),
        Content::Binary(bytes) => Body::from(bytes.clone()),
        Content::LeftOut { why: Why::BrokeOff, .. } => failing(|| BodyError::interrupted("so it was recorded")),
        Content::LeftOut { why: Why::TooLong, .. } => failing(|| {
            BodyError::new("the recording leaves this body out, for it was longer than the recorder's `max_body`")
        }),
        Content::Digest { .. } | Content::LeftOut { .. } => {
            failing(|| BodyError::new("the recording leaves this body out"))
        }
    }
}

fn failing(error: fn() -> BodyError) -> Body {
    Body::from_stream(ByteStream::from_chunks([Err(error())]), None)
}
