//! The way of each arrow: right angles on a grid, off the boxes, never along another arrow. The
//! cheapest way is taken; corners and crossings cost more than length.

use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap};

use super::arrows::Plain;
use super::place::{GRID, Layout};
use super::*;

const STEP: u32 = 10;
const CORNER: u32 = 45;
const CROSSING: u32 = 90;
/// Each step beside another arrow.
const BESIDE: u32 = 8;
/// Leaving or entering off the middle of a side.
const OFF_MIDDLE: u32 = 12;
/// Leaving to the left or entering from the right.
const WRONG_SIDE: u32 = 60;
/// Beside another arrow on the same side: neither has room for its words.
const CROWDED: u32 = 40;
/// Free steps around the boxes.
const MARGIN: i32 = 2;

/// Right, left, down, up.
const WAYS: [(i32, i32); 4] = [(1, 0), (-1, 0), (0, 1), (0, -1)];

#[derive(Clone, Copy, Default)]
struct Spot {
    blocked: bool,
    level: bool,
    upright: bool,
}

struct Grid {
    columns: i32,
    rows: i32,
    spots: Vec<Spot>,
}

/// A place on a box's side: its point and the direction outward.
#[derive(Clone, Copy)]
struct Port {
    at: Point,
    out: usize,
    cost: u32,
}

/// The corners of each arrow's way, in the order of the arrows; none where no way was found. Those
/// that found no place for their words before go first and keep a place free for them.
pub(super) fn ways(
    chart: &Chart,
    layout: &Layout,
    procedure: &Procedure,
    arrows: &[Plain],
    hemmed: &BTreeSet<usize>,
) -> Vec<(Vec<Point>, Option<Label>)> {
    let mut grid = Grid::of(chart);
    let mut order: Vec<usize> = (0..arrows.len()).collect();
    let far = |n: &usize| {
        let arrow = &arrows[*n];
        let (from, to) = (layout.cells[&arrow.from], layout.cells[&arrow.to]);
        let length = from.column.abs_diff(to.column) * 3 + from.row.abs_diff(to.row) * 2;
        let main = layout.main.contains(&(arrow.from.clone(), arrow.to.clone()));
        (!hemmed.contains(n), if main && length <= 3 { 0 } else { length }, !main)
    };
    order.sort_by_key(far);
    let mut found = vec![(Vec::new(), None); arrows.len()];
    let (mut taken, mut kept): (Vec<Vec<Point>>, Vec<Area>) = (Vec::new(), Vec::new());
    for n in order {
        let arrow = &arrows[n];
        let (Some(from), Some(to)) = (chart.node(&arrow.from), chart.node(&arrow.to)) else { continue };
        let leaving: Vec<Port> = grid.ports(from).into_iter().map(|port| port.dearer(1)).collect();
        let entering: Vec<Port> = grid.ports(to).into_iter().map(|port| port.dearer(0)).collect();
        let Some(way) = grid.way(&leaving, &entering) else { continue };
        grid.take(&way);
        let corners = corners(&way);
        let label = hemmed
            .contains(&n)
            .then(|| label::find(chart, &corners, &label::texts(procedure, &arrow.answers), &kept, &taken))
            .flatten();
        if let Some(label) = &label {
            grid.block(&label.area);
            kept.push(label.area);
        }
        taken.push(corners.clone());
        found[n] = (corners, label);
    }
    found
}

impl Chart {
    /// The box of an activity.
    pub fn node(&self, activity: &ActivityId) -> Option<&Node> {
        self.boxes.iter().find(|own| own.activity == *activity)
    }
}

