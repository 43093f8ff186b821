//! PostgreSQL, for several brokers on one store.
//!
//! The connection is not encrypted, so the server must be on this machine (or a local pooler or tunnel to it).

use ::postgres::{
    Client, Config, NoTls,
    config::{Host, SslMode},
    types::{ToSql, Type},
};

use super::{Database, Row, StoreError, Value};

/// One lock for whoever writes, the same number in every broker ("gemeo").
const WRITER: i64 = 0x67_65_6d_65_6f;

/// An open connection.
pub(super) struct Postgres(Client);

impl From<::postgres::Error> for StoreError {
    fn from(fault: ::postgres::Error) -> Self {
        // The driver's own text of a database's refusal is only "db error".
        Self::Database(
            fault.as_db_error().map_or_else(|| fault.to_string(), |said| said.message().to_owned()),
        )
    }
}

/// Whether an address leads to a socket or a loopback address, and to nothing else.
pub(super) fn is_local(url: &str) -> bool {
    let Ok(config) = url.parse::<Config>() else { return false };
    let local = |host: &Host| match host {
        Host::Tcp(name) => matches!(name.as_str(), "localhost" | "127.0.0.1" | "::1"),
        #[cfg(unix)]
        Host::Unix(_) => true,
    };
    !config.get_hosts().is_empty()
        && config.get_hosts().iter().all(local)
        && config.get_hostaddrs().iter().all(|address| address.is_loopback())
        && config.get_ssl_mode() != SslMode::Require
}

impl Postgres {
    pub(super) fn open(url: &str) -> Result<Self, StoreError> {
        let mut config: Config = url.parse()?;
        config.application_name("gemeo-server").connect_timeout(std::time::Duration::from_secs(10));
        let mut client = config.connect(NoTls)?;
        // What was committed is on the disk, and a lost broker holds no lock for long.
        client.batch_execute(
            "SET synchronous_commit = on; SET lock_timeout = '10s'; \
             SET idle_in_transaction_session_timeout = '60s'",
        )?;
        Ok(Self(client))
    }
}

fn parameters(values: &[Value]) -> Vec<&(dyn ToSql + Sync)> {
    let mut list: Vec<&(dyn ToSql + Sync)> = Vec::with_capacity(values.len());
    for value in values {
        list.push(match value {
            Value::Int(number) => number,
            Value::Text(text) => text,
        });
    }
    list
}

impl Database for Postgres {
    fn run(&mut self, statement: &str, values: &[Value]) -> Result<u64, StoreError> {
        Ok(self.0.execute(statement, &parameters(values))?)
    }

    fn rows(&mut self, question: &str, values: &[Value]) -> Result<Vec<Row>, StoreError> {
        let value = |row: &::postgres::Row, column: usize| match *row.columns()[column].type_() {
            Type::INT8 => Ok(Value::Int(row.try_get(column)?)),
            Type::TEXT => Ok(Value::Text(row.try_get(column)?)),
            _ => Err(StoreError::Shape { expected: "a number or a text", column }),
        };
        let answer = self.0.query(question, &parameters(values))?;
        answer
            .iter()
            .map(|row| Ok(Row((0..row.len()).map(|column| value(row, column)).collect::<Result<_, _>>()?)))
            .collect()
    }

    fn begin_write(&mut self) -> Result<(), StoreError> {
        self.run("BEGIN", &[])?;
        let locked = self.0.execute("SELECT pg_advisory_xact_lock($1)", &[&WRITER]);
        if locked.is_err() {
            self.roll_back()?;
        }
        Ok(locked.map(drop)?)
    }

    fn begin_read(&mut self) -> Result<(), StoreError> {
        self.run("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", &[]).map(drop)
    }

    fn forget_deleted(&mut self) -> Result<(), StoreError> {
        self.run("VACUUM subject", &[]).map(drop)
    }

    fn is_open(&self) -> bool {
        !self.0.is_closed()
    }
}
