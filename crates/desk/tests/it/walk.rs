//! Nothing in a shipped procedure is only on paper: starting from requests of every kind, every
//! answer is given by somebody, every notice is written to somebody and every term ends.

use std::collections::BTreeSet;
use std::sync::Arc;

use desk::calendar::Calendar;
use desk::command::{Message, Register};
use desk::event::{Channel, Delivery, MessageKind, Verdict};
use desk::offer::{Required, turn};
use desk::people::People;
use desk::procedure::FieldKind;
use desk::value::{Input, Inputs, Value};
use desk::words::Words;
use desk::{Actor, Case, Command, Event, FieldId, Happened, PersonId, Rulebook, When, agenda, approval, decide};
use jiff::{SignedDuration, Timestamp};

use crate::shipped::{INVENTED, SHIPPED, catalogue, desk, matrix, procedure};

const PEOPLE: &str = include_str!("../fixtures/people.csv");

pub fn rules(id: &str) -> Rulebook {
    let desk = desk(id);
    let path = crate::shipped::folder("calendars").join("co-nacional.toml");
    let mut groups = desk.group.clone();
    groups.values_mut().for_each(|group| group.coordinator = Some("coco".into()));
    Rulebook {
        people: Arc::new(People::from_csv(PEOPLE, groups.clone()).unwrap()),
        desk: Arc::new(desk::rulebook::Desk { group: groups, ..desk }),
        procedure: Arc::new(procedure(id)),
        catalogue: Arc::new(catalogue(id)),
        matrix: Arc::new(matrix(id)),
        absences: Arc::new([]),
        calendar: readable_calendar(&std::fs::read_to_string(path).unwrap()),
        elsewhere: Arc::new([]),
    }
}

fn readable_calendar(text: &str) -> Calendar {
    Calendar::from_toml(text).unwrap_or_else(|e| panic!("{e}"))
}

pub fn said(text: &str) -> Words {
    Words::new(text, [7; 32])
}

/// Everything that was seen to happen.
#[derive(Default)]
struct Seen {
    answers: BTreeSet<String>,
    notices: BTreeSet<String>,
    terms: BTreeSet<String>,
    results: BTreeSet<String>,
}

struct Walk<'r> {
    rules: &'r Rulebook,
    class: &'r str,
    seen: &'r mut Seen,
    been: BTreeSet<String>,
}

