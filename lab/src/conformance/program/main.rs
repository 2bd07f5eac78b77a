//! Does tasks with generated code: what a task is, `work` says.
//!
//! The argument is a file of tasks, one a line. Each line of standard output is the answer to one, in
//! the same order: nothing where all went well, otherwise the reason.

#![allow(dead_code, reason = "no suite has everything")]

mod modules;
mod work;

use std::any::Any;
use std::io::{self, Write};
use std::{env, fs, panic, thread};

/// Nested documents need it, and what is not used costs nothing.
const STACK: usize = 1 << 30;

fn main() {
    let thread = thread::Builder::new().stack_size(STACK).spawn(run).expect("threads can start");
    let result = thread.join().expect("panics are caught");
    result.expect("there is a file of tasks, and somebody listens");
}

fn run() -> io::Result<()> {
    // A panic is told in the answer.
    panic::set_hook(Box::new(|_| {}));
    let mut output = io::stdout();
    let tasks = env::args().nth(1).unwrap_or_default();
    for line in fs::read_to_string(tasks)?.lines() {
        let answer = panic::catch_unwind(|| task(line)).unwrap_or_else(|it| Err(panicked(&*it)));
        let reason = answer.err().unwrap_or_default().replace(['\n', '\r'], " ");
        writeln!(output, "{reason}")?;
        output.flush()?;
    }
    Ok(())
}

fn task(line: &str) -> Result<(), String> {
    let fields: Vec<&str> = line.split('\t').collect();
    work::task(&fields).ok_or_else(|| format!("a task of so many fields: {line}"))?
}

fn panicked(payload: &(dyn Any + Send)) -> String {
    let text = payload.downcast_ref::<&str>().copied();
    let text = text.or_else(|| payload.downcast_ref::<String>().map(String::as_str));
    format!("panic: {}", text.unwrap_or("no message"))
}
