//! The configuration lists in both languages, and validation of new tickets against them.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails here is a failed test")]

mod common;

use std::collections::BTreeSet;

use common::{Bench, implemented};
use hwc_models::CATALOG;
use hwc_models::osm::{
    CaseParam, CaseParamKind, CaseType, CreateCases, ListAreaCodes, ListCaseCategories, ListCaseLimits,
    ListCaseTemplates, ListCases, ListExtendsParams, ListProblemTypes, ListProductCategories, ListRegions,
    ListSatisfactionDimensions, ListSeverities, RegionArea, ShowConfiguration, YesNo,
};
use hwc_wire::{Record, Request, validate};

const ENGLISH: [(&str, &str); 2] = [("X-Auth-Token", "token"), ("X-Language", "en-us")];

/// Returns the response in English, which must satisfy the constraints of the spec.
async fn english<E: Request>(bench: &Bench, request: E) -> E::Response
where
    E::Response: Record,
{
    let answer = bench.send_with(request, &ENGLISH).await;
    assert_eq!(validate(&answer), []);
    answer
}

/// Returns the response in the service's own language, which must satisfy the constraints of the spec.
async fn chinese<E: Request>(bench: &Bench, request: E) -> E::Response
where
    E::Response: Record,
{
    let answer = bench.send(request).await;
    assert_eq!(validate(&answer), []);
    answer
}

fn all_differ<T: Ord>(values: impl IntoIterator<Item = T>) -> bool {
    let mut seen = BTreeSet::new();
    values.into_iter().all(|value| seen.insert(value))
}

fn fault() -> CreateCases {
    CreateCases::new("Fault", "x", "83aeb0f2834c4df49826c781d32a963e")
}

#[tokio::test]
async fn names_come_in_the_language_of_the_call() {
    let bench = Bench::empty();
    let name = async |headers: &[(&str, &str)]| {
        let mut all = vec![("X-Auth-Token", "token")];
        all.extend(headers);
        bench.send_with(ListRegions::new(), &all).await.data_center_list.remove(0).region_name.unwrap()
    };
    assert_eq!(name(&[]).await, "华北-北京四");
    assert_eq!(name(&[("X-Language", "zh-cn")]).await, "华北-北京四");
    assert_eq!(name(&[("X-Language", "zh_CN")]).await, "华北-北京四");
    assert_eq!(name(&[("X-Language", "en-us")]).await, "CN North-Beijing4");
    assert_eq!(name(&[("X-Language", "EN_US")]).await, "CN North-Beijing4");
}

#[tokio::test]
async fn regions_count_to_parts_of_the_world() {
    let bench = Bench::empty();
    let answer = chinese(&bench, ListRegions::new()).await;
    assert_eq!(answer.total_count, Some(answer.data_center_list.len() as u64));
    let of = |id: &str| {
        let found = answer.data_center_list.iter().find(|region| region.region_id.as_ref().unwrap().as_str() == id);
        let region = found.unwrap();
        (region.region_name.as_deref().unwrap(), region.area.unwrap(), region.is_sensitive.unwrap())
    };
    assert_eq!(of("cn-north-1"), ("华北-北京一", RegionArea::ChineseMainland, YesNo::Yes));
    assert_eq!(of("cn-south-1"), ("华南-广州", RegionArea::ChineseMainland, YesNo::No));
    assert_eq!(of("ap-southeast-3"), ("亚太-新加坡", RegionArea::International, YesNo::No));
    assert_eq!(of("eu-west-101"), ("欧洲-都柏林", RegionArea::Europe, YesNo::No));
    assert!(all_differ(answer.data_center_list.iter().map(|region| region.region_name.clone())));
}

#[tokio::test]
async fn country_codes_begin_as_in_the_reference() {
    let bench = Bench::empty();
    let told = chinese(&bench, ListAreaCodes::new()).await.area_code_list;
    let entry = |at: usize| {
        let code = &told[at];
        (code.id.unwrap(), code.area_code.clone().unwrap(), code.area_name.clone().unwrap())
    };
    assert_eq!(entry(0), (1, "86".to_owned(), "中国".to_owned()));
    assert_eq!(entry(1), (2, "354".to_owned(), "冰岛".to_owned()));
    assert!(all_differ(told.iter().map(|code| code.id)));
    assert!(all_differ(told.iter().map(|code| code.area_name.clone())));
    let told = english(&bench, ListAreaCodes::new()).await.area_code_list;
    assert_eq!(told[1].area_name.as_deref(), Some("Iceland"));
}

