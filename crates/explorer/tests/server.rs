//! Tests of the server over HTTP: its files, its checks, and the calls of the page.
#![allow(clippy::unwrap_used, reason = "tests may panic")]

use hwc_api::serde_json::{self, Value as Json, json};
use hwc_explorer::{Connection, Explorer};
use hwc_sandbox::{Sandbox, SandboxOptions};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::task::JoinHandle;

/// A served explorer of a sandbox with demo data.
struct Served {
    url: String,
    running: JoinHandle<()>,
}

impl Served {
    async fn start() -> Self {
        let sandbox = Sandbox::new(SandboxOptions::default().with_example_data()).unwrap();
        let explorer = Explorer::new(Connection::sandbox(sandbox).unwrap()).unwrap();
        let server = explorer.bind_loopback(0).await.unwrap();
        let url = server.url();
        Self { url, running: tokio::spawn(async move { server.run().await.unwrap() }) }
    }

    /// Sends a request to a path after the token, and returns the status line with the headers, and the body.
    async fn exchange(&self, method: &str, path: &str, headers: &str, body: &str) -> (String, Vec<u8>) {
        let (host, token) = self.url.strip_prefix("http://").unwrap().split_once('/').unwrap();
        let mut stream = TcpStream::connect(host).await.unwrap();
        let length = body.len();
        let request = format!(
            "{method} /{token}{path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\
             Content-Length: {length}\r\n{headers}\r\n{body}"
        );
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut response = Vec::new();
        stream.read_to_end(&mut response).await.unwrap();
        let end = response.windows(4).position(|window| window == b"\r\n\r\n").unwrap();
        (String::from_utf8(response[..end].to_vec()).unwrap(), response[end + 4..].to_vec())
    }

    /// Posts a call, and returns the status and the report.
    async fn post(&self, action: &str, body: &Json) -> (u16, Json) {
        let json = "Content-Type: application/json\r\n";
        let (head, body) = self.exchange("POST", &format!("api/{action}"), json, &body.to_string()).await;
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        (status, serde_json::from_slice(&body).unwrap())
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        self.running.abort();
    }
}

#[tokio::test]
async fn files_have_the_policy() {
    let served = Served::start().await;
    for (path, media_type) in [("", "text/html"), ("main.js", "text/javascript"), ("catalog.json", "application/json")]
    {
        let (head, body) = served.exchange("GET", path, "", "").await;
        assert!(head.starts_with("HTTP/1.1 200 ") && !body.is_empty(), "{path}: {head}");
        assert!(head.contains(&format!("content-type: {media_type}")), "{head}");
        assert!(head.contains("content-security-policy: default-src 'none'; script-src 'self'; "), "{head}");
        assert!(head.contains("require-trusted-types-for 'script'"), "{head}");
    }
    assert!(served.exchange("GET", "other.js", "", "").await.0.starts_with("HTTP/1.1 404 "));
    assert!(served.exchange("POST", "main.js", "", "").await.0.starts_with("HTTP/1.1 405 "));
    let text = "Content-Type: text/plain\r\n";
    assert!(served.exchange("POST", "api/send", text, "{}").await.0.starts_with("HTTP/1.1 415 "));
    let foreign = "Origin: http://evil.example\r\n";
    assert!(served.exchange("GET", "", foreign, "").await.0.starts_with("HTTP/1.1 403 "));
}

#[tokio::test]
async fn a_call_is_sent_and_reported_without_credentials() {
    let served = Served::start().await;
    let call = json!({ "operation": "ListAuthorizations", "fields": { "limit": 2 } });
    let (status, report) = served.post("send", &call).await;
    assert_eq!((status, &report["status"], &report["attempts"]), (200, &json!(200), &json!(1)), "{report}");
    assert!(report["body"]["incident_auth_list"].is_array());
    let request = &report["trace"][0]["request"];
    assert_eq!(request["target"], "/v2/servicerequest/authorizations?limit=2");
    assert!(request.to_string().contains("Signature=[redacted]"), "{request}");
    assert!(!report.to_string().contains(hwc_sandbox::account::SECRET_KEY));
}

#[tokio::test]
async fn wrong_input_is_reported_by_field() {
    let served = Served::start().await;
    let violations = async |fields: Json| {
        let (_, report) =
            served.post("validate", &json!({ "operation": "ListAuthorizations", "fields": fields })).await;
        report["violations"].clone()
    };
    assert_eq!(violations(json!({ "limit": 5 })).await, json!([]));
    assert_eq!(violations(json!({ "limit": 101 })).await[0]["path"], "limit");
    assert_eq!(violations(json!({ "limit": "ten" })).await[0]["path"], "limit");
    let (status, report) = served.post("preview", &json!({ "operation": "Nothing" })).await;
    assert_eq!((status, report["error"].as_str().unwrap()), (404, "unknown operation `Nothing`"));
    let (status, report) =
        served.post("validate", &json!({ "operation": "ListCases", "settings": { "colour": "1" } })).await;
    assert_eq!((status, report["error"].as_str().unwrap()), (400, "unknown setting `colour`"));
}

