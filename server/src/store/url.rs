//! The address of the store.

use std::{fmt, path::PathBuf, str::FromStr};

/// The address of the store. Shown without what may be secret.
#[derive(Clone, PartialEq, Eq)]
pub enum StoreUrl {
    /// A file.
    Sqlite(PathBuf),
    /// A PostgreSQL server on this machine.
    Postgres(String),
}

impl FromStr for StoreUrl {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        if let Some(path) = text.strip_prefix("sqlite:").filter(|path| !path.is_empty()) {
            return Ok(Self::Sqlite(path.into()));
        }
        let is_postgres = text.starts_with("postgres://") || text.starts_with("postgresql://");
        if is_postgres && super::postgres::is_local(text) {
            Ok(Self::Postgres(text.to_owned()))
        } else {
            Err(())
        }
    }
}

impl fmt::Debug for StoreUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(path) => write!(f, "sqlite:{}", path.display()),
            Self::Postgres(_) => f.write_str("postgres://…"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_file_or_a_server_on_this_machine() {
        for good in [
            "sqlite:store.db",
            "postgres://gemeo:secret@127.0.0.1:5432/gemeo",
            "postgresql://gemeo@localhost/gemeo",
            "postgres://gemeo@%2Frun%2Fpostgresql/gemeo",
            "postgres:///gemeo?host=/run/postgresql",
        ] {
            assert!(good.parse::<StoreUrl>().is_ok(), "{good}");
        }
        for bad in [
            "store.db",
            "sqlite:",
            "mysql://x/y",
            "postgres://gemeo:secret@db.example.org/gemeo",
            "postgres://gemeo@127.0.0.1,db.example.org/gemeo",
            "postgres://gemeo@localhost/gemeo?hostaddr=192.0.2.1",
            "postgres://gemeo@localhost/gemeo?sslmode=require",
        ] {
            assert!(bad.parse::<StoreUrl>().is_err(), "{bad}");
        }
        let secret: StoreUrl = "postgres://gemeo:secret@127.0.0.1/gemeo".parse().expect("an address");
        assert!(!format!("{secret:?}").contains("secret"));
    }
}
