//! The server, which replies with the call's own number or injects the planned failure.

use std::{
    io,
    panic::resume_unwind,
    sync::{
        Arc,
        atomic::{AtomicU8, Ordering},
    },
};

use axum::{Router, extract::ConnectInfo};
use generated_client::customer_care::{
    CustomerCareService, CustomerCareServiceServer, ExplanationCode, ServiceFault,
    UpdateCustomerPinFault, UpdateCustomerPinReply, UpdateCustomerPinRequest, operations,
};
use tokio::{net::TcpListener, time::sleep};
use wsdlgen_runtime::{Context, Fault};

use crate::{
    cut::{CuttableListener, Cutter},
    plan::{Injected, Plan},
};

/// Starts the server on a free local port and returns its address.
pub(crate) async fn start(plan: Plan, calls: u64) -> io::Result<(String, Served)> {
    let served = Served::none_of(calls);
    let numbers = Numbers { plan, served: served.clone() };
    let service = CustomerCareServiceServer::new(numbers).into_service();
    let router = Router::new().fallback_service(service);
    let router = router.into_make_service_with_connect_info::<Cutter>();
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let endpoint = format!("http://{}/", listener.local_addr()?);
    tokio::spawn(async move { axum::serve(CuttableListener(listener), router).await });
    Ok((endpoint, served))
}

/// The number of times each call has reached the service.
#[derive(Clone)]
pub(crate) struct Served(Arc<[AtomicU8]>);

impl Served {
    fn none_of(calls: u64) -> Self {
        Self((0..calls).map(|_| AtomicU8::new(0)).collect())
    }

    fn one_more(&self, number: u64) {
        let times = usize::try_from(number).ok().and_then(|number| self.0.get(number));
        if let Some(times) = times {
            times.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Returns the number of calls that reached the service more than once.
    pub(crate) fn twice(&self) -> usize {
        self.0.iter().filter(|times| times.load(Ordering::Relaxed) > 1).count()
    }
}

struct Numbers {
    plan: Plan,
    served: Served,
}

impl CustomerCareService for Numbers {
    async fn update_customer_pin(
        &self,
        context: &mut Context<operations::UpdateCustomerPin>,
        request: Option<UpdateCustomerPinRequest>,
    ) -> Result<Option<UpdateCustomerPinReply>, Fault<UpdateCustomerPinFault>> {
        let request = request.ok_or_else(|| Fault::sender("the request is missing"))?;
        let number = request.account_number.unwrap_or_default();
        let parsed = number
            .parse()
            .map_err(|_| Fault::sender(format!("expected a number, found `{number}`")))?;
        self.served.one_more(parsed);
        match self.plan.of(parsed) {
            Injected::Nothing | Injected::Cancel(_) => {}
            Injected::Delay(time) => sleep(time).await,
            Injected::Fault => {
                let detail = ServiceFault { code: Some(number.clone()), message: None };
                return Err(Fault::receiver(number).with_detail(detail));
            }
            // Unwinds like a panic, but without running the panic hook.
            Injected::Panic => resume_unwind(Box::new(parsed)),
            Injected::Cut(cut) => {
                if let Some(ConnectInfo(cutter)) = context.http.extensions.get() {
                    Cutter::cut(cutter, cut);
                }
            }
        }
        context.reply_headers.sc_credentials = context.headers.sc_credentials.take();
        let explanation_code =
            ExplanationCode { code: Some(number), description: request.correspondence_type };
        Ok(Some(UpdateCustomerPinReply {
            explanation_code: Some(explanation_code),
            ..UpdateCustomerPinReply::default()
        }))
    }
}
