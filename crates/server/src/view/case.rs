//! Everything a page shows of one case to one reader.

use desk::access::{self, Sight};
use desk::command::Command;
use desk::conformance::Conformance;
use desk::event::{Channel, ClosedBy};
use desk::foresee::Foreseen;
use desk::offer::{self, Turn};
use desk::procedure::{Again, Audience};
use desk::value::{Input, Value, Values};
use desk::words::Words;
use desk::{
    ActivityId, Actor, AnswerId, Case, CaseNumber, GroupId, ItemId, PersonId, PriorityId, ResultId, RoleId, Rulebook,
    VisitNo, When,
};
use jiff::Timestamp;

use crate::act::Failed;
use crate::app::App;
use crate::store::{Reader, cases, events};

use super::approvals::{self, ApprovalView, MyDecision};
use super::entries::{self, Entry, Letter};
use super::fields::{FieldView, FileView, Glass, Text, Texts};
use super::times::{self, ClockView, TermView};

/// One case, as this reader may see it at `now`.
pub struct CaseView {
    pub stream: String,
    /// The last fact it was read up to.
    pub seq: i64,
    pub now: Timestamp,
    pub sight: Sight,
    /// The rules the case lives under: names of activities, answers, people, groups.
    pub rules: Rulebook,
    pub number: CaseNumber,
    /// Nothing where the reader sees only an outline.
    pub subject: Option<Text>,
    pub channel: Channel,
    pub received_at: Timestamp,
    pub parties: Parties,
    pub item: Option<ItemId>,
    pub priority: Option<PriorityId>,
    pub restricted: bool,
    /// The requester wrote and nobody of the desk has answered.
    pub unread: bool,
    /// Every value the case holds and the reader may read.
    pub fields: Vec<FieldView>,
    pub files: Vec<FileView>,
    /// Where it has been, oldest first; the last is where it stands.
    pub trail: Vec<Stay>,
    pub closed: Option<(Timestamp, ClosedBy)>,
    pub outcome: Option<Outcome>,
    pub entries: Vec<Entry>,
    pub letters: Vec<Letter>,
    pub clocks: Vec<ClockView>,
    pub terms: Vec<TermView>,
    /// What happens by itself if nobody acts.
    pub coming: Vec<Foreseen>,
    pub approvals: Vec<ApprovalView>,
    pub my_decision: Option<MyDecision>,
    pub links: Vec<LinkView>,
    pub actions: Actions,
    pub survey: Option<Survey>,
    /// «Volver a solicitar», once it is closed and where the procedure has it.
    pub again: Option<Again>,
    /// How it went against its procedure, for who sees all of it.
    pub conformance: Option<Conformance>,
    /// The case itself, for [`CaseView::turn`] only.
    case: Case,
    when: When,
    reader: PersonId,
}

/// Whose it is.
#[derive(Clone, Debug)]
pub struct Parties {
    pub requester: PersonId,
    pub beneficiary: PersonId,
    pub registered_by: Option<PersonId>,
    pub assignee: Option<PersonId>,
    pub group: Option<GroupId>,
    pub followers: Vec<PersonId>,
}

/// One stay in an activity.
#[derive(Clone, Debug)]
pub struct Stay {
    pub visit: VisitNo,
    pub activity: ActivityId,
    pub entered_at: Timestamp,
    pub left_at: Option<Timestamp>,
    /// Which answer left it, and who gave it; nobody for the tool itself.
    pub answer: Option<(AnswerId, Option<PersonId>)>,
    /// The absent person in whose place a substitute decided.
    pub acting_for: Option<PersonId>,
    /// A term ended, nobody answered.
    pub expired: bool,
    /// Left behind by a correction.
    pub mistaken: bool,
}

/// How the request was answered: what the requester is told.
#[derive(Clone, Debug)]
pub struct Outcome {
    pub result: ResultId,
    pub label: String,
    /// In plain words, for the requester.
    pub portal: String,
    pub at: Option<Timestamp>,
    pub by: Option<PersonId>,
    /// What was written down with it: the solution, the reason.
    pub fields: Vec<FieldView>,
}

/// Another case this one is tied to.
#[derive(Clone, Debug)]
pub struct LinkView {
    pub kind: String,
    pub number: CaseNumber,
    /// The reader may open it.
    pub open: bool,
}

