//! Requests an IAM token with a password, and creates a client that uses it.
//!
//! Runs against the sandbox: `cargo run -p hwc-api --example sign_in`.

#![allow(clippy::print_stdout, unreachable_pub, reason = "an example prints")]

use hwc_api::iam::{
    AuthMethod, KeystoneCreateUserTokenByPassword, LoginDomain, LoginUser, PasswordAuth, PasswordIdentity,
    PasswordLogin, ProjectScope, TokenScope,
};
use hwc_api::{Client, Error, Secret};
use hwc_sandbox::{Sandbox, SandboxOptions};

/// Requests a token. The service returns it in a header of the response.
pub async fn run(client: &Client, account: &str, user: &str, password: &str) -> Result<Secret, Error> {
    let user = LoginUser::default().domain(LoginDomain::default().name(account)).name(user).password(password);
    let identity =
        PasswordIdentity::default().methods([AuthMethod::Password]).password(PasswordLogin::default().user(user));
    let scope = TokenScope::default().project(ProjectScope::default().name("cn-north-4"));
    let request = KeystoneCreateUserTokenByPassword::new(PasswordAuth::default().identity(identity).scope(scope));

    let answer = client.send(request.nocatalog("yes")).await?;
    println!("valid until {:?}", answer.info.unwrap_or_default().expires_at);
    Ok(answer.token.unwrap_or_default())
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let sandbox = Sandbox::new(SandboxOptions::default())?;
    let nobody = Client::builder().transport(sandbox.clone()).build()?;
    let token = run(&nobody, "my-account", "my-user", "my-password").await?;
    let client = Client::builder().transport(sandbox).auth_token(token).build()?;
    println!("{client:?}");
    Ok(())
}
