//! Gives every test a fresh instance, on SQLite and on PostgreSQL.
//!
//! PostgreSQL is started once per test process, by the tests themselves, in a temporary folder and
//! never as root. A small supervisor owns it and removes it when the pipe to this process closes:
//! however the tests end, nothing stays.

use std::fs::Permissions;
use std::io::{BufRead, BufReader};
use std::ops::Deref;
use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use server::store::{Access, Config, Database, Store};
use tempfile::TempDir;

/// Runs each named test on both engines: `sqlite::name` and `postgres::name`.
macro_rules! on_both_engines {
    ($($name:ident,)+) => {
        mod sqlite { $(#[test] fn $name() { super::$name(&$crate::engine::sqlite()) })+ }
        mod postgres { $(#[test] fn $name() { super::$name(&$crate::engine::postgres()) })+ }
    };
}

/// A fresh instance, gone when dropped.
pub struct Instance {
    store: Option<Store>,
    config: Config,
    database: Option<FreshDatabase>,
    _folder: TempDir,
}

impl Deref for Instance {
    type Target = Store;
    fn deref(&self) -> &Store {
        self.store.as_ref().expect("the store is open")
    }
}

impl Drop for Instance {
    fn drop(&mut self) {
        self.store = None;
    }
}

pub fn sqlite() -> Instance {
    Instance::open(Database::Sqlite, None)
}

pub fn postgres() -> Instance {
    let database = cluster().fresh_database();
    Instance::open(Database::Postgres { url: database.url() }, Some(database))
}

impl Instance {
    fn open(kind: Database, database: Option<FreshDatabase>) -> Instance {
        let folder = folder();
        let config =
            Config { folder: folder.path().join("instance"), database: kind, attachments: None, connections: 8 };
        let store = Store::open(config.clone(), Access::Owner).expect("a fresh instance opens");
        Instance { store: Some(store), config, database, _folder: folder }
    }

    pub fn config(&self) -> &Config {
        &self.config
    }

    /// Runs SQL past the store, as somebody with the database's password would.
    pub fn tamper(&self, sql: &str) {
        match &self.database {
            None => {
                let connection = rusqlite::Connection::open(self.config.folder.join("ventanilla.db"));
                connection.and_then(|it| it.execute_batch(sql)).expect("SQLite runs it");
            }
            Some(database) => database.client().batch_execute(sql).expect("PostgreSQL runs it"),
        }
    }

    /// The address of this instance's database by TCP, as `host` and with `more` settings; the
    /// certificate is made out to `localhost`.
    pub fn tcp_url(&self, host: &str, more: &str) -> String {
        let database = self.database.as_ref().expect("only PostgreSQL has an address");
        format!("postgres://ventanilla@{host}:{}/{}?{more}", cluster().port, database.name)
    }

    /// The certificate PostgreSQL shows.
    pub fn certificate(&self) -> PathBuf {
        cluster().folder.join("tls.crt")
    }

    /// Asks PostgreSQL itself for one number.
    pub fn ask(&self, sql: &str) -> i64 {
        let database = self.database.as_ref().expect("only PostgreSQL is asked");
        database.client().query_one(sql, &[]).expect("it answers").get(0)
    }

    /// How the engine would carry out a statement, step by step.
    pub fn plan(&self, sql: &str) -> Vec<String> {
        match &self.database {
            None => {
                let connection =
                    rusqlite::Connection::open(self.config.folder.join("ventanilla.db")).expect("it opens");
                let mut plan = connection.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).expect("SQLite understands it");
                let steps = plan.query_map([], |row| row.get(3)).and_then(Iterator::collect);
                steps.expect("SQLite plans it")
            }
            Some(database) => {
                let rows = database.client().query(&format!("EXPLAIN {sql}"), &[]).expect("PostgreSQL plans it");
                rows.iter().map(|row| row.get(0)).collect()
            }
        }
    }

    pub fn is_sqlite(&self) -> bool {
        self.database.is_none()
    }
}

struct FreshDatabase {
    name: String,
}

impl FreshDatabase {
    fn url(&self) -> String {
        cluster().url(&self.name)
    }

    fn client(&self) -> postgres::Client {
        cluster().client(&self.name)
    }
}

impl Drop for FreshDatabase {
    fn drop(&mut self) {
        let dropped = cluster().client("postgres").batch_execute(&format!("DROP DATABASE {} WITH (FORCE)", self.name));
        // A failed drop must not hide why a test failed; the whole cluster goes in the end anyway.
        if let Err(error) = dropped {
            eprintln!("{}: {error}", self.name);
        }
    }
}

/// The PostgreSQL of this test process.
struct Cluster {
    folder: PathBuf,
    port: u16,
    // Its standard input is the pipe: when this process ends, the supervisor sees it close.
    _supervisor: Child,
}

const SUPERVISE: &str = r#"
trap '' INT TERM HUP PIPE
folder=$1; bin=$2; port=$3; shift 3
end() { "$@" "$bin/pg_ctl" -D "$folder/data" -m immediate stop >/dev/null 2>&1; rm -rf "$folder"; }
cd /
"$@" "$bin/initdb" -D "$folder/data" -U ventanilla -A trust -E UTF8 --locale=C.UTF-8 --no-sync >"$folder/log" 2>&1 &&
"$@" "$bin/pg_ctl" -D "$folder/data" -l "$folder/data/log" -w -o "-k $folder -c port=$port \
    -c listen_addresses=127.0.0.1 -c ssl=on -c ssl_cert_file=$folder/tls.crt -c ssl_key_file=$folder/tls.key \
    -c fsync=off -c full_page_writes=off -c max_connections=400 -c shared_buffers=64MB" start >>"$folder/log" 2>&1 &&
echo ready || { cat "$folder/log" "$folder/data/log"; }
cat >/dev/null
end "$@"
"#;

fn cluster() -> &'static Cluster {
    static CLUSTER: OnceLock<Cluster> = OnceLock::new();
    CLUSTER.get_or_init(|| {
        let cluster = Cluster::start();
        // The schema is made once and copied for every test.
        cluster.client("postgres").batch_execute("CREATE DATABASE fresh").expect("a first database");
        let folder = folder();
        let database = Database::Postgres { url: cluster.url("fresh") };
        let config = Config { folder: folder.path().into(), database, attachments: None, connections: 1 };
        Store::open(config, Access::Owner).expect("the schema is made");
        cluster
    })
}

impl Cluster {
    fn start() -> Cluster {
        let bin = binaries();
        let folder = place().join(format!("ventanilla-pg-{}", std::process::id()));
        std::fs::DirBuilder::new().mode(0o700).create(&folder).expect("a folder for PostgreSQL");
        write_certificate(&folder);
        let port = free_port();
        let user = unprivileged_user();
        if let Some(user) = user {
            let owned = Command::new("chown").args(["-R", user]).arg(&folder).status().expect("chown runs");
            assert!(owned.success(), "the folder is given to {user}");
        }
        let mut supervisor = Command::new("sh");
        supervisor.args(["-c", SUPERVISE, "supervise"]).arg(&folder).arg(&bin).arg(port.to_string());
        if let Some(user) = user {
            supervisor.args(["setpriv", "--reuid", user, "--regid", user, "--clear-groups"]);
        }
        // Its own process group: an interrupt at the terminal must not end it before its work.
        let mut supervisor = supervisor
            .process_group(0)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("sh runs");
        let mut said = BufReader::new(supervisor.stdout.take().expect("a pipe"));
        let mut line = String::new();
        said.read_line(&mut line).expect("the supervisor speaks");
        if line != "ready\n" {
            drop(supervisor.stdin.take());
            std::io::Read::read_to_string(&mut said, &mut line).expect("the supervisor speaks");
            panic!("PostgreSQL did not start:\n{line}");
        }
        Cluster { folder, port, _supervisor: supervisor }
    }

    fn url(&self, database: &str) -> String {
        let host = self.folder.to_str().expect("a plain path").replace('/', "%2F");
        format!("postgres://ventanilla@{host}:{}/{database}", self.port)
    }

    fn client(&self, database: &str) -> postgres::Client {
        postgres::Client::connect(&self.url(database), postgres::NoTls).expect("PostgreSQL answers")
    }

    fn fresh_database(&self) -> FreshDatabase {
        static NEXT: AtomicU32 = AtomicU32::new(1);
        let name = format!("test_{}", NEXT.fetch_add(1, Ordering::SeqCst));
        let create = format!("CREATE DATABASE {name} TEMPLATE fresh STRATEGY FILE_COPY");
        self.client("postgres").batch_execute(&create).expect("a fresh database");
        FreshDatabase { name }
    }
}

fn write_certificate(folder: &Path) {
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).expect("a certificate");
    let key = folder.join("tls.key");
    std::fs::write(folder.join("tls.crt"), made.cert.pem()).expect("it is written");
    std::fs::write(&key, made.signing_key.serialize_pem()).expect("it is written");
    std::fs::set_permissions(&key, Permissions::from_mode(0o600)).expect("PostgreSQL wants it private");
}

/// A port nobody listens on at this moment.
fn free_port() -> u16 {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    listener.local_addr().expect("its address").port()
}

/// A temporary folder, in memory where there is plenty: nothing here outlives the tests, and a
/// killed process loses nothing that a kill would not take from a disk.
pub fn folder() -> TempDir {
    tempfile::tempdir_in(place()).expect("a temporary folder")
}

fn place() -> &'static Path {
    static PLACE: OnceLock<PathBuf> = OnceLock::new();
    PLACE.get_or_init(|| {
        let free = Command::new("df").args(["--output=avail", "--block-size=1M", "/dev/shm"]).output();
        let free = free.ok().and_then(|it| String::from_utf8(it.stdout).ok());
        let megabytes = free.and_then(|it| it.lines().last()?.trim().parse::<u64>().ok());
        match megabytes {
            Some(2_000..) if std::env::var_os("TMPDIR").is_none() => "/dev/shm".into(),
            _ => std::env::temp_dir(),
        }
    })
}

/// Where PostgreSQL's server programs are: the newest in Debian's place, or on the path.
fn binaries() -> PathBuf {
    let debian =
        std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten().map(|it| it.path().join("bin"));
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut found: Vec<PathBuf> =
        std::env::split_paths(&path).chain(debian).filter(|it| it.join("initdb").exists()).collect();
    found.sort();
    found.pop().expect("PostgreSQL's server programs (Debian: apt-get install postgresql)")
}

/// Whom to run servers as when we are root, which they refuse.
pub fn unprivileged_user() -> Option<&'static str> {
    let is_root = std::fs::metadata("/proc/self").is_ok_and(|it| std::os::unix::fs::MetadataExt::uid(&it) == 0);
    let users = std::fs::read_to_string("/etc/passwd").unwrap_or_default();
    let exists = |user: &&str| users.lines().any(|line| line.starts_with(&format!("{user}:")));
    is_root.then(|| ["postgres", "nobody"].into_iter().find(exists).expect("a user to run PostgreSQL as"))
}
