//! Calls of KooDrive by the users of the demo data.

use hwc_sandbox::account;
use hwc_wire::{Request, parse_error_body};

use super::{Bench, Reply};

/// A user of the demo data.
#[derive(Clone, Copy)]
pub(crate) struct User {
    pub(crate) id: &'static str,
    pub(crate) token: &'static str,
}

/// The administrator of the company.
pub(crate) const ADA: User = User { id: account::DRIVE_USER_ID, token: account::DRIVE_TOKEN };

/// The administrator of the department Sales.
pub(crate) const LI: User = User { id: account::DRIVE_LI_ID, token: account::DRIVE_LI_TOKEN };

/// A user of the department Sales.
pub(crate) const LIN: User = User { id: account::DRIVE_LIN_ID, token: account::DRIVE_LIN_TOKEN };

/// A user of the department Research.
pub(crate) const NOOR: User = User { id: account::DRIVE_NOOR_ID, token: account::DRIVE_NOOR_TOKEN };

/// The error for a caller without the right.
pub(crate) const NO_RIGHT: &str = "400 13000410 No permission on the space.";

/// The error for a space that does not exist.
pub(crate) const NO_SPACE: &str = "400 13000301 Space not found.";

/// The error for another resource that does not exist.
pub(crate) const NOTHING: &str = "400 13000309 Resource not found.";

impl User {
    /// Sends a request of the user and returns any response.
    pub(crate) async fn reply<E: Request>(self, bench: &Bench, request: E) -> Reply {
        let token = format!("Bearer {}", self.token);
        bench.reply_to(E::OPERATION, &request, &[("Authorization", &token)]).await
    }

    /// Sends a request of the user and returns its response, which must be a success.
    pub(crate) async fn send<E: Request>(self, bench: &Bench, request: E) -> E::Response {
        let token = format!("Bearer {}", self.token);
        bench.send_with(request, &[("Authorization", &token)]).await
    }

    /// Returns status, code and text of the error response to a request of the user.
    pub(crate) async fn refused<E: Request>(self, bench: &Bench, request: E) -> String {
        let reply = self.reply(bench, request).await;
        let error = parse_error_body(&E::OPERATION.service.envelope, &reply.body);
        let error = error.unwrap_or_else(|| panic!("not refused: {}", reply.line()));
        format!("{} {} {}", reply.status.as_u16(), error.code, error.message)
    }
}
