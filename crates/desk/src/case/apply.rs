//! The fold: one arm per thing that can have happened.

use super::*;

/// Facts whose words are the catalogue's.
const CHOSEN: [&str; 3] = ["item", "category", "priority"];

impl Case {
    /// A case begins with its registration and nothing else.
    pub fn begin(event: &Event) -> Option<Case> {
        let Happened::Registered(registration) = &event.what else { return None };
        let Registration {
            number,
            desk,
            procedure,
            version,
            channel,
            requester,
            beneficiary,
            registered_by,
            subject,
            description,
            fields,
            group,
            link,
            ..
        } = (**registration).clone();
        Some(Case {
            number,
            desk,
            procedure,
            version,
            channel,
            requester,
            beneficiary,
            registered_by,
            received_at: event.effective_at,
            subject,
            description,
            fields,
            chosen_at: BTreeMap::new(),
            visits: Vec::new(),
            flags: BTreeMap::new(),
            assignee: None,
            group: Some(group),
            restricted_to: None,
            followers: BTreeSet::new(),
            files: Vec::new(),
            approvals: Vec::new(),
            terms: Vec::new(),
            targets: BTreeMap::new(),
            alerts: BTreeSet::new(),
            measured: BTreeMap::new(),
            notices: Vec::new(),
            messages: 0,
            to_interpret: None,
            unread: false,
            proposal: None,
            result: None,
            closed: None,
            surveyed: None,
            links: link.into_iter().collect(),
            merged_into: None,
            change_number: None,
            outages: Vec::new(),
            answers: Vec::new(),
            last_fields: Values::new(),
            spent_visits: VisitNo(0),
            before_answer: None,
        })
    }

