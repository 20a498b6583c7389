//! The requests that faults can occur in: calls of operations, and requests to presigned URLs.

use hwc_wire::{Operation, Service};

use crate::http::{objects, presigned};

/// A request that a fault can occur in.
#[derive(Clone, Copy)]
pub(crate) enum FaultTarget {
    /// A call of an operation.
    Operation(&'static Operation),
    /// A request to a presigned URL.
    Storage(StorageAction),
}

impl FaultTarget {
    /// Returns the service of an operation.
    pub(crate) fn service(self) -> Option<&'static Service> {
        match self {
            Self::Operation(operation) => Some(operation.service),
            Self::Storage(_) => None,
        }
    }
}

/// The action of a request to a presigned URL. No operation of the reference describes it, so it has a name of the sandbox.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum StorageAction {
    /// A download of a file, an attachment or an archive.
    GetObject,
    /// The upload of a part of a file.
    UploadPart,
}

impl StorageAction {
    /// The start of the names, as in a pattern of all actions.
    pub(super) const PREFIX: &'static str = "storage.";

    pub(super) const ALL: [Self; 2] = [Self::GetObject, Self::UploadPart];

    /// Returns the action of a path of the storage.
    pub(crate) fn of_path(path: &str) -> Option<Self> {
        if presigned::is_upload(path) {
            return Some(Self::UploadPart);
        }
        (presigned::is_storage(path) || objects::is_object(path)).then_some(Self::GetObject)
    }

    /// Returns the qualified name, which the log and faults use.
    pub(crate) fn full_name(self) -> &'static str {
        match self {
            Self::GetObject => "storage.GetObject",
            Self::UploadPart => "storage.UploadPart",
        }
    }
}
