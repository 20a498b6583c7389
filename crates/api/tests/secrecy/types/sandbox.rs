//! Samples of the sandbox, after a sign-in.

use hwc_api::koodrive::CreateSession;
use hwc_sandbox::{Sandbox, SandboxOptions};

use super::client::drive;
use super::show::{MARK, Sample, debug};

pub(super) async fn samples() -> Vec<Sample> {
    let options = SandboxOptions::default();
    let shown = debug("hwc_sandbox::SandboxOptions", &options);
    let sandbox = Sandbox::new(options).unwrap();
    let session = drive(sandbox.clone()).send(CreateSession::new(MARK)).await.unwrap().data.unwrap();
    let server = sandbox.bind_loopback(0).await.unwrap();
    let (token, id) = (session.access_token.unwrap(), session.session_id.unwrap());
    let hidden = |mut sample: Sample| {
        sample.text = sample.text.replace(token.expose(), MARK).replace(id.expose(), MARK);
        sample
    };
    [shown, debug("hwc_sandbox::Sandbox", &sandbox), debug("hwc_sandbox::Server", &server)].map(hidden).to_vec()
}
