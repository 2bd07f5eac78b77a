//! A camera in the same process, without a socket.

use std::sync::atomic::{AtomicUsize, Ordering};

use example_onvif_events::{
    Consumer, PullPoint,
    camera::{
        CameraEvents, CameraEventsClient, CameraEventsServer, CreatePullPointSubscriptionResponse,
        EventConsumerClient, EventConsumerServer, PullMessages, PullMessagesResponse,
        addressing::{AttributedUriType, EndpointReferenceType, ReferenceParametersType},
        b_2::{
            NotificationMessageHolderType, Subscribe, SubscribeResponse, TopicExpressionType,
            notification_message_holder_type::Message,
        },
        operations, ports,
    },
    subscribe,
};
use http::Request;
use tower::ServiceExt;
use wsdlgen_runtime::{
    AnyElement, Context, DateTime, Fault, NoDetail, Optional, Payload, QName, Transport,
};

const MANAGER: &str = "http://camera.example/onvif/subscriptions";
const CONSUMER: &str = "http://client.example/events";

/// A camera with one subscription, `7`. It counts its events.
struct Camera {
    events: AtomicUsize,
    /// The way to consumers.
    network: Transport,
}

impl Camera {
    fn new(network: Transport) -> Self {
        Self { events: AtomicUsize::new(0), network }
    }

    fn event(&self) -> NotificationMessageHolderType {
        let number = self.events.fetch_add(1, Ordering::Relaxed) + 1;
        let motion = AnyElement::with_text(
            QName::new("http://www.onvif.org/ver10/schema", "Motion"),
            number.to_string(),
        );
        let mut event = NotificationMessageHolderType::new(Message::new(motion));
        let dialect = "http://www.onvif.org/ver10/tev/topicExpression/ConcreteSet";
        event.topic =
            Some(TopicExpressionType::new("tns1:VideoSource/MotionAlarm".to_owned(), dialect));
        event
    }
}

fn now() -> DateTime {
    "2026-11-30T12:00:00Z".parse().expect("a valid time")
}

fn subscription() -> EndpointReferenceType {
    let id = AnyElement::with_text(QName::new("urn:camera", "SubscriptionId"), "7");
    let mut manager = EndpointReferenceType::new(AttributedUriType::new(MANAGER));
    manager.reference_parameters =
        Some(ReferenceParametersType { any: vec![id], ..ReferenceParametersType::default() });
    manager
}

impl CameraEvents for Camera {
    async fn create_pull_point_subscription(
        &self,
        _context: &mut Context<operations::CreatePullPointSubscription>,
        lifetime: Optional<String>,
    ) -> Result<CreatePullPointSubscriptionResponse, Fault<NoDetail>> {
        assert_eq!(lifetime, Optional::Value("PT1M".to_owned()));
        Ok(CreatePullPointSubscriptionResponse::new(subscription(), now(), now()))
    }

    async fn pull_messages(
        &self,
        context: &mut Context<operations::PullMessages>,
        request: PullMessages,
    ) -> Result<PullMessagesResponse, Fault<NoDetail>> {
        let is_ours = context.http.uri == MANAGER
            && context.undeclared_headers.iter().any(|block| {
                block.name == QName::new("urn:camera", "SubscriptionId") && block.text() == "7"
            });
        if !is_ours {
            return Err(Fault::sender("there is no such subscription"));
        }
        let mut pulled = PullMessagesResponse::new(now(), now());
        pulled.notification_message = (0..request.message_limit).map(|_| self.event()).collect();
        Ok(pulled)
    }

    async fn subscribe(
        &self,
        _context: &mut Context<operations::Subscribe>,
        request: Subscribe,
    ) -> Result<SubscribeResponse, Fault<NoDetail>> {
        let port = ports::CONSUMER_PORT.at(request.consumer_reference.address.value);
        let consumer = EventConsumerClient::new(port, self.network.clone());
        let pushed = consumer.notify(vec![self.event()]).await;
        pushed.map_err(|error| Fault::receiver(error.to_string()))?;
        Ok(SubscribeResponse::new(subscription()))
    }
}

#[tokio::test]
async fn pulls_events_from_a_subscription() {
    let network = Transport::new(EventConsumerServer::new(Consumer::default()).into_service());
    let camera = Transport::new(CameraEventsServer::new(Camera::new(network)).into_service());
    let pull_point = PullPoint::create(ports::CAMERA_PORT, camera, "PT1M").await.unwrap();
    let timeout = || "PT1S".parse().unwrap();
    let events = pull_point.pull(timeout(), 2).await.unwrap();
    let motions: Vec<_> = events.iter().map(|event| event.message.any.text()).collect();
    assert_eq!(motions, ["1", "2"]);
    assert_eq!(pull_point.pull(timeout(), 1).await.unwrap()[0].message.any.text(), "3");
}

#[tokio::test]
async fn receives_pushed_events() {
    let consumer = Consumer::default();
    let server = EventConsumerServer::new(consumer.clone()).into_service();
    let network = Transport::new(server.map_request(|request: Request<Payload>| {
        assert_eq!(request.uri(), CONSUMER);
        request
    }));
    let camera = Transport::new(CameraEventsServer::new(Camera::new(network)).into_service());
    let client = CameraEventsClient::new(ports::CAMERA_PORT, camera);
    let subscription = subscribe(&client, CONSUMER).await.unwrap();
    assert_eq!(subscription.address, MANAGER);
    let events = consumer.take();
    assert_eq!((events.len(), &*events[0].message.any.text()), (1, "1"));
    let topic = events[0].topic.as_ref().unwrap();
    assert_eq!(topic.value, "tns1:VideoSource/MotionAlarm");
    assert_eq!(consumer.take(), []);
}
