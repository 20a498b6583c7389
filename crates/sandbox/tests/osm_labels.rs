//! Labels of the account and on tickets, and reports of illegal content.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails here is a failed test")]

mod common;

use common::Bench;
use hwc_models::osm::{
    AccessoryPurpose, CreateCaseLabels, CreateCases, CreateFeedback, CreateLabels, DeleteAccessories, DeleteCaseLabels,
    DeleteLabels, FeedbackContact, IntellectualProperty, ListCaseLabels, ListLabels, UpdateLabels,
    UploadJsonAccessories,
};

/// Returns number, name and color of labels.
async fn labels(bench: &Bench, request: ListLabels) -> (u64, Vec<String>) {
    let page = bench.send(request).await;
    let line = |label: &hwc_models::osm::Label| {
        let (name, color) = (label.name.as_deref().unwrap(), label.color.as_deref().unwrap());
        format!("{} {name} {color}", label.label_id.unwrap())
    };
    (page.total_count.unwrap(), page.label_list.iter().map(line).collect())
}

async fn on_ticket(bench: &Bench) -> Vec<u32> {
    let labels = bench.send(ListCaseLabels::new("case-1001")).await.case_label_list;
    labels.iter().map(|label| label.label_id.unwrap()).collect()
}

async fn make(bench: &Bench, count: u32) {
    for number in 1..=count {
        bench.send(CreateLabels::new(format!("label-{number}"), "#000000")).await;
    }
}

async fn open(bench: &Bench) {
    bench.send(CreateCases::new("Fault", "x", "source")).await;
}

#[tokio::test]
async fn labels_are_made_changed_found_and_deleted() {
    let bench = Bench::empty();
    bench.send(CreateLabels::new("network", "#00AA00")).await;
    bench.send(CreateLabels::new("disk", "1")).await;
    let both = (2, vec!["1 network #00AA00".to_owned(), "2 disk 1".to_owned()]);
    assert_eq!(labels(&bench, ListLabels::new()).await, both);
    bench.send(UpdateLabels::new(1_u32, "networking", "#0000AA")).await;
    bench.send(UpdateLabels::new(2_u32, "disk", "2")).await;
    let one = |line: &str| (1, vec![line.to_owned()]);
    assert_eq!(labels(&bench, ListLabels::new().label_id(1_u32)).await, one("1 networking #0000AA"));
    assert_eq!(labels(&bench, ListLabels::new().name("disk")).await, one("2 disk 2"));
    for none in [ListLabels::new().name("network"), ListLabels::new().name("disk").label_id(1_u32)] {
        assert_eq!(labels(&bench, none).await, (0, vec![]));
    }
    bench.send(DeleteLabels::new(2_u32)).await;
    bench.send(CreateLabels::new("disk", "#FF0000")).await;
    let (_, left) = labels(&bench, ListLabels::new()).await;
    assert_eq!(left, ["1 networking #0000AA", "3 disk #FF0000"], "a number is not given twice");
}

#[tokio::test]
async fn an_account_has_thirty_labels_at_most_in_pages() {
    let bench = Bench::empty();
    make(&bench, 30).await;
    let thirty_first = bench.refused(CreateLabels::new("label-31", "#000000")).await;
    assert_eq!(thirty_first, "200 OSM.01010041 An account can have 30 labels at most.");
    let (total, page) = labels(&bench, ListLabels::new()).await;
    assert_eq!((total, page.len(), page[9].as_str()), (30, 10, "10 label-10 #000000"));
    let (total, page) = labels(&bench, ListLabels::new().offset(28_u32).limit(7_u32)).await;
    assert_eq!((total, page), (30, vec!["29 label-29 #000000".to_owned(), "30 label-30 #000000".to_owned()]));
    bench.send(DeleteLabels::new(1_u32)).await;
    bench.send(CreateLabels::new("label-31", "#000000")).await;
}

#[tokio::test]
async fn labels_that_cannot_be_are_refused_and_change_nothing() {
    let bench = Bench::empty();
    make(&bench, 2).await;
    let before = labels(&bench, ListLabels::new()).await;
    let taken = "200 OSM.01010001 Another label has this name.";
    assert_eq!(bench.refused(CreateLabels::new("label-1", "#FFFFFF")).await, taken);
    assert_eq!(bench.refused(UpdateLabels::new(2_u32, "label-1", "#FFFFFF")).await, taken);
    let unknown = "200 OSM.01010001 Label not found.";
    assert_eq!(bench.refused(UpdateLabels::new(9_u32, "label-9", "#FFFFFF")).await, unknown);
    assert_eq!(bench.refused(DeleteLabels::new(9_u32)).await, unknown);
    let long = bench.refused(CreateLabels::new("x".repeat(65), "#0000000")).await;
    assert_eq!(long, "400 OSM.0001 name has 65 characters, at most 64; color has 8 characters, at most 7");
    assert_eq!(labels(&bench, ListLabels::new()).await, before);
}

