//! A program that performs tasks with generated code. The module `work` defines the tasks.
//!
//! The argument is a file with one task per line. The program prints one line per task, in order: an empty line for
//! success, otherwise the reason for the failure.

#![allow(dead_code, reason = "no suite uses everything")]

mod modules;
mod work;

use std::any::Any;
use std::io::{self, Write};
use std::{env, fs, panic, thread};

/// The stack size, for deeply nested documents. Unused stack costs no memory.
const STACK: usize = 1 << 30;

fn main() {
    let thread = thread::Builder::new().stack_size(STACK).spawn(run).expect("thread should start");
    let result = thread.join().expect("panics should be caught");
    result.expect("the tasks should be readable and the output open");
}

fn run() -> io::Result<()> {
    // Panics are reported in the answer.
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
    work::task(&fields).ok_or_else(|| format!("unexpected number of fields: {line}"))?
}

fn panicked(payload: &(dyn Any + Send)) -> String {
    let text = payload.downcast_ref::<&str>().copied();
    let text = text.or_else(|| payload.downcast_ref::<String>().map(String::as_str));
    format!("panic: {}", text.unwrap_or("no message"))
}
