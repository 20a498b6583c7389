//! Data sources of DataArts Insight: the connection test, lists, secrets, and what depends on a source.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails here is a failed test")]

mod common;

use common::Bench;
use common::insight::{Member, NO_RESOURCE, NOT_SHARED};
use hwc_models::insight::{
    CreateDataConnection, DataSource, DataSourceConfig, DataSourceOrigin, DataSourceSort, DataSourceType, DatasetModel,
    DatasetTables, DeleteDataConnectionByConnectionId, DeleteDataset, ListDataConnection, NewDatasetTable,
    ResourceType, SaveDatasetForOpenApi, ShowDataConnectionByConnectionId, SortDirection, TableType,
    UpdateDataConnection, VerifyAndCreateVpcEp, VpcEndpointSourceType,
};
use serde_json::json;

fn request(name: &str) -> CreateDataConnection {
    let request = CreateDataConnection::new(name, DataSourceType::MySql, DataSourceOrigin::Rds);
    request.host("db.example.com").port(3306_u32).database_name("orders").config(DataSourceConfig::default())
}

async fn all(member: &Member<'_>) -> Vec<DataSource> {
    member.send(ListDataConnection::new().all(true)).await.page_data
}

#[tokio::test]
async fn a_source_is_found_by_name_changed_and_deleted() {
    let bench = Bench::empty();
    let admin = Member::administrator(&bench);
    let config = DataSourceConfig::default().ssl(true).token_value("token-1");
    admin.send(request("orders").password("password-1").config(config)).await;
    let found = admin.send(ListDataConnection::new().name("rder")).await.page_data.remove(0);
    assert_eq!((found.host.as_deref(), found.port), (Some("db.example.com"), Some(3306)));
    let config = found.config.clone().unwrap();
    assert_eq!((found.password.is_none(), config.ssl, config.token_value.is_none()), (true, Some(true), true));
    let id = found.id.clone().unwrap();
    let shown = admin.send(ShowDataConnectionByConnectionId::new(id.clone())).await.connection.unwrap();
    assert_eq!(shown, found);
    bench.wait(1);
    let update = UpdateDataConnection::new(id.clone(), "warehouse", DataSourceType::Dws).source(DataSourceOrigin::Dws);
    let update = update.server_list("192.0.2.1:8000").database_name("dw").config(DataSourceConfig::default());
    admin.send(update).await;
    let shown = admin.send(ShowDataConnectionByConnectionId::new(id.clone())).await.connection.unwrap();
    assert_eq!((shown.name.as_deref(), shown.kind, shown.host), (Some("warehouse"), Some(DataSourceType::Dws), None));
    assert_eq!(shown.update_date.unwrap() - shown.creation_date.unwrap(), 1000);
    admin.send(DeleteDataConnectionByConnectionId::new(id.clone())).await;
    assert_eq!(admin.refused(ShowDataConnectionByConnectionId::new(id)).await, NO_RESOURCE);
}

#[tokio::test]
async fn a_failed_connection_test_changes_nothing() {
    let bench = Bench::empty();
    let admin = Member::administrator(&bench);
    admin.send(request("orders")).await;
    let before = all(&admin).await;
    let id = before[0].id.clone().unwrap();
    let unreachable = admin.refused(request("other").host("db.invalid")).await;
    assert_eq!(unreachable, "400 APIGW.0201 the connection test failed: db.invalid cannot be reached");
    let wrong = admin.refused(request("other").password("wrong")).await;
    assert_eq!(wrong, "400 APIGW.0201 the connection test failed: the user name or the password is wrong");
    let update = UpdateDataConnection::new(id, "orders", DataSourceType::ClickHouse).source(DataSourceOrigin::Public);
    let update = update.database_name("x").config(DataSourceConfig::default());
    let missing = admin.refused(update.clone()).await;
    assert_eq!(missing, "400 APIGW.0201 server_list is required for this type of data source");
    let cluster = admin.refused(update.server_list("192.0.2.1:8000,b.invalid:8000")).await;
    assert!(cluster.contains("cannot be reached"), "{cluster}");
    assert_eq!(admin.refused(request("orders")).await, "400 APIGW.0201 the name orders is in use");
    assert_eq!(all(&admin).await, before);
}

