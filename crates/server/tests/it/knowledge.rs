//! Articles: written in versions, read by whom they are for, found, suggested and counted.

use std::collections::{BTreeMap, BTreeSet};

use desk::knowledge::{Language, Reader, Service, Unfit, Visibility, Written};
use desk::{ArticleId, PersonId};
use jiff::SignedDuration;
use jiff::civil::date;
use server::act::article::{self, NotWritten};
use server::app::App;
use server::knowledge::{self, counts};
use server::store::{Urgency, articles};

use crate::app::*;
use crate::engine::Instance;

on_both_engines! {
    an_article_is_its_versions_and_each_stays_readable,
    a_version_over_one_that_changed_is_refused_and_nothing_is_kept,
    only_who_works_the_queue_writes_articles,
    words_find_what_their_reader_may_read,
    a_description_finds_what_may_spare_it,
    a_vote_is_one_a_person_and_version_and_can_change,
    a_form_left_unsent_is_counted_and_one_sent_is_not,
    another_process_finds_what_this_one_wrote,
}

fn written(title: &str, body: &str, visibility: Visibility) -> Written {
    Written {
        texts: BTreeMap::from([(Language::Es, (title.to_owned(), body.to_owned()))]),
        category: "Redes y conexión".into(),
        services: BTreeSet::from([vpn()]),
        visibility,
        review_on: date(2027, 5, 20),
    }
}

fn vpn() -> Service {
    Service { desk: MESA.into(), item: "vpn".into() }
}

fn write(app: &App, by: &str, to: Option<(&ArticleId, u32)>, what: Written) -> Result<ArticleId, NotWritten> {
    use std::sync::atomic::{AtomicU32, Ordering};
    static NEXT: AtomicU32 = AtomicU32::new(1);
    let id = format!("article-{}", NEXT.fetch_add(1, Ordering::SeqCst));
    article::write(app, &id, &by.into(), to.map(|(id, over)| (id.clone(), over)), what)
}

fn new(app: &App, title: &str, body: &str, visibility: Visibility) -> ArticleId {
    write(app, DIANA, None, written(title, body, visibility)).expect("the article is written")
}

fn library(app: &App) -> std::sync::Arc<knowledge::Library> {
    app.store.read(|reader| knowledge::library(app, reader)).expect("the articles are read")
}

fn found(app: &App, reader: Reader, typed: &str) -> Vec<String> {
    let library = library(app);
    knowledge::found(&library, reader, typed).into_iter().map(|(it, _)| it.id.to_string()).collect()
}

fn an_article_is_its_versions_and_each_stays_readable(instance: &Instance) {
    let desk = Desk::at(instance, "2026-11-20T10:15");
    let id = new(&desk, "Conectarse a la VPN", "Abra el cliente.", Visibility::Requesters);
    assert_eq!(id.as_str(), "conectarse-a-la-vpn");
    let same = new(&desk, "Conectarse a la VPN", "Otra.", Visibility::Draft);
    assert_eq!(same.as_str(), "conectarse-a-la-vpn-2");
    let mut second = written("Conectarse a la VPN", "Abra el cliente nuevo.", Visibility::Requesters);
    second.texts.insert(Language::En, ("Connect to the VPN".into(), "Open the client.".into()));
    write(&desk, RICARDO, Some((&id, 1)), second).expect("the second version");
    let library = library(&desk);
    let shelved = library.get(&id).expect("the article");
    let in_force = shelved.article.in_force().expect("published");
    assert_eq!((in_force.number, in_force.by.as_str()), (2, RICARDO));
    let read = |wished| shelved.read(in_force, wished).map(|read| (read.title.to_owned(), read.body.to_owned()));
    assert_eq!(read(Language::En), Some(("Connect to the VPN".into(), "Open the client.".into())));
    assert_eq!(read(Language::Es), Some(("Conectarse a la VPN".into(), "Abra el cliente nuevo.".into())));
    let first = shelved.article.version(1).expect("the first");
    let text = &first.texts[&Language::Es];
    assert_eq!(text.title, in_force.texts[&Language::Es].title, "the same words are kept once");
    let stream = knowledge::stream_of(&id);
    let body = desk.store.read(|reader| knowledge::text(reader, &stream, &text.body)).expect("its text");
    assert_eq!(body, "Abra el cliente.");
    // Without English, a reader of English gets the Spanish.
    let other = library.get(&same).expect("the other");
    let draft = other.article.read_by(Reader::Author).expect("its draft");
    assert_eq!(other.read(draft, Language::En).map(|read| read.language), Some(Language::Es));
}

