//! Programs that end when we say so, with everything they started.

use std::io::{self, BufRead, BufReader, Read};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::Sender;
use std::thread;
use std::time::{Duration, Instant};

/// How long a program may take to clean up after SIGTERM.
const CLEAN_UP: Duration = Duration::from_secs(10);
const POLL: Duration = Duration::from_millis(20);

/// A program in a process group of its own, which is ended when dropped.
pub(crate) struct Group {
    pub(crate) child: Child,
}

impl Group {
    pub(crate) fn start(command: &mut Command) -> io::Result<Self> {
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(command, 0);
        command.stdin(Stdio::null()).spawn().map(|child| Self { child })
    }

    /// How the program ended, if it does within `time`.
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

    /// Sends a signal to the whole group; one that has ended already does not mind.
    fn signal(&self, name: &str) {
        // The shell's own `kill`: the program of that name is not installed everywhere.
        let _ = Command::new("sh")
            .args(["-c", r#"kill -s "$0" -- "-$1""#, name, &self.child.id().to_string()])
            .stderr(Stdio::null())
            .status();
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        self.signal("TERM");
        // Whatever waiting says, the next lines end what is left.
        let _ = self.wait(CLEAN_UP);
        self.signal("KILL");
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Sends each line of `stream` until it ends; the receiver need not listen to the end.
pub(crate) fn forward_lines(stream: impl Read + Send + 'static, lines: Sender<String>) {
    thread::spawn(move || {
        for line in BufReader::new(stream).split(b'\n').map_while(Result::ok) {
            // Reading goes on without a listener, so that the program is never blocked.
            let _ = lines.send(String::from_utf8_lossy(&line).trim_end().to_owned());
        }
    });
}
