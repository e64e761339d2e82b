//! The flowchart as pages draw it: what the desk measured, as the marks of an SVG.

use desk::procedure::Procedure;
use desk::procedure::chart::{Arrow, Chart, HEAD, LANE_HEAD, LINE, Mark, Node, Note, PAD, Point, Shape, Way};
use desk::{ActivityId, RoleId};

use crate::view::{CaseView, Stay};
use crate::web::page::Page;

use super::words;

/// Radius of a corner, in pixels.
const CORNER: i32 = 6;

/// The figure: everything with its place in pixels of its natural size.
pub struct Drawing {
    pub title: String,
    pub about: String,
    pub width: i32,
    pub height: i32,
    pub lanes: Vec<LaneDrawn>,
    pub arrows: Vec<ArrowDrawn>,
    pub boxes: Vec<BoxDrawn>,
    pub notes: Vec<NoteDrawn>,
    /// A case's walk is shown in it.
    pub walk: bool,
}

pub struct LaneDrawn {
    pub name: String,
    pub y: i32,
    pub height: i32,
    pub alternate: bool,
}

impl LaneDrawn {
    pub fn middle(&self) -> i32 {
        self.y + self.height / 2
    }
}

/// A line of words where it is written.
pub struct Words {
    pub x: i32,
    pub y: i32,
    pub text: String,
}

pub struct ArrowDrawn {
    pub way: String,
    pub head: String,
    pub words: Vec<Words>,
    pub walked: bool,
}

pub struct BoxDrawn {
    /// The row of the table or the line of the text that says more.
    pub href: String,
    /// Everything the box shows, in words.
    pub said: String,
    pub outline: String,
    /// `end`, `exit`, `walked`, `now`, as the style sheet names them.
    pub class: String,
    pub number: Words,
    /// «Punto de control», beside its diamond.
    pub point: Option<(String, Words)>,
    pub name: Vec<Words>,
    pub marks: Vec<MarkDrawn>,
    /// «El caso está aquí», below the box.
    pub here: Option<(i32, i32, Words)>,
}

pub struct MarkDrawn {
    /// `start`, `end`, `exit`, `term`, `letter`.
    pub kind: &'static str,
    pub x: i32,
    pub y: i32,
    /// The letter in the circle.
    pub letter: String,
    pub words: Words,
}

pub struct NoteDrawn {
    pub x: i32,
    pub y: i32,
    pub width: i32,
    pub height: i32,
    pub way: String,
    pub head: String,
    pub letter: Option<(i32, i32, Words)>,
    pub words: Vec<Words>,
    pub walked: bool,
}

/// Draws a procedure, and in it where a case has been.
pub fn draw(p: &Page, procedure: &Procedure, case: Option<&CaseView>) -> Drawing {
    let chart = procedure.chart();
    let document = &procedure.document;
    let trail = case.map_or(&[][..], |case| &case.trail);
    Drawing {
        title: p.t("chart-of").arg("name", &document.name).to_string(),
        about: p.t("chart-about").n("boxes", chart.boxes.len()).n("lanes", chart.lanes.len()).to_string(),
        width: chart.width,
        height: chart.height,
        lanes: lanes(p, procedure, chart),
        arrows: chart.arrows.iter().map(|arrow| of_arrow(arrow, trail)).collect(),
        boxes: chart.boxes.iter().map(|own| of_box(p, procedure, own, case)).collect(),
        notes: chart.notes.iter().map(|note| of_note(p, note, trail)).collect(),
        walk: case.is_some(),
    }
}

/// Where a click on an activity leads: its printed row, or its line in the text.
pub fn anchor(procedure: &Procedure, activity: &ActivityId) -> String {
    let printed = procedure.activity(activity).is_some_and(|own| own.printed);
    if printed { format!("#a{activity}") } else { format!("#in-words-{activity}") }
}

pub fn role_name(p: &Page, procedure: &Procedure, role: Option<&RoleId>) -> String {
    role.and_then(|role| procedure.roles.get(role)).map_or_else(|| p.t("chart-nobody").to_string(), |r| r.name.clone())
}

fn lanes(p: &Page, procedure: &Procedure, chart: &Chart) -> Vec<LaneDrawn> {
    let drawn = |(n, lane): (usize, &desk::procedure::chart::Lane)| LaneDrawn {
        name: short(&role_name(p, procedure, lane.role.as_ref()), lane.area.height),
        y: lane.area.y,
        height: lane.area.height,
        alternate: n % 2 == 1,
    };
    chart.lanes.iter().enumerate().map(drawn).collect()
}

