//! Mail servers for tests: one that answers by a script, and a real one.
//!
//! The real one is Exim, run once per connection as inetd would, as an unprivileged user and in a
//! folder of its own: it delivers to a maildir, pipes what is for a desk's mailboxes to
//! `ventanilla receive`, refuses one person at the door and returns the letters of another.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::os::fd::OwnedFd;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use server::config::{Security, Smtp};
use tempfile::TempDir;

use crate::engine;

/// Somebody whom the server refuses at once.
pub const REFUSED: &str = "camila.ortegon";
/// Somebody whose letters it takes and then returns.
pub const RETURNED: &str = "oscar.patino";

/// Waits for something another process does.
pub fn until(what: &str, mut holds: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !holds() {
        assert!(begun.elapsed() < Duration::from_secs(60), "{what} did not come");
        thread::park_timeout(Duration::from_millis(10));
    }
}

pub fn smtp(port: u16, security: Security) -> Smtp {
    Smtp { host: "127.0.0.1".into(), port, security, user: None }
}

/// What a scripted server answers to a command; nothing: it hangs up.
pub type Reply = Box<dyn Fn(&str) -> Option<String> + Send + Sync>;

/// A server that answers by a script and remembers the letters it took.
pub struct Scripted {
    pub port: u16,
    reply: Arc<Mutex<Reply>>,
    letters: Arc<Mutex<Vec<String>>>,
}

impl Scripted {
    pub fn start() -> Scripted {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let server = Scripted { port, reply: Arc::new(Mutex::new(Box::new(taking))), letters: Arc::default() };
        let (reply, letters) = (Arc::clone(&server.reply), Arc::clone(&server.letters));
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (reply, letters) = (Arc::clone(&reply), Arc::clone(&letters));
                thread::spawn(move || converse(stream, &reply, &letters));
            }
        });
        server
    }

    /// From now on, commands that begin with this word are answered so.
    pub fn answers(&self, word: &'static str, said: &'static str) {
        let scripted = move |command: &str| match command.starts_with(word) {
            true => Some(said.to_owned()),
            false => taking(command),
        };
        *self.reply.lock().unwrap() = Box::new(scripted);
    }

    /// From now on it takes everything.
    pub fn takes(&self) {
        *self.reply.lock().unwrap() = Box::new(taking);
    }

    pub fn letters(&self) -> Vec<String> {
        self.letters.lock().unwrap().clone()
    }
}

fn taking(command: &str) -> Option<String> {
    Some(match command.split(' ').next().unwrap_or_default() {
        "DATA" => "354 go on".into(),
        "QUIT" => return None,
        _ => "250 fine".into(),
    })
}

fn converse(stream: TcpStream, reply: &Mutex<Reply>, letters: &Mutex<Vec<String>>) {
    let mut to_client = stream.try_clone().expect("the socket");
    let mut from_client = BufReader::new(stream);
    let mut say = |text: &str| to_client.write_all(format!("{text}\r\n").as_bytes()).is_ok();
    let mut alive = say("220 ready");
    let mut line = String::new();
    while alive {
        line.clear();
        if from_client.read_line(&mut line).unwrap_or(0) == 0 {
            break;
        }
        let Some(answer) = reply.lock().unwrap()(line.trim_end()) else { break };
        alive = say(&answer);
        if answer.starts_with("354") {
            let mut letter = String::new();
            while from_client.read_line(&mut letter).unwrap_or(0) > 0 && !letter.ends_with("\r\n.\r\n") {}
            // A letter cut short was never sent.
            alive = letter.ends_with("\r\n.\r\n");
            if alive {
                letters.lock().unwrap().push(letter);
                alive = say("250 taken as 7");
            }
        }
    }
}

/// The real one.
pub struct Exim {
    pub port: u16,
    folder: TempDir,
}

