//! Child processes that can be ended together with their descendants.

use std::io::{self, BufRead, BufReader, Read};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::Sender;
use std::thread;
use std::time::{Duration, Instant};

/// Time limit for a program to clean up after SIGTERM.
const CLEAN_UP: Duration = Duration::from_secs(10);
const POLL: Duration = Duration::from_millis(20);

/// A program in its own process group. The group is ended on drop.
pub(crate) struct Group {
    pub(crate) child: Child,
}

impl Group {
    pub(crate) fn start(command: &mut Command) -> io::Result<Self> {
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(command, 0);
        command.stdin(Stdio::null()).spawn().map(|child| Self { child })
    }

    /// Waits up to `time` for the program to end, and returns its status.
    pub(crate) fn wait(&mut self, time: Duration) -> io::Result<Option<ExitStatus>> {
        let deadline = Instant::now() + time;
        loop {
            let status = self.child.try_wait()?;
            if status.is_some() || Instant::now() >= deadline {
                return Ok(status);
            }
            thread::sleep(POLL);
        }
    }

    /// Sends a signal to the whole group. Does nothing if the group has already ended.
    fn signal(&self, name: &str) {
        // Uses the shell builtin `kill`, since the program of that name is not installed everywhere.
        let _ = Command::new("sh")
            .args(["-c", r#"kill -s "$0" -- "-$1""#, name, &self.child.id().to_string()])
            .stderr(Stdio::null())
            .status();
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        self.signal("TERM");
        // Errors are ignored because the next lines end the remaining processes anyway.
        let _ = self.wait(CLEAN_UP);
        self.signal("KILL");
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Sends each line of `stream` to `lines` until the stream ends, even if the receiver is dropped earlier.
pub(crate) fn forward_lines(stream: impl Read + Send + 'static, lines: Sender<String>) {
    thread::spawn(move || {
        for line in BufReader::new(stream).split(b'\n').map_while(Result::ok) {
            // Reading continues without a receiver, so that the program is never blocked.
            let _ = lines.send(String::from_utf8_lossy(&line).trim_end().to_owned());
        }
    });
}
