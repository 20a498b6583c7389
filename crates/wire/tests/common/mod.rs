//! A few models, declared as the generator would declare them.
#![allow(dead_code, unreachable_pub, reason = "each test uses some of it")]

use std::collections::BTreeMap;

use hwc_wire::{AuthRequirement, Json, Method, Operation, PresignedUrl, Secret, Service, Setting, SettingLocation};

hwc_wire::string_id! {
    /// The ID of a ticket.
    pub struct CaseId;
}

hwc_wire::open_enum! {
    /// The state of a ticket.
    pub enum Status: int {
        /// Waiting for an engineer.
        Waiting = 0;
        /// Done.
        Done = 3;
    }
}

hwc_wire::open_enum! {
    /// The purpose of a file.
    pub enum Purpose: string {
        /// For a ticket.
        Incident = "incident";
    }
}

hwc_wire::model! {
    /// A page of tickets.
    pub struct Page {
        /// The number of tickets.
        count: opt_copy u32 = body("count").aliases(&["total"]).required();
        /// A loosely typed number.
        left: opt_copy u64 = body("left").lenient();
        /// The tickets.
        cases: vec Case = body("cases");
        /// A token from a header.
        token: opt Secret = header("X-Subject-Token");
    }
}

hwc_wire::model! {
    /// A ticket.
    pub struct Case {
        /// The ID.
        id: opt CaseId = body("id").length(1, 8);
        /// The state.
        status: opt Status = body("status");
        /// The purpose of its file.
        purpose: opt Purpose = body("purpose");
        /// True if it is open.
        open: opt_copy bool = body("open");
        /// A weight.
        weight: opt_copy f64 = body("weight");
        /// The URL of its file.
        link: opt PresignedUrl = body("link");
        /// Tags.
        tags: opt_vec String = body("tags").item_count(0, 2).item_length(1, 3).keep_empty();
        /// Additional values.
        extra: req BTreeMap<String, Json> = body("extra");
        /// Nested tickets.
        inner: opt_vec Case = body("inner").keep_empty();
    }
}

/// A service with a setting at each location.
pub static SERVICE: Service = Service::new("demo").settings(&[
    Setting { name: "language", wire: "X-Language", location: SettingLocation::Header, doc: "" },
    Setting { name: "project_id", wire: "project_id", location: SettingLocation::Path, doc: "" },
]);

hwc_wire::request! {
    /// Changes a ticket.
    pub struct UpdateCase(case_id: req CaseId, tags: vec String) -> Page {
        /// The ticket.
        case_id: req CaseId = path("case_id").length(1, 8);
        /// A list that is repeated.
        ids: opt_vec CaseId = query("ids");
        /// A list that is joined.
        levels: opt_vec_copy i32 = query_comma_separated("levels").range(0, 9);
        /// A number.
        limit: opt_copy u32 = query("limit").range(1, 100);
        /// A header.
        key: opt Secret = header("X-Key");
        /// A list that is required.
        tags: vec String = body("tags").item_count(0, 3).item_length(1, 4).required().lenient();
        /// A record.
        root: opt Case = body("root").required();
    }
    operation: Operation::new(&SERVICE, "Cases", "UpdateCase", Method::Put, "/v1/{project_id}/cases/{case_id}/tags");
}

/// `UpdateCase` without credentials, and with its query as a body.
pub fn as_body() -> Operation {
    let operation =
        Operation::new(&SERVICE, "Cases", "UpdateCase", Method::Put, "/v1/{project_id}/cases/{case_id}/tags");
    let operation = operation.query_in_body().no_auth();
    assert_eq!(operation.auth, AuthRequirement::None);
    operation
}