#[tokio::test]
async fn lists_are_filtered_sorted_and_come_in_pages() {
    let bench = Bench::empty();
    let admin = Member::administrator(&bench);
    for name in ["b", "c", "a"] {
        admin.send(request(name)).await;
        bench.wait(1);
    }
    let api = CreateDataConnection::new("weather", DataSourceType::Api, DataSourceOrigin::RestApi);
    let config = DataSourceConfig::default().request_url("https://example.com/weather");
    admin.send(api.database_name("none").config(config)).await;
    let names = async |list: ListDataConnection| {
        let page = admin.send(list).await.page_data;
        page.into_iter().map(|source| source.name.unwrap()).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(names(ListDataConnection::new()).await, "a b c weather");
    assert_eq!(names(ListDataConnection::new().kind(DataSourceType::Api)).await, "weather");
    let newest = ListDataConnection::new().sort_key(DataSourceSort::CreationDate).sort_dir(SortDirection::Descending);
    assert_eq!(names(newest.limit(2_u32).offset(1_u32)).await, "a c");
}

/// The owner of a source does not see each dataset that uses it.
#[tokio::test]
async fn what_uses_a_source_is_named_only_to_those_who_see_it() {
    let bench = Bench::demo();
    let (admin, analyst) = (Member::administrator(&bench), Member::analyst(&bench).await);
    analyst.send(request("mine")).await;
    let source = analyst.send(ListDataConnection::new().name("mine")).await.page_data.remove(0).id.unwrap();
    let table = NewDatasetTable::default().database_name("shop").table_name("sales").table_type(TableType::Table);
    let tables = DatasetTables::default().tables([table.is_fact_table(true)]);
    let dataset = SaveDatasetForOpenApi::new("hidden", source.as_str(), TableType::Table).physical_schema(tables);
    let dataset = dataset.logical_schema(DatasetModel::default().field_schema(json!({ "dimensions": ["day"] })));
    let dataset = admin.send(dataset).await.id.unwrap();
    let delete = || DeleteDataConnectionByConnectionId::new(source.clone());
    let hidden = format!("400 APIGW.0201 {source} is used by a resource of another user");
    assert_eq!(analyst.refused(delete()).await, hidden);
    assert_eq!(admin.refused(delete()).await, format!("400 APIGW.0201 {source} is used by {dataset}"));
}

#[tokio::test]
async fn a_source_in_use_is_kept() {
    let bench = Bench::demo();
    let admin = Member::administrator(&bench);
    let delete = || DeleteDataConnectionByConnectionId::new("connection-1");
    assert_eq!(admin.refused(delete()).await, "400 APIGW.0201 connection-1 is used by dataset-1");
    let refusal = admin.refused(DeleteDataset::new("dataset-1")).await;
    assert_eq!(refusal, "400 APIGW.0201 dataset-1 is used by dashboard-1");
    assert_eq!(all(&admin).await.len(), 1);
}

#[tokio::test]
async fn a_member_needs_a_right_on_a_source() {
    let bench = Bench::demo();
    let (admin, analyst) = (Member::administrator(&bench), Member::analyst(&bench).await);
    let show = || ShowDataConnectionByConnectionId::new("connection-1");
    assert_eq!(analyst.refused(show()).await, NOT_SHARED);
    assert_eq!(all(&analyst).await, []);
    admin.share(ResourceType::DataSource, "connection-1", "use").await;
    assert_eq!(analyst.send(show()).await.connection.unwrap().name.as_deref(), Some("shop"));
    assert_eq!(analyst.refused(DeleteDataConnectionByConnectionId::new("connection-1")).await, NOT_SHARED);
    assert_eq!(Member::stranger(&bench).refused(show()).await.split(' ').nth(1), Some("DataArtsInsight.20010003"));
}

#[tokio::test]
async fn an_endpoint_service_has_one_endpoint() {
    let bench = Bench::empty();
    let admin = Member::administrator(&bench);
    let create = |name: &str| VerifyAndCreateVpcEp::new(VpcEndpointSourceType::MySql).endpoint_service_name(name);
    let first = admin.send(create("cn-north-4.orders")).await.connection.unwrap();
    let second = admin.send(create("cn-north-4.orders")).await.connection.unwrap();
    assert_eq!(first, second);
    assert_eq!((first.ds_type, first.endpoint_status.as_deref()), (Some(DataSourceType::MySql), Some("accepted")));
    let other = admin.send(create("cn-north-4.buyers")).await.connection.unwrap();
    assert_ne!(first.endpoint_id, other.endpoint_id);
    let missing = admin.refused(VerifyAndCreateVpcEp::new(VpcEndpointSourceType::MySql)).await;
    assert_eq!(missing, "400 APIGW.0201 vpc_ep_server_name or vpc_ep_server_id is required");
    let unknown = admin.refused(create("orders.invalid")).await;
    assert_eq!(unknown, "400 APIGW.0201 the endpoint service orders.invalid does not exist");
}