fn a_version_over_one_that_changed_is_refused_and_nothing_is_kept(instance: &Instance) {
    let desk = Desk::at(instance, "2026-11-20T10:15");
    let id = new(&desk, "Conectarse a la VPN", "Uno.", Visibility::Requesters);
    write(&desk, RICARDO, Some((&id, 1)), written("Conectarse", "Dos.", Visibility::Requesters)).expect("the second");
    match write(&desk, DIANA, Some((&id, 1)), written("Conectarse", "Tarde.", Visibility::Requesters)) {
        Err(NotWritten::Unfit(unfit)) => assert_eq!(unfit, [Unfit::ChangedMeanwhile(2)]),
        other => panic!("{other:?}"),
    }
    let again = || {
        article::write(&desk, "twice", &DIANA.into(), Some((id.clone(), 2)), written("C", "Tres.", Visibility::Desk))
    };
    assert_eq!((again().expect("once"), again().expect("and again")), (id.clone(), id.clone()));
    assert_eq!(library(&desk).get(&id).expect("it").article.last_number(), 3, "sent twice, written once");
    let late = written("Conectarse", "x", Visibility::Requesters);
    let late = Written { review_on: date(2026, 11, 20), ..late };
    assert!(matches!(write(&desk, DIANA, None, late), Err(NotWritten::Unfit(unfit)) if unfit == [Unfit::ReviewPast]));
}

fn only_who_works_the_queue_writes_articles(instance: &Instance) {
    let desk = Desk::at(instance, "2026-11-20T10:15");
    let given = || written("Conectarse a la VPN", "Abra.", Visibility::Requesters);
    for stranger in [LAURA, "nadie", "viviana.sotelo"] {
        assert!(matches!(write(&desk, stranger, None, given()), Err(NotWritten::Failed(_))), "{stranger}");
    }
    let reads = |person: &str| knowledge::reader(&desk, &PersonId::from(person));
    assert_eq!(reads(LAURA), Reader::Requester);
    assert_eq!(reads("viviana.sotelo"), Reader::Desk, "a specialist reads what the desk wrote for itself");
    assert_eq!(reads(DIANA), Reader::Author);
    let id = new(&desk, "Conectarse a la VPN", "Abra.", Visibility::Requesters);
    let (command, laura) = ("x", PersonId::from(LAURA));
    assert!(article::retire(&desk, command, &laura, &id).is_err());
    assert!(article::review(&desk, command, &laura, &id, date(2028, 1, 1)).is_err());
    article::review(&desk, "review", &RICARDO.into(), &id, date(2028, 1, 1)).expect("reviewed");
    article::retire(&desk, "retire", &RICARDO.into(), &id).expect("retired");
    assert!(found(&desk, Reader::Requester, "").is_empty());
    assert!(article::review(&desk, "late", &RICARDO.into(), &id, date(2029, 1, 1)).is_err(), "nobody finds it");
}

fn words_find_what_their_reader_may_read(instance: &Instance) {
    let desk = Desk::at(instance, "2026-11-20T10:15");
    let public = new(&desk, "Conectarse a la VPN", "La conexión exige el segundo factor.", Visibility::Requesters);
    let inside = new(&desk, "Reiniciar el servidor de conexiones", "Solo de noche.", Visibility::Desk);
    let draft = new(&desk, "Conexiones de invitados", "Por escribir.", Visibility::Draft);
    for typed in ["CONEXION", "conexiones", "conectarse vpn", "segundo fact"] {
        assert_eq!(found(&desk, Reader::Requester, typed), [public.to_string()], "{typed}");
    }
    let all = |reader| found(&desk, reader, "conexion").into_iter().collect::<BTreeSet<_>>();
    assert_eq!(all(Reader::Desk), BTreeSet::from([public.to_string(), inside.to_string()]));
    assert_eq!(all(Reader::Author), BTreeSet::from([public, inside, draft].map(|id| id.to_string())));
    assert!(found(&desk, Reader::Requester, "impresora").is_empty());
    // A title that says it comes before a text that mentions it.
    let other = new(&desk, "Claves", "Para la VPN también sirve.", Visibility::Requesters);
    assert_eq!(found(&desk, Reader::Requester, "vpn").last(), Some(&other.to_string()));
}

