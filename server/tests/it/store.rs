//! The store and the evidence in it: the same scenarios on SQLite and on PostgreSQL.

use std::path::{Path, PathBuf};

use crate::common::postgres::Postgres;
use gemeo_server::{
    config::StoreConfig,
    evidence::{
        Event, Evidence, Kind, Signer, Subjects, append, erase, export, make_checkpoint, now, retain, verify,
    },
    store::{
        Database, KeyRing, Row, StoreError, StoreUrl, Value, back_up, in_write, new_key_file, open, restore,
    },
    task::{self, Task},
};
use serde_json::json;

/// A folder with a file of keys, and a way to new stores.
struct Setup<'a> {
    folder: tempfile::TempDir,
    key: PathBuf,
    new_store: &'a dyn Fn(&Path) -> StoreUrl,
}

type Scenario = (&'static str, fn(&Setup<'_>));

const SCENARIOS: &[Scenario] = &[
    ("the chain names the first broken row", the_chain_names_the_first_broken_row),
    ("a chain made anew is found out", a_chain_made_anew_is_found_out),
    ("retention leaves a chain that holds", retention_leaves_a_chain_that_holds),
    ("a person is exported and erased", a_person_is_exported_and_erased),
    ("a backup restores every byte", a_backup_restores_every_byte),
    ("keys are rotated", keys_are_rotated),
    ("several brokers write one chain", several_brokers_write_one_chain),
    ("tasks say what they did", tasks_say_what_they_did),
];

fn run_all(new_store: &dyn Fn(&Path) -> StoreUrl) {
    for (name, scenario) in SCENARIOS {
        println!("{name}");
        let folder = tempfile::tempdir().expect("a folder");
        let key = folder.path().join("key");
        new_key_file(&key).expect("a key");
        scenario(&Setup { folder, key, new_store });
    }
}

#[test]
fn every_scenario_on_sqlite() {
    let number = std::cell::Cell::new(0);
    run_all(&|folder| {
        number.set(number.get() + 1);
        StoreUrl::Sqlite(folder.join(format!("store{}.db", number.get())))
    });
}

#[test]
fn every_scenario_on_postgres() {
    let Some(server) = Postgres::start("every_scenario_on_postgres") else { return };
    run_all(&|_| server.database());
}

impl Setup<'_> {
    fn url(&self) -> StoreUrl {
        (self.new_store)(self.folder.path())
    }

    fn store(&self) -> Box<dyn Database> {
        open(&self.url()).expect("a store")
    }

    fn keys(&self) -> KeyRing {
        KeyRing::read(&self.key).expect("keys")
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }
}

fn event(at: i64, subject: &str, number: i64) -> Event {
    Event { at, kind: Kind::Call, subject: subject.to_owned(), detail: json!({ "number": number }) }
}

fn fill(store: &mut dyn Database, numbers: std::ops::Range<i64>) {
    in_write(store, |store| {
        numbers.map(|number| append(store, &event(number, "", number))).collect::<Result<Vec<_>, _>>()
    })
    .expect("rows");
}

fn broken(store: &mut dyn Database, signer: &Signer) -> Option<(i64, &'static str)> {
    verify(store, signer).expect("an answer").err().map(|broken| (broken.row, broken.what))
}

fn change(store: &mut dyn Database, statement: &str) {
    assert!(store.run(statement, &[]).expect("a change") > 0, "{statement}");
}

