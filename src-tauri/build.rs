//! Lists the window's own commands, so that each needs leave in `capabilities/`.

use tauri_build::{AppManifest, Attributes};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let manifest = AppManifest::new().commands(&["call", "upload"]);
    tauri_build::try_build(Attributes::new().app_manifest(manifest))?;
    Ok(())
}