#[tokio::test]
async fn destructive_calls_are_confirmed() {
    let served = Served::start().await;
    let mut call = json!({ "operation": "DeleteLabels", "fields": { "label_id": 424242 } });
    let (status, report) = served.post("send", &call).await;
    assert_eq!(status, 409, "{report}");
    call["confirmed"] = json!(true);
    let (status, report) = served.post("send", &call).await;
    assert_eq!(status, 200);
    assert!(!report["trace"].as_array().unwrap().is_empty(), "{report}");
}

#[tokio::test]
async fn faults_are_retried_and_the_reasons_are_reported() {
    let served = Served::start().await;
    let call = json!({ "operation": "ListCases", "fault": "503" });
    let (_, report) = served.post("send", &call).await;
    assert_eq!((&report["status"], &report["attempts"]), (&json!(200), &json!(2)), "{report}");
    let reason = report["trace"][0]["reason"].as_str().unwrap();
    assert!(reason.contains("a retry is safe; next attempt after"), "{reason}");
    let (status, report) = served.post("send", &json!({ "operation": "ListCases", "fault": "x" })).await;
    assert_eq!(status, 400, "{report}");
}

#[tokio::test]
async fn secrets_of_a_request_are_redacted() {
    let served = Served::start().await;
    let secret = "a secret of mine";
    let fields =
        json!({ "authorization_id": "auth-1", "auth_detail_list": [{ "auth_detail_id": 1, "password": secret }] });
    let call = json!({ "operation": "ConfirmAuthorizations", "fields": fields, "confirmed": true });
    for action in ["validate", "preview", "explain", "send"] {
        let (_, report) = served.post(action, &call).await;
        assert!(!report.to_string().contains(secret), "{action}: {report}");
    }
}

#[tokio::test]
async fn an_explanation_has_the_signed_texts() {
    let served = Served::start().await;
    let (_, report) = served.post("explain", &json!({ "operation": "ListCases", "fields": { "limit": 3 } })).await;
    let auth = &report["authentication"];
    let canonical = auth["canonical_request"].as_str().unwrap();
    assert!(canonical.starts_with("GET\n/v2/servicerequest/cases/\nlimit=3\n"), "{canonical}");
    assert!(auth["string_to_sign"].as_str().unwrap().starts_with("SDK-HMAC-SHA256\n"));
    assert_eq!(report["fields"][0]["place"], "query parameter");
    assert_eq!(report["checks"][3]["passes"], true);
    let (_, report) =
        served.post("explain", &json!({ "operation": "koodrive.GetFile", "fields": { "fileId": "a" } })).await;
    assert!(report["authentication"]["kind"] == "token" || report["error"].is_object(), "{report}");
}

#[tokio::test]
async fn files_are_uploaded_and_downloaded() {
    let served = Served::start().await;
    let file = json!({ "name": "a.log", "media_type": "text/plain", "content": "aGVsbG8=" });
    let form = json!({ "fileName": "a.log", "accessoryFrom": "message", "uploadType": 0 });
    let call = json!({ "operation": "UploadAccessory", "fields": { "form_data": form }, "files": { "file": file } });
    let (_, preview) = served.post("preview", &call).await;
    let (_, report) = served.post("send", &call).await;
    let id = report["body"]["accessory_id"].as_str().unwrap_or_else(|| panic!("{report} {preview}"));
    let (_, report) =
        served.post("send", &json!({ "operation": "DownloadAccessories", "fields": { "accessory_id": id } })).await;
    assert_eq!(report["file"], json!({ "size": 5, "content": "aGVsbG8=" }), "{report}");
    let path = json!({ "operation": "UploadAccessory", "fields": { "file": "/etc/passwd" } });
    assert_eq!(served.post("preview", &path).await.0, 400);
}

#[tokio::test]
async fn a_sample_is_an_archive() {
    let served = Served::start().await;
    let call = json!({ "operation": "ListCases", "language": "rust" });
    let json = "Content-Type: application/json\r\n";
    let (head, body) = served.exchange("POST", "api/export", json, &call.to_string()).await;
    assert!(head.starts_with("HTTP/1.1 200 ") && body.starts_with(b"PK"), "{head}");
    let (status, _) = served.post("export", &json!({ "operation": "koodrive.GetFile", "language": "go" })).await;
    assert_eq!(status, 404);
}

#[tokio::test]
async fn the_page_controls_the_sandbox() {
    let served = Served::start().await;
    let json = "Content-Type: application/json\r\n";
    let (head, body) = served.exchange("POST", "_sandbox/clock", json, r#"{"frozen": true}"#).await;
    assert!(head.starts_with("HTTP/1.1 200 ") && head.contains("content-security-policy: "), "{head}");
    assert_eq!(serde_json::from_slice::<Json>(&body).unwrap()["frozen"], true);
    served.post("send", &json!({ "operation": "ListCases", "fields": { "limit": 1 } })).await;
    let (_, body) = served.exchange("GET", "_sandbox/requests?status=200&limit=1", "", "").await;
    let log: Json = serde_json::from_slice(&body).unwrap();
    assert_eq!(log["requests"][0]["operation"], "osm.ListCases");
    let foreign = format!("{json}Origin: http://evil.example\r\n");
    assert!(served.exchange("POST", "_sandbox/reset", &foreign, "{}").await.0.starts_with("HTTP/1.1 403 "));
    assert!(served.exchange("GET", "_sandbox/nothing", "", "").await.0.starts_with("HTTP/1.1 404 "));
}