fn the_chain_names_the_first_broken_row(setup: &Setup<'_>) {
    let mut store = setup.store();
    let store = store.as_mut();
    let signer = Signer::of(store, &setup.keys()).expect("a signer");
    assert_eq!(broken(store, &signer), None, "an empty chain holds");
    fill(store, 0..1500);
    assert_eq!(make_checkpoint(store, &signer).expect("a checkpoint"), 1500);
    fill(store, 1500..2500);
    let verified = verify(store, &signer).expect("an answer").expect("it holds");
    assert_eq!((verified.rows, verified.checkpoints, verified.last), (2500, 1, 2500));

    let detail = |seq: i64| json!({ "number": seq - 1 }).to_string();
    for (tamper, mend, row, what) in [
        (
            "UPDATE audit SET detail = 'x' WHERE seq = 700",
            format!("UPDATE audit SET detail = '{}' WHERE seq = 700", detail(700)),
            700,
            "was changed",
        ),
        (
            "UPDATE audit SET at = 0 WHERE seq = 1001",
            "UPDATE audit SET at = 1000 WHERE seq = 1001".to_owned(),
            1001,
            "was changed",
        ),
        (
            "UPDATE audit SET subject = 'x' WHERE seq = 1",
            "UPDATE audit SET subject = '' WHERE seq = 1".to_owned(),
            1,
            "was changed",
        ),
        (
            "UPDATE audit SET kind = 'server' WHERE seq = 2",
            "UPDATE audit SET kind = 'call' WHERE seq = 2".to_owned(),
            2,
            "was changed",
        ),
        (
            "UPDATE audit SET before = 'x' || before WHERE seq = 800",
            "UPDATE audit SET before = substr(before, 2) WHERE seq = 800".to_owned(),
            800,
            "does not follow from the row before it",
        ),
        (
            "UPDATE audit SET hash = 'x' || hash WHERE seq = 2500",
            "UPDATE audit SET hash = substr(hash, 2) WHERE seq = 2500".to_owned(),
            2500,
            "was changed",
        ),
        (
            "UPDATE audit_head SET hash = 'x' || hash",
            "UPDATE audit_head SET hash = substr(hash, 2)".to_owned(),
            2501,
            "is missing; it was the last one, or the last row differs",
        ),
        (
            "UPDATE checkpoint SET hash = 'x' || hash",
            "UPDATE checkpoint SET hash = substr(hash, 2)".to_owned(),
            1500,
            "differs from its signed checkpoint",
        ),
        (
            "UPDATE checkpoint SET signature = '00' || signature",
            "UPDATE checkpoint SET signature = substr(signature, 3)".to_owned(),
            1500,
            "differs from its signed checkpoint",
        ),
        (
            "UPDATE checkpoint SET seq = 1400",
            "UPDATE checkpoint SET seq = 1500".to_owned(),
            1400,
            "differs from its signed checkpoint",
        ),
        (
            "UPDATE checkpoint SET seq = 9999",
            "UPDATE checkpoint SET seq = 1500".to_owned(),
            2501,
            "is missing; a later row is signed",
        ),
        (
            "UPDATE secret SET name = 'x' WHERE name = 'signed-to'",
            "UPDATE secret SET name = 'signed-to' WHERE name = 'x'".to_owned(),
            2500,
            "has lost its signed checkpoint",
        ),
        (
            "UPDATE audit SET seq = 9999 WHERE seq = 1234",
            "UPDATE audit SET seq = 1234 WHERE seq = 9999".to_owned(),
            1234,
            "is missing",
        ),
        (
            "UPDATE audit SET seq = 9999 WHERE seq = 1",
            "UPDATE audit SET seq = 1 WHERE seq = 9999".to_owned(),
            1,
            "is missing; no signed checkpoint stands for it",
        ),
        (
            "UPDATE audit_head SET seq = 2501",
            "UPDATE audit_head SET seq = 2500".to_owned(),
            2501,
            "is missing; it was the last one, or the last row differs",
        ),
        (
            "UPDATE checkpoint SET at = at + 1",
            "UPDATE checkpoint SET at = at - 1".to_owned(),
            1500,
            "differs from its signed checkpoint",
        ),
    ] {
        change(store, tamper);
        assert_eq!(broken(store, &signer), Some((row, what)), "{tamper}");
        change(store, &mend);
        assert_eq!(broken(store, &signer), None, "{mend}");
    }
    change(store, "DELETE FROM audit WHERE seq > 2400");
    assert_eq!(broken(store, &signer).map(|(row, _)| row), Some(2401));
    change(store, "DELETE FROM audit WHERE seq > 1400");
    change(store, "UPDATE audit_head SET seq = 1400, hash = (SELECT hash FROM audit WHERE seq = 1400)");
    assert_eq!(broken(store, &signer), Some((1401, "is missing; a later row is signed")));
    change(store, "DELETE FROM checkpoint");
    assert_eq!(broken(store, &signer), Some((1401, "is missing; a later row is signed")), "nor with it gone");
}

