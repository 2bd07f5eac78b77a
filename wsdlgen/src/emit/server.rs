//! Servers: a trait to implement, and what calls its methods.

use syn::{Arm, ImplItem, Item, ItemImpl, ItemStruct, ItemTrait, TraitItem, TraitItemFn};

use super::{
    InterfaceItem, Place, body,
    docs::{code, doc, docs},
    fault,
    syntax::{ident, number, number_pattern, variable, word},
    template::{Fill, template},
};
use crate::{
    model::{Body, Operation},
    name::OperationNames,
};

template! {
    fn service() -> ItemTrait {
        pub trait __name: Send + Sync + 'static {}
    }
}
template! {
    fn method() -> TraitItemFn {
        fn __method(
            &self,
            context: &mut rt::Context<operations::__marker>,
            request: __request,
        ) -> impl ::std::future::Future<Output = Result<__reply, rt::Fault<__fault>>> + Send;
    }
}
template! {
    fn method_without_request() -> TraitItemFn {
        fn __method(
            &self,
            context: &mut rt::Context<operations::__marker>,
        ) -> impl ::std::future::Future<Output = Result<__reply, rt::Fault<__fault>>> + Send;
    }
}
template! {
    fn server() -> ItemStruct {
        #[derive(Debug)]
        pub struct __name<S>(::std::sync::Arc<S>);
    }
}
template! {
    fn constructor() -> Item {
        impl<S: __service> __name<S> {
            #[doc = " A server that answers with this implementation."]
            pub fn new(service: S) -> Self {
                Self(::std::sync::Arc::new(service))
            }

            #[doc = " The server as a `tower::Service` of HTTP requests."]
            pub fn into_service(self) -> rt::Server<Self> {
                rt::Server::new(self)
            }
        }
    }
}
template! {
    fn clone() -> Item {
        impl<S> Clone for __name<S> {
            fn clone(&self) -> Self {
                Self(::std::sync::Arc::clone(&self.0))
            }
        }
    }
}
template! {
    fn dispatch() -> ItemImpl {
        impl<S: __service> rt::Dispatch for __name<S> {
            type Contract = __contract;

            fn dispatch(&self, operation: usize, received: rt::Received) -> rt::Answer<'_> {
                match operation {
                    __arms => {}
                    _ => received.no_such_operation(),
                }
            }
        }
    }
}
template! {
    fn shown() -> ImplItem {
        const PUBLICATION: Option<&'static rt::Publication<'static>> = Some(&PUBLICATIONS[__place]);
    }
}
// A future for each operation: the compiler's work on one future of them all grows with its square.
template! {
    fn arm() -> Arm {
        __index => Box::pin(async move {
            let (mut context, input) = received.read::<operations::__marker>()?;
            let result = <S as __service>::__method(&self.0, &mut context, __request).await;
            Ok(context.answer(__result))
        }),
    }
}
template! {
    fn arm_without_request() -> Arm {
        __index => Box::pin(async move {
            let (mut context, ()) = received.read::<operations::__marker>()?;
            let result = <S as __service>::__method(&self.0, &mut context).await;
            Ok(context.answer(__result))
        }),
    }
}
template! { fn inside() -> syn::Expr { input.__field } }
template! { fn wrapping() -> syn::Expr { result.map(Into::into) } }

pub(super) fn items(item: &InterfaceItem<'_>) -> Vec<Item> {
    let fill = || {
        Fill::new()
            .name("__name", ident(&item.names.server))
            .name("__service", ident(&item.names.service))
            .name("__contract", ident(&item.names.contract))
    };
    let arms = item
        .operations()
        .enumerate()
        .map(|(index, (operation, names))| operation_arm(item, index, operation, names));
    let mut declared = server(fill());
    declared.attrs.insert(0, doc(&format!("Server of service {}.", code(&item.interface.name))));
    let mut dispatch = dispatch(fill().arms("__arms", arms.collect()));
    if item.emitter.publication.is_some() {
        dispatch.items.insert(1, shown(Fill::new().expr("__place", number(item.place))));
    }
    vec![
        service_trait(item),
        Item::Struct(declared),
        constructor(fill()),
        clone(fill()),
        Item::Impl(dispatch),
    ]
}

fn service_trait(item: &InterfaceItem<'_>) -> Item {
    let mut declared = service(Fill::new().name("__name", ident(&item.names.service)));
    let wire = format!(
        "Service {}, to be implemented by a server. Methods may be written as `async fn`.",
        code(&item.interface.name)
    );
    declared.attrs = docs(&item.interface.documentation, &wire);
    declared.items =
        item.operations().map(|(operation, names)| trait_method(item, operation, names)).collect();
    Item::Trait(declared)
}

fn trait_method(
    item: &InterfaceItem<'_>,
    operation: &Operation,
    names: &OperationNames,
) -> TraitItem {
    let fill = Fill::new()
        .name("__method", ident(&names.method))
        .name("__marker", ident(&names.marker))
        .ty("__request", body::inside_type(item.emitter, &operation.input.body, Place::ROOT))
        .ty("__reply", body::inside_type(item.emitter, &operation.output.body, Place::ROOT))
        .ty("__fault", fault::type_of(operation, names, Place::ROOT));
    let is_empty = operation.input.body == Body::Empty;
    let mut method = if is_empty { method_without_request(fill) } else { method(fill) };
    let wire = format!("Answers operation {}.", code(&operation.name));
    method.attrs = docs(&operation.documentation, &wire);
    TraitItem::Fn(method)
}

fn operation_arm(
    item: &InterfaceItem<'_>,
    index: usize,
    operation: &Operation,
    names: &OperationNames,
) -> Arm {
    let request = match body::wrapped(item.emitter, &operation.input.body) {
        Some((_, field)) => inside(Fill::new().name("__field", ident(field))),
        None => variable(word("input")),
    };
    let result = match body::wrapped(item.emitter, &operation.output.body) {
        Some(_) => wrapping(Fill::new()),
        None => variable(word("result")),
    };
    let fill = Fill::new()
        .name("__marker", ident(&names.marker))
        .name("__method", ident(&names.method))
        .name("__service", ident(&item.names.service))
        .expr("__request", request)
        .expr("__result", result);
    let is_empty = operation.input.body == Body::Empty;
    let arm = if is_empty { arm_without_request } else { arm };
    arm(fill.pattern("__index", number_pattern(index)))
}
