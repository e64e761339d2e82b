//! A procedure as BPMN sees it: nodes in lanes and the flows between them, without places yet.
//!
//! An activity is a task; more than one way on puts an exclusive gateway behind it; a term stands
//! on the border of its task; an end is an end event, and an exit to another procedure calls it.

use std::collections::BTreeSet;

use desk::calendar::DayKind;
use desk::procedure::{Answer, Giver, Model, Procedure, RoleKind, Target, Term, TermLength};
use desk::{ActivityId, AnswerId};

use crate::format::xml::id;

pub struct Graph {
    /// Lanes from top to bottom: the name of a role.
    pub lanes: Vec<Lane>,
    pub nodes: Vec<Node>,
    pub flows: Vec<Flow>,
}

pub struct Lane {
    pub id: String,
    pub name: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Start,
    /// People answer.
    UserTask,
    /// The tool goes on by itself.
    ServiceTask,
    /// The ways on of an activity.
    Gateway,
    /// Back to where the case came from.
    Back,
    /// A term on the border of a task; it ends the activity or only reminds.
    Timer {
        ends: bool,
    },
    /// What a reminder leads to.
    Reminded,
    /// Another procedure.
    Call,
    End,
}

pub struct Node {
    pub id: String,
    pub kind: Kind,
    pub name: String,
    pub documentation: String,
    pub lane: usize,
    /// The activity it belongs to: its place among the activities.
    pub column: usize,
    /// A timer's task; a call's procedure.
    pub of: String,
    /// A timer's length in words.
    pub length: String,
}

pub struct Flow {
    pub id: String,
    pub from: usize,
    pub to: usize,
    pub name: String,
    pub documentation: String,
}

impl Graph {
    pub fn of(procedure: &Procedure) -> Graph {
        let mut drawing = Drawing {
            procedure,
            model: Model::of(procedure),
            graph: Graph { lanes: Vec::new(), nodes: Vec::new(), flows: Vec::new() },
        };
        let ids: Vec<&ActivityId> = procedure.activities.keys().collect();
        // What an arrow leads to comes first, so that every flow finds its end.
        for (column, id) in ids.iter().enumerate() {
            drawing.activity(column, id);
        }
        for (column, id) in ids.iter().enumerate() {
            drawing.ways(column, id);
        }
        drawing.graph
    }

    pub fn flows_into(&self, node: usize) -> impl Iterator<Item = &Flow> {
        self.flows.iter().filter(move |flow| flow.to == node)
    }

    pub fn flows_out_of(&self, node: usize) -> impl Iterator<Item = &Flow> {
        self.flows.iter().filter(move |flow| flow.from == node)
    }
}

struct Drawing<'p> {
    procedure: &'p Procedure,
    model: Model,
    graph: Graph,
}

