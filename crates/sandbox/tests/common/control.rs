//! A served sandbox with a control API, and a small client for it.

use hwc_sandbox::{ControlToken, Sandbox, SandboxOptions};
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::task::JoinSet;

/// A served sandbox. It stops when it is dropped.
pub(crate) struct Controlled {
    pub(crate) sandbox: Sandbox,
    pub(crate) address: String,
    pub(crate) token: String,
    pub(crate) serving: JoinSet<()>,
}

/// A response over HTTP.
#[derive(Debug)]
pub(crate) struct Response {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: String,
}

impl Response {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("no JSON: {self:?}"))
    }
}

impl Controlled {
    pub(crate) async fn start(options: SandboxOptions) -> Self {
        let sandbox = Sandbox::new(options).unwrap();
        let token = ControlToken::random().unwrap();
        let server = sandbox.bind_loopback(0).await.unwrap().control(token.clone());
        let address = server.address().to_string();
        let mut serving = JoinSet::new();
        serving.spawn(async move { server.run().await.unwrap() });
        Self { sandbox, address, token: token.expose().to_owned(), serving }
    }

    pub(crate) async fn demo() -> Self {
        Self::start(SandboxOptions::default()).await
    }

    /// Sends a request with these lines of headers. The result is what arrives until the connection ends.
    pub(crate) async fn raw(&self, line: &str, headers: &[String], body: &str) -> std::io::Result<String> {
        let mut stream = TcpStream::connect(&self.address).await?;
        let mut request = format!("{line} HTTP/1.1\r\nConnection: close\r\nContent-Length: {}\r\n", body.len());
        headers.iter().for_each(|header| request += &format!("{header}\r\n"));
        stream.write_all(format!("{request}\r\n{body}").as_bytes()).await?;
        let mut response = Vec::new();
        stream.read_to_end(&mut response).await?;
        Ok(String::from_utf8_lossy(&response).into_owned())
    }

    /// Sends a request with the headers of an ordinary client, and `more`.
    pub(crate) async fn exchange(&self, line: &str, more: &[&str], body: &str) -> Response {
        let host = format!("Host: {}", self.address);
        let headers: Vec<String> = std::iter::once(host).chain(more.iter().map(ToString::to_string)).collect();
        let text = self.raw(line, &headers, body).await.unwrap();
        let (head, body) = text.split_once("\r\n\r\n").unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        Response { status, head: head.to_owned(), body: body.to_owned() }
    }

    /// Sends a request to the control API.
    pub(crate) async fn control(&self, method: &str, path: &str, body: &Value) -> Response {
        let authorization = format!("Authorization: Bearer {}", self.token);
        let text = if body.is_null() { String::new() } else { body.to_string() };
        let headers = [authorization.as_str(), "Content-Type: application/json"];
        self.exchange(&format!("{method} /_sandbox/{path}"), &headers, &text).await
    }

    /// Gets a resource of the control API.
    pub(crate) async fn get(&self, path: &str) -> Value {
        let response = self.control("GET", path, &Value::Null).await;
        assert_eq!(response.status, 200, "{response:?}");
        response.json()
    }

    /// Performs an action of the control API.
    pub(crate) async fn post(&self, path: &str, body: Value) -> Value {
        let response = self.control("POST", path, &body).await;
        assert!(matches!(response.status, 200 | 201), "{response:?}");
        response.json()
    }

    /// Returns the status, the code and the message of a rejected action.
    pub(crate) async fn rejected(&self, method: &str, path: &str, body: Value) -> String {
        let response = self.control(method, path, &body).await;
        let error = &response.json()["error"];
        format!("{} {} {}", response.status, error["code"].as_str().unwrap(), error["message"].as_str().unwrap())
    }

    /// Lists tickets as a client of the service.
    pub(crate) async fn list_cases(&self) -> Response {
        self.exchange("GET /v2/servicerequest/cases?limit=1", &["X-Auth-Token: my-secret-token"], "").await
    }
}
