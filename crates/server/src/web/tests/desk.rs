//! The desk's queue, its filters, kept views and search, as a browser asks for them.

use axum::http::StatusCode;

use super::browser::{Browser, Instance};
use super::memory::PASSWORD;

async fn signed_in(instance: &Instance, login: &str) -> Browser {
    let mut browser = instance.browser();
    assert_eq!(browser.sign_in(login, PASSWORD).await.status, StatusCode::SEE_OTHER);
    browser
}

/// Registers as a requester through the portal; the number.
async fn registered(browser: &mut Browser, words: &str) -> String {
    let form = browser.get("/catalogue/mesa-de-servicio/falla_correo").await;
    let fields = [
        ("csrf", form.hidden("csrf")),
        ("command_id", form.hidden("command_id")),
        ("for_whom", "me".into()),
        ("form.cuenta", "laura.rojas@ipt.example".into()),
        ("description", words.into()),
    ];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let sent = browser.post("/catalogue/mesa-de-servicio/falla_correo", &fields).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
    sent.to().trim_start_matches("/requests/").trim_end_matches("/sent").to_owned()
}

const QUEUE: &str = "/queue?desk=mesa-de-servicio";

#[tokio::test]
async fn a_queue_is_filtered_by_words_in_its_address() {
    let instance = Instance::new();
    let mut laura = signed_in(&instance, "laura.rojas").await;
    let number = registered(&mut laura, "No me llega el correo desde ayer.").await;
    let mut diana = signed_in(&instance, "diana.ospina").await;
    for (query, shown) in [
        ("&q=de:laura", true),
        ("&q=from:laura+asignado:nadie+sort", true),
        ("&q=de:laura+asignado:yo", false),
        ("&q=servicio:correo", true),
        ("&q=estado:suspendido", false),
        ("&q=recibido:hoy&sort=priority", true),
        ("&sort=number&cols=service,received", true),
        ("&view=mine", false),
        ("&view=unassigned&q=de:laura&sort=moved", true),
    ] {
        let page = diana.get(&format!("{QUEUE}{query}")).await;
        assert_eq!(page.status, StatusCode::OK);
        assert_eq!(page.text.contains(&format!("id=\"{number}\"")), shown, "{query}: {}", page.text);
    }
    let page = diana.get(&format!("{QUEUE}&q=de:nadieconestenombre+impresora")).await;
    assert!(page.text.contains("no se encuentra") && page.text.contains("/search?q=impresora"), "{}", page.text);
}

#[tokio::test]
async fn a_view_is_kept_shown_at_the_side_shared_and_removed_by_its_owner_only() {
    let instance = Instance::new();
    let mut laura = signed_in(&instance, "laura.rojas").await;
    registered(&mut laura, "No me llega el correo desde ayer.").await;
    let mut diana = signed_in(&instance, "diana.ospina").await;
    let csrf = diana.get(QUEUE).await.token();
    let fields = [
        ("csrf", csrf.as_str()),
        ("desk", "mesa-de-servicio"),
        ("query", "view=all&q=de:laura&desk=cst"),
        ("name", "Lo de Laura"),
        ("shared", "1"),
    ];
    let kept = diana.post("/views", &fields).await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.text);
    assert!(kept.to().contains("desk=mesa-de-servicio"), "{}", kept.to());
    let page = diana.get(kept.to()).await;
    assert!(page.text.contains("<h1 id=\"view\">Lo de Laura</h1>"), "{}", page.text);
    let id = kept.to().split("saved=").nth(1).unwrap_or_default().to_owned();
    let mut ana = signed_in(&instance, "laura.rojas").await;
    let csrf = ana.get("/").await.token();
    let removed = ana.post(&format!("/views/{id}/remove"), &[("csrf", &csrf)]).await;
    assert_eq!(removed.status, StatusCode::NOT_FOUND);
    let csrf = diana.get(QUEUE).await.token();
    let removed = diana.post(&format!("/views/{id}/remove"), &[("csrf", &csrf)]).await;
    assert_eq!(removed.status, StatusCode::SEE_OTHER);
    assert!(!diana.get(QUEUE).await.text.contains("Lo de Laura"));
}

