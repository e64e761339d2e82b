//! What always holds, whatever people do and whenever they do it: random permitted (and
//! unpermitted) commands at random instants on every shipped procedure.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use desk::agenda;
use desk::approval::binding;
use desk::calendar::BusinessTime;
use desk::clock;
use desk::command::{Message, Register};
use desk::event::{Channel, Delivery, MessageKind, Verdict};
use desk::explain;
use desk::foresee::foresee;
use desk::offer::turn;
use desk::people::Absence;
use desk::procedure::{FieldKind, Model, Target};
use desk::value::{Input, Inputs, Value};
use desk::{Actor, Case, Command, Event, FieldId, Happened, PersonId, Rulebook, VisitNo, When, conformance, decide};
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;

use crate::shipped::{INVENTED, SHIPPED};
use crate::walk::{rules, said};

/// One random choice: who, what, with what, and how long after the one before.
type Choice = (u16, u16, u16, u8);

struct World {
    rules: Rulebook,
    case: Case,
    events: Vec<Event>,
    now: Timestamp,
}

fn seconds(choice: u8) -> i64 {
    // From the same instant to a long weekend, with plenty around the minute and the working day.
    [0, 1, 1, 10, 60, 60, 600, 600, 3600, 3600, 4 * 3600, 9 * 3600, 15 * 3600, 24 * 3600, 40 * 3600, 96 * 3600]
        [usize::from(choice) % 16]
}

fn pick<T>(list: &[T], choice: u16) -> Option<&T> {
    (!list.is_empty()).then(|| &list[usize::from(choice) % list.len()])
}

impl World {
    fn new(id: &str, item: u16) -> World {
        let mut rules = rules(id);
        let now: Timestamp = "2026-11-12T14:00:00Z".parse().unwrap();
        let absence = Absence {
            absent: "dora".into(),
            substitute: "coco".into(),
            from_on: "2026-11-18".parse().unwrap(),
            until_on: "2026-11-25".parse().unwrap(),
        };
        rules.absences = Arc::from([absence]);
        let items: Vec<_> = rules.catalogue.items.keys().cloned().collect();
        let item = pick(&items, item).unwrap().clone();
        let mut inputs = Inputs::from([("item".into(), Input::word(item.as_str()))]);
        for (field, form) in &rules.catalogue.items[&item].form {
            if form.kind != FieldKind::Attachments {
                inputs.insert(field.clone(), input(&rules, field, form.kind, form.options.keys().next()));
            }
        }
        if rules.procedure.fields.contains_key("aprobador") {
            inputs.insert("aprobador".into(), Input::Value(Value::Person("dora".into())));
        }
        let register = Register {
            number: "X-2026-000001".into(),
            channel: Channel::Portal,
            requester: "carla".into(),
            beneficiary: "carla".into(),
            subject: said("Algo"),
            description: said("Lo necesito para trabajar"),
            inputs,
            files: Vec::new(),
            followers: Vec::new(),
            link: None,
            letter: None,
        };
        let events =
            decide(&rules, None, &Actor::person("carla"), &Command::Register(Box::new(register)), When::at(now))
                .unwrap();
        let case = Case::fold(&events).unwrap();
        World { rules, case, events, now }
    }

    /// Decides one command; what it records is checked event by event.
    fn act(&mut self, who: &Actor, what: &Command, when: When) -> Result<(), TestCaseError> {
        let Ok(new) = decide(&self.rules, Some(&self.case), who, what, when) else { return Ok(()) };
        let before = self.case.clone();
        for event in &new {
            self.one(event, when)?;
        }
        if !before.is_closed() && self.case.is_closed() {
            let told = new.iter().any(
                |event| matches!(&event.what, Happened::NoticeWritten { to, .. } if to.contains(&self.case.requester)),
            );
            prop_assert!(told, "nobody was told that it ended: {new:#?}");
            prop_assert!(self.case.result.is_some(), "closed without result by {new:#?}");
        }
        if !matches!(what, Command::Undo { .. }) {
            self.clocks_only_go_on(&before, &new)?;
        }
        Ok(())
    }

