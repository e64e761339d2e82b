//! The real program, started, killed and started again; and a browser that talks to it.

use std::collections::BTreeMap;
use std::fs::OpenOptions;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, ExitStatus, Stdio};

use server::store::{Config, Database};

/// An instance on disk, and the mail server it is told of.
pub struct Place {
    pub config: Config,
    pub smtp: u16,
}

/// One life of the program.
pub struct Program {
    child: Child,
    /// Where it listens; nothing if it died before.
    pub port: Option<u16>,
}

impl Place {
    /// The program, with this instance.
    fn command(&self, subcommand: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_ventanilla"));
        command.arg(subcommand).arg("--data").arg(&self.config.folder).env_clear().stdin(Stdio::null());
        command.env(
            "VENTANILLA_DATABASE",
            match &self.config.database {
                Database::Sqlite => "sqlite",
                Database::Postgres { url } => url,
            },
        );
        command
    }

    /// Serves on a free port; `dies_at` is the place at which it is to die.
    pub fn start(&self, dies_at: Option<&str>) -> Program {
        let log = OpenOptions::new().append(true).create(true).open(self.config.folder.join("log")).expect("a log");
        let mut command = self.command("serve");
        command
            .env("VENTANILLA_LISTEN", "127.0.0.1:0")
            .env("VENTANILLA_SMTP_HOST", "127.0.0.1")
            .env("VENTANILLA_SMTP_PORT", self.smtp.to_string())
            .env("VENTANILLA_SMTP_SECURITY", "none")
            .envs(dies_at.map(|place| ("VENTANILLA_CRASH_AT", place)));
        let mut child = command.stdout(Stdio::piped()).stderr(log).spawn().expect("the program starts");
        let mut line = String::new();
        let said = BufReader::new(child.stdout.take().expect("a pipe")).read_line(&mut line);
        said.expect("it says where it listens");
        let port = line.trim_end().rsplit(':').next().and_then(|port| port.parse().ok());
        assert!(port.is_some() || dies_at.is_some(), "it does not serve: {}", self.log());
        Program { child, port }
    }

    /// Pipes a message in, as a mail server does; whether the program has it.
    pub fn receive(&self, message: &[u8]) -> bool {
        let mut child = self.receiving();
        child.stdin.take().expect("a pipe").write_all(message).expect("it reads");
        child.wait().expect("it ends").success()
    }

    /// A mail server that dies in the middle of a message.
    pub fn receive_half(&self, message: &[u8]) {
        let mut child = self.receiving();
        child.stdin.as_mut().expect("a pipe").write_all(&message[..message.len() / 2]).expect("it reads");
        child.kill().expect("it is killed");
        child.wait().expect("it ends");
    }

    fn receiving(&self) -> Child {
        self.command("receive").stdin(Stdio::piped()).spawn().expect("the program starts")
    }

    /// Runs a command beside the program, to its end: how it ended, what it said.
    pub fn run(&self, subcommand: &str, more: &[&str]) -> (Option<i32>, String) {
        let done = self.command(subcommand).args(more).output().expect("the program runs");
        let said = [done.stdout, done.stderr].concat();
        (done.status.code(), String::from_utf8_lossy(&said).into_owned())
    }

    /// Everything it wrote of itself.
    pub fn log(&self) -> String {
        std::fs::read_to_string(self.config.folder.join("log")).unwrap_or_default()
    }
}

impl Program {
    /// As when the power goes.
    pub fn kill(mut self) {
        // It may have died a moment before, by itself.
        drop(self.child.kill());
        self.child.wait().expect("it ends");
    }

    /// How it ended; waits for it.
    pub fn status(&mut self) -> ExitStatus {
        self.child.wait().expect("it ends")
    }

    pub fn is_alive(&mut self) -> bool {
        self.child.try_wait().expect("it is asked").is_none()
    }

    /// Asks it to end in order.
    pub fn end(mut self) {
        let asked = Command::new("kill").arg(self.child.id().to_string()).status().expect("kill runs");
        assert!(asked.success() && self.status().success(), "it ends in order");
    }
}

/// A person's browser. Its session outlives the program.
pub struct Browser {
    pub port: u16,
    cookies: BTreeMap<String, String>,
    /// What every form of the session carries.
    csrf: String,
}

