use server::store::cases::{self, After, CaseRow, Queue};
use server::store::{Store, Urgency};

use super::sample::at;
use crate::engine::Instance;

on_both_engines! {
    a_row_comes_back_as_it_was_written,
    queues_show_open_cases_by_what_is_due_first,
    a_queue_is_paged_without_gaps_or_repetitions,
    badges_count_no_further_than_a_hundred,
    a_person_finds_what_they_asked_for_and_what_is_for_them,
    closed_cases_are_found_by_period,
}

pub fn row(n: i64) -> CaseRow {
    CaseRow {
        stream: format!("case:{n:03}"),
        number: format!("REQ-2026-{n:06}"),
        desk: "ti".into(),
        procedure: "ejemplo/3".into(),
        open: true,
        state_kind: "in_progress".into(),
        state_label: "En gestión".into(),
        activity: "8".into(),
        activity_name: "Atender".into(),
        requester: "carla".into(),
        beneficiary: "carla".into(),
        assignee: None,
        group: Some("soporte".into()),
        priority: "media".into(),
        priority_order: 3,
        item: Some("vpn".into()),
        item_name: "VPN".into(),
        subject: "No abre la VPN".into(),
        channel: "portal".into(),
        due_at: Some(at(n)),
        paused: false,
        waits_on: "desk".into(),
        answered: false,
        restricted: false,
        registered_at: at(n),
        updated_at: at(n),
        closed_at: None,
        result: None,
    }
}

fn write(store: &Store, rows: &[CaseRow]) {
    let rows = rows.to_vec();
    store.write(Urgency::System, move |tx| rows.iter().try_for_each(|row| cases::upsert(tx, row))).unwrap();
}

fn streams(rows: Vec<CaseRow>) -> Vec<String> {
    rows.into_iter().map(|row| row.stream).collect()
}

fn queue(store: &Store, queue: &Queue) -> Vec<String> {
    streams(store.read(|reader| cases::queue(reader, "ti", queue, None, 50)).unwrap())
}

fn badge(store: &Store, queue: &Queue) -> i64 {
    store.read(|reader| cases::badge(reader, "ti", queue)).unwrap()
}

fn a_row_comes_back_as_it_was_written(store: &Instance) {
    let mut first = row(1);
    write(store, std::slice::from_ref(&first));
    let get = || store.read(|reader| cases::get(reader, "case:001")).unwrap();
    assert_eq!(get().as_ref(), Some(&first));
    first = CaseRow {
        open: false,
        assignee: Some("bruno".into()),
        item: None,
        due_at: None,
        paused: true,
        answered: true,
        restricted: true,
        closed_at: Some(at(9)),
        result: Some("atendida".into()),
        ..first
    };
    write(store, std::slice::from_ref(&first));
    assert_eq!(get().as_ref(), Some(&first));
    let found = store.read(|reader| cases::by_number(reader, "REQ-2026-000001")).unwrap();
    assert_eq!(found, Some(first));
}

fn queues_show_open_cases_by_what_is_due_first(store: &Instance) {
    let bruno = Some("bruno".to_owned());
    write(
        store,
        &[
            CaseRow { due_at: Some(at(30)), ..row(1) },
            CaseRow { due_at: Some(at(10)), assignee: bruno.clone(), ..row(2) },
            CaseRow { due_at: None, paused: true, waits_on: "requester".into(), ..row(3) },
            CaseRow { due_at: Some(at(20)), group: Some("redes".into()), answered: true, ..row(4) },
            CaseRow { open: false, closed_at: Some(at(5)), assignee: bruno.clone(), ..row(5) },
            CaseRow { desk: "almacen".into(), ..row(6) },
            CaseRow { due_at: Some(at(15)), group: None, waits_on: "approver".into(), ..row(7) },
        ],
    );
    let groups = |names: &[&str]| Queue::OfGroups(names.iter().map(ToString::to_string).collect());
    let expected: [(Queue, &[i64]); 11] = [
        (Queue::All, &[2, 7, 4, 1, 3]),
        (Queue::Unassigned, &[7, 4, 1, 3]),
        (Queue::AssignedTo("bruno".into()), &[2]),
        (groups(&["redes"]), &[4]),
        (groups(&["redes", "soporte"]), &[2, 4, 1, 3]),
        (groups(&[]), &[]),
        (Queue::WaitingOn("requester".into()), &[3]),
        (Queue::WaitingOn("approver".into()), &[7]),
        (Queue::Answered, &[4]),
        // At exactly its end a term is over: due at 20 is overdue at 20 and not «due within» before.
        (Queue::Overdue { now: at(20) }, &[2, 7, 4]),
        (Queue::DueWithin { from: at(15), until: at(30) }, &[7, 4]),
    ];
    for (name, ids) in expected {
        let ids: Vec<String> = ids.iter().map(|n| format!("case:{n:03}")).collect();
        assert_eq!(queue(store, &name), ids, "{name:?}");
        assert_eq!(badge(store, &name), ids.len() as i64, "{name:?}");
    }
}