    fn one(&mut self, event: &Event, when: When) -> Result<(), TestCaseError> {
        prop_assert!(event.effective_at <= when.now, "effective after it is recorded: {event:?}");
        let here = self.case.visit().cloned();
        match &event.what {
            Happened::Entered { activity, by: Some(by), came_from, .. } => {
                let here = here.unwrap();
                let answer = &self.rules.procedure.answers[by];
                prop_assert!(answer.from.contains(&here.activity), "{by} does not leave {}", here.activity);
                match &answer.to {
                    Target::Activity(to) => prop_assert_eq!(to, activity),
                    Target::CameFrom => prop_assert_eq!(Some(activity), here.came_from.as_ref()),
                }
                prop_assert!(came_from.is_some());
                prop_assert!(event.effective_at >= here.entered_at, "left before it was entered: {event:?}");
            }
            Happened::Decided { .. } => {
                let Actor::Person { id, acting_for } = &event.actor else { panic!("the tool decided") };
                prop_assert!(!self.case.is_party(id), "{id} approved their own");
                prop_assert!(acting_for.as_ref().is_none_or(|absent| !self.case.is_party(absent)));
            }
            Happened::Closed { .. } => prop_assert!(!self.case.is_closed(), "closed twice"),
            // Nothing moves a closed case but what undoes its end.
            Happened::Entered { .. } | Happened::Answered { .. } | Happened::Asked { .. } => {
                prop_assert!(!self.case.is_closed())
            }
            _ => {}
        }
        self.case.apply(event);
        self.events.push(event.clone());
        let visits = &self.case.visits;
        prop_assert_eq!(visits.first().unwrap().entered_at, self.case.received_at);
        for pair in visits.windows(2) {
            prop_assert_eq!(pair[0].left_at, Some(pair[1].entered_at), "time is lost between two stays");
            prop_assert!(pair[0].no < pair[1].no);
        }
        prop_assert!(visits.last().unwrap().left_at.is_none());
        Ok(())
    }

    /// Elapsed time never falls, and a clock that stood still before and after has not moved.
    fn clocks_only_go_on(&self, before: &Case, new: &[Event]) -> Result<(), TestCaseError> {
        // A clock that starts anew with each step is another clock after one.
        let corrected =
            new.iter().any(|event| matches!(event.what, Happened::Corrected { .. } | Happened::Reinstated { .. }));
        for (id, clock) in &self.rules.procedure.clocks {
            if clock::run_of(before, clock) != clock::run_of(&self.case, clock) {
                continue;
            }
            let was = clock::elapsed(&self.rules, before, clock, self.now);
            let is = clock::elapsed(&self.rules, &self.case, clock, self.now);
            let settled = new.iter().any(|event| event.effective_at < self.now);
            prop_assert!(is >= was || settled || corrected, "{id} fell from {was} to {is}: {new:#?}");
        }
        Ok(())
    }

    fn time_passes(&mut self, seconds: i64) -> Result<(), TestCaseError> {
        let readings = |world: &World| -> BTreeMap<String, (BusinessTime, bool)> {
            let clocks = world.rules.procedure.clocks.iter();
            clocks
                .map(|(id, clock)| {
                    (
                        id.to_string(),
                        (
                            clock::elapsed(&world.rules, &world.case, clock, world.now),
                            clock::is_running(&world.rules, &world.case, clock),
                        ),
                    )
                })
                .collect()
        };
        let before = readings(self);
        let (case, later) = (self.case.clone(), self.now + SignedDuration::from_secs(seconds));
        self.now = later;
        for (id, (elapsed, _)) in readings(self) {
            let (was, running) = before[&id];
            prop_assert!(elapsed >= was && (running || elapsed == was), "{id} ran while it stood still, or fell");
        }
        assert_eq!(case, self.case);
        self.act(&Actor::System, &Command::Look, When::at(later))?;
        if let Some(next) = agenda::next(&self.rules, &self.case) {
            prop_assert!(
                next > self.now,
                "due at {next} and not done at {}: {:?}",
                self.now,
                agenda::of_case(&self.rules, &self.case)
            );
        }
        self.letters_leave()
    }

