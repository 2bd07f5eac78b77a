//! Diagnostic codes.

use std::fmt;

/// Defines each code with its title, number and explanation. The title is also the variant's documentation.
macro_rules! codes {
    ($(#[doc = $title:literal] $name:ident = $number:literal, $file:literal;)+) => {
        /// Diagnostic code, stable across versions.
        ///
        /// ```
        /// assert_eq!(wsdlgen::Code::UnknownType.to_string(), "WG0007");
        /// ```
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Code {
            $(#[doc = $title] $name = $number,)+
        }

        impl Code {
            /// Returns all codes in numerical order.
            ///
            /// ```
            /// use wsdlgen::Code;
            ///
            /// assert_eq!(Code::all()[0], Code::Unreadable);
            /// assert!(Code::all().is_sorted());
            /// ```
            pub fn all() -> &'static [Self] {
                &[$(Self::$name,)+]
            }

            /// Returns a one-sentence description.
            ///
            /// ```
            /// assert_eq!(wsdlgen::Code::UnknownType.title(), "An undefined type.");
            /// ```
            pub fn title(self) -> &'static str {
                match self {
                    $(Self::$name => $title.trim_ascii(),)+
                }
            }

            /// Returns a detailed explanation in Markdown: the rule with its specification, an example
            /// with its diagnostic, and how to fix it.
            ///
            /// ```
            /// let explanation = wsdlgen::Code::UnknownType.explanation();
            /// assert!(explanation.starts_with("# WG0007: An undefined type"));
            /// ```
            pub fn explanation(self) -> &'static str {
                match self {
                    $(Self::$name => include_str!(concat!("explanations/", $file)),)+
                }
            }
        }
    };
}

codes! {
    /// A document that cannot be read or decoded.
    Unreadable = 1, "WG0001.md";
    /// A document that is not well-formed XML.
    MalformedXml = 2, "WG0002.md";
    /// An unexpected root element.
    WrongRoot = 3, "WG0003.md";
    /// A missing required attribute.
    MissingAttribute = 4, "WG0004.md";
    /// An invalid value.
    BadValue = 5, "WG0005.md";
    /// An undeclared prefix.
    UndeclaredPrefix = 6, "WG0006.md";
    /// An undefined type.
    UnknownType = 7, "WG0007.md";
    /// An undeclared element.
    UnknownElement = 8, "WG0008.md";
    /// An undefined message.
    UnknownMessage = 9, "WG0009.md";
    /// An undefined message part.
    UnknownPart = 10, "WG0010.md";
    /// An undefined portType.
    UnknownPortType = 11, "WG0011.md";
    /// An undefined binding.
    UnknownBinding = 12, "WG0012.md";
    /// An undefined operation.
    UnknownOperation = 13, "WG0013.md";
    /// Conflicting definitions of one name.
    Duplicate = 14, "WG0014.md";
    /// An unsupported construct.
    Unsupported = 15, "WG0015.md";
    /// A setting that matches nothing in the contract.
    UnusedSetting = 16, "WG0016.md";
    /// A skipped part of the contract.
    Skipped = 17, "WG0017.md";
    /// Generated code that cannot be written.
    Unwritable = 18, "WG0018.md";
    /// An undeclared attribute.
    UnknownAttribute = 20, "WG0020.md";
    /// An undefined group.
    UnknownGroup = 21, "WG0021.md";
    /// An undefined attribute group.
    UnknownAttributeGroup = 22, "WG0022.md";
    /// A circular definition.
    Circular = 23, "WG0023.md";
    /// A setting that is not valid Rust.
    BadSetting = 24, "WG0024.md";
    /// Types nested too deeply for the default recursion limit.
    Deep = 25, "WG0025.md";
    /// A contract that exceeds a size limit.
    TooLarge = 26, "WG0026.md";
    /// A constraint that generated code does not check.
    NotEnforced = 30, "WG0030.md";
    /// Ambiguous content.
    Ambiguous = 31, "WG0031.md";
    /// A violated rule of XML Schema.
    Rule = 32, "WG0032.md";
    /// An undefined policy.
    UnknownPolicy = 33, "WG0033.md";
    /// A policy that cannot be met.
    UnsupportedPolicy = 34, "WG0034.md";
}

impl fmt::Display for Code {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "WG{:04}", *self as u16)
    }
}
