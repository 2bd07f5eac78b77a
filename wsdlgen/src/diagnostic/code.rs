//! The kinds of findings.

use std::fmt;

/// Each kind with its number, its title, which is its documentation too, and its explanation.
macro_rules! codes {
    ($(#[doc = $title:literal] $name:ident = $number:literal, $file:literal;)+) => {
        /// What kind of finding a diagnostic is. The code stays the same across versions.
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
            /// Every code, in the order of their numbers.
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

            /// What it means, in a sentence.
            ///
            /// ```
            /// assert_eq!(wsdlgen::Code::UnknownType.title(), "A type that is defined nowhere.");
            /// ```
            pub fn title(self) -> &'static str {
                match self {
                    $(Self::$name => $title.trim_ascii(),)+
                }
            }

            /// What it means at length, in Markdown: what the specifications say, an example with
            /// what is said of it, and what to do.
            ///
            /// ```
            /// let explanation = wsdlgen::Code::UnknownType.explanation();
            /// assert!(explanation.starts_with("# WG0007: A type that is defined nowhere"));
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
    /// A document cannot be read or decoded.
    Unreadable = 1, "WG0001.md";
    /// A document is not well-formed XML.
    MalformedXml = 2, "WG0002.md";
    /// The root element is not what the document should be.
    WrongRoot = 3, "WG0003.md";
    /// An attribute that the specification requires is missing.
    MissingAttribute = 4, "WG0004.md";
    /// An attribute's value is not one of those that the specification allows.
    BadValue = 5, "WG0005.md";
    /// A prefix is not declared.
    UndeclaredPrefix = 6, "WG0006.md";
    /// A type that is defined nowhere.
    UnknownType = 7, "WG0007.md";
    /// An element that is declared nowhere.
    UnknownElement = 8, "WG0008.md";
    /// A message that is defined nowhere.
    UnknownMessage = 9, "WG0009.md";
    /// A message part that its message does not have.
    UnknownPart = 10, "WG0010.md";
    /// A portType that is defined nowhere.
    UnknownPortType = 11, "WG0011.md";
    /// A binding that is defined nowhere.
    UnknownBinding = 12, "WG0012.md";
    /// An operation that the portType does not have.
    UnknownOperation = 13, "WG0013.md";
    /// Two definitions of one name.
    Duplicate = 14, "WG0014.md";
    /// Something that cannot be generated yet.
    Unsupported = 15, "WG0015.md";
    /// A setting that fits nothing in the contract.
    UnusedSetting = 16, "WG0016.md";
    /// Something in the contract was skipped.
    Skipped = 17, "WG0017.md";
    /// The generated code could not be written.
    Unwritable = 18, "WG0018.md";
    /// An attribute that is declared nowhere.
    UnknownAttribute = 20, "WG0020.md";
    /// A group that is defined nowhere.
    UnknownGroup = 21, "WG0021.md";
    /// An attribute group that is defined nowhere.
    UnknownAttributeGroup = 22, "WG0022.md";
    /// A definition that leads back to itself.
    Circular = 23, "WG0023.md";
    /// A setting that is no Rust where it has to be.
    BadSetting = 24, "WG0024.md";
    /// Types inside of each other so deep that the compiler does not follow by itself.
    Deep = 25, "WG0025.md";
    /// A definition that expands to more than a contract may cost.
    TooLarge = 26, "WG0026.md";
    /// A constraint that generated code does not check.
    NotEnforced = 30, "WG0030.md";
}

impl fmt::Display for Code {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "WG{:04}", *self as u16)
    }
}
