//! Where the boxes stand. The longest way forward through the procedure is a straight line in
//! each lane; what branches off stands above or below it.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::arrows::{Arrows, Plain};
use super::*;
use crate::procedure::definition::{Activity, RoleKind};

/// Distances that arrows and labels make wider where they need it.
const BETWEEN_COLUMNS: i32 = 60;
const BETWEEN_ROWS: i32 = 30;
/// Height of the short arrow between a box and its note.
const STEM: i32 = 12;
pub(super) const GRID: i32 = 10;

/// Which cell of a grid each activity stands in.
pub(super) struct Layout {
    pub cells: HashMap<ActivityId, Cell>,
    pub columns: usize,
    /// The lane of each row, from the top; a lane's rows are neighbours.
    pub rows: Vec<usize>,
    lanes: Vec<Option<RoleId>>,
    pub main: HashSet<(ActivityId, ActivityId)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Cell {
    pub column: usize,
    pub row: usize,
}

/// The space after each column and below each row, and before the first.
pub(super) struct Gaps {
    columns: Vec<i32>,
    rows: Vec<i32>,
}

impl Gaps {
    pub(super) fn of(layout: &Layout) -> Gaps {
        let mut columns = vec![BETWEEN_COLUMNS; layout.columns + 1];
        columns[0] = 40;
        columns[layout.columns] = 40;
        Gaps { columns, rows: vec![BETWEEN_ROWS; layout.rows.len() + 1] }
    }

    /// Makes room where this arrow leaves and arrives.
    pub(super) fn widen(&mut self, layout: &Layout, arrow: &Plain, no_way: bool) {
        let (Some(from), Some(to)) = (layout.cells.get(&arrow.from), layout.cells.get(&arrow.to)) else { return };
        let after = if to.column > from.column { from.column + 1 } else { from.column.min(layout.columns - 1) + 1 };
        self.columns[after] += GRID;
        if from.column == to.column {
            self.columns[from.column] += GRID;
        }
        if from.row != to.row || no_way {
            self.rows[from.row.max(to.row)] += GRID;
        }
        if from.row == to.row && from.column.abs_diff(to.column) != 1 {
            self.rows[from.row] += GRID;
        }
    }
}

impl Layout {
    pub(super) fn of(procedure: &Procedure, arrows: &Arrows) -> Layout {
        let order: HashMap<&ActivityId, usize> =
            procedure.activities.keys().enumerate().map(|(n, id)| (id, n)).collect();
        let forward: Vec<(&ActivityId, &ActivityId)> = arrows
            .plain
            .iter()
            .filter(|arrow| order[&arrow.from] < order[&arrow.to])
            .map(|arrow| (&arrow.from, &arrow.to))
            .collect();
        let roles = lanes_of(procedure, &forward);
        let lanes = used_lanes(procedure, &roles);
        let lane_of = |id: &ActivityId| lanes.iter().position(|lane| *lane == roles[id]).unwrap_or(0);
        let line = longest(procedure, &forward, &roles);
        let columns = columns_of(procedure, &forward, &lane_of, &line);

        // Rows within a lane, counted from its straight line: 0, then -1 above or 1 below.
        let mut taken: HashSet<(usize, usize, i32)> = HashSet::new();
        let mut level: HashMap<&ActivityId, i32> = HashMap::new();
        for id in line.iter().copied() {
            taken.insert((lane_of(id), columns[id], 0));
            level.insert(id, 0);
        }
        let straight: HashSet<usize> = line.iter().map(|id| lane_of(id)).collect();
        for id in procedure.activities.keys().filter(|id| !line.contains(id)) {
            let lane = lane_of(id);
            let pull: i64 = arrows
                .plain
                .iter()
                .filter_map(|arrow| match () {
                    () if arrow.from == *id => Some(&arrow.to),
                    () if arrow.to == *id => Some(&arrow.from),
                    () => None,
                })
                .map(|other| lane_of(other) as i64 - lane as i64)
                .sum();
            let last = procedure.activities[id].exit.is_some() || procedure.is_end(id);
            let near = if pull < 0 && !last { [-1, 1, -2, 2, -3, 3] } else { [1, -1, 2, -2, 3, -3] };
            let first = if straight.contains(&lane) { None } else { Some(0) };
            let free = first.into_iter().chain(near).find(|n| !taken.contains(&(lane, columns[id], *n)));
            let own = free.unwrap_or(4);
            taken.insert((lane, columns[id], own));
            level.insert(id, own);
        }

        let used: BTreeMap<(usize, i32), ()> = taken.iter().map(|(lane, _, n)| ((*lane, *n), ())).collect();
        let rows: Vec<usize> = used.keys().map(|(lane, _)| *lane).collect();
        let row_of = |lane: usize, n: i32| used.keys().position(|key| *key == (lane, n)).unwrap_or(0);
        let cells = procedure
            .activities
            .keys()
            .map(|id| (id.clone(), Cell { column: columns[id], row: row_of(lane_of(id), level[id]) }))
            .collect();
        let main = line.windows(2).map(|pair| (pair[0].clone(), pair[1].clone())).collect();
        Layout { cells, columns: columns.values().max().map_or(1, |last| last + 1), rows, lanes, main }
    }

