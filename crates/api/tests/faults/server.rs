//! A server of hand-written bytes. It uses no HTTP library, so that a script can send malformed responses.

use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use hwc_api::transport::clock::Clock;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::task::{JoinHandle, JoinSet, yield_now};
use tokio_rustls::TlsAcceptor;

use crate::harness::{Harness, Received};
use crate::script::{ConnectionScript, Script, Step};

/// The maximum number of connections that wait for `accept`.
const BACKLOG: u32 = 64;

/// A server that runs a script.
pub(crate) struct Server {
    pub(crate) port: u16,
    script: Script,
    shared: Arc<Shared>,
    /// The socket, bound from the start to reserve the port. Connections are refused until the server listens.
    socket: Mutex<Option<TcpSocket>>,
    task: Mutex<Option<JoinHandle<()>>>,
}

/// The state shared by all connections.
struct Shared {
    port: u16,
    harness: Arc<Harness>,
    log: Mutex<Log>,
}

/// A log of the received data.
#[derive(Clone, Default)]
pub(crate) struct Log {
    pub(crate) requests: Vec<Request>,
    pub(crate) connections: u32,
    /// The number of connections that both sides have closed.
    pub(crate) closed: u32,
}

/// A request as it was received.
#[derive(Clone)]
pub(crate) struct Request {
    pub(crate) head: String,
    pub(crate) body: Vec<u8>,
}

impl Server {
    pub(crate) fn start(script: Script, harness: Arc<Harness>) -> io::Result<Self> {
        let socket = TcpSocket::new_v4()?;
        socket.bind(([127, 0, 0, 1], 0).into())?;
        let port = socket.local_addr()?.port();
        let shared = Arc::new(Shared { port, harness, log: Mutex::default() });
        let server = Self { port, script, shared, socket: Mutex::new(Some(socket)), task: Mutex::default() };
        server.open_for(0);
        Ok(server)
    }

    /// Starts listening, unless this exchange must be refused.
    pub(crate) fn open_for(&self, exchange: u32) {
        let refused = self.script.refusals > 0 && exchange <= self.script.refusals;
        let socket = if refused { None } else { lock(&self.socket).take() };
        if let Some(listener) = socket.and_then(|socket| socket.listen(BACKLOG).ok()) {
            let serving = serve(listener, self.script.clone(), Arc::clone(&self.shared));
            *lock(&self.task) = Some(tokio::spawn(serving));
        }
    }

    pub(crate) fn log(&self) -> Log {
        lock(&self.shared.log).clone()
    }
}

/// Closes the connections too.
impl Drop for Server {
    fn drop(&mut self) {
        if let Some(task) = lock(&self.task).take() {
            task.abort();
        }
    }
}

impl Request {
    /// Returns the method and the path, as in `GET /v2/cases`.
    pub(crate) fn line(&self) -> String {
        let line = self.head.lines().next().unwrap_or_default();
        let target = line.strip_suffix(" HTTP/1.1").unwrap_or(line);
        target.split('?').next().unwrap_or_default().to_owned()
    }

    /// Returns the value of a header.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        header(&self.head, name)
    }
}

fn header<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    let named = |line: &'a str| line.split_once(": ").filter(|(key, _)| key.eq_ignore_ascii_case(name));
    head.lines().find_map(named).map(|(_, value)| value)
}

async fn serve(listener: TcpListener, script: Script, shared: Arc<Shared>) {
    let mut connections = JoinSet::new();
    let mut scripts = script.connections.into_iter();
    let mut last = ConnectionScript::default();
    while let Ok((stream, _)) = listener.accept().await {
        last = scripts.next().unwrap_or(last);
        lock(&shared.log).connections += 1;
        connections.spawn(connect(stream, script.tls.clone(), last.clone(), Arc::clone(&shared)));
    }
}

async fn connect(
    stream: TcpStream,
    tls: Option<Arc<tokio_rustls::rustls::ServerConfig>>,
    connection: ConnectionScript,
    shared: Arc<Shared>,
) {
    if connection.resets {
        let _ = stream.set_zero_linger();
    }
    let resets = connection.resets;
    match tls {
        None => converse(Connection { stream, shared }, connection.steps, resets).await,
        Some(config) => {
            if let Ok(stream) = TlsAcceptor::from(config).accept(stream).await {
                converse(Connection { stream, shared }, connection.steps, resets).await;
            }
        }
    }
}

struct Connection<S> {
    stream: S,
    shared: Arc<Shared>,
}

/// Runs a connection. The connection ends if the client disconnects, which is not a failure of the server.
async fn converse<S: AsyncRead + AsyncWrite + Unpin>(mut connection: Connection<S>, steps: Vec<Step>, resets: bool) {
    for step in steps {
        if connection.play(step).await.is_err() {
            return;
        }
    }
    if !resets {
        let _ = connection.stream.shutdown().await;
        connection.wait_for_the_end().await;
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> Connection<S> {
    async fn play(&mut self, step: Step) -> io::Result<()> {
        let harness = Arc::clone(&self.shared.harness);
        let exchange = harness.exchanges();
        match step {
            Step::Read => self.read().await?,
            Step::Begin => self.more(&mut Vec::new()).await?,
            Step::Text(text) => {
                let text = text.replace("{port}", &self.shared.port.to_string());
                self.write(text.as_bytes()).await?;
            }
            Step::Bytes(bytes) => self.write(&bytes).await?,
            Step::Quiet => harness.wait_for_time(exchange, Received::Nothing, None),
            Step::Endless(bytes) => loop {
                self.write(&bytes).await?;
                yield_now().await;
            },
            Step::Drip { bytes, every, in_body } => {
                for (index, byte) in bytes.iter().enumerate() {
                    self.write(&[*byte]).await?;
                    let received = if in_body { Received::Body(index + 1) } else { Received::Nothing };
                    let pause = harness.clock.sleep(every);
                    harness.wait_for_time(exchange, received, Some(harness.clock.monotonic() + every));
                    pause.await;
                }
            }
            Step::After(received) => {
                while !harness.has_received(exchange, received) {
                    yield_now().await;
                }
            }
            Step::Silence(received) => {
                harness.wait_for_time(exchange, received, None);
                self.wait_for_the_end().await;
            }
            Step::Hold => self.wait_for_the_end().await,
        }
        Ok(())
    }

    async fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.stream.write_all(bytes).await?;
        self.stream.flush().await
    }

    /// Reads a request: the head and the body with its announced length.
    async fn read(&mut self) -> io::Result<()> {
        let mut bytes = Vec::new();
        let head = loop {
            if let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
                break String::from_utf8_lossy(&bytes[..end]).into_owned();
            }
            self.more(&mut bytes).await?;
        };
        let length = header(&head, "content-length").and_then(|value| value.parse().ok()).unwrap_or(0);
        let mut body = bytes.split_off(head.len() + 4);
        while body.len() < length {
            self.more(&mut body).await?;
        }
        lock(&self.shared.log).requests.push(Request { head, body });
        Ok(())
    }

    async fn more(&mut self, bytes: &mut Vec<u8>) -> io::Result<()> {
        match self.stream.read_buf(bytes).await? {
            0 => Err(io::ErrorKind::UnexpectedEof.into()),
            _ => Ok(()),
        }
    }

    /// Reads until the client closes the connection.
    async fn wait_for_the_end(&mut self) {
        let mut rest = [0; 1024];
        while self.stream.read(&mut rest).await.is_ok_and(|length| length > 0) {}
        lock(&self.shared.log).closed += 1;
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