impl Grid {
    fn of(chart: &Chart) -> Grid {
        let (columns, rows) = (chart.width / GRID + 1, chart.height / GRID + 1);
        let mut grid = Grid { columns, rows, spots: vec![Spot::default(); (columns * rows) as usize] };
        let areas = chart.boxes.iter().map(|own| own.area).chain(chart.notes.iter().map(|note| note.area));
        let around: Vec<Area> = areas.map(|area| area.grown(GRID)).collect();
        let stems = chart.notes.iter().map(|note| Area {
            x: note.stem[0].x - GRID,
            y: note.stem[0].y.min(note.stem[1].y) - GRID,
            width: 2 * GRID,
            height: (note.stem[0].y - note.stem[1].y).abs() + 2 * GRID,
        });
        let around: Vec<Area> = around.into_iter().chain(stems).collect();
        for row in 0..rows {
            for column in 0..columns {
                let (x, y) = (column * GRID, row * GRID);
                let outside =
                    x < LANE_HEAD + MARGIN * GRID / 2 || x > chart.width - GRID || y < GRID || y > chart.height - GRID;
                let inside = |area: &Area| x > area.x && x < area.right() && y > area.y && y < area.bottom();
                if outside || around.iter().any(inside) {
                    grid.spots[(row * columns + column) as usize].blocked = true;
                }
            }
        }
        grid
    }

    fn block(&mut self, area: &Area) {
        for row in area.y / GRID..=area.bottom() / GRID {
            for column in area.x / GRID..=area.right() / GRID {
                let (x, y) = (column * GRID, row * GRID);
                let inside = x >= area.x && x <= area.right() && y >= area.y && y <= area.bottom();
                if let Some(spot) = self.spots.get_mut((row * self.columns + column) as usize)
                    && inside
                {
                    spot.blocked = true;
                }
            }
        }
    }

    fn spot(&self, at: Point) -> Option<&Spot> {
        let (column, row) = (at.x / GRID, at.y / GRID);
        let within = column >= 0 && row >= 0 && column < self.columns && row < self.rows;
        if within { self.spots.get((row * self.columns + column) as usize) } else { None }
    }

    /// The free places of a box, each one step outside its side.
    fn ports(&self, own: &Node) -> Vec<Port> {
        let area = own.area;
        let (middle_x, middle_y) = (area.x + area.width / 2, area.y + area.height / 2);
        let mut ports = Vec::new();
        for (off, cost) in [(0, 0), (-20, OFF_MIDDLE), (20, OFF_MIDDLE)] {
            ports.push(Port { at: Point { x: area.right(), y: middle_y + off }, out: 0, cost });
            ports.push(Port { at: Point { x: area.x, y: middle_y + off }, out: 1, cost });
        }
        for (off, cost) in [(0, 0), (-30, OFF_MIDDLE), (30, OFF_MIDDLE), (-50, 2 * OFF_MIDDLE), (50, 2 * OFF_MIDDLE)] {
            ports.push(Port { at: Point { x: middle_x + off, y: area.bottom() }, out: 2, cost });
            ports.push(Port { at: Point { x: middle_x + off, y: area.y }, out: 3, cost });
        }
        for port in &mut ports {
            let (x, y) = if port.out < 2 { (0, GRID) } else { (GRID, 0) };
            let taken = |n: i32| {
                let beside = self.spot(Point { x: port.at.x + x * n, y: port.at.y + y * n });
                beside.is_some_and(|spot| if port.out < 2 { spot.level } else { spot.upright })
            };
            if (1..=4).any(|n| taken(n) || taken(-n)) {
                port.cost += CROWDED;
            }
        }
        ports.retain(|port| {
            let free = |p: Point| self.spot(p).is_some_and(|spot| !spot.level && !spot.upright);
            let outside = port.outside();
            free(port.at) && free(outside) && self.spot(outside).is_some_and(|spot| !spot.blocked)
        });
        ports
    }

