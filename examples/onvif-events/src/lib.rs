//! Events of an ONVIF camera (WS-BaseNotification 1.3), pulled from a subscription or pushed to a consumer.
//!
//! The camera says where a subscription is with an endpoint reference of WS-Addressing. Requests about the subscription go to
//! the address of the reference, and have its reference parameters as header blocks.

wsdlgen_runtime::include_wsdl!(
    /// The contract of the camera and of consumers.
    pub mod camera = "camera_events");

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex},
};

use camera::{
    CameraEventsClient, CameraEventsContract, EventConsumer, PullMessages,
    addressing::{AttributedUriType, EndpointReferenceType},
    b_2::{NotificationMessageHolderType, Subscribe},
    operations,
};
use wsdlgen_runtime::{
    CallError, ClientSettings, Context, Duration, Fault, NoDetail, Port, Transport,
    soap::{EndpointReference, Endpoints},
};

/// A subscription whose events are pulled from the camera.
#[derive(Debug)]
pub struct PullPoint(CameraEventsClient);

impl PullPoint {
    /// Creates a subscription that ends after `lifetime`, such as `PT1M`.
    ///
    /// # Errors
    ///
    /// If the call fails.
    pub async fn create(
        port: Port<CameraEventsContract>,
        transport: Transport,
        lifetime: &str,
    ) -> Result<Self, CallError<NoDetail>> {
        let camera = CameraEventsClient::new(port.clone(), transport.clone());
        let created = camera.create_pull_point_subscription(lifetime.to_owned()).await?;
        let subscription = reference(created.body.subscription_reference);
        let port = port.at(subscription.address.clone());
        let endpoints = Endpoints { to: Some(subscription), ..Endpoints::default() };
        let settings = ClientSettings::default().endpoints(endpoints);
        Ok(Self(CameraEventsClient::new(port, transport).with_settings(settings)))
    }

    /// Returns up to `limit` events. Waits up to `timeout` for the first one.
    ///
    /// # Errors
    ///
    /// If the call fails.
    pub async fn pull(
        &self,
        timeout: Duration,
        limit: i32,
    ) -> Result<Vec<NotificationMessageHolderType>, CallError<NoDetail>> {
        let pulled = self.0.pull_messages(PullMessages::new(timeout, limit)).await?;
        Ok(pulled.body.notification_message)
    }
}

/// Asks the camera to push events to a consumer at `address`.
///
/// # Errors
///
/// If the call fails.
pub async fn subscribe(
    camera: &CameraEventsClient,
    address: &str,
) -> Result<EndpointReference, CallError<NoDetail>> {
    let consumer = EndpointReferenceType::new(AttributedUriType::new(address));
    let subscribed = camera.subscribe(Subscribe::new(consumer)).await?;
    Ok(reference(subscribed.body.subscription_reference))
}

/// A consumer of pushed events, which keeps the last ones. Clones share them. Serve it at the address passed to [`subscribe`].
#[derive(Clone, Debug, Default)]
pub struct Consumer(Arc<Mutex<VecDeque<NotificationMessageHolderType>>>);

impl Consumer {
    /// The greatest number of events that are kept.
    const KEPT: usize = 100;

    /// Returns the events that were received since the last call.
    pub fn take(&self) -> Vec<NotificationMessageHolderType> {
        self.0.lock().map(|mut events| events.drain(..).collect()).unwrap_or_default()
    }
}

impl EventConsumer for Consumer {
    async fn notify(
        &self,
        _context: &mut Context<operations::Notify>,
        received: Vec<NotificationMessageHolderType>,
    ) -> Result<(), Fault<NoDetail>> {
        let mut events = self.0.lock().map_err(|_| Fault::receiver("the consumer has failed"))?;
        events.extend(received);
        let surplus = events.len().saturating_sub(Self::KEPT);
        events.drain(..surplus);
        Ok(())
    }
}

/// Converts the generated type of a reference.
fn reference(reference: EndpointReferenceType) -> EndpointReference {
    let parameters = reference.reference_parameters.map(|parameters| parameters.any);
    EndpointReference {
        address: reference.address.value,
        parameters: parameters.unwrap_or_default(),
    }
}