impl Walk<'_> {
    fn note(&mut self, events: &[Event]) {
        for event in events {
            match &event.what {
                Happened::Answered { answer, .. } => drop(self.seen.answers.insert(answer.to_string())),
                Happened::NoticeWritten { notice, .. } => drop(self.seen.notices.insert(notice.to_string())),
                Happened::TermEnded { term, .. } => drop(self.seen.terms.insert(term.to_string())),
                Happened::ResultSet { result } => drop(self.seen.results.insert(result.to_string())),
                _ => {}
            }
        }
    }

    /// The case after a command, if the rules accept it.
    fn after(&mut self, case: &Case, who: &Actor, what: &Command, now: Timestamp) -> Option<Case> {
        let events = decide(self.rules, Some(case), who, what, When::at(now)).ok()?;
        self.note(&events);
        let mut case = case.clone();
        events.iter().for_each(|event| case.apply(event));
        Some(case)
    }

    fn from(&mut self, item: &str, subject: &str) {
        let now: Timestamp = "2026-11-17T14:00:00Z".parse().unwrap();
        let inputs = self.form(item);
        let register = Register {
            number: "X-2026-000001".into(),
            channel: Channel::Portal,
            requester: "carla".into(),
            beneficiary: "carla".into(),
            subject: said(subject),
            description: said("Lo necesito para trabajar"),
            inputs,
            files: Vec::new(),
            followers: Vec::new(),
            link: None,
            letter: None,
        };
        let events =
            decide(self.rules, None, &Actor::person("carla"), &Command::Register(Box::new(register)), When::at(now))
                .unwrap();
        self.note(&events);
        let mut case = Case::begin(&events[0]).unwrap();
        events[1..].iter().for_each(|event| case.apply(event));
        self.on(case, now);
    }

    fn form(&self, item: &str) -> Inputs {
        let mut inputs = Inputs::from([("item".into(), Input::word(item))]);
        for (id, field) in &self.rules.catalogue.items[item].form {
            let asked = field.kind != FieldKind::Attachments;
            inputs.extend(asked.then(|| (id.clone(), self.input(id, field.kind, field.options.keys().next()))));
        }
        inputs
    }

    fn input(&self, id: &FieldId, kind: FieldKind, option: Option<&String>) -> Input {
        let words = || Input::Text(said("Algo que una persona escribiría aquí"));
        let of = |value| Input::Value(value);
        match kind {
            FieldKind::Text | FieldKind::Paragraph | FieldKind::List => words(),
            FieldKind::Choice if *id == *"class" => Input::word(self.class),
            FieldKind::Choice => Input::word(option.unwrap()),
            FieldKind::Many => of(Value::Many(vec![option.unwrap().clone()])),
            // More than any limit of an amount; a small number for everything else.
            FieldKind::Number if *id == *"monto" => of(Value::Number(6_000_000.0)),
            FieldKind::Number => of(Value::Number(3.0)),
            FieldKind::Date => of(Value::Date("2026-12-15".parse().unwrap())),
            FieldKind::YesNo => of(Value::Yes(false)),
            FieldKind::Person if *id == *"aprobador" => of(Value::Person("dora".into())),
            FieldKind::Person => of(Value::Person("bruno".into())),
            FieldKind::People => of(Value::People(vec!["carla".into()])),
            FieldKind::Group => of(Value::Group("infraestructura".into())),
            FieldKind::Item => Input::word(self.rules.catalogue.items.keys().next().unwrap().as_str()),
            FieldKind::Category => Input::word(self.rules.catalogue.categories.keys().next().unwrap().as_str()),
            FieldKind::Priority => Input::word("p3"),
            FieldKind::Attachments => of(Value::Files(Vec::new())),
        }
    }

    /// Goes every way from here that was not gone before.
    fn on(&mut self, case: Case, now: Timestamp) {
        let facts = (
            case.activity(),
            case.visit().map(|v| (&v.came_from, v.expired)),
            &case.flags.keys().collect::<Vec<_>>(),
            &case.result,
        );
        if case.is_closed() || !self.been.insert(format!("{facts:?}")) {
            return;
        }
        let delivered = self.deliver(case, now);
        self.people_answer(&delivered, now + SignedDuration::from_mins(90));
        self.approvers_decide(&delivered, now + SignedDuration::from_hours(1));
        self.beside(&delivered, now + SignedDuration::from_mins(30));
        self.nobody_does_anything(delivered, now);
    }

    /// Everything that comes by itself, one after another, until the case moves.
    fn nobody_does_anything(&mut self, mut case: Case, mut now: Timestamp) {
        let visit = case.visit_no();
        while let Some(at) = agenda::next(self.rules, &case) {
            now = now.max(at) + SignedDuration::from_mins(1);
            match self.after(&case, &Actor::System, &Command::Look, now) {
                Some(after) => case = after,
                None => return,
            }
            if case.visit_no() != visit {
                return self.on(case, now);
            }
        }
    }

    /// What happens without moving the case, and what ends it from outside its procedure.
    fn beside(&mut self, case: &Case, now: Timestamp) {
        if !self.been.insert(format!("beside {:?} {}", case.activity(), case.open_approval().is_some())) {
            return;
        }
        let message = |is| {
            Command::Receive(Message {
                from: "carla".into(),
                channel: Channel::Mail,
                is,
                text: said("Gracias"),
                files: Vec::new(),
                raw: None,
            })
        };
        for (who, what) in [
            ("ana", Command::Comment { text: said("Ya lo estamos mirando") }),
            ("ana", Command::Merge { into: "X-2026-000009".into() }),
            ("coco", Command::Correct { to_visit: desk::VisitNo(1), reason: said("Era otro caso") }),
            ("carla", message(MessageKind::Thanks)),
            ("carla", message(MessageKind::Human)),
        ] {
            if let Some(after) = self.after(case, &Actor::person(who), &what, now) {
                self.message_is_read(&after, now + SignedDuration::from_mins(10));
            }
        }
        for notice in &case.notices {
            let failed = Command::DeliveryFailed { no: notice.no, to: "carla".into() };
            self.after(case, &Actor::System, &failed, now);
        }
    }

    /// An agent takes what was written for each answer it may stand for.
    fn message_is_read(&mut self, case: &Case, now: Timestamp) {
        let (Some(waiting), Some(here)) = (&case.to_interpret, case.activity()) else { return };
        for (answer, _) in self.rules.procedure.answers.iter().filter(|(_, answer)| answer.from.contains(here)) {
            let (message, answer) = (waiting.message, Some(answer.clone()));
            let read = Command::Interpret { message, answer, inputs: Inputs::new(), reply: None };
            self.after(case, &Actor::person("ana"), &read, now);
        }
    }

    fn deliver(&mut self, mut case: Case, now: Timestamp) -> Case {
        let waiting: Vec<(u32, PersonId)> = case
            .notices
            .iter()
            .filter(|n| n.delivered.is_empty() && !n.dropped)
            .flat_map(|n| n.to.first().map(|to| (n.no, to.clone())))
            .collect();
        for (no, to) in waiting {
            if let Some(after) =
                self.after(&case, &Actor::System, &Command::Delivered { no, to, how: Delivery::Mail }, now)
            {
                case = after;
            }
        }
        case
    }

    fn people_answer(&mut self, case: &Case, now: Timestamp) {
        let rules = self.rules;
        for person in rules.people.iter() {
            // Whoever is assigned answers too, and so does the desk.
            let assigned =
                Command::Assign { person: Some("bruno".into()), group: None, reason: Some(said("Le corresponde")) };
            let with_bruno = self.after(case, &Actor::person("ana"), &assigned, now).unwrap_or_else(|| case.clone());
            for case in [case, &with_bruno] {
                let offers = turn(rules, case, &person.id, When::at(now)).offers;
                let given: Vec<(desk::AnswerId, Inputs)> = offers
                    .iter()
                    .map(|offer| {
                        // What the case already holds stays; what is not needed is given where it changes neither service nor person.
                        let service = |kind| matches!(kind, FieldKind::Item | FieldKind::Category | FieldKind::Person);
                        let inputs = offer.asked.iter().filter(|asked| {
                            asked.held.is_none() && (asked.required != Required::No || !service(asked.field.kind))
                        });
                        (
                            offer.id.clone(),
                            inputs
                                .map(|asked| {
                                    (
                                        asked.id.clone(),
                                        self.input(asked.id, asked.field.kind, asked.field.options.keys().next()),
                                    )
                                })
                                .collect(),
                        )
                    })
                    .collect();
                for (answer, inputs) in given {
                    let what = Command::Answer { visit: case.visit_no(), answer, inputs };
                    if let Some(after) = self.after(case, &Actor::person(person.id.clone()), &what, now) {
                        self.on(after, now);
                    }
                }
            }
        }
    }

    /// The people asked approve one after another until it is enough; or the first one rejects.
    fn approvers_decide(&mut self, case: &Case, now: Timestamp) {
        for verdict in [Verdict::Approved, Verdict::Rejected] {
            let mut case = case.clone();
            let people =
                case.open_approval().and_then(|open| open.step()).map(|step| step.people.clone()).unwrap_or_default();
            for person in people {
                let Some((no, step)) = case.open_approval().and_then(|open| Some((open.no, open.step()?.step))) else {
                    break;
                };
                let inputs = match verdict {
                    Verdict::Approved => Inputs::new(),
                    Verdict::Rejected => Inputs::from([("motivo".into(), Input::Text(said("No está justificado")))]),
                };
                let binds = approval::binding::of(self.rules, &case);
                let what = Command::Decide { approval: no, step, binds, verdict, inputs };
                if let Some(after) = self.after(&case, &Actor::person(person), &what, now) {
                    case = after;
                }
            }
            self.on(case, now);
        }
    }
}

