//! The real server, and someone who speaks HTTP with it.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::{Value, json};

use crate::program::{Cli, Folder, built};

/// Longer than this no call takes.
const SILENCE: Duration = Duration::from_secs(120);

/// A running server on a library.
pub(crate) struct Door {
    child: Child,
    visitor: Visitor,
    _ui: Folder,
}

/// Someone who knows the address and the token.
#[derive(Clone)]
pub(crate) struct Visitor {
    host: String,
    token: String,
}

impl Door {
    /// Opens the library's door on a free port.
    pub(crate) fn open(cli: &Cli) -> Self {
        let ui = Folder::new();
        ui.file("index.html", "<!doctype html>");
        let mut child = Command::new(built("broadsheet-server"))
            .arg("--library")
            .arg(&cli.library)
            .arg("--ui")
            .arg(ui.path(""))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the server starts");
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let (host, token) = line
            .trim()
            .strip_prefix("http://")
            .and_then(|rest| rest.split_once("/?token="))
            .unwrap_or_else(|| panic!("not an address: {line:?}"));
        let visitor = Visitor { host: host.to_owned(), token: token.to_owned() };
        Self { child, visitor, _ui: ui }
    }

    pub(crate) fn visitor(&self) -> Visitor {
        self.visitor.clone()
    }

    /// The process.
    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }

    /// `kill -9`.
    pub(crate) fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Door {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Visitor {
    /// Calls; the status and what came back. An error where the server is gone.
    pub(crate) fn call(
        &self,
        person: &str,
        cmd_id: &str,
        name: &str,
        args: Value,
    ) -> io::Result<(u16, Value)> {
        let person = if person.is_empty() { Value::Null } else { Value::from(person) };
        let cmd_id = if cmd_id.is_empty() { Value::Null } else { Value::from(cmd_id) };
        let mut ask = json!({ "as": person, "cmd_id": cmd_id, "lang": "en" });
        ask["args"] = args;
        let body = ask.to_string();
        let token = ("x-broadsheet-token", self.token.as_str());
        let (status, answer) =
            exchange(&self.host, "POST", &format!("/api/{name}"), &[token], &body, SILENCE)?;
        let whole = serde_json::from_str(&answer).map_err(|_| half())?;
        Ok((status, whole))
    }

    /// Sends a file; the name by which a call speaks of it.
    pub(crate) fn upload(&self, name: &str, bytes: impl AsRef<[u8]>) -> String {
        let token = ("x-broadsheet-token", self.token.as_str());
        let path = format!("/upload?name={name}");
        let (status, answer) =
            exchange(&self.host, "POST", &path, &[token], bytes.as_ref(), SILENCE).unwrap();
        assert_eq!(status, 200, "{answer}");
        let answer: Value = serde_json::from_str(&answer).unwrap();
        answer["upload"].as_str().unwrap().to_owned()
    }

    /// Calls where the server is known to be there; what it answers.
    pub(crate) fn ask(&self, person: &str, cmd_id: &str, name: &str, args: Value) -> Value {
        let (status, answer) = self.call(person, cmd_id, name, args).unwrap();
        assert_eq!(status, 200, "{name}: {answer}");
        answer
    }
}

/// One HTTP exchange with a program on this machine: the status and the body.
pub(crate) fn exchange(
    host: &str,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: impl AsRef<[u8]>,
    patience: Duration,
) -> io::Result<(u16, String)> {
    let mut socket = TcpStream::connect(host)?;
    socket.set_read_timeout(Some(patience))?;
    let headers: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
    let body = body.as_ref();
    let length = body.len();
    let head = format!(
        "{method} {path} HTTP/1.1\r\nhost: {host}\r\n{headers}connection: close\r\n\
         content-length: {length}\r\n\r\n"
    );
    socket.write_all(head.as_bytes())?;
    socket.write_all(body)?;
    let mut whole = String::new();
    socket.read_to_string(&mut whole)?;
    let (head, body) = whole.split_once("\r\n\r\n").ok_or_else(half)?;
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).ok_or_else(half)?;
    Ok((status, body.to_owned()))
}

fn half() -> io::Error {
    io::Error::new(io::ErrorKind::UnexpectedEof, "half an answer")
}
