//! Emitter of constants: members of a body that no caller sets.

use super::doc;
use crate::model::Constant;

/// Emits the line after the fields of a record, or nothing without constants.
pub(super) fn emit(constants: &[Constant]) -> String {
    let constant = |constant: &Constant| {
        let (name, value) = (&constant.name, &constant.value);
        let function = match value {
            serde_json::Value::String(_) => "text",
            serde_json::Value::Bool(_) => "bool",
            _ => "int",
        };
        format!("Constant::{function}({name:?}, {value})")
    };
    match constants {
        [] => String::new(),
        constants => format!("    constants: &[{}];\n", constants.iter().map(constant).collect::<Vec<_>>().join(", ")),
    }
}

/// Returns the paragraph of the docs about the constants.
pub(super) fn docs(constants: &[Constant]) -> String {
    let line = |constant: &Constant| format!("`{}`: `{}`. {}", constant.name, constant.value, constant.doc);
    doc::bullet_list("The body also contains:", &constants.iter().map(line).collect::<Vec<_>>())
}
