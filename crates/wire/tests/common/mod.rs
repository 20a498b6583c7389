//! A few models as the generator would declare them.
#![allow(dead_code, unreachable_pub, reason = "each test uses some of it")]

use std::collections::BTreeMap;

use hwc_wire::{Auth, Json, Link, Method, Operation, Secret, Service, Setting, SettingPlace};

hwc_wire::text_id! {
    /// The id of a ticket.
    pub struct CaseId;
}

hwc_wire::open_enum! {
    /// Where a ticket stands.
    pub enum Status: number {
        /// Not taken up.
        Waiting = 0;
        /// Done.
        Done = 3;
    }
}

hwc_wire::open_enum! {
    /// What a file is for.
    pub enum Purpose: text {
        /// For a ticket.
        Incident = "incident";
    }
}

hwc_wire::model! {
    /// A page of tickets.
    pub struct Page {
        /// How many.
        count: optnum u32 = body("count").also(&["total"]).required();
        /// Loosely typed.
        left: optnum u64 = body("left").loose();
        /// The tickets.
        cases: list Case = body("cases");
        /// From a header.
        token: opt Secret = header("X-Subject-Token");
    }
}

hwc_wire::input! {
    /// A ticket.
    pub struct Case {
        /// Its id.
        id: opt CaseId = body("id").chars(1, 8);
        /// Where it stands.
        status: opt Status = body("status");
        /// What its file is for.
        purpose: opt Purpose = body("purpose");
        /// Whether it is open.
        open: optnum bool = body("open");
        /// A weight.
        weight: optnum f64 = body("weight");
        /// Where its file is.
        link: opt Link = body("link");
        /// Tags.
        tags: optlist String = body("tags").items(0, 2).each(1, 3);
        /// Whatever else.
        extra: one BTreeMap<String, Json> = body("extra");
        /// Tickets below it.
        inner: optlist Case = body("inner");
    }
}

/// A service with a setting of each sort.
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
