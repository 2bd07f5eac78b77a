//! Rust source code without comments and string contents, split into code and tests.

use std::iter::Peekable;
use std::str::Chars;

/// The lines of a file, with comments and string contents removed.
pub(super) struct Source {
    lines: Vec<String>,
    /// The index of the first line of test code.
    tests: usize,
}

/// A function, from the line with `fn` to its last line. Lines are numbered from 1.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Function {
    pub(super) name: String,
    pub(super) line: usize,
    pub(super) length: usize,
}

impl Source {
    pub(super) fn read(path: &str, text: &str) -> Self {
        let lines: Vec<String> = blank(text).lines().map(str::to_owned).collect();
        let tests = if is_test_file(path) { 0 } else { start_of_tests(&lines) };
        Self { lines, tests }
    }

    pub(super) fn len(&self) -> usize {
        self.lines.len()
    }

    /// Returns the lines before the file's tests with their numbers.
    pub(super) fn code_outside_tests(&self) -> impl Iterator<Item = (usize, &str)> {
        self.lines[..self.tests].iter().enumerate().map(|(index, line)| (index + 1, line.as_str()))
    }

    pub(super) fn functions(&self) -> Vec<Function> {
        let named = self.lines.iter().enumerate().filter_map(|(index, line)| {
            let name = function_name(line)?;
            let length = self.function_length(index)?;
            Some(Function { name: name.to_owned(), line: index + 1, length })
        });
        named.collect()
    }

    /// Returns the number of lines to the end of the function's body, or `None` if it has no body.
    fn function_length(&self, start: usize) -> Option<usize> {
        let (mut braces, mut others) = (0_usize, 0_usize);
        for (index, line) in self.lines[start..].iter().enumerate() {
            let from = if index == 0 { line.find("fn ")? } else { 0 };
            for c in line[from..].chars() {
                match c {
                    '(' | '[' => others += 1,
                    ')' | ']' => others = others.saturating_sub(1),
                    '{' => braces += 1,
                    '}' => braces = braces.checked_sub(1)?,
                    // A trait method without a body.
                    ';' if braces == 0 && others == 0 => return None,
                    _ => {}
                }
                if c == '}' && braces == 0 {
                    return Some(index + 1);
                }
            }
        }
        None
    }
}

/// Returns the name of the function that starts in `line`. Function pointer types such as `fn(u8)` are ignored.
fn function_name(line: &str) -> Option<&str> {
    let (before, after) = line.split_once("fn ")?;
    if before.ends_with(|c: char| c.is_alphanumeric() || c == '_') {
        return None;
    }
    let end = after.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(after.len());
    Some(&after[..end]).filter(|name| !name.is_empty())
}

fn is_test_file(path: &str) -> bool {
    let test_folder = |part: &str| matches!(part, "tests" | "benches" | "examples");
    path.ends_with("/tests.rs") || path.split('/').any(test_folder)
}

/// Returns the index of the first line of test code. A `mod tests;` declaration does not count.
fn start_of_tests(lines: &[String]) -> usize {
    let is_for_tests =
        |line: &str| ["#[cfg(test", "#[cfg(all(test"].iter().any(|it| line.starts_with(it));
    let is_start = |index: &usize| {
        let line = lines[*index].trim();
        let next = lines.get(index + 1).map_or("", |line| line.trim());
        is_for_tests(line) && !next.ends_with(';')
    };
    (0..lines.len()).find(is_start).unwrap_or(lines.len())
}

/// Removes comments and the contents of string and character literals. Line numbers are preserved.
fn blank(text: &str) -> String {
    let mut blanker = Blanker { rest: text.chars().peekable(), code: String::new() };
    while let Some(c) = blanker.rest.next() {
        blanker.token(c);
    }
    blanker.code
}

struct Blanker<'a> {
    rest: Peekable<Chars<'a>>,
    code: String,
}