    /// The cheapest way between any of the places of one box and any of another, step by step.
    fn way(&self, from: &[Port], to: &[Port]) -> Option<Vec<Point>> {
        let states = (self.columns * self.rows) as usize * 4;
        let index = |at: Point, way: usize| ((at.y / GRID * self.columns + at.x / GRID) as usize) * 4 + way;
        let mut cost = vec![u32::MAX; states];
        let mut before: Vec<u32> = vec![u32::MAX; states];
        let mut ahead = BinaryHeap::new();
        let left =
            |at: Point| to.iter().map(|p| ((p.at.x - at.x).abs() + (p.at.y - at.y).abs()) as u32).min().unwrap_or(0);
        for port in from {
            let at = port.outside();
            let n = index(at, port.out);
            if port.cost < cost[n] {
                cost[n] = port.cost;
                ahead.push(Reverse((port.cost + left(at), n)));
            }
        }
        let point = |n: usize| {
            let cell = (n / 4) as i32;
            Point { x: cell % self.columns * GRID, y: cell / self.columns * GRID }
        };
        let mut end: Option<(u32, usize, Port)> = None;
        while let Some(Reverse((estimate, n))) = ahead.pop() {
            if end.as_ref().is_some_and(|(best, ..)| *best <= estimate) {
                break;
            }
            let (at, way) = (point(n), n % 4);
            let crossing = self.spot(at).is_some_and(|spot| spot.level || spot.upright);
            for port in to.iter().filter(|port| port.outside() == at) {
                let inward = port.out ^ 1;
                if crossing || way == port.out {
                    continue;
                }
                let whole = cost[n] + port.cost + if way == inward { 0 } else { CORNER };
                if end.as_ref().is_none_or(|(best, ..)| whole < *best) {
                    end = Some((whole, n, *port));
                }
            }
            for (next_way, step) in WAYS.iter().enumerate() {
                if next_way == way ^ 1 || (crossing && next_way != way) {
                    continue;
                }
                let next = Point { x: at.x + step.0 * GRID, y: at.y + step.1 * GRID };
                let Some(price) = self.price(next, next_way) else { continue };
                let whole = cost[n] + price + if next_way == way { 0 } else { CORNER };
                let m = index(next, next_way);
                if whole < cost[m] {
                    cost[m] = whole;
                    before[m] = n as u32;
                    ahead.push(Reverse((whole + left(next), m)));
                }
            }
        }
        let (_, mut n, port) = end?;
        let mut way = vec![port.at, point(n)];
        while before[n] != u32::MAX {
            n = before[n] as usize;
            way.push(point(n));
        }
        let (first, out) = (point(n), WAYS[n % 4]);
        way.push(Point { x: first.x - out.0 * GRID, y: first.y - out.1 * GRID });
        way.reverse();
        Some(way)
    }

    /// What a step onto this point costs; nothing where it may not be taken.
    fn price(&self, at: Point, way: usize) -> Option<u32> {
        let spot = self.spot(at)?;
        let level = way < 2;
        if spot.blocked || (level && spot.level) || (!level && spot.upright) {
            return None;
        }
        let mut price = STEP;
        if spot.level || spot.upright {
            price += CROSSING;
        }
        let beside = if level { [(0, GRID), (0, -GRID)] } else { [(GRID, 0), (-GRID, 0)] };
        for (x, y) in beside {
            let near = self.spot(Point { x: at.x + x, y: at.y + y });
            if near.is_some_and(|s| if level { s.level } else { s.upright }) {
                price += BESIDE;
            }
        }
        Some(price)
    }

    fn take(&mut self, way: &[Point]) {
        for pair in way.windows(2) {
            for at in pair {
                let n = (at.y / GRID * self.columns + at.x / GRID) as usize;
                if let Some(spot) = self.spots.get_mut(n) {
                    if pair[0].y == pair[1].y { spot.level = true } else { spot.upright = true }
                }
            }
        }
    }
}

impl Port {
    /// The same place, dearer on the side where nobody looks for it: arrows leave to the right and
    /// enter from the left.
    fn dearer(self, side: usize) -> Port {
        Port { cost: self.cost + if self.out == side { WRONG_SIDE } else { 0 }, ..self }
    }

    fn outside(&self) -> Point {
        let (x, y) = WAYS[self.out];
        Point { x: self.at.x + x * GRID, y: self.at.y + y * GRID }
    }
}

/// Only where it turns, and its ends.
fn corners(way: &[Point]) -> Vec<Point> {
    let straight = |a: Point, b: Point, c: Point| (a.x == b.x && b.x == c.x) || (a.y == b.y && b.y == c.y);
    let mut found: Vec<Point> = Vec::new();
    for (n, at) in way.iter().enumerate() {
        let turns = n == 0 || n + 1 == way.len() || !straight(way[n - 1], *at, way[n + 1]);
        if turns {
            found.push(*at);
        }
    }
    found
}
