//! Guides: one page for each task, with code that runs.
//!
//! The modules contain no items. They exist in the documentation only.
//!
//! | page | task |
//! | --- | --- |
//! | [`testing`] | tests a program without a network and without credentials |
//! | [`time`] | tests retries, timeouts and waits without waiting |
//! | [`errors`] | decides how a program reacts to an error |
//! | [`files`] | uploads and downloads files |
//! | [`paging`] | reads lists that have several pages |
//! | [`credentials`] | selects, provides and renews credentials |
//! | [`transports`] | sets proxies and certificates, adds layers, replaces the network |
//! | [`tracing`] | shows calls in logs and traces |

// Links to items of features that are not enabled do not resolve. docs.rs enables all features.
#![cfg_attr(
    not(all(
        feature = "test-util",
        feature = "record",
        feature = "tower",
        feature = "blocking",
        feature = "hyper",
        feature = "network"
    )),
    allow(rustdoc::broken_intra_doc_links)
)]
#![cfg_attr(
    not(all(feature = "osm", feature = "koodrive", feature = "insight")),
    allow(rustdoc::broken_intra_doc_links)
)]

#[doc = include_str!("testing.md")]
pub mod testing {}

#[doc = include_str!("time.md")]
pub mod time {}

#[doc = include_str!("errors.md")]
pub mod errors {}

#[doc = include_str!("files.md")]
pub mod files {}

#[doc = include_str!("paging.md")]
pub mod paging {}

#[doc = include_str!("credentials.md")]
pub mod credentials {}

#[doc = include_str!("transports.md")]
pub mod transports {}

#[doc = include_str!("tracing.md")]
pub mod tracing {}
