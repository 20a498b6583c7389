//! Problem types: their fault flag, their severities and their description templates.

use hwc_models::osm::{
    CaseTemplate, CaseType, ListCaseTemplates, ListCaseTemplatesResponse, ListProblemTypes, ListProblemTypesResponse,
    ListSeverities, ListSeveritiesResponse, ProblemType, Severity,
};

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::services::osm::configuration_lists::products;
use crate::services::osm::localized::{self, LocalizedName, PROBLEM_TYPES, PRODUCTS, SEVERITIES};
use crate::services::osm::{business, rejected};

/// Details of a problem type, in addition to its name.
struct Details {
    id: &'static str,
    is_fault: bool,
    support_plan: bool,
    severities: &'static [&'static str],
    templates: &'static [Template],
}

/// A text with placeholders.
struct Template {
    id: &'static str,
    name: (&'static str, &'static str),
    content: (&'static str, &'static str),
}

/// The severities of faults and of questions.
const OF_FAULTS: &[&str] = &["general", "high", "critical"];
const OF_QUESTIONS: &[&str] = &["general"];

const FAULT: Template = Template {
    id: "template-1",
    name: ("故障模板", "Fault"),
    content: ("实例: \n发生时间: \n现象: \n影响: ", "Instance: \nSince: \nWhat happens: \nWhat it affects: "),
};
const RESTORE: Template = Template {
    id: "template-2",
    name: ("恢复数据模板", "Data to be restored"),
    content: ("实例: \n备份时间: \n需要恢复的数据: ", "Instance: \nTime of the backup: \nWhat to restore: "),
};
const PERFORMANCE: Template = Template {
    id: "template-3",
    name: ("性能模板", "Performance"),
    content: ("实例: \n指标: \n期望值: \n实际值: ", "Instance: \nMetric: \nExpected: \nMeasured: "),
};
const USAGE: Template = Template {
    id: "template-4",
    name: ("使用咨询模板", "Question about usage"),
    content: ("功能: \n问题: ", "Feature: \nQuestion: "),
};
const BILLING: Template = Template {
    id: "template-5",
    name: ("费用模板", "Question about a bill"),
    content: ("账期: \n订单号: \n问题: ", "Month: \nOrder: \nQuestion: "),
};
const ACCOUNT: Template = Template {
    id: "template-6",
    name: ("账号模板", "Question about an account"),
    content: ("账号: \n问题: ", "Account: \nQuestion: "),
};
const TRANSFER: Template = Template {
    id: "123",
    name: ("转账创建模板", "Money transfer"),
    content: ("|- 账户id: 转账描述: ", "|- Account id: Transfer: "),
};

/// The details, in the order of [`PROBLEM_TYPES`].
const DETAILS: &[Details] = &[
    fault("Fault", &[FAULT, RESTORE]),
    fault("Performance", &[PERFORMANCE]),
    question("Usage", &[USAGE]),
    Details { support_plan: false, ..question("Billing", &[BILLING]) },
    Details { support_plan: false, ..question("Account", &[ACCOUNT]) },
    Details { severities: &["123"], ..question("123", &[TRANSFER]) },
    Details { severities: &["123"], ..question("124", &[FAULT]) },
    Details { severities: &["123"], ..fault("business-123", &[FAULT]) },
];

const fn fault(id: &'static str, templates: &'static [Template]) -> Details {
    Details { id, is_fault: true, support_plan: true, severities: OF_FAULTS, templates }
}

const fn question(id: &'static str, templates: &'static [Template]) -> Details {
    Details { id, is_fault: false, support_plan: true, severities: OF_QUESTIONS, templates }
}

/// Returns an error if the problem type does not exist.
pub(crate) fn require(id: &str) -> Result<(), ApiError> {
    details(id).map(|_| ())
}

/// Returns true if a problem type reports a fault.
pub(crate) fn is_fault(id: &str) -> bool {
    details(id).is_ok_and(|details| details.is_fault)
}

fn details(id: &str) -> Result<&'static Details, ApiError> {
    let found = DETAILS.iter().find(|details| details.id == id);
    found.ok_or_else(|| business("OSM.01010026", "Problem type not found."))
}

pub(crate) fn list(cx: &mut Context<'_>, request: &ListProblemTypes) -> Result<ListProblemTypesResponse, ApiError> {
    let product = request.product_category_id.as_ref().map_or("", |id| id.as_str());
    let category = request.incident_sub_type_id.as_ref().map_or("", |id| id.as_str());
    let fitting = DETAILS.iter().filter(|details| products::has_problem(product, category, details.id));
    let mut response = ListProblemTypesResponse::default();
    response.incident_business_type_list = fitting.map(|details| problem_type(cx, details)).collect();
    response.total_count = Some(response.incident_business_type_list.len() as u64);
    Ok(response)
}

fn problem_type(cx: &Context<'_>, details: &Details) -> ProblemType {
    let mut problem = ProblemType::default();
    problem.business_type_id = Some(details.id.into());
    problem.business_type_name = Some(localized::localized_name(cx, PROBLEM_TYPES, details.id));
    problem.case_type = Some(if details.is_fault { CaseType::Fault } else { CaseType::Consultation });
    problem.can_use_support_plan = Some(details.support_plan);
    problem
}

pub(crate) fn templates(
    cx: &mut Context<'_>,
    request: &ListCaseTemplates,
) -> Result<ListCaseTemplatesResponse, ApiError> {
    let mut response = ListCaseTemplatesResponse::default();
    for known in details(request.business_type_id.as_str())?.templates {
        let mut template = CaseTemplate::default();
        template.incident_template_id = Some(known.id.into());
        template.incident_template_name = Some(localized::text(cx, known.name.0, known.name.1).to_owned());
        template.incident_template_content = Some(localized::text(cx, known.content.0, known.content.1).to_owned());
        response.incident_template_list.push(template);
    }
    response.total_count = Some(response.incident_template_list.len() as u64);
    Ok(response)
}

pub(crate) fn severities(cx: &mut Context<'_>, request: &ListSeverities) -> Result<ListSeveritiesResponse, ApiError> {
    if localized::find(PRODUCTS, request.product_category_id.as_str()).is_none() {
        return Err(rejected("Product not found."));
    }
    let details = details(request.business_type_id.as_str())?;
    let known = details.severities.iter().filter_map(|id| localized::find(SEVERITIES, id));
    let mut response = ListSeveritiesResponse::default();
    response.show = Some(details.is_fault);
    response.severity_list = known.map(|named| severity(cx, named)).collect();
    Ok(response)
}

fn severity(cx: &Context<'_>, named: &LocalizedName) -> Severity {
    let mut severity = Severity::default();
    severity.language = Some(localized::language(cx).to_owned());
    severity.severity_name = Some(named.name(cx).to_owned());
    severity.severity_id = Some(named.id.into());
    severity
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_has_its_details() {
        assert!(DETAILS.iter().map(|details| details.id).eq(PROBLEM_TYPES.iter().map(|named| named.id)));
        for id in DETAILS.iter().flat_map(|details| details.severities) {
            assert!(localized::find(SEVERITIES, id).is_some(), "{id}");
        }
    }
}
