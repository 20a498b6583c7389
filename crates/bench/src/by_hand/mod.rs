//! The baselines, as one would write them without an SDK: structs with serde's derive, and programs on reqwest and bare
//! hyper.

mod bare;
mod drive;
mod lenient;
mod program;
mod requests;
mod tickets;

pub use bare::HyperProgram;
pub use drive::{DriveProgram, SmallFile};
pub use lenient::LenientPage;
pub use program::{DecodingProgram, ReqwestProgram};
pub use requests::{NewTicket, target};
pub use tickets::{Label, Page, Ticket};

use crate::Outcome;

/// Decodes a response in one pass. An error response may have any status and is recognized by its code.
fn read(status: http::StatusCode, body: &[u8]) -> Outcome<Page> {
    let page: Page = serde_json::from_slice(body)?;
    match page.error_code {
        Some(code) => Err(format!("{status}: {code} {}", page.error_msg.unwrap_or_default()).into()),
        None if status.is_success() => Ok(page),
        None => Err(status.to_string().into()),
    }
}
