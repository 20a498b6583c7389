//! Demo data: conversations, attachments and labels, with the IDs of the reference's examples.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hwc_models::osm::{CreateCases, MessageSource};
use rusqlite::named_params;

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::times::DAY;
use crate::services::osm::accessories::uploads::{self, Upload};
use crate::services::osm::cases::open_as;
use crate::services::osm::engineer::ENGINEER;
use crate::services::osm::{REACTION, SOURCE, labels, messages};

/// Tickets of the reference's examples, each opened thirty days ago.
const CASES: [(&str, &str); 2] = [
    ("case_123", "The ticket of which an example takes a message back."),
    ("case-456", "The ticket of an example that asks for new messages."),
];

/// The ticket, message ID, age in milliseconds, author and text.
const MESSAGES: [(&str, Option<&str>, i64, MessageSource, &str); 4] = [
    ("case-1001", None, 3 * DAY - REACTION, MessageSource::Engineer, "Of which product is the invoice?"),
    ("case-1001", None, 3 * DAY - 2 * REACTION, MessageSource::Customer, "Of the servers in cn-north-4."),
    ("case-1002", None, DAY - 2 * REACTION, MessageSource::Engineer, "May I sign in to look at the disk?"),
    ("case_123", Some("message_123"), 29 * DAY, MessageSource::Customer, "This message can be taken back."),
];

/// Attachments of the reference's examples, which belong to no message. That of `DownloadImages` is an image.
const TEXTS: [&str; 5] = ["1", "2", "123", "456", "123456"];
const IMAGE: &str = "accessory-1234";

/// An image of one pixel, in Base64.
const PIXEL: &str = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

/// Labels with the numbers of the reference's examples. The last is on the ticket about an invoice.
const LABELS: [(u32, &str, &str); 3] =
    [(123, "production", "#D92F2F"), (456, "hardware", "#2F6FD9"), (789, "invoice", "#2FA84F")];

/// Writes the demo data of messages, attachments and labels. Requires the tickets.
pub(super) fn seed(cx: &Context<'_>) -> Result<(), ApiError> {
    for (id, description) in CASES {
        open_as(cx, &CreateCases::new("Fault", description, SOURCE), id, cx.now - 30 * DAY)?;
    }
    conversations(cx)?;
    attachments(cx)?;
    for (id, name, color) in LABELS {
        let row = (id, cx.customer(), name, color);
        cx.db.execute("INSERT INTO labels (id, customer, name, color) VALUES (?1, ?2, ?3, ?4)", row)?;
    }
    labels::put(cx, "case-1001", LABELS[2].0)
}

/// Marks the engineer's messages on the first ticket as read. Those on the second ticket remain unread.
fn conversations(cx: &Context<'_>) -> Result<(), ApiError> {
    for (case, id, age, source, text) in MESSAGES {
        let customer = (cx.caller.id.as_str(), cx.caller.name.as_str());
        let (author_id, author_name) = if source == MessageSource::Customer { customer } else { ENGINEER };
        cx.db.execute(
            "INSERT INTO messages (id, case_id, source, author_id, author_name, content, written_at)
             VALUES (:id, :case, :source, :author_id, :author_name, :text, :at)",
            named_params! {
                ":id": id,
                ":case": case,
                ":source": source.code(),
                ":author_id": author_id,
                ":author_name": author_name,
                ":text": text,
                ":at": cx.now - age,
            },
        )?;
    }
    messages::read_until(cx, "case-1001", cx.now)
}

fn attachments(cx: &Context<'_>) -> Result<(), ApiError> {
    for id in TEXTS {
        store(cx, id, &format!("attachment-{id}.txt"), format!("The attachment {id}.\n").as_bytes())?;
    }
    store(cx, IMAGE, "pixel.png", &STANDARD.decode(PIXEL).unwrap_or_default())
}

fn store(cx: &Context<'_>, id: &str, name: &str, content: &[u8]) -> Result<(), ApiError> {
    let upload = Upload { name, file_name: None, media_type: None, purpose: None, kind: None, content };
    uploads::store(cx, id, &upload, cx.now - 30 * DAY)
}
