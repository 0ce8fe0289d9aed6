//! Lists the built UI (`ui/dist`) for `include_bytes!`. A build without one serves what `--ui` names.

use std::env;
use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

fn main() -> Result<(), Box<dyn Error>> {
    let built = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?).join("../../ui/dist");
    let mut files = Vec::new();
    if built.is_dir() {
        let built = built.canonicalize()?;
        gather(&built, &built, &mut files)?;
        files.sort();
    }
    // A folder that is not there is looked for at every build, so that it is found once it is.
    let mut said = format!("cargo::rerun-if-changed={}\n", built.display());
    let mut list = String::from("&[\n");
    for (name, path) in files {
        writeln!(list, "    ({name:?}, include_bytes!({:?})),", path.display().to_string())?;
        writeln!(said, "cargo::rerun-if-changed={}", path.display())?;
    }
    list.push_str("]\n");
    fs::write(PathBuf::from(env::var("OUT_DIR")?).join("ui.rs"), list)?;
    std::io::Write::write_all(&mut std::io::stdout(), said.as_bytes())?;
    Ok(())
}

/// The files below `folder`, named from `root` with forward slashes.
fn gather(root: &Path, folder: &Path, files: &mut Vec<(String, PathBuf)>) -> Result<(), Box<dyn Error>> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            gather(root, &path, files)?;
        } else {
            let parts: Vec<_> = path.strip_prefix(root)?.iter().map(|part| part.to_string_lossy()).collect();
            files.push((parts.join("/"), path.clone()));
        }
    }
    Ok(())
}
