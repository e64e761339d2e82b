//! What a requester reads when something of their request is over: an answer they refused, a pause, the
//! request itself; and where each person begins.

use axum::http::StatusCode;
use desk::offer::Required;
use desk::procedure::FieldKind;
use desk::value::{Input, Inputs};
use desk::{Command, ItemId, PersonId};

use super::approvals::{filled, read, waiting};
use super::browser::{Browser, Instance};
use super::memory::PASSWORD;
use super::portal::registered;
use crate::act::{Order, To, act, words};
use crate::web::session::Accounts;

const QUEUE: &str = "/queue?desk=mesa-de-servicio";

async fn signed_in(instance: &Instance, login: &str) -> Browser {
    let mut browser = instance.browser();
    assert_eq!(browser.sign_in(login, PASSWORD).await.status, StatusCode::SEE_OTHER);
    browser
}

/// Gives answers one after another, with everything they require; what is written says `says`.
async fn answered(instance: &Instance, case: &str, person: &'static str, answers: &'static [&str], says: &'static str) {
    let (app, number) = (instance.app.clone(), case.trim_start_matches("/requests/").to_owned());
    let give = move || {
        for answer in answers {
            let view = read(&app, person, &number);
            let item = view.item.clone().unwrap_or_else(|| ItemId::from("falla_correo"));
            let offers = view.turn().offers;
            let offer = offers.iter().find(|offer| offer.id.as_str() == *answer).expect(answer);
            let asked = offer.asked.iter().filter(|asked| asked.required != Required::No);
            let input = |kind: FieldKind, field| match kind {
                kind if kind.is_written() => Input::Text(words(says)),
                FieldKind::Category => Input::word("correo"),
                _ => filled(&view.rules, &item, field),
            };
            let inputs: Inputs = asked.map(|asked| (asked.id.clone(), input(asked.field.kind, asked.field))).collect();
            let visit = view.stay().expect("a visit").visit;
            let what = Command::Answer { visit, answer: offer.id.clone(), inputs };
            let order = Order::of_person(&app, format!("{answer}.{}", view.seq), &PersonId::from(person), what);
            act(&app, &To::Case(view.stream.clone()), order).expect(answer);
        }
    };
    tokio::task::spawn_blocking(give).await.expect("answered");
}

#[tokio::test]
async fn after_disagreeing_a_requester_reads_the_objection_and_not_that_it_was_attended() {
    let instance = Instance::new();
    let mut laura = signed_in(&instance, "laura.rojas").await;
    let case = registered(&mut laura).await;
    answered(&instance, &case, "diana.ospina", &["U-E03", "U-E04", "U-E08", "U-E11", "U-E15"], "Se reinició el buzón.")
        .await;
    let page = laura.get(&case).await;
    let card = |page: &str| {
        page.split("id=\"answer\"").nth(1).and_then(|rest| rest.split("</section>").next()).map(str::to_owned)
    };
    assert!(card(&page.text).is_some_and(|card| card.contains("Se reinició el buzón.")), "{}", page.text);
    answered(&instance, &case, "laura.rojas", &["U-E20"], "Sigo sin recibir mensajes.").await;
    let page = laura.get(&case).await;
    let card = card(&page.text).expect("the objection");
    assert!(card.contains("Sigo sin recibir mensajes.") && card.contains("No estoy de acuerdo"), "{card}");
    assert!(!card.contains("Se reinició el buzón."), "{card}");
    assert!(page.text.contains("Se reinició el buzón."), "the conversation keeps it");
}

#[tokio::test]
async fn why_a_case_was_paused_is_told_while_the_pause_lasts() {
    let instance = Instance::new();
    let mut laura = signed_in(&instance, "laura.rojas").await;
    let case = registered(&mut laura).await;
    answered(&instance, &case, "diana.ospina", &["U-E03", "U-E04", "U-E08", "U-E11", "U-E16"], "Un repuesto").await;
    let label = "Tercero del que depende</dt>";
    let page = laura.get(&case).await;
    assert!(page.text.contains(label), "{}", page.text);
    answered(&instance, &case, "diana.ospina", &["U-E17"], "").await;
    assert!(!laura.get(&case).await.text.contains(label));
}

#[tokio::test]
async fn a_closed_request_says_how_it_ended_that_a_message_moves_nothing_and_how_to_ask_again() {
    let instance = Instance::new();
    let mut laura = signed_in(&instance, "laura.rojas").await;
    let case = registered(&mut laura).await;
    let ends = "La cerró quien la solicitó";
    let open = laura.get(&case).await.text;
    assert!(!open.contains(ends) && !open.contains("no la abre de nuevo") && !open.contains("?again="));
    answered(&instance, &case, "laura.rojas", &["U-E23"], "").await;
    let page = laura.get(&case).await.text;
    assert!(page.contains(ends) && page.contains("no la abre de nuevo"), "{page}");
    let again = page.find("?again=").expect("a way to ask again");
    assert!(again < page.find("id=\"conv\"").expect("the conversation"), "it stands at the top");
}

#[tokio::test]
async fn the_foot_of_a_request_says_how_to_reach_its_own_desk() {
    let instance = Instance::new();
    let mut laura = signed_in(&instance, "laura.rojas").await;
    let entity = instance.app.entity();
    let mail = |desk: &str| entity.desks[desk].desk.channels.inbound[0].clone();
    let foot = |page: String| page.split("<footer").nth(1).expect("a foot").to_owned();
    for (desk, book) in &entity.desks {
        let (item, _) = book.catalogue.items.iter().find(|(_, item)| item.active).expect("a service");
        let page = laura.get(&format!("/catalogue/{desk}/{item}")).await;
        assert!(foot(page.text).contains(&mail(desk.as_str())), "{desk}");
    }
    let case = registered(&mut laura).await;
    assert!(foot(laura.get(&case).await.text).contains(&mail("mesa-de-servicio")));
}