/// These notices follow an amendment of the calendar, a fourth request
/// for information and a letter found late, which the days at the desk play.
const ELSEWHERE: [&str; 3] = ["plazo_ampliado", "ciclo_informacion", "restablecida"];

#[track_caller]
fn happens<'a>(what: &str, all: impl Iterator<Item = &'a str>, seen: &BTreeSet<String>) {
    let never: Vec<&str> = all.filter(|one| !seen.contains(*one) && !ELSEWHERE.contains(one)).collect();
    assert!(never.is_empty(), "{what} que nunca ocurren: {never:?}");
}

#[track_caller]
fn everything_happens(id: &str, kinds: &[(&str, &str)]) {
    let rules = rules(id);
    let mut seen = Seen::default();
    for (item, class) in kinds {
        Walk { rules: &rules, class, seen: &mut seen, been: BTreeSet::new() }.from(item, "Prueba");
    }
    let procedure = &rules.procedure;
    happens("respuestas", procedure.answers.keys().map(|id| id.as_str()), &seen.answers);
    happens("términos", procedure.terms.keys().map(|id| id.as_str()), &seen.terms);
    happens("resultados", procedure.results.keys().map(|id| id.as_str()), &seen.results);
    happens("avisos", procedure.notices.keys().map(|id| id.as_str()), &seen.notices);
}

#[test]
fn everything_in_the_first_procedure_happens() {
    let kinds = [
        ("alistamiento_equipo", "incidente"),
        ("vpn", "requerimiento"),
        ("correo_sospechoso", "seguridad"),
        ("contrasena", "requerimiento"),
        ("otra_solicitud", "diferente_a_ti"),
    ];
    everything_happens(SHIPPED[0], &kinds);
}

#[test]
fn a_service_without_an_authoriser_of_its_own_is_authorised_by_the_row_of_any_other() {
    let rules = rules(SHIPPED[0]);
    let mut seen = Seen::default();
    Walk { rules: &rules, class: "verificacion_autorizacion", seen: &mut seen, been: BTreeSet::new() }
        .from("recuperar_archivo", "Prueba");
    assert!(["U-E09", "U-E12", "U-E13"].iter().all(|answer| seen.answers.contains(*answer)), "{:?}", seen.answers);
}

#[test]
fn everything_in_the_second_procedure_happens() {
    everything_happens(SHIPPED[1], &[("configurar_impresora", ""), ("portales", ""), ("claves_y_acceso", "")]);
}

#[test]
fn everything_in_the_invented_procedure_happens() {
    everything_happens(INVENTED, &[("falla_equipo", "incidente"), ("compra", "requerimiento")]);
}