/// An answer, whole.
pub struct Got {
    pub status: u16,
    /// Where a redirect leads.
    pub to: String,
    pub text: String,
}

/// A form: where it goes, its fields, and a file.
#[derive(Clone)]
pub struct Form {
    pub path: String,
    pub fields: Vec<(&'static str, String)>,
    pub file: Option<Vec<u8>>,
}

impl Browser {
    /// Signs in.
    ///
    /// # Errors
    /// The program died before it answered.
    pub fn sign_in(port: u16, login: &str, password: &str) -> io::Result<Browser> {
        let mut browser = Browser { port, cookies: BTreeMap::new(), csrf: String::new() };
        browser.csrf = hidden(&browser.get("/sign-in")?.text, "csrf").to_owned();
        let fields = vec![("login", login.to_owned()), ("password", password.to_owned())];
        let got = browser.post(&Form { path: "/sign-in".into(), fields, file: None })?;
        assert_eq!(got.status, 303, "{}", got.text);
        browser.csrf = hidden(&browser.get("/preferences-of-nobody")?.text, "csrf").to_owned();
        Ok(browser)
    }

    /// # Errors
    /// The program died before it answered.
    pub fn get(&mut self, path: &str) -> io::Result<Got> {
        self.send(format!("GET {path} HTTP/1.0\r\n"), "", b"")
    }

    /// Sends a form as browsers do.
    ///
    /// # Errors
    /// The program died before it answered.
    pub fn post(&mut self, form: &Form) -> io::Result<Got> {
        let head = format!("POST {} HTTP/1.0\r\n", form.path);
        let token = ("csrf", self.csrf.clone());
        let fields = std::iter::once(&token).chain(&form.fields);
        let Some(file) = &form.file else {
            let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
            return self.send(head, "application/x-www-form-urlencoded", body.as_bytes());
        };
        let part = |(name, value): &(&str, String)| {
            format!("--limit\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
        };
        let mut body: Vec<u8> = fields.flat_map(|field| part(field).into_bytes()).collect();
        body.extend(b"--limit\r\nContent-Disposition: form-data; name=\"files\"; filename=\"foto.jpg\"\r\n");
        body.extend(b"Content-Type: image/jpeg\r\n\r\n");
        body.extend(file);
        body.extend(b"\r\n--limit--\r\n");
        self.send(head, "multipart/form-data; boundary=limit", &body)
    }

    fn send(&mut self, head: String, kind: &str, body: &[u8]) -> io::Result<Got> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port))?;
        let cookies: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let (cookies, length) = (cookies.join("; "), body.len());
        let more = format!("Cookie: {cookies}\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\n\r\n");
        stream.write_all(&[head.as_bytes(), b"Host: mesa.example\r\n", more.as_bytes(), body].concat())?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer)?;
        self.understood(&String::from_utf8_lossy(&answer)).ok_or_else(|| io::ErrorKind::UnexpectedEof.into())
    }

    /// An answer cut short is none.
    fn understood(&mut self, answer: &str) -> Option<Got> {
        let (head, text) = answer.split_once("\r\n\r\n")?;
        let mut lines = head.split("\r\n");
        let status = lines.next()?.split(' ').nth(1)?.parse().ok()?;
        let (mut to, mut length) = (String::new(), 0);
        for (name, value) in lines.filter_map(|line| line.split_once(": ")) {
            match name {
                "location" => to = value.to_owned(),
                "content-length" => length = value.parse().ok()?,
                "set-cookie" => {
                    let (name, value) = value.split(';').next()?.split_once('=')?;
                    self.cookies.insert(name.to_owned(), value.to_owned());
                }
                _ => {}
            }
        }
        (text.len() >= length).then(|| Got { status, to, text: text.to_owned() })
    }
}

/// What the first form of a page carries under a name.
pub fn hidden<'a>(page: &'a str, name: &str) -> &'a str {
    let (_, rest) = page.split_once(&format!("name=\"{name}\" value=\"")).unwrap_or_else(|| panic!("{name} in {page}"));
    rest.split('"').next().unwrap_or_default()
}
