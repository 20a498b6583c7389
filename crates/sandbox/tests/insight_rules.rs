//! Rules on the rows and columns of datasets, their switches, and their effect on the data that a member sees.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails here is a failed test")]

mod common;

use common::Bench;
use common::insight::{INSTANCE, Member, NOT_SHARED};
use hwc_models::insight::{
    ColumnPermissionConfig, ConditionNode, ConditionValue, ConditionValueType, CreateAndUpdatePermission,
    CreateUserTag, DatasetPermission, DeleteRule, ListPermission, ListPermissionConfig, ListUserTagHead, MaskType,
    PermissionType, RelationOperator, ResourceType, RowPermissionConfig, RuleContent, RuleScope, RuleType, RuleUsers,
    SaveUserTagValue, ShowScreenNodeQueryData, TagTarget, TagValueType, UpdatePermissionConfig, UpdateWorkspace,
};
use hwc_sandbox::account;
use serde_json::{Value as Json, json};

const DATASET: &str = "dataset-1";
const REGION: &str = "dataset-1-table-1.region";

fn rule(name: &str, kind: RuleType, content: RuleContent) -> DatasetPermission {
    let is_row = matches!(kind, RuleType::ByCondition | RuleType::ByTag);
    let kind_of = if is_row { PermissionType::Row } else { PermissionType::Column };
    let rule = DatasetPermission::default().name(name).dataset_id(DATASET).is_open(true).rule_type(kind);
    rule.permission_type(kind_of).rule_scope(RuleScope::All).rule_user(RuleUsers::default()).rule_content(content)
}

fn condition(value: ConditionValue) -> RuleContent {
    let node = ConditionNode::default().column_id(REGION).relation_operator(RelationOperator::Equal).value(value);
    RuleContent::default().condition_node(node)
}

fn fixed(value: &str) -> RuleContent {
    condition(ConditionValue::default().values([value]).value_type(ConditionValueType::Fixed))
}

fn mask() -> RuleContent {
    RuleContent::default().column_ids([REGION]).mask_type(MaskType::RetainFirstAndLast).first(1_i32).last(1_i32)
}

async fn save(member: &Member<'_>, rule: DatasetPermission) -> DatasetPermission {
    member.send(CreateAndUpdatePermission::new(DATASET, rule)).await.rule.unwrap()
}

async fn list(member: &Member<'_>, kind: PermissionType) -> Vec<DatasetPermission> {
    member.send(ListPermission::new(DATASET, kind)).await.page_data
}

/// Shares the screen and its dataset with the analyst.
async fn shared(admin: &Member<'_>) {
    admin.share(ResourceType::Screen, "screen-1", "read").await;
    admin.share(ResourceType::Dataset, DATASET, "use").await;
}

/// Returns the rows that a member sees, with the names of the fields.
async fn rows(member: &Member<'_>) -> Json {
    let data = member.send(ShowScreenNodeQueryData::new("screen-1", "node-1")).await;
    let values =
        |row: hwc_models::insight::QueryRow| row.cells.into_iter().map(|cell| cell.raw_value.unwrap()).collect();
    Json::from(data.rows.into_iter().map(values).collect::<Vec<Vec<Json>>>())
}

#[tokio::test]
async fn a_rule_is_created_changed_and_deleted() {
    let bench = Bench::demo();
    let admin = Member::administrator(&bench);
    let created = save(&admin, rule("mask", RuleType::Mask, mask())).await;
    assert_eq!(list(&admin, PermissionType::Column).await, std::slice::from_ref(&created));
    assert_eq!(list(&admin, PermissionType::Row).await, []);
    let changed = save(&admin, created.clone().name("other").is_open(false)).await;
    assert_eq!(changed.id, created.id);
    assert_eq!(list(&admin, PermissionType::Column).await, std::slice::from_ref(&changed));
    let page = admin.send(ListPermission::new(DATASET, PermissionType::Column).offset(1_u32)).await;
    assert_eq!((page.count, page.page_data.len()), (Some(1), 0));
    let id = changed.id.unwrap();
    admin.send(DeleteRule::new(DATASET, id.clone())).await;
    assert_eq!(list(&admin, PermissionType::Column).await, []);
    let refusal = admin.refused(DeleteRule::new(DATASET, id)).await;
    assert_eq!(refusal, "404 DataArtsInsight.24010003 The rule does not exist.");
}

