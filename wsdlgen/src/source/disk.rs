//! Reading of documents from the disk.
//!
//! Contracts are untrusted and can name any file. Only regular files of a bounded size are read, and only in
//! allowed folders.

use std::{
    fs::File,
    io::{self, Read},
    path::{Component, Path, PathBuf},
};

use crate::settings::Settings;

/// Maximum size of a document, in bytes.
const LONGEST: u64 = 64 << 20;

/// Files and folders that mark the root of a repository.
const REPOSITORY: [&str; 4] = [".git", ".hg", ".jj", ".svn"];

/// The folders from which documents may be read: the repositories or workspaces of the contracts and of the files
/// named in settings.
pub(crate) struct Disk {
    folders: Vec<PathBuf>,
}

impl Disk {
    pub(crate) fn new(entries: &[String], settings: &Settings) -> Self {
        let catalog = settings.catalog.iter().map(|(_, path)| path);
        let named = entries.iter().chain(&settings.schemas).chain(&settings.catalog_files);
        let mut folders: Vec<_> = named.chain(catalog).map(|file| top_folder(file)).collect();
        folders.extend(settings.import_folders.iter().map(|folder| absolute(folder)));
        Self { folders }
    }

    /// Reads a document.
    ///
    /// # Errors
    ///
    /// Returns an error if the file is outside the allowed folders, not a regular file, too long, or unreadable.
    pub(crate) fn read(&self, location: &str) -> io::Result<Vec<u8>> {
        let path = absolute(Path::new(location));
        if !self.folders.iter().any(|folder| path.starts_with(folder)) {
            let message = "outside the contract's folder and repository (allow it with \
                           `import_folder`, `import-folders` in wsdlgen.toml or `--import-folder`)";
            return Err(io::Error::new(io::ErrorKind::PermissionDenied, message));
        }
        // Opening a FIFO would block until there is a writer.
        if !std::fs::metadata(&path)?.is_file() {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "not a regular file"));
        }
        let mut bytes = Vec::new();
        File::open(&path)?.take(LONGEST + 1).read_to_end(&mut bytes)?;
        if bytes.len() as u64 > LONGEST {
            let message = format!("longer than {LONGEST} bytes");
            return Err(io::Error::new(io::ErrorKind::FileTooLarge, message));
        }
        Ok(bytes)
    }
}

/// Returns the repository root of a file, or else the outermost parent folder with a `Cargo.toml`, or else its folder.
fn top_folder(file: &str) -> PathBuf {
    let file = absolute(Path::new(file));
    let folder = file.parent().unwrap_or(&file);
    let is_repository = |folder: &&Path| REPOSITORY.iter().any(|mark| folder.join(mark).exists());
    let is_package = |folder: &&Path| folder.join("Cargo.toml").is_file();
    let repository = folder.ancestors().find(is_repository);
    repository.or_else(|| folder.ancestors().filter(is_package).last()).unwrap_or(folder).to_owned()
}

/// Returns an absolute path without `.` and `..`.
///
/// Symbolic links are not resolved: they are as trusted as the folder that contains them.
fn absolute(path: &Path) -> PathBuf {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let mut plain = PathBuf::new();
    for component in path.components() {
        match component {
            Component::ParentDir => _ = plain.pop(),
            Component::CurDir => {}
            other => plain.push(other),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use std::{fs, io::ErrorKind};

    use super::Disk;
    use crate::settings::Settings;

    #[test]
    fn reads_regular_files_in_allowed_folders() {
        let temporary = tempfile::tempdir().unwrap();
        let path = |inside: &str| temporary.path().join(inside).to_string_lossy().into_owned();
        for file in
            ["alone/a.wsdl", "repository/wsdl/a.wsdl", "repository/xsd/b.xsd", "other/c.xsd"]
        {
            fs::create_dir_all(temporary.path().join(file).parent().unwrap()).unwrap();
            fs::write(path(file), file).unwrap();
        }
        fs::create_dir(path("repository/.git")).unwrap();
        let read = |entry: &str, folders: &[&str], location: &str| {
            let import_folders = folders.iter().map(|folder| path(folder).into()).collect();
            let settings = Settings { import_folders, ..Settings::default() };
            Disk::new(&[path(entry)], &settings).read(&path(location)).map_err(|error| error.kind())
        };
        let alone = |location: &str| read("alone/a.wsdl", &[], location).map(drop);
        assert_eq!(alone("alone/a.wsdl"), Ok(()));
        assert_eq!(alone("alone/../alone/./a.wsdl"), Ok(()));
        assert_eq!(alone("alone/../other/c.xsd"), Err(ErrorKind::PermissionDenied));
        assert_eq!(alone("alone2/a.wsdl"), Err(ErrorKind::PermissionDenied));
        assert_eq!(alone("alone"), Err(ErrorKind::InvalidInput));
        assert_eq!(alone("alone/none.xsd"), Err(ErrorKind::NotFound));
        assert_eq!(read("alone/a.wsdl", &["other"], "other/c.xsd"), Ok(b"other/c.xsd".to_vec()));
        let repository = |location: &str| read("repository/wsdl/a.wsdl", &[], location).map(drop);
        assert_eq!(repository("repository/wsdl/../xsd/b.xsd"), Ok(()));
        assert_eq!(repository("repository/../other/c.xsd"), Err(ErrorKind::PermissionDenied));
    }

    #[cfg(unix)]
    #[test]
    fn rejects_devices() {
        let settings = Settings { import_folders: vec!["/dev".into()], ..Settings::default() };
        let error = Disk::new(&["a.wsdl".to_owned()], &settings).read("/dev/zero").unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidInput);
    }

    #[test]
    fn rejects_long_files() {
        let temporary = tempfile::tempdir().unwrap();
        let path = temporary.path().join("long.xsd").to_string_lossy().into_owned();
        fs::File::create(&path).unwrap().set_len(super::LONGEST + 1).unwrap();
        let error =
            Disk::new(std::slice::from_ref(&path), &Settings::default()).read(&path).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::FileTooLarge);
    }
}
