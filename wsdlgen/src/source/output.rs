//! Writing of generated files.

use std::{
    io::{self, Write},
    path::Path,
};

/// Writes generated code atomically. An unchanged file is not written, so it keeps its modification time.
pub(crate) fn write_output(path: &Path, text: &str) -> io::Result<()> {
    if std::fs::read(path).is_ok_and(|old| old == text.as_bytes()) {
        return Ok(());
    }
    if let Some(directory) = path.parent() {
        std::fs::create_dir_all(directory)?;
    }
    let temporary = path.with_extension("rs.new");
    // Do not write through a leftover file or symbolic link.
    let _ = std::fs::remove_file(&temporary);
    let mut file = std::fs::File::create_new(&temporary)?;
    file.write_all(text.as_bytes())?;
    std::fs::rename(&temporary, path)
}

#[cfg(all(test, unix))]
mod tests {
    use std::{fs, os::unix::fs::symlink};

    use super::write_output;

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