    /// Boxes, notes and lanes at their sizes and places, without arrows.
    pub(super) fn measured(&self, procedure: &Procedure, arrows: &Arrows, gaps: &Gaps) -> Chart {
        let mut boxes: Vec<Node> =
            procedure.activities.iter().map(|(id, activity)| node(procedure, arrows, id, activity)).collect();
        let mut notes = notes(procedure, arrows);
        // Height above and below the middle of each row.
        let mut reach = vec![(0, 0); self.rows.len()];
        for own in &boxes {
            let row = self.cells[&own.activity].row;
            let half = own.area.height / 2;
            let beside = |above: bool| -> i32 {
                notes.iter().filter(|n| n.hangs(&own.activity, above)).map(|n| n.area.height + STEM + 4).sum()
            };
            reach[row].0 = reach[row].0.max(half + beside(true));
            reach[row].1 = reach[row].1.max(half + beside(false));
        }
        let mut x = LANE_HEAD;
        let lefts: Vec<i32> = (0..self.columns)
            .map(|column| {
                x += gaps.columns[column];
                let left = x;
                x += WIDTH;
                left
            })
            .collect();
        let width = x + gaps.columns[self.columns];
        let mut y = 0;
        let mut lanes: Vec<Lane> = Vec::new();
        let middles: Vec<i32> = (0..self.rows.len())
            .map(|row| {
                // Lane lines run between the lines that arrows use.
                if row == 0 || self.rows[row] != self.rows[row - 1] {
                    let top = if row == 0 { 0 } else { up(y) + 5 };
                    if let Some(before) = lanes.last_mut() {
                        before.area.height = top - before.area.y;
                    }
                    y = top;
                    let role = self.lanes[self.rows[row]].clone();
                    lanes.push(Lane { role, area: Area { x: 0, y: top, width, height: 0 } });
                }
                y = up(y + gaps.rows[row] + reach[row].0);
                let middle = y;
                y = up(y + reach[row].1 + 20);
                middle
            })
            .collect();
        let height = up(y + gaps.rows[self.rows.len()] - 20) + 5;
        if let Some(last) = lanes.last_mut() {
            last.area.height = height - last.area.y;
        }
        for own in &mut boxes {
            let cell = self.cells[&own.activity];
            own.area.x = lefts[cell.column];
            own.area.y = middles[cell.row] - own.area.height / 2;
        }
        let mut hung: HashMap<(ActivityId, bool), i32> = HashMap::new();
        for note in &mut notes {
            let (activity, above) = note.at();
            let Some(own) = boxes.iter().find(|own| own.activity == activity) else { continue };
            let deep = hung.entry((activity, above)).or_default();
            note.area.x = own.area.x;
            let middle = own.area.x + WIDTH / 2;
            let (near, far);
            if above {
                note.area.y = own.area.y - STEM - note.area.height - *deep;
                (near, far) = (own.area.y - *deep, note.area.bottom());
            } else {
                note.area.y = own.area.bottom() + STEM + *deep;
                (near, far) = (own.area.bottom() + *deep, note.area.y);
            }
            *deep += note.area.height + STEM + 4;
            let (near, far) = (Point { x: middle, y: near }, Point { x: middle, y: far });
            note.stem = if above { [far, near] } else { [near, far] };
        }
        Chart { width, height, lanes, boxes, arrows: Vec::new(), notes }
    }
}

fn up(y: i32) -> i32 {
    (y + GRID - 1).div_euclid(GRID) * GRID
}

impl Note {
    fn at(&self) -> (ActivityId, bool) {
        match &self.way {
            Way::Returns { from, .. } => (from.clone(), false),
            Way::Arrives { to, .. } => (to.clone(), true),
        }
    }

