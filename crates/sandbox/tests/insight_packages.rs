//! Resource packages of DataArts Insight: exports, imports, damaged files and access codes.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails here is a failed test")]

mod common;

use common::Bench;
use common::insight::{INSTANCE, Member, NOT_SHARED};
use hwc_models::insight::{
    CreateAndUpdateExportConfig, CreateAndUpdatePermission, CreateWorkspace, DatasetPermission, ExportOptions,
    ExportResource, ExportResourcePackage, ExportResourcePackageResponse, ImportState, ListCubeAndCatalogList,
    ListPermission, ListResources, PermissionType, ResourceReference, ResourceType, RuleContent, RuleScope, RuleType,
    RuleUsers, ShowImportResourceTaskDetail, ShowResourceRelationships, UpdateDashboard,
};

const PATH: &str = "/resource-package/api-import";

fn request(kind: ResourceType, id: &str) -> ExportResourcePackage {
    ExportResourcePackage::new("sales", [ExportResource::default().kind(kind).id(id)])
}

async fn export(admin: &Member<'_>) -> ExportResourcePackageResponse {
    admin.send(request(ResourceType::Dashboard, "dashboard-1")).await
}

/// Returns the names of the dashboards.
async fn names(member: &Member<'_>) -> Vec<String> {
    let page = member.send(ListResources::new(ResourceType::Dashboard)).await;
    page.page_data.into_iter().map(|found| found.name.unwrap()).collect()
}

