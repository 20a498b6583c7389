//! Tests of `hwc insight` and `hwc embed` as processes without a terminal, on a sandbox that keeps its state.

use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;

use hwc_api::serde_json::Value;

use crate::http::Served;
use crate::run::{Run, hwc, run};

/// Runs a command on a served sandbox as its administrator.
fn on(served: &Served, words: &[&str]) -> Run {
    let account = [
        ("HWC_AUTH_TOKEN", "sandbox-auth-token"),
        ("HUAWEICLOUD_SDK_PROJECT_ID", "project-1"),
        ("HWC_ENDPOINT", served.endpoint("insight")),
    ];
    Run::of(hwc(words).envs(account).output().unwrap())
}

fn json(served: &Served, words: &[&str]) -> Value {
    on(served, words).answer()
}

/// Returns the status of a page.
fn status(served: &Served, path: &str) -> u16 {
    let mut stream = TcpStream::connect(served.address()).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").unwrap();
    let mut response = String::new();
    stream.read_to_string(&mut response).unwrap();
    response[9..12].parse().unwrap()
}

/// An empty folder for a test, removed when the value is dropped.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("hwc-insight-{name}-{}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn path(&self, name: &str) -> String {
        self.0.join(name).to_str().unwrap().to_owned()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[test]
fn help_of_each_command() {
    let mut text = run(&["insight", "--help"]).stdout;
    text += &run(&["embed", "--help"]).stdout;
    for words in [
        &["insight", "workspaces"][..],
        &["insight", "dashboards"],
        &["insight", "publish"],
        &["insight", "unpublish"],
        &["insight", "promote"],
        &["insight", "tags", "list"],
        &["insight", "tags", "download"],
        &["insight", "tags", "import"],
        &["insight", "tickets", "list"],
        &["insight", "tickets", "create"],
        &["embed", "url"],
    ] {
        let help = run(&[words, &["--help"]].concat());
        assert_eq!((help.code, help.stderr.as_str()), (0, ""), "{words:?}");
        let end = help.stdout.find("\nOptions of all commands:").unwrap();
        text += &format!("\n## {}\n\n{}", words.join(" "), &help.stdout[..end]);
    }
    insta::assert_snapshot!("help_of_insight", text);
}

#[test]
fn lists_as_tables() {
    let mut text = String::new();
    for words in [
        &["workspaces"][..],
        &["dashboards"],
        &["dashboards", "--published"],
        &["dashboards", "--screens"],
        &["tags", "list"],
    ] {
        let run = run(&[&["insight", "--sandbox", "-o", "table"], words].concat());
        assert_eq!(run.code, 0, "{}", run.stderr);
        text += &format!("$ hwc insight {}\n{}{}\n", words.join(" "), run.stdout, run.stderr);
    }
    insta::assert_snapshot!("insight_lists", text);
}

#[test]
fn dashboards_are_published_and_taken_offline() {
    let served = Served::start(&[]);
    let states = || {
        let list = json(&served, &["insight", "dashboards"]);
        list.as_array().unwrap().iter().map(|one| one["status_code"].as_i64().unwrap()).collect::<Vec<_>>()
    };
    assert_eq!(states(), [1, 0]);
    let published = json(&served, &["insight", "publish", "dashboard-2"]);
    assert_eq!((published["state"].as_str(), states()), (Some("published"), vec![1, 1]));
    let text = on(&served, &["insight", "unpublish", "dashboard-1", "dashboard-2", "-o", "table"]).stdout;
    assert_eq!((text.as_str(), states()), ("dashboard-1, dashboard-2: offline\n", vec![2, 2]));
    let (code, message) = on(&served, &["insight", "publish", "dashboard-9"]).failure();
    assert_eq!(code, 5, "{message}");
}

#[test]
fn a_dashboard_is_promoted_with_a_confirmation() {
    let served = Served::start(&[]);
    let create = ["call", "CreateWorkspace", "--instance-id", "insight-instance-1", "--name", "Live", "--eps-id", "0"];
    json(&served, &create);
    let live = "workspace-1";
    let words = ["insight", "promote", "dashboard-1", "--to-workspace", live];
    let (code, message) = on(&served, &words).failure();
    assert_eq!((code, message.as_str()), (2, "cannot prompt for confirmation: not a terminal; pass --yes"));
    let promoted = json(&served, &[&words[..], &["--yes"]].concat());
    assert_eq!((promoted["result"].as_str(), promoted["is_complete"].as_bool()), (Some("succeeded"), Some(true)));
    let changes: Vec<_> = promoted["resources"].as_array().unwrap().iter().map(|one| one["change"].as_str()).collect();
    assert_eq!(changes, [Some("added"); 3]);
    let table = on(&served, &[&words[..], &["--yes", "--replace", "name", "-o", "table"]].concat());
    insta::assert_snapshot!("insight_promote", table.stdout);
    let list = json(&served, &["insight", "dashboards", "--workspace", live]);
    assert_eq!(list.as_array().unwrap().len(), 1);
}

