//! Atomic replacement of a set of files: all are replaced, or none.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::{Change, Problem, StoredFile};

/// A new file, written next to the file it will replace.
struct Staged {
    stored: StoredFile,
    /// The new content, or `None` if the content is unchanged.
    temporary: Option<NamedTempFile>,
    /// The old content, if a file will be replaced.
    backup: Option<NamedTempFile>,
}

/// Replaces the content of each named file. All files are written first and then renamed. If a rename fails,
/// the previous ones are undone.
pub(super) fn replace(
    directory: &Path,
    contents: &[(&str, &[u8])],
) -> Result<Vec<StoredFile>, Problem> {
    fs::create_dir_all(directory).map_err(|source| failed(directory, source))?;
    let staged = contents
        .iter()
        .map(|(name, content)| {
            let path = directory.join(name);
            stage(directory, &path, content).map_err(|source| failed(&path, source))
        })
        .collect::<Result<Vec<_>, _>>()?;
    commit(staged)
}

fn stage(directory: &Path, path: &Path, content: &[u8]) -> io::Result<Staged> {
    // Reading from anything else, such as a named pipe, may block forever.
    if fs::metadata(path).is_ok_and(|metadata| !metadata.is_file()) {
        return Err(io::Error::other("not a regular file"));
    }
    let change = match fs::read(path) {
        Ok(old) if old == content => Change::Unchanged,
        Ok(_) => Change::Changed,
        Err(error) if error.kind() == io::ErrorKind::NotFound => Change::New,
        Err(error) => return Err(error),
    };
    // An untouched file keeps its modification time and does not trigger rebuilds.
    let temporary = if change == Change::Unchanged {
        None
    } else {
        let mut temporary = new_temporary(directory)?;
        temporary.write_all(content)?;
        temporary.as_file().sync_all()?;
        Some(temporary)
    };
    let backup = if change == Change::Changed {
        let backup = new_temporary(directory)?;
        // `fs::copy` preserves the permissions.
        fs::copy(path, backup.path())?;
        Some(backup)
    } else {
        None
    };
    Ok(Staged { stored: StoredFile { path: path.to_owned(), change }, temporary, backup })
}

/// Creates a temporary file whose permissions follow the umask, since it becomes the document.
fn new_temporary(directory: &Path) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".wsdlgen-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    builder.tempfile_in(directory)
}

fn commit(staged: Vec<Staged>) -> Result<Vec<StoredFile>, Problem> {
    let mut done: Vec<(StoredFile, Option<NamedTempFile>)> = Vec::new();
    for Staged { stored, temporary, backup } in staged {
        if let Some(temporary) = temporary
            && let Err(error) = temporary.persist(&stored.path)
        {
            done.into_iter().for_each(put_back);
            return Err(failed(&stored.path, error.error));
        }
        done.push((stored, backup));
    }
    Ok(done.into_iter().map(|(stored, _)| stored).collect())
}

/// Restores the previous state of a file. Failures are ignored, since the first failure is already reported.
fn put_back((stored, backup): (StoredFile, Option<NamedTempFile>)) {
    match (stored.change, backup) {
        (Change::New, _) => drop(fs::remove_file(&stored.path)),
        (_, Some(backup)) => drop(backup.persist(&stored.path)),
        (_, None) => {}
    }
}

fn failed(path: &Path, source: io::Error) -> Problem {
    Problem::Write { path: PathBuf::from(path), source }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(unix)]
    fn rejects_special_files() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.wsdl");
        std::os::unix::net::UnixListener::bind(&path).unwrap();
        let error = stage(folder.path(), &path, b"new").err().unwrap();
        assert_eq!(error.to_string(), "not a regular file");
    }

    #[test]
    fn restores_files_after_partial_failure() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        fs::write(path("old.wsdl"), "as it was").unwrap();
        let names = ["old.wsdl", "new.xsd", "late.xsd", "never.xsd"];
        let staged = names.map(|name| stage(folder.path(), &path(name), b"new").unwrap());
        // Simulates another program creating a folder with this name in the meantime.
        fs::create_dir(path("late.xsd")).unwrap();

        let problem = commit(staged.into()).unwrap_err();

        let Problem::Write { path: failed, .. } = problem else { panic!("{problem}") };
        assert_eq!(failed, path("late.xsd"));
        assert_eq!(fs::read_to_string(path("old.wsdl")).unwrap(), "as it was");
        let mut left: Vec<_> =
            fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        left.sort();
        assert_eq!(left, ["late.xsd", "old.wsdl"]);
    }
}
