//! What a run leaves behind: files, and words for cargo.

use std::{
    io,
    path::{Path, PathBuf},
};

/// Writes generated code, if it differs from what is there: an unchanged file keeps its time, and
/// nobody ever sees half of one.
pub(crate) fn write_output(path: &Path, text: &str) -> io::Result<()> {
    if std::fs::read(path).is_ok_and(|old| old == text.as_bytes()) {
        return Ok(());
    }
    if let Some(directory) = path.parent() {
        std::fs::create_dir_all(directory)?;
    }
    let temporary = path.with_extension("rs.new");
    std::fs::write(&temporary, text)?;
    std::fs::rename(&temporary, path)
}

/// Where cargo wants a build script's output; `None` outside of one.
pub(crate) fn cargo_out_dir() -> Option<PathBuf> {
    std::env::var_os("OUT_DIR").map(PathBuf::from)
}

/// Says something to cargo, which listens to a build script's standard output.
pub(crate) fn print_to_cargo(line: &str) {
    println!("{line}");
}