    /// Folds a whole stream; nothing for a stream that does not begin with a registration.
    pub fn fold<'a>(events: impl IntoIterator<Item = &'a Event>) -> Option<Case> {
        let mut events = events.into_iter();
        let mut case = Case::begin(events.next()?)?;
        events.for_each(|event| case.apply(event));
        Some(case)
    }

    /// The only way a case changes.
    pub fn apply(&mut self, event: &Event) {
        let at = event.effective_at;
        if self.answers.last().is_some_and(|given| given.at != at) && closes_the_way_back(&event.what) {
            self.before_answer = None;
        }
        let chosen = self.chosen();
        match &event.what {
            Happened::Registered(_) => {}
            Happened::Entered { visit, activity, came_from, by, expired } => {
                self.leave(at);
                self.visits.push(Visit {
                    no: *visit,
                    activity: activity.clone(),
                    came_from: came_from.clone(),
                    by: by.clone(),
                    expired: *expired,
                    entered_at: at,
                    left_at: None,
                    brought: std::mem::take(&mut self.last_fields),
                    mistaken: false,
                    meant: None,
                    result: self.result.clone(),
                });
                self.to_interpret = None;
                self.proposal = None;
            }
            Happened::Answered { visit, answer, fields, .. } => {
                if event.actor != Actor::System {
                    self.remember_before_answer();
                    self.unread &= event.actor.id().is_some_and(|person| self.is_party(person));
                }
                self.fields.extend(fields.clone());
                self.answers.push(Given { visit: *visit, answer: answer.clone(), at, actor: event.actor.clone() });
                self.last_fields = fields.clone();
            }
            Happened::FlagSet { flag } => {
                self.flags.insert(flag.clone(), FlagSet { at, by: event.actor.clone() });
            }
            Happened::FlagCleared { flag } => {
                self.flags.remove(flag);
            }
            Happened::Restricted { group } => self.restricted_to = Some(group.clone()),
            Happened::Assigned { person, group, .. } => {
                self.assignee = person.clone();
                if group.is_some() {
                    self.group = group.clone();
                }
            }
            Happened::Edited { field, to, .. } => {
                if to.is_empty() {
                    self.fields.remove(field);
                } else {
                    self.fields.insert(field.clone(), to.clone());
                }
            }
            Happened::PartiesChanged { requester, beneficiary, .. } => {
                self.requester = requester.clone();
                self.beneficiary = beneficiary.clone();
            }
            Happened::MessageReceived { message, from, is, text, to_interpret, proposes, .. } => {
                if self.is_party(from) && *is == MessageKind::Human {
                    self.unread = true;
                }
                self.messages = self.messages.max(*message);
                if *to_interpret {
                    self.to_interpret = Some(Waiting { message: *message, from: from.clone(), text: text.clone() });
                }
                if *proposes {
                    self.proposal = Some(*message);
                }
            }
            Happened::Interpreted { .. } => self.to_interpret = None,
            Happened::Attached(file) => self.files.push(file.clone()),
            Happened::Followed { person } => {
                self.followers.insert(person.clone());
            }
            Happened::Unfollowed { person } => {
                self.followers.remove(person);
            }
            Happened::Asked { approval, policy, step, of, people, row, more, quorum, binds } => {
                let asked = AskedStep {
                    step: *step,
                    of: *of,
                    more: *more,
                    people: people.clone(),
                    row: row.clone(),
                    quorum: *quorum,
                    binds: binds.clone(),
                    asked_at: at,
                    substitutes: Vec::new(),
                    decisions: Vec::new(),
                };
                match self.approvals.iter_mut().find(|a| a.no == *approval) {
                    Some(open) => open.steps.push(asked),
                    None => self.approvals.push(Approval {
                        no: *approval,
                        policy: policy.clone(),
                        visit: self.visit_no(),
                        steps: vec![asked],
                        outcome: None,
                        ended_at: None,
                    }),
                }
            }
            Happened::Decided { approval, step, verdict, fields, .. } => {
                self.fields.extend(fields.clone());
                if let Actor::Person { id, acting_for } = &event.actor
                    && let Some(open) = self.approvals.iter_mut().find(|a| a.no == *approval)
                    && let Some(step) = open.steps.iter_mut().find(|s| s.step == *step)
                {
                    step.decisions.push(Decision {
                        by: id.clone(),
                        acting_for: acting_for.clone(),
                        verdict: *verdict,
                        at,
                    });
                }
            }
            Happened::SubstituteAsked { approval, step, absent, substitute } => {
                let asked = self
                    .approvals
                    .iter_mut()
                    .find(|a| a.no == *approval)
                    .and_then(|a| a.steps.iter_mut().find(|s| s.step == *step));
                if let Some(asked) = asked {
                    asked.substitutes.push((absent.clone(), substitute.clone()));
                }
            }
            Happened::ApprovalEnded { approval, outcome } => {
                if let Some(open) = self.approvals.iter_mut().find(|a| a.no == *approval) {
                    open.outcome = Some(*outcome);
                    open.ended_at = Some(at);
                }
            }
            Happened::TermStarted { term, visit, base_at, ends_at } => {
                self.terms.retain(|run| !(run.term == *term && run.visit == *visit));
                self.terms.push(TermRun {
                    term: term.clone(),
                    visit: *visit,
                    base_at: *base_at,
                    ends_at: *ends_at,
                    ended: false,
                    stopped: false,
                    reminded: 0,
                });
            }
            Happened::TermLengthened { term, visit, ends_at, .. } => {
                if let Some(run) = self.term_run(term, *visit) {
                    run.ends_at = *ends_at;
                }
            }
            Happened::TermStopped { term, visit } => {
                if let Some(run) = self.term_run(term, *visit) {
                    run.stopped = true;
                }
            }
            Happened::TermEnded { term, visit } => {
                if let Some(run) = self.term_run(term, *visit) {
                    run.ended = true;
                }
            }
            Happened::Reminded { term, visit, nth } | Happened::ReminderOmitted { term, visit, nth } => {
                if let Some(run) = self.term_run(term, *visit) {
                    run.reminded = run.reminded.max(*nth);
                }
            }
            Happened::TargetSet { clock, time, example, facts } => {
                self.targets
                    .insert(clock.clone(), Target { time: *time, example: *example, set_at: at, facts: facts.clone() });
            }
            Happened::Alerted { clock, run, percent, .. } | Happened::AlertOmitted { clock, run, percent } => {
                self.alerts.insert((clock.clone(), *run, *percent));
            }
            Happened::Measured { clock, elapsed, target } => {
                self.measured.insert(clock.clone(), Measure { elapsed: *elapsed, target: *target, at });
            }
            Happened::NoticeWritten { no, notice, to, visit, .. } => self.notices.push(NoticeState {
                no: *no,
                notice: notice.clone(),
                visit: *visit,
                to: to.clone(),
                written_at: at,
                delivered: BTreeMap::new(),
                dropped: false,
            }),
            Happened::Delivered { no, to, .. } => {
                if let Some(notice) = self.notices.iter_mut().find(|n| n.no == *no) {
                    notice.delivered.entry(to.clone()).or_insert(at);
                }
                // Somebody has been told.
                self.before_answer = None;
            }
            Happened::DeliveryFailed { no, to } => {
                if let Some(notice) = self.notices.iter_mut().find(|n| n.no == *no) {
                    notice.delivered.remove(to);
                }
            }
            Happened::NoticeDropped { no } => {
                if let Some(notice) = self.notices.iter_mut().find(|n| n.no == *no) {
                    notice.dropped = true;
                }
            }
            Happened::ResultSet { result } => {
                self.result = Some(result.clone());
            }
            Happened::Closed { by } => self.closed = Some(Closing { at, by: *by }),
            Happened::Surveyed { score, .. } => self.surveyed = Some(*score),
            Happened::Reinstated { visit } => self.stand_again(*visit),
            Happened::Corrected { to_visit, .. } => self.go_back(*to_visit, at),
            Happened::Undone { .. } => self.take_back(),
            Happened::Linked { kind, other } => self.links.push((kind.clone(), other.clone())),
            Happened::Merged { into } => self.merged_into = Some(into.clone()),
            Happened::ChangeAssociated { number } => self.change_number = Some(number.clone()),
            Happened::Outage { from, until } => self.outages.push((*from, *until)),
            Happened::Commented { .. } => self.unread = false,
            Happened::Migrated { to, mapping, .. } => self.migrate(to, mapping),
            Happened::Noted { .. } | Happened::Continued { .. } | Happened::ContentWithdrawn { .. } => {}
        }
        if !matches!(event.what, Happened::Undone { .. }) {
            for (field, (was, is)) in CHOSEN.into_iter().zip(chosen.into_iter().zip(self.chosen())) {
                if was != is {
                    self.chosen_at.insert(field.into(), at);
                }
            }
        }
    }

    /// The words of the catalogue that the case has now.
    fn chosen(&self) -> [Option<String>; 3] {
        CHOSEN.map(|field| self.word(field).map(str::to_owned))
    }

    /// The stays keep their numbers and instants; only their names become those of the version.
    fn migrate(&mut self, to: &str, mapping: &BTreeMap<ActivityId, ActivityId>) {
        let renamed = |activity: &mut ActivityId| {
            if let Some(now) = mapping.get(activity) {
                *activity = now.clone();
            }
        };
        for visit in &mut self.visits {
            renamed(&mut visit.activity);
            visit.came_from.iter_mut().chain(&mut visit.meant).for_each(renamed);
        }
        self.version = to.to_owned();
        self.before_answer = None;
    }

    fn leave(&mut self, at: Timestamp) {
        if let Some(visit) = self.visits.last_mut() {
            visit.left_at = Some(at);
        }
    }

    fn term_run(&mut self, term: &TermId, visit: VisitNo) -> Option<&mut TermRun> {
        self.terms.iter_mut().find(|run| run.term == *term && run.visit == visit)
    }

    fn remember_before_answer(&mut self) {
        self.before_answer = None;
        self.before_answer = Some(Box::new(self.clone()));
    }

    /// The visits after the one that waited never were; its term stands as announced.
    fn stand_again(&mut self, waited: VisitNo) {
        self.spent_visits = self.visit_no().max(self.spent_visits);
        self.visits.retain(|visit| visit.no <= waited);
        if let Some(visit) = self.visits.last_mut() {
            visit.left_at = None;
        }
        self.answers.retain(|given| given.visit < waited);
        for run in self.terms.iter_mut().filter(|run| run.visit == waited) {
            run.ended = false;
        }
        self.result = self.visit().and_then(|visit| visit.result.clone());
        self.closed = None;
    }

    fn go_back(&mut self, to: VisitNo, at: Timestamp) {
        let Some(target) = self.visit_numbered(to).cloned() else { return };
        self.leave(at);
        let next = self.next_visit();
        // The stay that is taken up again was no mistake; what was done from it was.
        for visit in self.visits.iter_mut().filter(|visit| visit.no > to) {
            visit.mistaken = true;
            visit.meant = Some(target.activity.clone());
        }
        self.result = target.result.clone();
        self.visits.push(Visit { no: next, entered_at: at, left_at: None, ..target });
        self.closed = None;
        self.to_interpret = None;
        self.proposal = None;
    }

    fn take_back(&mut self) {
        if let Some(before) = self.before_answer.take() {
            let (notices, messages, files) =
                (std::mem::take(&mut self.notices), self.messages, std::mem::take(&mut self.files));
            let spent = self.visit_no().max(self.spent_visits);
            *self = *before;
            // What was written meanwhile stays written, and visit numbers are never used twice.
            self.notices = notices;
            self.messages = messages;
            self.files = files;
            self.spent_visits = spent;
        }
    }
}

/// Whether this, happening after an answer, makes it impossible to take the answer back: what is
/// only said beside the case does not.
fn closes_the_way_back(what: &Happened) -> bool {
    !matches!(
        what,
        Happened::Noted { .. }
            | Happened::Commented { .. }
            | Happened::NoticeWritten { .. }
            | Happened::NoticeDropped { .. }
            | Happened::Undone { .. }
            | Happened::Answered { .. }
    )
}
