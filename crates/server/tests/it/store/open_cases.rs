use server::store::cases::{self, CaseRow};
use server::store::open_cases::{self, Assignees, Narrow, Order, Place};
use server::store::views::{self, SavedView};
use server::store::{Result, Urgency};

use super::cases::row;
use super::sample::at;
use crate::engine::Instance;

on_both_engines! {
    every_filter_narrows_and_every_order_orders,
    a_filtered_queue_is_paged_without_gaps_in_every_order,
    views_are_ones_own_or_shared,
}

fn write(store: &Instance, rows: Vec<CaseRow>) {
    store.write(Urgency::Person, move |tx| rows.iter().try_for_each(|row| cases::upsert(tx, row))).unwrap();
}

fn page(store: &Instance, narrow: &Narrow, order: Order) -> Vec<String> {
    let rows = store.read(|reader| open_cases::page(reader, "ti", narrow, order, None, 50)).unwrap();
    rows.into_iter().map(|row| row.stream).collect()
}

fn every_filter_narrows_and_every_order_orders(store: &Instance) {
    let first = CaseRow { priority_order: 2, updated_at: at(50), ..row(1) };
    let second = CaseRow { assignee: Some("ana".into()), waits_on: "requester".into(), due_at: None, ..row(2) };
    let third = CaseRow { requester: "luis".into(), item: Some("correo".into()), answered: true, ..row(3) };
    let fourth = CaseRow { group: Some("redes".into()), priority_order: 1, state_kind: "suspended".into(), ..row(4) };
    let closed = CaseRow { open: false, closed_at: Some(at(9)), ..row(5) };
    write(store, vec![first, second, third, fourth, closed]);
    let all = || Narrow::default();
    let some = |of: &[&str]| Some(of.iter().map(ToString::to_string).collect::<Vec<_>>());
    let expect = |narrow: Narrow, streams: &[&str]| {
        assert_eq!(page(store, &narrow, Order::Due), streams, "{narrow:?}");
        let count = store.read(|reader| open_cases::badge(reader, "ti", &narrow)).unwrap();
        assert_eq!(count, streams.len() as i64, "{narrow:?}");
    };
    let (one, two, three, four) = ("case:001", "case:002", "case:003", "case:004");
    expect(all(), &[one, three, four, two]);
    expect(Narrow { assignees: Some(Assignees::Nobody), ..all() }, &[one, three, four]);
    expect(Narrow { assignees: Some(Assignees::Any(vec!["ana".into()])), ..all() }, &[two]);
    expect(Narrow { requesters: some(&["luis", "nadie"]), ..all() }, &[three]);
    expect(Narrow { requesters: some(&[]), ..all() }, &[]);
    expect(Narrow { items: some(&["correo"]), ..all() }, &[three]);
    expect(Narrow { groups: some(&["redes"]), ..all() }, &[four]);
    expect(Narrow { waits_on: Some("requester".into()), ..all() }, &[two]);
    expect(Narrow { state_kind: Some("suspended".into()), ..all() }, &[four]);
    expect(Narrow { answered: true, ..all() }, &[three]);
    expect(Narrow { priority: Some(2), ..all() }, &[one]);
    expect(Narrow { registered_from: Some(at(3)), ..all() }, &[three, four]);
    expect(Narrow { due: Some((at(1).as_microsecond(), at(4).as_microsecond())), ..all() }, &[one, three]);
    assert_eq!(page(store, &all(), Order::Priority), [four, one, three, two]);
    assert_eq!(page(store, &all(), Order::Number), [four, three, two, one]);
    assert_eq!(page(store, &all(), Order::Received), [one, two, three, four]);
    assert_eq!(page(store, &all(), Order::Moved), [one, four, three, two]);
}

fn a_filtered_queue_is_paged_without_gaps_in_every_order(store: &Instance) {
    write(store, (0..60).map(|n| CaseRow { due_at: Some(at(n / 7)), priority_order: n % 3, ..row(n) }).collect());
    let narrow = Narrow { waits_on: Some("desk".into()), ..Narrow::default() };
    for order in Order::ALL {
        let whole: Vec<CaseRow> =
            store.read(|reader| open_cases::page(reader, "ti", &narrow, order, None, 100)).unwrap();
        assert_eq!(whole.len(), 60, "{order:?}");
        let mut paged: Vec<CaseRow> = Vec::new();
        loop {
            let after = paged.last().map(|row| Place::parse(&Place::after(order, row).text()).unwrap());
            let next = store.read(|reader| open_cases::page(reader, "ti", &narrow, order, after.as_ref(), 7)).unwrap();
            if next.is_empty() {
                break;
            }
            paged.extend(next);
        }
        assert_eq!(paged, whole, "{order:?}");
    }
    assert_eq!(Place::parse("nada"), None);
}

fn views_are_ones_own_or_shared(store: &Instance) {
    let view = |id: &str, owner: &str, shared| SavedView {
        id: id.into(),
        desk: "ti".into(),
        owner: owner.into(),
        shared,
        name: format!("Vista {id}"),
        query: "view=mine".into(),
        kept_at: at(0),
    };
    let kept = [view("a", "ana", false), view("b", "luis", true), view("c", "luis", false)];
    let put = kept.clone();
    store.write(Urgency::Person, move |tx| put.iter().try_for_each(|view| views::put(tx, view))).unwrap();
    let of = |person: &str| store.read(|reader| views::of_person(reader, "ti", person, 10)).unwrap();
    assert_eq!(of("ana"), [kept[0].clone(), kept[1].clone()]);
    assert_eq!(of("luis"), [kept[1].clone(), kept[2].clone()]);
    let remove = |id: &'static str, who: &'static str| -> Result<bool> {
        store.write(Urgency::Person, move |tx| views::remove(tx, id, who))
    };
    assert!(!remove("b", "ana").unwrap(), "another's view stays");
    assert!(remove("b", "luis").unwrap());
    assert_eq!(of("ana"), [kept[0].clone()]);
}
