//! Where the window stood when it was closed: it opens there again, and always on a screen that is there.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Serialize};
use tauri::{App, AppHandle, Manager, PhysicalPosition, PhysicalSize, WebviewWindow, Window, WindowEvent};

/// A rectangle of the desktop, in its own pixels.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
struct Rect {
    x: i32,
    y: i32,
    width: u32,
    height: u32,
}

/// The window's place.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) struct Place {
    /// With its frame, where it is not as large as the screen.
    frame: Rect,
    /// What of that the page does not have: the title bar and the borders.
    border: (u32, u32),
    /// Whether it was as large as the screen.
    maximized: bool,
}

/// The place as it is told by the window while it is moved about.
#[derive(Default)]
pub(crate) struct LastPlace(Mutex<Option<Place>>);

/// What was kept; nothing on the first evening, or where it cannot be read.
pub(crate) fn kept(app: &App) -> Option<Place> {
    let text = fs::read(file(app.handle())?).ok()?;
    serde_json::from_slice(&text).ok()
}

/// Puts the window, before it is shown, where it stood; what is no longer on a screen is brought onto one.
pub(crate) fn put_back(window: &WebviewWindow, place: Place) -> tauri::Result<()> {
    let screens = window.available_monitors()?;
    let areas: Vec<_> = screens
        .iter()
        .map(|screen| {
            let area = screen.work_area();
            Rect { x: area.position.x, y: area.position.y, width: area.size.width, height: area.size.height }
        })
        .collect();
    let frame = on_screen(place.frame, &areas);
    let page = |whole: u32, border: u32| whole.saturating_sub(border).max(1);
    window
        .set_size(PhysicalSize::new(page(frame.width, place.border.0), page(frame.height, place.border.1)))?;
    window.set_position(PhysicalPosition::new(frame.x, frame.y))?;
    if place.maximized {
        window.maximize()?;
    }
    window.state::<LastPlace>().set(Place { frame, ..place });
    Ok(())
}

/// Follows the window about, and keeps its place when it is closed.
pub(crate) fn watch(window: &Window, event: &WindowEvent) {
    let last = window.state::<LastPlace>();
    match event {
        WindowEvent::Moved(_) | WindowEvent::Resized(_) => last.follow(window),
        WindowEvent::CloseRequested { .. } => {
            last.follow(window);
            let Some(place) = last.get() else { return };
            let Some(file) = file(window.app_handle()) else { return };
            let maximized = window.is_maximized().unwrap_or(false);
            if let Err(error) = write(&file, Place { maximized, ..place }) {
                tracing::warn!(%error, "the window's place is not kept");
            }
        }
        _ => {}
    }
}

impl LastPlace {
    fn get(&self) -> Option<Place> {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn set(&self, place: Place) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(place);
    }

    /// A window that fills the screen, or is put away, keeps the place that it had before.
    fn follow(&self, window: &Window) {
        let elsewhere = |asked: tauri::Result<bool>| asked.unwrap_or(true);
        if elsewhere(window.is_maximized())
            || elsewhere(window.is_minimized())
            || elsewhere(window.is_fullscreen())
        {
            return;
        }
        let (Ok(corner), Ok(whole), Ok(page)) =
            (window.outer_position(), window.outer_size(), window.inner_size())
        else {
            return;
        };
        let frame = Rect { x: corner.x, y: corner.y, width: whole.width, height: whole.height };
        let border = (whole.width.saturating_sub(page.width), whole.height.saturating_sub(page.height));
        self.set(Place { frame, border, maximized: false });
    }
}

/// The file, beside the program's other settings of this person: a screen belongs to a desk, not to a library.
fn file(app: &AppHandle) -> Option<PathBuf> {
    Some(app.path().app_config_dir().ok()?.join("window.json"))
}

/// Under its name only when it is whole.
fn write(file: &Path, place: Place) -> io::Result<()> {
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder)?;
    }
    let new = file.with_extension("new");
    fs::write(&new, serde_json::to_vec(&place)?)?;
    fs::rename(&new, file)
}

/// The rectangle, whole on the screen that has most of it; on the first where none has any of it.
fn on_screen(window: Rect, screens: &[Rect]) -> Rect {
    let most = screens.iter().rev().max_by_key(|screen| shared(window, **screen));
    let Some(screen) = most else { return window };
    let (x, width) = within(window.x, window.width, screen.x, screen.width);
    let (y, height) = within(window.y, window.height, screen.y, screen.height);
    Rect { x, y, width, height }
}

/// A stretch, made no longer than another and moved into it.
fn within(at: i32, length: u32, from: i32, most: u32) -> (i32, u32) {
    let length = length.min(most);
    let last = from.saturating_add_unsigned(most - length);
    (at.clamp(from, last), length)
}

/// How much two rectangles share, in pixels.
fn shared(one: Rect, other: Rect) -> u64 {
    let along = |a: i32, a_length: u32, b: i32, b_length: u32| {
        let end = a.saturating_add_unsigned(a_length).min(b.saturating_add_unsigned(b_length));
        u64::try_from(i64::from(end) - i64::from(a.max(b))).unwrap_or(0)
    };
    along(one.x, one.width, other.x, other.width) * along(one.y, one.height, other.y, other.height)
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn rect(x: i32, y: i32, width: u32, height: u32) -> Rect {
        Rect { x, y, width, height }
    }

    const DESK: Rect = rect(0, 25, 1920, 1055);
    const BESIDE: Rect = rect(-1280, 0, 1280, 1024);

    #[test]
    fn a_window_that_is_on_a_screen_stays_where_it_was() {
        for place in [rect(100, 60, 1440, 900), rect(-1280, 0, 1280, 1024), DESK] {
            assert_eq!(on_screen(place, &[DESK, BESIDE]), place);
        }
    }

    #[test]
    fn a_window_that_hangs_over_an_edge_is_brought_onto_the_screen_that_has_most_of_it() {
        assert_eq!(on_screen(rect(1800, 900, 1440, 900), &[DESK, BESIDE]), rect(480, 180, 1440, 900));
        assert_eq!(on_screen(rect(-900, -200, 1000, 900), &[DESK, BESIDE]), rect(-1000, 0, 1000, 900));
    }

    #[test]
    fn a_window_of_a_screen_that_is_gone_opens_on_the_first() {
        assert_eq!(on_screen(rect(-1000, 100, 960, 700), &[DESK]), rect(0, 100, 960, 700));
        assert_eq!(on_screen(rect(9000, 9000, 4000, 3000), &[DESK, BESIDE]), DESK);
        assert_eq!(on_screen(rect(i32::MAX, i32::MIN, u32::MAX, 1), &[DESK]), rect(0, 25, 1920, 1));
    }

    #[test]
    fn what_is_kept_is_read_again() {
        let folder = std::env::temp_dir().join(format!("broadsheet-place-{}", std::process::id()));
        let file = folder.join("settings").join("window.json");
        let place = Place { frame: DESK, border: (2, 30), maximized: true };
        write(&file, place).unwrap();
        write(&file, place).unwrap();
        assert_eq!(serde_json::from_slice::<Place>(&fs::read(&file).unwrap()).unwrap(), place);
        fs::remove_dir_all(folder).unwrap();
    }
}
