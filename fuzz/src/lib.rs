//! Bytes that libFuzzer thinks of, into the promises of `tests/corpus`.

use std::panic;
use std::process;
use std::sync::Once;

/// Ends the process at a panic in this project's own code, also where a caller catches it. A reader of somebody
/// else's that gives up on a damaged file, and is caught at that, is what the promise says.
///
/// libFuzzer's own hook ends it at every panic.
pub fn end_at_our_own_panics() {
    static SET: Once = Once::new();
    SET.call_once(|| {
        panic::set_hook(Box::new(|panic| {
            let ours = panic.location().is_none_or(|at| !at.file().contains("/registry/src/"));
            if ours {
                eprintln!("{panic}");
                process::abort();
            }
        }));
    });
}
