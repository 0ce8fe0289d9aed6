//! The window's two commands: calls, and the files that they speak of.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicI32, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Instant;

use broadsheet_newsroom::{Ask, Failure, Lang, Newsroom, Refusal, RoomError};
use percent_encoding::percent_decode_str;
use serde::Serialize;
use serde_json::Value;
use tauri::ipc::{InvokeBody, Request};
use tauri::{AppHandle, State};

use crate::{library, menu};

/// The largest file that is taken in.
const MOST_UPLOAD: usize = 52 << 20;

/// The newsroom as the window's commands find it.
pub(crate) struct Desk {
    folder: PathBuf,
    newsroom: RwLock<Result<Arc<Newsroom>, Refusal>>,
    busy: Arc<AtomicUsize>,
    lang: Mutex<Lang>,
    zoom: AtomicI32,
    closing: AtomicBool,
}

impl Desk {
    /// Opens the library of a folder.
    pub(crate) fn at(folder: PathBuf, lang: Lang) -> Self {
        Self {
            newsroom: RwLock::new(library::open(&folder, lang)),
            folder,
            busy: Arc::default(),
            lang: Mutex::new(lang),
            zoom: AtomicI32::new(0),
            closing: AtomicBool::new(false),
        }
    }

    /// The newsroom, or why it could not be opened.
    pub(crate) fn newsroom(&self) -> Result<Arc<Newsroom>, Refusal> {
        self.newsroom.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Whether the library could not be opened.
    pub(crate) fn is_shut(&self) -> bool {
        self.newsroom().is_err()
    }

    /// Opens the library where it is still shut; answers whether it is open.
    pub(crate) fn try_again(&self) -> bool {
        let mut newsroom = self.newsroom.write().unwrap_or_else(PoisonError::into_inner);
        if newsroom.is_err() {
            *newsroom = library::open(&self.folder, self.lang());
        }
        newsroom.is_ok()
    }

    /// The library's folder.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Whether an answer is still owed.
    pub(crate) fn is_busy(&self) -> bool {
        self.busy.load(Ordering::SeqCst) > 0
    }

    /// The language of the window.
    pub(crate) fn lang(&self) -> Lang {
        *self.lang.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes the language of the window; answers whether it is another one than before.
    fn speaks(&self, lang: Lang) -> bool {
        let mut known = self.lang.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::replace(&mut *known, lang) != lang
    }

    /// Steps the interface's scale (0 goes back to actual size), and answers the new one.
    pub(crate) fn zoom(&self, step: i32) -> f64 {
        let before = self.zoom.load(Ordering::Relaxed);
        let level = if step == 0 { 0 } else { (before + step).clamp(-4, 8) };
        self.zoom.store(level, Ordering::Relaxed);
        1.1_f64.powi(level)
    }

    /// Whether this is the first to ask for the end.
    pub(crate) fn begin_to_close(&self) -> bool {
        !self.closing.swap(true, Ordering::SeqCst)
    }

    /// Counts an answer as owed until the value is dropped.
    fn owe(&self) -> Owed {
        self.busy.fetch_add(1, Ordering::SeqCst);
        Owed(Arc::clone(&self.busy))
    }
}

struct Owed(Arc<AtomicUsize>);

impl Drop for Owed {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

/// A file that was taken in.
#[derive(Debug, Serialize)]
pub(crate) struct Uploaded {
    upload: String,
}

/// A call by its name. `ask` is who asks and in which language, with the arguments in `args`.
#[tauri::command]
pub(crate) async fn call(
    app: AppHandle,
    desk: State<'_, Desk>,
    name: String,
    ask: Value,
) -> Result<Value, Refusal> {
    let newsroom = desk.newsroom()?;
    let owed = desk.owe();
    let mut body = ask;
    let arguments = body.get_mut("args").map(Value::take).unwrap_or_default();
    let ask: Ask = serde_json::from_value(body)
        .map_err(|error| Failure::from(RoomError::Arguments(error.to_string())).say(desk.lang()))?;
    if desk.speaks(ask.lang) {
        menu::translate(&app);
    }
    let lang = ask.lang;
    let begun = Instant::now();
    let work = {
        let name = name.clone();
        // The answer is owed until it is there, also when the page that asked is gone.
        move || {
            let _owed = owed;
            newsroom.call(&name, &ask, arguments).map_err(|failure| failure.say(ask.lang))
        }
    };
    let answer = tauri::async_runtime::spawn_blocking(work).await.unwrap_or_else(|_| Err(broken(lang)));
    let millis = begun.elapsed().as_millis();
    match &answer {
        Err(refusal) => tracing::warn!(name, code = refusal.code, millis, "refused"),
        Ok(_) if millis > 250 => tracing::info!(name, millis, "slow"),
        Ok(_) => {}
    }
    answer
}

/// A file's bytes, with its name, percent-encoded, in the header `name`.
#[tauri::command]
pub(crate) async fn upload(desk: State<'_, Desk>, request: Request<'_>) -> Result<Uploaded, Refusal> {
    let newsroom = desk.newsroom()?;
    let _owed = desk.owe();
    let InvokeBody::Raw(bytes) = request.body() else {
        return Err(Failure::from(RoomError::Arguments("bytes".to_owned())).say(desk.lang()));
    };
    if bytes.len() > MOST_UPLOAD {
        return Err(too_large(desk.lang()));
    }
    let name = request.headers().get("name").and_then(|name| name.to_str().ok()).unwrap_or_default();
    let name = percent_decode_str(name).decode_utf8_lossy();
    Ok(Uploaded { upload: newsroom.upload(&name, bytes.clone()) })
}

fn too_large(lang: Lang) -> Refusal {
    let (message, hint) = match lang {
        Lang::Zh => ("文件超过 52 MB。", "请把文件缩小或分开。"),
        Lang::En => ("The file is larger than 52 MB.", "Make it smaller, or split it."),
    };
    Refusal { code: "too-large".to_owned(), message: message.to_owned(), hint: hint.to_owned() }
}

/// A use case that panicked: it has changed nothing, since a change is one transaction.
fn broken(lang: Lang) -> Refusal {
    let (message, hint) = match lang {
        Lang::Zh => ("程序内部出错。", "没有任何内容丢失；请重试，若仍出现请附上日志报告。"),
        Lang::En => (
            "Something went wrong inside.",
            "Nothing is lost; try again, and report it with the log if it comes back.",
        ),
    };
    Refusal { code: "internal".to_owned(), message: message.to_owned(), hint: hint.to_owned() }
}
