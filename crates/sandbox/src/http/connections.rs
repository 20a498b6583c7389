//! Connections to a served sandbox: accepting them, limiting their number, and ending them.

use std::future::Future;
use std::io;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use hwc_transport::http::StatusCode;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

use crate::control::ControlToken;
use crate::http::activity::{Activity, close_idle};
use crate::http::client_stream::ClientStream;
use crate::http::exchange::{Exchange, Shared, busy, malformed};
use crate::http::header_timer::HeaderTimer;
use crate::http::memory::Memory;
use crate::http::raw_response;
use crate::http::server_options::ServerOptions;
use crate::http::wait::until;
use crate::runtime::error::SandboxError;
use crate::runtime::sandbox::Sandbox;
use crate::runtime::workers::Workers;

/// The time that running requests have to finish at shutdown.
const DRAIN: Duration = Duration::from_secs(3);

/// The pause after a failed accept, for example with too many open files. The second constant is the number of failures in a
/// row before the server gives up.
const PAUSE: Duration = Duration::from_secs(1);
const MOST_PAUSES: u32 = 30;

/// The maximum number of rejected connections that get a response at the same time.
const MOST_REJECTED: usize = 64;

/// The maximum number of headers of a request.
const MOST_HEADERS: usize = 256;

/// The minimum size of the buffers of a connection.
const BUFFER: usize = 64 << 10;

/// The settings of a server.
pub(crate) struct Settings {
    pub(crate) sandbox: Sandbox,
    pub(crate) options: ServerOptions,
    /// The token of the control API, if it is served.
    pub(crate) control: Option<ControlToken>,
}

/// Serves connections until `shutdown` completes, then drains them.
pub(crate) async fn serve(
    settings: Settings,
    listener: TcpListener,
    shutdown: impl Future<Output = ()>,
) -> Result<(), SandboxError> {
    let sandbox = settings.sandbox.clone();
    let mut connections = Connections::new(settings)?;
    let mut shutdown = pin!(shutdown);
    let mut failures = 0;
    while let Some(accepted) = until(shutdown.as_mut(), listener.accept()).await {
        match accepted {
            Ok((stream, _)) => {
                failures = 0;
                // The last packet of a response would wait until the client acknowledges the one before. A socket that takes no
                // options still works.
                _ = stream.set_nodelay(true);
                connections.add(stream);
            }
            // The peer disconnected before the connection was accepted.
            Err(error) if is_of_connection(&error) => {}
            Err(error) if failures == MOST_PAUSES => return Err(error.into()),
            Err(_) => {
                failures += 1;
                sandbox.sleep(PAUSE).await;
            }
        }
    }
    // From here on, the operating system refuses connections.
    drop(listener);
    let Connections { graceful, running, .. } = connections;
    until(sandbox.sleep(DRAIN), graceful.shutdown()).await;
    // Dropping the set ends the remaining connections.
    drop(running);
    Ok(())
}

fn is_of_connection(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset, Interrupted};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset | Interrupted)
}

/// The open connections of a server.
struct Connections {
    shared: Arc<Shared>,
    graceful: GracefulShutdown,
    running: JoinSet<()>,
    activities: Vec<Arc<Activity>>,
    rejected: JoinSet<()>,
}

impl Connections {
    fn new(Settings { sandbox, options, control }: Settings) -> Result<Self, SandboxError> {
        let memory = Memory::new(options.max_memory);
        let shared = Shared { sandbox, options, control, workers: Workers::start()?, memory };
        Ok(Self {
            shared: Arc::new(shared),
            graceful: GracefulShutdown::new(),
            running: JoinSet::new(),
            activities: Vec::new(),
            rejected: JoinSet::new(),
        })
    }

    /// Starts a connection, or rejects it if there are too many.
    fn add(&mut self, stream: TcpStream) {
        while self.running.try_join_next().is_some() {}
        while self.rejected.try_join_next().is_some() {}
        // The task of a connection holds the other references.
        self.activities.retain(|activity| Arc::strong_count(activity) > 1);
        if self.activities.len() >= self.shared.options.max_connections && !close_idle(self.activities.iter()) {
            return self.reject(stream);
        }
        let activity = Arc::new(Activity::new(self.shared.sandbox.inner().monotonic()));
        self.activities.push(Arc::clone(&activity));
        let exchange = Exchange { shared: Arc::clone(&self.shared), stream: Arc::new(stream), activity };
        self.running.spawn(connection(exchange, &self.graceful));
    }

    fn reject(&mut self, stream: TcpStream) {
        if self.rejected.len() < MOST_REJECTED {
            let sandbox = self.shared.sandbox.clone();
            self.rejected.spawn(async move { raw_response::send(&sandbox, stream, &busy(&sandbox)).await });
        }
    }
}

fn connection(exchange: Exchange, graceful: &GracefulShutdown) -> impl Future<Output = ()> + use<> {
    let Exchange { shared, stream, activity } = exchange.clone();
    let (sandbox, options) = (shared.sandbox.clone(), &shared.options);
    let client = ClientStream::new(sandbox.clone(), Arc::clone(&stream), Arc::clone(&activity), options.stall_timeout);
    let timer = HeaderTimer { sandbox, activity: Arc::clone(&activity), timeout: options.header_timeout };
    let service = service_fn(move |request| {
        let exchange = exchange.clone();
        async move { exchange.respond(request).await }
    });
    let mut builder = http1::Builder::new();
    // hyper rejects headers far above the limit while it reads them.
    let most = options.max_header_bytes.saturating_mul(2);
    builder.max_header_size(most).max_headers(MOST_HEADERS).max_buf_size(most.max(BUFFER));
    // A client may close its sending side after the request and wait for the response.
    builder.timer(timer).header_read_timeout(options.header_timeout).half_close(true);
    let connection = graceful.watch(builder.serve_connection(TokioIo::new(client), service));
    async move {
        let ended = until(activity.closing(), connection).await;
        let is_late = || matches!(&ended, Some(Err(error)) if error.is_timeout()) && activity.has_received();
        let refused = activity.refused().or_else(|| is_late().then_some(StatusCode::REQUEST_TIMEOUT));
        // Other errors have no reader, since the peer is gone.
        if let (Some(status), Some(stream)) = (refused, Arc::into_inner(stream)) {
            raw_response::send(&shared.sandbox, stream, &shared.sandbox.refused(&malformed(status))).await;
        }
    }
}
