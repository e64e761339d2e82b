use server::store::{Access, Config, Database, Result, Store, StoreError};

use crate::engine::{self, Instance};

/// Opens another node's store on the database of this instance, by this address.
fn open(instance: &Instance, url: String) -> Result<(Store, tempfile::TempDir)> {
    let folder = crate::engine::folder();
    let database = Database::Postgres { url };
    let config = Config { folder: folder.path().into(), database, ..instance.config().clone() };
    Ok((Store::open(config, Access::Owner)?, folder))
}

fn refusal(opened: Result<(Store, tempfile::TempDir)>) -> String {
    match opened {
        Ok(_) => panic!("it was opened"),
        Err(error) => error.to_string(),
    }
}

const ENCRYPTED: &str = "SELECT COUNT(*) FROM pg_stat_ssl JOIN pg_stat_activity USING (pid)
    WHERE ssl AND datname = current_database() AND application_name = 'ventanilla'";

#[test]
fn postgres_is_reached_by_tls_and_its_certificate_verified() {
    let instance = engine::postgres();
    let verified = |host: &str| format!("sslmode=verify-full&sslrootcert={host}");
    let more = verified(instance.certificate().to_str().unwrap());
    assert_eq!(instance.ask(ENCRYPTED), 0);
    let (store, _folder) = open(&instance, instance.tcp_url("localhost", &more)).unwrap();
    store.now().unwrap();
    assert_eq!(instance.ask(ENCRYPTED), 1);

    let other_name = refusal(open(&instance, instance.tcp_url("127.0.0.1", &more)));
    assert!(other_name.contains("certificate"), "{other_name}");
}

#[test]
fn a_certificate_nobody_vouches_for_is_refused() {
    let instance = engine::postgres();
    let other = tempfile::NamedTempFile::new().unwrap();
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    std::fs::write(other.path(), made.cert.pem()).unwrap();
    let more = format!("sslmode=require&sslrootcert={}", other.path().display());
    let refused = refusal(open(&instance, instance.tcp_url("localhost", &more)));
    assert!(refused.contains("certificate"), "{refused}");
}

#[test]
fn an_address_that_would_encrypt_without_knowing_to_whom_is_refused() {
    let instance = engine::postgres();
    for (more, reason) in [
        ("sslmode=prefer", "use disable, require or verify-full"),
        ("sslmode=require&sslrootcert=/nowhere.pem", "sslrootcert"),
    ] {
        let refused = refusal(open(&instance, instance.tcp_url("localhost", more)));
        assert!(refused.contains(reason), "{refused}");
    }
}

#[test]
fn an_address_that_cannot_be_read_does_not_tell_its_password() {
    let instance = engine::postgres();
    let refused = open(&instance, "postgres://ventanilla:hunter2@localhost:notaport/x".into());
    assert!(matches!(&refused, Err(StoreError::Address(_))));
    assert!(!refusal(refused).contains("hunter2"));
}