/// Which commands the rules would accept of this reader now.
#[derive(Clone, Debug, Default)]
pub struct Actions {
    pub comment: bool,
    pub note: bool,
    pub attach: bool,
    pub attach_internal: bool,
    pub assign: bool,
    /// Class, service, category and priority.
    pub edit: bool,
    pub change_parties: bool,
    pub follow: bool,
    pub associate_change: bool,
    pub link: bool,
    pub merge: bool,
    /// The message that waits for this reader's interpretation.
    pub interpret: Option<u32>,
    /// The visit whose answer the reader can still take back.
    pub undo: Option<VisitNo>,
    /// The visits a correction may go back to.
    pub correct_to: Vec<VisitNo>,
    pub withdraw: bool,
}

/// The question after the end, while this reader may answer it.
#[derive(Clone, Debug)]
pub struct Survey {
    pub question: String,
    /// From worst to best; the score of the first is 1.
    pub options: Vec<String>,
    pub until: Timestamp,
}

/// A case by its number; nothing where it does not exist for this person.
///
/// # Errors
/// The store's, or that the case was written by a newer version of the program.
pub fn case(app: &App, person: &PersonId, number: &str) -> Result<Option<CaseView>, Failed> {
    let (when, app_in) = (super::when(app), app.clone());
    app.store.read(|reader| {
        let Some(row) = cases::by_number(reader, number)? else {
            return Ok(None);
        };
        let Some((rules, case, sight)) = super::open(&app_in, reader, person, &row.stream, when.now)? else {
            return Ok(None);
        };
        view(&app_in, reader, Seen { rules, case, sight, person, when, stream: row.stream }).map(Some)
    })
}

/// A case as the instance itself sees it, nothing left out: for a dossier.
///
/// # Errors
/// As [`case`].
pub fn whole(app: &App, number: &str) -> Result<Option<CaseView>, Failed> {
    let (when, app_in, nobody) = (super::when(app), app.clone(), PersonId::from(crate::format::event::SYSTEM));
    app.store.read(|reader| {
        let Some(row) = cases::by_number(reader, number)? else { return Ok(None) };
        let Some(case) = crate::act::load(reader, &row.stream)? else { return Ok(None) };
        let Some(rules) = app_in.rulebook_of(&case) else { return Ok(None) };
        let seen = Seen { rules, case, sight: Sight::All, person: &nobody, when, stream: row.stream };
        view(&app_in, reader, seen).map(Some)
    })
}

struct Seen<'a> {
    rules: Rulebook,
    case: Case,
    sight: Sight,
    person: &'a PersonId,
    when: When,
    stream: String,
}

fn view(app: &App, reader: &mut Reader<'_>, seen: Seen<'_>) -> Result<CaseView, Failed> {
    let Seen { rules, case, sight, person, when, stream } = seen;
    let now = when.now;
    let rows = events::load(reader, &stream)?;
    let texts = Texts::of(reader, &stream)?;
    let day = rules.calendar.local(now).date();
    let public = sight >= Sight::Public;
    let glass = Glass { rules: &rules, case: &case, texts: &texts, sight, called: None };
    let links = links(app, reader, &case, person, when)?;
    Ok(CaseView {
        seq: rows.last().map_or(0, |row| row.seq),
        now,
        sight,
        number: case.number.clone(),
        subject: public.then(|| texts.get(&case.subject)),
        channel: case.channel,
        received_at: case.received_at,
        parties: parties(&case),
        item: case.item(),
        priority: case.priority(),
        restricted: case.restricted_to.is_some(),
        unread: case.unread && sight == Sight::All,
        fields: glass.fields(&case.fields),
        files: case.files.iter().filter_map(|file| glass.file(file)).collect(),
        trail: trail(&case),
        closed: case.closed.map(|closed| (closed.at, closed.by)),
        outcome: outcome(&glass, &rows)?,
        entries: entries::entries(app, &glass, &rows, person)?,
        letters: entries::letters(&glass, reader, &stream, person)?,
        clocks: times::clocks(&rules, &case, now),
        terms: times::terms(&rules, &case, now),
        coming: times::coming(&rules, &case, now, sight),
        approvals: approvals::of_case(&rules, &case, sight, day),
        my_decision: approvals::mine(&rules, &case, person, day),
        links,
        actions: actions(&rules, &case, person, when),
        survey: survey(&rules, &case, person, when),
        conformance: if sight == Sight::All { conformance(app, &stream, &rows)? } else { None },
        again: rules.procedure.document.again.clone().filter(|_| case.is_closed() && public),
        stream,
        reader: person.clone(),
        rules,
        case,
        when,
    })
}

fn conformance(app: &App, stream: &str, rows: &[events::StoredEvent]) -> Result<Option<Conformance>, Failed> {
    let told: Vec<desk::Event> = rows.iter().map(crate::format::event::read).collect::<Result<_, _>>()?;
    crate::report::replay(app, stream, &told)
}

