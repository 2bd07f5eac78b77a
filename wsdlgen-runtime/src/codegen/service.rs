//! `contract!`, `document!`, `client!` and `server!`: the parts of a service.

/// Declares the contract of a service, shared by its ports, operations, client and server.
///
/// The text after the enum's name is the service's name. `actions(…)` has the beginning of default WS-Addressing actions. `secrets(…)` names the elements whose content logs, traces
/// and errors must not show. A line for each operation describes its requests: the name of the first element in their
/// body, or `()` for an empty body. After a `;` follow the actions that distinguish it from operations with similar
/// requests. `at(get "…", post "…")` has the locations of an operation that is bound to HTTP without SOAP, and
/// `parts("ids"["id"@tns])` the parts of its request that are arrays, with the names of their items, or qualified.
///
/// ```
/// # mod echo {
/// use wsdlgen_runtime::codegen::v1 as rt;
///
/// rt::namespaces! { tns = "urn:example:echo" }
///
/// rt::contract! {
///     /// The contract of `Echo`.
///     pub enum EchoContract = "Echo" actions("urn:example:echo:EchoPort:") secrets("Password"@tns) {
///         "Echo"@tns,
///         (); "urn:example:echo#Ping",
///     }
/// }
/// # }
/// ```
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_contract {
    (
        $(#[$meta:meta])*
        $vis:vis enum $Name:ident = $service:literal $(actions($actions:literal))?
        $(secrets($($secret:literal $(@ $secret_prefix:ident)?),* $(,)?))? {
            $($first:tt $(@ $prefix:ident)? $(; $($action:literal)+)? $(at($($method:ident $location:literal),+))?
                $(parts($($part:literal $(@ $part_prefix:ident)? $([$item:literal $(@ $item_prefix:ident)?])?),+))?),* $(,)?
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug)]
        $vis enum $Name {}

        impl $crate::soap::Contract for $Name {
            const NAME: &'static str = $service;
            $(const ACTIONS: &'static str = $actions;)?
            const NAMESPACES: &'static $crate::xml::Namespaces = &ns::NAMESPACES;
            const SECRETS: &'static [$crate::xml::Name] =
                &[$($($crate::xml::Name::of(&[$(ns::$secret_prefix)?], $secret)),*)?];
            const SIGNATURES: &'static [$crate::soap::WireSignature] = &[
                $(
                    $crate::__v1_signature!($first [$(ns::$prefix)?])
                        .with_actions(&[$($($action),+)?])
                        $(.at(&[$(($crate::__v1_http_method!($method), $location)),+]))?
                        $(.with_parts(&[$((
                            $crate::xml::Name::of(&[$(ns::$part_prefix)?], $part),
                            &[$($crate::xml::Name::of(&[$(ns::$item_prefix)?], $item))?],
                        )),+]))?,
                )*
            ];
        }
    };
}

/// The method of a port for HTTP without SOAP.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_http_method {
    (get) => {
        $crate::soap::HttpMethod::Get
    };
    (post) => {
        $crate::soap::HttpMethod::Post
    };
}

/// Creates the signature of an operation's requests.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_signature {
    (() []) => {
        $crate::soap::WireSignature::of_empty_body()
    };
    ($first:literal $prefix:tt) => {
        $crate::soap::WireSignature::of($crate::xml::Name::of(&$prefix, $first))
    };
}

/// Declares that a choice of global elements is a document, which is identified by its root element.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_document {
    ($Name:ident declares($($declared:ident),* $(,)?)) => {
        impl $crate::xml::Document for $Name {
            const NAMESPACES: &'static $crate::xml::Namespaces = &ns::NAMESPACES;
            const DECLARATIONS: &'static str = concat!($(__declaration!($declared)),*);
        }
    };
}