    fn letters_leave(&mut self) -> Result<(), TestCaseError> {
        let waiting: Vec<(u32, PersonId)> = self
            .case
            .notices
            .iter()
            .filter(|n| n.delivered.is_empty() && !n.dropped)
            .map(|n| (n.no, n.to[0].clone()))
            .collect();
        for (no, to) in waiting {
            let command = match desk::notice::is_untrue(&self.rules, &self.case, self.case.notice(no).unwrap()) {
                true => Command::DropNotice { no },
                false => Command::Delivered { no, to, how: Delivery::Mail },
            };
            self.act(&Actor::System, &command, When::at(self.now))?;
        }
        Ok(())
    }

    fn somebody_acts(&mut self, who: u16, what: u16, with: u16) -> Result<(), TestCaseError> {
        let people: Vec<PersonId> = self.rules.people.iter().map(|person| person.id.clone()).collect();
        let person = pick(&people, who).unwrap().clone();
        let when = When::at(self.now);
        let actor = Actor::person(person.clone());
        // Answers are tried twice as often as everything else together: cases should get on.
        if what % 3 != 0 {
            return self.answers(&person, with, when);
        }
        let message = |from: &str, is| {
            Command::Receive(Message {
                from: from.into(),
                channel: Channel::Mail,
                is,
                text: said("Sobre el caso"),
                files: Vec::new(),
                raw: None,
            })
        };
        let back =
            self.case.visits.get(usize::from(with) % self.case.visits.len()).map_or(VisitNo(1), |visit| visit.no);
        let commands = [
            message("carla", MessageKind::Human),
            message("carla", MessageKind::Thanks),
            message("bruno", MessageKind::Human),
            Command::Comment { text: said("Una pregunta") },
            Command::Note { text: said("Una nota") },
            Command::Assign { person: Some("bruno".into()), group: None, reason: Some(said("Le toca")) },
            Command::Edit {
                field: "priority".into(),
                saw: self.case.fields.get("priority").cloned(),
                to: Input::word(["p1", "p3", "p5"][usize::from(with) % 3]),
                reason: Some(said("Urge")),
            },
            Command::Undo { visit: self.case.answers.last().map_or(VisitNo(1), |given| given.visit) },
            Command::Correct { to_visit: back, reason: said("Estaba mal") },
            Command::Interpret {
                message: self.case.messages,
                answer: None,
                inputs: Inputs::new(),
                reply: Some(said("Le cuento")),
            },
            Command::ChangeParties {
                requester: "dora".into(),
                beneficiary: "carla".into(),
                reason: said("Es de ella"),
            },
        ];
        let command = pick(&commands, with / 7).unwrap();
        self.act(&actor, command, when)?;
        // A letter that bounces, an answer found late.
        match with % 11 {
            0 => {
                let letter = self.case.notices.last().map(|letter| (letter.no, letter.to[0].clone()));
                if let Some((no, to)) = letter {
                    self.act(&Actor::System, &Command::DeliveryFailed { no, to }, when)?;
                }
            }
            1 => {
                let stamp = self.now - SignedDuration::from_secs(seconds(who as u8));
                self.act(
                    &Actor::person("carla"),
                    &message("carla", MessageKind::Human),
                    When { at: stamp.max(self.case.received_at), ..when },
                )?;
            }
            _ => {}
        }
        Ok(())
    }