#[tokio::test]
async fn the_search_finds_cases_people_and_services_and_is_the_desks_only() {
    let instance = Instance::new();
    let mut laura = signed_in(&instance, "laura.rojas").await;
    let number = registered(&mut laura, "La conexión del correo es lentísima.").await;
    let mut diana = signed_in(&instance, "diana.ospina").await;
    let page = diana.get("/search?q=conexiones%20lentisima").await;
    assert!(page.text.contains(&format!("/cases/{number}")), "{}", page.text);
    let list = diana.get("/search?part=list&q=laura").await;
    assert!(!list.text.contains("<html") && list.text.contains("Laura"), "{}", list.text);
    assert!(list.text.contains(&number), "by the requester's name");
    assert!(diana.get("/search?q=outlook").await.text.contains("servicio%3Afalla_correo"));
    assert_eq!(laura.get("/search?q=conexion").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn several_cases_are_tried_before_anything_is_done_and_then_done() {
    let instance = Instance::new();
    let mut laura = signed_in(&instance, "laura.rojas").await;
    let first = registered(&mut laura, "No me llega el correo desde ayer.").await;
    let second = registered(&mut laura, "Tampoco puedo enviar mensajes.").await;
    let mut diana = signed_in(&instance, "diana.ospina").await;
    let query =
        format!("/queue/marked?desk=mesa-de-servicio&case={first}&case={second}&what=assign&person=diana.ospina");
    let page = diana.get(&query).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text.contains("Hacerlo en 2 casos"), "{}", page.text);
    assert!(!diana.get(&format!("{QUEUE}&view=mine")).await.text.contains(&first), "nothing was done yet");
    let refused = diana.get(&query.replace("diana.ospina", "laura.rojas")).await;
    assert!(refused.text.contains("Se rechazaría") && !refused.text.contains("Hacerlo en"), "{}", refused.text);
    let (_, form) = page.text.split_once("method=\"post\" action=\"/queue/marked\"").unwrap_or_default();
    let id =
        form.split("name=\"command_id\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default();
    let csrf = page.token();
    let fields = [
        ("csrf", csrf.as_str()),
        ("command_id", id),
        ("desk", "mesa-de-servicio"),
        ("case", &first),
        ("case", &second),
        ("what", "assign"),
        ("person", "diana.ospina"),
    ];
    let done = diana.post("/queue/marked", &fields).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    let mine = diana.get(&format!("{QUEUE}&view=mine")).await;
    assert!(mine.text.contains(&first) && mine.text.contains(&second));
    let stranger = laura.get(&query).await;
    assert_eq!(stranger.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_board_is_for_those_who_see_the_desk_as_a_whole() {
    let instance = Instance::new();
    let mut laura = signed_in(&instance, "laura.rojas").await;
    registered(&mut laura, "No me llega el correo desde ayer.").await;
    let mut ricardo = signed_in(&instance, "ricardo.salcedo").await;
    let page = ricardo.get("/board?desk=mesa-de-servicio").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text.contains("Hay 1 abierto."), "{}", page.text);
    for login in ["diana.ospina", "laura.rojas"] {
        let mut other = signed_in(&instance, login).await;
        assert_eq!(other.get("/board?desk=mesa-de-servicio").await.status, StatusCode::NOT_FOUND, "{login}");
    }
}

#[tokio::test]
async fn keys_are_ones_own_and_can_be_moved_or_switched_off() {
    let instance = Instance::new();
    let mut diana = signed_in(&instance, "diana.ospina").await;
    let page = diana.get("/keys").await;
    assert!(page.text.contains("data-keys=\"\""), "{}", page.text);
    let csrf = page.token();
    let moved = diana.post("/keys", &[("csrf", &csrf), ("on", "1"), ("take", "t")]).await;
    assert_eq!(moved.status, StatusCode::SEE_OTHER);
    assert!(diana.get(QUEUE).await.text.contains("data-keys=\"a=t\""));
    let twice = diana.post("/keys", &[("csrf", &csrf), ("on", "1"), ("take", "j")]).await;
    assert!(twice.text.contains("está dos veces"), "{}", twice.text);
    diana.post("/keys", &[("csrf", &csrf)]).await;
    assert!(!diana.get(QUEUE).await.text.contains("data-keys"));
}

#[tokio::test]
async fn a_reply_is_filled_in_from_a_template_and_an_answer_can_be_taken_back_for_a_moment() {
    let instance = Instance::new();
    let mut laura = signed_in(&instance, "laura.rojas").await;
    let number = registered(&mut laura, "No me llega el correo desde ayer.").await;
    let mut diana = signed_in(&instance, "diana.ospina").await;
    let csrf = diana.get("/templates").await.token();
    let fields = [
        ("csrf", csrf.as_str()),
        ("desk", "mesa-de-servicio"),
        ("name", "Saludo"),
        ("body", "Buen día, {solicitante}: revisamos {numero} {otra}."),
        ("answer", "U-E03"),
    ];
    assert_eq!(diana.post("/templates", &fields).await.status, StatusCode::SEE_OTHER);
    let case = format!("/cases/{number}");
    let page = diana.get(&case).await;
    assert!(page.text.contains(&format!(": revisamos {number} {{otra}}.")), "{}", page.text);
    assert!(page.text.contains(&format!("{case}?answer=U-E03#activity")), "the answer is open now");
    assert!(!page.text.contains("data-countdown"));
    let (visit, seen) = (page.hidden("visit"), page.hidden("seen"));
    let (csrf, id) = (page.token(), page.hidden("command_id"));
    let answer = [("csrf", csrf.as_str()), ("command_id", &id), ("visit", &visit), ("answer", "U-E03")];
    let answered = diana.post(&format!("{case}/answer"), &answer).await;
    assert_eq!(answered.status, StatusCode::SEE_OTHER, "{}", answered.text);
    let page = diana.get(&case).await;
    assert!(page.text.contains("data-countdown"), "{}", page.text);
    assert!(!page.text.contains("?answer=U-E03"), "it is not permitted any more");
    // Given again from a page that is behind: told what happened, by whom, and nothing typed is lost.
    let mut other = signed_in(&instance, "ricardo.salcedo").await;
    let csrf = other.get(&case).await.token();
    let late = |csrf: &str, id: &str| {
        let fields = [("csrf", csrf), ("command_id", id), ("visit", &visit), ("seen", &seen), ("answer", "U-E02")];
        let typed = fields.into_iter().chain([("U-E02.motivo", "Es de otra entidad.")]);
        typed.map(|(name, value)| (name.to_owned(), value.to_owned())).collect::<Vec<_>>()
    };
    let fields = late(&csrf, "otra");
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let refused = other.post(&format!("{case}/answer"), &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains("modificó este caso hace"), "{}", refused.text);
    assert!(refused.text.contains("Es de otra entidad."), "what was typed can be copied: {}", refused.text);
    // In another window of one's own: one message, and neither an error to correct nor an undo beside it.
    let csrf = diana.get(&case).await.token();
    let fields = late(&csrf, "propia");
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let refused = diana.post(&format!("{case}/answer"), &fields).await;
    assert!(refused.text.contains("Usted mismo cambió este caso"), "{}", refused.text);
    assert!(!refused.text.contains("data-countdown") && !refused.text.contains("summary-err"), "{}", refused.text);
    // What happened before the page was shown is no conflict.
    let page = diana.get(&case).await;
    let (csrf, visit, seen) = (page.token(), page.hidden("visit"), page.hidden("seen"));
    let empty = [("csrf", csrf.as_str()), ("visit", &visit), ("seen", &seen), ("answer", "U-E04")];
    let refused = diana.post(&format!("{case}/answer"), &empty).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    // The page carries the sentence for its script, without a name.
    let told = refused.text.matches("modificó este caso hace").count();
    assert_eq!(told, refused.text.matches("{name} modificó este caso hace").count(), "{}", refused.text);
}

#[tokio::test]
async fn the_address_of_a_case_leads_each_reader_to_their_own_page() {
    let instance = Instance::new();
    let mut laura = signed_in(&instance, "laura.rojas").await;
    let number = registered(&mut laura, "No me llega el correo desde ayer.").await;
    let (case, request) = (format!("/cases/{number}"), format!("/requests/{number}"));
    let got = laura.get(&case).await;
    assert_eq!((got.status, got.to()), (StatusCode::SEE_OTHER, request.as_str()));
    let mut diana = signed_in(&instance, "diana.ospina").await;
    assert_eq!(diana.get(&request).await.to(), case);
    let mut nelson = signed_in(&instance, "nelson.guio").await;
    assert_eq!(nelson.get(&case).await.status, StatusCode::NOT_FOUND);
    let token = laura.get(&request).await.token();
    let note = laura.post(&format!("{case}/note"), &[("csrf", &token), ("text", "hola")]).await;
    assert_eq!(note.status, StatusCode::NOT_FOUND, "only the page leads on");
}

#[tokio::test]
async fn whoever_answers_a_case_nobody_holds_takes_it_with_the_answer() {
    let instance = Instance::new();
    let mut laura = signed_in(&instance, "laura.rojas").await;
    let number = registered(&mut laura, "No me llega el correo desde ayer.").await;
    let mut diana = signed_in(&instance, "diana.ospina").await;
    let case = format!("/cases/{number}");
    let page = diana.get(&case).await;
    assert!(page.text.contains("name=\"take\"") && page.text.contains("Tomar caso"), "{}", page.text);
    assert!(page.text.contains("Le toca a usted, Agente de Soporte Mesa de Servicio"), "{}", page.text);
    let (csrf, visit) = (page.token(), page.hidden("visit"));
    // Refused, nothing is taken either.
    let none = [("csrf", csrf.as_str()), ("command_id", "a"), ("visit", &visit), ("answer", "U-E02"), ("take", "yes")];
    assert_eq!(diana.post(&format!("{case}/answer"), &none).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(diana.get(&case).await.text.contains("name=\"take\""));
    let given = [("csrf", csrf.as_str()), ("command_id", "b"), ("visit", &visit), ("answer", "U-E03"), ("take", "yes")];
    assert_eq!(diana.post(&format!("{case}/answer"), &given).await.status, StatusCode::SEE_OTHER);
    let page = diana.get(&case).await;
    assert!(page.text.contains("lo asignó a Diana"), "{}", page.text);
    assert!(!page.text.contains("name=\"take\""), "{}", page.text);
    // To others the page says whose turn it is by name.
    let mut ricardo = signed_in(&instance, "ricardo.salcedo").await;
    let page = ricardo.get(&case).await;
    assert!(page.text.contains("Le toca a Diana"), "{}", page.text);
}

#[tokio::test]
async fn who_listens_hears_of_a_change_and_nobody_hears_of_a_case_that_is_not_theirs() {
    use axum::body::Body;
    use axum::http::Request;
    use axum::http::header::COOKIE;
    use futures_util::StreamExt;
    use tower::ServiceExt;

    let instance = Instance::new();
    let mut laura = signed_in(&instance, "laura.rojas").await;
    let number = registered(&mut laura, "No me llega el correo desde ayer.").await;
    let diana = signed_in(&instance, "diana.ospina").await;
    let cookies: Vec<String> = diana.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let request = Request::get(format!("/live?desk=mesa-de-servicio&case={number}"));
    let request = request.header(COOKIE, cookies.join("; ")).body(Body::empty()).expect("a request");
    let response = diana.router.clone().oneshot(request).await.expect("an answer");
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(response.headers()["content-type"], "text/event-stream");
    let mut heard = String::new();
    let mut body = response.into_body().into_data_stream();
    let page = laura.get(&format!("/requests/{number}")).await;
    let csrf = page.token();
    let comment = [("csrf", csrf.as_str()), ("text", "Sigue sin llegar.")];
    laura.post(&format!("/requests/{number}/comment"), &comment).await;
    // A browser drops an event without data, so each has some.
    while !heard.contains("event: queue\ndata: now") {
        let bytes = body.next().await.expect("it goes on").expect("bytes");
        heard.push_str(&String::from_utf8_lossy(&bytes));
    }
    assert!(heard.contains("event: case") && heard.contains("Laura"), "{heard}");
    assert!(!heard.contains("Sigue sin llegar"), "only that something changed: {heard}");
    assert_eq!(laura.get("/live").await.status, StatusCode::NOT_FOUND);
    assert_eq!(laura.get(&format!("/live?case={number}")).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn mail_to_place_is_for_who_registers_for_others() {
    let instance = Instance::new();
    let mut diana = signed_in(&instance, "diana.ospina").await;
    let page = diana.get("/letters?desk=mesa-de-servicio").await;
    assert!(page.status == StatusCode::OK && page.text.contains("No hay ninguno."), "{}", page.text);
    assert_eq!(diana.get("/letters/otra").await.status, StatusCode::NOT_FOUND);
    let mut laura = signed_in(&instance, "laura.rojas").await;
    assert_eq!(laura.get("/letters").await.status, StatusCode::NOT_FOUND);
}