#[tokio::test]
async fn limits_aspects_and_settings_are_those_of_the_reference() {
    let bench = Bench::empty();
    let limits = chinese(&bench, ListCaseLimits::new()).await.config.unwrap();
    assert_eq!(limits.create_case_ccemail_max_count, Some(10));
    let aspects = english(&bench, ListSatisfactionDimensions::new()).await;
    assert_eq!(aspects.total_count, Some(3));
    let told: Vec<_> = aspects
        .satisfaction_dimension_list
        .iter()
        .map(|aspect| {
            let name = aspect.satisfaction_name.as_deref().unwrap();
            (aspect.satisfaction_id.unwrap(), name, aspect.value.unwrap(), aspect.per_value.unwrap())
        })
        .collect();
    assert_eq!(told, [(1, "Timeliness", 5, 1), (2, "Stability", 5, 1), (3, "Result", 5, 1)]);
    let key = "case.create-case.diagnose-list";
    let setting = chinese(&bench, ShowConfiguration::new(key)).await;
    assert_eq!(
        (setting.config_key.as_deref(), setting.config_value.as_deref()),
        (Some(key), Some("product-1,product-5"))
    );
    let unknown = bench.refused(ShowConfiguration::new("case.no-such-key")).await;
    assert_eq!(unknown, "200 OSM.01010001 Setting not found.");
}

#[tokio::test]
async fn products_are_found_by_name() {
    let bench = Bench::empty();
    let found = async |name: &str| {
        let answer = chinese(&bench, ListProductCategories::new().product_category_name(name)).await;
        assert_eq!(answer.total_count, Some(answer.incident_product_category_list.len() as u64));
        let ids = answer.incident_product_category_list.into_iter();
        ids.map(|product| product.incident_product_category_id.unwrap().to_string()).collect::<Vec<_>>()
    };
    assert_eq!(found("").await.len(), 8);
    for (name, ids) in [
        ("ECS", vec!["product-1", "123"]),
        ("ecs", vec!["product-1", "123"]),
        ("弹性云服务器", vec!["product-1"]),
        ("elastic cloud", vec!["product-1"]),
        ("云硬盘", vec!["product-2"]),
        ("no such product", vec![]),
    ] {
        assert_eq!(found(name).await, ids, "{name}");
    }
    let product = english(&bench, ListProductCategories::new().product_category_name("EVS")).await;
    let product = &product.incident_product_category_list[0];
    assert_eq!(product.incident_product_category_name.as_deref(), Some("Elastic Volume Service"));
    assert_eq!(product.incident_product_category_desc.as_deref(), Some("Disks for servers"));
    assert_eq!(product.incident_product_category_acronym.as_deref(), Some("EVS"));
    assert_eq!(product.can_use_support_plan, Some(true));
}

#[tokio::test]
async fn ticket_types_hold_products_of_the_list() {
    let bench = Bench::empty();
    let known: Vec<_> = chinese(&bench, ListProductCategories::new()).await.incident_product_category_list;
    let answer = chinese(&bench, ListCaseCategories::new()).await;
    assert_eq!(answer.total_count, Some(3));
    let mut held = 0;
    for category in &answer.incident_sub_type_list {
        assert!(category.incident_product_category_list.iter().all(|product| known.contains(product)));
        held += category.incident_product_category_list.len();
    }
    assert_eq!(held, known.len(), "each product is of one ticket type");
    let names: Vec<_> = answer.incident_sub_type_list.iter().map(|one| one.incident_sub_type_name.clone()).collect();
    assert_eq!(names.iter().flatten().collect::<Vec<_>>(), ["技术支持", "费用与账号", "产品问题"]);
}

#[tokio::test]
async fn problem_types_belong_to_products_and_ticket_types() {
    let bench = Bench::empty();
    let found = async |request: ListProblemTypes| {
        let answer = chinese(&bench, request).await;
        assert_eq!(answer.total_count, Some(answer.incident_business_type_list.len() as u64));
        let ids = answer.incident_business_type_list.into_iter();
        ids.map(|problem| problem.business_type_id.unwrap().to_string()).collect::<Vec<_>>()
    };
    let all = || ListProblemTypes::new();
    assert_eq!(found(all()).await.len(), 8);
    assert_eq!(found(all().product_category_id("product-1")).await, ["Fault", "Performance", "Usage", "Billing"]);
    assert_eq!(found(all().product_category_id("123")).await, ["123", "124"]);
    assert_eq!(found(all().incident_sub_type_id("category-2")).await, ["Usage", "Billing", "Account"]);
    assert_eq!(found(all().incident_sub_type_id("")).await.len(), 8);
    assert_eq!(found(all().product_category_id("product-1").incident_sub_type_id("123")).await, [""; 0]);
    assert_eq!(found(all().product_category_id("no-such-product")).await, [""; 0]);
    let told = english(&bench, all()).await.incident_business_type_list;
    let fault = &told[0];
    assert_eq!((fault.business_type_name.as_deref(), fault.case_type.clone()), (Some("Fault"), Some(CaseType::Fault)));
    assert_eq!((told[3].case_type.clone(), told[3].can_use_support_plan), (Some(CaseType::Consultation), Some(false)));
}