/// Whoever can write to the store but has not the file of keys.
fn a_chain_made_anew_is_found_out(setup: &Setup<'_>) {
    let mut store = setup.store();
    let store = store.as_mut();
    let signer = Signer::of(store, &setup.keys()).expect("a signer");
    fill(store, 0..20);
    make_checkpoint(store, &signer).expect("a checkpoint");
    change(store, "DELETE FROM audit WHERE seq >= 10");
    change(store, "UPDATE audit_head SET seq = 9, hash = (SELECT hash FROM audit WHERE seq = 9)");
    fill(store, 109..130);
    assert_eq!(broken(store, &signer), Some((20, "differs from its signed checkpoint")));
    change(store, "DELETE FROM checkpoint");
    assert_eq!(broken(store, &signer), Some((20, "has lost its signed checkpoint")));
    let other = setup.file("other-key");
    new_key_file(&other).expect("a key");
    let refused = Signer::of(store, &KeyRing::read(&other).expect("keys")).err();
    assert!(matches!(refused, Some(StoreError::Sealed { .. })), "another key opens nothing");
}

fn retention_leaves_a_chain_that_holds(setup: &Setup<'_>) {
    let mut store = setup.store();
    let store = store.as_mut();
    let signer = Signer::of(store, &setup.keys()).expect("a signer");
    fill(store, 0..100);
    assert_eq!(retain(store, &signer, 0).expect("retention"), 0, "nothing is that old");
    assert_eq!(retain(store, &signer, 40).expect("retention"), 40);
    let verified = verify(store, &signer).expect("an answer").expect("it holds");
    // 60 rows that stay, and one that says what was done.
    assert_eq!((verified.rows, verified.last), (61, 101));
    change(store, "DELETE FROM audit WHERE seq = 41");
    assert_eq!(broken(store, &signer).map(|(row, _)| row), Some(41), "a hole is no retention");
    let mut store = setup.store();
    let store = store.as_mut();
    let signer = Signer::of(store, &setup.keys()).expect("a signer");
    fill(store, 0..10);
    assert_eq!(retain(store, &signer, now()).expect("retention"), 10, "all of it");
    assert_eq!(broken(store, &signer), None);
    fill(store, 0..10);
    assert_eq!(broken(store, &signer), None);
}

const NAME: &str = "maria.canary@example.org";

