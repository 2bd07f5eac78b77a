//! A minimal reader for the sections of a `Cargo.toml`.

/// A `[header]` and the lines below it. Lines are numbered from 1.
pub(crate) struct Section<'a> {
    pub(crate) header: &'a str,
    pub(crate) line: usize,
    pub(crate) lines: Vec<(usize, &'a str)>,
}

impl Section<'_> {
    /// Returns whether the section lists dependencies of a package.
    pub(crate) fn lists_dependencies(&self) -> bool {
        self.header.ends_with("dependencies") && self.header != "workspace.dependencies"
    }

    /// Returns whether the section is a single dependency, such as `[dependencies.name]`.
    pub(crate) fn is_dependency(&self) -> bool {
        let parent = self.header.rsplit_once('.').map_or("", |(parent, _)| parent);
        parent.ends_with("dependencies") && parent != "workspace.dependencies"
    }
}

pub(crate) fn sections(text: &str) -> Vec<Section<'_>> {
    let mut sections = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let header = line.strip_prefix('[').and_then(|it| it.trim_end().strip_suffix(']'));
        if let Some(header) = header {
            sections.push(Section { header, line: index + 1, lines: Vec::new() });
        } else if let Some(section) = sections.last_mut() {
            section.lines.push((index + 1, line));
        }
    }
    sections
}

/// Returns the names of a package's features.
pub(crate) fn features(text: &str) -> Vec<&str> {
    sections(text)
        .iter()
        .filter(|section| section.header == "features")
        .flat_map(|section| &section.lines)
        .filter(|(_, line)| !line.starts_with([' ', '\t', '#', ']']))
        .filter_map(|(_, line)| line.split_once('='))
        .map(|(name, _)| name.trim())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_features() {
        let text = "[package]\nname = \"a\"\n\n[features]\ndefault = [\"client\"]\n# Calls = \
                    yes.\nclient = [\n  \"dep:x\",\n]\n\n[dependencies]\nx = \"1\"\n";
        assert_eq!(features(text), ["default", "client"]);
    }
}
