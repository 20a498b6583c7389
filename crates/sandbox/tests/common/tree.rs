//! Files and folders of KooDrive that are stored directly, for tests of operations on them.
#![allow(clippy::unwrap_used, reason = "what fails here is a failed test")]
#![allow(dead_code, reason = "each test file uses some of it")]

use hwc_models::osm::{ShowLoginType, ShowLoginTypeResponse};
use hwc_sandbox::records::{Column, ColumnValue, Owner, StoredRecord};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::Bench;
use super::people::LI;

/// The file of the demo data, in the space of the sales department.
pub(crate) const WELCOME: &str = "F00000000000000000000000000000001";

/// The space with that file.
pub(crate) const SALES_SPACE: &str = "IAADfsBFCO6WtAtuA000000000000000000000000000001";

/// The personal space of Li.
pub(crate) const LI_SPACE: &str = "IAADfsBFCO6WtAtuA000000000000000000000000000002";

/// Returns the ID of the top folder of a space.
pub(crate) fn root(space: &str) -> String {
    format!("DEUI7pa0C24Aroot{space}")
}

/// A stored file or folder. The columns are those of the sandbox's own record.
#[derive(Serialize, Deserialize)]
#[serde(transparent)]
struct StoredNode(Map<String, Value>);

impl StoredRecord for StoredNode {
    const KIND: &'static str = "koodrive.file";
    const OWNER: Owner = Owner::Company;
    const COLUMNS: &'static [Column<Self>] = &[
        Column::new("space", |node| node.text("space")),
        Column::new("parent", |node| node.text("parent")),
        Column::new("name", |node| node.text("name")),
        Column::new("type", |node| node.text("file_type")),
        Column::new("size", |node| node.number("size")),
        Column::new("created", |node| node.number("created_at")),
        Column::new("edited", |node| node.number("edited_at")),
        Column::new("recycled", |node| node.0.get("recycled").is_some_and(|recycled| !recycled.is_null()).into()),
        Column::new("recycled_at", |_| ColumnValue::Null),
        Column::new("sha256", |node| node.text("sha256")),
        Column::new("content", |node| node.number("content")),
        Column::new("sync_dir", |_| false.into()),
    ];

    fn key(&self) -> &str {
        self.0["id"].as_str().unwrap()
    }
}

impl StoredNode {
    fn text(&self, name: &str) -> ColumnValue {
        self.0.get(name).and_then(Value::as_str).map(str::to_owned).into()
    }

    fn number(&self, name: &str) -> ColumnValue {
        self.0.get(name).and_then(Value::as_i64).into()
    }
}

/// Stores a folder in a folder of a space and returns its ID.
pub(crate) async fn add_folder(bench: &Bench, (space, parent): (&str, &str), name: &str) -> String {
    add(bench, (space, parent), name, json!({ "file_type": "10", "size": 0 })).await
}

/// Stores a file with the content of the demo file, but another size, and returns its ID.
pub(crate) async fn add_file(bench: &Bench, (space, parent): (&str, &str), name: &str, size: u64) -> String {
    add(bench, (space, parent), name, json!({ "file_type": "45", "size": size, "content": 1 })).await
}

async fn add(bench: &Bench, (space, parent): (&str, &str), name: &str, more: Value) -> String {
    let id = format!("F-{name}");
    let mut fields = json!({
        "id": id, "space": space, "parent": parent, "name": name, "version": 1, "creator": LI, "editor": LI,
    });
    fields.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    bench.sandbox.on::<ShowLoginType>(move |cx, _| {
        let mut fields = fields.as_object().unwrap().clone();
        fields.insert("created_at".to_owned(), cx.now_millis().into());
        fields.insert("edited_at".to_owned(), cx.now_millis().into());
        cx.records().insert(&StoredNode(fields))?;
        Ok(ShowLoginTypeResponse::default())
    });
    bench.send(ShowLoginType::new()).await;
    id
}
