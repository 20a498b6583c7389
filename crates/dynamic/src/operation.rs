//! Operations of the catalog by name.

use std::fmt;

use hwc_api::{CATALOG, Operation, Record};
use hwc_wire::catalog::{OperationDoc, OperationEntry};
use hwc_wire::{Effect, Pagination};

use crate::error::UnknownOperation;
use crate::field::{Field, fields_of_record};

/// An operation of the catalog, with the functions that tools need.
#[derive(Clone, Copy)]
pub struct DynamicOperation(&'static OperationEntry);

impl DynamicOperation {
    /// Returns the operations of all services.
    pub fn all() -> impl Iterator<Item = Self> {
        CATALOG.entries().map(Self)
    }

    /// Finds an operation by name, as in `ListCases` or `osm.ListCases`. Case is ignored.
    ///
    /// # Errors
    /// Returns [`UnknownOperation`], with suggestions, if no operation has the name or several services have one.
    pub fn find(name: &str) -> Result<Self, UnknownOperation> {
        CATALOG.find(name).map(Self).ok_or_else(|| UnknownOperation::new(name))
    }

    /// Returns the descriptor of the operation.
    #[must_use]
    pub fn descriptor(self) -> &'static Operation {
        self.0.operation
    }

    /// Returns the entry in the catalog.
    #[must_use]
    pub fn entry(self) -> &'static OperationEntry {
        self.0
    }

    /// Returns the full name, as in `osm.ListCases`.
    #[must_use]
    pub fn full_name(self) -> String {
        self.0.operation.full_name()
    }

    /// Returns the effect on the data of the service. Tools ask before a destructive operation.
    #[must_use]
    pub fn effect(self) -> Effect {
        self.0.operation.effect
    }

    /// Returns the pagination style, if the response has pages.
    #[must_use]
    pub fn pagination(self) -> Option<Pagination> {
        self.0.operation.pagination
    }

    /// Returns the operation that reads the state of the background work, if the operation starts any.
    #[must_use]
    pub fn poll_operation(self) -> Option<Self> {
        let poll = self.descriptor().task?.poll_operation;
        Self::all().find(|operation| std::ptr::eq(operation.descriptor(), poll))
    }

    /// Returns the response field with the elements of a page, as in `data.list`.
    #[must_use]
    pub fn items_path(self) -> Option<&'static str> {
        match self.pagination()? {
            Pagination::Offset { items, .. } | Pagination::Page { items, .. } | Pagination::Cursor { items, .. } => {
                Some(items)
            }
            _ => None,
        }
    }

    /// Returns the docs. The first call of the process parses the docs of the service.
    #[must_use]
    pub fn doc(self) -> Option<&'static OperationDoc> {
        CATALOG.operation(self.0.operation)
    }

    /// Returns an empty request.
    #[must_use]
    pub fn new_request(self) -> Box<dyn Record> {
        (self.0.request)()
    }

    /// Returns an empty response.
    #[must_use]
    pub fn new_response(self) -> Box<dyn Record> {
        (self.0.response)()
    }

    /// Returns the fields of the request in the order of its description, whatever their location.
    #[must_use]
    pub fn fields(self) -> Vec<Field> {
        fields_of_record(&*self.new_request(), self.0.operation.service)
    }

    /// Returns true if the request is a form, which can contain files.
    #[must_use]
    pub fn sends_form(self) -> bool {
        self.new_request().descriptor().is_form()
    }

    /// Returns true if the response is the content of a file.
    #[must_use]
    pub fn returns_file(self) -> bool {
        self.new_response().descriptor().is_content()
    }
}

impl fmt::Debug for DynamicOperation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("DynamicOperation").field(&self.full_name()).finish()
    }
}

impl From<&'static OperationEntry> for DynamicOperation {
    fn from(entry: &'static OperationEntry) -> Self {
        Self(entry)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_in_any_case_and_with_the_service() {
        for name in ["ListCases", "listcases", "osm.ListCases", "OSM.LISTCASES"] {
            assert_eq!(DynamicOperation::find(name).unwrap().full_name(), "osm.ListCases");
        }
        let error = DynamicOperation::find("ListAuthorisations").unwrap_err();
        assert_eq!(error.to_string(), "unknown operation `ListAuthorisations`; did you mean `ListAuthorizations`?");
        assert_eq!(DynamicOperation::find("Xyzzy").unwrap_err().to_string(), "unknown operation `Xyzzy`");
    }

    #[test]
    fn forms_and_files_are_known() {
        let find = |name| DynamicOperation::find(name).unwrap();
        assert!(find("UploadAccessory").sends_form() && !find("UploadAccessory").returns_file());
        assert!(find("DownloadAccessories").returns_file() && !find("DownloadAccessories").sends_form());
        assert_eq!(find("DeleteLabels").effect(), Effect::Destructive);
        assert_eq!(format!("{:?}", find("ListCases")), r#"DynamicOperation("osm.ListCases")"#);
    }
}
