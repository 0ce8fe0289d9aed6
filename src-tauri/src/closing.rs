//! Closing the window: what is being written is finished first.

use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::{Duration, Instant};

use tauri::{AppHandle, Manager, Window, WindowEvent};

use crate::doors::Desk;

/// The UI saves within a second of the last key; a hidden page's clocks tick once a second.
const AT_LEAST: Duration = Duration::from_millis(300);
const AT_MOST: Duration = Duration::from_secs(5);

/// Holds the window's closing back until every answer has been given.
pub(crate) fn watch(window: &Window, event: &WindowEvent) {
    let WindowEvent::CloseRequested { api, .. } = event else { return };
    let app = window.app_handle();
    if app.state::<Desk>().is_shut() {
        return;
    }
    api.prevent_close();
    if !app.state::<Desk>().begin_to_close() {
        return;
    }
    let (say, heard) = mpsc::channel();
    if let Some(page) = app.get_webview_window(window.label()) {
        // The page takes it for its last moment and sends what it has not saved yet.
        let told = page.eval_with_callback("window.dispatchEvent(new Event('pagehide'))", move |_| {
            let _ = say.send(());
        });
        if let Err(error) = told {
            tracing::warn!(%error, "close");
        }
    }
    let app = app.clone();
    thread::spawn(move || wait_and_leave(&app, &heard));
}

/// Leaves once the page has heard of the end and nothing has been owed to it for a moment.
fn wait_and_leave(app: &AppHandle, heard: &Receiver<()>) {
    let desk = app.state::<Desk>();
    let begun = Instant::now();
    // A page that does not answer, or is gone, is not waited for longer than the rest.
    let _ = heard.recv_timeout(AT_MOST);
    let mut quiet = Instant::now();
    while begun.elapsed() < AT_MOST && quiet.elapsed() < AT_LEAST {
        thread::sleep(Duration::from_millis(20));
        if desk.is_busy() {
            quiet = Instant::now();
        }
    }
    tracing::info!(millis = begun.elapsed().as_millis(), "close");
    app.exit(0);
}
