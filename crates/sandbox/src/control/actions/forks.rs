//! Forks: copies of the sandbox, each served at a port of its own.

use std::io;
use std::net::{Ipv4Addr, TcpListener};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::super::ControlToken;
use super::super::call::{ControlCall, Outcome};
use super::super::error::ControlError;
use super::super::state::RunningFork;
use super::{Removed, snapshots};
use crate::runtime::sandbox::Sandbox;

/// The maximum number of forks. Each one has threads of its own.
const MAX_FORKS: usize = 16;

/// The state of a new fork.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::control) struct ForkOptions {
    /// The snapshot to start with. Default: the current state.
    snapshot: Option<String>,
}

/// A fork.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Fork")]
pub(in crate::control) struct ForkView {
    /// The ID.
    id: u64,
    /// The endpoint of all services.
    url: String,
    /// The token of its control API.
    token: String,
}

/// The forks.
#[derive(Serialize, JsonSchema)]
pub(in crate::control) struct ForkList {
    /// The forks by ID.
    forks: Vec<ForkView>,
}

pub(in crate::control) fn list(sandbox: &Sandbox, _: &ControlCall) -> Outcome<ForkList> {
    let kept = sandbox.inner().control.lock();
    Ok(ForkList { forks: kept.forks.iter().map(|(id, fork)| view(*id, fork)).collect() })
}

pub(in crate::control) fn create(sandbox: &Sandbox, _: &ControlCall, options: ForkOptions) -> Outcome<ForkView> {
    let forked = match &options.snapshot {
        Some(name) => sandbox.fork_from(&snapshots::find(sandbox, name)?)?,
        None => sandbox.fork()?,
    };
    let mut kept = sandbox.inner().control.lock();
    if kept.forks.len() >= MAX_FORKS {
        return Err(ControlError::conflict(format!("the sandbox has {MAX_FORKS} forks; delete one first")));
    }
    let fork = serve(&forked).map_err(|error| ControlError::internal(format!("cannot serve the fork: {error}")))?;
    kept.last_fork += 1;
    let id = kept.last_fork;
    let view = view(id, &fork);
    kept.forks.insert(id, fork);
    Ok(view)
}

/// Serves a fork on the loopback address. Called on a thread of a tokio runtime.
fn serve(forked: &Sandbox) -> io::Result<RunningFork> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    listener.set_nonblocking(true)?;
    let token = ControlToken::random()?;
    let server = forked.server(tokio::net::TcpListener::from_std(listener)?).map_err(io::Error::other)?;
    let server = server.control(token.clone());
    let url = server.url();
    let task = tokio::spawn(async move { drop(server.run().await) }).abort_handle();
    Ok(RunningFork { url, token, task })
}

pub(in crate::control) fn delete(sandbox: &Sandbox, call: &ControlCall) -> Outcome<Removed> {
    let id = call.id("fork")?;
    match sandbox.inner().control.lock().forks.remove(&id) {
        Some(_) => Ok(Removed { removed: 1 }),
        None => Err(ControlError::not_found(format!("fork `{id}` not found"))),
    }
}

fn view(id: u64, fork: &RunningFork) -> ForkView {
    ForkView { id, url: fork.url.clone(), token: fork.token.expose().to_owned() }
}
