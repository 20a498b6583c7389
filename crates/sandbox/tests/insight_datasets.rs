//! Datasets of DataArts Insight: saving, details, lists and rights.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails here is a failed test")]

mod common;

use common::Bench;
use common::insight::{Member, NO_RESOURCE, NOT_SHARED};
use hwc_models::insight::{
    Authority, DatasetJoin, DatasetModel, DatasetTables, DeleteDataset, FieldRole, JoinCardinality, JoinType,
    ListCubeAndCatalogList, NewDatasetRelation, NewDatasetTable, ResourceType, SaveDatasetForOpenApi,
    ShowDatasetDetail, SqlVariable, TableType, VariableScope, VariableType,
};
use serde_json::json;

fn table(name: &str) -> NewDatasetTable {
    let table = NewDatasetTable::default().database_name("shop").table_name(name).table_type(TableType::Table);
    table.is_fact_table(name == "sales")
}

fn relation(target: &str) -> NewDatasetRelation {
    let relation = NewDatasetRelation::default().source_database_name("shop").source_schema("public");
    let relation = relation.source_table_name("sales").target_database_name("shop").target_schema("public");
    let join = DatasetJoin::default().source_key("id").source_type(FieldRole::Dimension);
    let relation = relation.joins([join.target_key("id").target_type(FieldRole::Dimension)]);
    relation.target_table_name(target).join_type(JoinType::Left).cardinality(JoinCardinality::ManyToOne)
}

fn save(name: &str) -> SaveDatasetForOpenApi {
    let model = DatasetModel::default().field_schema(json!({ "dimensions": ["day"], "measures": [{ "name": "sum" }] }));
    let tables = DatasetTables::default().tables([table("buyers"), table("sales")]);
    SaveDatasetForOpenApi::new(name, "connection-1", TableType::Table)
        .physical_schema(tables)
        .logical_schema(model.relations([relation("buyers")]))
}

async fn names(member: &Member<'_>) -> Vec<String> {
    let page = member.send(ListCubeAndCatalogList::new()).await;
    page.page_data.into_iter().map(|entry| entry.name.unwrap()).collect()
}

#[tokio::test]
async fn a_dataset_is_saved_shown_changed_and_deleted() {
    let bench = Bench::demo();
    let admin = Member::administrator(&bench);
    let saved = admin.send(save("sales").status("0").description("Sales").resource_code("c")).await;
    let id = saved.id.clone().unwrap();
    assert_eq!((saved.status, saved.ds_type.as_deref()), (Some(0), Some("MYSQL")));
    let shown = admin.send(ShowDatasetDetail::new(id.clone())).await;
    assert_eq!((shown.caption.as_deref(), shown.resource_code.as_deref()), (Some("sales"), Some("c")));
    let tables = shown.physical_schema.unwrap().tables;
    let names_of: Vec<_> = tables.iter().map(|table| table.table_name.as_deref().unwrap()).collect();
    assert_eq!(names_of, ["buyers", "sales"]);
    let schema = shown.logical_schema.unwrap();
    let fields = schema.field_schema.unwrap();
    let fact = tables[1].id.clone().unwrap();
    assert_eq!(fields.dimensions[0].id.as_deref(), Some(format!("{fact}.day").as_str()), "of the fact table");
    assert_eq!(fields.measures[0].caption.as_deref(), Some("sum"));
    assert_eq!(
        (schema.relations[0].source.as_ref(), schema.relations[0].target.as_ref()),
        (Some(&fact), tables[0].id.as_ref())
    );
    bench.wait(1);
    let changed = admin.send(save("sales 2").id(id.clone())).await;
    assert_eq!((changed.id.as_ref(), changed.status), (Some(&id), Some(1)));
    let shown = admin.send(ShowDatasetDetail::new(id.clone())).await;
    assert_eq!(shown.update_date.unwrap() - shown.create_date.unwrap(), 1000);
    assert_eq!(names(&admin).await, ["orders", "sales 2"]);
    admin.send(DeleteDataset::new(id.clone())).await;
    assert_eq!(admin.refused(ShowDatasetDetail::new(id)).await, NO_RESOURCE);
    assert_eq!(names(&admin).await, ["orders"]);
}

#[tokio::test]
async fn what_is_wrong_is_refused_and_changes_nothing() {
    let bench = Bench::demo();
    let admin = Member::administrator(&bench);
    let query = NewDatasetTable::default().database_name("shop").table_name("q").table_type(TableType::Sql);
    let query = DatasetTables::default().tables([query.is_fact_table(true)]);
    let variable = SqlVariable::default().name("1x").kind(VariableType::String).scope(VariableScope::Dataset);
    let unknown = DatasetModel::default().relations([relation("nothing")]);
    let cases = [
        (save("orders"), "the name orders is in use"),
        (save("x").status("2"), "status must be 0 or 1"),
        (save("x").physical_schema(query), "sql_text is required for a table of the type sql"),
        (save("x").logical_schema(unknown), "relations name the unknown table nothing"),
    ];
    for (request, text) in cases {
        assert_eq!(admin.refused(request).await, format!("400 APIGW.0201 {text}"));
    }
    let variables = DatasetModel::default().variables([variable]);
    let refusal = admin.refused(save("x").logical_schema(variables)).await;
    assert!(refusal.starts_with("400 APIGW.0201 logical_schema.variables"), "{refusal}");
    let empty = admin.refused(save("x").physical_schema(DatasetTables::default())).await;
    assert!(empty.starts_with("400 APIGW.0201 physical_schema.tables"), "{empty}");
    let mut elsewhere = save("x");
    elsewhere.connection_id = "connection-9".into();
    assert_eq!(admin.refused(elsewhere).await, NO_RESOURCE);
    assert_eq!(admin.refused(save("x").id("dataset-9")).await, NO_RESOURCE);
    assert_eq!(names(&admin).await, ["orders"]);
}

#[tokio::test]
async fn lists_have_the_rights_of_the_caller() {
    let bench = Bench::demo();
    let (admin, analyst) = (Member::administrator(&bench), Member::analyst(&bench).await);
    assert_eq!(names(&analyst).await, Vec::<String>::new());
    assert_eq!(analyst.refused(ShowDatasetDetail::new("dataset-1")).await, NOT_SHARED);
    admin.share(ResourceType::Dataset, "dataset-1", "use").await;
    let entry = analyst.send(ListCubeAndCatalogList::new().name("orders")).await.page_data.remove(0);
    assert_eq!((entry.permissions, entry.parent_id.as_deref()), (vec![Authority::Use], Some("-1")));
    let entry = admin.send(ListCubeAndCatalogList::new().name("orders")).await.page_data.remove(0);
    assert_eq!(entry.permissions, [Authority::Edit, Authority::Use]);
    assert_eq!(analyst.refused(save("orders").id("dataset-1")).await, NOT_SHARED);
    assert_eq!(analyst.refused(DeleteDataset::new("dataset-1")).await, NOT_SHARED);
    assert_eq!(analyst.refused(save("own")).await, NOT_SHARED, "it needs the data source");
    admin.share(ResourceType::DataSource, "connection-1", "use").await;
    analyst.send(save("own")).await;
    assert_eq!(names(&admin).await, ["orders", "own"]);
}
