//! The first section: signing in with a name and a password.

use hwc_api::iam::{
    AuthMethod, KeystoneCreateUserTokenByPassword, LoginDomain, LoginUser, PasswordAuth, PasswordIdentity,
    PasswordLogin, ProjectScope, TokenScope,
};

use super::runner::{DemoRunner, require};
use crate::error::CliError;

/// Runs the section.
pub(super) async fn run(runner: &mut DemoRunner) -> Result<(), CliError> {
    runner.section("Signing in")?;
    let user = LoginUser::default()
        .name("ada")
        .password("correct horse battery staple")
        .domain(LoginDomain::default().name("example"));
    let identity =
        PasswordIdentity::default().methods([AuthMethod::Password]).password(PasswordLogin::default().user(user));
    let scope = TokenScope::default().project(ProjectScope::default().name("cn-north-4"));
    let auth = PasswordAuth::default().identity(identity).scope(scope);
    let request = KeystoneCreateUserTokenByPassword::new(auth).nocatalog("true");
    let response =
        runner.call("Sign in with a password. The token is valid for a day; the calls below use it.", request).await?;
    runner.sign_in(require(response.token, "X-Subject-Token")?)
}
