//! A client of the Model Context Protocol that speaks JSON-RPC with `hwc mcp`.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use hwc_api::serde_json::{self, Value, json};

use crate::run::hwc;

/// The time after which a test fails, because the server does not respond.
const PATIENCE: Duration = Duration::from_secs(60);

/// The version of the protocol with a handshake.
pub(super) const VERSION: &str = "2025-11-25";

/// A running server, and its messages.
pub(super) struct Session {
    child: Child,
    stdin: Option<ChildStdin>,
    messages: Receiver<Value>,
    last_id: u64,
}

impl Session {
    /// Starts `hwc mcp` with these arguments, and initializes it as a client without capabilities.
    pub(super) fn start(arguments: &[&str]) -> Self {
        Self::with_capabilities(hwc(&[&["mcp"], arguments].concat()), &json!({}))
    }

    /// Starts a command, and initializes it as a client with these capabilities.
    pub(super) fn with_capabilities(command: Command, capabilities: &Value) -> Self {
        let mut session = Self::spawn(command);
        let client = json!({ "name": "test", "version": "1" });
        let params = json!({ "protocolVersion": VERSION, "capabilities": capabilities, "clientInfo": client });
        let initialized = session.request("initialize", &params);
        assert_eq!(initialized["result"]["protocolVersion"], VERSION, "{initialized}");
        session.send(&json!({ "jsonrpc": "2.0", "method": "notifications/initialized" }));
        session
    }

    /// Starts a command without a handshake.
    pub(super) fn spawn(mut command: Command) -> Self {
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let stdout = BufReader::new(child.stdout.take().unwrap());
        let (sender, messages) = channel();
        thread::spawn(move || {
            for line in stdout.lines().map_while(Result::ok) {
                let message = serde_json::from_str(&line).unwrap_or_else(|_| json!({ "not_json": line }));
                if sender.send(message).is_err() {
                    break;
                }
            }
        });
        Self { stdin: child.stdin.take(), child, messages, last_id: 0 }
    }

    /// Sends a message.
    pub(super) fn send(&mut self, message: &Value) {
        let stdin = self.stdin.as_mut().unwrap();
        stdin.write_all(format!("{message}\n").as_bytes()).unwrap();
        stdin.flush().unwrap();
    }

    /// Sends a request and returns its ID.
    pub(super) fn begin(&mut self, method: &str, params: &Value) -> u64 {
        self.last_id += 1;
        self.send(&json!({ "jsonrpc": "2.0", "id": self.last_id, "method": method, "params": params }));
        self.last_id
    }

    /// Sends a request and returns the next message, which must be its response.
    pub(super) fn request(&mut self, method: &str, params: &Value) -> Value {
        let id = self.begin(method, params);
        let response = self.next();
        assert_eq!(response["id"], id, "{response}");
        response
    }

    /// Returns the next message of the server.
    pub(super) fn next(&mut self) -> Value {
        match self.messages.recv_timeout(PATIENCE) {
            Ok(message) => message,
            Err(RecvTimeoutError::Timeout) => panic!("no message of the server"),
            Err(RecvTimeoutError::Disconnected) => panic!("the server has ended"),
        }
    }

    /// Calls a tool and returns the message with its result.
    pub(super) fn tool(&mut self, name: &str, arguments: &Value) -> Value {
        self.request("tools/call", &json!({ "name": name, "arguments": arguments }))
    }

    /// Calls a tool that must succeed, and returns its result as JSON.
    pub(super) fn call(&mut self, name: &str, arguments: &Value) -> Value {
        let message = self.tool(name, arguments);
        assert_eq!(message["result"]["isError"], false, "{message}");
        content(&message)
    }

    /// Calls a tool that must fail, and returns the error.
    pub(super) fn error(&mut self, name: &str, arguments: &Value) -> Value {
        let message = self.tool(name, arguments);
        assert_eq!(message["result"]["isError"], true, "{message}");
        content(&message)["error"].take()
    }

    /// Closes standard input and returns the exit code.
    pub(super) fn close(mut self) -> i32 {
        drop(self.stdin.take());
        self.child.wait().unwrap().code().unwrap()
    }
}

/// Ends the server also if the test fails.
impl Drop for Session {
    fn drop(&mut self) {
        drop(self.stdin.take());
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Returns the JSON in the only text of a result.
pub(super) fn content(message: &Value) -> Value {
    let blocks = message["result"]["content"].as_array().unwrap_or_else(|| panic!("{message}"));
    assert_eq!(blocks.len(), 1, "{message}");
    serde_json::from_str(blocks[0]["text"].as_str().unwrap()).unwrap()
}
