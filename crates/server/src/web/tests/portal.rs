//! What a requester does, from the catalogue to the end, and what nobody else may see of it.

use axum::http::StatusCode;

use super::browser::{Browser, Got, Instance};
use super::memory::PASSWORD;

const SERVICE: &str = "/catalogue/mesa-de-servicio/falla_correo";

/// The value of the first control of this name in a page.
fn value<'a>(page: &'a str, name: &str) -> &'a str {
    let (_, rest) = page.split_once(&format!("name=\"{name}\" value=\"")).unwrap_or_else(|| panic!("{name} in {page}"));
    rest.split('"').next().unwrap_or_default()
}

async fn signed_in(instance: &Instance, login: &str) -> Browser {
    let mut browser = instance.browser();
    assert_eq!(browser.sign_in(login, PASSWORD).await.status, StatusCode::SEE_OTHER);
    browser
}

/// Registers through the form; where the case is.
pub async fn registered(browser: &mut Browser) -> String {
    let form = browser.get(SERVICE).await;
    assert_eq!(form.status, StatusCode::OK, "{}", form.text);
    let fields = [
        ("csrf", value(&form.text, "csrf")),
        ("command_id", value(&form.text, "command_id")),
        ("for_whom", "me"),
        ("form.cuenta", "laura.rojas@ipt.example"),
        ("description", "No me llega el correo desde ayer."),
    ];
    let sent = browser.post(SERVICE, &fields).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
    let again = browser.post(SERVICE, &fields).await;
    assert_eq!(again.to(), sent.to(), "sending twice registers once");
    sent.to().strip_suffix("/sent").unwrap_or_else(|| panic!("{}", sent.to())).to_owned()
}

/// Gives the answer with these words on its button.
async fn answered(browser: &mut Browser, case: &str, page: &Got, label: &str) -> Got {
    let (before, _) =
        page.text.split_once(&format!("\">{label}</button>")).unwrap_or_else(|| panic!("{label} in {}", page.text));
    let answer = before.rsplit('"').next().unwrap_or_default();
    let form = before.rsplit("<form").next().unwrap_or_default();
    let fields = [
        ("csrf", value(form, "csrf")),
        ("command_id", value(form, "command_id")),
        ("visit", value(form, "visit")),
        ("answer", answer),
    ];
    browser.post(&format!("{case}/answer"), &fields).await
}

#[tokio::test]
async fn a_requester_finds_a_service_registers_sees_the_case_and_gives_it_up() {
    let instance = Instance::new();
    let mut laura = signed_in(&instance, "laura.rojas").await;
    let found = laura.get("/catalogue?q=OUTLOOK").await;
    assert!(found.text.contains(SERVICE), "{}", found.text);

    let case = registered(&mut laura).await;
    let sent = laura.get(&format!("{case}/sent")).await;
    let number = case.rsplit('/').next().unwrap_or_default();
    assert!(sent.status == StatusCode::OK && sent.text.contains(number), "{}", sent.text);
    for page in ["/", "/requests"] {
        assert!(laura.get(page).await.text.contains(&case), "{page}");
    }
    let found = laura.get("/catalogue?q=no%20funciona").await;
    assert!(found.text.contains(&case), "own requests are found too");

    let page = laura.get(&case).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text.contains("No me llega el correo desde ayer."), "{}", page.text);
    let done = answered(&mut laura, &case, &page, "Desistir").await;
    assert_eq!((done.status, done.to()), (StatusCode::SEE_OTHER, case.as_str()));
    let page = laura.get(&case).await;
    assert!(page.text.contains("Usted desistió de la solicitud."), "{}", page.text);
    let again = format!("{SERVICE}?again={number}");
    assert!(page.text.contains(&again), "{}", page.text);
    let form = laura.get(&again).await;
    assert!(
        form.text.contains("laura.rojas@ipt.example") && form.text.contains("No me llega el correo desde ayer."),
        "{}",
        form.text
    );
}