fn a_person_is_exported_and_erased(setup: &Setup<'_>) {
    let mut store = setup.store();
    let (store, keys) = (store.as_mut(), setup.keys());
    let signer = Signer::of(store, &keys).expect("a signer");
    let subjects = Subjects::of(store, &keys).expect("subjects");
    let pseudonym = in_write(store, |store| {
        let maria = subjects.pseudonym(store, &keys, NAME)?;
        let other = subjects.pseudonym(store, &keys, "other")?;
        for (number, who) in [(1, &maria), (2, &other), (3, &maria)] {
            append(store, &event(number, who, number))?;
        }
        Ok(maria)
    })
    .expect("rows");
    let held = export(store, &keys, &subjects, NAME).expect("an export").expect("a known name");
    assert_eq!(held.iter().map(|row| row["row"].as_i64()).collect::<Vec<_>>(), [Some(1), Some(3)]);
    let sealed = store.rows("SELECT sealed FROM subject ORDER BY since", &[]).expect("keys");
    back_up(store, &setup.file("before")).expect("a backup");
    assert!(!std::fs::read_to_string(setup.file("before")).expect("text").contains("canary"), "in clear");

    assert!(erase(store, &keys, &subjects, NAME, "officer").expect("an erasure"));
    assert!(!erase(store, &keys, &subjects, NAME, "officer").expect("an erasure"), "known no more");
    assert_eq!(export(store, &keys, &subjects, NAME).expect("an export"), None);
    assert_eq!(broken(store, &signer), None, "the chain holds");
    let again = in_write(store, |store| subjects.pseudonym(store, &keys, NAME)).expect("a pseudonym");
    assert_ne!(again, pseudonym, "nothing leads from the name to the old rows");
    let gone = |row: &&Row| {
        let found = store.rows("SELECT tag FROM subject WHERE sealed = $1", &row.0);
        found.expect("an answer").is_empty()
    };
    let gone: Vec<_> = sealed.iter().filter(gone).collect();
    assert_eq!(gone.len(), 1);
    // On SQLite not even the bytes of its files hold the destroyed key.
    for entry in std::fs::read_dir(setup.folder.path()).expect("a folder") {
        let path = entry.expect("a file").path();
        if path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("store")) {
            let bytes = std::fs::read(&path).expect("bytes");
            let key = gone[0].text(0).expect("text").as_bytes();
            for word in [key, NAME.as_bytes()] {
                assert!(!bytes.windows(word.len()).any(|part| part == word), "{}", path.display());
            }
        }
    }
}

fn a_backup_restores_every_byte(setup: &Setup<'_>) {
    let mut store = setup.store();
    let (store, keys) = (store.as_mut(), setup.keys());
    let signer = Signer::of(store, &keys).expect("a signer");
    let subjects = Subjects::of(store, &keys).expect("subjects");
    in_write(store, |store| subjects.pseudonym(store, &keys, NAME)).expect("a pseudonym");
    fill(store, 0..2100);
    make_checkpoint(store, &signer).expect("a checkpoint");
    let (first, second) = (setup.file("first"), setup.file("second"));
    let rows = back_up(store, &first).expect("a backup");
    assert!(back_up(store, &first).is_err(), "a file that exists is left as it is");
    assert!(matches!(restore(store, &first), Err(StoreError::NotEmpty)));
    // Into one of the same kind, and into SQLite whatever the first was.
    for url in [setup.url(), StoreUrl::Sqlite(setup.file("elsewhere.db"))] {
        let mut other = open(&url).expect("a store");
        assert_eq!(restore(other.as_mut(), &first).expect("restored"), rows);
        assert_eq!(broken(other.as_mut(), &signer), None);
        back_up(other.as_mut(), &second).expect("a backup");
        assert_eq!(std::fs::read(&first).expect("bytes"), std::fs::read(&second).expect("bytes"));
        std::fs::remove_file(&second).expect("removed");
    }
    let whole = std::fs::read_to_string(&first).expect("text");
    let cut = whole.rsplit_once("\n{").expect("lines").0;
    for bad in [
        "",
        "{}\n",
        cut,
        &whole.replacen("\\\"number\\\":7}", "\\\"number\\\":8}", 1),
        &format!("{whole}{{}}\n"),
    ] {
        let path = setup.file("bad");
        std::fs::write(&path, bad).expect("write");
        let mut other = setup.store();
        let refused = restore(other.as_mut(), &path).expect_err("refused");
        assert!(matches!(refused, StoreError::Backup { .. }), "{refused}");
        let left = other.rows("SELECT COUNT(*) FROM audit", &[]).expect("a count");
        assert_eq!(left, [Row(vec![Value::Int(0)])], "nothing of it stays");
    }
}

