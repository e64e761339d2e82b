//! What people send most: a request, a message, an answer, and what an agent writes down. Each of them
//! is on disk when it is answered.

use axum::Router;
use axum::http::StatusCode;

use super::TIMES;
use super::statements;
use super::table::{Measured, processors};
use super::visitor::{Visitor, hidden};

const SERVICE: &str = "/catalogue/mesa-de-servicio/falla_correo";

type Fields = Vec<(String, String)>;

/// Every form, as the role that sends it most.
pub async fn every_form(router: &Router, only: &[String]) -> Vec<Measured> {
    let wanted = only.iter().all(|word| word == "POST");
    if !wanted {
        return Vec::new();
    }
    let mut laura = Visitor::sign_in(router, "laura.rojas").await;
    let mut diana = Visitor::sign_in(router, "diana.ospina").await;
    let mut registering = Sending::new("POST a request", "laura.rojas");
    let mut commenting = Sending::new("POST a message", "laura.rojas");
    let mut noting = Sending::new("POST a note", "diana.ospina");
    let mut answering = Sending::new("POST an answer", "laura.rojas");
    for nth in 0..TIMES {
        let page = laura.get(SERVICE).await.text();
        let request = fields(
            &page,
            &["csrf", "command_id"],
            &[
                ("for_whom", "me"),
                ("form.cuenta", "laura.rojas@ipt.example"),
                ("description", "No me llega el correo desde ayer."),
            ],
        );
        let at = registering.send(&mut laura, SERVICE, &request, nth == 0).await;
        let case = at.strip_suffix("/sent").unwrap_or_default().to_owned();
        let page = laura.get(&case).await.text();
        let message = fields(form(&page, "/comment"), &["csrf", "command_id"], &[("text", "Sigue sin llegar.")]);
        commenting.send(&mut laura, &format!("{case}/comment"), &message, nth == 0).await;
        let number = case.rsplit('/').next().unwrap_or_default();
        let page = diana.get(&format!("/cases/{number}")).await.text();
        let note = fields(&page, &["csrf", "command_id"], &[("text", "Se revisa con el proveedor.")]);
        noting.send(&mut diana, &format!("/cases/{number}/note"), &note, nth == 0).await;
        let page = laura.get(&case).await.text();
        let (before, _) = page.split_once("\">Desistir</button>").expect("it can be given up");
        let answer = before.rsplit('"').next().unwrap_or_default();
        let answer = fields(
            before.rsplit("<form").next().unwrap_or_default(),
            &["csrf", "command_id", "visit"],
            &[("answer", answer)],
        );
        answering.send(&mut laura, &format!("{case}/answer"), &answer, nth == 0).await;
    }
    vec![registering.0, commenting.0, noting.0, answering.0]
}

fn form<'a>(page: &'a str, action: &str) -> &'a str {
    let at = page.find(&format!("{action}\"")).unwrap_or(0);
    &page[at..]
}

/// What a page carries under these names, with what is typed.
fn fields(page: &str, carried: &[&str], typed: &[(&str, &str)]) -> Fields {
    let carried = carried.iter().map(|name| ((*name).to_owned(), hidden(page, name)));
    carried.chain(typed.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))).collect()
}

struct Sending(Measured);

impl Sending {
    fn new(what: &str, role: &str) -> Sending {
        Sending(Measured {
            what: what.into(),
            role: role.into(),
            took: Vec::new(),
            processors: std::time::Duration::ZERO,
            bytes: 0,
            statements: 0,
            most: None,
        })
    }

    /// Sends it; where it led.
    async fn send(&mut self, visitor: &mut Visitor, address: &str, fields: &Fields, counted: bool) -> String {
        if counted {
            statements::count();
        }
        let before = processors();
        let got = visitor.post(address, fields).await;
        self.0.processors += (processors() - before) / TIMES as u32;
        assert_eq!(got.status, StatusCode::SEE_OTHER, "{address}: {}", got.text());
        if counted {
            (self.0.statements, self.0.most) = statements::counted();
        }
        self.0.took.push(got.took);
        got.to().to_owned()
    }
}
