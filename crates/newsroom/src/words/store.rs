//! What is said when the library refuses or fails.

use std::path::Path;

use broadsheet_store::StoreError;

/// The message, and what to do next, in Chinese or English.
pub(crate) fn say_error(error: &StoreError, zh: bool) -> (String /*message*/, String /*hint*/) {
    let (message, hint) = match error {
        opening @ (StoreError::NoLibrary { .. }
        | StoreError::InUse { .. }
        | StoreError::Busy { .. }
        | StoreError::NetworkDrive { .. }
        | StoreError::Newer { .. }
        | StoreError::Older { .. }
        | StoreError::NotEmpty { .. }) => say_opening(opening),
        change @ (StoreError::Stale { .. } | StoreError::Unfit { .. } | StoreError::Taken { .. }) => {
            say_change(change)
        }
        disk => say_disk(disk),
    };
    (message.get(zh), hint.get(zh))
}

/// A sentence in both languages.
struct Said {
    zh: String,
    en: String,
}

impl Said {
    fn get(self, zh: bool) -> String {
        if zh { self.zh } else { self.en }
    }
}

fn said(zh: impl Into<String>, en: impl Into<String>) -> Said {
    Said { zh: zh.into(), en: en.into() }
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}

/// Why a library could not be opened, copied or restored.
fn say_opening(error: &StoreError) -> (Said, Said) {
    match error {
        StoreError::InUse { path, pid } => say_in_use(&shown(path), *pid),
        StoreError::Busy { path } => (
            said(
                format!("稿库 {} 正被别的程序占用。", shown(path)),
                format!("Another program holds the library {}.", shown(path)),
            ),
            said(
                "关闭正在备份、同步或查看 library.db 的程序，再试一次。",
                "Close the program that backs up, syncs or inspects library.db, then try again.",
            ),
        ),
        StoreError::NetworkDrive { path, kind } => (
            said(
                format!("{} 在网络盘上（{kind}），稿库不能放在那里。", shown(path)),
                format!("{} is on a network drive ({kind}); a library cannot live there.", shown(path)),
            ),
            said(
                "请选本机磁盘上的文件夹；网络盘可以存放备份。",
                "Choose a folder on a disk of this computer; backups may go to the network drive.",
            ),
        ),
        StoreError::Newer { path, found, known } => (
            said(
                format!("稿库 {} 是更新版本的程序写的（格式 {found}，本程序只认到 {known}）。", shown(path)),
                format!(
                    "A newer program wrote the library {} (schema {found}; this one knows {known}).",
                    shown(path)
                ),
            ),
            said(
                "请升级本程序。稿库未作任何改动。",
                "Update this program. The library has not been touched.",
            ),
        ),
        StoreError::Older { path, found, known } => (
            said(
                format!("稿库 {} 还是旧格式（{found}，现为 {known}）。", shown(path)),
                format!("The library {} has an older schema ({found}; now {known}).", shown(path)),
            ),
            said(
                "先用窗口或任一写入命令打开一次：会自动备份并升级。",
                "Open it once in the window or with a command that writes: it is backed up and upgraded.",
            ),
        ),
        StoreError::NotEmpty { path } => (
            said(
                format!("{} 里已有内容。", shown(path)),
                format!("There is something in {} already.", shown(path)),
            ),
            said("请另选一个新的或空的文件夹。", "Choose a new or an empty folder."),
        ),
        other => (
            said(
                format!("{} 里没有稿库。", place_of(other)),
                format!("There is no library in {}.", place_of(other)),
            ),
            said(
                "用 --library 指明稿库所在的文件夹；第一次写入（如 story new）会新建稿库。",
                "Name the library's folder with --library; the first command that stores (story new) makes one.",
            ),
        ),
    }
}

fn say_in_use(path: &str, pid: Option<u32>) -> (Said, Said) {
    let (zh, en) =
        pid.map_or_else(Default::default, |pid| (format!("（进程 {pid}）"), format!(" (process {pid})")));
    (
        said(
            format!("稿库 {path} 已被另一个程序打开{zh}。"),
            format!("Another program{en} has the library {path} open."),
        ),
        said(
            "请关闭那个窗口或命令再试；只读的命令可以同时使用。",
            "Close that window or command and try again; commands that only read work beside it.",
        ),
    )
}

