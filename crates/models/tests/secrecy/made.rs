//! An operation with secrets in every form that a spec allows, including forms that no service uses yet.
#![allow(unreachable_pub, reason = "models are declared as in a crate")]

use std::collections::BTreeMap;

use hwc_models::wire::catalog::Entry;
use hwc_models::wire::{self, Link, Method, Operation, Secret, Service};

pub(crate) static ENTRY: Entry = Entry::of::<Ask>();

static SERVICE: Service = Service::new("made");

wire::request! {
    /// Secrets at all locations.
    pub struct Ask(key: one Secret) -> Answer {
        /// A secret in the path.
        key: one Secret = path("key");
        /// Secrets in the query, repeated.
        repeated: optlist Secret = query("repeated").items(0, 1).each(1, 100);
        /// Secrets in the query, joined.
        joined: optlist Secret = query_joined("joined").also(&["jointly"]).each(1, 100);
        /// A secret in a header.
        header: opt Secret = header("X-Key").chars(1, 100);
        /// Secrets in records.
        inner: optlist Inner = body("inner");
    }
    operation: Operation::new(&SERVICE, "Made", "Ask", Method::Post, "/keys/{key}")
        .sensitive(&["X-Key", "by_name", "joined", "jointly", "key", "link", "links", "old_link", "repeated"]);
}

wire::input! {
    /// Secrets in lists and maps, at any depth.
    pub struct Inner {
        /// Presigned URLs in a list.
        links: list Link = body("links").items(1, 1).each(1, 100);
        /// A presigned URL with two names.
        link: opt Link = body("link").also(&["old_link"]).chars(1, 100);
        /// Secrets in a map of lists.
        by_name: one BTreeMap<String, Vec<Secret>> = body("by_name");
        /// A list of its own type.
        inner: optlist Inner = body("inner");
        /// A map of its own type.
        more: one BTreeMap<String, Inner> = body("more");
    }
}

wire::model! {
    /// Secrets in a record and in a header.
    pub struct Answer {
        /// The records.
        inner: one Inner = body("inner").required();
        /// A secret in a header.
        key: one Secret = header("X-Key");
    }
}