fn keys_are_rotated(setup: &Setup<'_>) {
    let mut store = setup.store();
    let (store, old) = (store.as_mut(), setup.keys());
    let public = Signer::of(store, &old).expect("a signer").public_key();
    let subjects = Subjects::of(store, &old).expect("subjects");
    let before = in_write(store, |store| subjects.pseudonym(store, &old, NAME)).expect("a pseudonym");
    let newer = setup.file("newer");
    new_key_file(&newer).expect("a key");
    let both = setup.file("both");
    let lines = [&newer, &setup.key].map(|path| std::fs::read_to_string(path).expect("a key"));
    std::fs::copy(&newer, &both).expect("a copy with its rights");
    std::fs::write(&both, lines.concat()).expect("write");
    assert_eq!(KeyRing::read(&both).expect("keys").rotate(store).expect("rotated"), 4);
    let new = KeyRing::read(&newer).expect("keys");
    assert_eq!(Signer::of(store, &new).expect("a signer").public_key(), public);
    let subjects = Subjects::of(store, &new).expect("subjects");
    assert_eq!(in_write(store, |store| subjects.pseudonym(store, &new, NAME)).expect("a pseudonym"), before);
    assert!(Signer::of(store, &old).is_err(), "the old key opens nothing any more");
}

fn several_brokers_write_one_chain(setup: &Setup<'_>) {
    let (url, keys) = (setup.url(), setup.keys());
    let brokers: Vec<Evidence> = (0..3).map(|_| Evidence::start(&url, &keys, 0).expect("a start")).collect();
    let runtime = tokio::runtime::Builder::new_multi_thread().build().expect("a runtime");
    runtime.block_on(async {
        let mut all = tokio::task::JoinSet::new();
        let brokers = std::sync::Arc::new(brokers);
        for number in 0..300 {
            let brokers = std::sync::Arc::clone(&brokers);
            all.spawn(
                async move { brokers[number % 3].record(Kind::Call, json!({ "number": number })).await },
            );
        }
        while let Some(recorded) = all.join_next().await {
            recorded.expect("a task").expect("recorded");
        }
    });
    drop(runtime);
    let mut store = open(&url).expect("a store");
    let signer = Signer::of(store.as_mut(), &keys).expect("a signer");
    let verified = verify(store.as_mut(), &signer).expect("an answer").expect("it holds");
    // Three starts, three ends, and every event once.
    assert_eq!(verified.rows, 306);
    let once =
        store.rows("SELECT COUNT(*) FROM (SELECT DISTINCT detail FROM audit WHERE kind = 'call') d", &[]);
    assert_eq!(once.expect("a count"), [Row(vec![Value::Int(300)])]);
}

fn tasks_say_what_they_did(setup: &Setup<'_>) {
    let config = StoreConfig { url: setup.url(), key: setup.key.clone() };
    let run = |task: Task| task::run(&task, Some(&config), Some("ana")).map_err(|fault| fault.to_string());
    let file = setup.file("backup").display().to_string();
    assert!(run(Task::BackUp(file)).is_ok_and(|said| said.ends_with(" rows")));
    let nameless = task::run(&Task::Erase("x".to_owned()), Some(&config), None);
    assert!(nameless.is_err_and(|fault| fault.to_string().contains("--by NAME")));
    assert!(run(Task::Erase("nobody".to_owned())).is_err());
    assert!(run(Task::Export("ana".to_owned())).is_ok_and(|said| said.contains("\"did\":\"backup\"")));
    assert!(run(Task::Checkpoint).is_ok_and(|said| said == "row 2 is signed"));
    assert_eq!(
        run(Task::Verify),
        Ok("the evidence holds: 2 rows up to row 2, 1 signed checkpoints".to_owned())
    );
    open(&config.url).expect("a store").run("UPDATE audit SET at = 7 WHERE seq = 2", &[]).expect("a change");
    assert_eq!(run(Task::Verify), Err("audit: row 2 was changed".to_owned()));
    assert!(
        task::run(&Task::Verify, None, None)
            .is_err_and(|fault| fault.to_string().starts_with("store: is not set"))
    );
}
