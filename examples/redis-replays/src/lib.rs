//! Detection of replayed messages by several servers, with one Redis.

use std::{
    error::Error,
    sync::Mutex,
    time::{Duration, SystemTime},
};

use redis::{Client, Connection, Value};
use wsdlgen_runtime::security::ReplayMemory;

/// The time for which a server waits for Redis. The message is rejected afterwards.
const TIMEOUT: Duration = Duration::from_millis(500);

/// The messages that were received, kept by Redis until they expire.
pub struct RedisReplayMemory {
    client: Client,
    /// The open connection. It is replaced after an error.
    connection: Mutex<Option<Connection>>,
}

impl RedisReplayMemory {
    /// Creates a memory at an address such as `redis://127.0.0.1/`.
    ///
    /// # Errors
    ///
    /// If the address is not valid. It is not contacted yet.
    pub fn new(address: &str) -> Result<Self, redis::RedisError> {
        Ok(Self { client: Client::open(address)?, connection: Mutex::new(None) })
    }

    fn connect(&self) -> Result<Connection, redis::RedisError> {
        let connection = self.client.get_connection_with_timeout(TIMEOUT)?;
        connection.set_read_timeout(Some(TIMEOUT))?;
        connection.set_write_timeout(Some(TIMEOUT))?;
        Ok(connection)
    }
}

impl ReplayMemory for RedisReplayMemory {
    fn remember(&self, message: [u8; 32], until: SystemTime) -> Result<bool, Box<dyn Error>> {
        let until = until.duration_since(SystemTime::UNIX_EPOCH)?.as_millis();
        let mut slot = self.connection.lock().map_err(|_| "a thread panicked")?;
        // The connection is only put back if the command succeeds.
        let mut connection = match slot.take() {
            Some(connection) => connection,
            None => self.connect()?,
        };
        let mut command = redis::cmd("SET");
        // One step: of two servers, only one sets the key.
        command.arg([b"replay:", &message[..]].concat()).arg("").arg("NX");
        command.arg("PXAT").arg(u64::try_from(until)?);
        let answer: Value = command.query(&mut connection)?;
        *slot = Some(connection);
        Ok(answer == Value::Okay)
    }
}
