//! The menu bar, in the window's language.

use broadsheet_newsroom::Lang;
use tauri::menu::{AboutMetadata, Menu, MenuBuilder, MenuItemBuilder, SubmenuBuilder};
use tauri::{AppHandle, Manager, Wry};

use crate::doors::Desk;
use crate::window::LABEL;

const EXPORTS: &str = "exports";
const LIBRARY: &str = "library";
const LOGS: &str = "logs";
const QUIT: &str = "quit";
const LARGER: &str = "larger";
const SMALLER: &str = "smaller";
const ACTUAL: &str = "actual";
const FULL: &str = "full";

/// The words of the menu bar.
struct Words {
    file: &'static str,
    exports: &'static str,
    library: &'static str,
    quit: &'static str,
    #[cfg(target_os = "macos")]
    edit: &'static str,
    view: &'static str,
    larger: &'static str,
    smaller: &'static str,
    actual: &'static str,
    full: &'static str,
    help: &'static str,
    logs: &'static str,
    about: &'static str,
}

const CHINESE: Words = Words {
    file: "文件",
    exports: "打开导出文件夹",
    library: "打开稿库文件夹",
    quit: "退出",
    #[cfg(target_os = "macos")]
    edit: "编辑",
    view: "显示",
    larger: "界面放大",
    smaller: "界面缩小",
    actual: "界面原大",
    full: "全屏",
    help: "帮助",
    logs: "打开日志文件夹",
    about: "关于大样",
};

const ENGLISH: Words = Words {
    file: "File",
    exports: "Open the Exports Folder",
    library: "Open the Library Folder",
    quit: "Quit",
    #[cfg(target_os = "macos")]
    edit: "Edit",
    view: "View",
    larger: "Larger Interface",
    smaller: "Smaller Interface",
    actual: "Actual Size",
    full: "Full Screen",
    help: "Help",
    logs: "Open the Log Folder",
    about: "About Broadsheet",
};

/// The menu bar.
pub(crate) fn bar(app: &AppHandle, lang: Lang) -> tauri::Result<Menu<Wry>> {
    let words = match lang {
        Lang::Zh => CHINESE,
        Lang::En => ENGLISH,
    };
    let quit = MenuItemBuilder::with_id(QUIT, words.quit).accelerator("CmdOrCtrl+Q").build(app)?;
    let full = MenuItemBuilder::with_id(FULL, words.full).accelerator("F11").build(app)?;
    let file = SubmenuBuilder::new(app, words.file)
        .text(EXPORTS, words.exports)
        .text(LIBRARY, words.library)
        .separator()
        .item(&quit)
        .build()?;
    let view = SubmenuBuilder::new(app, words.view)
        .text(LARGER, words.larger)
        .text(SMALLER, words.smaller)
        .text(ACTUAL, words.actual)
        .separator()
        .item(&full)
        .build()?;
    let about = AboutMetadata {
        name: Some("大样 Broadsheet".to_owned()),
        version: Some(env!("CARGO_PKG_VERSION").to_owned()),
        license: Some(env!("CARGO_PKG_LICENSE").to_owned()),
        ..AboutMetadata::default()
    };
    let help = SubmenuBuilder::new(app, words.help)
        .text(LOGS, words.logs)
        .about_with_text(words.about, Some(about))
        .build()?;
    let bar = MenuBuilder::new(app).item(&file);
    // On macOS the editing keys work by their menu alone.
    #[cfg(target_os = "macos")]
    let bar = {
        let edit = SubmenuBuilder::new(app, words.edit);
        bar.item(&edit.undo().redo().separator().cut().copy().paste().select_all().build()?)
    };
    bar.item(&view).item(&help).build()
}

/// Puts the menu bar into the window's language.
pub(crate) fn translate(app: &AppHandle) {
    let for_it = app.clone();
    let done = app.run_on_main_thread(move || {
        let bar = bar(&for_it, for_it.state::<Desk>().lang());
        if let Err(error) = bar.and_then(|bar| for_it.set_menu(bar)) {
            tracing::warn!(%error, "menu");
        }
    });
    if let Err(error) = done {
        tracing::warn!(%error, "menu");
    }
}

/// Does what was chosen.
pub(crate) fn chosen(app: &AppHandle, id: &str) {
    let done = match id {
        EXPORTS | LIBRARY | LOGS => show_folder(app, id),
        _ => act_on_window(app, id),
    };
    if let Err(error) = done {
        tracing::warn!(id, %error, "menu");
    }
}

fn act_on_window(app: &AppHandle, id: &str) -> tauri::Result<()> {
    let Some(window) = app.get_webview_window(LABEL) else { return Ok(()) };
    match id {
        // As by the window's own button: what is being written is finished first.
        QUIT => window.close(),
        FULL => window.set_fullscreen(!window.is_fullscreen()?),
        LARGER | SMALLER | ACTUAL => window.set_zoom(app.state::<Desk>().zoom(match id {
            LARGER => 1,
            SMALLER => -1,
            _ => 0,
        })),
        _ => Ok(()),
    }
}

fn show_folder(app: &AppHandle, which: &str) -> tauri::Result<()> {
    let desk = app.state::<Desk>();
    // Of a library that is shut only what is there already can be shown: its backups, say.
    if which == LIBRARY || desk.is_shut() {
        return Ok(open::that_detached(desk.folder())?);
    }
    let folder = desk.folder().join(which);
    std::fs::create_dir_all(&folder)?;
    Ok(open::that_detached(folder)?)
}
