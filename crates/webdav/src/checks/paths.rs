//! The checks of the paths that a request names: its own, and the header `Destination`.

use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode, Uri};
use hwc_drive::RemotePath;
use percent_encoding::percent_decode_str;

use crate::failure::Failure;

/// The paths of a request, from the folder that is served.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct RequestPaths {
    pub(crate) path: RemotePath,
    /// The target of a copy or a move.
    pub(crate) destination: Option<RemotePath>,
}

/// Parses the paths of a request.
pub(crate) fn parse_paths(head: &Parts) -> Result<RequestPaths, Failure> {
    let path = parse_path(head.uri.path())?;
    let is_transfer = matches!(head.method.as_str(), "COPY" | "MOVE");
    if head.method.as_str() == "DELETE" && head.headers.get("depth").is_some_and(|depth| !is_infinite(depth)) {
        return Err(Failure::new(
            StatusCode::BAD_REQUEST,
            "a folder is deleted with its content: omit the header Depth",
        ));
    }
    let destination = head.headers.get("destination").filter(|_| is_transfer);
    let destination = destination.map(parse_destination).transpose()?;
    let paths = RequestPaths { path, destination };
    paths.check_transfer()?;
    Ok(paths)
}

impl RequestPaths {
    /// A folder cannot become part of itself, and replacing the folder around a file would remove the file first.
    fn check_transfer(&self) -> Result<(), Failure> {
        let Some(destination) = &self.destination else { return Ok(()) };
        let is_nested = destination.relative_to(&self.path).is_some() || self.path.relative_to(destination).is_some();
        if is_nested && self.path != *destination {
            let reason = format!("`{}` and `{destination}` are in each other", self.path);
            return Err(Failure::new(StatusCode::FORBIDDEN, reason));
        }
        Ok(())
    }
}

fn is_infinite(depth: &HeaderValue) -> bool {
    depth.as_bytes().eq_ignore_ascii_case(b"infinity")
}

/// Parses the header: a URL, or a path.
fn parse_destination(header: &HeaderValue) -> Result<RemotePath, Failure> {
    let uri = header.to_str().ok().and_then(|text| text.parse::<Uri>().ok());
    let uri = uri.ok_or_else(|| Failure::new(StatusCode::BAD_REQUEST, "the header Destination is not a URL"))?;
    parse_path(uri.path())
}

/// Parses an encoded path. `..` is refused, also if it is encoded.
fn parse_path(path: &str) -> Result<RemotePath, Failure> {
    let invalid = |reason: &str| Failure::new(StatusCode::BAD_REQUEST, format!("invalid path: {reason}"));
    let mut parsed = RemotePath::root();
    if path == "*" {
        return Ok(parsed);
    }
    for segment in path.split('/').filter(|segment| !segment.is_empty()) {
        let name = percent_decode_str(segment).decode_utf8().map_err(|_| invalid("a name is not UTF-8"))?;
        match &*name {
            "." => {}
            ".." => return Err(invalid("`..` is not supported")),
            name if name.contains(['/', '\0']) => return Err(invalid("a name has a slash or a zero byte")),
            name => parsed = parsed.join(name),
        }
    }
    Ok(parsed)
}

#[cfg(test)]
mod tests {
    use axum::http::Request;

    use super::*;

    fn parse(method: &str, path: &str, headers: &[(&str, &str)]) -> Result<RequestPaths, u16> {
        let request = Request::builder().method(method).uri(path);
        let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
        parse_paths(&request.body(()).unwrap().into_parts().0).map_err(|failure| failure.status.as_u16())
    }

    #[test]
    fn names_are_decoded() {
        let path = |text: &str| parse("GET", text, &[]).unwrap().path.to_string();
        assert_eq!(path("/%E5%B9%B4%E5%BA%A6/a%20b//100%25/./x/"), "/年度/a b/100%/x");
        assert_eq!(path("/"), "/");
    }

    #[test]
    fn paths_that_leave_their_folder_are_refused() {
        for text in ["/..", "/a/../b", "/%2e%2e/b", "/a/%2E.", "/a%2Fb", "/a%00b", "/%ff"] {
            assert_eq!(parse("GET", text, &[]).unwrap_err(), 400, "{text}");
        }
        for text in ["http://localhost/a/../b", "/%2e%2e/b", "http://"] {
            assert_eq!(parse("MOVE", "/x", &[("destination", text)]).unwrap_err(), 400, "{text}");
        }
    }

    #[test]
    fn a_folder_does_not_become_part_of_itself() {
        for (from, to) in [("/a", "/a/b"), ("/a/b", "/a"), ("/a/", "/a/b/c"), ("/a", "/")] {
            assert_eq!(parse("COPY", from, &[("destination", to)]).unwrap_err(), 403, "{from} {to}");
        }
        let paths = parse("MOVE", "/a", &[("destination", "http://localhost:1/ab")]).unwrap();
        assert_eq!(paths.destination.unwrap().to_string(), "/ab");
    }

    #[test]
    fn a_folder_is_deleted_with_its_content() {
        assert_eq!(parse("DELETE", "/a", &[("depth", "0")]).unwrap_err(), 400);
        assert!(parse("DELETE", "/a", &[("depth", "Infinity")]).is_ok());
    }
}
