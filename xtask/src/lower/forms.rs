//! Lowering of the forms of records.

use crate::model::Form;
use crate::spec::problem::{Problem, SpecFile};
use crate::spec::yaml;

/// Resolves the forms of a record. There are none or at least two of them, and they name fields of the record.
pub(super) fn lower(file: &SpecFile, declared: &yaml::Type, problems: &mut Vec<Problem>) -> Vec<Form> {
    let is_field = |name: &str| declared.fields.as_ref().is_some_and(|fields| fields.contains_key(name));
    if let [only] = &declared.forms[..] {
        problems.push(file.problem(only.location, "a record has none or at least two `forms`"));
    }
    let mut forms = Vec::new();
    for form in &declared.forms {
        let names = form.values.keys().chain(&form.requires).chain(&form.omits);
        for name in names.filter(|name| !is_field(name)) {
            problems.push(file.problem(form.location, format!("`{name}` is not a field of the record")));
        }
        forms.push(Form {
            doc: form.doc.trim().to_owned(),
            values: form.values.iter().map(|(name, value)| (name.clone(), value.clone())).collect(),
            requires: form.requires.clone(),
            omits: form.omits.clone(),
        });
    }
    forms
}