#[tokio::test]
async fn another_person_learns_nothing_of_a_request() {
    let instance = Instance::new();
    let mut laura = signed_in(&instance, "laura.rojas").await;
    let case = registered(&mut laura).await;
    let page = laura.get(&case).await;
    let comment = [("csrf", value(&page.text, "csrf")), ("text", "")];
    let file = ("files", "captura.html", b"<script>x</script>".as_slice());
    let sent = laura.post_file(&format!("{case}/comment"), &comment, file).await;
    assert_eq!(sent.to(), case, "{}", sent.text);
    let page = laura.get(&case).await;
    let (_, rest) = page.text.split_once(&format!("{case}/files/")).unwrap_or_else(|| panic!("{}", page.text));
    let href = format!("{case}/files/{}", rest.split('"').next().unwrap_or_default());
    let file = laura.get(&href).await;
    assert_eq!((file.status, file.text.as_str()), (StatusCode::OK, "<script>x</script>"));
    let header =
        |name: &str| file.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
    assert_eq!(header("content-disposition"), "attachment; filename*=UTF-8''captura.html");
    assert_eq!(header("content-type"), "application/octet-stream");
    assert_eq!(header("x-content-type-options"), "nosniff");

    let mut nelson = signed_in(&instance, "nelson.guio").await;
    for path in [
        case.clone(),
        format!("{case}/sent"),
        href,
        format!("{SERVICE}?again={}", case.rsplit('/').next().unwrap_or_default()),
    ] {
        assert_eq!(nelson.get(&path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    let token = nelson.get("/").await.token();
    let got = nelson.post(&format!("{case}/comment"), &[("csrf", &token), ("text", "hola")]).await;
    assert_eq!(got.status, StatusCode::NOT_FOUND);
    assert!(!laura.get(&case).await.text.contains("hola"));
}

#[tokio::test]
async fn a_form_with_something_missing_comes_back_with_everything_typed() {
    let instance = Instance::new();
    let mut laura = signed_in(&instance, "laura.rojas").await;
    let form = laura.get(SERVICE).await;
    let fields = [
        ("csrf", value(&form.text, "csrf")),
        ("command_id", value(&form.text, "command_id")),
        ("for_whom", "other"),
        ("beneficiary.query", "nelson guío"),
        ("form.mensaje", "Error 0x800CCC0E"),
        ("description", ""),
    ];
    let got = laura.post(SERVICE, &fields).await;
    assert_eq!(got.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(got.text.contains("href=\"#f-form-cuenta\"") && got.text.contains("Error 0x800CCC0E"), "{}", got.text);
    let found: Vec<(&str, &str)> = fields.iter().copied().chain([("find", "beneficiary")]).collect();
    let got = laura.post(SERVICE, &found).await;
    assert!(got.status == StatusCode::OK && got.text.contains("value=\"nelson.guio\""), "{}", got.text);

    let later: Vec<(&str, &str)> = fields.iter().copied().chain([("later", "yes")]).collect();
    assert_eq!(laura.post(SERVICE, &later).await.to(), SERVICE);
    assert!(laura.get(SERVICE).await.text.contains("Error 0x800CCC0E"), "the draft is kept");
}

#[tokio::test]
async fn who_does_not_know_which_service_tells_it_in_their_own_words() {
    let instance = Instance::new();
    let mut laura = signed_in(&instance, "laura.rojas").await;
    let form = laura.get("/catalogue/unknown").await;
    let fields = [
        ("csrf", value(&form.text, "csrf")),
        ("command_id", value(&form.text, "command_id")),
        ("desk", "cst"),
        ("for_whom", "other"),
        ("beneficiary", "nelson.guio"),
        ("subject", "La pantalla titila"),
        ("description", "Desde el lunes."),
    ];
    let sent = laura.post("/catalogue/unknown", &fields).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
    let case = sent.to().strip_suffix("/sent").unwrap_or_default().to_owned();
    assert!(laura.get(&case).await.text.contains("La pantalla titila"));
    let mut nelson = signed_in(&instance, "nelson.guio").await;
    assert_eq!(nelson.get(&case).await.status, StatusCode::OK, "it is for him");
}

#[tokio::test]
async fn the_approver_is_chosen_by_who_asks() {
    let instance = Instance::new();
    let mut laura = signed_in(&instance, "laura.rojas").await;
    let service = "/catalogue/cst/administrador_local";
    let form = laura.get(service).await;
    assert!(form.text.contains("name=\"approver\" value=\"beatriz.noguera\""), "{}", form.text);
    let mut fields = vec![
        ("csrf", value(&form.text, "csrf")),
        ("command_id", value(&form.text, "command_id")),
        ("for_whom", "me"),
        ("form.placa", "IPT-0417"),
        ("form.hasta", "2099-01-01"),
        ("form.para_que", "Instalar los programas de cartografía."),
    ];
    let got = laura.post(service, &fields).await;
    assert!(
        got.status == StatusCode::UNPROCESSABLE_ENTITY && got.text.contains("Escoja quién lo aprueba."),
        "{}",
        got.text
    );
    fields.push(("approver", "beatriz.noguera"));
    let sent = laura.post(service, &fields).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
    assert!(laura.get(sent.to()).await.text.contains("Beatriz Elena Noguera Paz"));
}

#[tokio::test]
async fn the_time_of_a_request_is_explained_to_whose_it_is_and_to_nobody_else() {
    let instance = Instance::new();
    let mut laura = signed_in(&instance, "laura.rojas").await;
    let case = registered(&mut laura).await;
    let number = case.rsplit('/').next().unwrap_or_default().to_owned();
    let explain = format!("{case}/explain");
    let page = laura.get(&explain).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text);
    assert!(
        page.text.contains("Cómo se cuenta el tiempo") && page.text.contains("<th scope=\"col\">"),
        "{}",
        page.text
    );
    assert!(!page.text.contains("Umbrales"), "alerts are the desk's own");
    let page = laura.get(&format!("{explain}?at=ayer")).await;
    assert!(page.text.contains("aria-invalid"), "{}", page.text);
    let json = laura.get(&format!("{explain}?format=json&at=2027-01-01T00:00")).await;
    let told: serde_json::Value = serde_json::from_str(&json.text).expect("JSON");
    assert_eq!((&told["shape"], told["case"].as_str()), (&serde_json::json!(1), Some(number.as_str())));

    assert_eq!(laura.get(&format!("/cases/{number}/explain")).await.status, StatusCode::NOT_FOUND);
    let mut nelson = signed_in(&instance, "nelson.guio").await;
    assert_eq!(nelson.get(&explain).await.status, StatusCode::NOT_FOUND);
    let mut diana = signed_in(&instance, "diana.ospina").await;
    let page = diana.get(&format!("/cases/{number}/explain?clock=solucion")).await;
    assert!(page.status == StatusCode::OK && page.text.contains("Volver al caso"), "{}", page.text);
}

#[tokio::test]
async fn a_message_with_a_form_of_files_survives_an_ended_session() {
    let instance = Instance::new();
    let mut laura = signed_in(&instance, "laura.rojas").await;
    let case = registered(&mut laura).await;
    let token = value(&laura.get(&case).await.text, "csrf").to_owned();
    laura.cookies.clear();
    let fields = [("csrf", token.as_str()), ("text", "Sigue sin llegar nada.")];
    let file = ("files", "captura.png", b"png".as_slice());
    let got = laura.post_file(&format!("{case}/comment"), &fields, file).await;
    assert_eq!(got.status, StatusCode::FORBIDDEN);
    assert!(got.text.contains("<blockquote class=\"typed\">Sigue sin llegar nada.</blockquote>"), "{}", got.text);
    let fields = [
        ("csrf", got.token()),
        ("login", "laura.rojas".into()),
        ("password", PASSWORD.into()),
        ("kept_action", got.hidden("kept_action")),
        ("kept_body", got.hidden("kept_body").replace("&#38;", "&").replace("&amp;", "&")),
    ];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let back = laura.post("/sign-in", &fields).await;
    assert_eq!(back.status, StatusCode::OK, "{}", back.text);
    assert!(back.text.contains("Sigue sin llegar nada."), "{}", back.text);
    let again = [("csrf", back.token()), ("text", "Sigue sin llegar nada.".to_owned())];
    let again: Vec<(&str, &str)> = again.iter().map(|(name, value)| (*name, value.as_str())).collect();
    assert_eq!(laura.post(&back_to(&back.text), &again).await.to(), case);
    assert!(laura.get(&case).await.text.contains("Sigue sin llegar nada."));
}

/// Where the form that sends again goes.
fn back_to(page: &str) -> String {
    let (_, rest) = page.split_once("<form method=\"post\" action=\"/requests/").expect("a form");
    format!("/requests/{}", rest.split('"').next().expect("an address"))
}
