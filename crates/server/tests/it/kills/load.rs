//! What people ask of the program while it is killed. Whatever got no answer is asked again, with
//! the same id, once it is back.

use std::io;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use super::program::{Browser, Form, Place, hidden};
use crate::app::{DIANA, LAURA};
use crate::mail::{MESA_MAIL, draft};

const SERVICE: &str = "/catalogue/mesa-de-servicio/falla_correo";

/// A form somebody sent.
#[derive(Clone)]
pub struct Ask {
    pub person: &'static str,
    /// The id of its command.
    pub id: String,
    /// Words that stand in what it leaves behind, where it says something.
    pub mark: Option<String>,
    pub form: Form,
    /// Where the answer led: it was done. Nothing while nobody knows.
    pub led_to: Option<String>,
}

/// A letter the program said it has.
pub struct Piped {
    pub mark: String,
    /// The case it answers; a new one if none.
    pub number: Option<String>,
}

/// Everything that was asked, in all lives of the program.
#[derive(Default)]
pub struct Ledger {
    pub asks: Mutex<Vec<Ask>>,
    pub letters: Mutex<Vec<Piped>>,
}

impl Ask {
    /// The number of the case it registered.
    pub fn registered(&self) -> Option<String> {
        let number = self.led_to.as_ref()?.strip_prefix("/requests/")?.strip_suffix("/sent")?;
        Some(number.to_owned())
    }
}

impl Ledger {
    /// The numbers of the cases registered by page, in order.
    pub fn numbers(&self) -> Vec<String> {
        self.asks.lock().unwrap().iter().filter_map(Ask::registered).collect()
    }

    fn add(&self, ask: Ask) -> usize {
        let mut asks = self.asks.lock().unwrap();
        asks.push(ask);
        asks.len() - 1
    }

    /// Sends an ask and keeps what became of it.
    fn send(&self, browser: &mut Browser, at: usize) -> io::Result<()> {
        let form = self.asks.lock().unwrap()[at].form.clone();
        let got = browser.post(&form)?;
        assert_eq!(got.status, 303, "{}: {}", form.path, got.text);
        self.asks.lock().unwrap()[at].led_to = Some(got.to);
        Ok(())
    }

    fn unanswered(&self, person: &str) -> Vec<usize> {
        let asks = self.asks.lock().unwrap();
        asks.iter().enumerate().filter(|(_, it)| it.person == person && it.led_to.is_none()).map(|(at, _)| at).collect()
    }
}

/// The people at work, each with a browser whose session outlives the program.
pub struct People {
    pub laura: Browser,
    pub diana: Browser,
}

/// The most that one of them does in one life of the program.
const MOST: usize = 20;

/// Works until the program dies; `name` tells this life from others.
pub fn work(place: &Place, people: &mut People, ledger: &Ledger, name: &str, dead: &AtomicBool) {
    if ask_again(people, ledger).is_err() {
        return;
    }
    let People { laura, diana } = people;
    std::thread::scope(|scope| {
        scope.spawn(|| until_it_dies(dead, |n| ask_for_a_service(laura, ledger, name, n)));
        scope.spawn(|| until_it_dies(dead, |n| serve(diana, ledger, name, n)));
        scope.spawn(|| {
            until_it_dies(dead, |n| {
                write_a_letter(place, ledger, name, n);
                Ok(())
            })
        });
    });
}

fn until_it_dies(dead: &AtomicBool, mut step: impl FnMut(usize) -> io::Result<()>) {
    for n in 0..MOST {
        if dead.load(Ordering::SeqCst) || step(n).is_err() {
            break;
        }
    }
}

/// Asks again for everything that got no answer.
///
/// # Errors
/// The program died again.
pub fn ask_again(people: &mut People, ledger: &Ledger) -> io::Result<()> {
    for (person, browser) in [(LAURA, &mut people.laura), (DIANA, &mut people.diana)] {
        for at in ledger.unanswered(person) {
            ledger.send(browser, at)?;
        }
    }
    Ok(())
}

fn ask_for_a_service(laura: &mut Browser, ledger: &Ledger, name: &str, n: usize) -> io::Result<()> {
    let mark = format!("No llega el correo, {name} {n}.");
    let id = format!("service-{name}-{n}");
    let fields = vec![
        ("command_id", id.clone()),
        ("for_whom", "me".to_owned()),
        ("form.cuenta", "laura.rojas@ipt.example".to_owned()),
        ("description", mark.clone()),
    ];
    let file = Some(format!("\u{d8} the picture of {name} {n}").into_bytes());
    let form = Form { path: SERVICE.into(), fields, file };
    let at = ledger.add(Ask { person: LAURA, id, mark: Some(mark), form, led_to: None });
    ledger.send(laura, at)
}

/// Comments a case, ties it to the one before it, and verifies it.
fn serve(diana: &mut Browser, ledger: &Ledger, name: &str, n: usize) -> io::Result<()> {
    let numbers = ledger.numbers();
    let [.., other, number] = numbers.as_slice() else {
        // Nothing to do yet, but to see whether the program lives.
        return diana.get("/queue").map(drop);
    };
    let mut ask = |word: &str, mark: Option<String>, fields: Vec<(&'static str, String)>| {
        let id = format!("{word}-{name}-{n}");
        let fields = fields.into_iter().chain([("command_id", id.clone())]).collect();
        let form = Form { path: format!("/cases/{number}/{word}"), fields, file: None };
        let at = ledger.add(Ask { person: DIANA, id, mark, form, led_to: None });
        ledger.send(diana, at)
    };
    let mark = format!("Lo estamos mirando, {name} {n}.");
    ask("comment", Some(mark.clone()), vec![("text", mark)])?;
    ask("link", None, vec![("other", other.clone())])?;
    let page = diana.get(&format!("/cases/{number}"))?;
    if page.text.contains("value=\"U-E03\"") {
        let visit = hidden(&page.text, "visit").to_owned();
        let id = format!("answer-{name}-{n}");
        let fields = vec![("command_id", id.clone()), ("visit", visit), ("answer", "U-E03".to_owned())];
        let form = Form { path: format!("/cases/{number}/answer"), fields, file: None };
        let at = ledger.add(Ask { person: DIANA, id, mark: None, form, led_to: None });
        ledger.send(diana, at)?;
    }
    Ok(())
}

/// Colleagues who write; one alone would be stopped for flooding.
const WRITERS: [&str; 4] = ["henry.caicedo", "nubia.cely", "gladys.pinzon", "felipe.zuluaga"];

/// A new request, or an answer of Laura's to a case of hers. Now and then the mail server dies in the
/// middle, and tries again.
fn write_a_letter(place: &Place, ledger: &Ledger, name: &str, n: usize) {
    let mark = format!("Escribo por correo, {name} {n}.");
    let number = ledger.numbers().pop().filter(|_| n % 2 == 1);
    let message = match &number {
        Some(number) => draft("laura.rojas@ipt.example", MESA_MAIL, &format!("Re: {number}"), &mark),
        None => {
            let writer = WRITERS[n / 2 % WRITERS.len()];
            let message = draft(&format!("{writer}@ipt.example"), MESA_MAIL, "Impresora", &mark);
            message.attaching("foto.jpg", "image/jpeg", mark.as_bytes())
        }
    };
    let message = message.bytes();
    if n % 4 == 3 {
        place.receive_half(&message);
    }
    assert!(place.receive(&message), "the spool needs nobody to serve");
    ledger.letters.lock().unwrap().push(Piped { mark, number });
}