    fn hangs(&self, activity: &ActivityId, above: bool) -> bool {
        self.at() == (activity.clone(), above)
    }
}

fn node(procedure: &Procedure, arrows: &Arrows, id: &ActivityId, activity: &Activity) -> Node {
    let is_end = procedure.is_end(id);
    let shape = match () {
        () if activity.exit.is_some() => Shape::Exit,
        () if is_end => Shape::End,
        () if activity.control_point || activity.internal_decision || !activity.question.is_empty() => Shape::Decision,
        () if procedure.is_automatic(id) && procedure.answers_from(id).count() > 1 => Shape::Decision,
        () => Shape::Activity,
    };
    let mut marks = Vec::new();
    if procedure.first() == Some(id) {
        marks.push(Mark::Start);
    }
    marks.extend(procedure.terms_of(id).map(|(term, _)| Mark::Term(term.clone())));
    let leaving = arrows.letters.iter().filter(|letter| letter.from.contains(id));
    marks.extend(leaving.map(|letter| Mark::Leaves(letter.letter, letter.answer.clone())));
    match shape {
        Shape::End => marks.push(Mark::End),
        Shape::Exit => marks.push(Mark::Exit),
        _ => {}
    }
    let name = words::wrap(activity.name.trim(), WIDTH - 2 * PAD, 12.0);
    let inside = HEAD + (name.len() + marks.len()) as i32 * LINE + 2 * PAD - 2;
    let height = ((inside + 19) / 20 * 20).max(60);
    let area = Area { x: 0, y: 0, width: WIDTH, height };
    Node { activity: id.clone(), area, shape, control_point: activity.control_point, name, marks }
}

fn notes(procedure: &Procedure, arrows: &Arrows) -> Vec<Note> {
    let note = |answer: &AnswerId, way: Way, more: usize| {
        let text = procedure.answers.get(answer).map_or("", |answer| answer.label.as_str());
        let lines = words::wrap(text, WIDTH - 2 * PAD - if more == 0 { 16 } else { 0 }, 11.0);
        let height = (lines.len() + more) as i32 * LINE + PAD;
        let nowhere = Point { x: 0, y: 0 };
        Note {
            answer: answer.clone(),
            way,
            area: Area { x: 0, y: 0, width: WIDTH, height },
            lines,
            stem: [nowhere, nowhere],
        }
    };
    let returns =
        arrows.returns.iter().map(|r| note(&r.answer, Way::Returns { from: r.from.clone(), to: r.to.clone() }, 1));
    let arrives = arrows
        .letters
        .iter()
        .map(|l| note(&l.answer, Way::Arrives { letter: l.letter, from: l.from.clone(), to: l.to.clone() }, 0));
    returns.chain(arrives).collect()
}

/// The role each activity belongs to: the first of those that answer it, the one its printed
/// responsible names, the tool's, or that of the activity before it.
fn lanes_of<'p>(
    procedure: &'p Procedure,
    forward: &[(&ActivityId, &ActivityId)],
) -> HashMap<&'p ActivityId, Option<RoleId>> {
    let mut roles: HashMap<&ActivityId, Option<RoleId>> = HashMap::new();
    for (id, activity) in &procedure.activities {
        let named = || {
            let printed = activity.responsible.trim().to_lowercase();
            procedure.roles.iter().find(|(_, role)| role.name.to_lowercase() == printed).map(|(id, _)| id.clone())
        };
        let tool = || procedure.roles.iter().find(|(_, role)| role.is == RoleKind::System).map(|(id, _)| id.clone());
        let before = || {
            let (from, _) = forward.iter().find(|(_, to)| *to == id)?;
            roles.get(*from).cloned().flatten()
        };
        let own = match activity.by.first() {
            Some(role) => Some(role.clone()),
            None if activity.exit.is_some() => before(),
            None => named().or_else(tool).or_else(before),
        };
        roles.insert(id, own);
    }
    roles
}

