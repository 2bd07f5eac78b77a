//! Writing of XML.

/// A start tag in progress.
pub(super) struct Tag {
    name: &'static str,
    text: String,
}

impl Tag {
    pub(super) fn new(name: &'static str) -> Self {
        Self { name, text: format!("<{name}") }
    }

    pub(super) fn attribute(&mut self, name: &str, value: &str) -> &mut Self {
        self.text.push(' ');
        self.text.push_str(name);
        self.text.push_str("=\"");
        for character in value.chars() {
            match character {
                '&' => self.text.push_str("&amp;"),
                '<' => self.text.push_str("&lt;"),
                '"' => self.text.push_str("&quot;"),
                '\t' | '\n' | '\r' => {
                    self.text.extend(["&#", &u32::from(character).to_string(), ";"]);
                }
                _ => self.text.push(character),
            }
        }
        self.text.push('"');
        self
    }

    pub(super) fn optional(&mut self, name: &str, value: Option<&str>) -> &mut Self {
        if let Some(value) = value {
            self.attribute(name, value);
        }
        self
    }

    pub(super) fn flag(&mut self, name: &str, is_set: bool) -> &mut Self {
        self.optional(name, is_set.then_some("true"))
    }

    /// Ends an element of its own line.
    pub(super) fn line(&self, content: &str) -> String {
        format!("{}\n", self.with_content(content))
    }

    pub(super) fn with_content(&self, content: &str) -> String {
        let Self { name, text } = self;
        if content.is_empty() { format!("{text}/>") } else { format!("{text}>{content}</{name}>") }
    }
}
