//! Sessions in the store: found by the hash of what the cookie holds, everything about the person sealed.
//!
//! A row tells nobody whose it is: person and provider's session stand as tags (HMAC), name, rights and refresh token
//! under the keys of `store_key`. Several brokers share them; one of them renews a session at a time.

use std::{collections::BTreeSet, time::Duration};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::{
    evidence::{Subjects, now},
    store::{Database, Keeper, KeyRing, Row, StoreError, StoreUrl, in_write, open, random, to_hex},
};

/// Between two notes that a session was used, in seconds.
const BETWEEN_NOTES: i64 = 60;
/// For how long one broker has the turn to renew a session, in seconds.
const TURN: i64 = 30;
/// Sessions of one person; a further sign-in ends the oldest.
const MOST_OF_ONE: usize = 20;

const COLUMNS: &str = "id, handle, subject, sealed, since, seen, until, renewing";

/// What is sealed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// The provider's name for the person.
    pub sub: String,
    /// What they are called.
    pub name: String,
    /// What they are.
    pub roles: BTreeSet<String>,
    /// Where.
    pub cities: BTreeSet<String>,
    /// What the provider is asked with whether it still vouches for them.
    pub refresh: Option<String>,
    /// When it is asked, in seconds since 1970.
    pub renew_at: Option<i64>,
}

/// A session.
#[derive(Debug, Clone)]
pub struct Session {
    /// The hash by which it is found.
    id: String,
    /// Its name for its owner.
    pub handle: String,
    /// The tag of whose it is.
    pub owner: String,
    /// Who it is.
    pub person: Person,
    /// When it began.
    pub since: i64,
    /// When it was last used, about.
    pub seen: i64,
    /// When it ends in any case.
    pub until: i64,
    renewing: i64,
}

/// A session as its owner sees it in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Its name.
    pub handle: String,
    /// When it began.
    pub since: i64,
    /// When it was last used, about.
    pub seen: i64,
    /// When it ends in any case.
    pub until: i64,
}

/// Whether looking at a session counts as using it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Use {
    /// It does: it goes on from now.
    Counts,
    /// It does not.
    DoesNotCount,
}

/// Every session.
pub struct Sessions {
    keeper: Keeper,
    keys: KeyRing,
    subjects: Subjects,
    idle: i64,
    longest: i64,
}

fn hash(secret: &str) -> String {
    to_hex(&Sha256::digest(secret.as_bytes()))
}

fn seconds(duration: Duration) -> i64 {
    i64::try_from(duration.as_secs()).unwrap_or(i64::MAX)
}

impl Sessions {
    /// The sessions of a store.
    ///
    /// # Errors
    /// [`StoreError`] where it cannot be opened.
    pub fn open(
        url: &StoreUrl,
        keys: &KeyRing,
        idle: Duration,
        longest: Duration,
    ) -> Result<Self, StoreError> {
        let subjects = Subjects::of(open(url)?.as_mut(), keys)?;
        let keeper = Keeper::start(url)?;
        Ok(Self { keeper, keys: keys.clone(), subjects, idle: seconds(idle), longest: seconds(longest) })
    }

    /// Begins a session; says what its cookie holds, which is kept nowhere.
    ///
    /// # Errors
    /// [`StoreError`] where it cannot be written.
    pub async fn begin(&self, name: &str, sid: Option<&str>, person: &Person) -> Result<String, StoreError> {
        let secret = to_hex(&random::<32>()?);
        let (id, handle) = (hash(&secret), to_hex(&random::<8>()?));
        let (owner, sid) = (self.subjects.tag(name), sid.map(|sid| self.sid_tag(sid)).unwrap_or_default());
        let sealed = self.seal(&id, person)?;
        let (since, idle, longest) = (now(), self.idle, self.longest);
        let work = move |database: &mut dyn Database| {
            in_write(database, |database| {
                end_old(database, idle)?;
                end_beyond(database, &owner)?;
                let insert = "INSERT INTO session (id, handle, subject, sid, sealed, since, seen, until, renewing) \
                              VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
                let texts = [&id, &handle, &owner, &sid, &sealed].map(|text| text.as_str().into());
                let times = [since, since, since + longest, 0].map(i64::into);
                let values: Vec<_> = texts.into_iter().chain(times).collect();
                database.run(insert, &values).map(drop)
            })
        };
        self.keeper.with(work).await?;
        Ok(secret)
    }

    /// The session of a cookie, where it has not ended; that it was used is noted.
    ///
    /// # Errors
    /// [`StoreError`] where the store cannot be asked, or what is sealed cannot be opened.
    pub async fn find(&self, secret: &str, used: Use) -> Result<Option<Session>, StoreError> {
        let (id, idle, now) = (hash(secret), self.idle, now());
        let work = move |database: &mut dyn Database| {
            let question = format!("SELECT {COLUMNS} FROM session WHERE id = $1");
            let rows = database.rows(&question, &[id.as_str().into()])?;
            let Some(row) = rows.into_iter().next() else { return Ok(None) };
            let (seen, until) = (row.int(5)?, row.int(6)?);
            if now >= until || now - seen >= idle {
                database.run("DELETE FROM session WHERE id = $1", &[id.as_str().into()])?;
                return Ok(None);
            }
            if used == Use::Counts && now - seen >= BETWEEN_NOTES.min(idle / 2) {
                database
                    .run("UPDATE session SET seen = $1 WHERE id = $2", &[now.into(), id.as_str().into()])?;
            }
            Ok(Some(row))
        };
        self.keeper.with(work).await?.map(|row| self.session(&row)).transpose()
    }