    fn answers(&mut self, person: &PersonId, with: u16, when: When) -> Result<(), TestCaseError> {
        let open =
            self.case.open_approval().and_then(|open| Some((open.no, open.step()?.step, open.step()?.people.clone())));
        if let Some((approval, step, people)) = open.filter(|_| with % 2 == 0) {
            let verdict = if with % 5 == 0 { Verdict::Rejected } else { Verdict::Approved };
            let inputs = match verdict {
                Verdict::Approved => Inputs::new(),
                Verdict::Rejected => Inputs::from([("motivo".into(), Input::Text(said("No está justificado")))]),
            };
            let who = if with % 3 == 0 { person.clone() } else { pick(&people, with).unwrap().clone() };
            let command =
                Command::Decide { approval, step, binds: binding::of(&self.rules, &self.case), verdict, inputs };
            return self.act(&Actor::person(who), &command, when);
        }
        let people: Vec<PersonId> = self.rules.people.iter().map(|person| person.id.clone()).collect();
        let offers: Vec<(PersonId, desk::AnswerId, Inputs)> = people
            .iter()
            .flat_map(|person| {
                let offers = turn(&self.rules, &self.case, person, when).offers;
                let given = offers.iter().map(|offer| {
                    let wanted = offer.asked.iter().filter(|asked| asked.held.is_none());
                    let inputs = wanted
                        .map(|asked| {
                            (
                                asked.id.clone(),
                                input(
                                    &self.rules,
                                    asked.id,
                                    asked.field.kind,
                                    asked
                                        .field
                                        .options
                                        .keys()
                                        .nth(usize::from(with) % asked.field.options.len().max(1)),
                                ),
                            )
                        })
                        .collect();
                    (person.clone(), offer.id.clone(), inputs)
                });
                given.collect::<Vec<_>>()
            })
            .collect();
        // An end is taken rarely, so that there is a life to look at.
        let procedure = &self.rules.procedure;
        let ends =
            |id: &desk::AnswerId| matches!(&procedure.answers[id].to, Target::Activity(to) if procedure.is_end(to));
        let offers: Vec<_> = offers.into_iter().filter(|(_, id, _)| with % 16 == 0 || !ends(id)).collect();
        let Some((person, answer, inputs)) = pick(&offers, with / 16).cloned() else { return Ok(()) };
        let command = match self.case.to_interpret.as_ref().filter(|_| with % 4 != 0) {
            Some(waiting) => Command::Interpret { message: waiting.message, answer: Some(answer), inputs, reply: None },
            None => Command::Answer { visit: self.case.visit_no(), answer, inputs },
        };
        self.act(&Actor::person(person), &command, when)
    }

    /// At any instant of the life and after it, what counted sums to what the clock shows, the
    /// intervals touch, and what is still to come fills the target exactly.
    fn explained_at(&self, at: Timestamp) -> Result<(), TestCaseError> {
        let Some(case) = explain::case_at(&self.rules, &self.events, self.now, at) else {
            prop_assert!(at < self.case.received_at, "nothing at {at}");
            return Ok(());
        };
        for told in explain::clocks(&self.rules, &case, at) {
            let clock = &self.rules.procedure.clocks[&told.clock];
            let elapsed = clock::elapsed(&self.rules, &case, clock, at);
            prop_assert_eq!(explain::total(&told.so_far), elapsed, "{} at {}: {:#?}", told.clock, at, told.so_far);
            for pair in told.intervals().collect::<Vec<_>>().windows(2) {
                prop_assert_eq!(pair[0].ends_at, pair[1].starts_at, "a gap in {}", told.clock);
            }
            if let Some(target) = told.reading.target.filter(|_| !told.to_come.is_empty()) {
                prop_assert_eq!(explain::total(&told.so_far) + explain::total(&told.to_come), target);
            }
            for threshold in told.thresholds.iter().filter(|threshold| threshold.reached_at.is_some_and(|t| t < at)) {
                let share = told.reading.target.unwrap().percent(threshold.percent);
                prop_assert!(elapsed >= share, "{} % of {} before its time", threshold.percent, told.clock);
            }
        }
        for term in explain::terms(&self.rules, &case) {
            prop_assert!(term.base_at <= at.max(self.now) && term.base_at <= term.ends_at);
            if let explain::TermCount::Days(_, days) = term.count {
                let counted: Vec<u32> = days.iter().filter_map(|day| day.nth).collect();
                prop_assert!(counted.iter().copied().eq(1..=counted.len() as u32), "{counted:?}");
                prop_assert!(days.iter().all(|day| day.nth.is_some() != day.why.is_some()));
            }
        }
        Ok(())
    }

    /// What is foreseen ends, is in order, and leaves nothing due.
    fn foreseen(&self) -> Result<(), TestCaseError> {
        let future = foresee(&self.rules, &self.case, self.now, None);
        prop_assert!(future.steps.windows(2).all(|pair| pair[0].at <= pair[1].at), "{:#?}", future.steps);
        if future.stuck.is_none() && !future.more {
            prop_assert_eq!(agenda::next(&self.rules, &future.case), None);
        }
        Ok(())
    }

