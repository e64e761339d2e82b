//! The flowchart of a procedure, drawn from its data: lanes by role, activities in the order of
//! the file from left to right, arrows in right angles that keep off the boxes.
//!
//! Everything is measured here, in pixels of a page at its natural size, so that whoever prints
//! the chart only writes it down: [`words`] how long a text is, [`arrows`] what has to be drawn,
//! [`place`] where the boxes stand, [`route`] the way of each arrow, [`label`] its words.

mod arrows;
mod label;
mod place;
mod route;
mod words;

use std::collections::BTreeSet;

use super::definition::Procedure;
use crate::names::*;

/// The drawing.
#[derive(Clone, Debug)]
pub struct Chart {
    pub width: i32,
    pub height: i32,
    pub lanes: Vec<Lane>,
    pub boxes: Vec<Node>,
    pub arrows: Vec<Arrow>,
    pub notes: Vec<Note>,
}

/// A point, from the top left corner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Point {
    pub x: i32,
    pub y: i32,
}

/// A rectangle with straight sides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Area {
    pub x: i32,
    pub y: i32,
    pub width: i32,
    pub height: i32,
}

impl Area {
    pub fn right(&self) -> i32 {
        self.x + self.width
    }

    pub fn bottom(&self) -> i32 {
        self.y + self.height
    }

    /// Whether the insides of the two meet; sides may touch.
    pub fn overlaps(&self, other: &Area) -> bool {
        self.x < other.right() && other.x < self.right() && self.y < other.bottom() && other.y < self.bottom()
    }

    /// Whether a straight run between two points passes through the inside.
    pub fn is_crossed(&self, from: Point, to: Point) -> bool {
        let (left, right) = (from.x.min(to.x), from.x.max(to.x));
        let (top, bottom) = (from.y.min(to.y), from.y.max(to.y));
        right > self.x && left < self.right() && bottom > self.y && top < self.bottom()
    }

    fn grown(&self, by: i32) -> Area {
        Area { x: self.x - by, y: self.y - by, width: self.width + 2 * by, height: self.height + 2 * by }
    }
}

/// A strip of the drawing that belongs to one role; nobody's where the tool acts and has no role.
#[derive(Clone, Debug)]
pub struct Lane {
    pub role: Option<RoleId>,
    pub area: Area,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    Activity,
    /// It answers a question.
    Decision,
    /// The case ends here.
    End,
    /// Another procedure goes on from here.
    Exit,
}

/// The box of an activity.
#[derive(Clone, Debug)]
pub struct Node {
    pub activity: ActivityId,
    pub area: Area,
    pub shape: Shape,
    pub control_point: bool,
    /// The name, in lines as wide as the box.
    pub name: Vec<String>,
    /// One line each, below the name.
    pub marks: Vec<Mark>,
}

/// What a box says below its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mark {
    /// Every case begins here.
    Start,
    End,
    Exit,
    /// A term runs here.
    Term(TermId),
    /// An answer that leaves from many boxes leaves from here too; its arrow is drawn where it
    /// arrives, under the same letter.
    Leaves(char, AnswerId),
}

/// One arrow with the answers that take it.
#[derive(Clone, Debug)]
pub struct Arrow {
    pub from: ActivityId,
    pub to: ActivityId,
    pub answers: Vec<AnswerId>,
    /// Corners, from the box it leaves to the box it enters.
    pub path: Vec<Point>,
    pub label: Label,
}

/// Words beside an arrow.
#[derive(Clone, Debug)]
pub struct Label {
    pub area: Area,
    pub lines: Vec<String>,
}

/// An answer told beside a box instead of by a long arrow.
#[derive(Clone, Debug)]
pub struct Note {
    pub answer: AnswerId,
    pub way: Way,
    pub area: Area,
    /// The answer's words; below them one line is left free for where it goes.
    pub lines: Vec<String>,
    /// The short arrow that ties it to its box, in the direction the case takes.
    pub stem: [Point; 2],
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Way {
    /// Goes back to where the visit came from: one of these.
    Returns { from: ActivityId, to: Vec<ActivityId> },
    /// Arrives here from all boxes marked with the letter.
    Arrives { letter: char, from: Vec<ActivityId>, to: ActivityId },
}

/// Height of a line of words, in pixels.
pub const LINE: i32 = 14;
/// Height of the line that carries a box's number and the mark of a control point.
pub const HEAD: i32 = 18;
/// Free space between the side of a box or note and its words.
pub const PAD: i32 = 8;
/// Width of every box.
pub const WIDTH: i32 = 140;
/// Width of the strip that names the lanes.
pub const LANE_HEAD: i32 = 30;

/// Attempts to give every arrow its way and every label its place; each widens what was too narrow.
const TRIES: usize = 60;

/// Attempts that only make room, before an arrow is let through ahead of the others.
const PATIENCE: usize = 12;

impl Chart {
    /// Draws a procedure. The same procedure gives the same drawing.
    pub fn of(procedure: &Procedure) -> Chart {
        let arrows = arrows::of(procedure);
        let layout = place::Layout::of(procedure, &arrows);
        let mut gaps = place::Gaps::of(&layout);
        let mut hemmed = BTreeSet::new();
        let mut best: Option<(usize, Chart)> = None;
        for attempt in 0..TRIES {
            let mut chart = layout.measured(procedure, &arrows, &gaps);
            let ways = route::ways(&chart, &layout, procedure, &arrows.plain, &hemmed);
            let missing: Vec<usize> = (0..ways.len()).filter(|&n| ways[n].0.is_empty()).collect();
            let mut narrow = missing.clone();
            for (arrow, (path, label)) in arrows.plain.iter().zip(ways) {
                let nowhere = Label { area: Area { x: 0, y: 0, width: 0, height: 0 }, lines: Vec::new() };
                chart.arrows.push(Arrow {
                    from: arrow.from.clone(),
                    to: arrow.to.clone(),
                    answers: arrow.answers.clone(),
                    path,
                    label: label.unwrap_or(nowhere),
                });
            }
            narrow.extend(label::place(&mut chart, procedure));
            narrow.sort_unstable();
            narrow.dedup();
            if narrow.is_empty() {
                return chart;
            }
            for &arrow in &narrow {
                gaps.widen(&layout, &arrows.plain[arrow], missing.contains(&arrow));
            }
            if attempt >= PATIENCE {
                hemmed.extend(narrow.iter().copied());
            }
            let faults = narrow.len() + 100 * missing.len();
            if best.as_ref().is_none_or(|(fewest, _)| faults < *fewest) {
                best = Some((faults, chart));
            }
        }
        best.map_or_else(|| layout.measured(procedure, &arrows, &gaps), |(_, chart)| chart)
    }
}

impl Procedure {
    /// Its flowchart, drawn the first time somebody looks.
    pub fn chart(&self) -> &Chart {
        self.drawn.get_or_init(|| Chart::of(self))
    }
}
