//! Articles as a requester meets them, as an agent writes them, and what nobody else may.

use axum::http::StatusCode;

use super::browser::{Browser, Got, Instance};
use super::memory::PASSWORD;
use crate::knowledge::counts;

const FORM: &str = "/catalogue/mesa-de-servicio/vpn";

async fn signed_in(instance: &Instance, login: &str) -> Browser {
    let mut browser = instance.browser();
    assert_eq!(browser.sign_in(login, PASSWORD).await.status, StatusCode::SEE_OTHER);
    browser
}

/// Sends the form of a new article; where it is.
async fn written(browser: &mut Browser, title: &str, body: &str, visibility: &str) -> Got {
    let form = browser.get("/articles/new").await;
    assert_eq!(form.status, StatusCode::OK, "{}", form.text);
    let review = form.text.split("name=\"review_on\"").nth(1).and_then(|rest| rest.split("value=\"").nth(1));
    let review = review.and_then(|rest| rest.split('"').next()).expect("a day of review");
    let fields = [
        ("csrf", form.token()),
        ("command_id", form.hidden("command_id")),
        ("over", "0".into()),
        ("title_es", title.into()),
        ("body_es", body.into()),
        ("category", "General".into()),
        ("services", "mesa-de-servicio/vpn".into()),
        ("visibility", visibility.into()),
        ("review_on", review.into()),
    ];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    browser.post("/articles/new", &fields).await
}

#[tokio::test]
async fn an_agent_writes_an_article_and_a_requester_finds_it_reads_it_and_says_whether_it_helped() {
    let instance = Instance::new();
    let mut diana = signed_in(&instance, "diana.ospina").await;
    let kept = written(&mut diana, "Conectarse a la VPN", "Abra el **cliente**.", "requesters").await;
    assert_eq!((kept.status, kept.to()), (StatusCode::SEE_OTHER, "/articles/conectarse-a-la-vpn"), "{}", kept.text);
    for page in ["/articles", "/articles?show=all&q=cliente", "/search?q=cliente", "/search?part=list&q=conect"] {
        assert!(diana.get(page).await.text.contains("/articles/conectarse-a-la-vpn"), "{page}");
    }
    let version = diana.get("/articles/conectarse-a-la-vpn/versions/1").await;
    assert!(version.text.contains("<strong>cliente</strong>"), "{}", version.text);

    let mut laura = signed_in(&instance, "laura.rojas").await;
    for page in ["/knowledge", "/knowledge?q=CLIENTES", "/catalogue?q=cliente"] {
        assert!(laura.get(page).await.text.contains("/knowledge/conectarse-a-la-vpn"), "{page}");
    }
    let page = laura.get("/knowledge/conectarse-a-la-vpn").await;
    assert!(page.text.contains("<strong>cliente</strong>") && page.text.contains(FORM), "{}", page.text);
    for (answer, thanks) in [("yes", "no hace falta"), ("no", "pida ayuda")] {
        let fields = [("csrf", page.token()), ("useful", answer.to_owned())];
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let said = laura.post("/knowledge/conectarse-a-la-vpn/useful", &fields).await;
        assert_eq!(said.to(), "/knowledge/conectarse-a-la-vpn#useful");
        assert!(laura.get("/knowledge/conectarse-a-la-vpn").await.text.contains(thanks), "{answer}");
    }
    let version = diana.get("/articles/conectarse-a-la-vpn").await;
    assert!(version.text.contains("sirvió: 0 sí, 1 no"), "the last answer counts: {}", version.text);
}

