//! Attachments from and to files and other asynchronous readers.

use std::{
    io::Result,
    path::Path,
    pin::Pin,
    task::{Context, Poll, ready},
};

use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use tokio::{
    fs::File,
    io::{AsyncRead, AsyncWriteExt as _, ReadBuf},
};

use super::{Attachment, AttachmentStream};

/// The length of a chunk that is read from a file, in bytes.
const CHUNK: usize = 64 << 10;

impl Attachment {
    /// Creates an attachment with the content of a reader, which is read while the message is sent.
    pub fn from_reader(
        content_type: impl Into<String>,
        reader: impl AsyncRead + Send + 'static,
    ) -> Self {
        Self::from_stream(content_type, ReaderChunks(Box::pin(reader)))
    }

    /// Creates an attachment with the content of a file, which is read while the message is sent. The length of the file must
    /// not change until then.
    ///
    /// ```no_run
    /// # async fn example() -> std::io::Result<()> {
    /// use wsdlgen_runtime::Attachment;
    ///
    /// let report = Attachment::open("application/pdf", "report.pdf").await?;
    /// # let _ = report; Ok(()) }
    /// ```
    ///
    /// # Errors
    ///
    /// If the file cannot be opened.
    pub async fn open(content_type: impl Into<String>, path: impl AsRef<Path>) -> Result<Self> {
        let file = File::open(path).await?;
        let length = file.metadata().await?.len();
        Ok(Self::from_reader(content_type, file).with_length(length))
    }

    /// Writes the content to a file, which is created or replaced. Returns the length in bytes.
    ///
    /// # Errors
    ///
    /// If the file cannot be written, or the content has been read already or has not arrived in full. The file then
    /// contains what was read before the error.
    pub async fn save(self, path: impl AsRef<Path>) -> Result<u64> {
        let mut file = File::create(path).await?;
        let mut stream = self.into_stream();
        let mut length = 0;
        while let Some(chunk) = stream.next_chunk().await {
            let chunk = chunk?;
            file.write_all(&chunk).await?;
            length += chunk.len() as u64;
        }
        file.flush().await?;
        Ok(length)
    }
}

impl AsyncRead for AttachmentStream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<Result<()>> {
        // An empty read would be the end of the content.
        while buffer.remaining() > 0 {
            let Some(mut chunk) = ready!(self.poll_chunk(context)).transpose()? else { break };
            let length = chunk.len().min(buffer.remaining());
            buffer.put_slice(&chunk.split_to(length));
            self.rest = chunk;
            if length > 0 {
                break;
            }
        }
        Poll::Ready(Ok(()))
    }
}

/// The content of a reader, in chunks.
struct ReaderChunks<R>(Pin<Box<R>>);

impl<R: AsyncRead> Stream for ReaderChunks<R> {
    type Item = Result<Bytes>;

    fn poll_next(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes>>> {
        let mut chunk = BytesMut::zeroed(CHUNK);
        let mut buffer = ReadBuf::new(&mut chunk);
        ready!(self.0.as_mut().poll_read(context, &mut buffer))?;
        let length = buffer.filled().len();
        chunk.truncate(length);
        Poll::Ready((length > 0).then(|| Ok(chunk.freeze())))
    }
}
