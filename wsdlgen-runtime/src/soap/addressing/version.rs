//! The versions of WS-Addressing.

/// A version of WS-Addressing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AddressingVersion {
    /// WS-Addressing 1.0 (W3C Recommendation of May 2006).
    #[default]
    V1,
    /// The W3C Member Submission of August 2004, which is common among services of that time.
    August2004,
}

impl AddressingVersion {
    const ALL: [Self; 2] = [Self::V1, Self::August2004];

    /// Returns the namespace of the header blocks.
    pub const fn namespace(self) -> &'static str {
        match self {
            Self::V1 => "http://www.w3.org/2005/08/addressing",
            Self::August2004 => "http://schemas.xmlsoap.org/ws/2004/08/addressing",
        }
    }

    /// Returns the address of the other end of the connection (Core, §2.1; Submission, §2.1).
    pub const fn anonymous(self) -> &'static str {
        match self {
            Self::V1 => "http://www.w3.org/2005/08/addressing/anonymous",
            Self::August2004 => "http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous",
        }
    }

    /// Returns the version with this namespace.
    pub(crate) fn of_namespace(uri: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|version| version.namespace() == uri)
    }

    /// Returns the action of a fault for which the contract declares none (SOAP Binding, §6; Submission, §4).
    /// `is_own` is whether WS-Addressing itself defines the fault.
    pub(super) const fn fault_action(self, is_own: bool) -> &'static str {
        match self {
            Self::V1 if is_own => "http://www.w3.org/2005/08/addressing/fault",
            Self::V1 => "http://www.w3.org/2005/08/addressing/soap/fault",
            Self::August2004 => "http://schemas.xmlsoap.org/ws/2004/08/addressing/fault",
        }
    }
}
