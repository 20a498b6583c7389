//! Checks of requests to a server on this machine, and the token that such a server requires.
//!
//! Pages in a browser can send requests to this machine, and their names can resolve to it (DNS rebinding). A server checks
//! the host and the origin of each request, and then its token:
//!
//! ```
//! use hwc_transport::http::{HeaderMap, HeaderValue};
//! use hwc_transport::local_server::{AccessToken, is_cross_site, is_for_loopback};
//!
//! # fn main() -> std::io::Result<()> {
//! let token = AccessToken::random()?;
//! let mut headers = HeaderMap::new();
//! headers.insert("host", HeaderValue::from_static("127.0.0.1:8080"));
//! assert!(is_for_loopback(&headers) && !is_cross_site(&headers, &["http"]));
//! headers.insert("origin", HeaderValue::from_static("https://site.example"));
//! assert!(is_cross_site(&headers, &["http"]));
//! assert!(token.matches(token.expose()));
//! # Ok(())
//! # }
//! ```

mod access_token;
mod headers;

pub use access_token::AccessToken;
pub use headers::{is_cross_site, is_for_loopback, is_loopback_host, single_header};
