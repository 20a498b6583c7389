//! Responses with their metadata.

use std::fmt;

use hwc_transport::bytes::Bytes;
use hwc_transport::http::{HeaderMap, StatusCode};
use hwc_wire::{Deviation, DeviationKind, Deviations, Json};

/// A response with its metadata.
#[derive(Clone)]
#[non_exhaustive]
pub struct Response<T> {
    /// The decoded response.
    pub body: T,
    /// The HTTP status.
    pub status: StatusCode,
    /// The headers of the response.
    pub headers: HeaderMap,
    /// The ID of the call at the service. Include it in support requests.
    pub request_id: Option<String>,
    /// The number of attempts; 1 if the first one succeeded.
    pub attempts: u32,
    /// The deviations of the response from its description.
    pub deviations: Deviations,
    pub(crate) raw_body: Bytes,
}

impl<T> Response<T> {
    /// Returns the body as received, after decompression. Empty for files. It is not copied: it is the memory that the
    /// response was read into, which is freed with the `Response`. A call that resolves to the decoded response alone does
    /// not keep it.
    ///
    /// It may contain secrets, and it comes from outside: escape it before you print it.
    ///
    /// ```
    /// # async fn example(client: &hwc_api::Client) -> Result<(), hwc_api::Error> {
    /// let response = client.send(hwc_api::osm::ListCases::new()).response().await?;
    /// std::fs::write("cases.json", response.raw_body()).ok();
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn raw_body(&self) -> &Bytes {
        &self.raw_body
    }

    /// Returns the members of the body that are not described, by their paths as in [`Deviation::path`](hwc_wire::Deviation::path), with their values.
    ///
    /// They are read from [`raw_body`](Self::raw_body) by this method, so they cost nothing before. There are at most as
    /// many as deviations are listed. Empty if the body is damaged. The values may be secret.
    ///
    /// ```
    /// # async fn example(client: &hwc_api::Client) -> Result<(), hwc_api::Error> {
    /// let response = client.send(hwc_api::osm::ListCases::new()).response().await?;
    /// for (path, value) in response.unknown_members() {
    ///     println!("new member {path}: {value}");
    /// }
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn unknown_members(&self) -> Vec<(String, Json)> {
        let is_unknown = |deviation: &&Deviation| deviation.kind == DeviationKind::UnknownField;
        let mut unknown = self.deviations.into_iter().filter(is_unknown).peekable();
        if unknown.peek().is_none() {
            return Vec::new();
        }
        let Ok(body) = serde_json::from_slice::<Json>(&self.raw_body) else { return Vec::new() };
        unknown.filter_map(|deviation| Some((deviation.path.clone(), find(&body, &deviation.path)?.clone()))).collect()
    }
}

/// Returns the value at a path such as `cases[2].status`. Names may contain dots and brackets.
#[inline]
fn find<'a>(value: &'a Json, path: &str) -> Option<&'a Json> {
    if path.is_empty() {
        return Some(value);
    }
    match value {
        Json::Object(members) => members.iter().find_map(|(name, value)| {
            let rest = path.strip_prefix(name.as_str())?;
            let rest = if rest.starts_with('[') || rest.is_empty() { rest } else { rest.strip_prefix('.')? };
            find(value, rest)
        }),
        Json::Array(elements) => {
            let (index, rest) = path.strip_prefix('[')?.split_once(']')?;
            let element = elements.get(index.parse::<usize>().ok()?)?;
            find(element, rest.strip_prefix('.').unwrap_or(rest))
        }
        _ => None,
    }
}

impl<B> Response<B> {
    /// Converts the body and keeps the metadata.
    ///
    /// ```
    /// # use hwc_api::{Client, Response, osm};
    /// # async fn run(client: Client) -> Result<(), hwc_api::Error> {
    /// let response = client.send(osm::ListCases::new()).response().await?;
    /// let total: Response<Option<u64>> = response.map(|page| page.total_count);
    /// # let _ = total.request_id;
    /// # Ok(())
    /// # }
    /// ```
    pub fn map<T>(self, convert: impl FnOnce(B) -> T) -> Response<T> {
        let Self { body, status, headers, request_id, attempts, deviations, raw_body } = self;
        Response { body: convert(body), status, headers, request_id, attempts, deviations, raw_body }
    }

    /// Replaces the body.
    pub(crate) fn with_body<T>(self, body: T) -> Response<T> {
        self.map(|_| body)
    }
}

/// Prints only the names of headers, because one of them may be a token.
impl<T: fmt::Debug> fmt::Debug for Response<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let headers: Vec<&str> = self.headers.keys().map(hwc_transport::http::HeaderName::as_str).collect();
        f.debug_struct("Response")
            .field("body", &self.body)
            .field("status", &self.status)
            .field("headers", &headers)
            .field("request_id", &self.request_id)
            .field("attempts", &self.attempts)
            .field("deviations", &self.deviations)
            .field("raw_body", &self.raw_body.len())
            .finish()
    }
}
