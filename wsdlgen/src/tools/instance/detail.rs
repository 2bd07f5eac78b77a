//! Sample fault details.

use wsdlgen_runtime::xml::{AnyElement, ReadOptions};

use crate::{
    model::{Model, Operation},
    sample::{Builder, Values, declaration},
};

/// Returns a sample of the first fault detail that an operation declares, if any.
pub(crate) fn sample_detail(model: &Model, operation: &Operation) -> Option<AnyElement> {
    let declared: String = operation.namespaces.iter().map(|id| declaration(model, *id)).collect();
    let mut builder = Builder::new(model, Values::Valid);
    let detail = operation.faults.first().and_then(|element| builder.element(element))?;
    AnyElement::parse(&detail.compact(model, &declared), &ReadOptions::default()).ok()
}