/// As much of a name as its lane is high; the whole of it stands in the text beside.
fn short(name: &str, height: i32) -> String {
    let room = usize::try_from((height - 16) / 7).unwrap_or(0);
    if name.chars().count() <= room {
        return name.to_owned();
    }
    let cut: String = name.chars().take(room.saturating_sub(1)).collect();
    format!("{}…", cut.trim_end())
}

/// Whether a visit left the box by one of these answers.
fn walked(trail: &[Stay], from: &ActivityId, answers: &[desk::AnswerId]) -> bool {
    trail.iter().any(|stay| stay.activity == *from && stay.answer.as_ref().is_some_and(|(id, _)| answers.contains(id)))
}

fn of_arrow(arrow: &Arrow, trail: &[Stay]) -> ArrowDrawn {
    let Point { x, y } = Point { x: arrow.label.area.x, y: arrow.label.area.y };
    ArrowDrawn {
        way: way(&arrow.path),
        head: head(&arrow.path),
        words: lines(&arrow.label.lines, x, y + 11),
        walked: walked(trail, &arrow.from, &arrow.answers),
    }
}

fn lines(texts: &[String], x: i32, first: i32) -> Vec<Words> {
    texts.iter().zip(0..).map(|(text, n)| Words { x, y: first + n * LINE, text: text.clone() }).collect()
}

/// A line with round corners that ends where the arrow's head begins.
fn way(path: &[Point]) -> String {
    let mut drawn = String::new();
    for (n, at) in path.iter().enumerate() {
        let (before, after) = (n.checked_sub(1).and_then(|n| path.get(n)), path.get(n + 1));
        match (before, after) {
            (None, _) => drawn += &format!("M{},{}", at.x, at.y),
            (Some(before), None) => {
                let end = toward(*at, *before, 5);
                drawn += &format!("L{},{}", end.x, end.y);
            }
            (Some(before), Some(after)) => {
                let (into, out) = (toward(*at, *before, CORNER), toward(*at, *after, CORNER));
                drawn += &format!("L{},{}Q{},{} {},{}", into.x, into.y, at.x, at.y, out.x, out.y);
            }
        }
    }
    drawn
}

/// A point of a straight run, this far from its first end and never past its middle.
fn toward(from: Point, to: Point, far: i32) -> Point {
    let (x, y) = (to.x - from.x, to.y - from.y);
    let far = far.min((x.abs() + y.abs()) / 2);
    Point { x: from.x + x.signum() * far, y: from.y + y.signum() * far }
}

fn head(path: &[Point]) -> String {
    let [.., before, tip] = path else { return String::new() };
    let (x, y) = ((tip.x - before.x).signum(), (tip.y - before.y).signum());
    let (back_x, back_y) = (tip.x - 8 * x, tip.y - 8 * y);
    format!("M{},{}L{},{}L{},{}Z", tip.x, tip.y, back_x - 4 * y, back_y - 4 * x, back_x + 4 * y, back_y + 4 * x)
}

