//! An operation with secrets in every way that a description can ask for, also in those that no service has yet.
#![allow(unreachable_pub, reason = "models are declared as in a crate")]

use std::collections::BTreeMap;

use hwc_models::wire::catalog::Entry;
use hwc_models::wire::{self, Link, Method, Operation, Secret, Service};

pub(crate) static ENTRY: Entry = Entry::of::<Ask>();

static SERVICE: Service = Service::new("made");

wire::request! {
    /// Secrets in all places.
    pub struct Ask(key: one Secret) -> Answer {
        /// In the path.
        key: one Secret = path("key");
        /// In the query, repeated.
        repeated: optlist Secret = query("repeated").items(0, 1).each(1, 100);
        /// In the query, joined.
        joined: optlist Secret = query_joined("joined").also(&["jointly"]).each(1, 100);
        /// In a header.
        header: opt Secret = header("X-Key").chars(1, 100);
        /// In records.
        inner: optlist Inner = body("inner");
    }
    operation: Operation::new(&SERVICE, "Made", "Ask", Method::Post, "/keys/{key}")
        .sensitive(&["X-Key", "by_name", "joined", "jointly", "key", "link", "links", "old_link", "repeated"]);
}

wire::input! {
    /// Secrets in lists and maps, as deep as one likes.
    pub struct Inner {
        /// In a list.
        links: list Link = body("links").items(1, 1).each(1, 100);
        /// Under two names.
        link: opt Link = body("link").also(&["old_link"]).chars(1, 100);
        /// In a map of lists.
        by_name: one BTreeMap<String, Vec<Secret>> = body("by_name");
        /// In itself.
        inner: optlist Inner = body("inner");
        /// In a map of itself.
        more: one BTreeMap<String, Inner> = body("more");
    }
}

wire::model! {
    /// The records, and the whole in a header.
    pub struct Answer {
        /// The records.
        inner: one Inner = body("inner").required();
        /// In a header.
        key: one Secret = header("X-Key");
    }
}