fn a_description_finds_what_may_spare_it(instance: &Instance) {
    let desk = Desk::at(instance, "2026-11-20T10:15");
    let plain =
        |title: &str, body: &str, visibility| Written { services: BTreeSet::new(), ..written(title, body, visibility) };
    let give = |what| write(&desk, DIANA, None, what).expect("written").to_string();
    let printer = give(plain("La impresora no imprime", "Revise el papel y el tóner.", Visibility::Requesters));
    let mail = give(plain("El correo no llega al celular", "Vuelva a poner la clave.", Visibility::Requesters));
    let vpn_help =
        new(&desk, "Conectarse desde la casa", "Abra el cliente de VPN.", Visibility::Requesters).to_string();
    give(plain("Impresoras: reinicio de la cola", "Reinicie el servicio de impresión.", Visibility::Desk));
    let library = library(&desk);
    let suggested = |service: Option<&Service>, said: &str, reader| -> Vec<String> {
        knowledge::suggested(&library, reader, service, said, 3).into_iter().map(|(it, _)| it.id.to_string()).collect()
    };
    assert_eq!(
        suggested(None, "Buenos días, las impresoras del piso no imprimen desde ayer", Reader::Requester),
        [printer.clone()]
    );
    assert_eq!(suggested(None, "Impresora", Reader::Requester), [printer]);
    assert_eq!(suggested(None, "Cambié de celular y no me llega el correo", Reader::Requester), [mail]);
    assert_eq!(suggested(Some(&vpn()), "", Reader::Requester), [vpn_help], "by its service alone");
    assert!(suggested(None, "Necesito una silla nueva para la oficina", Reader::Requester).is_empty());
    assert!(suggested(None, "de la que el para", Reader::Requester).is_empty());
    assert_eq!(suggested(None, "La impresora no imprime", Reader::Desk).len(), 2, "the desk's own too");
}

fn a_vote_is_one_a_person_and_version_and_can_change(instance: &Instance) {
    let desk = Desk::at(instance, "2026-11-20T10:15");
    let id = new(&desk, "Conectarse a la VPN", "Abra.", Visibility::Requesters);
    let vote = |version, person: &'static str, useful| {
        let (id, at) = (id.to_string(), desk.clock.now());
        desk.store
            .write(Urgency::Person, move |tx| articles::put_vote(tx, &id, version, person, useful, at))
            .expect("the vote is kept")
    };
    vote(1, LAURA, true);
    vote(1, "camilo.restrepo", true);
    vote(1, LAURA, false);
    vote(2, LAURA, true);
    let votes = desk.store.read(|reader| articles::votes(reader, id.as_str())).expect("the votes");
    let of = |version| votes.iter().find(|(own, _)| *own == version).map(|(_, votes)| (votes.yes, votes.no));
    assert_eq!((of(1), of(2)), (Some((1, 1)), Some((1, 0))));
    let own = desk.store.read(|reader| articles::vote(reader, id.as_str(), 1, LAURA)).expect("the vote");
    assert_eq!(own, Some(false));
}

fn a_form_left_unsent_is_counted_and_one_sent_is_not(instance: &Instance) {
    let desk = Desk::at(instance, "2026-11-20T10:00");
    let id = new(&desk, "Conectarse a la VPN", "Abra.", Visibility::Requesters);
    let open = |person: &'static str| {
        let (id, at) = (id.to_string(), desk.clock.now());
        let form = "/catalogue/mesa-de-servicio/vpn";
        desk.store
            .write(Urgency::Person, move |tx| articles::put_opening(tx, &id, 1, person, form, at))
            .expect("the opening is kept")
    };
    let spared = || {
        let counts = desk.store.read(|reader| counts::spared(reader, desk.clock.now())).expect("the counts");
        counts.get(&id).map_or((0, 0), |it| (it.opened, it.spared))
    };
    open(LAURA);
    open("camilo.restrepo");
    assert_eq!(spared(), (2, 0), "nobody can tell yet");
    desk.pass_to("2026-11-20T10:20");
    // Camilo asks all the same, by another form.
    desk.register(MESA, "camilo.restrepo", "No abre la VPN", broken_computer());
    open(LAURA);
    desk.pass_to("2026-11-20T10:30");
    assert_eq!(spared(), (2, 1), "opened again within the half hour is opened once");
    desk.pass_to("2026-11-20T12:00");
    desk.register(MESA, LAURA, "Mi teclado falla", broken_computer());
    assert_eq!(spared(), (2, 1), "what was asked later is another request");
    desk.pass_to("2026-11-20T12:01");
    open(LAURA);
    desk.pass_to("2026-11-20T12:31");
    assert_eq!(spared(), (3, 2));
    let long_ago = desk.clock.now() + SignedDuration::from_hours(24 * (counts::DAYS + 1));
    let counts = desk.store.read(|reader| counts::spared(reader, long_ago)).expect("the counts");
    assert!(counts.is_empty(), "only the last days count");
}

fn another_process_finds_what_this_one_wrote(instance: &Instance) {
    let desk = Desk::at(instance, "2026-11-20T10:15");
    let other = Desk::at(instance, "2026-11-20T10:15");
    assert!(found(&other, Reader::Requester, "").is_empty());
    let id = new(&desk, "Conectarse a la VPN", "Abra.", Visibility::Requesters);
    assert_eq!(found(&other, Reader::Requester, "vpn"), [id.to_string()]);
    write(&desk, DIANA, Some((&id, 1)), written("Conectarse", "Abra el túnel.", Visibility::Requesters))
        .expect("a second");
    assert!(found(&other, Reader::Requester, "vpn").is_empty());
    assert_eq!(found(&other, Reader::Requester, "tunel"), [id.to_string()]);
}
