//! A browser: keeps cookies, reads the token of forms, follows nothing by itself.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock, Mutex};

use axum::Router;
use axum::body::Body;
use axum::http::header::{CONTENT_TYPE, COOKIE, LOCATION, SET_COOKIE};
use axum::http::{HeaderMap, Request, StatusCode};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use tower::ServiceExt;

use super::memory::{Memory, PASSWORD};
use crate::app::App;
use crate::web::guard::masked;
use crate::web::page::{Person, Site};
use crate::web::session::hash_password;
use crate::web::{Settings, Web, behind_guards, routes};

static HASH: LazyLock<String> = LazyLock::new(|| hash_password(PASSWORD).expect("a hash"));

pub struct Instance {
    pub memory: Arc<Memory>,
    pub app: App,
    router: Router,
    /// Removed after the instance that lives in it.
    _folder: tempfile::TempDir,
    now: Arc<Mutex<Timestamp>>,
}

impl Instance {
    pub fn new() -> Instance {
        Instance::at(None)
    }

    pub fn at(address: Option<&str>) -> Instance {
        Instance::of(address, Router::new())
    }

    /// An instance with further pages, for what no page of the product does.
    pub fn with_pages(pages: Router<Web>) -> Instance {
        Instance::of(None, pages)
    }

    fn of(address: Option<&str>, more: Router<Web>) -> Instance {
        let person = |id: &str, desk| Person { id: id.into(), works_at_desk: desk, ..Person::default() };
        let memory = Arc::new(Memory {
            people: vec![
                person("ana", true),
                person("carla", false),
                person("retirada", false),
                // People of the demo's entity.
                person("laura.rojas", false),
                person("beatriz.noguera", false),
                person("hernan.quiroga", false),
                person("nelson.guio", false),
                person("diana.ospina", true),
                person("german.ulloa", true),
                Person { coordinates: true, ..person("ricardo.salcedo", true) },
                Person { administers: true, only_reads: true, ..person("wilson.ariza", true) },
            ],
            password_hash: HASH.clone(),
            ..Memory::default()
        });
        let settings = Settings {
            site: Site::default(),
            zone: TimeZone::UTC,
            address: address.map(str::to_owned),
            tls: address.is_some(),
            proxies: Vec::new(),
        };
        let now = Arc::new(Mutex::new(Timestamp::UNIX_EPOCH));
        let clock = Arc::clone(&now);
        let folder = tempfile::tempdir().expect("a folder");
        let app = crate::demo::empty::app(folder.path().to_path_buf()).expect("an instance");
        let mut web = Web::new(settings, memory.clone(), app.clone());
        web.machine_clock = Arc::new(move || *clock.lock().expect("the clock"));
        Instance {
            memory,
            app,
            router: behind_guards(web.clone(), routes::router(&web).merge(more)),
            _folder: folder,
            now,
        }
    }

    /// The token that forms of the only session carry.
    pub fn form_token(&self) -> String {
        let sessions = self.memory.sessions.lock().expect("sessions");
        masked(&sessions.values().next().expect("one").0.csrf)
    }

    pub fn pass(&self, time: SignedDuration) {
        *self.now.lock().expect("the clock") += time;
    }

    pub fn browser(&self) -> Browser {
        Browser { router: self.router.clone(), cookies: BTreeMap::new(), headers: Vec::new() }
    }
}

pub struct Browser {
    pub router: Router,
    pub cookies: BTreeMap<String, String>,
    /// Sent with every request.
    pub headers: Vec<(&'static str, String)>,
}

pub struct Got {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub text: String,
}

impl Got {
    /// Where a redirect leads; empty when it is none.
    pub fn to(&self) -> &str {
        self.headers.get(LOCATION).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// The token of the first form of the page.
    pub fn token(&self) -> String {
        self.hidden("csrf")
    }

    /// What the first form carries under a name.
    pub fn hidden(&self, name: &str) -> String {
        let (_, rest) = self.text.split_once(&format!("name=\"{name}\" value=\"")).expect("a form");
        rest.split('"').next().expect("a value").to_owned()
    }
}

impl Browser {
    /// Sends a form with one file, the token first, as browsers do.
    pub async fn post_file(&mut self, path: &str, fields: &[(&str, &str)], file: (&str, &str, &[u8])) -> Got {
        let mut body = Vec::new();
        for (name, value) in fields {
            body.extend(
                format!("--limit\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").into_bytes(),
            );
        }
        let (name, file_name, bytes) = file;
        body.extend(format!("--limit\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"{file_name}\"\r\nContent-Type: text/html\r\n\r\n").into_bytes());
        body.extend(bytes);
        body.extend(b"\r\n--limit--\r\n");
        let request = Request::post(path).header(CONTENT_TYPE, "multipart/form-data; boundary=limit");
        self.send(request.body(Body::from(body)).expect("a request")).await
    }

    pub async fn get(&mut self, path: &str) -> Got {
        self.send(Request::get(path).body(Body::empty()).expect("a request")).await
    }

    /// Sends a form as it stands, without a token of its own.
    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Got {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let request = Request::post(path).header(CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request.body(Body::from(body)).expect("a request")).await
    }

    /// Signs in through the form, as a person does.
    pub async fn sign_in(&mut self, login: &str, password: &str) -> Got {
        let csrf = self.get("/sign-in").await.token();
        self.post("/sign-in", &[("csrf", &csrf), ("login", login), ("password", password)]).await
    }

    pub async fn send(&mut self, mut request: Request<Body>) -> Got {
        let cookies: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        request.headers_mut().insert(COOKIE, cookies.join("; ").parse().expect("cookies"));
        for (name, value) in &self.headers {
            request.headers_mut().insert(*name, value.parse().expect("a header"));
        }
        let response = self.router.clone().oneshot(request).await.expect("an answer");
        let (parts, body) = response.into_parts();
        for header in parts.headers.get_all(SET_COOKIE) {
            let (pair, rest) = header.to_str().expect("text").split_once(';').expect("attributes");
            let (name, value) = pair.split_once('=').expect("a pair");
            if rest.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        let bytes = axum::body::to_bytes(body, usize::MAX).await.expect("a body");
        Got { status: parts.status, headers: parts.headers, text: String::from_utf8_lossy(&bytes).into_owned() }
    }
}
