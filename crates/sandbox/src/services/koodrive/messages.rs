//! Messages to users. They appear when the event that they report happens, and are read and deleted by their user.

use hwc_models::koodrive::{
    BatchDeleteMessage, BatchDeleteMessageResponse, BatchReadMessage, BatchReadMessageResponse, GetUnreadCount,
    GetUnreadCountResponse, ListMessages, ListMessagesResponse, Message, MessageAction, MessageId, MessageState,
    MessageType, MessageUpdate, UpdateSpecificMessageState, UpdateSpecificMessageStateResponse,
};
use hwc_wire::Timestamp;
use serde::{Deserialize, Serialize};

use crate::runtime::api_error::ApiError;
use crate::runtime::context::{Caller, Context};
use crate::runtime::error::SandboxError;
use crate::runtime::records::{Column, Owner, Page, Query, Records, StoredRecord};
use crate::runtime::registry::Registry;
use crate::runtime::sandbox::Sandbox;
use crate::services::koodrive::long_id;

/// The sender of messages that no user causes.
const SERVICE: &str = "KooDrive";

/// The page size without `pageSize`.
const PAGE_SIZE: u32 = 100;

pub(super) fn register(registry: &mut Registry) {
    registry.store::<StoredMessage>().register(list).register(unread_count);
    registry.register(read).register(delete).register(update_all);
}

/// A message to the user who owns it.
#[derive(Serialize, Deserialize)]
struct StoredMessage {
    id: String,
    sender: String,
    kind: String,
    text: String,
    /// The time when it appears, which can be that of work that goes on.
    created_at: i64,
    #[serde(default)]
    is_read: bool,
}

impl StoredRecord for StoredMessage {
    const KIND: &'static str = "koodrive.message";
    const OWNER: Owner = Owner::User;
    const COLUMNS: &'static [Column<Self>] = &[
        Column::new("kind", |message| message.kind.clone().into()),
        Column::new("is_read", |message| message.is_read.into()),
        Column::new("created", |message| message.created_at.into()),
    ];

    fn key(&self) -> &str {
        &self.id
    }
}

impl Sandbox {
    /// Sends a message of KooDrive to a user, for messages that no operation causes.
    ///
    /// ```
    /// use hwc_sandbox::models::koodrive::MessageType;
    /// use hwc_sandbox::{Sandbox, SandboxOptions, account};
    ///
    /// let sandbox = Sandbox::new(SandboxOptions::default())?;
    /// sandbox.notify(account::DRIVE_USER_ID, MessageType::System, "KooDrive will be updated tonight.")?;
    /// # Ok::<(), hwc_sandbox::SandboxError>(())
    /// ```
    ///
    /// # Errors
    /// Returns [`SandboxError::Records`] if the database cannot be written.
    pub fn notify(&self, user: &str, kind: impl Into<MessageType>, text: &str) -> Result<(), SandboxError> {
        let sent = self.with_context(Caller::demo(), |cx| post(cx, user, kind, text));
        sent.map_err(|error| SandboxError::Records(error.message))
    }
}

/// Sends a message to a user. Messages about shares and teams come from the caller, others from the service.
pub(crate) fn post(
    cx: &Context<'_>,
    user: &str,
    kind: impl Into<MessageType>,
    text: impl Into<String>,
) -> Result<(), ApiError> {
    post_at(cx, user, kind, text, cx.now)
}

/// Sends a message to a user like [`post`] that appears at a time in milliseconds.
pub(crate) fn post_at(
    cx: &Context<'_>,
    user: &str,
    kind: impl Into<MessageType>,
    text: impl Into<String>,
    at: i64,
) -> Result<(), ApiError> {
    let kind = kind.into();
    let from_caller = matches!(kind, MessageType::Sharing | MessageType::Team);
    let message = StoredMessage {
        id: long_id(cx.next_number("message")?),
        sender: if from_caller { cx.caller.name.clone() } else { SERVICE.to_owned() },
        kind: kind.code().to_owned(),
        text: text.into(),
        created_at: at,
        is_read: false,
    };
    Records::of_owner(cx.db, user).insert(&message)
}

/// Sends a message to users, except for the caller.
pub(crate) fn post_to_others(
    cx: &Context<'_>,
    users: &[String],
    kind: impl Into<MessageType>,
    text: &str,
) -> Result<(), ApiError> {
    let kind = kind.into();
    users.iter().filter(|user| **user != cx.caller.id).try_for_each(|user| post(cx, user, kind.clone(), text))
}