#[tokio::test]
async fn rules_that_do_not_fit_are_refused() {
    let bench = Bench::demo();
    let admin = Member::administrator(&bench);
    let by_condition = || rule("r", RuleType::ByCondition, fixed("region 1"));
    let unknown = RuleContent::default().column_ids(["x.y"]);
    let cases = [
        (
            by_condition().permission_type(PermissionType::Column),
            "400 APIGW.0201 rule_type does not fit permission_type",
        ),
        (
            by_condition().rule_scope(RuleScope::ExceptSpecified),
            "400 APIGW.0201 rule_scope of a rule on rows must be ALL or SPECIFIED",
        ),
        (by_condition().rule_scope(RuleScope::Specified), "400 APIGW.0201 rule_user must name a user or a group"),
        (
            by_condition().rule_content(RuleContent::default()),
            "400 APIGW.0201 rule_content of a rule on rows needs conditions",
        ),
        (
            rule("r", RuleType::Forbid, RuleContent::default()),
            "400 APIGW.0201 rule_content of a rule on columns needs column_ids",
        ),
        (rule("r", RuleType::Forbid, unknown), "400 APIGW.0201 the dataset has no column x.y"),
        (
            rule("r", RuleType::Mask, RuleContent::default().column_ids([REGION])),
            "400 APIGW.0201 rule_content of a mask needs mask_type",
        ),
        (
            by_condition().rule_user(RuleUsers::default().users(["nobody"])),
            "404 DataArtsInsight.24010003 The user or group does not exist.",
        ),
        (
            by_condition().dataset_id("dataset-2"),
            "400 APIGW.0201 dataset_id of the rule must be the dataset of the path",
        ),
        (by_condition().id("rule-9"), "404 DataArtsInsight.24010003 The rule does not exist."),
    ];
    for (rule, refusal) in cases {
        assert_eq!(admin.refused(CreateAndUpdatePermission::new(DATASET, rule)).await, refusal);
    }
    assert_eq!(list(&admin, PermissionType::Row).await, []);
    assert_eq!(list(&admin, PermissionType::Column).await, []);
    let analyst = Member::analyst(&bench).await;
    admin.share(ResourceType::Dataset, DATASET, "use").await;
    assert_eq!(analyst.refused(CreateAndUpdatePermission::new(DATASET, by_condition())).await, NOT_SHARED);
    assert_eq!(analyst.refused(UpdatePermissionConfig::new(DATASET)).await, NOT_SHARED);
}

#[tokio::test]
async fn switches_keep_their_value_until_they_are_set() {
    let bench = Bench::demo();
    let admin = Member::administrator(&bench);
    let config = admin.send(ListPermissionConfig::new(DATASET)).await;
    assert_eq!(config.row_permission_config.unwrap().is_open, Some(false));
    let row = RowPermissionConfig::default().is_open(true).is_open_by_tag(true);
    admin.send(UpdatePermissionConfig::new(DATASET).row_permission_config(row)).await;
    let column = ColumnPermissionConfig::default().is_open(true);
    admin.send(UpdatePermissionConfig::new(DATASET).col_permission_config(column)).await;
    let config = admin.send(ListPermissionConfig::new(DATASET)).await;
    let row = config.row_permission_config.unwrap();
    assert_eq!((row.is_open, row.is_open_by_tag, row.is_open_by_condition), (Some(true), Some(true), Some(false)));
    assert_eq!(config.col_permission_config.unwrap().is_open, Some(true));
}