/// Declares a client of a contract: a wrapper of the runtime's client, without the methods that call operations.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_client {
    ($(#[$meta:meta])* $vis:vis struct $Name:ident($Contract:ty);) => {
        $(#[$meta])*
        #[derive(Clone, Debug)]
        $vis struct $Name($crate::client::Client<$Contract>);

        impl $Name {
            /// Creates a client that calls a port over HTTP.
            ///
            /// # Errors
            ///
            /// If the port's address is not an HTTP URL or the transport cannot be set up.
            pub fn connect(
                port: $crate::soap::Port<$Contract>,
            ) -> Result<Self, $crate::client::ConnectError> {
                $crate::client::Client::connect(port).map(Self)
            }

            /// Creates a client with a custom transport, such as middleware or a server in the same process.
            pub fn new(
                port: $crate::soap::Port<$Contract>,
                transport: $crate::client::Transport,
            ) -> Self {
                Self($crate::client::Client::new(port, transport))
            }

            /// Sets the timeout, strictness, limits and traces.
            #[must_use]
            pub fn with_settings(self, settings: $crate::client::ClientSettings) -> Self {
                Self(self.0.with_settings(settings))
            }

            /// Adds a header to every call whose operation declares it, or to every call if no operation declares it.
            #[must_use]
            pub fn with_header(self, header: impl $crate::soap::HeaderBlock<$Contract>) -> Self {
                Self(self.0.with_header(header))
            }

            /// Adds an undeclared header block, given as a tree, to every call. Replaces an earlier header of the same
            /// name.
            #[must_use]
            pub fn with_undeclared_header(self, block: &$crate::xml::AnyElement) -> Self {
                Self(self.0.with_undeclared_header(block))
            }
        }

        $crate::__v1_client_security!($Name, $Contract);
    };
}

/// Adds the methods for ports with a security policy.
#[cfg(feature = "ws-security")]
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_client_security {
    ($Name:ident, $Contract:ty) => {
        impl $Name {
            /// Creates a client that calls a port with a security policy over HTTP.
            ///
            /// # Errors
            ///
            /// If the policy requires other credentials, and the errors of [`connect`](Self::connect).
            pub fn connect_with(
                port: $crate::soap::Port<$Contract>,
                credentials: $crate::security::Credentials,
            ) -> Result<Self, $crate::client::ConnectError> {
                $crate::client::Client::connect_with(port, credentials).map(Self)
            }

            /// Sets the credentials for the security policy of the port.
            ///
            /// # Errors
            ///
            /// If the policy requires others.
            pub fn with_credentials(
                self,
                credentials: $crate::security::Credentials,
            ) -> Result<Self, $crate::policy::PolicyError> {
                self.0.with_credentials(credentials).map(Self)
            }
        }
    };
}

/// Adds nothing: without the feature, there are no credentials.
#[cfg(not(feature = "ws-security"))]
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_client_security {
    ($Name:ident, $Contract:ty) => {};
}

/// Declares the server of a contract: a wrapper of an implementation of the service's trait.
///
/// A line for each operation, in the contract's order, names the method that answers it, the method's arguments, and
/// the operation. The arguments are `()` for an empty body, `(input)` for the whole input, or `(input.member)` if the
/// input only wraps one member. `publishes[…]` before the lines is the part of the contract that the server
/// publishes.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_server {
    (
        $(#[$meta:meta])*
        $vis:vis struct $Name:ident<$Service:ident>($Contract:ty) $(publishes[$publication:expr])? {
            $($method:ident($($argument:tt)*) -> $Operation:ty),* $(,)?
        }
    ) => {
        $(#[$meta])*
        #[derive(Debug)]
        $vis struct $Name<S>(::std::sync::Arc<S>);

        impl<S: $Service> $Name<S> {
            /// Creates a server for an implementation of the service.
            pub fn new(service: S) -> Self {
                Self(::std::sync::Arc::new(service))
            }

            /// Returns the server as a `tower::Service` of HTTP requests.
            pub fn into_service(self) -> $crate::server::Server<Self> {
                $crate::server::Server::new(self)
            }
        }

        impl<S> Clone for $Name<S> {
            fn clone(&self) -> Self {
                Self(::std::sync::Arc::clone(&self.0))
            }
        }

        impl<S: $Service> $crate::server::Dispatch for $Name<S> {
            type Contract = $Contract;

            $(
                const PUBLICATION: Option<&'static $crate::server::Publication<'static>> =
                    Some(&$publication);
            )?

            // Each operation has its own future, because compile time would be quadratic in the size of a single
            // future for all operations. Each is created by its own closure: without optimization, this function would
            // have all of them on its stack.
            #[allow(unused_mut, unused_variables, reason = "not every declaration has members of every kind")]
            fn dispatch(
                &self,
                operation: usize,
                received: $crate::server::IncomingRequest,
            ) -> $crate::server::DispatchFuture<'_> {
                let mut operation = $crate::xml::Countdown::from(operation);
                let mut received = Some(received);
                $(
                    if operation.is_next() {
                        return $crate::server::IncomingRequest::start(&mut received, |received| {
                            Box::pin(async move {
                                let (mut context, input) = received.read::<$Operation>().await?;
                                let result = $crate::__v1_answer!(
                                    <S as $Service>::$method, &self.0, &mut context, input; $($argument)*
                                );
                                let result = result.await;
                                Ok(context.answer(result.map(Into::into)))
                            })
                        });
                    }
                )*
                $crate::server::IncomingRequest::start(&mut received, |received| received.no_such_operation())
            }
        }
    };
}

/// Calls the method that answers an operation.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_answer {
    ($method:expr, $service:expr, $context:expr, $input:ident;) => {
        $method($service, $context)
    };
    ($method:expr, $service:expr, $context:expr, $input:ident; input) => {
        $method($service, $context, $input)
    };
    ($method:expr, $service:expr, $context:expr, $input:ident; input.$member:ident) => {
        $method($service, $context, $input.$member)
    };
}
