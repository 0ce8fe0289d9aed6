//! Pages are painted by the processor, and memory that is free goes back to the system.
//!
//! Pages are paths on a canvas, which gain nothing from a graphics card; its buffers and drivers took more memory than
//! the rest of the window together (the web process with the sample page open: 368 MB with them, 170 MB without).
//! The allocator of the C library keeps what a decoded picture took (24 MB after a page's miniature was drawn), once
//! it has seen one come and go; told how large a block may be at most to be kept, it gives back the larger ones.

#[cfg(target_os = "linux")]
use std::env;
#[cfg(target_os = "linux")]
use std::os::unix::process::CommandExt;
#[cfg(target_os = "linux")]
use std::process::Command;

/// What WebKit's processes and the C library look for in their environment when they start. WebKit's choice made
/// later, in a window's settings, crashes a web process that has begun to paint.
#[cfg(target_os = "linux")]
const SWITCHES: [(&str, &str); 4] = [
    ("WEBKIT_DISABLE_COMPOSITING_MODE", "1"),
    ("MALLOC_ARENA_MAX", "2"),
    ("MALLOC_MMAP_THRESHOLD_", "524288"),
    ("MALLOC_TRIM_THRESHOLD_", "524288"),
];

/// Starts the program anew, as the same process, with the choices in its environment, unless they are made there.
/// Where that cannot be done the window is merely larger in memory.
#[cfg(target_os = "linux")]
pub(crate) fn by_the_processor() {
    let wanted: Vec<(&str, &str)> =
        SWITCHES.into_iter().filter(|(name, _)| env::var_os(name).is_none()).collect();
    if wanted.is_empty() {
        return;
    }
    if let Ok(program) = env::current_exe() {
        let error = Command::new(program).args(env::args_os().skip(1)).envs(wanted).exec();
        tracing::warn!(%error, "painting");
    }
}

#[cfg(not(target_os = "linux"))]
pub(crate) fn by_the_processor() {}
