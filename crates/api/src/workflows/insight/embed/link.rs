//! The link of an embedded analysis, and the URL with a ticket.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::core::normalize;

/// The query parameter with the ticket.
const TICKET: &str = "ticket";

/// The characters that are escaped: all but the unreserved ones of RFC 3986.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// A link without a ticket: the parts before and after the place where a ticket belongs.
pub(super) struct EmbedLink {
    before: String,
    after: String,
}

impl EmbedLink {
    /// Parses a link. A ticket that it has is removed, because it may be used up.
    pub(super) fn parse(link: &str) -> Result<Self, &'static str> {
        let link = link.trim();
        let (base, fragment) = link.split_at(link.find('#').unwrap_or(link.len()));
        let (address, query) = base.split_once('?').unwrap_or((base, ""));
        normalize(address)?;
        let is_ticket = |pair: &&str| pair.split('=').next() == Some(TICKET);
        let kept: Vec<&str> = query.split('&').filter(|pair| !pair.is_empty() && !is_ticket(pair)).collect();
        let query: String = kept.iter().map(|pair| format!("{pair}&")).collect();
        Ok(Self { before: format!("{address}?{query}"), after: fragment.to_owned() })
    }

    /// Returns the URL with a ticket.
    pub(super) fn with_ticket(&self, ticket: &str) -> String {
        format!("{}{TICKET}={}{}", self.before, utf8_percent_encode(ticket, ESCAPED), self.after)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(link: &str) -> Result<String, &'static str> {
        EmbedLink::parse(link).map(|link| link.with_ticket("a/b&c"))
    }

    #[test]
    fn the_ticket_is_added_to_the_query() {
        for (link, expected) in [
            ("https://h.example/embed/1", "https://h.example/embed/1?ticket=a%2Fb%26c"),
            ("https://h.example/embed/1?a=1", "https://h.example/embed/1?a=1&ticket=a%2Fb%26c"),
            ("https://h.example/1?ticket=old&a=1#top", "https://h.example/1?a=1&ticket=a%2Fb%26c#top"),
            ("https://h.example/1?", "https://h.example/1?ticket=a%2Fb%26c"),
        ] {
            assert_eq!(url(link).as_deref(), Ok(expected));
        }
    }

    #[test]
    fn a_link_must_be_absolute() {
        for link in ["", "embed/1", "/embed/1?ticket=a", "javascript:alert(1)", "https://?a=1", "https://a@b.example/"]
        {
            assert!(url(link).is_err(), "{link}");
        }
    }
}
