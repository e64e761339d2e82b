//! The style guide: every page and piece of the product with sample data, to be looked at.
//! `cargo run -p server --example styleguide [address]`, then open the address it prints.
//! Nothing here is part of the product.

mod approvals;
mod desk;
#[path = "../../src/web/tests/memory.rs"]
mod memory;
mod pieces;
mod portal;
mod procedure;
mod sample;

use std::sync::Arc;

use axum::Router;
use axum::extract::Request;
use axum::http::header::COOKIE;
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use axum::routing::{get, post};
use server::web::page::{Contact, Person, Site};
use server::web::session::{Token, hash_password};
use server::web::{Settings, Web, behind_guards};
use server::{entity, start, store, web};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let address = std::env::args().nth(1).unwrap_or_else(|| "127.0.0.1:4400".into());
    let listener = tokio::net::TcpListener::bind(&address).await?;
    let person = |id: &str, name: &str, position: &str, works_at_desk| Person {
        id: id.into(),
        name: name.into(),
        first_name: name.split(' ').next().unwrap_or_default().into(),
        position: position.into(),
        works_at_desk,
        administers: false,
    };
    let memory = memory::Memory {
        people: vec![
            person("laura", "Laura Ximena Rojas Peña", "Profesional, Información Territorial", false),
            person("diana", "Diana Ospina", "Agente · Mesa nivel 1", true),
            person("hernan", "Hernán Darío Quiroga", "Subdirector Administrativo", false),
        ],
        password_hash: hash_password(memory::PASSWORD).map_err(|_| "no hash")?,
        ..Default::default()
    };
    // Sessions that need no signing in, so that pictures can be taken with a cookie.
    let now = jiff::Timestamp::now();
    for (at, person) in memory.people.iter().enumerate() {
        let token = Token::from_text(&sample::cookie(at)).ok_or("no token")?;
        let session = web::session::NewSession {
            token: token.hash(),
            person: person.id.clone(),
            csrf: "styleguide".into(),
            created_at: now,
            expires_at: now + web::session::LONGEST,
            address: [127, 0, 0, 1].into(),
        };
        web::session::Accounts::open_session(&memory, session)?;
    }
    let settings = Settings {
        site: Site {
            entity: "Instituto de Planeación Territorial".into(),
            contact: Contact {
                desk: "Mesa de servicio".into(),
                phone: "Extensión 500".into(),
                mail: "mesadeservicio@ipt.example".into(),
                hours: "lunes a viernes, 8:00 a. m. a 5:00 p. m.".into(),
            },
            demo: true,
            ..Site::default()
        },
        zone: jiff::tz::TimeZone::get("America/Bogota")?,
        address: None,
        tls: false,
        proxies: Vec::new(),
    };
    // The pages here show samples; nothing is read from this instance.
    let folder = tempfile::tempdir()?;
    let config = store::Config {
        folder: folder.path().join("instance"),
        database: store::Database::Sqlite,
        attachments: None,
        connections: 1,
    };
    let entity = entity::Entity::read(&entity::Files::demo()).map_err(|_| "the demo's files")?;
    let open = move || start::open(config, store::Access::Owner, entity);
    let app = tokio::task::spawn_blocking(open).await??;
    let mut web = Web::new(settings, Arc::new(memory), app);
    web.desk_clock = Arc::new(|| sample::at("2026-11-23T10:20"));
    let pages: Router<Web> = Router::new()
        .route("/sign-in", get(web::session::sign_in::show))
        .route("/preferences", post(web::preferences::choose))
        .merge(portal::pages())
        .merge(desk::pages())
        .merge(approvals::pages())
        .merge(procedure::pages())
        .route("/styleguide", get(pieces::show));
    println!("http://{address}/styleguide");
    axum::serve(listener, behind_guards(web, pages).layer(from_fn(look_as))).await?;
    Ok(())
}

/// Lets one look without signing in: each area as its own person, `?theme=dark` and `?lang=en` as if
/// they had been chosen.
async fn look_as(mut request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let person = match path.split('/').nth(1).unwrap_or_default() {
        "sign-in" => None,
        "queue" | "cases" | "register" => Some(1),
        "approvals" | "absences" => Some(2),
        _ => Some(0),
    };
    let query = request.uri().query().unwrap_or_default();
    let mut cookies: Vec<String> = person.map(|nth| format!("session={}", sample::cookie(nth))).into_iter().collect();
    cookies.extend(
        query.split('&').filter(|pair| pair.starts_with("theme=") || pair.starts_with("lang=")).map(str::to_owned),
    );
    if let Some(chosen) = request.headers().get(COOKIE).and_then(|value| value.to_str().ok()) {
        cookies.push(chosen.to_owned());
    }
    if let Ok(value) = cookies.join("; ").parse() {
        request.headers_mut().insert(COOKIE, value);
    }
    next.run(request).await
}
