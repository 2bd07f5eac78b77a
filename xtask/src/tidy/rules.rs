//! Text that only some modules may contain.

use super::Finding;
use super::source::Source;

/// Patterns that are restricted to some modules.
struct Rule {
    patterns: &'static [&'static str],
    /// The folder that the rule covers.
    within: &'static str,
    /// The modules that may contain the patterns, or folders if `within` is the workspace.
    allowed: &'static [&'static str],
    why: &'static str,
}

const GENERATOR: &str = "wsdlgen/src/";
const WORKSPACE: &str = "";

/// Rules for code. Comments, the contents of strings, and tests are exempt.
const CODE: &[Rule] = &[
    Rule {
        patterns: &["roxmltree"],
        within: GENERATOR,
        allowed: &["parse", "tools"],
        why: "after parse, there are only our own syntax trees",
    },
    Rule {
        patterns: &[
            "std::fs",
            "fs::",
            "std::env",
            "env::",
            "print!",
            "println!",
            "eprint!",
            "eprintln!",
        ],
        within: GENERATOR,
        allowed: &["source", "diagnostic", "lib", "tools"],
        why: "only source and recordings use the disk, and only diagnostic and the outermost compile print",
    },
    Rule {
        patterns: &[
            "TokenStream",
            "ToTokens",
            "proc_macro2",
            "syn::",
            "quote::",
            "quote!",
            "quote_spanned!",
            "format_ident!",
            "prettyplease",
        ],
        within: GENERATOR,
        allowed: &["emit"],
        why: "only emit writes Rust",
    },
    Rule {
        patterns: &["heck::"],
        within: GENERATOR,
        allowed: &["name"],
        why: "only name knows how Rust spells identifiers",
    },
    Rule {
        // A path that starts with `xsd::`; the runtime's value types are `wsdlgen_runtime::xsd::`.
        patterns: &["syntax::xsd", "xsd::"],
        within: GENERATOR,
        allowed: &["syntax", "parse", "resolve", "components", "lower", "rules", "source"],
        why: "after lower, there is only the model",
    },
    Rule {
        patterns: &[".unwrap()", ".unwrap_err()"],
        within: WORKSPACE,
        allowed: &[],
        why: "an invariant is an `expect(\"why it holds\")`, anything else an error",
    },
    Rule {
        patterns: &["panic!", "todo!", "unimplemented!"],
        within: WORKSPACE,
        allowed: &[],
        why: "what can go wrong is an error with a message, never a panic",
    },
    Rule { patterns: &["dbg!"], within: WORKSPACE, allowed: &[], why: "left from debugging" },
];

/// Rules for all text of all files, including tests and comments.
const TEXT: &[Rule] = &[Rule {
    patterns: &["/root", "/work", "/tmp/"],
    within: WORKSPACE,
    allowed: &["xtask/src/tidy"],
    why: "an absolute path of one machine",
}];

/// Returns the violations of the rules for code.
pub(super) fn check_source(path: &str, source: &Source) -> Vec<Finding> {
    let lines: Vec<_> = source.code_outside_tests().collect();
    CODE.iter().flat_map(|rule| rule.check(path, &lines)).collect()
}

/// Returns the violations of the rules for text.
pub(super) fn check_text(path: &str, text: &str) -> Vec<Finding> {
    let lines: Vec<_> = text.lines().enumerate().map(|(index, line)| (index + 1, line)).collect();
    TEXT.iter().flat_map(|rule| rule.check(path, &lines)).collect()
}

impl Rule {
    fn check(&self, path: &str, lines: &[(usize, &str)]) -> Vec<Finding> {
        if !self.applies_to(path) {
            return Vec::new();
        }
        let found = |&(line, text): &(usize, &str)| {
            let pattern = self.patterns.iter().find(|pattern| contains(text, pattern))?;
            let what = format!("`{pattern}`");
            Some(Finding { path: path.to_owned(), line, what, why: self.why })
        };
        lines.iter().filter_map(found).collect()
    }

    fn applies_to(&self, path: &str) -> bool {
        let Some(inside) = path.strip_prefix(self.within) else { return false };
        !self.allowed.iter().any(|room| {
            inside.strip_prefix(room).is_some_and(|rest| rest == ".rs" || rest.starts_with('/'))
        })
    }
}

/// Returns whether `text` contains `pattern` as a whole word, path or method.
fn contains(text: &str, pattern: &str) -> bool {
    text.match_indices(pattern).any(|(start, _)| {
        let before = text[..start].chars().next_back();
        let after = text[start + pattern.len()..].chars().next();
        begins(pattern, before) && (!pattern.ends_with(is_word) || !after.is_some_and(is_word))
    })
}

/// Returns whether a match of `pattern` may follow `before`.
fn begins(pattern: &str, before: Option<char>) -> bool {
    let Some(before) = before else { return true };
    if pattern.starts_with('.') {
        return true;
    }
    if pattern.starts_with('/') {
        return !is_word(before) && !"./-~}".contains(before);
    }
    !is_word(before) && before != ':'
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(path: &str, text: &str) -> Vec<(usize, String)> {
        let mut findings = check_source(path, &Source::read(path, text));
        findings.extend(check_text(path, text));
        findings.into_iter().map(|finding| (finding.line, finding.what)).collect()
    }

    #[test]
    fn restricts_patterns_to_modules() {
        let text = "use roxmltree::Node;\n";
        assert_eq!(lines("wsdlgen/src/parse/xsd.rs", text), []);
        assert_eq!(lines("wsdlgen/src/parse.rs", text), []);
        assert_eq!(lines("wsdlgen-cli/src/fetch/document.rs", text), []);
        let finding = (1, "`roxmltree`".to_owned());
        assert_eq!(lines("wsdlgen/src/lower/mod.rs", text), std::slice::from_ref(&finding));
        assert_eq!(lines("wsdlgen/src/parser.rs", text), [finding]);
    }

    #[test]
    fn exempts_comments_strings_and_tests() {
        let text = "/// As in quote!(a).\nconst A: &str = \"println!\";\n#[cfg(test)]\nmod tests { fn a() { panic!() } }\n";
        assert_eq!(lines("wsdlgen/src/model/mod.rs", text), []);
        assert_eq!(lines("wsdlgen/tests/snapshots.rs", "fn a() { todo!() }\n"), []);
    }

    #[test]
    fn ignores_longer_words() {
        let check = |text, pattern| assert!(!contains(text, pattern), "{text}");
        check("ends_with_xsd::a", "xsd::");
        check("wsdlgen_runtime::xsd::Decimal", "xsd::");
        check("offs::a()", "fs::");
        check("eprintln!()", "println!");
        check("roxmltrees", "roxmltree");
        check("xs:/rooted", "/root");
        check("http://host/work/a", "/work");
        check("../work/a", "/work");
        assert!(contains("(xsd::Schema)", "xsd::"));
        assert!(contains("open(\"/work/a\")", "/work"));
    }

    #[test]
    fn finds_absolute_paths_everywhere() {
        let path = concat!("/ro", "ot/.cargo");
        let text = format!("// {path}\nlet a = \"{path}\";\n");
        let finding = |line| (line, concat!("`/ro", "ot`").to_owned());
        assert_eq!(lines("generated-client/tests/a.rs", &text), [finding(1), finding(2)]);
    }
}
