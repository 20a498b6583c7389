//! An operation with secrets in every form that a spec allows, including forms that no service uses yet.
#![allow(unreachable_pub, reason = "models are declared as in a crate")]

use std::collections::BTreeMap;

use hwc_models::wire::catalog::OperationEntry;
use hwc_models::wire::{self, Method, Operation, PresignedUrl, Secret, Service};

pub(crate) static ENTRY: OperationEntry = OperationEntry::of::<Ask>();

static SERVICE: Service = Service::new("made");

wire::request! {
    /// Secrets at all locations.
    pub struct Ask(key: req Secret) -> Answer {
        /// A secret in the path.
        key: req Secret = path("key");
        /// Secrets in the query, repeated.
        repeated: opt_vec Secret = query("repeated").item_count(0, 1).item_length(1, 100);
        /// Secrets in the query, joined.
        joined: opt_vec Secret = query_comma_separated("joined").aliases(&["jointly"]).item_length(1, 100);
        /// A secret in a header.
        header: opt Secret = header("X-Key").length(1, 100);
        /// Secrets in records.
        inner: opt_vec Inner = body("inner").keep_empty();
    }
    operation: Operation::new(&SERVICE, "Made", "Ask", Method::Post, "/keys/{key}")
        .sensitive(&["X-Key", "by_name", "joined", "jointly", "key", "link", "links", "old_link", "repeated"]);
}

wire::model! {
    /// Secrets in lists and maps, at any depth.
    pub struct Inner {
        /// Presigned URLs in a list.
        links: vec PresignedUrl = body("links").item_count(1, 1).item_length(1, 100);
        /// A presigned URL with two names.
        link: opt PresignedUrl = body("link").aliases(&["old_link"]).length(1, 100);
        /// Secrets in a map of lists.
        by_name: req BTreeMap<String, Vec<Secret>> = body("by_name");
        /// A list of its own type.
        inner: opt_vec Inner = body("inner").keep_empty();
        /// A map of its own type.
        more: req BTreeMap<String, Inner> = body("more");
    }
}

wire::model! {
    /// Secrets in a record and in a header.
    pub struct Answer {
        /// The records.
        inner: req Inner = body("inner").required();
        /// A secret in a header.
        key: req Secret = header("X-Key");
    }
}
