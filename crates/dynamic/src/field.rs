//! Fields of requests and of the objects within them.

use std::fmt;

use hwc_api::{CATALOG, FilePart, Record, Service};
use hwc_wire::catalog::FieldDoc;
use hwc_wire::{FieldDescriptor, Kind};

/// A field of a request, of a response, or of an object within them.
#[derive(Clone)]
#[non_exhaustive]
pub struct Field {
    /// The descriptor.
    pub descriptor: &'static FieldDescriptor,
    /// The kind of its values.
    pub kind: Kind,
    service: &'static Service,
    record: &'static str,
}

impl Field {
    /// Returns the name on the wire.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.descriptor.name
    }

    /// Returns the service of the operation.
    #[must_use]
    pub fn service(&self) -> &'static Service {
        self.service
    }

    /// Returns the docs. The first call of the process parses the docs of the service.
    #[must_use]
    pub fn doc(&self) -> Option<&'static FieldDoc> {
        CATALOG.type_doc(self.service, self.record)?.fields.get(self.name())
    }

    /// Returns the fields of the object that the field contains, also as elements of a list or a map.
    #[must_use]
    pub fn nested(&self) -> Vec<Field> {
        nested(&self.kind, self.service)
    }
}

impl fmt::Debug for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Field").field("name", &self.name()).field("record", &self.record).finish()
    }
}

/// Returns the fields of a record of this service, in the order of its description.
#[must_use]
pub fn fields_of_record(record: &dyn Record, service: &'static Service) -> Vec<Field> {
    let name = record.descriptor().name;
    let members = members_of_record(record).into_iter();
    members.map(|(descriptor, kind)| Field { descriptor, kind, service, record: name }).collect()
}

/// Returns the fields of a record with their kinds.
pub(crate) fn members_of_record(record: &dyn Record) -> Vec<(&'static FieldDescriptor, Kind)> {
    record.fields().map(|(descriptor, value)| (descriptor, value.kind())).collect()
}

fn nested(kind: &Kind, service: &'static Service) -> Vec<Field> {
    match kind {
        Kind::List(inner) | Kind::Map(inner) | Kind::MapOrText(inner) => nested(inner, service),
        Kind::Record(record) => fields_of_record(&*(record.make)(), service),
        _ => Vec::new(),
    }
}

/// Finds a field by its name on the wire or by an alternative name.
#[must_use]
pub fn find_field<'a>(fields: &'a [Field], name: &str) -> Option<&'a Field> {
    fields.iter().find(|field| field.descriptor.is_called(name))
}

/// Returns true if values of this kind are files to upload.
#[must_use]
pub fn is_file(kind: &Kind) -> bool {
    use hwc_wire::Model;
    matches!(kind, Kind::Record(record) if record.descriptor.name == FilePart::DESCRIPTOR.name)
}

/// Returns true if values of this kind are secrets, such as passwords and presigned URLs.
#[must_use]
pub fn is_secret(kind: &Kind) -> bool {
    matches!(kind, Kind::Secret | Kind::PresignedUrl)
}

/// Returns true if values of this kind are written as JSON rather than as plain text.
#[must_use]
pub fn is_structured(kind: &Kind) -> bool {
    match kind {
        kind if is_file(kind) => false,
        Kind::Map(_) | Kind::MapOrText(_) | Kind::Record(_) | Kind::Any => true,
        Kind::List(inner) => is_structured(inner),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::DynamicOperation;

    #[test]
    fn fields_have_docs_at_any_depth() {
        let fields = DynamicOperation::find("ConfirmAuthorizations").unwrap().fields();
        let hosts = find_field(&fields, "auth_detail_list").unwrap();
        assert!(is_structured(&hosts.kind) && hosts.doc().is_some());
        let nested = hosts.nested();
        let password = find_field(&nested, "password").unwrap();
        assert!(is_secret(&password.kind) && password.doc().is_some());
        assert!(password.nested().is_empty());
    }

    #[test]
    fn files_are_not_structured() {
        let fields = DynamicOperation::find("UploadAccessory").unwrap().fields();
        let file = find_field(&fields, "file").unwrap();
        assert!(is_file(&file.kind) && !is_structured(&file.kind));
    }
}