impl Drawing<'_> {
    fn lane(&mut self, activity: &ActivityId) -> usize {
        let procedure = self.procedure;
        let tool = procedure.roles.iter().find(|(_, role)| role.is == RoleKind::System);
        let own = procedure.activity(activity).and_then(|activity| procedure.roles.get_key_value(activity.by.first()?));
        let role = own.or(tool);
        let lane = id("lane", role.map_or("sistema", |(id, _)| id.as_str()));
        self.graph.lanes.iter().position(|known| known.id == lane).unwrap_or_else(|| {
            let name = role.map_or("Herramienta", |(_, role)| role.name.as_str()).to_owned();
            self.graph.lanes.push(Lane { id: lane, name });
            self.graph.lanes.len() - 1
        })
    }

    fn node(&mut self, kind: Kind, id: String, name: &str, lane: usize, column: usize) -> usize {
        let (documentation, of, length) = (String::new(), String::new(), String::new());
        self.graph.nodes.push(Node { id, kind, name: name.to_owned(), documentation, lane, column, of, length });
        self.graph.nodes.len() - 1
    }

    fn flow(&mut self, from: usize, to: usize, name: &str, documentation: &str) {
        let number = self.graph.flows.len() + 1;
        self.graph.flows.push(Flow {
            id: format!("flow_{number}"),
            from,
            to,
            name: name.to_owned(),
            documentation: documentation.to_owned(),
        });
    }

    /// The node a flow into an activity leads to.
    fn entry(&self, activity: &ActivityId) -> Option<usize> {
        let task = id("activity", activity.as_str());
        self.graph.nodes.iter().position(|node| node.id == task)
    }

    fn activity(&mut self, column: usize, activity: &ActivityId) {
        let Some(definition) = self.procedure.activity(activity) else { return };
        let lane = self.lane(activity);
        let name = format!("{activity}. {}", definition.name);
        let kind = match (self.procedure.is_end(activity), &definition.exit) {
            (true, Some(_)) => Kind::Call,
            (true, None) => Kind::End,
            (false, _) if self.procedure.is_automatic(activity) => Kind::ServiceTask,
            (false, _) => Kind::UserTask,
        };
        let begins = (column == 0).then(|| self.node(Kind::Start, "start".into(), "", lane, column));
        let node = self.node(kind, id("activity", activity.as_str()), &name, lane, column);
        self.graph.nodes[node].documentation = definition.text.trim().to_owned();
        if let Some(begins) = begins {
            self.flow(begins, node, "", "");
        }
        if let Some(exit) = &definition.exit {
            self.graph.nodes[node].of = exit.to_string();
            let end = self.node(Kind::End, id("end", activity.as_str()), "", lane, column);
            self.flow(node, end, "", "");
        }
    }

    fn ways(&mut self, column: usize, activity: &ActivityId) {
        let Some(task) = self.entry(activity).filter(|_| !self.procedure.is_end(activity)) else { return };
        let lane = self.graph.nodes[task].lane;
        let procedure = self.procedure;
        let (by_term, given): (Vec<_>, Vec<_>) =
            procedure.answers_from(activity).partition(|(_, answer)| answer.given_by == Giver::Term);
        let from = if given.len() > 1 {
            let question = procedure.activity(activity).map_or("", |activity| activity.question.trim());
            let gateway = self.node(Kind::Gateway, id("ways", activity.as_str()), question, lane, column);
            self.flow(task, gateway, "", "");
            gateway
        } else {
            task
        };
        for (id, answer) in given {
            self.way(from, activity, id, answer);
        }
        for (term_id, term) in procedure.terms_of(activity) {
            let gives = term.then.as_ref().and_then(|then| by_term.iter().find(|(id, _)| *id == then));
            let kind = Kind::Timer { ends: gives.is_some() };
            let timer = self.node(kind, id("term", term_id.as_str()), &term.label, lane, column);
            self.graph.nodes[timer].of = self.graph.nodes[task].id.clone();
            self.graph.nodes[timer].length = length(procedure, term);
            match gives {
                Some((id, answer)) => self.way(timer, activity, id, answer),
                None => {
                    let end = self.node(Kind::Reminded, id("reminded", term_id.as_str()), "", lane, column);
                    self.flow(timer, end, "", "");
                }
            }
        }
    }

    /// One arrow; back to where the case came from is a choice between the places it can have been.
    fn way(&mut self, from: usize, activity: &ActivityId, answer_id: &AnswerId, answer: &Answer) {
        let name = format!("{} ({answer_id})", answer.label);
        let targets: Vec<ActivityId> = match &answer.to {
            Target::Activity(to) => vec![to.clone()],
            Target::CameFrom => self.came_from(activity, answer_id).into_iter().collect(),
        };
        let Graph { nodes, .. } = &self.graph;
        let (lane, column) = (nodes[from].lane, nodes[from].column);
        if let [only] = &targets[..] {
            if let Some(to) = self.entry(only) {
                self.flow(from, to, &name, &answer.prints);
            }
            return;
        }
        let back = self.node(Kind::Back, id("back", &format!("{answer_id}_{activity}")), "", lane, column);
        self.flow(from, back, &name, &answer.prints);
        for target in targets {
            if let Some(to) = self.entry(&target) {
                self.flow(back, to, &format!("venía de la {target}"), "");
            }
        }
    }

    fn came_from(&self, activity: &ActivityId, answer: &AnswerId) -> BTreeSet<ActivityId> {
        let places = &self.model.places;
        let own = self.model.steps.iter().filter(|step| step.answer == *answer);
        let from_here = own.filter(|step| places[step.from].activity.as_ref() == Some(activity));
        from_here.filter_map(|step| places[step.to].activity.clone()).collect()
    }
}

/// A term's length in words: BPMN's own durations know no business days.
fn length(procedure: &Procedure, term: &Term) -> String {
    match &term.length {
        TermLength::Days(1, DayKind::Business) => "1 día hábil".to_owned(),
        TermLength::Days(days, DayKind::Business) => format!("{days} días hábiles"),
        TermLength::Days(1, DayKind::Calendar) => "1 día calendario".to_owned(),
        TermLength::Days(days, DayKind::Calendar) => format!("{days} días calendario"),
        TermLength::Hours(time) => format!("{} minutos hábiles", time.as_minutes()),
        TermLength::UntilField(field) => {
            let label = procedure.fields.get(field).map_or(field.as_str(), |field| field.label.as_str());
            format!("hasta: {label}")
        }
    }
}