impl Exim {
    /// Starts it; `tls`: it offers STARTTLS with a certificate that nobody vouches for.
    pub fn start(tls: bool) -> Exim {
        let exim =
            ["/usr/sbin/exim4", "/usr/sbin/exim", "/usr/bin/exim"].into_iter().find(|path| Path::new(path).exists());
        let exim = exim.expect("the mail server Exim (Debian: apt-get install exim4-daemon-light)");
        let user = engine::unprivileged_user();
        let folder = tempfile::tempdir().expect("a temporary folder");
        let root = folder.path();
        for part in ["queue", "mail", "data", "data/spool"] {
            std::fs::create_dir(root.join(part)).expect("a folder");
        }
        // The user who runs the mail server may not be able to read where this program was built.
        std::fs::copy(env!("CARGO_BIN_EXE_ventanilla"), root.join("ventanilla")).expect("the program is copied");
        std::fs::write(root.join("exim.conf"), configuration(root, user, tls)).expect("its configuration");
        if let Some(user) = user {
            let owned = Command::new("chown").args(["-R", user]).arg(root).status().expect("chown runs");
            assert!(owned.success(), "the folder is given to {user}");
        }
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let configuration = root.join("exim.conf");
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                serve(exim, &configuration, user, stream);
            }
        });
        Exim { port, folder }
    }

    /// The data folder that its `ventanilla receive` writes to.
    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// How many messages were piped to the desk.
    pub fn piped(&self) -> usize {
        let entries = std::fs::read_dir(self.data().join("spool")).into_iter().flatten().flatten();
        entries.filter(|entry| !entry.file_name().to_string_lossy().starts_with('.')).count()
    }

    /// The letters in the maildir of its people.
    pub fn delivered(&self) -> Vec<String> {
        let entries = std::fs::read_dir(self.folder.path().join("mail/new")).into_iter().flatten().flatten();
        entries.filter_map(|entry| std::fs::read_to_string(entry.path()).ok()).collect()
    }

    /// What it wrote of itself, for whoever asks why a test fails.
    pub fn log(&self) -> String {
        ["main", "panic", "reject"]
            .iter()
            .filter_map(|log| std::fs::read_to_string(self.folder.path().join(format!("{log}.log"))).ok())
            .collect()
    }
}

/// One connection, one Exim.
fn serve(exim: &str, configuration: &Path, user: Option<&str>, stream: TcpStream) {
    let mut command = match user {
        Some(user) => {
            let mut command = Command::new("setpriv");
            command.args(["--reuid", user, "--regid", user, "--clear-groups", exim]);
            command
        }
        None => Command::new(exim),
    };
    let input: OwnedFd = stream.try_clone().expect("the socket").into();
    let output: OwnedFd = stream.into();
    let child = command
        .arg("-C")
        .arg(configuration)
        .args(["-odf", "-bs"])
        .stdin(input)
        .stdout(output)
        .stderr(Stdio::null())
        .current_dir("/")
        .spawn();
    let mut child = child.expect("Exim runs");
    thread::spawn(move || drop(child.wait()));
}

fn configuration(root: &Path, user: Option<&str>, tls: bool) -> String {
    let name = |of: &str| {
        let said = Command::new("id").arg(of).args(user).output().expect("id runs").stdout;
        String::from_utf8_lossy(&said).trim().to_owned()
    };
    let (user, group) = (name("-un"), name("-gn"));
    let root = root.display();
    let advertised = if tls { "*" } else { "" };
    format!(
        r#"primary_hostname = correo.ipt.example
exim_user = {user}
exim_group = {group}
never_users =
spool_directory = {root}/queue
log_file_path = {root}/%s.log
keep_environment =
tls_advertise_hosts = {advertised}
acl_smtp_rcpt = rcpt
begin acl
rcpt:
  deny message = no existe
       local_parts = {REFUSED}
  accept
begin routers
desk:
  driver = accept
  local_parts = mesadeservicio : mesayuda : servicios.tecnologicos
  local_part_suffix = +*
  local_part_suffix_optional
  transport = desk
returned:
  driver = redirect
  local_parts = {RETURNED}
  data = :fail: el buzón está lleno
  allow_fail
person:
  driver = accept
  transport = person
begin transports
desk:
  driver = pipe
  command = {root}/ventanilla receive --data {root}/data
  user = {user}
  group = {group}
  return_path_add
  delivery_date_add
person:
  driver = appendfile
  maildir_format
  directory = {root}/mail
  create_directory
  user = {user}
  group = {group}
  return_path_add
begin retry
* * F,1h,1m
"#
    )
}
