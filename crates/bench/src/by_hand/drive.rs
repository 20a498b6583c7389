//! The calls that an upload to KooDrive makes for each small file, on bare hyper: register, send, complete, verify. The hashes are
//! known, and nothing is read from the disk.

use bytes::Bytes;
use futures_util::{StreamExt, TryStreamExt, stream};
use http::{HeaderValue, Method, Request};
use http_body_util::{BodyExt, Full};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::Outcome;

/// A small file with its hashes.
#[derive(Clone, Debug)]
pub struct SmallFile {
    /// The number of its folder.
    pub folder: usize,
    /// The name.
    pub name: String,
    /// The content.
    pub content: Bytes,
    sha256: String,
    pre_hash: String,
}

impl SmallFile {
    /// Creates a file and computes its hashes.
    #[must_use]
    pub fn new(folder: usize, name: String, content: Bytes) -> Self {
        let sha256 = hex(&content);
        let pre_hash = hex(&content[..content.len().min(1024)]);
        Self { folder, name, content, sha256, pre_hash }
    }
}

fn hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A client that uploads small files.
#[derive(Clone, Debug)]
pub struct DriveProgram {
    client: Client<HttpConnector, Full<Bytes>>,
    endpoint: String,
    token: HeaderValue,
    space: String,
}

impl DriveProgram {
    /// Creates a client of a space.
    ///
    /// # Errors
    /// Returns an error if the token is not a valid header value.
    pub fn new(endpoint: &str, token: &str, space: &str) -> Outcome<Self> {
        let mut connector = HttpConnector::new();
        connector.set_nodelay(true);
        let client = Client::builder(TokioExecutor::new()).build(connector);
        let token = HeaderValue::from_str(&format!("Bearer {token}"))?;
        Ok(Self { client, endpoint: endpoint.to_owned(), token, space: space.to_owned() })
    }

    /// Uploads files to folders of these names, `concurrency` at a time.
    ///
    /// # Errors
    /// Returns the error of the first call that fails.
    pub async fn upload(&self, files: &[SmallFile], folders: usize, concurrency: usize) -> Outcome<()> {
        let mut ids = Vec::new();
        for number in 0..folders {
            let body = json!({ "containerId": self.space, "fileName": format!("d{number}"), "fileType": "10", "renameMode": 3 });
            ids.push(text(&self.call("/directory", &body).await?["id"])?);
        }
        let uploads = stream::iter(files).map(|file| self.upload_one(&ids[file.folder], file));
        uploads.buffer_unordered(concurrency).try_collect().await
    }

    async fn upload_one(&self, folder: &str, file: &SmallFile) -> Outcome<()> {
        let length = file.content.len();
        let body = json!({
            "containerId": self.space, "parentFolder": [folder], "fileName": file.name, "fileType": "45", "length": length,
            "uploadMode": "multipart", "uploadType": 1, "autoRename": 3, "sha256": file.sha256, "preHash": file.pre_hash,
            "multiParts": [{ "partNumber": 1, "partSize": length, "partOffset": 0 }],
        });
        let created = self.call("/files/create", &body).await?;
        let url = text(&created["multiParts"][0]["uploadUrl"])?;
        self.send(Request::put(url).body(Full::new(file.content.clone()))?).await?;
        let id = text(&created["fileId"])?;
        self.call("/files/complete", &json!({ "fileId": id, "sha256": file.sha256 })).await?;
        let found = self.call(&format!("/files/{id}/detail"), &json!({ "containerId": self.space })).await?;
        if found["sha256"] == file.sha256.as_str() {
            Ok(())
        } else {
            Err(format!("{}: another hash", file.name).into())
        }
    }

    async fn call(&self, path: &str, body: &Value) -> Outcome<Value> {
        let request = Request::builder()
            .method(Method::POST)
            .uri(format!("{}/koodrive/ose/v1{path}", self.endpoint))
            .header("authorization", self.token.clone())
            .header("content-type", "application/json")
            .body(Full::new(serde_json::to_vec(body)?.into()))?;
        Ok(serde_json::from_slice(&self.send(request).await?)?)
    }

    async fn send(&self, request: Request<Full<Bytes>>) -> Outcome<Bytes> {
        let (head, body) = self.client.request(request).await?.into_parts();
        let body = body.collect().await?.to_bytes();
        if head.status.is_success() {
            return Ok(body);
        }
        Err(format!("{}: {}", head.status, String::from_utf8_lossy(&body)).into())
    }
}

fn text(value: &Value) -> Outcome<String> {
    value.as_str().map(str::to_owned).ok_or_else(|| format!("a text is expected in place of {value}").into())
}
