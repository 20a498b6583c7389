//! Callers of DataArts Insight: the administrator, another user of the account, and the user of the other account.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails here is a failed test")]
#![allow(dead_code, reason = "each test file uses some of it")]

use hwc_models::iam::{
    AuthMethod, KeystoneCreateUserTokenByPassword, LoginDomain, LoginUser, PasswordAuth, PasswordIdentity,
    PasswordLogin, ProjectScope, TokenScope,
};
use hwc_models::insight::{AuthLevel, BatchSaveAuth, NewSharingRule, ResourceType};
use hwc_sandbox::account;
use hwc_transport::{Body, http};
use hwc_wire::{Request, parse_error_body};

use super::Bench;

/// The only instance.
pub(crate) const INSTANCE: &str = "insight-instance-1";
/// The code of a resource that is not shared, and of one that does not exist.
pub(crate) const NOT_SHARED: &str = "400 DataArtsInsight.24010043 The resource is not shared with the caller.";
pub(crate) const NO_RESOURCE: &str = "404 DataArtsInsight.24010003 The resource does not exist.";

/// A caller, with the workspace that the calls name.
pub(crate) struct Member<'a> {
    bench: &'a Bench,
    token: String,
    workspace: String,
}

impl<'a> Member<'a> {
    /// The administrator, who owns the demo data.
    pub(crate) fn administrator(bench: &'a Bench) -> Self {
        Self { bench, token: account::AUTH_TOKEN.to_owned(), workspace: String::new() }
    }

    /// The user of the other account.
    pub(crate) fn stranger(bench: &'a Bench) -> Self {
        Self { bench, token: account::OTHER_AUTH_TOKEN.to_owned(), workspace: String::new() }
    }

    /// Another user of the account, who is in the group of the demo data.
    pub(crate) async fn analyst(bench: &'a Bench) -> Self {
        let user = LoginUser::default().domain(LoginDomain::default().name(account::DOMAIN_NAME));
        let user = user.name(account::MFA_USER_NAME).password(account::MFA_PASSWORD);
        let identity = PasswordIdentity::default().methods([AuthMethod::Password]);
        let auth = PasswordAuth::default().identity(identity.password(PasswordLogin::default().user(user)));
        let auth = auth.scope(TokenScope::default().project(ProjectScope::default().name(account::PROJECT_NAME)));
        let token = bench.send(KeystoneCreateUserTokenByPassword::new(auth)).await.token.unwrap();
        Self { bench, token: token.expose().to_owned(), workspace: String::new() }
    }

    /// Returns the token of the caller.
    pub(crate) fn token(&self) -> &str {
        &self.token
    }

    /// Names a workspace in all calls from now on.
    pub(crate) fn enter(&mut self, workspace: &str) {
        workspace.clone_into(&mut self.workspace);
    }

    fn headers(&self) -> Vec<(&str, &str)> {
        let mut headers = vec![("X-Auth-Token", self.token.as_str())];
        if !self.workspace.is_empty() {
            headers.push(("X-Workspace-Id", self.workspace.as_str()));
        }
        headers
    }

    /// Sends a request and returns its response, which must match the spec.
    pub(crate) async fn send<E: Request>(&self, request: E) -> E::Response {
        self.bench.send_with(request, &self.headers()).await
    }

    /// Returns status, code and text of the error response to a request.
    pub(crate) async fn refused<E: Request>(&self, request: E) -> String {
        let reply = self.bench.reply_to(E::OPERATION, &request, &self.headers()).await;
        assert!(!reply.status.is_success(), "not refused: {}", reply.line());
        let error = parse_error_body(&E::OPERATION.service.envelope, &reply.body);
        let error = error.unwrap_or_else(|| panic!("no error: {}", reply.line()));
        format!("{} {} {}", reply.status.as_u16(), error.code, error.message)
    }

    /// Sends a form with a file to a path of the project. Returns status and body in one line.
    pub(crate) async fn upload(&self, path: &str, fields: &[(&str, &str)], file: &[u8]) -> String {
        let mut body = Vec::new();
        for (name, value) in fields {
            let part = format!("--end\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
            body.extend_from_slice(part.as_bytes());
        }
        body.extend_from_slice(
            b"--end\r\nContent-Disposition: form-data; name=\"file\"; filename=\"file.zip\"\r\n\r\n",
        );
        body.extend_from_slice(file);
        body.extend_from_slice(b"\r\n--end--\r\n");
        let url = format!("http://localhost/v1/{}{path}", account::PROJECT_ID);
        let mut request = http::Request::builder().method("POST").uri(url);
        request = request.header("Content-Type", "multipart/form-data; boundary=end");
        for (name, value) in self.headers() {
            request = request.header(name, value);
        }
        self.bench.deliver(request.body(Body::from(body)).unwrap()).await.line()
    }

    /// Shares a resource with the analyst. An empty right removes the grant.
    pub(crate) async fn share(&self, kind: ResourceType, id: &str, right: &str) {
        self.send(BatchSaveAuth::new([grant(kind, id, account::MFA_USER_ID, right)])).await;
    }
}

/// Returns a grant for a user. An empty right removes it.
pub(crate) fn grant(kind: ResourceType, id: &str, user: &str, right: &str) -> NewSharingRule {
    let rule = NewSharingRule::default().auth_id(user).auth_level(AuthLevel::User).resource_id(id).resource_type(kind);
    if right.is_empty() { rule } else { rule.authority(right) }
}
