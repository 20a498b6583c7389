//! The records of a draft: a type of the service with the same fields, or a new one.

use super::drafter::Drafter;
use super::facts::FactField;
use super::fields::{self, Owner};
use super::kind::Kind;
use super::plan::{TypePlan, TypePlanKind};
use super::text;
use crate::model::{FieldType, Type};

/// The minimum number of fields for which a record is found by its fields alone.
const MIN_FIELDS: usize = 3;

/// Returns the type of a model. A model without fields is any JSON.
pub(crate) fn resolve(drafter: &mut Drafter<'_>, model: &str, sent: bool) -> FieldType {
    if let Some(known) = drafter.models.get(model) {
        return known.clone();
    }
    let facts = drafter.facts;
    if facts.fields(model).is_empty() {
        if !facts.models.contains_key(model) {
            drafter
                .notes
                .push(format!("the fields of `{model}` are not in the source: its fields have the type `any`"));
        }
        return FieldType::Any;
    }
    let known = find_known(drafter, model);
    let ty = FieldType::Named(known.clone().unwrap_or_else(|| drafter.reserve_type(model)));
    drafter.models.insert(model.to_owned(), ty.clone());
    if let (None, FieldType::Named(name)) = (known, &ty) {
        let todos = compare_namesake(drafter, model);
        let empty =
            TypePlan { doc: text::describe(None, None), kind: TypePlanKind::Record(Vec::new()), todos: Vec::new() };
        drafter.plan.types.insert(name.clone(), empty);
        let owner = Owner { name, key: model, sent, top: false };
        let fields = fields::draft_fields(drafter, &owner, facts.fields(model).iter());
        let doc = text::describe(facts.models[model].note.as_deref(), None);
        drafter.insert_type(name, TypePlan { doc, kind: TypePlanKind::Record(fields), todos });
    }
    ty
}

/// Finds a record of the service with the same fields: first by its name, then any.
fn find_known(drafter: &Drafter<'_>, model: &str) -> Option<String> {
    let own = drafter.facts.fields(model);
    let types = &drafter.service.types;
    let usable = |declared: &&Type| {
        has_same_fields(drafter, own, declared) && drafter.may_use(&FieldType::Named(declared.name.clone()))
    };
    let namesake = text::type_name(model).and_then(|name| types.get(&name)).filter(usable);
    let other = || types.values().filter(|_| own.len() >= MIN_FIELDS).find(usable);
    namesake.or_else(other).map(|declared| declared.name.clone())
}

fn has_same_fields(drafter: &Drafter<'_>, own: &[FactField], declared: &Type) -> bool {
    let same_kind = |fact: &FactField| {
        let ty = super::facts::FactType::parse(&fact.kind);
        let mut fields = declared.fields().iter();
        let kind = Kind::of_fact(&ty, drafter.facts);
        fields.any(|field| field.name() == fact.name && Kind::of_spec(&field.ty, &drafter.service.types) == kind)
    };
    own.len() == declared.fields().len() && own.iter().all(same_kind)
}

/// Reports a record of the service with the same name and other fields.
fn compare_namesake(drafter: &Drafter<'_>, model: &str) -> Vec<String> {
    let Some(other) = text::type_name(model).and_then(|name| drafter.service.types.get(&name)) else {
        return Vec::new();
    };
    if !drafter.may_use(&FieldType::Named(other.name.clone())) {
        return Vec::new();
    }
    let own: Vec<&str> = drafter.facts.fields(model).iter().map(|field| &*field.name).collect();
    let theirs: Vec<&str> = other.fields().iter().map(crate::model::Field::name).collect();
    let only = |left: &[&str], right: &[&str]| {
        left.iter().filter(|name| !right.contains(name)).copied().collect::<Vec<_>>().join(", ")
    };
    let (here, there) = (only(&own, &theirs), only(&theirs, &own));
    vec![format!(
        "`{}` of {} differs (only here: {}; only there: {}): use one of the two",
        other.name,
        other.file.name,
        if here.is_empty() { "nothing" } else { &here },
        if there.is_empty() { "nothing" } else { &there }
    )]
}
