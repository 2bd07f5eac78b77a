//! Connections that the service can cut off.

use std::{
    io,
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
    task::{Context, Poll},
    time::Duration,
};

use axum::{
    extract::connect_info::Connected,
    serve::{IncomingStream, Listener},
};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::{TcpListener, TcpStream},
};

use crate::plan::{Cut, End};

/// A listener whose connections can be cut off.
pub(crate) struct CuttableListener(pub(crate) TcpListener);

impl Listener for CuttableListener {
    type Io = Cuttable;
    type Addr = std::net::SocketAddr;

    async fn accept(&mut self) -> (Cuttable, Self::Addr) {
        let (stream, address) = Listener::accept(&mut self.0).await;
        // Otherwise, a response may wait for the acknowledgement of the previous one.
        let _ = stream.set_nodelay(true);
        (Cuttable { stream, cutter: Cutter::default() }, address)
    }

    fn local_addr(&self) -> io::Result<Self::Addr> {
        self.0.local_addr()
    }
}

/// A handle that cuts off a connection. Each of its requests has one as an extension.
#[derive(Clone, Default)]
pub(crate) struct Cutter(Arc<Mutex<Option<Cut>>>);

impl Cutter {
    /// Cuts off the connection during the next response.
    pub(crate) fn cut(&self, cut: Cut) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(cut);
    }

    /// Returns how many of `wanted` bytes may be written, or how the connection ends.
    fn allowed(&self, wanted: usize) -> Result<usize, End> {
        let cut = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match *cut {
            None => Ok(wanted),
            Some(Cut { after: 0, end }) => Err(end),
            Some(Cut { after, .. }) => Ok(wanted.min(after)),
        }
    }

    fn wrote(&self, bytes: usize) {
        let mut cut = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(Cut { after, .. }) = &mut *cut {
            *after = after.saturating_sub(bytes);
        }
    }
}

impl Connected<IncomingStream<'_, CuttableListener>> for Cutter {
    fn connect_info(stream: IncomingStream<'_, CuttableListener>) -> Self {
        stream.io().cutter.clone()
    }
}

/// A connection that can be cut off.
pub(crate) struct Cuttable {
    stream: TcpStream,
    cutter: Cutter,
}

impl AsyncRead for Cuttable {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for Cuttable {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let allowed = match self.cutter.allowed(bytes.len()) {
            Ok(allowed) => allowed,
            Err(end) => {
                if end == End::Reset {
                    socket2::SockRef::from(&self.stream).set_linger(Some(Duration::ZERO))?;
                }
                return Poll::Ready(Err(io::ErrorKind::BrokenPipe.into()));
            }
        };
        let written = Pin::new(&mut self.stream).poll_write(context, &bytes[..allowed]);
        if let Poll::Ready(Ok(bytes)) = &written {
            self.cutter.wrote(*bytes);
        }
        written
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
