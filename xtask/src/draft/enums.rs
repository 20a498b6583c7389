//! The enums of a draft: a type of the service with the same codes, or a new one.

use super::drafter::Drafter;
use super::facts::{Code, FactField, FactType};
use super::fields::Owner;
use super::json::Json;
use super::plan::{FieldPlan, TypePlan, TypePlanKind, ValuePlan};
use super::{target, text};
use crate::model::{FieldType, Service, TypeKind};

/// Returns the type of a field with listed codes. Returns nothing if the codes do not fit the type.
pub(crate) fn resolve(
    drafter: &mut Drafter<'_>,
    owner: &Owner<'_>,
    fact: &FactField,
    ty: &FactType,
    field: &mut FieldPlan,
) -> Option<FieldType> {
    let (element, is_list) = match ty {
        FactType::List(inner) => (&**inner, true),
        other => (other, false),
    };
    let numeric = match element {
        FactType::Integer | FactType::Long => true,
        FactType::Text => false,
        _ => {
            field.todos.push("the listed values do not make an enum of this type".to_owned());
            return None;
        }
    };
    let Some(codes) = fact.codes.iter().map(|code| fitting_code(code, numeric)).collect::<Option<Vec<Json>>>() else {
        field.todos.push("some listed values do not fit the type, so there is no enum".to_owned());
        return None;
    };
    let name = find_known(drafter, fact, &codes, numeric, field)
        .unwrap_or_else(|| declare(drafter, owner, fact, &codes, numeric));
    ask_about_range(drafter, fact, &codes);
    let named = FieldType::Named(name);
    Some(if is_list { FieldType::List(Box::new(named)) } else { named })
}

fn fitting_code(code: &Code, numeric: bool) -> Option<Json> {
    if numeric {
        return code.value.to_plain().trim().parse().ok().map(Json::from_i64);
    }
    match &code.value {
        Json::Text(text) => Some(Json::Text(text.clone())),
        Json::Number(number) => Some(Json::Text(number.to_string())),
        _ => None,
    }
}

/// Finds an enum of the service that a field of the same name uses and that has the same codes.
fn find_known(
    drafter: &Drafter<'_>,
    fact: &FactField,
    codes: &[Json],
    numeric: bool,
    field: &mut FieldPlan,
) -> Option<String> {
    let mut similar = Vec::new();
    for name in enums_of(drafter.service, &fact.name) {
        let Some(known) = known_codes(drafter.service, &name, numeric) else { continue };
        let codes: Vec<String> = codes.iter().map(Json::to_plain).collect();
        let missing: Vec<&str> = codes.iter().filter(|code| !known.contains(code)).map(String::as_str).collect();
        if missing.is_empty() && drafter.may_use(&FieldType::Named(name.clone())) {
            return Some(name);
        }
        if missing.len() < codes.len() {
            similar.push(format!("`{name}` has other values: it lacks {}", missing.join(", ")));
        }
    }
    field.todos.extend(similar);
    None
}

/// Returns the enums that fields with a name have.
fn enums_of(service: &Service, name: &str) -> Vec<String> {
    let mut found: Vec<String> = target::all_fields(service)
        .filter(|field| field.name() == name)
        .filter_map(|field| field.ty.type_name())
        .filter(|name| service.types.get(*name).is_some_and(|ty| matches!(ty.kind, TypeKind::Enum { .. })))
        .map(str::to_owned)
        .collect();
    found.sort();
    found.dedup();
    found
}

fn known_codes(service: &Service, name: &str, wanted: bool) -> Option<Vec<String>> {
    match &service.types.get(name)?.kind {
        TypeKind::Enum { numeric, variants } if *numeric == wanted => {
            Some(variants.iter().map(|variant| variant.code.clone()).collect())
        }
        _ => None,
    }
}

/// Declares a new enum. Returns its name.
fn declare(drafter: &mut Drafter<'_>, owner: &Owner<'_>, fact: &FactField, codes: &[Json], numeric: bool) -> String {
    let several_words =
        text::type_name(&fact.name).is_some_and(|name| name.chars().skip(1).any(|c| c.is_ascii_uppercase()));
    let name = if several_words { fact.name.clone() } else { format!("{} {}", owner.name, fact.name) };
    let mut values: Vec<ValuePlan> = Vec::new();
    for (code, json) in fact.codes.iter().zip(codes) {
        if values.iter().any(|value| value.code == *json) {
            continue;
        }
        let meaning = code.meaning.as_deref();
        let derived = text::variant_name(meaning.or(code.page_text.as_deref()), &json.to_plain());
        let derived = derived.filter(|name| !values.iter().any(|value| value.name == *name));
        let doc = text::describe(meaning, code.page_text.as_deref());
        let unnamed = derived.is_none();
        let name = derived.unwrap_or_else(|| format!("Todo{}", values.len() + 1));
        values.push(ValuePlan { name, code: json.clone(), doc, unnamed });
    }
    if let Some(name) = find_twin(drafter, fact, &values) {
        return name;
    }
    let kind = TypePlanKind::Enum { numeric, values };
    drafter.add_type(&name, TypePlan { doc: text::describe(None, fact.page_text.as_deref()), kind, todos: Vec::new() })
}

/// Finds an enum of the draft with the same values, for a field of the same name.
fn find_twin(drafter: &Drafter<'_>, fact: &FactField, values: &[ValuePlan]) -> Option<String> {
    let end = text::type_name(&fact.name)?;
    let same = |declared: &TypePlan| match &declared.kind {
        TypePlanKind::Enum { values: other, .. } => {
            let pair = |value: &ValuePlan| (value.name.clone(), value.code.to_json());
            other.iter().map(pair).eq(values.iter().map(pair))
        }
        TypePlanKind::Record(_) => false,
    };
    let mut types = drafter.plan.types.iter();
    types.find(|(name, declared)| name.ends_with(&end) && same(declared)).map(|(name, _)| name.clone())
}

/// Asks about the values of a range that no code names.
fn ask_about_range(drafter: &mut Drafter<'_>, fact: &FactField, codes: &[Json]) {
    let numbers: Vec<i64> = codes.iter().filter_map(|code| code.to_plain().parse().ok()).collect();
    if let (Some(min), Some(max)) = (fact.minimum, fact.maximum) {
        let known = i64::try_from(numbers.iter().filter(|code| (min..=max).contains(code)).count()).unwrap_or(0);
        if max.saturating_sub(min).saturating_add(1) > known && !numbers.is_empty() {
            let name = &fact.name;
            drafter.plan.add_question(format!("The other values of {name}, which go from {min} to {max}."));
        }
    }
}
