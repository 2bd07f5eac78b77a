//! Writing of generated files.

use std::{
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
};

/// Writes generated code atomically. An unchanged file is not written, so it keeps its modification time.
pub(crate) fn write_output(path: &Path, text: &str) -> io::Result<()> {
    if fs::read(path).is_ok_and(|old| old == text.as_bytes()) {
        return Ok(());
    }
    if let Some(directory) = path.parent() {
        fs::create_dir_all(directory)?;
    }
    let temporary = path.with_extension("rs.new");
    // Do not write through a leftover file or symbolic link.
    let _ = fs::remove_file(&temporary);
    let mut file = fs::File::create_new(&temporary)?;
    file.write_all(text.as_bytes())?;
    fs::rename(&temporary, path)
}

/// Removes the files next to those that were written whose first line is also that of `code`.
pub(crate) fn remove_stale(written: &[PathBuf], code: &str) {
    let folder = written.first().and_then(|first| first.parent());
    let head = code.lines().next();
    for entry in folder.into_iter().filter_map(|folder| fs::read_dir(folder).ok()).flatten() {
        let Ok(path) = entry.map(|entry| entry.path()) else { continue };
        let is_stale = || fs::read_to_string(&path).is_ok_and(|text| text.lines().next() == head);
        if !written.contains(&path) && is_stale() {
            // A file that remains is not part of the code.
            let _ = fs::remove_file(&path);
        }
    }
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn does_not_write_through_symbolic_links() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        fs::write(path("victim"), "as it was").unwrap();
        symlink(path("victim"), path("a.rs.new")).unwrap();
        write_output(&path("a.rs"), "new").unwrap();
        assert_eq!(fs::read_to_string(path("victim")).unwrap(), "as it was");
        assert_eq!(fs::read_to_string(path("a.rs")).unwrap(), "new");
    }
}