#[tokio::test]
async fn requests_of_one_service_are_told_apart_and_a_text_as_long_as_a_document_is_refused() {
    let instance = Instance::new();
    let mut laura = signed_in(&instance, "laura.rojas").await;
    let case = registered(&mut laura).await;
    let list = laura.get("/requests").await.text;
    assert!(list.contains("El correo no funciona: No me llega el correo desde ayer"), "{list}");
    let token = laura.get(&case).await.token();
    let long = "QUJD".repeat(6_000);
    let sent = laura.post(&format!("{case}/comment"), &[("csrf", &token), ("text", &long)]).await;
    assert_eq!(sent.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(sent.text.contains("adjúntelo") && sent.text.contains(&long), "nothing typed is lost");
}

#[tokio::test]
async fn a_form_tells_the_authorisation_that_its_matrix_asks_for() {
    let instance = Instance::new();
    let mut laura = signed_in(&instance, "laura.rojas").await;
    for (item, asked) in [("carpeta_compartida", true), ("falla_correo", false)] {
        let page = laura.get(&format!("/catalogue/mesa-de-servicio/{item}")).await;
        assert_eq!(page.text.contains("Se pide la aprobación"), asked, "{item}: {}", page.text);
    }
}

#[tokio::test]
async fn each_person_begins_where_their_work_is() {
    let instance = Instance::new();
    for (login, first) in [
        ("laura.rojas", "/"),
        ("beatriz.noguera", "/"),
        ("diana.ospina", "/queue"),
        ("ricardo.salcedo", "/board"),
        ("wilson.ariza", "/audit"),
    ] {
        assert_eq!(instance.browser().sign_in(login, PASSWORD).await.to(), first, "{login}");
    }
    let person = |id: &str| Accounts::person(&instance.app, id).expect("read").expect("a person");
    assert!(person("ricardo.salcedo").coordinates && !person("diana.ospina").coordinates);
    let number = waiting(&instance).await;
    let mut beatriz = signed_in(&instance, "beatriz.noguera").await;
    assert!(beatriz.get("/").await.text.contains(&format!("/approvals/{number}")), "decisions come first");
    let nav = |page: String| {
        page.split("class=\"pnav\"")
            .nth(1)
            .expect("the navigation")
            .split("</nav>")
            .next()
            .unwrap_or_default()
            .to_owned()
    };
    assert!(!nav(beatriz.get("/").await.text).contains("/queue"));
    let mut diana = signed_in(&instance, "diana.ospina").await;
    assert!(nav(diana.get("/").await.text).contains("/queue"));
}

#[tokio::test]
async fn an_auditor_is_offered_nothing_that_changes_something_and_could_not_do_it() {
    let instance = Instance::new();
    let person = |id: &str| Accounts::person(&instance.app, id).expect("read").expect("a person");
    assert!(person("wilson.ariza").only_reads && !person("diana.ospina").only_reads);
    let mut laura = signed_in(&instance, "laura.rojas").await;
    let case = registered(&mut laura).await;
    let mut diana = signed_in(&instance, "diana.ospina").await;
    let mut wilson = signed_in(&instance, "wilson.ariza").await;
    let offers = ["name=\"case\"", "action=\"/views\"", "href=\"/templates\"", "href=\"/register\""];
    let (works, reads) = (diana.get(QUEUE).await, wilson.get(QUEUE).await);
    assert_eq!((works.status, reads.status), (StatusCode::OK, StatusCode::OK));
    for offer in offers {
        assert!(works.text.contains(offer), "{offer}: {}", works.text);
        assert!(!reads.text.contains(offer), "{offer}");
    }
    let number = case.trim_start_matches("/requests/");
    let token = reads.token();
    let assign = format!("/cases/{number}/assign");
    for path in ["/templates", "/queue/marked", "/views", "/articles/new", assign.as_str()] {
        let sent =
            wilson.post(path, &[("csrf", &token), ("desk", "mesa-de-servicio"), ("person", "diana.ospina")]).await;
        assert_eq!(sent.status, StatusCode::NOT_FOUND, "{path}");
    }
    assert_eq!(wilson.get("/templates").await.status, StatusCode::NOT_FOUND);
    assert_eq!(wilson.get(&format!("/cases/{number}")).await.status, StatusCode::OK, "everything is read");
}

#[tokio::test]
async fn an_english_page_marks_the_words_of_the_procedure_as_spanish() {
    let instance = Instance::new();
    let mut laura = signed_in(&instance, "laura.rojas").await;
    let case = registered(&mut laura).await;
    let marked = "<legend class=\"q\" lang=\"es\">";
    let number = case.trim_start_matches("/requests/").to_owned();
    let mut diana = signed_in(&instance, "diana.ospina").await;
    assert!(!diana.get(&format!("/cases/{number}")).await.text.contains(marked));
    diana.headers.push(("accept-language", "en".into()));
    let page = diana.get(&format!("/cases/{number}")).await;
    assert!(page.text.contains(marked) && page.text.contains("<html lang=\"en\""), "{}", page.text);
}