/// Repeats the steps of the conformance suite, for all products and in both languages.
#[tokio::test]
async fn every_problem_type_can_be_filled_in() {
    let bench = Bench::empty();
    for product in chinese(&bench, ListProductCategories::new()).await.incident_product_category_list {
        let product = product.incident_product_category_id.unwrap();
        let problems = english(&bench, ListProblemTypes::new().product_category_id(product.clone())).await;
        assert!(!problems.incident_business_type_list.is_empty(), "{product}");
        for problem in problems.incident_business_type_list {
            let id = problem.business_type_id.unwrap();
            let severities = chinese(&bench, ListSeverities::new(product.clone(), id.clone())).await;
            assert!(all_differ(severities.severity_list.iter().map(|one| one.severity_name.clone())), "{id}");
            let templates = english(&bench, ListCaseTemplates::new(id.clone())).await;
            assert_eq!(templates.total_count, Some(templates.incident_template_list.len() as u64));
            let list = ListExtendsParams::new(id.clone()).product_category_id(product.clone());
            let params = english(&bench, list).await;
            assert!(all_differ(params.extends_params.iter().map(|param| param.param_key.clone())), "{id}");
            assert_eq!(params.common_params.len(), 6, "{id}");
        }
    }
}

#[tokio::test]
async fn severities_and_templates_are_told_for_a_problem_type() {
    let bench = Bench::empty();
    let told = chinese(&bench, ListSeverities::new("product-123", "business-123")).await;
    let [severity] = told.severity_list.as_slice() else { panic!("one severity") };
    assert_eq!((told.show, severity.language.as_deref()), (Some(true), Some("zh-cn")));
    assert_eq!(severity.severity_name.as_deref(), Some("一般"));
    assert_eq!(severity.severity_id.as_ref().unwrap().as_str(), "123");
    let told = english(&bench, ListSeverities::new("product-1", "Fault")).await;
    let names: Vec<_> = told.severity_list.iter().map(|severity| severity.severity_name.as_deref().unwrap()).collect();
    assert_eq!((told.show, names), (Some(true), vec!["General", "High", "Critical"]));
    assert_eq!(chinese(&bench, ListSeverities::new("product-1", "Usage")).await.show, Some(false));
    let told = chinese(&bench, ListCaseTemplates::new("123")).await.incident_template_list;
    assert_eq!(told[0].incident_template_id.as_ref().unwrap().as_str(), "123");
    assert_eq!(told[0].incident_template_name.as_deref(), Some("转账创建模板"));
    assert_eq!(told[0].incident_template_content.as_deref(), Some("|- 账户id: 转账描述: "));
}

#[tokio::test]
async fn further_values_are_described() {
    let bench = Bench::empty();
    let told = english(&bench, ListExtendsParams::new("business-123").product_category_id("product-123")).await;
    let mut instance = CaseParam::default();
    instance.tips = Some("As the console shows it".to_owned());
    instance.required = Some(YesNo::Yes);
    instance.length = Some(64);
    instance.language = Some("en-us".to_owned());
    instance.param_key = Some("instance".to_owned());
    instance.param_name = Some("Instance".to_owned());
    instance.param_type = Some(CaseParamKind::Line);
    instance.param_desc = Some("The server with the problem".to_owned());
    instance.is_show = Some(YesNo::Yes);
    instance.is_sensitive = Some(YesNo::No);
    assert_eq!(told.extends_params, [instance]);
    let region = told.common_params.iter().find(|param| param.param_key.as_deref() == Some("region_id")).unwrap();
    assert_eq!((region.is_show, region.is_required), (Some(YesNo::Yes), Some(YesNo::No)));
    let told = chinese(&bench, ListExtendsParams::new("Fault")).await.extends_params;
    let kinds: Vec<_> = told.iter().map(|param| param.param_type.unwrap()).collect();
    assert_eq!(kinds, [CaseParamKind::Line, CaseParamKind::Integer, CaseParamKind::SingleChoice]);
    assert_eq!((told[1].min_value, told[1].max_value), (Some(0), Some(100_000)));
    assert_eq!(told[2].select_item.as_deref(), Some("once,sometimes,always"));
    assert_eq!(told[0].param_name.as_deref(), Some("实例"));
    let other = chinese(&bench, ListExtendsParams::new("Fault").incident_sub_type_id("category-2")).await;
    assert_eq!((other.extends_params.len(), other.common_params.len()), (0, 0));
}