    /// Whatever was recorded is an arrow of the graph, or declared; and without declarations it is
    /// a walk of the model that outsiders are given.
    fn goes_by_the_procedure(&self) -> Result<(), TestCaseError> {
        let found = conformance::of_case(|_| Some(self.rules.procedure.clone()), &self.events).unwrap();
        for deviation in found.deviations() {
            prop_assert!(deviation.what.is_declared(), "{deviation:?} in {:#?}", self.events);
        }
        let answers: Vec<_> = found.steps().map(|step| step.answer.clone()).collect();
        let marked = Model::of(&self.rules.procedure).after(&answers);
        prop_assert!(!found.conforms() || !marked.is_empty(), "no walk of the model: {answers:?}");
        Ok(())
    }

    fn alerts_fired_once(&self) -> Result<(), TestCaseError> {
        let mut fired = HashMap::new();
        for event in &self.events {
            if let Happened::Alerted { clock, run, percent, .. } | Happened::AlertOmitted { clock, run, percent } =
                &event.what
            {
                let times = fired.entry((clock.clone(), *run, *percent)).or_insert(0);
                *times += 1;
                prop_assert_eq!(*times, 1, "{} % of {} twice", percent, clock);
            }
        }
        Ok(())
    }
}

fn input(rules: &Rulebook, id: &FieldId, kind: FieldKind, option: Option<&String>) -> Input {
    let value = match kind {
        FieldKind::Text | FieldKind::Paragraph | FieldKind::List => {
            return Input::Text(said("Algo que una persona escribiría aquí"));
        }
        FieldKind::Choice => Value::Word(option.cloned().unwrap_or_default()),
        FieldKind::Many => Value::Many(option.into_iter().cloned().collect()),
        FieldKind::Number => Value::Number(3.0),
        FieldKind::Date => Value::Date("2026-12-15".parse().unwrap()),
        FieldKind::YesNo => Value::Yes(false),
        FieldKind::Person if *id == *"aprobador" => Value::Person("dora".into()),
        FieldKind::Person => Value::Person("bruno".into()),
        FieldKind::People => Value::People(vec!["carla".into()]),
        FieldKind::Group => Value::Group("infraestructura".into()),
        FieldKind::Item => Value::Word(rules.catalogue.items.keys().next().unwrap().to_string()),
        FieldKind::Category => Value::Word(rules.catalogue.categories.keys().next().unwrap().to_string()),
        FieldKind::Priority => Value::Word("p3".into()),
        FieldKind::Attachments => Value::Files(Vec::new()),
    };
    Input::Value(value)
}

fn lives(id: &str, item: u16, choices: &[Choice]) -> Result<(), TestCaseError> {
    let mut world = World::new(id, item);
    let mut after_the_end = 0;
    for &(who, what, with, pause) in choices {
        after_the_end += u32::from(world.case.is_closed());
        if after_the_end > 6 {
            break;
        }
        world.time_passes(seconds(pause))?;
        world.somebody_acts(who, what, with)?;
        world.letters_leave()?;
    }
    let folded = Case::fold(&world.events);
    prop_assert_eq!(folded.as_ref(), Some(&world.case), "the fold is another case");
    let life = world.now.duration_since(world.case.received_at).as_secs().max(1) * 3 / 2;
    for &(a, b, ..) in choices.iter().take(12) {
        let away = (i64::from(a) << 16 | i64::from(b)) % life;
        world.explained_at(world.case.received_at + SignedDuration::from_secs(away - 1))?;
    }
    world.foreseen()?;
    world.goes_by_the_procedure()?;
    world.alerts_fired_once()
}

/// Few by default, for the suite stays quick; `PROPTEST_CASES=2000` for a night.
fn cases() -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(20)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), ..ProptestConfig::default() })]

    #[test]
    fn whatever_people_do_the_first_procedure_keeps_its_promises(item: u16, choices in prop::collection::vec(any::<Choice>(), 10..80)) {
        lives(SHIPPED[0], item, &choices)?;
    }

    #[test]
    fn whatever_people_do_the_second_procedure_keeps_its_promises(item: u16, choices in prop::collection::vec(any::<Choice>(), 10..80)) {
        lives(SHIPPED[1], item, &choices)?;
    }

    #[test]
    fn whatever_people_do_an_invented_procedure_keeps_its_promises(item: u16, choices in prop::collection::vec(any::<Choice>(), 10..80)) {
        lives(INVENTED, item, &choices)?;
    }
}
