//! Messages and attachments in the stories: their acts, and the readings that must agree.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hwc_models::osm::{
    CaseMessage, CreateMessages, DownloadAccessories, ListMessages, ListUnreadNewInstantMessages, Message, NewMessage,
    RevokeMessage, ShowCaseDetail, UpdateNewInstantMessagesRead, UploadJsonAccessories,
};
use hwc_wire::Request;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::TestCaseError;

use crate::acts::{Outcome, send};
use crate::agreement::same;
use crate::common::Bench;
use crate::tickets::detail;
use crate::world::{World, written_by_engineers};

/// An act on messages.
#[derive(Clone, Debug)]
pub(crate) enum Talk {
    Upload { content: Vec<u8> },
    Write { ticket: Index, text: &'static str, file: Option<Index> },
    Read { ticket: Index },
    Revoke { ticket: Index, message: Index },
}

pub(crate) fn talk() -> impl Strategy<Value = Talk> {
    let texts = proptest::sample::select(vec!["", "Still slow.", "<p>1 < 2</p>"]);
    prop_oneof![
        2 => vec(any::<u8>(), 1..40).prop_map(|content| Talk::Upload { content }),
        3 => (any::<Index>(), texts, any::<Option<Index>>())
            .prop_map(|(ticket, text, file)| Talk::Write { ticket, text, file }),
        1 => any::<Index>().prop_map(|ticket| Talk::Read { ticket }),
        2 => (any::<Index>(), any::<Index>()).prop_map(|(ticket, message)| Talk::Revoke { ticket, message }),
    ]
}

impl Talk {
    pub(crate) async fn perform(&self, bench: &Bench, world: &mut World) -> Result<Outcome, TestCaseError> {
        let ids = world.ids();
        match self {
            Self::Upload { content } => {
                let request = UploadJsonAccessories::new(STANDARD.encode(content))
                    .accessory_name("a.txt")
                    .accessory_from("message");
                let id = bench.send(request).await.accessory_id.unwrap().to_string();
                world.files.insert(id, content.clone());
                Ok(Outcome::Done)
            }
            Self::Write { ticket, text, file } => {
                let files: Vec<&String> = world.files.keys().collect();
                let mut message = NewMessage::default().content(*text);
                if let (Some(file), false) = (file, files.is_empty()) {
                    message = message.accessory_ids([file.get(&files).as_str()]);
                }
                let id = ticket.get(&ids);
                let outcome = send(bench, CreateMessages::new(id.as_str(), message)).await?;
                if matches!(outcome, Outcome::Done) {
                    world.written.push(id.clone());
                }
                Ok(outcome)
            }
            Self::Read { ticket } => {
                let id = ticket.get(&ids);
                let outcome = send(bench, UpdateNewInstantMessagesRead::new(id.as_str())).await?;
                if matches!(outcome, Outcome::Done) {
                    world.seen.insert(id.clone(), written_by_engineers(&detail(bench, id).await.message_list));
                }
                Ok(outcome)
            }
            Self::Revoke { ticket, message } => revoke(bench, ticket.get(&world.written).as_str(), *message).await,
        }
    }
}

/// Revokes a message of a ticket, except the first one, or an unknown message.
async fn revoke(bench: &Bench, id: &str, message: Index) -> Result<Outcome, TestCaseError> {
    let shown = bench.reply_of(ShowCaseDetail::new(id)).await.json();
    let shown = shown["incident_detail_info"]["message_list"].as_array().cloned().unwrap_or_default();
    let ids = shown.iter().skip(1).filter_map(|message| message["message_id"].as_str()).chain(["0"]);
    let ids: Vec<&str> = ids.collect();
    send(bench, RevokeMessage::new(id, *message.get(&ids))).await
}

/// Checks that all readings of the messages of a ticket agree, and that their attachments have the uploaded contents.
pub(crate) async fn check(bench: &Bench, world: &World, id: &str) -> Result<(), String> {
    let case = detail(bench, id).await;
    let page = bench.send(ListMessages::new(id).limit(100_u32)).await;
    let listed: Vec<String> = page.message_list.iter().map(in_list).collect();
    let detailed: Vec<String> = case.message_list.iter().map(in_detail).collect();
    same(&format!("the messages of {id} in the list and in the detail"), &listed, &detailed)?;
    same(&format!("the count of messages of {id}"), &page.count, &Some(listed.len() as u64))?;
    let seen = world.seen.get(id).cloned().unwrap_or_default();
    let unread = written_by_engineers(&case.message_list).difference(&seen).count();
    let told = bench.send(ListUnreadNewInstantMessages::new([id])).await.imunread[0].unread_num;
    same(&format!("the unread messages of {id}"), &told, &u32::try_from(unread).ok())?;
    for accessory in case.message_list.iter().flat_map(|message| &message.accessory_list) {
        let file = accessory.accessory_id.as_ref().unwrap();
        let got = bench.reply(DownloadAccessories::OPERATION, &DownloadAccessories::new(file.as_str())).await;
        same(&format!("the content of {file}"), &world.files.get(file.as_str()), &Some(&got.body.to_vec()))?;
    }
    Ok(())
}

fn in_list(message: &Message) -> String {
    let files: Vec<_> =
        message.accessory_list.iter().map(|file| (&file.accessory_id, &file.file_actual_name)).collect();
    let said = (&message.written_by, &message.replier, &message.replier_name, &message.content);
    format!("{said:?} {:?} {:?} {files:?}", message.create_time, message.is_first_message)
}

fn in_detail(message: &CaseMessage) -> String {
    let files: Vec<_> =
        message.accessory_list.iter().map(|file| (&file.accessory_id, &file.file_actual_name)).collect();
    let said = (&message.written_by, &message.replier, &message.replier_name, &message.content);
    format!("{said:?} {:?} {:?} {files:?}", message.create_time, message.is_first_message)
}
