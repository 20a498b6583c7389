//! Additional values of tickets: the values of each problem type, and their validation in new tickets.

use hwc_models::osm::{
    CaseParam, CaseParamKind, CommonCaseParam, CreateCases, ListExtendsParams, ListExtendsParamsResponse, YesNo,
};
use hwc_wire::Json;

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::services::osm::configuration_lists::problem_types;
use crate::services::osm::{localized, rejected};

/// An additional value: its key, its texts in Chinese and English, and its type.
struct Param {
    key: &'static str,
    name: (&'static str, &'static str),
    desc: (&'static str, &'static str),
    tips: (&'static str, &'static str),
    kind: ParamType,
    required: bool,
    sensitive: bool,
}

/// The type of a value.
enum ParamType {
    /// An integer in a range.
    Integer(i64, i64),
    /// A line with a maximum number of characters.
    Line(u32),
    /// One of these texts.
    Choice(&'static [&'static str]),
}

const INSTANCE: Param = Param {
    key: "instance",
    name: ("实例", "Instance"),
    desc: ("出现问题的实例", "The server with the problem"),
    tips: ("与控制台显示一致", "As the console shows it"),
    kind: ParamType::Line(64),
    required: false,
    sensitive: false,
};
const AFFECTED: Param = Param {
    key: "affected",
    name: ("受影响的实例数", "Affected instances"),
    desc: ("有多少实例出现该问题", "How many instances have the problem"),
    tips: ("", ""),
    kind: ParamType::Integer(0, 100_000),
    required: false,
    sensitive: false,
};
const FREQUENCY: Param = Param {
    key: "frequency",
    name: ("频率", "Frequency"),
    desc: ("问题出现的频率", "How often it happens"),
    tips: ("", ""),
    kind: ParamType::Choice(&["once", "sometimes", "always"]),
    required: false,
    sensitive: false,
};
const ORDER: Param = Param {
    key: "order",
    name: ("订单号", "Order"),
    desc: ("问题涉及的订单", "The order that it is about"),
    tips: ("", ""),
    kind: ParamType::Line(32),
    required: false,
    sensitive: false,
};
const ACCOUNT: Param = Param {
    key: "account",
    name: ("账号", "Account"),
    desc: ("问题涉及的账号", "The account that it is about"),
    tips: ("请勿填写密码", "Give no password"),
    kind: ParamType::Line(64),
    required: false,
    sensitive: true,
};

/// The additional values of each problem type. Other problem types have none.
const OF_TYPES: &[(&str, &[Param])] = &[
    ("Fault", &[INSTANCE, AFFECTED, FREQUENCY]),
    ("Performance", &[INSTANCE, FREQUENCY]),
    ("Billing", &[ORDER]),
    ("Account", &[ACCOUNT]),
    ("business-123", &[Param { required: true, ..INSTANCE }]),
];

fn of_type(problem: &str) -> &'static [Param] {
    OF_TYPES.iter().find(|(id, _)| *id == problem).map_or(&[], |(_, params)| params)
}

/// Returns an error for a ticket with a missing or invalid additional value. Unknown values are not checked.
pub(crate) fn check(request: &CreateCases) -> Result<(), ApiError> {
    for param in of_type(request.business_type_id.as_str()) {
        let given = request.extends_map.get(param.key).map(plain).unwrap_or_default();
        if given.is_empty() && param.required {
            return Err(rejected(&format!("extends_map.{} is required.", param.key)));
        }
        if !given.is_empty() && !param.kind.accepts(&given) {
            return Err(rejected(&format!(
                "extends_map.{} is invalid; ListExtendsParams lists the valid values.",
                param.key
            )));
        }
    }
    Ok(())
}

/// Returns a value as text, including numbers.
fn plain(value: &Json) -> String {
    match value {
        Json::Null => String::new(),
        Json::String(text) => text.clone(),
        other => other.to_string(),
    }
}

