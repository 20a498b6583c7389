//! The operations on a file, from its events.

use hwc_models::koodrive::{FileOperation, FileOperationType, GetFileOperations, GetFileOperationsResponse};

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::records::Page;
use crate::runtime::registry::Registry;
use crate::services::koodrive::drive::access::{self, Right};
use crate::services::koodrive::drive::events::{self, Event, EventKind};

/// The number of records on a page without a size, by the reference.
const PAGE_SIZE: u32 = 100;

pub(super) fn register(registry: &mut Registry) {
    registry.register(list);
}

/// Lists the operations on a file, newest first. Events without a code in the reference are missing, so pages can be short.
fn list(cx: &mut Context<'_>, request: &GetFileOperations) -> Result<GetFileOperationsResponse, ApiError> {
    let (_, node) = access::node_anywhere(cx, request.file_id.as_str(), Right::List)?;
    let page = Page::cursor(request.page_cursor.as_deref(), request.page_size.unwrap_or(PAGE_SIZE));
    let page = events::of_node(cx, &node.id).descending().page(&page)?;
    let mut response = GetFileOperationsResponse::default();
    response.next_cursor = page.next_cursor();
    response.operations = page.items.iter().filter_map(operation).collect();
    Ok(response)
}

fn operation(event: &Event) -> Option<FileOperation> {
    let mut operation = FileOperation::default();
    operation.operate_type = Some(match event.kind {
        EventKind::Viewed => FileOperationType::View,
        EventKind::Shared => FileOperationType::Share,
        EventKind::Copied => FileOperationType::Copy,
        EventKind::Created => FileOperationType::Create,
        EventKind::Renamed => FileOperationType::Rename,
        _ => return None,
    });
    operation.id = Some(event.number.to_string());
    operation.operator = Some(event.user.as_str().into());
    Some(operation)
}