    fn session(&self, row: &Row) -> Result<Session, StoreError> {
        let (id, sealed) = (row.text(0)?, row.text(3)?);
        let what = format!("session {id}");
        let open = self.keys.open(&what, sealed)?;
        let person = serde_json::from_slice(&open).map_err(|_| StoreError::Sealed { what })?;
        let (handle, owner) = (row.text(1)?.to_owned(), row.text(2)?.to_owned());
        let (since, seen, until, renewing) = (row.int(4)?, row.int(5)?, row.int(6)?, row.int(7)?);
        Ok(Session { id: id.to_owned(), handle, owner, person, since, seen, until, renewing })
    }

    fn seal(&self, id: &str, person: &Person) -> Result<String, StoreError> {
        let bytes = serde_json::to_vec(person).map_err(|fault| StoreError::Database(fault.to_string()))?;
        self.keys.seal(&format!("session {id}"), &bytes)
    }

    fn sid_tag(&self, sid: &str) -> String {
        self.subjects.tag(&format!("sid {sid}"))
    }

    /// Takes the turn to renew a session; false where somebody else has it.
    ///
    /// # Errors
    /// [`StoreError`] where the store cannot be asked.
    pub async fn take_turn(&self, session: &Session) -> Result<bool, StoreError> {
        let (id, before, now) = (session.id.clone(), session.renewing, now());
        if before > now {
            return Ok(false);
        }
        let take = "UPDATE session SET renewing = $1 WHERE id = $2 AND renewing = $3";
        let work = move |database: &mut dyn Database| {
            Ok(database.run(take, &[(now + TURN).into(), id.as_str().into(), before.into()])? == 1)
        };
        self.keeper.with(work).await
    }

    /// Writes what a renewal gave, and gives the turn back.
    ///
    /// # Errors
    /// [`StoreError`] where it cannot be written.
    pub async fn renewed(&self, session: &Session) -> Result<(), StoreError> {
        let (id, sealed) = (session.id.clone(), self.seal(&session.id, &session.person)?);
        let write = "UPDATE session SET sealed = $1, renewing = 0 WHERE id = $2";
        let work = move |database: &mut dyn Database| {
            database.run(write, &[sealed.as_str().into(), id.as_str().into()]).map(drop)
        };
        self.keeper.with(work).await
    }

    /// The sessions of a person, the newest first.
    ///
    /// # Errors
    /// [`StoreError`] where the store cannot be asked.
    pub async fn list(&self, owner: &str) -> Result<Vec<Listed>, StoreError> {
        let (owner, idle, now) = (owner.to_owned(), self.idle, now());
        let question = "SELECT handle, since, seen, until FROM session WHERE subject = $1 AND until > $2 \
                        AND seen > $3 ORDER BY since DESC, handle";
        let work = move |database: &mut dyn Database| {
            let rows = database.rows(question, &[owner.as_str().into(), now.into(), (now - idle).into()])?;
            let listed = |row: &Row| {
                let (handle, since) = (row.text(0)?.to_owned(), row.int(1)?);
                Ok(Listed { handle, since, seen: row.int(2)?, until: row.int(3)? })
            };
            rows.iter().map(listed).collect()
        };
        self.keeper.with(work).await
    }

    /// Ends a session of a person; false where there is none of that handle.
    ///
    /// # Errors
    /// [`StoreError`] where the store cannot be asked.
    pub async fn end(&self, owner: &str, handle: &str) -> Result<bool, StoreError> {
        let (owner, handle) = (owner.to_owned(), handle.to_owned());
        let end = "DELETE FROM session WHERE subject = $1 AND handle = $2";
        let work = move |database: &mut dyn Database| {
            Ok(database.run(end, &[owner.as_str().into(), handle.as_str().into()])? > 0)
        };
        self.keeper.with(work).await
    }

    /// Ends every session of a person, or those of one session at the provider; says how many.
    ///
    /// # Errors
    /// [`StoreError`] where the store cannot be asked.
    pub async fn end_all(&self, name: Option<&str>, sid: Option<&str>) -> Result<u64, StoreError> {
        let (owner, sid) = (name.map(|name| self.subjects.tag(name)), sid.map(|sid| self.sid_tag(sid)));
        let work = move |database: &mut dyn Database| match (owner, sid) {
            // OpenID Connect Back-Channel Logout 1.0 §2.4: with both, it is the one session of that person.
            (Some(owner), Some(sid)) => database.run(
                "DELETE FROM session WHERE subject = $1 AND sid = $2",
                &[owner.as_str().into(), sid.as_str().into()],
            ),
            (Some(owner), None) => {
                database.run("DELETE FROM session WHERE subject = $1", &[owner.as_str().into()])
            }
            (None, Some(sid)) => database.run("DELETE FROM session WHERE sid = $1", &[sid.as_str().into()]),
            (None, None) => Ok(0),
        };
        self.keeper.with(work).await
    }
}

/// Takes out what has ended by itself.
fn end_old(database: &mut dyn Database, idle: i64) -> Result<(), StoreError> {
    let now = now();
    database
        .run("DELETE FROM session WHERE until <= $1 OR seen <= $2", &[now.into(), (now - idle).into()])
        .map(drop)
}

/// Makes room for one more session of a person.
fn end_beyond(database: &mut dyn Database, owner: &str) -> Result<(), StoreError> {
    let question = "SELECT id FROM session WHERE subject = $1 ORDER BY since DESC, id";
    let rows = database.rows(question, &[owner.into()])?;
    for row in rows.iter().skip(MOST_OF_ONE - 1) {
        database.run("DELETE FROM session WHERE id = $1", &[row.text(0)?.into()])?;
    }
    Ok(())
}