#[tokio::test]
async fn unknown_problem_types_and_products_are_refused() {
    let bench = Bench::empty();
    let unknown = "200 OSM.01010026 Problem type not found.";
    assert_eq!(bench.refused(ListCaseTemplates::new("nope")).await, unknown);
    assert_eq!(bench.refused(ListExtendsParams::new("nope")).await, unknown);
    assert_eq!(bench.refused(ListSeverities::new("product-1", "nope")).await, unknown);
    let product = bench.refused(ListSeverities::new("nope", "Fault")).await;
    assert_eq!(product, "200 OSM.01010001 Product not found.");
}

#[tokio::test]
async fn new_tickets_name_what_is_on_the_lists() {
    let bench = Bench::empty();
    let refused = [
        (CreateCases::new("nope", "x", "s"), "OSM.01010026 Problem type not found."),
        (fault().severity_id("nope"), "OSM.01010006 Severity not found."),
        (fault().region_id("nope"), "OSM.01010033 Region not found."),
        (fault().incident_sub_type_id("nope"), "OSM.01010030 Ticket type not found."),
        (fault().product_category_id("nope"), "OSM.01010001 Product not found."),
        (CreateCases::new("business-123", "x", "s"), "OSM.01010001 extends_map.instance is required."),
        (
            with(fault(), "affected", "-1"),
            "OSM.01010001 extends_map.affected is invalid; ListExtendsParams lists the valid values.",
        ),
        (
            with(fault(), "frequency", "often"),
            "OSM.01010001 extends_map.frequency is invalid; ListExtendsParams lists the valid values.",
        ),
    ];
    for (request, expected) in refused {
        assert_eq!(bench.refused(request).await, format!("200 {expected}"));
    }
    assert_eq!(bench.send(ListCases::new()).await.total_count, Some(0), "none was opened");
    let taken = [
        fault(),
        CreateCases::new("Fault", "x", "s")
            .severity_id("")
            .region_id("")
            .incident_sub_type_id("")
            .product_category_id(""),
        CreateCases::new("Billing", "x", "s"),
        fault().severity_id("high").region_id("cn-north-4").product_category_id("product-1"),
        fault().incident_sub_type_id("category-1").region_id("cn-south-1"),
        with(with(fault(), "affected", "7"), "anything", "else"),
        with(CreateCases::new("business-123", "x", "s").region_id("cn-south-1"), "instance", "server-1"),
    ];
    let wanted = taken.len() as u64;
    for request in taken {
        bench.send(request).await;
    }
    assert_eq!(bench.send(ListCases::new()).await.total_count, Some(wanted));
}

/// The groups of operations about configuration and privileges.
const GROUPS: [&str; 5] =
    ["Configuration lists", "Configuration items", "Agreements", "Privileges", "Verification codes"];

#[tokio::test]
async fn the_examples_of_the_pages_find_something() {
    let bench = Bench::demo();
    let mut refused = Vec::new();
    let mut tried = 0;
    for operation in
        implemented().into_iter().map(|entry| entry.operation).filter(|operation| GROUPS.contains(&operation.group))
    {
        for example in &CATALOG.operation(operation).unwrap().examples {
            let line = example.documented_request.as_ref().unwrap_or(&example.request);
            let (method, target) = line.split_once(' ').unwrap();
            let body = example.request_body.as_ref().map(ToString::to_string).unwrap_or_default();
            let url = format!("http://localhost{target}");
            let reply = bench.raw(method, &url, &[("X-Auth-Token", "token")], &body).await;
            assert!(reply.header("X-Hwc-Sandbox").is_none(), "{line}");
            tried += 1;
            if reply.text().contains("error_code") {
                refused.push(format!("{line}: {}", reply.line()));
            }
        }
    }
    // The customer of this request is not the demo account.
    insta::assert_snapshot!(refused.join("\n"), @r#"POST /v2/servicerequest/verifycodes: 200 {"error_code":"OSM.01010002","error_msg":"customer_id is that of another customer."}"#);
    assert!(tried > 20, "only {tried} requests");
}

fn with(mut request: CreateCases, key: &str, value: &str) -> CreateCases {
    request.extends_map.insert(key.to_owned(), value.into());
    request
}
