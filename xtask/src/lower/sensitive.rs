//! Names of secrets and presigned URLs at any depth of an operation. They must not be recorded or logged.

use std::collections::BTreeSet;

use super::unused::reached;
use crate::model::{Field, Operation, Ty, Type, Types};

/// Returns the sorted wire names of all secrets and presigned URLs in an operation, at any depth.
pub(crate) fn names(operation: &Operation, all: &Types) -> Vec<String> {
    let own = operation.request.iter().chain(&operation.response);
    let within = reached(operation, all).into_iter().filter_map(|name| all.get(name)).flat_map(Type::fields);
    let secret = own.chain(within).filter(|field| is_secret(&field.ty));
    secret.flat_map(|field: &Field| field.wire.clone()).collect::<BTreeSet<_>>().into_iter().collect()
}

fn is_secret(ty: &Ty) -> bool {
    match ty {
        Ty::Secret | Ty::Link => true,
        Ty::List(inner) | Ty::Map(inner) => is_secret(inner),
        _ => false,
    }
}
