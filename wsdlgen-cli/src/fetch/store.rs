//! Replaces files: the old one stays whole until the new one is.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::{Change, Problem, StoredFile};

/// A file that is written beside the one it will replace.
struct Staged {
    stored: StoredFile,
    temporary: Option<NamedTempFile>,
}

/// Gives each named file its new content: first all are written, then all are renamed.
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
    staged.into_iter().map(commit).collect()
}

fn stage(directory: &Path, path: &Path, content: &[u8]) -> io::Result<Staged> {
    let change = match fs::read(path) {
        Ok(old) if old == content => Change::Unchanged,
        Ok(_) => Change::Changed,
        Err(error) if error.kind() == io::ErrorKind::NotFound => Change::New,
        Err(error) => return Err(error),
    };
    // An untouched file keeps its time stamp, and its users' builds stay fresh.
    let temporary = if change == Change::Unchanged {
        None
    } else {
        let mut temporary = new_temporary(directory)?;
        temporary.write_all(content)?;
        temporary.as_file().sync_all()?;
        Some(temporary)
    };
    Ok(Staged { stored: StoredFile { path: path.to_owned(), change }, temporary })
}

/// A temporary file that everyone may read whom the user's umask lets: it becomes the document.
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

fn commit(staged: Staged) -> Result<StoredFile, Problem> {
    if let Some(temporary) = staged.temporary {
        temporary
            .persist(&staged.stored.path)
            .map_err(|error| failed(&staged.stored.path, error.error))?;
    }
    Ok(staged.stored)
}

fn failed(path: &Path, source: io::Error) -> Problem {
    Problem::Write { path: PathBuf::from(path), source }
}