impl CaseView {
    /// What the reader may answer here and now.
    pub fn turn(&self) -> Turn<'_> {
        offer::turn(&self.rules, &self.case, &self.reader, self.when)
    }

    /// What a field of the procedure or of the item's form is called.
    pub fn label(&self, id: &desk::FieldId) -> String {
        desk::decide::field(&self.rules, &self.case, id).map_or_else(|| id.to_string(), |field| field.label.clone())
    }

    /// How a field of the procedure or of the item's form is answered.
    pub fn kind(&self, id: &desk::FieldId) -> Option<desk::procedure::FieldKind> {
        desk::decide::field(&self.rules, &self.case, id).map(|field| field.kind)
    }

    pub fn desk(&self) -> &desk::DeskId {
        &self.case.desk
    }

    /// A value the case holds, for a form that may change it; nothing for who may not read it.
    pub fn held(&self, id: &desk::FieldId) -> Option<&Value> {
        let public =
            || desk::decide::field(&self.rules, &self.case, id).is_some_and(|field| field.audience == Audience::Public);
        let seen = self.sight == Sight::All || (self.sight == Sight::Public && public());
        self.case.fields.get(id).filter(|_| seen)
    }

    /// Whether the rules would let the reader change a field now.
    pub fn may_edit(&self, id: &desk::FieldId) -> bool {
        let saw = self.case.fields.get(id).cloned();
        let sample = Command::Edit { field: id.clone(), saw, to: Input::word(""), reason: None };
        self.held(id).is_some() == self.case.fields.contains_key(id)
            && offer::accepts(&self.rules, &self.case, &self.reader, &sample, self.when)
    }

    /// Where the case stands.
    pub fn stay(&self) -> Option<&Stay> {
        self.trail.last()
    }

    /// The roles whose turn it is.
    pub fn responsible(&self) -> Vec<&RoleId> {
        let here = self.stay().and_then(|stay| self.rules.procedure.activity(&stay.activity));
        here.map_or_else(Vec::new, |activity| activity.by.iter().collect())
    }

    /// Those the open step of an approval still waits for.
    pub fn still_asked(&self) -> Vec<&PersonId> {
        let step = self.case.open_approval().and_then(|open| open.step());
        step.map_or_else(Vec::new, |step| desk::approval::still_asked(step).collect())
    }

    /// Until when the reader may say that they did not accept what the desk recorded as accepted.
    pub fn contradictable_until(&self) -> Option<Timestamp> {
        offer::contradictable_until(&self.rules, &self.case, &self.reader)
    }

    /// Whether the rules would accept a command of the reader now.
    pub fn accepts(&self, what: &Command) -> bool {
        offer::accepts(&self.rules, &self.case, &self.reader, what, self.when)
    }

    /// Which page of the case is the reader's own.
    pub fn area(&self) -> super::Area {
        super::area(&self.rules, &self.case, &self.reader, self.rules.calendar.local(self.now).date())
    }

    /// The roles the reader fills in this case today.
    pub fn my_roles(&self) -> Vec<&RoleId> {
        access::roles(&self.rules, &self.case, &self.reader, self.rules.calendar.local(self.now).date())
    }

    /// The reader asked for it, or it is for them.
    pub fn is_mine(&self) -> bool {
        self.case.is_party(&self.reader)
    }
}

fn parties(case: &Case) -> Parties {
    Parties {
        requester: case.requester.clone(),
        beneficiary: case.beneficiary.clone(),
        registered_by: case.registered_by.clone(),
        assignee: case.assignee.clone(),
        group: case.group.clone(),
        followers: case.followers.iter().cloned().collect(),
    }
}

fn trail(case: &Case) -> Vec<Stay> {
    let given = |visit: VisitNo| case.answers.iter().rev().find(|given| given.visit == visit);
    let stand_in = |visit: VisitNo| match &given(visit)?.actor {
        Actor::Person { acting_for, .. } => acting_for.clone(),
        Actor::System => None,
    };
    let stay = |visit: &desk::case::Visit| Stay {
        visit: visit.no,
        activity: visit.activity.clone(),
        entered_at: visit.entered_at,
        left_at: visit.left_at,
        answer: given(visit.no).map(|given| (given.answer.clone(), given.actor.id().cloned())),
        acting_for: stand_in(visit.no),
        expired: visit.expired,
        mistaken: visit.mistaken,
    };
    case.visits.iter().map(stay).collect()
}