#[tokio::test]
async fn labels_are_put_on_tickets_and_taken_off() {
    let bench = Bench::empty();
    open(&bench).await;
    make(&bench, 3).await;
    bench.send(CreateCaseLabels::new("case-1001", [3_u32, 1])).await;
    bench.send(CreateCaseLabels::new("case-1001", [1_u32, 2])).await;
    let shown = bench.send(ListCaseLabels::new("case-1001")).await.case_label_list;
    assert_eq!((shown[0].name.as_deref(), shown[0].color.as_deref()), (Some("label-1"), Some("#000000")));
    assert_eq!(on_ticket(&bench).await, [1, 2, 3]);
    bench.send(DeleteCaseLabels::new("case-1001", [1_u32])).await;
    bench.send(DeleteCaseLabels::new("case-1001", [1_u32, 2])).await;
    assert_eq!(on_ticket(&bench).await, [3], "what is not on the ticket is no mistake");
    bench.send(DeleteLabels::new(3_u32)).await;
    assert_eq!(on_ticket(&bench).await, [0; 0]);
    assert_eq!(bench.sql("SELECT count(*) FROM case_labels").await, ["0"]);
}

#[tokio::test]
async fn a_ticket_has_five_labels_at_most() {
    let bench = Bench::empty();
    open(&bench).await;
    make(&bench, 6).await;
    bench.send(CreateCaseLabels::new("case-1001", [1_u32, 2, 3])).await;
    let sixth = "200 OSM.01010042 A ticket can have five labels at most.";
    assert_eq!(bench.refused(CreateCaseLabels::new("case-1001", [4_u32, 5, 6])).await, sixth);
    assert_eq!(on_ticket(&bench).await, [1, 2, 3], "none of the three is there");
    bench.send(CreateCaseLabels::new("case-1001", [3_u32, 4, 5])).await;
    assert_eq!(bench.refused(CreateCaseLabels::new("case-1001", [6_u32])).await, sixth);
    let unknown = "200 OSM.01010001 Label not found.";
    assert_eq!(bench.refused(CreateCaseLabels::new("case-1001", [99_u32])).await, unknown);
    assert_eq!(bench.refused(DeleteCaseLabels::new("case-1001", [1_u32, 99])).await, unknown);
    assert_eq!(on_ticket(&bench).await, [1, 2, 3, 4, 5]);
    let missing = "200 OSM.01010015 Ticket not found.";
    assert_eq!(bench.refused(CreateCaseLabels::new("case-9", [99_u32])).await, missing);
    assert_eq!(bench.refused(DeleteCaseLabels::new("case-9", [99_u32])).await, missing);
    assert_eq!(bench.refused(ListCaseLabels::new("case-9")).await, missing);
}

async fn upload(bench: &Bench) -> String {
    let request = UploadJsonAccessories::new("aGVsbG8=").accessory_name("proof.pdf");
    bench.send(request.accessory_from(AccessoryPurpose::from("feedback"))).await.accessory_id.unwrap().to_string()
}

fn report(files: &[&str], identity: &str) -> CreateFeedback {
    let contacts = FeedbackContact::default().name("Ada").mobile("123456").mail("ada@example.com").id_type(10);
    let contacts = contacts.company_name("Example").id_files([identity]).other_way("by post").area("CN").address("1");
    let ip = IntellectualProperty::default().ip_type("trademark").ip_area("CN").ip_number("4711").ip_content("A logo.");
    let request = CreateFeedback::new("infringement", "Web hosting;https://example.com", "The site uses our logo.");
    request.files(files.to_vec()).intellectual_property(ip).contacts(contacts)
}

#[tokio::test]
async fn a_report_is_kept_whole() {
    let bench = Bench::empty();
    let (proof, identity) = (upload(&bench).await, upload(&bench).await);
    bench.send(report(&[&proof, &identity], &identity)).await;
    let kept = bench.sql("SELECT user_name, kind, title, content, ip, contacts, sent_at FROM feedbacks").await;
    insta::assert_snapshot!(kept.join("\n").replace('|', "\n"), @r#"
    sandbox
    infringement
    Web hosting;https://example.com
    The site uses our logo.
    {"ip_area":"CN","ip_content":"A logo.","ip_number":"4711","ip_type":"trademark"}
    {"address":"1","area":"CN","company_name":"Example","id_files":["1002"],"id_type":10,"mail":"ada@example.com","mobile":"123456","name":"Ada","other_way":"by post"}
    1767225600000
    "#);
    let files = bench.sql("SELECT proves, place, accessory FROM feedback_files ORDER BY proves, place").await;
    assert_eq!(files, ["report|0|1001", "report|1|1002", "reporter|0|1002"]);
    let used = bench.refused(DeleteAccessories::new(proof)).await;
    assert_eq!(used, "200 OSM.01010001 The attachment is in use.");
}

#[tokio::test]
async fn reports_that_cannot_be_are_refused_and_not_kept() {
    let bench = Bench::empty();
    let file = upload(&bench).await;
    let files = bench.refused(report(&[&file, "9"], &file)).await;
    assert_eq!(files, "200 OSM.01010001 files has an attachment that does not exist.");
    let identity = bench.refused(report(&[&file], "9")).await;
    assert_eq!(identity, "200 OSM.01010001 contacts.id_files has an attachment that does not exist.");
    let mut empty = report(&[&file], &file);
    empty.content = " \n".to_owned();
    assert_eq!(bench.refused(empty).await, "200 OSM.01010016 The report is empty.");
    assert_eq!(bench.sql("SELECT count(*) FROM feedbacks").await, ["0"]);
    assert_eq!(bench.sql("SELECT count(*) FROM feedback_files").await, ["0"]);
}
