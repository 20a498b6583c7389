//! The messages of a ticket: which of them are new, and their order.

use std::collections::BTreeSet;

use hwc_models::osm::CaseMessage;

/// The messages seen so far. Messages without an ID are identified by all their other fields, and counted.
#[derive(Default)]
pub(super) struct SeenMessages(BTreeSet<String>);

impl SeenMessages {
    /// Returns the messages that were not seen before, and marks them as seen.
    pub(super) fn take_new(&mut self, messages: Vec<CaseMessage>) -> Vec<CaseMessage> {
        let mut keys = Vec::new();
        let mut is_new = |message: &CaseMessage| {
            let key = match &message.message_id {
                Some(id) => format!("id {id}"),
                None => {
                    let print = format!("{message:?}");
                    let alike = keys.iter().filter(|known| **known == print).count();
                    let key = format!("{alike} {print}");
                    keys.push(print);
                    key
                }
            };
            self.0.insert(key)
        };
        messages.into_iter().filter(|message| is_new(message)).collect()
    }
}

/// Sorts messages from oldest to newest. Messages with the same time or without one keep the order of the service, which may
/// be ascending or descending.
pub(super) fn oldest_first(mut messages: Vec<CaseMessage>) -> Vec<CaseMessage> {
    let time = |message: &CaseMessage| {
        message.create_time.as_ref().and_then(|time| time.unix_millis_at(hwc_wire::UtcOffset::UTC))
    };
    let ends = (messages.first().and_then(time), messages.last().and_then(time));
    if matches!(ends, (Some(first), Some(last)) if first > last) {
        messages.reverse();
    }
    let mut latest = i64::MIN;
    let mut timed: Vec<(i64, CaseMessage)> = Vec::with_capacity(messages.len());
    for message in messages {
        latest = time(&message).unwrap_or(latest);
        timed.push((latest, message));
    }
    timed.sort_by_key(|(time, _)| *time);
    timed.into_iter().map(|(_, message)| message).collect()
}

#[cfg(test)]
mod tests {
    use hwc_models::osm::MessageId;

    use super::*;

    fn message(id: Option<&str>, time: &str, text: &str) -> CaseMessage {
        let mut message = CaseMessage::default();
        message.message_id = id.map(MessageId::from);
        message.create_time = (!time.is_empty()).then(|| time.into());
        message.content = Some(text.to_owned());
        message
    }

    fn texts(messages: &[CaseMessage]) -> Vec<&str> {
        messages.iter().map(|message| message.content.as_deref().unwrap()).collect()
    }

    #[test]
    fn either_order_of_the_service_becomes_oldest_first() {
        let first = message(None, "2025-01-01 10:00:00", "a");
        let same = message(None, "2025-01-01 10:00:00", "b");
        let last = message(None, "2025-01-01 10:00:05", "c");
        let upwards = vec![first, same, last];
        let downwards = upwards.iter().rev().cloned().collect();
        assert_eq!(texts(&oldest_first(upwards)), ["a", "b", "c"]);
        assert_eq!(texts(&oldest_first(downwards)), ["a", "b", "c"]);
    }

    #[test]
    fn messages_without_a_time_stay_behind_the_one_before_them() {
        let times = [("", "a"), ("2025-01-01 10:00:05", "d"), ("", "e"), ("2025-01-01 10:00:00", "b"), ("soon", "c")];
        let messages = times.map(|(time, text)| message(None, time, text)).to_vec();
        assert_eq!(texts(&oldest_first(messages)), ["a", "b", "c", "d", "e"]);
    }

    #[test]
    fn each_is_new_once_even_without_an_id() {
        let mut seen = SeenMessages::default();
        let known = message(Some("1"), "", "ok");
        let unknown = message(None, "2025-01-01 10:00:00", "ok");
        assert_eq!(seen.take_new(vec![known.clone(), unknown.clone()]).len(), 2);
        assert_eq!(seen.take_new(vec![known.clone(), unknown.clone()]).len(), 0);
        assert_eq!(seen.take_new(vec![known, unknown.clone(), unknown]).len(), 1, "repeated");
    }
}
