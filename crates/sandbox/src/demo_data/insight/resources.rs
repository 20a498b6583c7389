//! The resources of the default workspace.

use std::collections::BTreeMap;

use hwc_models::insight::{
    DataSource, DataSourceConfig, DataSourceOrigin, DataSourceType, DatasetTable, PublishState, SavedLogicalSchema,
    SavedPhysicalSchema, ScreenNode, ScreenNodeType, ScreenPage, SubjectState, TableType,
};
use serde_json::json;

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::services::insight::change::Change;
use crate::services::insight::datasets;
use crate::services::insight::resource::{Content, DatasetContent, Resource, ScreenContent, SubjectContent};
use crate::services::insight::workspaces;

const SOURCE: &str = "connection-1";
const DATASET: &str = "dataset-1";
const TABLE: &str = "dataset-1-table-1";

/// The published dashboard.
pub(super) const DASHBOARD: &str = "dashboard-1";

/// Writes the resources.
pub(super) fn seed(cx: &Context<'_>) -> Result<(), ApiError> {
    let datasets = vec![DATASET.to_owned()];
    let subject = SubjectContent {
        datasets: datasets.clone(),
        recommended_questions: Some("Which amount has each region?".to_owned()),
    };
    let (published, draft) = (PublishState::Published.code(), PublishState::Unpublished.code());
    for (id, name, state, content) in [
        (SOURCE, "shop", 0, Content::DataSource(Box::new(source()))),
        (DATASET, "orders", 1, Content::Dataset(Box::new(dataset()))),
        (DASHBOARD, "Sales", published, Content::Dashboard(datasets)),
        ("dashboard-2", "Draft", draft, Content::Dashboard(Vec::new())),
        ("screen-1", "Showroom", published, Content::Screen(screen())),
        ("subject-1", "sales", SubjectState::Trained.code(), Content::Subject(subject)),
    ] {
        cx.records().insert(&resource(cx, id, name, state, content))?;
    }
    Ok(())
}

fn resource(cx: &Context<'_>, id: &str, name: &str, state: i64, content: Content) -> Resource {
    let created = Change::now(cx);
    Resource {
        id: id.to_owned(),
        workspace: workspaces::DEFAULT.to_owned(),
        name: name.to_owned(),
        description: None,
        state,
        updated: created.clone(),
        created,
        content,
    }
}

fn source() -> DataSource {
    let mut source = DataSource::default();
    source.host = Some("db.example.com".to_owned());
    source.port = Some(3306);
    source.database_name = Some("shop".to_owned());
    source.user_name = Some("reader".to_owned());
    source.config = Some(DataSourceConfig::default());
    source.kind = Some(DataSourceType::MySql);
    source.source = Some(DataSourceOrigin::Public);
    source
}

fn dataset() -> DatasetContent {
    let mut table = DatasetTable::default();
    table.database_name = Some("shop".to_owned());
    table.connection_id = Some(SOURCE.into());
    table.ds_type = Some(DataSourceType::MySql.code().to_owned());
    table.id = Some(TABLE.to_owned());
    table.is_fact_table = Some(true);
    table.dataset_id = Some(DATASET.into());
    table.table_name = Some("orders".to_owned());
    table.table_type = Some(TableType::Table);
    let mut tables = SavedPhysicalSchema::default();
    tables.tables = vec![table];
    let choice = json!({ "dimensions": ["region", "month"], "measures": ["amount"] });
    let mut fields = SavedLogicalSchema::default();
    fields.field_schema = Some(datasets::fields(Some(&choice), DATASET, TABLE));
    DatasetContent {
        source: SOURCE.to_owned(),
        source_type: DataSourceType::MySql.code().to_owned(),
        table_type: TableType::Table.code().to_owned(),
        resource_code: None,
        tables,
        fields,
    }
}

fn screen() -> ScreenContent {
    let mut page = ScreenPage::default();
    page.id = Some("page-1".to_owned());
    page.name = Some("Page 1".to_owned());
    page.nodes = vec![
        node("node-1", "Amount by region", ScreenNodeType::Bar),
        node("node-2", "Region", ScreenNodeType::Select),
        node("node-3", "Heading", ScreenNodeType::Title),
    ];
    let data = ["node-1", "node-2"].map(|node| (node.to_owned(), DATASET.to_owned()));
    ScreenContent { pages: vec![page], data: BTreeMap::from(data) }
}

fn node(id: &str, name: &str, kind: ScreenNodeType) -> ScreenNode {
    let mut node = ScreenNode::default();
    node.id = Some(id.into());
    node.name = Some(name.to_owned());
    node.kind = Some(kind);
    node.hidden = Some(false);
    node
}
