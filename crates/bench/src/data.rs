//! The responses of the servers in the benchmarks: tickets with a value for every documented field, always the same.

/// The path of the lists of tickets.
pub const CASES: &str = "/v2/servicerequest/cases";

/// A response of about 600 bytes.
pub const RESPONSE: &str = r##"{"total_count":1,"incident_info_list":[{"xcustomer_id":"user-00001","xcustomer_name":"name of user 1","status":1,"incident_id":"case-2026-000001","business_type_name":"Instances","incident_type_name":"Usage","product_category_name":"Elastic Cloud Server","incident_service_type":"basic","customer_id":"account-0001","dc_name":"CN North-Beijing4","simple_description":"Server 1 does not start","root_cause":"Disk 1","resolution":"It was replaced.","create_time":"2026-01-02T03:04:05.000Z","confirmed_time":"2026-01-03T03:04:05.000Z","label_list":[{"label_id":1,"name":"urgent","color":"#ff0000"}]}]}"##;

/// Returns a page of `tickets` tickets.
#[must_use]
pub fn page(tickets: usize) -> String {
    part(tickets as u64, 0, tickets)
}

/// Returns a page of `tickets` tickets from number `first` on, of a list of `total`.
#[must_use]
pub fn part(total: u64, first: usize, tickets: usize) -> String {
    let list: Vec<String> = (first..first + tickets).map(ticket).collect();
    format!(r#"{{"total_count":{total},"incident_info_list":[{}]}}"#, list.join(","))
}

/// Returns the same page with quoted numbers, as some services send them.
#[must_use]
pub fn quoted(tickets: usize) -> String {
    let list: Vec<String> = (0..tickets).map(ticket_of_texts).collect();
    format!(r#"{{"total_count":"{tickets}","incident_info_list":[{}]}}"#, list.join(","))
}

fn ticket(index: usize) -> String {
    ticket_with(index, &status(index).to_string(), &index.to_string())
}

fn ticket_of_texts(index: usize) -> String {
    ticket_with(index, &format!("\"{}\"", status(index)), &format!("\"{index}\""))
}

fn status(index: usize) -> i64 {
    [0, 1, 2, 3, 17][index % 5]
}

fn ticket_with(index: usize, status: &str, label: &str) -> String {
    let texts = ["does not start", "is slow since the update of last night", "reports an error on \\\"save\\\""];
    let text = texts[index % texts.len()];
    format!(
        concat!(
            r#"{{"xcustomer_id":"user-{i:05}","xcustomer_name":"name of user {i}","status":{status},"#,
            r#""incident_id":"case-2026-{i:06}","business_type_name":"Instances","incident_type_name":"Usage","#,
            r#""product_category_name":"Elastic Cloud Server","incident_service_type":"basic","#,
            r#""customer_id":"account-{i:04}","dc_name":"CN North-Beijing4","#,
            r#""simple_description":"Server {i} {text}","root_cause":"Disk {i}","#,
            r#""resolution":"Replaced","create_time":"2026-07-07T09:33:43.000Z","#,
            r#""confirmed_time":"2026-07-08T10:00:00.000Z","#,
            r##""label_list":[{{"label_id":{label},"name":"label {i}","color":"#00ff00"}}]}}"##
        ),
        i = index,
        status = status,
        text = text,
        label = label,
    )
}

#[cfg(test)]
mod tests {
    use hwc_models::osm;
    use hwc_wire::{DecodeMode, decode};

    use super::*;
    use crate::by_hand::{LenientPage, Page};

    #[test]
    fn a_page_is_as_documented_and_as_large_as_told() {
        let json = page(100);
        let (page, deviations) = decode::<osm::ListCasesResponse>(json.as_bytes(), DecodeMode::Strict).unwrap();
        assert!(deviations.is_empty(), "{deviations:?}");
        assert_eq!(page.incident_info_list.len(), 100);
        assert_eq!((RESPONSE.len(), json.len()), (598, 56_866));
    }

    #[test]
    fn by_hand_the_same_is_read() {
        for json in [page(7), RESPONSE.to_owned()] {
            let ours: serde_json::Value =
                serde_json::to_value(decode::<osm::ListCasesResponse>(json.as_bytes(), DecodeMode::Strict).unwrap().0)
                    .unwrap();
            let theirs = serde_json::to_value(serde_json::from_str::<Page>(&json).unwrap()).unwrap();
            assert_eq!(ours, theirs);
        }
    }

    #[test]
    fn quoted_numbers_are_the_same_numbers() {
        let (plain, _) = decode::<osm::ListCasesResponse>(page(7).as_bytes(), DecodeMode::Lenient).unwrap();
        let (texts, deviations) = decode::<osm::ListCasesResponse>(quoted(7).as_bytes(), DecodeMode::Lenient).unwrap();
        assert_eq!(plain, texts);
        assert_eq!((&deviations).into_iter().count(), 15, "a total, and two numbers a ticket");
        let by_hand: LenientPage = serde_json::from_str(&quoted(7)).unwrap();
        assert_eq!(serde_json::to_value(by_hand).unwrap(), serde_json::to_value(plain).unwrap());
    }
}
