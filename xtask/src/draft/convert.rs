//! Fields and types of a draft in the form of the resolved spec, so that the project's encoder and decoder work on them.

use hwc_wire::{JsonForm, Location, MemberPresence};

use super::plan::{FieldPlan, Plan, TypePlan, TypePlanKind};
use crate::model::{Field, Type, TypeKind, Variant};
use crate::spec::problem::SpecFile;
use crate::spec::spanned::SourceLocation;

/// Returns the fields of the request, in the order of the format.
pub(crate) fn request_fields(plan: &Plan) -> Vec<Field> {
    plan.request_sections().flat_map(|(section, fields)| model_fields(section, fields)).collect()
}

/// Returns the fields of the response.
pub(crate) fn response_fields(plan: &Plan) -> Vec<Field> {
    ["response_headers", "response"]
        .into_iter()
        .flat_map(|section| model_fields(section, plan.section(section)))
        .collect()
}

fn model_fields(section: &str, fields: &[FieldPlan]) -> Vec<Field> {
    let location = match section {
        "path" => Location::Path,
        "query" => Location::Query,
        "headers" | "response_headers" => Location::Header,
        "form" => Location::Form,
        _ => Location::BodyField,
    };
    fields.iter().map(|field| model_field(field, if field.payload { Location::Payload } else { location })).collect()
}

fn model_field(field: &FieldPlan, location: Location) -> Field {
    Field {
        key: field.name.clone(),
        wire_names: vec![field.name.clone()],
        rust_name: field.rust_name.clone().unwrap_or_default(),
        doc: String::new(),
        ty: field.ty.clone(),
        location,
        required: field.required || location == Location::Path,
        lenient: field.lenient,
        wire_type: JsonForm::Native,
        constraints: field.constraints,
        default: None,
        members: MemberPresence::AsDeclared,
        keep_empty: false,
        source: SourceLocation::default(),
    }
}

/// Returns a named type.
pub(crate) fn model_type(name: &str, plan: &TypePlan, file: &SpecFile) -> Type {
    let kind = match &plan.kind {
        TypePlanKind::Record(fields) => {
            TypeKind::Record(fields.iter().map(|field| model_field(field, Location::BodyField)).collect())
        }
        TypePlanKind::Enum { numeric, values } => {
            let variant = |value: &super::plan::ValuePlan| Variant {
                name: value.name.clone(),
                literal: value.code.to_json(),
                code: value.code.to_plain(),
                aliases: Vec::new(),
                doc: String::new(),
            };
            TypeKind::Enum { numeric: *numeric, variants: values.iter().map(variant).collect() }
        }
    };
    let file = SpecFile { name: file.name.clone(), text: String::new() };
    Type {
        name: name.to_owned(),
        doc: String::new(),
        kind,
        constants: Vec::new(),
        forms: Vec::new(),
        named_values: Vec::new(),
        groups: Vec::new(),
        file,
        source: SourceLocation::default(),
        in_request: true,
    }
}
