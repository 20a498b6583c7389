//! The first chapter: signing in with a name and a password.

use hwc_api::iam::{
    AuthMethod, KeystoneCreateUserTokenByPassword, LoginDomain, LoginUser, PasswordAuth, PasswordIdentity,
    PasswordLogin, ProjectScope, TokenScope,
};

use super::stage::{Stage, given};
use crate::failure::Failure;

/// Runs the chapter.
pub(super) async fn tell(stage: &mut Stage) -> Result<(), Failure> {
    stage.chapter("Signing in")?;
    let user = LoginUser::default()
        .name("ada")
        .password("correct horse battery staple")
        .domain(LoginDomain::default().name("example"));
    let identity =
        PasswordIdentity::default().methods([AuthMethod::Password]).password(PasswordLogin::default().user(user));
    let scope = TokenScope::default().project(ProjectScope::default().name("cn-north-4"));
    let auth = PasswordAuth::default().identity(identity).scope(scope);
    let request = KeystoneCreateUserTokenByPassword::new(auth).nocatalog("true");
    let answer = stage.call("Ada gets a token for a day with her password. The calls below use it.", request).await?;
    stage.sign_in(given(answer.token, "X-Subject-Token")?)
}