#[tokio::test]
async fn an_article_is_suggested_beside_the_form_opened_and_counted_once_the_form_is_left() {
    let instance = Instance::new();
    let mut diana = signed_in(&instance, "diana.ospina").await;
    written(&mut diana, "Conectarse a la VPN", "Abra el cliente.", "requesters").await;
    written(&mut diana, "La impresora no imprime", "Mire el papel.", "requesters").await;
    let mut laura = signed_in(&instance, "laura.rojas").await;
    let form = laura.get(FORM).await;
    assert!(form.text.contains("/knowledge/conectarse-a-la-vpn/open"), "by its service: {}", form.text);
    let form = laura.get("/catalogue/mesa-de-servicio/otra_solicitud").await;
    assert!(!form.text.contains("/open\""), "nothing is known yet");
    let token = form.token();
    let said =
        [("csrf", token.as_str()), ("from", "/catalogue/unknown"), ("description", "mi impresora no imprime nada")];
    let list = laura.post("/knowledge/suggested", &said).await;
    assert!(list.text.contains("/knowledge/la-impresora-no-imprime/open"), "{}", list.text);
    assert!(!list.text.contains("<html"), "the list alone");
    // Without script a button asks for the same.
    let asked = [("csrf", token.as_str()), ("find", "articles"), ("description", "mi impresora no imprime nada")];
    let again = laura.post("/catalogue/unknown", &asked).await;
    assert_eq!(again.status, StatusCode::OK);
    assert!(again.text.contains("/knowledge/la-impresora-no-imprime/open") && again.text.contains("mi impresora"));

    let opened = laura
        .post("/knowledge/la-impresora-no-imprime/open", &[("csrf", &token), ("from", "/catalogue/unknown")])
        .await;
    assert_eq!(opened.to(), "/knowledge/la-impresora-no-imprime?from=%2Fcatalogue%2Funknown");
    let page = laura.get(opened.to()).await;
    assert!(page.text.contains("href=\"/catalogue/unknown\""), "{}", page.text);
    let app = instance.app.clone();
    let count = tokio::task::spawn_blocking(move || {
        let later = app.clock.now() + jiff::SignedDuration::from_mins(31);
        let counts = app.store.read(|reader| counts::spared(reader, later)).expect("the counts");
        counts.get("la-impresora-no-imprime").map(|it| (it.opened, it.spared))
    });
    assert_eq!(count.await.expect("counted"), Some((1, 1)));
}

#[tokio::test]
async fn what_is_for_the_desk_or_not_published_is_nobody_elses_and_only_authors_write() {
    let instance = Instance::new();
    let mut diana = signed_in(&instance, "diana.ospina").await;
    written(&mut diana, "Antes de escalar", "Reinicie la cola.", "desk").await;
    written(&mut diana, "Por confirmar", "Falta.", "draft").await;
    let mut laura = signed_in(&instance, "laura.rojas").await;
    for id in ["antes-de-escalar", "por-confirmar", "no-existe"] {
        for page in [format!("/knowledge/{id}"), format!("/articles/{id}"), format!("/articles/{id}/edit")] {
            assert_eq!(laura.get(&page).await.status, StatusCode::NOT_FOUND, "{page}");
        }
        let token = laura.get("/knowledge").await;
        let csrf = instance_token(&token);
        for word in ["open", "useful"] {
            let got = laura
                .post(&format!("/knowledge/{id}/{word}"), &[("csrf", &csrf), ("useful", "yes"), ("from", FORM)])
                .await;
            assert_eq!(got.status, StatusCode::NOT_FOUND, "{id} {word}");
        }
    }
    for page in ["/knowledge?q=escalar", "/knowledge?q=confirmar", "/catalogue?q=escalar"] {
        let got = laura.get(page).await;
        assert!(!got.text.contains("antes-de-escalar") && !got.text.contains("por-confirmar"), "{page}");
    }
    assert!(!laura.get(FORM).await.text.contains("/open\""));
    // The desk reads its own there; a link to the portal's address leads to the desk's.
    assert_eq!(diana.get("/knowledge/antes-de-escalar").await.to(), "/articles/antes-de-escalar");
    assert_eq!(diana.get("/articles/antes-de-escalar").await.status, StatusCode::OK);
}

fn instance_token(page: &Got) -> String {
    page.token()
}

#[tokio::test]
async fn nothing_an_author_writes_becomes_markup_of_a_page() {
    let instance = Instance::new();
    let mut diana = signed_in(&instance, "diana.ospina").await;
    let body = "<script>alert(1)</script>\n\n<img src=x onerror=alert(1)>\n\n[ir](javascript:alert(1)) ![x](https://malo.example/x.png)";
    written(&mut diana, "<b>Ojo</b> \"onmouseover=alert(1)", body, "requesters").await;
    let mut laura = signed_in(&instance, "laura.rojas").await;
    let id = "b-ojo-b-onmouseover-alert-1";
    let mut pages =
        vec![laura.get(&format!("/knowledge/{id}")).await, laura.get("/knowledge").await, laura.get(FORM).await];
    pages.extend([diana.get(&format!("/articles/{id}")).await, diana.get(&format!("/articles/{id}/edit")).await]);
    let token = diana.get("/articles/new").await.token();
    let preview = [("csrf", token.as_str()), ("preview", "yes"), ("title_es", "x"), ("body_es", body)];
    pages.push(diana.post("/articles/new", &preview).await);
    for page in pages {
        assert_eq!(page.status, StatusCode::OK);
        for attack in [
            "<script>alert",
            "<img src=x",
            "malo.example/x.png\">",
            "<b>Ojo",
            "href=\"javascript",
            "\"onmouseover=alert",
        ] {
            assert!(!page.text.contains(attack), "{attack}: {}", page.text);
        }
    }
}

