//! A screen that nobody looks at, and the real window on it, driven as a person drives it.
//!
//! The window is the built `broadsheet-desktop`; WebKit's own driver starts it and passes on clicks, keys and
//! scripts. One window is open at a time: two cores cannot show more in time.

use std::io::{BufRead, BufReader};
use std::net::{TcpListener, TcpStream};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::door::exchange;
use crate::program::{Cli, Folder, built};

/// What a busy machine may take before something has gone wrong.
const PATIENCE: Duration = Duration::from_secs(90);

/// A display server with one screen.
struct Screen {
    server: Child,
    display: String,
}

impl Screen {
    /// Opens one on a display that is free.
    fn open() -> Self {
        let mut server = Command::new("Xvfb")
            .args(["-displayfd", "1", "-screen", "0", "1920x1800x24", "-nolisten", "tcp"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("Xvfb is installed (package xvfb)");
        let mut number = String::new();
        BufReader::new(server.stdout.take().unwrap()).read_line(&mut number).unwrap();
        assert!(!number.trim().is_empty(), "Xvfb found no display");
        Self { server, display: format!(":{}", number.trim()) }
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

/// WebKit's driver, with everything that it starts in a process group of its own.
struct Driver {
    group: Child,
    host: String,
}

impl Driver {
    fn start(screen: &Screen, memory: &Path) -> Self {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        // It can hang; then `timeout` ends the whole group.
        let mut group = Command::new("timeout")
            .args(["--signal=KILL", "600", "WebKitWebDriver", "--host=127.0.0.1"])
            .arg(format!("--port={port}"))
            .env("DISPLAY", &screen.display)
            .env("TAURI_WEBVIEW_AUTOMATION", "true")
            .env("LC_ALL", "C.UTF-8")
            .env("XDG_DATA_HOME", memory)
            .env("XDG_CONFIG_HOME", memory)
            .env_remove("WAYLAND_DISPLAY")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .process_group(0)
            .spawn()
            .expect("timeout is installed");
        let host = format!("127.0.0.1:{port}");
        let begun = Instant::now();
        while TcpStream::connect(&host).is_err() {
            let ended = group.try_wait().unwrap();
            assert!(
                ended.is_none() && begun.elapsed() < PATIENCE,
                "WebKitWebDriver does not start (package webkit2gtk-driver): {ended:?}"
            );
            thread::yield_now();
        }
        Self { group, host }
    }

    /// Asks the driver; its value, or its complaint.
    fn send(&self, method: &str, path: &str, body: &Value) -> Result<Value, String> {
        let body = if method == "POST" { body.to_string() } else { String::new() };
        let (status, answer) = exchange(&self.host, method, path, &[], &body, PATIENCE)
            .unwrap_or_else(|error| panic!("{path}: the driver is silent: {error}"));
        let mut answer: Value = serde_json::from_str(&answer).unwrap();
        let value = answer["value"].take();
        if status == 200 { Ok(value) } else { Err(value.to_string()) }
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        let group = format!("-{}", self.group.id());
        let _ = Command::new("kill").args(["-KILL", "--", &group]).stderr(Stdio::null()).status();
        let _ = self.group.wait();
    }
}

/// The real window on a library.
pub(crate) struct Window {
    session: String,
    driver: Driver,
    screen: Screen,
    /// What the program and its webview remember of this window alone.
    memory: Folder,
    _turn: MutexGuard<'static, ()>,
}

impl Window {
    /// Opens the window and waits until it shows the stories, or what keeps the library shut.
    pub(crate) fn open(library: &Path) -> Self {
        Self::open_again(library, Folder::new())
    }

    /// Opens it where an earlier one has left its memory.
    pub(crate) fn open_again(library: &Path, memory: Folder) -> Self {
        static TURN: Mutex<()> = Mutex::new(());
        let turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
        let screen = Screen::open();
        let driver = Driver::start(&screen, &memory.path(""));
        let options = json!({ "binary": built("broadsheet-desktop"), "args": ["--library", library] });
        let wanted = json!({ "capabilities": { "alwaysMatch": { "webkitgtk:browserOptions": options } } });
        let session = driver.send("POST", "/session", &wanted).expect("the window opens");
        let session = format!("/session/{}", session["sessionId"].as_str().unwrap());
        let window = Self { session, driver, screen, memory, _turn: turn };
        let patience = json!({ "script": PATIENCE.as_millis() });
        window.send("POST", "/timeouts", &patience);
        window.until("document.querySelector('main.room > *, main[role=alert]') !== null");
        window
    }

    fn send(&self, method: &str, path: &str, body: &Value) -> Value {
        let path = format!("{}{path}", self.session);
        self.driver.send(method, &path, body).unwrap_or_else(|why| panic!("{path}: {why}"))
    }

    /// What the page makes of a script's `return`.
    pub(crate) fn run(&self, script: &str) -> Value {
        self.send("POST", "/execute/sync", &json!({ "script": script, "args": [] }))
    }

    /// Waits, in the page itself, until an expression is true there.
    pub(crate) fn until(&self, truth: &str) {
        let script = format!(
            "const done = arguments[arguments.length - 1];
             const end = performance.now() + {};
             const look = () => {{
               if ({truth}) done(true);
               else if (performance.now() > end) done(document.body.innerText);
               else setTimeout(look, 20);
             }};
             look();",
            PATIENCE.as_millis() / 2
        );
        let path = format!("{}/execute/async", self.session);
        let wanted = json!({ "script": script, "args": [] });
        let begun = Instant::now();
        let came = loop {
            match self.driver.send("POST", &path, &wanted) {
                Ok(came) => break came,
                // The page was left for another one meanwhile: that one is looked at then.
                Err(why) if why.contains("unload") && begun.elapsed() < PATIENCE => {}
                Err(why) => panic!("{truth}: {why}"),
            }
        };
        assert_eq!(came, true, "it never came: {truth}");
    }

    /// Clicks what an XPath finds, once it is there.
    pub(crate) fn click(&self, xpath: &str) {
        let element = self.find(xpath);
        self.send("POST", &format!("/element/{element}/click"), &json!({}));
    }

    /// Presses keys, one after another, wherever the cursor is.
    pub(crate) fn keys(&self, text: &str) {
        for key in text.chars() {
            self.chord(&key.to_string());
        }
    }

    /// Presses keys that belong together: modifiers, then a key.
    pub(crate) fn chord(&self, keys: &str) {
        let focused = self.send("GET", "/element/active", &Value::Null);
        let focused = id_of(&focused);
        self.send("POST", &format!("/element/{focused}/value"), &json!({ "text": keys }));
    }

    fn find(&self, xpath: &str) -> String {
        let quoted = Value::from(xpath);
        self.until(&format!("document.evaluate({quoted}, document, null, 9, null).singleNodeValue !== null"));
        let found = self.send("POST", "/element", &json!({ "using": "xpath", "value": xpath }));
        id_of(&found)
    }

    /// Makes the window as large as that, and waits until its page is.
    pub(crate) fn resize(&self, (width, height): (u32, u32)) {
        self.send("POST", "/window/rect", &json!({ "width": width, "height": height }));
        self.until(&format!("outerWidth === {width} || innerWidth === {width}"));
    }

    /// Chooses who works, in the menu that opens by itself.
    pub(crate) fn work_as(&self, person: &str) {
        self.click(&format!("//*[@role='menuitemradio'][contains(., '{person}')]"));
        self.until("document.querySelector('[role=menu]') === null");
    }

    /// Goes to a place in the window.
    pub(crate) fn go(&self, hash: &str) {
        self.run(&format!("location.hash = '{hash}'"));
    }

    /// Waits until the window says that all is saved.
    pub(crate) fn saved(&self) {
        self.until("document.querySelector('[data-saving=saved]') !== null");
    }

    /// `kill -9` of the program, not of the driver; answers once it is gone.
    pub(crate) fn kill(self, cli: &Cli) {
        let process = holder(cli);
        let killed = Command::new("kill").args(["-KILL", &process]).status().unwrap();
        assert!(killed.success(), "the window's process {process} was not there");
        wait_for_the_end(&process);
    }

    /// Leaves by the key for it; answers what is remembered once the program is gone.
    pub(crate) fn quit(self, cli: &Cli) -> Folder {
        let process = holder(cli);
        let pressed = Command::new("xdotool")
            .args(["mousemove", "400", "400", "key", "ctrl+q"])
            .env("DISPLAY", &self.screen.display)
            .status();
        assert!(pressed.expect("xdotool is installed").success());
        wait_for_the_end(&process);
        self.memory
    }
}

/// The process that has the library open.
fn holder(cli: &Cli) -> String {
    std::fs::read_to_string(cli.library.join("library.lock")).unwrap().trim().to_owned()
}

fn wait_for_the_end(process: &str) {
    let begun = Instant::now();
    while is_alive(process) {
        assert!(begun.elapsed() < PATIENCE, "{process} outlives its end");
        thread::yield_now();
    }
}

/// The driver's name for an element: the one value of the object that it answers.
fn id_of(element: &Value) -> String {
    let id = element.as_object().and_then(|object| object.values().next()).and_then(Value::as_str);
    id.unwrap_or_else(|| panic!("not an element: {element}")).to_owned()
}

/// Whether a process is there and not merely unburied.
fn is_alive(pid: &str) -> bool {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    stat.rsplit(')').next().is_some_and(|rest| !rest.is_empty() && !rest.trim_start().starts_with('Z'))
}
