//! A few operations as the generator would declare them. Each covers a feature that the client has to handle.

use hwc_api::wire::{
    AuthScheme, Envelope, ErrorClass, ErrorRule, Method, Operation, Paginated, Pagination, Region, Secret, Service,
    Setting, SettingLocation, model, request,
};

const fn setting(name: &'static str, wire: &'static str, place: SettingLocation) -> Setting {
    Setting { name, wire, location: place, doc: "" }
}

const fn rule(status: u16, code: &'static str, class: ErrorClass) -> ErrorRule {
    ErrorRule { status, code, class }
}

pub(crate) static OSM: Service = Service::new("osm")
    .regions("cn-south-1", &[Region { id: "cn-south-1", endpoint: "https://osm.cn-south-1.example" }])
    .settings(&[
        setting("language", "X-Language", SettingLocation::Header),
        setting("time_zone", "X-Time-Zone", SettingLocation::Header),
    ])
    .errors(&[rule(0, "OSM.0429", ErrorClass::Throttled), rule(0, "OSM.*", ErrorClass::Invalid)]);

pub(crate) static DRIVE: Service = Service::new("koodrive")
    .scheme(AuthScheme::Bearer)
    .regions(
        "cn-north-4",
        &[
            Region { id: "cn-north-4", endpoint: "https://cn.drive.example" },
            Region { id: "ap-southeast-3", endpoint: "https://intl.drive.example" },
        ],
    )
    .envelope(Envelope { code: "code", message: "msg", success: &["0"], names: &["code", "msg"], on_success: true });

pub(crate) static INSIGHT: Service = Service::new("insight")
    .scheme(AuthScheme::IamProject)
    .regions("cn-north-4", &[Region { id: "*", endpoint: "https://insight.example" }])
    .settings(&[
        setting("project_id", "project_id", SettingLocation::Path),
        setting("workspace_id", "X-Workspace-Id", SettingLocation::Header),
    ]);

model! {
    /// A ticket.
    pub struct Case {
        /// Its id.
        id: req String = body("id").required();
        /// Its state.
        status: opt i64 = body("status");
    }
}

model! {
    /// A page of tickets.
    pub struct CasePage {
        /// Tickets in all.
        count: opt u64 = body("count").aliases(&["total"]).lenient();
        /// Tickets on this page.
        cases: vec Case = body("cases");
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
        word: opt String = query("word").length(0, 4);
    }
    operation: Operation::new(&OSM, "Tickets", "ListCases", Method::Get, "/v2/cases").query_in_body().pagination(
        Pagination::Offset { offset: "offset", total: Some("count"), items: "cases", max: 4 },
    );
}

impl Paginated for ListCases {
    type Item = Case;

    fn into_items(page: CasePage) -> Vec<Case> {
        page.cases
    }
}

request! {
    /// Lists tickets by offset, without a total.
    pub struct ListOldCases() -> CasePage {
        /// The first element.
        offset: opt u32 = query("offset");
    }
    operation: Operation::new(&OSM, "Tickets", "ListOldCases", Method::Get, "/v2/old").pagination(
        Pagination::Offset { offset: "offset", total: None, items: "cases", max: 4 },
    );
}

impl Paginated for ListOldCases {
    type Item = Case;

    fn into_items(page: CasePage) -> Vec<Case> {
        page.cases
    }
}

request! {
    /// Opens a ticket.
    pub struct CreateCase(title: req String) -> Case {
        /// Its title.
        title: req String = body("title").length(1, 8);
    }
    operation: Operation::new(&OSM, "Tickets", "CreateCase", Method::Post, "/v2/cases").success(&[201]);
}

model! {
    /// The content of a list of files.
    pub struct FileData {
        /// The names of files.
        files: vec String = body("files");
        /// The next cursor.
        next: opt String = body("nextCursor").lenient();
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
    pub struct ListFiles(space: req String) -> FilePage {
        /// The space.
        space: req String = path("space");
        /// The cursor of the page.
        cursor: opt String = query("pageCursor");
    }
    operation: Operation::new(&DRIVE, "Files", "ListFiles", Method::Get, "/drive/{space}/files").pagination(
        Pagination::Cursor { cursor: "pageCursor", first: None, next: "data.nextCursor", more: None, items: "data.files" },
    );
}

impl Paginated for ListFiles {
    type Item = String;

    fn into_items(page: FilePage) -> Vec<String> {
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
    pub struct SignIn(user: req String, password: req Secret) -> Session {
        /// The user.
        user: req String = body("user");
        /// The password.
        password: req Secret = body("password");
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
    pub struct ShowDashboard(id: req String) -> Dashboard {
        /// The dashboard.
        id: req String = path("id");
    }
    operation: Operation::new(&INSIGHT, "Dashboards", "ShowDashboard", Method::Get, "/v1/{project_id}/boards/{id}");
}
