//! Pages are painted by the processor.
//!
//! They are paths on a canvas, which gain nothing from a graphics card; its buffers and drivers took more memory than
//! the rest of the window together (the web process with the sample page open: 368 MB with them, 170 MB without).

#[cfg(target_os = "linux")]
use std::env;
#[cfg(target_os = "linux")]
use std::os::unix::process::CommandExt;
#[cfg(target_os = "linux")]
use std::process::Command;

/// What WebKit's processes look for in their environment when they start. The same choice made later, in a window's
/// settings, crashes a web process that has begun to paint.
#[cfg(target_os = "linux")]
const SWITCH: &str = "WEBKIT_DISABLE_COMPOSITING_MODE";

/// Starts the program anew, as the same process, with the choice in its environment, unless one is made there.
/// Where that cannot be done the window is merely larger in memory.
#[cfg(target_os = "linux")]
pub(crate) fn by_the_processor() {
    if env::var_os(SWITCH).is_some() {
        return;
    }
    if let Ok(program) = env::current_exe() {
        let error = Command::new(program).args(env::args_os().skip(1)).env(SWITCH, "1").exec();
        tracing::warn!(%error, "painting");
    }
}

#[cfg(not(target_os = "linux"))]
pub(crate) fn by_the_processor() {}
