//! A few operations as the generator would declare them. Each covers a feature that the client has to handle.

use hwc_api::wire::{
    Envelope, ErrorClass, ErrorRule, Method, Operation, Paged, Paging, Region, Scheme, Secret, Service, Setting,
    SettingPlace, model, request,
};

const fn setting(name: &'static str, wire: &'static str, place: SettingPlace) -> Setting {
    Setting { name, wire, place, doc: "" }
}

const fn rule(status: u16, code: &'static str, class: ErrorClass) -> ErrorRule {
    ErrorRule { status, code, class }
}

pub(crate) static OSM: Service = Service::new("osm")
    .regions("cn-south-1", &[Region { id: "cn-south-1", endpoint: "https://osm.cn-south-1.example" }])
    .settings(&[
        setting("language", "X-Language", SettingPlace::Header),
        setting("time_zone", "X-Time-Zone", SettingPlace::Header),
    ])
    .errors(&[rule(0, "OSM.0429", ErrorClass::Throttle), rule(0, "OSM.*", ErrorClass::Invalid)]);

pub(crate) static DRIVE: Service = Service::new("koodrive")
    .scheme(Scheme::Bearer)
    .regions(
        "cn-north-4",
        &[
            Region { id: "cn-north-4", endpoint: "https://cn.drive.example" },
            Region { id: "ap-southeast-3", endpoint: "https://intl.drive.example" },
        ],
    )
    .envelope(Envelope { code: "code", message: "msg", success: &["0"], names: &["code", "msg"], always: true });

pub(crate) static INSIGHT: Service = Service::new("insight")
    .scheme(Scheme::IamProject)
    .regions("cn-north-4", &[Region { id: "*", endpoint: "https://insight.example" }])
    .settings(&[
        setting("project_id", "project_id", SettingPlace::Path),
        setting("workspace_id", "X-Workspace-Id", SettingPlace::Header),
    ]);

model! {
    /// A ticket.
    pub struct Case {
        /// Its id.
        id: one String = body("id").required();
        /// Its state.
        status: opt i64 = body("status");
    }
}

model! {
    /// A page of tickets.
    pub struct CasePage {
        /// Tickets in all.
        count: opt u64 = body("count").also(&["total"]).loose();
        /// Tickets on this page.
        cases: list Case = body("cases");
    }
}

request! {
    /// Lists tickets by offset, with a total.
    pub struct ListCases() -> CasePage {
        /// The first element.
        offset: opt u32 = query("offset").range(0, 100);
        /// Tickets per page.
        limit: opt u32 = query("limit").range(1, 100);
        /// A filter.
        word: opt String = query("word").chars(0, 4);
    }
    operation: Operation::new(&OSM, "Tickets", "ListCases", Method::Get, "/v2/cases").query_in_body().paging(
        Paging::Offset { offset: "offset", total: Some("count"), items: "cases", last: 4 },
    );
}

impl Paged for ListCases {
    type Item = Case;

    fn take_items(page: CasePage) -> Vec<Case> {
        page.cases
    }
}

request! {
    /// Lists tickets by offset, without a total.
    pub struct ListOldCases() -> CasePage {
        /// The first element.
        offset: opt u32 = query("offset");
    }
    operation: Operation::new(&OSM, "Tickets", "ListOldCases", Method::Get, "/v2/old").paging(
        Paging::Offset { offset: "offset", total: None, items: "cases", last: 4 },
    );
}

impl Paged for ListOldCases {
    type Item = Case;

    fn take_items(page: CasePage) -> Vec<Case> {
        page.cases
    }
}

request! {
    /// Opens a ticket.
    pub struct CreateCase(title: one String) -> Case {
        /// Its title.
        title: one String = body("title").chars(1, 8);
    }
    operation: Operation::new(&OSM, "Tickets", "CreateCase", Method::Post, "/v2/cases").success(&[201]);
}

model! {
    /// The content of a list of files.
    pub struct FileData {
        /// The names of files.
        files: list String = body("files");
        /// The next cursor.
        next: opt String = body("nextCursor").loose();
    }
}

model! {
    /// A page of files.
    pub struct FilePage {
        /// The content of the page.
        data: opt FileData = body("data");
    }
}

request! {
    /// Lists files by cursor.
    pub struct ListFiles(space: one String) -> FilePage {
        /// The space.
        space: one String = path("space");
        /// The cursor of the page.
        cursor: opt String = query("pageCursor");
    }
    operation: Operation::new(&DRIVE, "Files", "ListFiles", Method::Get, "/drive/{space}/files").paging(
        Paging::Cursor { cursor: "pageCursor", next: "data.nextCursor", items: "data.files" },
    );
}

impl Paged for ListFiles {
    type Item = String;

    fn take_items(page: FilePage) -> Vec<String> {
        page.data.map(|data| data.files).unwrap_or_default()
    }
}

model! {
    /// A new token.
    pub struct Session {
        /// The token.
        token: opt Secret = header("X-Subject-Token");
    }
}

request! {
    /// Signs in.
    pub struct SignIn(user: one String, password: one Secret) -> Session {
        /// The user.
        user: one String = body("user");
        /// The password.
        password: one Secret = body("password");
    }
    operation: Operation::new(&OSM, "Session", "SignIn", Method::Post, "/v3/tokens").success(&[201]).no_auth();
}

model! {
    /// A dashboard.
    pub struct Dashboard {
        /// Its name.
        name: opt String = body("name");
    }
}

request! {
    /// Shows a dashboard of a project.
    pub struct ShowDashboard(id: one String) -> Dashboard {
        /// The dashboard.
        id: one String = path("id");
    }
    operation: Operation::new(&INSIGHT, "Dashboards", "ShowDashboard", Method::Get, "/v1/{project_id}/boards/{id}");
}