/// The words of the answer that set the result stay readable in outline too: the desk reports them.
fn outcome(glass: &Glass<'_>, rows: &[events::StoredEvent]) -> Result<Option<Outcome>, Failed> {
    let case = glass.case;
    let Some(result) = case.result.as_ref() else {
        return Ok(None);
    };
    let definition = glass.rules.procedure.results.get(result);
    let decides = |given: &&desk::case::Given| {
        glass.rules.procedure.answers.get(&given.answer).is_some_and(|answer| answer.result.as_ref() == Some(result))
    };
    let given = case.answers.iter().rev().find(decides);
    let mut values = Values::new();
    if let Some(given) = given {
        for row in rows.iter().rev().filter(|row| row.kind == "Answered") {
            if let desk::Happened::Answered { visit, fields, .. } = crate::format::event::read(row)?.what
                && visit == given.visit
            {
                values = fields;
                break;
            }
        }
    }
    let open = Glass { sight: glass.sight.max(Sight::Public), called: glass.called.clone(), ..*glass };
    Ok(Some(Outcome {
        result: result.clone(),
        label: definition.map_or_else(|| result.to_string(), |d| d.label.clone()),
        portal: definition.map_or_else(String::new, |d| d.portal.clone()),
        at: given.map(|given| given.at),
        by: given.and_then(|given| given.actor.id().cloned()),
        fields: open.fields(&values),
    }))
}

fn links(
    app: &App,
    reader: &mut Reader<'_>,
    case: &Case,
    person: &PersonId,
    when: When,
) -> Result<Vec<LinkView>, Failed> {
    let mut links = Vec::new();
    for (kind, number) in &case.links {
        let open = match cases::by_number(reader, number.as_str())? {
            Some(row) => super::open(app, reader, person, &row.stream, when.now)?.is_some(),
            None => false,
        };
        links.push(LinkView { kind: kind.clone(), number: number.clone(), open });
    }
    Ok(links)
}

fn survey(rules: &Rulebook, case: &Case, person: &PersonId, when: When) -> Option<Survey> {
    let survey = rules.procedure.survey.as_ref()?;
    let closed = case.closed?;
    let may = offer::accepts(rules, case, person, &Command::Survey { score: 1, comment: None }, when);
    may.then(|| Survey {
        question: survey.question.clone(),
        options: survey.options.clone(),
        until: rules.calendar.day_term(closed.at, survey.open_days, desk::calendar::DayKind::Business).ends_at,
    })
}

/// Asks the rules themselves, with a sample of each command.
fn actions(rules: &Rulebook, case: &Case, person: &PersonId, when: When) -> Actions {
    let sample = || Words::new("x", [0; 32]);
    let may = |what: Command| offer::accepts(rules, case, person, &what, when);
    let file = |internal| desk::event::File {
        id: sample().id(),
        name: sample().id(),
        media_type: String::new(),
        size: 1,
        field: None,
        internal,
    };
    let attach = |internal| may(Command::Attach { file: file(internal), name: sample() });
    let other = || CaseNumber::from("");
    let held = case.fields.get("priority").cloned();
    let priority = rules.catalogue.priorities.keys().next().map(|p| Input::Value(Value::Word(p.to_string())));
    let edit = priority.map(|to| Command::Edit { field: "priority".into(), saw: held, to, reason: Some(sample()) });
    let interpret = case.to_interpret.as_ref().map(|waiting| waiting.message);
    let correct = |visit: &desk::case::Visit| may(Command::Correct { to_visit: visit.no, reason: sample() });
    let answered = case.before_answer.as_ref().map(|before| before.visit_no());
    Actions {
        comment: may(Command::Comment { text: sample() }),
        note: may(Command::Note { text: sample() }),
        attach: attach(false),
        attach_internal: attach(true),
        assign: may(Command::Assign { person: None, group: case.group.clone(), reason: Some(sample()) }),
        edit: edit.is_some_and(may),
        change_parties: may(Command::ChangeParties {
            requester: case.requester.clone(),
            beneficiary: case.beneficiary.clone(),
            reason: sample(),
        }),
        follow: may(Command::Follow { person: person.clone() }),
        associate_change: may(Command::AssociateChange { number: sample() }),
        link: may(Command::Link { kind: String::new(), other: other() }),
        merge: may(Command::Merge { into: other() }),
        interpret: interpret.filter(|message| {
            may(Command::Interpret {
                message: *message,
                answer: None,
                inputs: Default::default(),
                reply: Some(sample()),
            })
        }),
        undo: answered.filter(|visit| may(Command::Undo { visit: *visit })),
        correct_to: case.visits.iter().filter(|visit| correct(visit)).map(|visit| visit.no).collect(),
        withdraw: may(Command::WithdrawContent { content: case.description.clone(), reason: sample() }),
    }
}