#[tokio::test]
async fn a_refused_article_keeps_what_was_typed_and_a_conflict_says_who_was_faster() {
    let instance = Instance::new();
    let mut diana = signed_in(&instance, "diana.ospina").await;
    let refused = written(&mut diana, "", "Solo el texto.", "requesters").await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains("Solo el texto.") && refused.text.contains("f-title_es"), "{}", refused.text);
    assert!(diana.get("/articles/new").await.text.contains("Solo el texto."), "the draft waits");
    written(&mut diana, "Una guía", "Primera.", "requesters").await;
    assert!(!diana.get("/articles/new").await.text.contains("Solo el texto."), "what was kept is no draft any more");

    let mut ricardo = signed_in(&instance, "ricardo.salcedo").await;
    let edit = ricardo.get("/articles/una-guia/edit").await;
    let change = |body: &'static str, over: &'static str, page: &Got| {
        let review = jiff::Timestamp::now() + jiff::SignedDuration::from_hours(24 * 90);
        vec![
            ("csrf", page.token()),
            ("command_id", page.hidden("command_id")),
            ("over", over.to_owned()),
            ("title_es", "Una guía".to_owned()),
            ("body_es", body.to_owned()),
            ("category", "General".to_owned()),
            ("visibility", "requesters".to_owned()),
            ("review_on", review.strftime("%Y-%m-%d").to_string()),
        ]
    };
    let own = diana.get("/articles/una-guia/edit").await;
    let as_pairs = |fields: &[(&'static str, String)]| -> Vec<(&'static str, String)> { fields.to_vec() };
    let first = as_pairs(&change("La de Ricardo.", "1", &edit));
    let first: Vec<(&str, &str)> = first.iter().map(|(name, value)| (*name, value.as_str())).collect();
    assert_eq!(ricardo.post("/articles/una-guia/edit", &first).await.status, StatusCode::SEE_OTHER);
    let late = as_pairs(&change("La de Diana.", "1", &own));
    let late: Vec<(&str, &str)> = late.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let conflict = diana.post("/articles/una-guia/edit", &late).await;
    assert_eq!(conflict.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(conflict.text.contains("Ricardo") && conflict.text.contains("La de Diana."), "{}", conflict.text);
    assert_eq!(conflict.hidden("over"), "2", "sent again it follows his");
    // The former version stays readable.
    assert!(diana.get("/articles/una-guia/versions/1").await.text.contains("Primera."));
    assert!(diana.get("/articles/una-guia").await.text.contains("La de Ricardo."));
}

#[tokio::test]
async fn an_agent_puts_the_link_of_an_article_into_the_reply_of_a_case() {
    let instance = Instance::new();
    let mut diana = signed_in(&instance, "diana.ospina").await;
    written(&mut diana, "El correo no funciona", "Vuelva a entrar.", "requesters").await;
    written(&mut diana, "Correo: lo que revisa la mesa", "El servidor de correo.", "desk").await;
    let mut laura = signed_in(&instance, "laura.rojas").await;
    let case = super::portal::registered(&mut laura).await.replace("/requests/", "/cases/");
    let page = diana.get(&case).await;
    assert!(page.text.contains("/articles/el-correo-no-funciona"), "{}", page.text);
    assert!(page.text.contains("?insert=el-correo-no-funciona#message"), "{}", page.text);
    assert!(!page.text.contains("?insert=correo-lo-que"), "what is the desk's is not sent to anybody");
    let inserted = diana.get(&format!("{case}?insert=el-correo-no-funciona")).await;
    let draft = inserted.text.split("id=\"message\"").nth(1).and_then(|rest| rest.split("</textarea>").next());
    assert!(draft.is_some_and(|draft| draft.contains("/knowledge/el-correo-no-funciona")), "{draft:?}");
}