impl Blanker<'_> {
    /// Copies the token that starts with `c`, without its contents if it is a comment or literal.
    fn token(&mut self, c: char) {
        match (c, self.rest.peek().copied()) {
            ('/', Some('/')) => self.skip_line(),
            ('/', Some('*')) => self.skip_block_comment(),
            ('"', _) => self.skip_string(),
            ('r', Some('"' | '#')) if !self.is_inside_word() => self.raw_string_or_identifier(),
            ('\'', _) => self.character_or_lifetime(),
            _ => self.code.push(c),
        }
    }

    /// Returns whether an `r` would continue a word. In `br"…"` and `cr"…"`, it begins a string.
    fn is_inside_word(&self) -> bool {
        let mut before = self.code.chars().rev();
        let is_word = |c: char| c.is_alphanumeric() || c == '_';
        match before.next() {
            Some('b' | 'c') => before.next().is_some_and(is_word),
            last => last.is_some_and(is_word),
        }
    }

    fn skip_line(&mut self) {
        while self.rest.next_if(|&c| c != '\n').is_some() {}
    }

    fn skip_block_comment(&mut self) {
        let mut depth = 1;
        self.rest.next();
        while depth > 0 {
            match (self.rest.next(), self.rest.peek()) {
                (Some('*'), Some('/')) => depth -= 1,
                (Some('/'), Some('*')) => depth += 1,
                (Some('\n'), _) => {
                    self.code.push('\n');
                    continue;
                }
                (Some(_), _) => continue,
                (None, _) => return,
            }
            self.rest.next();
        }
    }

    fn skip_string(&mut self) {
        self.code.push('"');
        while let Some(c) = self.rest.next() {
            match c {
                '"' => break,
                '\\' if self.rest.next() == Some('\n') => self.code.push('\n'),
                '\n' => self.code.push('\n'),
                _ => {}
            }
        }
        self.code.push('"');
    }

    fn raw_string_or_identifier(&mut self) {
        self.code.push('r');
        let mut hashes = 0;
        while self.rest.next_if_eq(&'#').is_some() {
            hashes += 1;
        }
        if self.rest.next_if_eq(&'"').is_none() {
            // A raw identifier such as `r#type`.
            return self.code.extend(std::iter::repeat_n('#', hashes));
        }
        self.code.push('"');
        while let Some(c) = self.rest.next() {
            if c == '\n' {
                self.code.push('\n');
            }
            if c == '"' && (0..hashes).all(|_| self.rest.next_if_eq(&'#').is_some()) {
                break;
            }
        }
        self.code.push('"');
    }

    fn character_or_lifetime(&mut self) {
        self.code.push('\'');
        if self.rest.next_if_eq(&'\\').is_some() {
            self.rest.next();
            while self.rest.next_if(|&c| c != '\'').is_some() {}
            self.rest.next();
            return self.code.push('\'');
        }
        let mut ahead = self.rest.clone();
        if ahead.next().is_some() && ahead.next() == Some('\'') {
            self.rest = ahead;
            self.code.push('\'');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn removes_comments_and_literals() {
        let check = |text, expected| assert_eq!(blank(text), expected);
        check("a // b\n/* c /* d */\n e */ f", "a \n\n f");
        check(r#"p("a\"{", b'{', '\'', '\u{7d}')"#, r#"p("", b'', '', '')"#);
        check("r#\"a\"{\n\"#; br\"\\\"; r#type", "r\"\n\"; br\"\"; r#type");
        check("fn a<'a>(x: &'a str) -> 'b' {", "fn a<'a>(x: &'a str) -> '' {");
        check("for r in \"a\\\n b\" {", "for r in \"\n\" {");
    }

    #[test]
    fn measures_functions() {
        let text = "trait A {\n    fn a(x: [u8; 2]);\n}\nfn b(f: fn(u8)) {\n    if c { '{' } else { \"}\" }\n}\npub fn r() {}\n";
        let functions = Source::read("src/a.rs", text).functions();
        let measured: Vec<_> =
            functions.iter().map(|it| (it.name.as_str(), it.line, it.length)).collect();
        assert_eq!(measured, [("b", 4, 3), ("r", 7, 1)]);
    }

    #[test]
    fn finds_start_of_tests() {
        let outside = |path, text| Source::read(path, text).code_outside_tests().count();
        assert_eq!(outside("src/a.rs", "a\n#[cfg(test)]\nmod tests {\n}\n"), 1);
        assert_eq!(outside("src/a.rs", "#[cfg(test)]\nmod tests;\nb\n"), 3);
        assert_eq!(outside("a/tests/b.rs", "a\n"), 0);
        assert_eq!(outside("src/b/tests.rs", "a\n"), 0);
    }
}