/// Imports a package and returns the ID of the task.
async fn import(member: &Member<'_>, fields: &[(&str, &str)], file: &[u8]) -> String {
    let line = member.upload(PATH, fields, file).await;
    let task = line.strip_prefix(r#"200 {"task_id":""#).unwrap_or_else(|| panic!("{line}"));
    task.trim_end_matches(r#""}"#).to_owned()
}

#[tokio::test]
async fn a_package_brings_everything_below_into_another_workspace() {
    let bench = Bench::demo();
    let mut admin = Member::administrator(&bench);
    let package = export(&admin).await;
    let workspace = admin.send(CreateWorkspace::new(INSTANCE, "Copy", "0")).await.workspace.unwrap().id.unwrap();
    admin.enter(workspace.as_str());
    let code = package.access_code.unwrap();
    let fields = [("import_strategy", "addNew"), ("access_code", code.expose())];
    let task = import(&admin, &fields, package.package.as_slice()).await;
    let page = admin.send(ListResources::new(ResourceType::Dashboard)).await.page_data;
    let id = page[0].id.clone().unwrap();
    assert_ne!(id, "dashboard-1");
    let wanted = ResourceReference::default().kind(ResourceType::Dashboard).id(id);
    let tree = admin.send(ShowResourceRelationships::new([wanted])).await.resources.remove(0);
    let (dataset, source) = (&tree.dependencies[0], &tree.dependencies[0].dependencies[0]);
    assert_eq!((dataset.name.as_deref(), source.name.as_deref()), (Some("orders"), Some("shop")));
    assert_ne!(dataset.id.as_deref(), Some("dataset-1"), "the copy depends on the copy");
    let mut states = Vec::new();
    for _ in 0..3 {
        let shown = admin.send(ShowImportResourceTaskDetail::new(task.as_str())).await;
        states.push((shown.status.unwrap(), shown.report.unwrap()));
        bench.wait(2);
    }
    let expected = [(ImportState::Waiting, ""), (ImportState::Running, ""), (ImportState::Succeeded, "3 of 3")];
    assert_eq!(states, expected.map(|(state, report)| (state, report.to_owned())));
    let shown = admin.send(ShowImportResourceTaskDetail::new(task.as_str())).await;
    let parameters = shown.parameters.unwrap();
    assert_eq!(parameters.target_workspace_name.as_deref(), Some("Copy"));
    assert_eq!(parameters.origin_workspace_name.as_deref(), Some("default"));
    let other = Member::analyst(&bench).await.refused(ShowImportResourceTaskDetail::new(task)).await;
    assert_eq!(other, "404 DataArtsInsight.24010003 The task does not exist.");
}

#[tokio::test]
async fn resources_are_added_or_replaced() {
    let bench = Bench::demo();
    let admin = Member::administrator(&bench);
    let package = export(&admin).await.package;
    import(&admin, &[("import_strategy", "addNew")], package.as_slice()).await;
    assert_eq!(names(&admin).await, ["Sales", "Draft", "Sales_1"]);
    admin.send(UpdateDashboard::new("dashboard-1", "Changed")).await;
    import(&admin, &[("import_strategy", "replace")], package.as_slice()).await;
    assert_eq!(names(&admin).await, ["Sales", "Draft", "Sales_1"], "found by its ID");
    admin.send(UpdateDashboard::new("dashboard-1", "Changed")).await;
    let by_name = [("import_strategy", "replace"), ("replace_rule", "BY_NAME")];
    import(&admin, &by_name, package.as_slice()).await;
    assert_eq!(names(&admin).await, ["Changed", "Draft", "Sales_1", "Sales"], "no dashboard had the name");
    import(&admin, &by_name, package.as_slice()).await;
    assert_eq!(names(&admin).await, ["Changed", "Draft", "Sales_1", "Sales"]);
}

#[tokio::test]
async fn a_damaged_or_foreign_package_changes_nothing() {
    let bench = Bench::demo();
    let admin = Member::administrator(&bench);
    let package = admin.send(request(ResourceType::Dashboard, "dashboard-1").expire_days(1_u32)).await.package;
    let before = names(&admin).await;
    let whole = package.as_slice().to_vec();
    let mut flipped = whole.clone();
    flipped[whole.len() / 2] ^= 1;
    let new = [("import_strategy", "addNew")];
    for damaged in [&whole[..whole.len() / 2], b"package".as_slice(), b"".as_slice(), flipped.as_slice()] {
        let line = admin.upload(PATH, &new, damaged).await;
        assert!(line.contains("the package is damaged"), "{line}");
    }
    let line = admin.upload(PATH, &[("import_strategy", "addNew"), ("access_code", "guess")], &whole).await;
    assert!(line.contains("access_code is wrong"), "{line}");
    let line = admin.upload(PATH, &[("import_strategy", "merge")], &whole).await;
    assert!(line.starts_with("400 "), "{line}");
    let analyst = Member::analyst(&bench).await;
    let line = analyst.upload(PATH, &[("import_strategy", "replace")], &whole).await;
    assert!(line.contains("24010043"), "{line}");
    bench.wait(24 * 60 * 60);
    let line = admin.upload(PATH, &new, &whole).await;
    assert!(line.contains("the package has expired"), "{line}");
    assert_eq!(names(&admin).await, before);
    assert_eq!(bench.sql("SELECT count(*) FROM records WHERE kind = 'insight.import_task'").await, ["0"]);
}

#[tokio::test]
async fn an_export_needs_its_right() {
    let bench = Bench::demo();
    let (admin, analyst) = (Member::administrator(&bench), Member::analyst(&bench).await);
    let package = || request(ResourceType::Dashboard, "dashboard-1");
    admin.share(ResourceType::Dashboard, "dashboard-1", "read").await;
    assert_eq!(analyst.refused(package()).await, NOT_SHARED);
    admin.share(ResourceType::Dashboard, "dashboard-1", "export").await;
    assert_eq!(analyst.refused(package()).await, NOT_SHARED, "the dataset is not shared");
    admin.share(ResourceType::Dataset, "dataset-1", "use").await;
    assert_eq!(analyst.refused(package()).await, NOT_SHARED, "the data source is not shared");
    admin.share(ResourceType::DataSource, "connection-1", "use").await;
    let exported = analyst.send(package()).await;
    assert_eq!(exported.package, export(&admin).await.package);
    assert_eq!(analyst.refused(request(ResourceType::Dataset, "dataset-1")).await, NOT_SHARED);
}

#[tokio::test]
async fn rules_travel_with_a_dataset_if_they_are_wanted() {
    let bench = Bench::demo();
    let mut admin = Member::administrator(&bench);
    let content = RuleContent::default().column_ids(["dataset-1-table-1.amount"]);
    let rule = DatasetPermission::default().name("hide").dataset_id("dataset-1").is_open(true);
    let rule = rule.permission_type(PermissionType::Column).rule_type(RuleType::Forbid).rule_scope(RuleScope::All);
    let rule = rule.rule_user(RuleUsers::default()).rule_content(content);
    admin.send(CreateAndUpdatePermission::new("dataset-1", rule)).await;
    let plain = request(ResourceType::Dataset, "dataset-1");
    let with_rules = plain.clone().options(ExportOptions::default().with_dataset_rules(true));
    let mut found = Vec::new();
    for (name, request) in [("A", plain), ("B", with_rules)] {
        admin.enter("");
        let package = admin.send(request).await.package;
        let workspace = admin.send(CreateWorkspace::new(INSTANCE, name, "0")).await.workspace.unwrap().id.unwrap();
        admin.enter(workspace.as_str());
        import(&admin, &[("import_strategy", "addNew")], package.as_slice()).await;
        let dataset = admin.send(ListCubeAndCatalogList::new()).await.page_data.remove(0).id.unwrap();
        found.push(admin.send(ListPermission::new(dataset, PermissionType::Column)).await.count);
    }
    assert_eq!(found, [Some(0), Some(1)]);
    admin.enter("");
    let analyst = Member::analyst(&bench).await;
    admin.share(ResourceType::Dashboard, "dashboard-1", "export").await;
    admin.share(ResourceType::Dataset, "dataset-1", "use").await;
    admin.share(ResourceType::DataSource, "connection-1", "use").await;
    analyst.send(request(ResourceType::Dashboard, "dashboard-1")).await;
    let with_rules = ExportOptions::default().with_dataset_rules(true);
    let refusal = analyst.refused(request(ResourceType::Dashboard, "dashboard-1").options(with_rules)).await;
    assert_eq!(refusal, NOT_SHARED, "rules need the right to change the dataset");
}

#[tokio::test]
async fn export_settings_name_the_bucket_of_packages() {
    let bench = Bench::demo();
    let admin = Member::administrator(&bench);
    let settings = CreateAndUpdateExportConfig::new("obs", "obs.example.com", "bucket-1");
    let settings = settings.max_storage_days(1_u32).path_prefix("/insight");
    admin.send(settings.clone()).await;
    let package = export(&admin).await.package;
    let task = import(&admin, &[("import_strategy", "addNew")], package.as_slice()).await;
    let shown = admin.send(ShowImportResourceTaskDetail::new(task)).await;
    assert_eq!(shown.obs_bucket.as_deref(), Some("bucket-1"));
    assert_eq!(shown.obs_object_key.as_deref(), Some("insight/file.zip"));
    let refusal = Member::analyst(&bench).await.refused(settings).await;
    assert_eq!(refusal, "403 DataArtsInsight.20010003 Only an administrator may do this.");
}