/// Deletes all messages to a user.
pub(super) fn delete_all(cx: &Context<'_>, user: &str) -> Result<(), ApiError> {
    Records::<StoredMessage>::of_owner(cx.db, user).query().delete().map(drop)
}

/// Selects the messages of the caller that have appeared by now, the oldest first.
fn received<'c>(cx: &'c Context<'_>) -> Query<'c, StoredMessage> {
    cx.records().query().less_than("created", cx.now + 1).sort("created")
}

/// Lists the messages of the caller, the newest first.
fn list(cx: &mut Context<'_>, request: &ListMessages) -> Result<ListMessagesResponse, ApiError> {
    let mut query = received(cx).descending();
    if let Some(kind) = &request.filter_type {
        query = query.filter("kind", kind.code().to_owned());
    }
    let is_read = request.state.map(|state| state == MessageState::Read);
    let page = Page::cursor(request.page_cursor.as_deref(), request.page_size.unwrap_or(PAGE_SIZE));
    let page = query.filter_opt("is_read", is_read).page(&page)?;
    let mut response = ListMessagesResponse::default();
    response.next_cursor = page.next_cursor();
    response.messages = page.items.into_iter().map(message).collect();
    Ok(response)
}

fn message(stored: StoredMessage) -> Message {
    let mut message = Message::default();
    message.id = Some(stored.id.into());
    message.sender = Some(stored.sender);
    message.kind = Some(MessageType::from(stored.kind));
    message.context = Some(stored.text);
    message.state = Some(if stored.is_read { MessageState::Read } else { MessageState::Unread });
    message.create_time = Some(Timestamp::from_unix_millis(stored.created_at));
    message
}

fn unread_count(cx: &mut Context<'_>, _request: &GetUnreadCount) -> Result<GetUnreadCountResponse, ApiError> {
    let unread = received(cx).filter("is_read", false).count()?;
    let mut response = GetUnreadCountResponse::default();
    response.count = Some(u32::try_from(unread).unwrap_or(u32::MAX));
    Ok(response)
}

fn read(cx: &mut Context<'_>, request: &BatchReadMessage) -> Result<BatchReadMessageResponse, ApiError> {
    let messages = cx.records::<StoredMessage>();
    let mut response = BatchReadMessageResponse::default();
    response.messages = update_each(&request.ids, |id| mark_read(&messages, id))?;
    Ok(response)
}

fn delete(cx: &mut Context<'_>, request: &BatchDeleteMessage) -> Result<BatchDeleteMessageResponse, ApiError> {
    let messages = cx.records::<StoredMessage>();
    let mut response = BatchDeleteMessageResponse::default();
    response.messages = update_each(&request.ids, |id| messages.delete(id))?;
    Ok(response)
}

/// Changes each message with `update`, which returns true if it changed the message.
fn update_each(
    ids: &[MessageId],
    mut update: impl FnMut(&str) -> Result<bool, ApiError>,
) -> Result<Vec<MessageUpdate>, ApiError> {
    let updates = ids.iter().map(|id| {
        let mut result = MessageUpdate::default();
        result.id = Some(id.clone());
        result.changed = Some(update(id.as_str())?);
        Ok(result)
    });
    updates.collect()
}

/// Marks a message as read. Returns false if it is unknown or was read before.
fn mark_read(messages: &Records<'_, StoredMessage>, id: &str) -> Result<bool, ApiError> {
    match messages.get(id)? {
        Some(message) if !message.is_read => messages.update(&StoredMessage { is_read: true, ..message }),
        _ => Ok(false),
    }
}

fn update_all(
    cx: &mut Context<'_>,
    request: &UpdateSpecificMessageState,
) -> Result<UpdateSpecificMessageStateResponse, ApiError> {
    let messages = cx.records::<StoredMessage>();
    match request.operate {
        MessageAction::ReadAll => {
            for message in received(cx).filter("is_read", false).all()? {
                messages.update(&StoredMessage { is_read: true, ..message })?;
            }
        }
        MessageAction::DeleteAll => _ = received(cx).delete()?,
        _ => return Err(ApiError::invalid("operate is unknown")),
    }
    Ok(UpdateSpecificMessageStateResponse::default())
}
