//! Check of limits and defaults against the type of their field, and of the size of records.

use hwc_wire::{DecodeContext, DecodeMode, Location};

use super::key_location;
use crate::dynamic::DynamicRecord;
use crate::model::{Field, FieldType, Operation, TypeKind, Types};
use crate::spec::problem::{Problem, SpecFile};
use crate::spec::spanned::SourceLocation;

/// The maximum number of fields that the decoder tracks.
const MAX_FIELDS: usize = 256;

/// Reports limits and defaults that no value of the type can have, in all operations and types of a service.
pub(crate) fn check(operations: &[Operation], all: &Types, problems: &mut Vec<Problem>) {
    for operation in operations {
        let mut check = Check { file: &operation.file, all, problems };
        operation.request.iter().chain(&operation.response).for_each(|field| check.field(field));
        check.wire_names(&operation.request);
        check.wire_names(&operation.response);
    }
    for declared in all.values() {
        let mut check = Check { file: &declared.file, all, problems };
        check.record(&declared.name, declared.fields(), declared.source);
    }
}

struct Check<'a> {
    file: &'a SpecFile,
    all: &'a Types,
    problems: &'a mut Vec<Problem>,
}

impl Check<'_> {
    fn report(&mut self, field: &Field, key: &str, message: String) {
        let location = key_location(self.file, field.source, key);
        self.problems.push(self.file.problem(location, message));
    }

    fn record(&mut self, name: &str, fields: &[Field], location: SourceLocation) {
        if fields.len() > MAX_FIELDS {
            let message = format!(
                "`{name}` has {} fields, and the decoder supports {MAX_FIELDS}: use an inner record",
                fields.len()
            );
            self.problems.push(self.file.problem(location, message));
        }
        self.wire_names(fields);
        for field in fields {
            if field.location == Location::Payload {
                let message = "`payload` is only for the body and the response of an operation, not for a record";
                self.report(field, "payload", format!("{message}: remove it"));
            }
            self.field(field);
        }
    }

    /// Reports a name that two fields of one location have, so that it is unclear which one it fills.
    fn wire_names(&mut self, fields: &[Field]) {
        for (index, field) in fields.iter().enumerate() {
            let rivals = fields[..index].iter().filter(|other| other.location == field.location);
            let shared = |other: &Field| field.wire_names.iter().find(|name| other.wire_names.contains(name)).cloned();
            if let Some((other, name)) = rivals.filter_map(|other| Some((other, shared(other)?))).next() {
                let message =
                    format!("`{name}` is a name of both `{}` and `{}`: keep it in one", other.name(), field.name());
                self.report(field, "wire_names", message);
            }
        }
    }

    fn field(&mut self, field: &Field) {
        self.check_range(field);
        self.check_length(field);
        if let Some(message) = self.check_default(field).err() {
            self.report(field, "default", message);
        }
    }

    fn check_range(&mut self, field: &Field) {
        let Some((min, max)) = field.constraints.range else { return };
        let element = element(&field.ty);
        let (lowest, highest, name) = match element {
            FieldType::I32 => (i64::from(i32::MIN), i64::from(i32::MAX), "i32"),
            FieldType::U32 => (0, i64::from(u32::MAX), "u32"),
            FieldType::U64 => (0, i64::MAX, "u64"),
            _ => return,
        };
        if min < lowest || (max > highest && max != i64::MAX) {
            let message =
                format!("`range` goes beyond `{name}`, which has {lowest} to {highest}: use another type or range");
            self.report(field, "range", message);
        }
    }

    /// Reports a length of something that is not text. The open enums of strings have one. The length of other built-in types is reported with the field.
    fn check_length(&mut self, field: &Field) {
        let limits = [
            ("length", field.constraints.length, &field.ty),
            ("item_length", field.constraints.item_length, element(&field.ty)),
        ];
        for (key, _, ty) in limits.into_iter().filter(|(_, limit, _)| limit.is_some()) {
            let declared = if let FieldType::Named(name) = ty { self.all.get(name) } else { None };
            let kind = match declared.map(|declared| &declared.kind) {
                Some(TypeKind::Enum { numeric: true, .. }) => "an enum of numbers",
                Some(TypeKind::Record(_)) => "a record",
                _ => continue,
            };
            let name = ty.type_name().unwrap_or_default();
            self.report(field, key, format!("`{key}` is only for text, and `{name}` is {kind}: remove it"));
        }
    }

    /// Checks that the default is a value of the type within the limits.
    fn check_default(&self, field: &Field) -> Result<(), String> {
        let Some(default) = &field.default else { return Ok(()) };
        let optional = Field { required: false, ..field.clone() };
        let mut record = DynamicRecord::new("default", &[optional], &[], self.all);
        let mut cx = DecodeContext::new(DecodeMode::Strict);
        let value = hwc_wire::Record::get_mut(&mut record, 0);
        hwc_wire::decode_value(value, default.to_string().as_bytes(), &mut cx).map_err(|error| {
            let text = error.to_string();
            let text = text.split(" at line ").next().unwrap_or_default().to_owned();
            format!("`default: {default}` does not fit the type: {text}")
        })?;
        match hwc_wire::validate(&record).first() {
            Some(violation) => Err(format!("`default: {default}` violates a constraint: {violation}")),
            None => Ok(()),
        }
    }
}

/// Returns the type of the elements of a list, or the type itself.
fn element(ty: &FieldType) -> &FieldType {
    if let FieldType::List(inner) = ty { inner } else { ty }
}
