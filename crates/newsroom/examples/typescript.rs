//! Writes the TypeScript of the wire types and of the list of calls into the window's sources (or the folder that is
//! named).

use std::path::PathBuf;

use broadsheet_newsroom::calls::{calls_typescript, wire_typescript};

fn main() -> std::io::Result<()> {
    let folder = std::env::args()
        .nth(1)
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../ui/src/api"), PathBuf::from);
    std::fs::write(folder.join("wire.ts"), wire_typescript())?;
    std::fs::write(folder.join("calls.ts"), calls_typescript())
}
