//! Work that one node does at a time: a background task, a mailbox.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use super::error::Result;
use super::postgresql::Link;
use super::{Engine, Store, dialect};

/// The names held on SQLite, where this process is the only one.
pub(super) type Names = Arc<Mutex<HashSet<String>>>;

/// A name held until dropped. On PostgreSQL it is held by a connection of its own: when the node
/// dies, the name is free.
pub struct Held(Kind);

enum Kind {
    Sqlite { names: Names, name: String },
    Postgres(Mutex<Link>),
}

impl Store {
    /// Takes a name if nobody has it: `None` while another one does.
    pub fn hold(&self, name: &str) -> Result<Option<Held>> {
        match &self.open.engine {
            Engine::Sqlite(_) => {
                let names = Arc::clone(&self.open.held);
                let free = names.lock().unwrap_or_else(PoisonError::into_inner).insert(name.to_owned());
                Ok(free.then(|| Held(Kind::Sqlite { names, name: name.to_owned() })))
            }
            Engine::Postgres(postgres) => {
                let mut client = postgres.connect()?;
                let free: bool = client.query_one(dialect::HOLD.postgres, &[&name])?.get(0);
                Ok(free.then(|| Held(Kind::Postgres(Mutex::new(client)))))
            }
        }
    }
}

impl Held {
    /// Whether the name is still ours; to be asked before every slice of work. On PostgreSQL the
    /// connection that holds it may have been cut.
    pub fn still(&self) -> bool {
        match &self.0 {
            Kind::Sqlite { .. } => true,
            Kind::Postgres(client) => {
                let mut client = client.lock().unwrap_or_else(PoisonError::into_inner);
                client.is_valid(Duration::from_secs(5)).is_ok()
            }
        }
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        if let Kind::Sqlite { names, name } = &self.0 {
            names.lock().unwrap_or_else(PoisonError::into_inner).remove(name);
        }
    }
}
