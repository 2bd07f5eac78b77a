//! Violations of a schema.

use std::fmt;

/// The maximum number of violations to describe.
const MOST_VIOLATIONS: usize = 64;

/// A document that its schema does not allow. See [`Schema::assess`](super::Schema::assess).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InvalidDocument {
    violations: Vec<SchemaViolation>,
    omitted: usize,
}

/// A violation of a validity constraint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SchemaViolation {
    path: String,
    reason: String,
    constraint: &'static str,
}

/// A text that does not describe a schema.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SchemaError(pub(super) String);

impl InvalidDocument {
    /// Returns the first violations, in document order except for references to missing IDs: at least 1, at most 64.
    pub fn violations(&self) -> &[SchemaViolation] {
        &self.violations
    }

    /// Returns the number of further violations.
    pub fn omitted(&self) -> usize {
        self.omitted
    }

    /// Returns the result for a document that cannot be assessed.
    pub(super) fn without_schema(error: &SchemaError) -> Self {
        let mut invalid = Self::default();
        invalid.add(String::new(), error.to_string(), "xsi-schema");
        invalid
    }

    pub(super) fn add(&mut self, path: String, reason: String, constraint: &'static str) {
        if self.violations.len() == MOST_VIOLATIONS {
            self.omitted += 1;
        } else {
            self.violations.push(SchemaViolation { path, reason, constraint });
        }
    }

    /// Removes the reasons, which may show values.
    pub(super) fn without_reasons(mut self) -> Self {
        for violation in &mut self.violations {
            "the document is invalid".clone_into(&mut violation.reason);
        }
        self
    }

    pub(super) fn into_result(self) -> Result<(), Self> {
        if self.violations.is_empty() { Ok(()) } else { Err(self) }
    }
}

impl SchemaViolation {
    /// Returns the path of the element or attribute from the root: `/order/item[2]/@id`.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Returns what is wrong.
    pub fn reason(&self) -> &str {
        &self.reason
    }

    /// Returns the name that XML Schema gives the violated constraint (part 1, appendix C): `cvc-elt.4.3`.
    pub fn constraint(&self) -> &'static str {
        self.constraint
    }
}

impl fmt::Display for SchemaViolation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { path, reason, constraint } = self;
        write!(formatter, "{path}: {reason} ({constraint})")
    }
}

impl fmt::Display for InvalidDocument {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, violation) in self.violations.iter().enumerate() {
            if index > 0 {
                formatter.write_str("; ")?;
            }
            violation.fmt(formatter)?;
        }
        match self.omitted {
            0 => Ok(()),
            omitted => write!(formatter, "; and {omitted} more"),
        }
    }
}

impl fmt::Display for SchemaError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "the schema in the generated code is broken: {}", self.0)
    }
}

impl std::error::Error for InvalidDocument {}
impl std::error::Error for SchemaViolation {}
impl std::error::Error for SchemaError {}