/// Why a change was not kept.
fn say_change(error: &StoreError) -> (Said, Said) {
    match error {
        StoreError::Stale { seen, is, .. } => (
            said(
                format!("内容已被别人改过（您看到的是第 {seen} 版，现在是第 {is} 版）。"),
                format!("Somebody has changed it meanwhile (you saw version {seen}, it is at {is})."),
            ),
            said("请重新打开，对照后再改一次。", "Open it again, compare, and make the change once more."),
        ),
        StoreError::Taken { what, value } => {
            let zh = match *what {
                "person" => "人员",
                "page" => "版面",
                other => other,
            };
            (
                said(format!("已有{zh}“{value}”。"), format!("There is a {what} “{value}” already.")),
                said(
                    "请换一个名称，或使用已有的那一个。",
                    "Choose another name, or use the one that is there.",
                ),
            )
        }
        other => (
            said(
                "这项改动与现有内容对不上，没有保存。",
                format!("The change does not fit and was not kept ({other})."),
            ),
            said("请重新打开后再改一次。", "Open it again and make the change once more."),
        ),
    }
}

/// What the disk or the files have done.
fn say_disk(error: &StoreError) -> (Said, Said) {
    let place = place_of(error);
    let restore = said(
        "库内文件未作改动。请用 restore 从最近的备份恢复到一个新文件夹（自动备份在稿库的 backups 里）。",
        "Nothing has been touched. Restore the latest backup into a new folder (backups/ in the library has some).",
    );
    match error {
        StoreError::Damaged { detail, .. } => (
            said(
                format!("稿库 {place} 已损坏：{detail}。"),
                format!("The library {place} is damaged: {detail}."),
            ),
            restore,
        ),
        StoreError::DiskFull { .. } => (
            said(
                format!("磁盘已满（{place}），这一次没有保存；此前已保存的都在。"),
                format!(
                    "The disk is full ({place}). This was not saved; all that was saved before is there."
                ),
            ),
            said("请腾出空间，再做一次。", "Make room and do it again."),
        ),
        StoreError::ReadOnly { .. } => (
            said(format!("{place} 不能写入。"), format!("{place} cannot be written to.")),
            said(
                "请检查文件夹的权限，或另选一个可以写入的文件夹。",
                "Check the folder's permissions, or choose a folder that can be written to.",
            ),
        ),
        StoreError::FileMissing { .. } => (
            said(format!("库里缺少文件 {place}。"), format!("The library's file {place} is missing.")),
            said(
                "请用 verify 检查稿库，从备份中找回该文件。",
                "Run verify, and bring the file back from a backup.",
            ),
        ),
        StoreError::FileDamaged { .. } => (
            said(format!("文件 {place} 已不是存入时的样子。"), format!("{place} is not what was kept.")),
            said(
                "请用 verify 检查稿库，从备份中找回该文件；图片、样式表和印刷特性文件也可重新收一次。",
                "Run verify, and bring the file back from a backup; a photo, a style sheet or a press profile may also be added again.",
            ),
        ),
        StoreError::Projection { stream } => (
            said(
                format!("库中的 {stream} 与日志不符。"),
                format!("{stream} does not stand as the log says."),
            ),
            said(
                "请用 verify 检查稿库，必要时从备份恢复。",
                "Run verify; if it finds damage, restore a backup.",
            ),
        ),
        other => (
            said(
                format!("读写稿库时出错：{other}。"),
                format!("Reading or writing the library failed: {other}."),
            ),
            said("请再试一次；仍不行时，请用 verify 检查稿库。", "Try again; if it fails again, run verify."),
        ),
    }
}

/// The folder or file that an error speaks of.
fn place_of(error: &StoreError) -> String {
    match error {
        StoreError::NoLibrary { path }
        | StoreError::InUse { path, .. }
        | StoreError::Busy { path }
        | StoreError::NetworkDrive { path, .. }
        | StoreError::Damaged { path, .. }
        | StoreError::DiskFull { path }
        | StoreError::ReadOnly { path }
        | StoreError::Newer { path, .. }
        | StoreError::Older { path, .. }
        | StoreError::NotEmpty { path }
        | StoreError::FileMissing { path }
        | StoreError::FileDamaged { path }
        | StoreError::Io { path, .. }
        | StoreError::Database { path, .. } => shown(path),
        StoreError::Stale { stream, .. }
        | StoreError::Unfit { stream, .. }
        | StoreError::Projection { stream } => stream.to_string(),
        StoreError::Taken { value, .. } => value.clone(),
    }
}