#[test]
#[cfg(feature = "excel")]
fn tags_travel_through_csv_and_excel() {
    let (served, folder) = (Served::start(&[]), Folder::new("tags"));
    let tag = ["call", "CreateUserTag", "--name", "region", "--type", "user", "--default-value-type", "NULL"];
    json(&served, &tag);
    let file = folder.path("tags.csv");
    fs::write(&file, "\u{feff}account_id,region\nsandbox-user,\"north, east\"\nsandbox-mfa-user,south\n").unwrap();
    let imported = json(&served, &["insight", "tags", "import", &file]);
    assert_eq!((imported["rows"].as_u64(), imported["imported"].as_u64()), (Some(2), Some(2)));
    let csv = on(&served, &["insight", "tags", "download", "-o", "csv"]).stdout;
    assert!(csv.contains("sandbox-user") && csv.contains("\"north, east\""), "{csv}");
    let excel = folder.path("tags.xlsx");
    let target = ["call", "--out", &excel, "insight.DownloadUserTag", "--type", "user"];
    assert_eq!(on(&served, &target).code, 0);
    let again = json(&served, &["insight", "tags", "import", &excel]);
    assert!(again["imported"].as_u64().unwrap() >= 2, "{again}");
    for (name, content, message) in [
        ("a.csv", "name\nx\n", "expected a column `account_id`"),
        ("b.txt", "", "expected a file *.csv or *.xlsx"),
        ("c.csv", "account_id,region\nsandbox-user\n", "invalid CSV"),
        ("d.xlsx", "no archive", "not an Excel file"),
    ] {
        let path = folder.path(name);
        fs::write(&path, content).unwrap();
        let (_, text) = on(&served, &["insight", "tags", "import", &path]).failure();
        assert!(text.contains(message), "{text}");
    }
}

#[test]
fn a_ticket_is_printed_once_and_hidden_in_lists() {
    let served = Served::start(&[]);
    let created = json(&served, &["insight", "tickets", "create", "embed-1", "--user", "viewer-1", "--uses", "3"]);
    let ticket = created["ticket"].as_str().unwrap().to_owned();
    let words = ["insight", "tickets", "list", "--embed", "embed-1", "--user", "viewer-1"];
    let list = on(&served, &words);
    assert!(!list.stdout.contains(&ticket), "{}", list.stdout);
    assert_eq!(list.answer()[0]["uses_left"], 3);
    let table = on(&served, &[&words[..], &["-o", "table"]].concat()).stdout;
    assert!(table.contains("embed-1") && !table.contains(&ticket), "{table}");
}

#[test]
fn a_link_opens_the_page_of_the_sandbox() {
    let served = Served::start(&[]);
    let printed = on(&served, &["embed", "url", "embed-1", "--user", "viewer-1", "-o", "table"]);
    let url = printed.stdout.trim_end();
    let start = format!("{}/embed/embed-1?ticket=", served.endpoint("insight"));
    assert!(url.starts_with(&start), "{url} {}", printed.stderr);
    let statuses = [(); 2].map(|()| status(&served, &url[served.endpoint("insight").len()..]));
    assert_eq!(statuses, [200, 410], "the link is for one use");
    let link = "https://insight.example.com/e?x=1";
    let real = json(&served, &["embed", "url", "embed-1", "--user", "viewer-1", "--link", link, "--uses", "5"]);
    assert!(real["url"].as_str().unwrap().starts_with("https://insight.example.com/e?x=1&ticket="), "{real}");
    assert_eq!((real["uses"].as_u64(), real["expires_at"].is_string()), (Some(5), true));
}

#[test]
fn a_link_needs_a_page_that_can_be_opened() {
    let words = ["embed", "url", "embed-1", "--user", "viewer-1"];
    let account = [("HWC_AUTH_TOKEN", "token"), ("HUAWEICLOUD_SDK_REGION", "cn-north-4")];
    let (code, message) = Run::of(hwc(&words).envs(account).output().unwrap()).failure();
    assert_eq!((code, message.as_str()), (2, "unknown link; pass --link with the link that the console shows"));
    let error = run(&[&words[..], &["--sandbox"]].concat()).error();
    assert!(error["message"].as_str().unwrap().starts_with("no sandbox runs in the background"), "{error}");
    assert_eq!(error["next"][0]["command"], "hwc sandbox start");
}

#[test]
fn invalid_arguments_are_reported_before_anything_is_sent() {
    for words in [
        &["insight", "promote", "dashboard-1", "--sandbox"][..],
        &["insight", "promote", "--to-workspace", "a", "--sandbox"],
        &["insight", "publish", "--sandbox"],
        &["insight", "tickets", "create", "embed-1", "--sandbox"],
        &["insight", "tickets", "create", "embed-1", "--user", "u", "--uses", "0", "--sandbox"],
        &["insight", "publish", "dashboard-1", "-o", "csv", "--sandbox"],
        &["embed", "url", "embed-1", "--user", "u", "--link", "/embed", "--sandbox"],
    ] {
        let (code, message) = run(words).failure();
        assert_eq!(code, 2, "{words:?}: {message}");
    }
}
