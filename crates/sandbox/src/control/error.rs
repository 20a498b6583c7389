//! Errors of the control API.

use hwc_transport::http::StatusCode;
use serde_json::{Value as Json, json};

use crate::runtime::api_error::ApiError;
use crate::runtime::error::SandboxError;
use crate::runtime::faults::FaultError;
use crate::services::osm::engineer::EngineerError;

/// An error response of the control API.
#[derive(Debug)]
pub(super) struct ControlError {
    pub(super) status: StatusCode,
    code: &'static str,
    message: String,
}

impl ControlError {
    pub(super) fn new(status: StatusCode, code: &'static str, message: impl Into<String>) -> Self {
        Self { status, code, message: message.into() }
    }

    pub(super) fn invalid(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "invalid_request", message)
    }

    pub(super) fn not_found(message: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, "not_found", message)
    }

    pub(super) fn conflict(message: impl Into<String>) -> Self {
        Self::new(StatusCode::CONFLICT, "conflict", message)
    }

    pub(super) fn internal(message: impl Into<String>) -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", message)
    }

    pub(super) fn method_not_allowed(allowed: &str) -> Self {
        let message = format!("method not allowed; use {allowed}");
        Self::new(StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed", message)
    }

    pub(super) fn unsupported_media_type() -> Self {
        let message = "expected `Content-Type: application/json`";
        Self::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported_media_type", message)
    }

    pub(super) fn too_large() -> Self {
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large", "the body of the request is larger than 1 MB")
    }

    /// Returns the body of the response.
    pub(super) fn json(&self) -> Json {
        json!({ "error": { "code": self.code, "message": self.message } })
    }
}

impl From<EngineerError> for ControlError {
    fn from(error: EngineerError) -> Self {
        match &error {
            EngineerError::CaseNotFound(_) | EngineerError::AuthorizationNotFound(_) => {
                Self::not_found(error.to_string())
            }
            EngineerError::InvalidState { .. } | EngineerError::NotRevocable { .. } => {
                Self::conflict(error.to_string())
            }
            EngineerError::Internal(message) => Self::internal(message),
        }
    }
}

impl From<SandboxError> for ControlError {
    fn from(error: SandboxError) -> Self {
        let source = std::error::Error::source(&error).map(|source| format!(": {source}")).unwrap_or_default();
        Self::internal(format!("{error}{source}"))
    }
}

impl From<FaultError> for ControlError {
    fn from(error: FaultError) -> Self {
        Self::invalid(error.to_string())
    }
}

impl From<ApiError> for ControlError {
    fn from(error: ApiError) -> Self {
        Self::internal(error.message)
    }
}