pub(crate) fn list(cx: &mut Context<'_>, request: &ListExtendsParams) -> Result<ListExtendsParamsResponse, ApiError> {
    let problem = request.business_type_id.as_str();
    problem_types::require(problem)?;
    let mut response = ListExtendsParamsResponse::default();
    // Without a product, the reference uses the user center. Here that makes no difference.
    let category = request.incident_sub_type_id.as_ref().map_or("", |id| id.as_str());
    let product = request.product_category_id.as_ref().map_or("", |id| id.as_str());
    if crate::services::osm::configuration_lists::products::has_problem(product, category, problem) {
        response.extends_params = of_type(problem).iter().map(|param| param.to_model(cx)).collect();
        response.common_params = common(cx, problem_types::is_fault(problem));
    }
    Ok(response)
}

/// Returns the common fields of a ticket. Faults need a region.
fn common(cx: &Context<'_>, is_fault: bool) -> Vec<CommonCaseParam> {
    let fields = [
        ("simple_description", ("问题描述", "Description"), true, true),
        ("region_id", ("区域", "Region"), is_fault, false),
        ("severity_id", ("严重程度", "Severity"), is_fault, false),
        ("accessory_ids", ("附件", "Attachments"), true, false),
        ("remind_mobile", ("联系电话", "Phone number"), true, false),
        ("remind_mail", ("联系邮箱", "Mail address"), true, false),
    ];
    let params = fields.map(|(key, name, show, required)| {
        let mut field = CommonCaseParam::default();
        field.param_key = Some(key.to_owned());
        field.param_name = Some(localized::text(cx, name.0, name.1).to_owned());
        field.is_show = Some(yes_no(show));
        field.is_required = Some(yes_no(required));
        field
    });
    params.into()
}

pub(crate) fn yes_no(yes: bool) -> YesNo {
    if yes { YesNo::Yes } else { YesNo::No }
}

impl Param {
    fn to_model(&self, cx: &Context<'_>) -> CaseParam {
        let text = |both: (&'static str, &'static str)| Some(localized::text(cx, both.0, both.1).to_owned());
        let mut param = CaseParam::default();
        param.param_key = Some(self.key.to_owned());
        param.param_name = text(self.name);
        param.param_desc = text(self.desc);
        param.tips = text(self.tips);
        param.language = Some(localized::language(cx).to_owned());
        param.required = Some(yes_no(self.required));
        param.is_show = Some(YesNo::Yes);
        param.is_sensitive = Some(yes_no(self.sensitive));
        self.kind.describe(&mut param);
        param
    }
}

impl ParamType {
    fn accepts(&self, given: &str) -> bool {
        match self {
            Self::Integer(least, most) => given.parse().is_ok_and(|number: i64| (*least..=*most).contains(&number)),
            Self::Line(most) => given.chars().count() <= *most as usize && !given.contains('\n'),
            Self::Choice(values) => values.contains(&given),
        }
    }

    fn describe(&self, param: &mut CaseParam) {
        match self {
            Self::Integer(least, most) => {
                param.param_type = Some(CaseParamKind::Integer);
                (param.min_value, param.max_value) = (Some(*least), Some(*most));
            }
            Self::Line(most) => {
                param.param_type = Some(CaseParamKind::Line);
                param.length = Some(*most);
            }
            Self::Choice(values) => {
                param.param_type = Some(CaseParamKind::SingleChoice);
                param.select_item = Some(values.join(","));
                param.default_value = values.first().map(|value| (*value).to_owned());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_fit_their_shape() {
        let (number, line, choice) = (ParamType::Integer(0, 10), ParamType::Line(3), ParamType::Choice(&["once"]));
        assert_eq!(["0", "10", "11", "-1", "x"].map(|given| number.accepts(given)), [true, true, false, false, false]);
        assert_eq!(["abc", "磁盘盘", "abcd", "a\nb"].map(|given| line.accepts(given)), [true, true, false, false]);
        assert_eq!(["once", "Once"].map(|given| choice.accepts(given)), [true, false]);
    }

    #[test]
    fn values_belong_to_problem_types() {
        for (id, params) in OF_TYPES {
            assert!(problem_types::require(id).is_ok(), "{id}");
            assert!(!params.is_empty(), "{id}");
        }
    }
}
