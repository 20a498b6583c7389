//! Names of secrets and presigned URLs at any depth of an operation. They must not be recorded or logged.

use std::collections::BTreeSet;

use super::unused::reachable_types;
use crate::model::{Field, FieldType, Operation, Type, Types};

/// Returns the sorted wire names of all secrets and presigned URLs in an operation, at any depth.
pub(crate) fn sensitive_names(operation: &Operation, all: &Types) -> Vec<String> {
    let own = operation.request.iter().chain(&operation.response);
    let within = reachable_types(operation, all).into_iter().filter_map(|name| all.get(name)).flat_map(Type::fields);
    let secret = own.chain(within).filter(|field| is_secret(&field.ty));
    secret.flat_map(|field: &Field| field.wire_names.clone()).collect::<BTreeSet<_>>().into_iter().collect()
}

fn is_secret(ty: &FieldType) -> bool {
    match ty {
        FieldType::Secret | FieldType::PresignedUrl => true,
        FieldType::List(inner) | FieldType::Map(inner) | FieldType::MapOrText(inner) => is_secret(inner),
        _ => false,
    }
}
