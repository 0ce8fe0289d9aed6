//! Someone at the door who speaks HTTP byte by byte, and a stand-in for the rooms behind it.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::{Arc, Condvar, Mutex};
use std::thread::{self, JoinHandle};

use broadsheet_newsroom::{Lang, Media, Refusal};
use broadsheet_server::{Rooms, Ui, open};
use serde_json::Value;
use tokio::sync::oneshot;

/// What came back.
pub(crate) struct Answer {
    pub(crate) status: u16,
    headers: BTreeMap<String, String>,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> String {
        self.headers.get(name).cloned().unwrap_or_default()
    }
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }
}

/// A call that waits inside until it is let go.
#[derive(Default)]
struct Latch {
    state: Mutex<(bool, bool)>,
    moved: Condvar,
}

impl Latch {
    fn set(&self, change: impl FnOnce(&mut (bool, bool))) {
        change(&mut self.state.lock().unwrap());
        self.moved.notify_all();
    }
    fn wait(&self, until: impl Fn(&(bool, bool)) -> bool) {
        let _state = self.moved.wait_while(self.state.lock().unwrap(), |state| !until(state)).unwrap();
    }
}

struct StandIn(Arc<Latch>);

impl Rooms for StandIn {
    fn call(&self, name: &str, ask: Value) -> Result<Value, Refusal> {
        match name {
            "echo" => Ok(ask),
            "wait" => {
                self.0.set(|state| state.0 = true);
                self.0.wait(|state| state.1);
                Ok(ask)
            }
            "panic" => panic!("asked to"),
            _ => Err(Refusal { code: "stale".into(), message: "no".into(), hint: "look".into() }),
        }
    }

    fn media(&self, path: &str, query: &str, seen: Option<&str>, _: Lang) -> Result<Media, Refusal> {
        let unchanged = seen == Some("e1");
        let bytes = if unchanged { Vec::new() } else { format!("{path} {query}").into_bytes() };
        Ok(Media { mime: "text/plain".into(), etag: "e1".into(), bytes, unchanged })
    }

    fn upload(&self, name: &str, bytes: Vec<u8>) -> String {
        format!("{name}:{}", bytes.len())
    }
}

/// A door of its own for each test.
pub(crate) struct Visitor {
    address: String,
    latch: Arc<Latch>,
    end: Mutex<Option<oneshot::Sender<()>>>,
    door: Mutex<Option<JoinHandle<()>>>,
}

impl Visitor {
    pub(crate) fn at_the_door() -> Self {
        let folder = std::env::temp_dir().join(format!(
            "broadsheet-door-{}-{:?}",
            std::process::id(),
            thread::current().id()
        ));
        fs::create_dir_all(folder.join("assets")).unwrap();
        fs::write(folder.join("index.html"), "<!doctype html>front").unwrap();
        fs::write(folder.join("assets/app.js"), "app").unwrap();
        let ui = Ui::read(&folder).unwrap();
        fs::remove_dir_all(&folder).unwrap();

        let latch = Arc::new(Latch::default());
        let rooms = Arc::new(StandIn(Arc::clone(&latch)));
        let (end, ended) = oneshot::channel();
        let (say, hear) = std::sync::mpsc::channel();
        let door = thread::spawn(move || {
            let runtime =
                tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
            runtime.block_on(async move {
                let door = open(0).await.unwrap();
                say.send(door.address()).unwrap();
                door.serve(rooms, ui, async { drop(ended.await) }).await.unwrap();
            });
        });
        let address = hear.recv().unwrap();
        Self { address, latch, end: Mutex::new(Some(end)), door: Mutex::new(Some(door)) }
    }

    fn host(&self) -> &str {
        self.address.strip_prefix("http://").and_then(|rest| rest.split('/').next()).unwrap()
    }

    pub(crate) fn token(&self) -> &str {
        self.address.split("token=").nth(1).unwrap()
    }

    pub(crate) fn first_path(&self) -> String {
        format!("/?token={}", self.token())
    }

    /// GET with these headers alone.
    pub(crate) fn get(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        send(self.host(), "GET", path, headers, &[])
    }

    /// GET as the UI's pictures do: with the cookie.
    pub(crate) fn look(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        let port = self.host().split(':').nth(1).unwrap();
        let cookie = format!("broadsheet-{port}={}", self.token());
        self.get(path, &[&[("cookie", cookie.as_str())], headers].concat())
    }

    /// POST with these headers alone.
    pub(crate) fn post(&self, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
        send(self.host(), "POST", path, headers, body)
    }

    /// POST as the UI does: with the token in a header.
    pub(crate) fn act(&self, path: &str, body: &[u8]) -> Answer {
        let origin = format!("http://{}", self.host());
        self.post(path, &[("x-broadsheet-token", self.token()), ("origin", &origin)], body)
    }

    /// POST in a thread of its own.
    pub(crate) fn begin(&self, path: &str, body: &'static [u8]) -> JoinHandle<Answer> {
        let (host, path, token) = (self.host().to_owned(), path.to_owned(), self.token().to_owned());
        thread::spawn(move || send(&host, "POST", &path, &[("x-broadsheet-token", &token)], body))
    }

    pub(crate) fn wait_until_inside(&self) {
        self.latch.wait(|state| state.0);
    }

    pub(crate) fn let_go(&self) {
        self.latch.set(|state| state.1 = true);
    }

    pub(crate) fn close(&self) {
        self.end.lock().unwrap().take().unwrap().send(()).unwrap();
    }

    pub(crate) fn is_closed(&self) {
        self.door.lock().unwrap().take().unwrap().join().unwrap();
        assert!(TcpStream::connect(self.host()).is_err());
    }
}

fn send(host: &str, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
    let mut socket = TcpStream::connect(host).unwrap();
    let mut head =
        format!("{method} {path} HTTP/1.1\r\nconnection: close\r\ncontent-length: {}\r\n", body.len());
    if !headers.iter().any(|(name, _)| *name == "host") {
        head.push_str(&format!("host: {host}\r\n"));
    }
    for (name, value) in headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    head.push_str("\r\n");
    socket.write_all(head.as_bytes()).unwrap();
    // A door that has seen enough stops reading; its answer is there all the same.
    let _ = socket.write_all(body);
    let mut whole = Vec::new();
    let _ = socket.read_to_end(&mut whole);
    let split = whole.windows(4).position(|four| four == b"\r\n\r\n").expect("a whole answer");
    let head = String::from_utf8(whole[..split].to_vec()).unwrap();
    let mut lines = head.lines();
    let status = lines.next().and_then(|line| line.split(' ').nth(1)).unwrap().parse().unwrap();
    let headers = lines
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
        .collect();
    Answer { status, headers, body: whole[split + 4..].to_vec() }
}
