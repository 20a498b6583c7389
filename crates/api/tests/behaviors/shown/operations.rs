//! Operations with a value of each kind at each location.

use std::collections::BTreeMap;

use hwc_api::wire::{
    Binary, Download, FilePart, Json, MapOrText, Method, Operation, Timestamp, model, open_enum, request,
};

use crate::common::{Fake, OSM, client};

open_enum! {
    /// A state.
    pub enum State: int {
        /// Done.
        Done = 3;
    }
}

open_enum! {
    /// A purpose.
    pub enum Purpose: string {
        /// For a ticket.
        Incident = "incident";
    }
}

model! {
    /// A nested record.
    pub struct Nested {
        /// Texts.
        texts: opt_vec String = body("texts");
        /// Texts whose empty list has a meaning.
        kept: opt_vec String = body("kept").keep_empty();
    }
}

model! {
    /// Received values.
    pub struct Values {
        /// A text.
        text: opt String = body("text");
        /// Texts.
        texts: vec String = body("texts");
        /// A record.
        nested: opt Nested = body("nested");
        /// A map, or a text.
        union: opt MapOrText<String> = body("union");
        /// A state.
        state: opt State = body("state");
        /// A purpose.
        purpose: opt Purpose = body("purpose");
        /// A whole number.
        whole: opt_copy i64 = body("whole");
        /// A whole number that is not negative.
        natural: opt_copy u64 = body("natural");
        /// A small number.
        small: opt_copy u32 = body("small");
        /// A number with a fraction.
        real: opt_copy f64 = body("real");
        /// A time.
        time: opt Timestamp = body("time");
    }
}

request! {
    /// Sends values in a body.
    pub struct SendValues() -> Values {
        /// A text.
        text: opt String = body("text");
        /// Texts.
        texts: opt_vec String = body("texts");
        /// A record.
        nested: opt Nested = body("nested");
        /// A map.
        map: opt BTreeMap<String, String> = body("map");
        /// Any JSON.
        any: opt Json = body("any");
        /// A map, or a text.
        union: opt MapOrText<String> = body("union");
        /// A state.
        state: opt State = body("state");
        /// A purpose.
        purpose: opt Purpose = body("purpose");
        /// A whole number.
        whole: opt_copy i64 = body("whole");
        /// A whole number that is not negative.
        natural: opt_copy u64 = body("natural");
        /// A number with a fraction.
        real: opt_copy f64 = body("real");
        /// A time.
        time: opt Timestamp = body("time");
    }
    operation: Operation::new(&OSM, "Tests", "SendValues", Method::Post, "/v2/values");
}

request! {
    /// Sends values in a query.
    pub struct SendQuery() -> Values {
        /// A list that is repeated.
        ids: opt_vec String = query("ids");
        /// A list that is joined by commas.
        joined: opt_vec String = query_comma_separated("joined");
        /// A text.
        text: opt String = query("text");
        /// True or false.
        flag: opt_copy bool = query("flag");
        /// A large number.
        natural: opt_copy u64 = query("natural");
        /// A map.
        map: opt BTreeMap<String, String> = query("map");
    }
    operation: Operation::new(&OSM, "Tests", "SendQuery", Method::Get, "/v2/query");
}

request! {
    /// Uploads a file in a form.
    pub struct Upload(file: req FilePart) -> Values {
        /// The file.
        file: req FilePart = form("file").required();
    }
    operation: Operation::new(&OSM, "Tests", "Upload", Method::Post, "/v2/files");
}

model! {
    /// The content of a file.
    pub struct Content {
        /// The bytes.
        content: req Binary = binary("content");
    }
}

request! {
    /// Downloads a file.
    pub struct Fetch() -> Content {}
    operation: Operation::new(&OSM, "Tests", "Fetch", Method::Get, "/v2/file");
}

impl Download for Fetch {}

/// Returns the body that a request sends.
pub(super) async fn sent(request: SendValues) -> String {
    let fake = Fake::answering(["{}"]);
    client(&fake).send(request).await.unwrap();
    fake.only().body
}

/// Returns the values of a response body, or the path of the value that cannot be decoded.
pub(super) async fn received(body: &str) -> Result<Values, String> {
    let response = client(&Fake::answering([body])).send(SendValues::new()).await;
    response.map_err(|error| error.decode_path().unwrap().to_owned())
}

/// Returns the deviations of a response body.
pub(super) async fn deviations(body: &str) -> Vec<String> {
    let response = client(&Fake::answering([body])).send(SendValues::new()).response().await.unwrap();
    response.deviations.into_iter().map(ToString::to_string).collect()
}
