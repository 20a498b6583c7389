//! The conditions of rules on rows.

use hwc_models::insight::{
    ConditionNode, ConditionValueType, LogicOperator, RelationOperator, RowCondition, RuleContent,
};
use serde_json::Value as Json;

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::services::insight::datasets::Field;
use crate::services::insight::user_tags;

/// A condition with the values of the caller's tags.
pub(super) enum Condition {
    All(Vec<Condition>),
    Any(Vec<Condition>),
    Compare { column: String, operator: RelationOperator, values: Values },
}

/// The values that a column is compared with.
pub(super) enum Values {
    Every,
    Listed(Vec<String>),
}

impl Condition {
    pub(super) fn of_rule(cx: &Context<'_>, content: &RuleContent) -> Result<Self, ApiError> {
        let parts = Self::parts(cx, content.condition_node.as_ref(), &content.sub_conditions)?;
        Ok(Self::combine(content.logic_operator.as_ref(), parts))
    }

    fn of_tree(cx: &Context<'_>, tree: &RowCondition) -> Result<Self, ApiError> {
        let parts = Self::parts(cx, tree.condition_node.as_ref(), &tree.sub_conditions)?;
        Ok(Self::combine(tree.logic_operator.as_ref(), parts))
    }

    fn parts(cx: &Context<'_>, node: Option<&ConditionNode>, below: &[RowCondition]) -> Result<Vec<Self>, ApiError> {
        let node = node.into_iter().map(|node| Self::of_node(cx, node));
        node.chain(below.iter().map(|tree| Self::of_tree(cx, tree))).collect()
    }

    fn combine(operator: Option<&LogicOperator>, parts: Vec<Self>) -> Self {
        if operator == Some(&LogicOperator::Or) { Self::Any(parts) } else { Self::All(parts) }
    }

    fn of_node(cx: &Context<'_>, node: &ConditionNode) -> Result<Self, ApiError> {
        let value = node.value.clone().unwrap_or_default();
        let values = match value.value_type {
            Some(ConditionValueType::UserTag | ConditionValueType::UserGroupTag) => {
                user_tags::values_of_caller(cx, value.value_names.as_deref().unwrap_or_default())?
            }
            _ => Some(value.values),
        };
        Ok(Self::Compare {
            column: node.column_id.clone().unwrap_or_default(),
            operator: node.relation_operator.clone().unwrap_or(RelationOperator::In),
            values: values.map_or(Values::Every, Values::Listed),
        })
    }

    /// Returns true if the condition selects a row.
    pub(super) fn selects(&self, fields: &[Field], row: &[Json]) -> bool {
        match self {
            Self::All(parts) => parts.iter().all(|part| part.selects(fields, row)),
            Self::Any(parts) => parts.iter().any(|part| part.selects(fields, row)),
            Self::Compare { column, operator, values } => {
                let found = fields.iter().position(|field| field.id == *column).and_then(|at| row.get(at));
                found.is_some_and(|value| matches(value, operator, values))
            }
        }
    }
}

/// Compares a value. Comparisons other than these select nothing.
fn matches(value: &Json, operator: &RelationOperator, values: &Values) -> bool {
    use RelationOperator as Is;
    let Values::Listed(values) = values else {
        return true;
    };
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let first = values.first().map(String::as_str).unwrap_or_default();
    let number = |text: &str| text.parse::<f64>().unwrap_or(f64::NAN);
    match operator {
        Is::Equal | Is::In => values.contains(&text),
        Is::NotEqual | Is::NotIn => !values.contains(&text),
        Is::Greater => number(&text) > number(first),
        Is::GreaterOrEqual => number(&text) >= number(first),
        Is::Less => number(&text) < number(first),
        Is::LessOrEqual => number(&text) <= number(first),
        Is::StartsWith => text.starts_with(first),
        Is::NotStartsWith => !text.starts_with(first),
        Is::EndsWith => text.ends_with(first),
        Is::NotEndsWith => !text.ends_with(first),
        Is::Contains => text.contains(first),
        Is::NotContains => !text.contains(first),
        Is::IsNull => value.is_null(),
        Is::IsNotNull => !value.is_null(),
        _ => false,
    }
}