fn a_queue_is_paged_without_gaps_or_repetitions(store: &Instance) {
    // Many share an instant, and many have none.
    let due = |n: i64| (n % 4 > 0).then(|| at(n % 3));
    write(store, &(1..=25).map(|n| CaseRow { due_at: due(n), ..row(n) }).collect::<Vec<_>>());
    let (mut walked, mut after) = (Vec::new(), None::<After>);
    loop {
        let page = store.read(|reader| cases::queue(reader, "ti", &Queue::All, after.as_ref(), 4)).unwrap();
        let Some(last) = page.last() else { break };
        after = After::parse(&After::case(last).text());
        walked.extend(streams(page));
    }
    assert_eq!(walked.len(), 25);
    assert_eq!(walked, queue(store, &Queue::All));
}

fn badges_count_no_further_than_a_hundred(store: &Instance) {
    write(store, &(1..=103).map(row).collect::<Vec<_>>());
    assert_eq!(badge(store, &Queue::Unassigned), 100);
    assert_eq!(badge(store, &Queue::AssignedTo("bruno".into())), 0);
}

fn a_person_finds_what_they_asked_for_and_what_is_for_them(store: &Instance) {
    let closed = |row: CaseRow| CaseRow { open: false, closed_at: Some(at(50)), ..row };
    write(
        store,
        &[
            row(1),
            CaseRow { beneficiary: "dora".into(), ..row(2) },
            CaseRow { requester: "dora".into(), ..row(3) },
            CaseRow { requester: "dora".into(), beneficiary: "dora".into(), ..row(4) },
            closed(row(5)),
            closed(row(6)),
        ],
    );
    let open = |before: cases::Before<'_>, limit| {
        streams(store.read(|reader| cases::open_of_person(reader, "carla", before, limit)).unwrap())
    };
    assert_eq!(open(None, 50), ["case:003", "case:002", "case:001"]);
    assert_eq!(open(None, 2), ["case:003", "case:002"]);
    assert_eq!(open(Some((at(2), "case:002")), 2), ["case:001"]);
    let closed = store.read(|reader| cases::closed_of_person(reader, "carla", None, 50)).unwrap();
    assert_eq!(streams(closed), ["case:006", "case:005"]);
}

fn closed_cases_are_found_by_period(store: &Instance) {
    let closed = |n: i64, minutes: i64| CaseRow { open: false, closed_at: Some(at(minutes)), ..row(n) };
    write(store, &[closed(1, 10), closed(2, 20), closed(3, 20), closed(4, 30), row(5)]);
    let period = |before: cases::Before<'_>, limit| {
        let closed = store.read(|reader| cases::closed(reader, "ti", (at(10), at(30)), before, limit));
        streams(closed.unwrap())
    };
    assert_eq!(period(None, 50), ["case:003", "case:002", "case:001"]);
    assert_eq!(period(None, 1), ["case:003"]);
    assert_eq!(period(Some((at(20), "case:003")), 50), ["case:002", "case:001"]);
}
