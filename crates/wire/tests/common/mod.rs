//! A few models, declared as the generator would declare them.
#![allow(dead_code, unreachable_pub, reason = "each test uses some of it")]

use std::collections::BTreeMap;

use hwc_wire::{Auth, Json, Link, Method, Operation, Secret, Service, Setting, SettingPlace};

hwc_wire::text_id! {
    /// The ID of a ticket.
    pub struct CaseId;
}

hwc_wire::open_enum! {
    /// The state of a ticket.
    pub enum Status: number {
        /// Waiting for an engineer.
        Waiting = 0;
        /// Done.
        Done = 3;
    }
}

hwc_wire::open_enum! {
    /// The purpose of a file.
    pub enum Purpose: text {
        /// For a ticket.
        Incident = "incident";
    }
}

hwc_wire::model! {
    /// A page of tickets.
    pub struct Page {
        /// The number of tickets.
        count: optnum u32 = body("count").also(&["total"]).required();
        /// A loosely typed number.
        left: optnum u64 = body("left").loose();
        /// The tickets.
        cases: list Case = body("cases");
        /// A token from a header.
        token: opt Secret = header("X-Subject-Token");
    }
}

hwc_wire::input! {
    /// A ticket.
    pub struct Case {
        /// The ID.
        id: opt CaseId = body("id").chars(1, 8);
        /// The state.
        status: opt Status = body("status");
        /// The purpose of its file.
        purpose: opt Purpose = body("purpose");
        /// True if it is open.
        open: optnum bool = body("open");
        /// A weight.
        weight: optnum f64 = body("weight");
        /// The URL of its file.
        link: opt Link = body("link");
        /// Tags.
        tags: optlist String = body("tags").items(0, 2).each(1, 3);
        /// Additional values.
        extra: one BTreeMap<String, Json> = body("extra");
        /// Nested tickets.
        inner: optlist Case = body("inner");
    }
}

/// A service with a setting at each location.
pub static SERVICE: Service = Service::new("demo").settings(&[
    Setting { name: "language", wire: "X-Language", place: SettingPlace::Header, doc: "" },
    Setting { name: "project_id", wire: "project_id", place: SettingPlace::Path, doc: "" },
]);

hwc_wire::request! {
    /// Changes a ticket.
    pub struct UpdateCase(case_id: one CaseId, tags: list String) -> Page {
        /// The ticket.
        case_id: one CaseId = path("case_id").chars(1, 8);
        /// A list that is repeated.
        ids: optlist CaseId = query("ids");
        /// A list that is joined.
        levels: optlistnum i32 = query_joined("levels").range(0, 9);
        /// A number.
        limit: optnum u32 = query("limit").range(1, 100);
        /// A header.
        key: opt Secret = header("X-Key");
        /// A list that is required.
        tags: list String = body("tags").items(0, 3).each(1, 4).required().loose();
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
    assert_eq!(operation.auth, Auth::None);
    operation
}