#[tokio::test]
async fn columns_are_masked_and_hidden_while_the_switch_is_on() {
    let bench = Bench::demo();
    let (admin, analyst) = (Member::administrator(&bench), Member::analyst(&bench).await);
    shared(&admin).await;
    let open = rows(&analyst).await;
    assert_eq!(
        open,
        json!([
            ["region", "month", "amount"],
            ["region 1", "month 1", 10],
            ["region 2", "month 2", 20],
            ["region 3", "month 3", 30]
        ])
    );
    save(&admin, rule("mask", RuleType::Mask, mask())).await;
    assert_eq!(rows(&analyst).await, open, "the switch is off");
    let column = ColumnPermissionConfig::default().is_open(true);
    admin.send(UpdatePermissionConfig::new(DATASET).col_permission_config(column)).await;
    assert_eq!(rows(&analyst).await[1], json!(["r******1", "month 1", 10]));
    assert_eq!(rows(&admin).await, open, "rules do not apply to the owner");
    let hidden = RuleContent::default().column_ids(["dataset-1-table-1.amount"]);
    let hide = rule("hide", RuleType::Forbid, hidden).rule_scope(RuleScope::Specified);
    let hide = save(&admin, hide.rule_user(RuleUsers::default().user_groups(["group-1"]))).await;
    assert_eq!(rows(&analyst).await[1], json!(["r******1", "month 1"]));
    let except = hide.rule_scope(RuleScope::ExceptSpecified);
    save(&admin, except).await;
    assert_eq!(rows(&analyst).await[1], json!(["r******1", "month 1", 10]));
}

#[tokio::test]
async fn rows_are_selected_by_conditions() {
    let bench = Bench::demo();
    let (admin, analyst) = (Member::administrator(&bench), Member::analyst(&bench).await);
    shared(&admin).await;
    let row = || RowPermissionConfig::default().is_open(true).is_open_by_condition(true);
    admin.send(UpdatePermissionConfig::new(DATASET).row_permission_config(row())).await;
    assert_eq!(rows(&analyst).await.as_array().unwrap().len(), 1, "no rule names the analyst");
    let others = row().others_see_all(true);
    admin.send(UpdatePermissionConfig::new(DATASET).row_permission_config(others)).await;
    assert_eq!(rows(&analyst).await.as_array().unwrap().len(), 4);
    let named = RuleUsers::default().users([account::MFA_USER_ID]);
    let own = rule("own", RuleType::ByCondition, fixed("region 2")).rule_scope(RuleScope::Specified);
    let own = save(&admin, own.rule_user(named)).await;
    assert_eq!(rows(&analyst).await[1], json!(["region 2", "month 2", 20]));
    save(&admin, rule("more", RuleType::ByCondition, fixed("region 3"))).await;
    assert_eq!(rows(&analyst).await.as_array().unwrap().len(), 3, "one of the rules is enough");
    save(&admin, own.is_open(false)).await;
    assert_eq!(rows(&analyst).await[1], json!(["region 3", "month 3", 30]));
}

#[tokio::test]
async fn rows_are_selected_by_tags() {
    let bench = Bench::demo();
    let (admin, analyst) = (Member::administrator(&bench), Member::analyst(&bench).await);
    shared(&admin).await;
    admin.send(CreateUserTag::new("region", TagTarget::User, TagValueType::None)).await;
    let tag = admin.send(ListUserTagHead::new(TagTarget::User)).await.page_data[0].id.clone().unwrap();
    let value = ConditionValue::default().value_type(ConditionValueType::UserTag).value_names("region");
    save(&admin, rule("tag", RuleType::ByTag, condition(value))).await;
    let row = RowPermissionConfig::default().is_open(true).is_open_by_tag(true);
    admin.send(UpdatePermissionConfig::new(DATASET).row_permission_config(row)).await;
    assert_eq!(rows(&analyst).await.as_array().unwrap().len(), 1, "the tag has no value");
    let set = SaveUserTagValue::new(tag.clone(), account::MFA_USER_ID).value_type(TagValueType::Listed);
    admin.send(set.values(["region 1"])).await;
    assert_eq!(rows(&analyst).await[1], json!(["region 1", "month 1", 10]));
    admin.send(SaveUserTagValue::new(tag, account::MFA_USER_ID).value_type(TagValueType::All)).await;
    assert_eq!(rows(&analyst).await.as_array().unwrap().len(), 4);
}

#[tokio::test]
async fn a_workspace_can_hide_all_rows_without_rules() {
    let bench = Bench::demo();
    let (admin, analyst) = (Member::administrator(&bench), Member::analyst(&bench).await);
    shared(&admin).await;
    let update = UpdateWorkspace::new(INSTANCE, "workspace-default", "default").enterprise_project_id("0");
    let hidden = [("default_dataset_permission".to_owned(), "0".to_owned())];
    admin.send(update.configs(std::collections::BTreeMap::from(hidden))).await;
    assert_eq!(rows(&analyst).await.as_array().unwrap().len(), 1);
    assert_eq!(rows(&admin).await.as_array().unwrap().len(), 4);
}