fn of_box(p: &Page, procedure: &Procedure, own: &Node, case: Option<&CaseView>) -> BoxDrawn {
    let area = own.area;
    let visits = case.map_or(0, |case| case.trail.iter().filter(|stay| stay.activity == own.activity).count());
    let now = case.and_then(CaseView::stay).is_some_and(|stay| stay.activity == own.activity);
    let left = area.x + PAD;
    let marks_at = area.y + HEAD + PAD + own.name.len() as i32 * LINE;
    let marks: Vec<MarkDrawn> =
        own.marks.iter().zip(0..).map(|(mark, n)| of_mark(p, procedure, mark, left, marks_at + n * LINE)).collect();
    let name = procedure.activity(&own.activity).map_or("", |activity| activity.name.as_str());
    // Its name begins with the words in the box, in their order: who speaks to the computer says those.
    let drawn = own.name.join(" ");
    let mut said = vec![p.t("chart-activity").arg("number", &own.activity).arg("name", &drawn).to_string()];
    if own.control_point {
        said.push(p.t("control-point").to_string());
    }
    said.extend(marks.iter().map(|mark| format!("{} {}", mark.letter, mark.words.text).trim().to_owned()));
    if now {
        said.push(p.t("case-is-here").to_string());
    } else if visits > 0 {
        said.push(p.t("chart-walked").n("times", visits).to_string());
    }
    if drawn != name {
        said.push(name.to_owned());
    }
    let shape = match own.shape {
        Shape::Activity => "activity",
        Shape::Decision => "decision",
        Shape::End => "end",
        Shape::Exit => "exit",
    };
    let state = if now {
        " now"
    } else if visits > 0 {
        " walked"
    } else {
        ""
    };
    let number_width = 9 * own.activity.as_str().chars().count() as i32;
    BoxDrawn {
        href: anchor(procedure, &own.activity),
        said: said.join(". "),
        outline: outline(own),
        class: format!("{shape}{state}"),
        number: Words { x: left, y: area.y + 17, text: own.activity.to_string() },
        point: own.control_point.then(|| {
            let x = left + number_width + 10;
            let y = area.y + 12;
            let diamond = format!("M{},{}L{},{}L{},{}L{},{}Z", x, y - 5, x + 5, y, x, y + 5, x - 5, y);
            (diamond, Words { x: x + 9, y: area.y + 16, text: p.t("control-point").to_string() })
        }),
        name: lines(&own.name, left, area.y + HEAD + PAD + 7),
        marks,
        here: now.then(|| {
            let text = p.t("case-is-here").to_string();
            (area.x + 10, area.bottom() - 9, Words { x: area.x + area.width / 2, y: area.bottom() + 4, text })
        }),
    }
}

fn outline(own: &Node) -> String {
    let (x, y, right, bottom) = (own.area.x, own.area.y, own.area.right(), own.area.bottom());
    let cut = if own.shape == Shape::Decision { 10 } else { 3 };
    format!(
        "M{},{y}H{}L{right},{}V{}L{},{bottom}H{}L{x},{}V{}Z",
        x + cut,
        right - cut,
        y + cut,
        bottom - cut,
        right - cut,
        x + cut,
        bottom - cut,
        y + cut
    )
}

fn of_mark(p: &Page, procedure: &Procedure, mark: &Mark, x: i32, y: i32) -> MarkDrawn {
    let (kind, letter, text) = match mark {
        Mark::Start => ("start", String::new(), p.t("chart-start").to_string()),
        Mark::End => ("end", String::new(), p.t("chart-end").to_string()),
        Mark::Exit => ("exit", String::new(), p.t("chart-exit").to_string()),
        Mark::Term(id) => {
            let text = procedure.terms.get(id).map_or_else(String::new, |term| words::length_short(p, term));
            ("term", String::new(), text)
        }
        Mark::Leaves(letter, answer) => {
            let text = procedure.answers.get(answer).map_or_else(String::new, |answer| answer.label.clone());
            ("letter", letter.to_string(), text)
        }
    };
    let text =
        if text.chars().count() > 18 { format!("{}…", text.chars().take(17).collect::<String>()) } else { text };
    MarkDrawn { kind, x: x + 6, y: y + 3, letter, words: Words { x: x + 16, y: y + 7, text } }
}

fn of_note(p: &Page, note: &Note, trail: &[Stay]) -> NoteDrawn {
    let (area, answers) = (note.area, [note.answer.clone()]);
    let left = area.x + PAD;
    let (letter, walked) = match &note.way {
        Way::Returns { from, .. } => (None, walked(trail, from, &answers)),
        Way::Arrives { letter, from, .. } => {
            let circle = (left + 6, area.y + area.height / 2);
            let words = Words { x: circle.0, y: circle.1 + 4, text: letter.to_string() };
            (Some((circle.0, circle.1, words)), from.iter().any(|from| self::walked(trail, from, &answers)))
        }
    };
    let mut words = lines(&note.lines, left + if letter.is_some() { 16 } else { 0 }, area.y + 15);
    if let Way::Returns { to, .. } = &note.way {
        let to: Vec<String> = to.iter().map(ToString::to_string).collect();
        let text = p.t("chart-returns").arg("activities", p.w.list_or(&to)).to_string();
        words.push(Words { x: left, y: area.y + 15 + LINE * note.lines.len() as i32, text });
    }
    NoteDrawn {
        x: area.x,
        y: area.y,
        width: area.width,
        height: area.height,
        way: way(&note.stem),
        head: head(&note.stem),
        letter,
        words,
        walked,
    }
}

/// Where the strip that names the lanes ends.
pub const NAMES: i32 = LANE_HEAD;