/// Who asks stands above, then who approves, who attends and the tool; within each, as in the file.
fn used_lanes(procedure: &Procedure, roles: &HashMap<&ActivityId, Option<RoleId>>) -> Vec<Option<RoleId>> {
    let rank = |kind: RoleKind| match kind {
        RoleKind::Requester => 0,
        RoleKind::Approver => 1,
        RoleKind::Staff => 2,
        RoleKind::Assignee => 3,
        RoleKind::System => 4,
    };
    let used = |role: &RoleId| roles.values().any(|own| own.as_ref() == Some(role));
    let mut lanes: Vec<(u8, Option<RoleId>)> =
        procedure.roles.iter().filter(|(id, _)| used(id)).map(|(id, role)| (rank(role.is), Some(id.clone()))).collect();
    lanes.sort_by_key(|(rank, _)| *rank);
    let mut lanes: Vec<Option<RoleId>> = lanes.into_iter().map(|(_, role)| role).collect();
    if roles.values().any(Option::is_none) {
        lanes.push(None);
    }
    lanes
}

/// The longest way forward from the first activity; of two as long, the one that changes lanes less.
fn longest<'p>(
    procedure: &'p Procedure,
    forward: &[(&'p ActivityId, &'p ActivityId)],
    roles: &HashMap<&ActivityId, Option<RoleId>>,
) -> Vec<&'p ActivityId> {
    let mut best: HashMap<&ActivityId, (i32, Option<&'p ActivityId>)> = HashMap::new();
    for id in procedure.activities.keys().rev() {
        let onward = forward
            .iter()
            .filter(|(from, _)| *from == id)
            .map(|(_, to)| (best[to].0 + 10 - i32::from(roles[*to] != roles[id]), Some(*to)));
        // The first of the best: ties go by the order of the file.
        let found = onward.fold((0, None), |a, b| if b.0 > a.0 { b } else { a });
        best.insert(id, found);
    }
    let mut line = Vec::new();
    let mut at = procedure.activities.keys().next();
    while let Some(id) = at {
        line.push(id);
        at = best[id].1;
    }
    line
}

fn columns_of<'p>(
    procedure: &'p Procedure,
    forward: &[(&'p ActivityId, &'p ActivityId)],
    lane_of: &dyn Fn(&ActivityId) -> usize,
    line: &[&ActivityId],
) -> HashMap<&'p ActivityId, usize> {
    let mut columns: HashMap<&ActivityId, usize> = HashMap::new();
    let mut straight: HashSet<(usize, usize)> = HashSet::new();
    let mut aside: HashSet<(usize, usize)> = HashSet::new();
    for id in procedure.activities.keys() {
        let (lane, main) = (lane_of(id), line.contains(&id));
        let mut column = forward
            .iter()
            .filter(|(_, to)| *to == id)
            .map(|(from, _)| columns[from] + usize::from(lane_of(from) == lane))
            .max()
            .unwrap_or(0);
        let cells = if main { &mut straight } else { &mut aside };
        while !cells.insert((lane, column)) {
            column += 1;
        }
        columns.insert(id, column);
    }
    columns
}
