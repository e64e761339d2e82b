//! The words of each arrow, beside a run of its own, off every box, every other label and, where
//! it can be, every line.

use super::*;

const SIZE: f32 = 11.0;
/// Widths a label is tried at, in pixels: broader is easier to read.
const WIDTHS: [i32; 4] = [150, 115, 90, 75];
/// Between a run and its words.
const OFF: i32 = 4;
/// Places tried along a run are this far apart.
const ALONG: i32 = 10;

/// Gives each arrow that has none its label. Says which arrows found no free place; those have
/// theirs where it disturbs least.
pub(super) fn place(chart: &mut Chart, procedure: &Procedure) -> Vec<usize> {
    let mut narrow = Vec::new();
    // The shortest ways have the fewest places.
    let unnamed = |n: &usize| !chart.arrows[*n].path.is_empty() && chart.arrows[*n].label.lines.is_empty();
    let mut order: Vec<usize> = (0..chart.arrows.len()).filter(unnamed).collect();
    order.sort_by_key(|&n| length(&chart.arrows[n].path));
    let ways: Vec<Vec<Point>> = chart.arrows.iter().map(|arrow| arrow.path.clone()).collect();
    let mut placed: Vec<Area> = chart.arrows.iter().map(|arrow| arrow.label.area).filter(|a| a.width > 0).collect();
    for n in order {
        let arrow = &chart.arrows[n];
        let texts = texts(procedure, &arrow.answers);
        let label = find(chart, &arrow.path, &texts, &placed, &ways).or_else(|| {
            narrow.push(n);
            find(chart, &arrow.path, &texts, &placed, &[])
        });
        if let Some(label) = label {
            placed.push(label.area);
            chart.arrows[n].label = label;
        }
    }
    narrow
}

/// The words of the answers that share an arrow.
pub(super) fn texts<'p>(procedure: &'p Procedure, answers: &[AnswerId]) -> Vec<&'p str> {
    answers.iter().filter_map(|id| procedure.answers.get(id)).map(|answer| answer.label.as_str()).collect()
}

/// The best place beside a way that is off the boxes, the notes, these labels and these ways.
pub(super) fn find(
    chart: &Chart,
    path: &[Point],
    texts: &[&str],
    placed: &[Area],
    ways: &[Vec<Point>],
) -> Option<Label> {
    candidates(path, texts).find(|label| {
        let area = &label.area;
        let inside = area.x > LANE_HEAD && area.y > 0 && area.right() < chart.width && area.bottom() < chart.height;
        let apart = area.grown(2);
        let on_note = |note: &Note| note.area.overlaps(&apart) || area.is_crossed(note.stem[0], note.stem[1]);
        inside
            && !chart.boxes.iter().any(|own| own.area.overlaps(&apart))
            && !chart.notes.iter().any(on_note)
            && !placed.iter().any(|other| other.overlaps(&apart))
            && !ways.iter().any(|way| way.windows(2).any(|run| area.is_crossed(run[0], run[1])))
            && !path.windows(2).any(|run| area.is_crossed(run[0], run[1]))
    })
}

fn length(path: &[Point]) -> i32 {
    path.windows(2).map(|run| (run[1].x - run[0].x).abs() + (run[1].y - run[0].y).abs()).sum()
}

/// The words in lines: answers that share an arrow are told one below the other.
fn lines(texts: &[&str], most: i32) -> Vec<String> {
    if let [text] = texts {
        return words::wrap(text, most, SIZE);
    }
    texts.iter().flat_map(|text| words::wrap(&format!("•\u{a0}{text}"), most, SIZE)).collect()
}

/// Places beside the runs of a way: near where it leaves first, broad before narrow.
fn candidates<'a>(path: &'a [Point], texts: &'a [&'a str]) -> impl Iterator<Item = Label> + 'a {
    WIDTHS.into_iter().flat_map(move |most| {
        let lines = lines(texts, most);
        let width = lines.iter().map(|line| words::width(line, SIZE)).max().unwrap_or(0);
        let height = lines.len() as i32 * LINE;
        let mut found = Vec::new();
        for run in path.windows(2) {
            let (a, b) = (run[0], run[1]);
            if a.y == b.y {
                let (left, right) = (a.x.min(b.x), a.x.max(b.x));
                let (first, last) = (left + 6, right - 6 - width);
                let mut xs: Vec<i32> =
                    if last < first { vec![] } else { (first..=last).step_by(ALONG as usize).collect() };
                // Near where it leaves.
                if b.x < a.x {
                    xs.reverse();
                }
                for x in xs {
                    found.push(Area { x, y: a.y - OFF - height, width, height });
                    found.push(Area { x, y: a.y + OFF, width, height });
                }
            } else {
                let (top, bottom) = (a.y.min(b.y), a.y.max(b.y));
                let (first, last) = (top + 2, bottom - 2 - height);
                let mut ys: Vec<i32> =
                    if last < first { vec![] } else { (first..=last).step_by(ALONG as usize).collect() };
                if b.y < a.y {
                    ys.reverse();
                }
                for y in ys {
                    found.push(Area { x: a.x + OFF + 2, y, width, height });
                    found.push(Area { x: a.x - OFF - 2 - width, y, width, height });
                }
            }
        }
        found.into_iter().map(move |area| Label { area, lines: lines.clone() })
    })
}
