//! The one window.

use tauri::utils::config::Color;
use tauri::webview::NewWindowResponse;
use tauri::{App, AppHandle, Manager, Runtime, Url, WebviewUrl, WebviewWindow, WebviewWindowBuilder};

use crate::doors::Desk;
use crate::{menu, place, refused};

/// Its label; the capability and the protocol know no other.
pub(crate) const LABEL: &str = "main";

/// Where the program's own pages come from: the UI (by platform), and the page of a refusal.
pub(crate) const ORIGINS: [&str; 4] =
    ["tauri://localhost", "http://tauri.localhost", "broadsheet://localhost", "http://broadsheet.localhost"];

/// Paper grey, so that nothing flashes before the UI has painted.
const PAPER: Color = Color(0xEC, 0xEB, 0xE7, 0xFF);

/// Opens the window: on the UI, or on what keeps the library shut.
pub(crate) fn open(app: &App) -> tauri::Result<()> {
    let desk = app.state::<Desk>();
    let page = if desk.is_shut() { refusal_page() } else { WebviewUrl::App("index.html".into()) };
    app.set_menu(menu::bar(app.handle(), desk.lang())?)?;
    let place = place::kept(app);
    let window = WebviewWindowBuilder::new(app, LABEL, page)
        .title("大样 Broadsheet")
        .inner_size(1440.0, 900.0)
        .min_inner_size(960.0, 600.0)
        // A small screen is filled, not left.
        .prevent_overflow()
        // It is shown once it stands where it stood.
        .visible(place.is_none())
        .background_color(PAPER)
        // Files are dropped onto the page, which hands on their bytes: no path of the disk comes into it.
        .disable_drag_drop_handler()
        .devtools(cfg!(debug_assertions))
        .on_navigation(is_own)
        .on_new_window(|_, _| NewWindowResponse::Deny)
        .build()?;
    if let Some(place) = place {
        if let Err(error) = place::put_back(&window, place) {
            tracing::warn!(%error, "place");
        }
        window.show()?;
    }
    show_preedit(&window)
}

/// Goes from the page of a refusal to the UI, once the library is open.
pub(crate) fn go_home<R: Runtime>(app: &AppHandle<R>) {
    let home = if cfg!(windows) { "http://tauri.localhost" } else { "tauri://localhost" };
    let Some((window, home)) = app.get_webview_window(LABEL).zip(Url::parse(home).ok()) else { return };
    if let Err(error) = window.navigate(home) {
        tracing::warn!(%error, "home");
    }
}

fn refusal_page() -> WebviewUrl {
    let host = if cfg!(windows) { "http://broadsheet.localhost" } else { "broadsheet://localhost" };
    // A constant that does parse; the UI says the same in its own way if it ever did not.
    Url::parse(&format!("{host}{}", refused::PAGE))
        .map_or_else(|_| WebviewUrl::default(), WebviewUrl::CustomProtocol)
}

/// Whether the window may go there: to the program's own pages, never to the web or to the disk.
fn is_own(url: &Url) -> bool {
    let origin = format!("{}://{}", url.scheme(), url.host_str().unwrap_or_default());
    ORIGINS.contains(&origin.as_str()) && url.port().is_none()
}

/// Shows what an input method is composing in its place in the text. The webview's shell turns that off, and
/// Chinese is then typed blind.
#[cfg(target_os = "linux")]
fn show_preedit(window: &WebviewWindow) -> tauri::Result<()> {
    use webkit2gtk::{InputMethodContextExt, WebViewExt};

    window.with_webview(|webview| {
        if let Some(input) = webview.inner().input_method_context() {
            input.set_enable_preedit(true);
        }
    })
}

#[cfg(not(target_os = "linux"))]
fn show_preedit(_: &WebviewWindow) -> tauri::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_goes_nowhere_else() {
        let own = |url: &str| is_own(&Url::parse(url).unwrap());
        assert!(
            own("tauri://localhost/index.html")
                && own("http://tauri.localhost/")
                && own("broadsheet://localhost/refused")
        );
        for url in [
            "https://example.org/",
            "file:///etc/passwd",
            "http://localhost/",
            "tauri://evil/",
            "http://tauri.localhost:81/",
            "data:text/html,x",
            "about:blank",
            "javascript:1",
        ] {
            assert!(!own(url), "{url}");
        }
    }
}
