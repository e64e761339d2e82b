//! What can be written in a calendar, and what its author is told when it cannot be read.

use desk::calendar::{BusinessTime, Calendar, DayKind, Reason};
use jiff::civil::date;

use crate::{at, national, read, wall};

const WEEK: &str =
    "[week]\nmon = '08:00-17:00'\ntue = '08:00-17:00'\nwed = '08:00-17:00'\nthu = '08:00-17:00'\nfri = '08:00-17:00'\n";

fn with(more: &str) -> Calendar {
    read(&format!("id = 'x'\ntz = 'America/Bogota'\n{WEEK}{more}"))
}

fn check_error(source: &str, expected: &str) {
    let source = source.replace("WEEK", WEEK);
    let error = Calendar::from_toml(&source).expect_err("it should not read");
    assert_eq!(error.to_string(), expected);
}

#[test]
fn an_override_gives_a_date_its_exact_hours_and_can_open_it() {
    let calendar = with(
        "[[override]]\ndate = 2026-12-31\nhours = '08:00-12:00'\nbasis = 'Resolución 9'\n[[override]]\ndate = '2026-11-21'\nhours = ['08:00-10:00', '11:00-12:00']\n[[override]]\ndate = '2026-11-24'\nhours = ''\nname = 'Evacuación'\n[[override]]\ndate = '2026-11-28'\nhours = '08:00-12:00'\nbusiness_day = false",
    );
    let day =
        |day: &str| calendar.elapsed(at(&calendar, &format!("{day} 00:00")), at(&calendar, &format!("{day} 23:59")));
    assert_eq!(day("2026-12-31"), BusinessTime::from_hours(4));
    assert_eq!(day("2026-11-21"), BusinessTime::from_hours(3));
    assert_eq!(day("2026-11-24"), BusinessTime::ZERO);
    assert_eq!(day("2026-11-28"), BusinessTime::from_hours(4));
    let business = [date(2026, 12, 31), date(2026, 11, 21), date(2026, 11, 24), date(2026, 11, 28)];
    assert_eq!(business.map(|day| calendar.is_business_day(day)), [true, true, false, false]);
    let told = calendar.explain(at(&calendar, "2026-12-31 11:00"), at(&calendar, "2026-12-31 18:00"), &[]);
    assert!(matches!(&told[1].reason, Reason::ShortDay { marks } if marks[0].basis == "Resolución 9"));
    assert_eq!(told[2].reason, Reason::OutsideHours);
}

#[test]
fn a_half_day_rule_shortens_what_is_open_and_opens_nothing() {
    let calendar = with("[[rule]]\nkind = 'fixed'\nmonth = 12\nday = 24\nhours = '00:00-12:00'\nname = 'Nochebuena'");
    let open =
        |year: i16| calendar.elapsed(calendar.day_start(date(year, 12, 24)), calendar.day_start(date(year, 12, 25)));
    assert_eq!(open(2026), BusinessTime::from_hours(4));
    assert_eq!(open(2028), BusinessTime::ZERO);
    assert!(calendar.is_business_day(date(2026, 12, 24)) && !calendar.is_business_day(date(2028, 12, 24)));
    assert!(calendar.holidays_on(date(2026, 12, 24)).is_empty());
}

#[test]
fn a_suspension_stops_hours_and_days_even_in_part() {
    let calendar = with(
        "[[suspension]]\nfrom = 2026-10-05\nto = '2026-10-06'\nbasis = 'Resolución 1'\n[[suspension]]\nfrom = '2026-10-08T14:00'\nto = 2026-10-08T16:00:00\nbasis = 'Resolución 2'",
    );
    let friday = at(&calendar, "2026-10-02 16:00");
    assert_eq!(wall(&calendar, calendar.after(friday, BusinessTime::from_hours(2))), "2026-10-07 09:00");
    assert_eq!(
        calendar.elapsed(at(&calendar, "2026-10-08 00:00"), at(&calendar, "2026-10-09 00:00")),
        BusinessTime::from_hours(7)
    );
    let term = |kind| calendar.day_term(friday, 2, kind).counted;
    assert_eq!(term(DayKind::Business), [date(2026, 10, 7), date(2026, 10, 9)]);
    assert_eq!(term(DayKind::Calendar), [date(2026, 10, 3), date(2026, 10, 4)]);
    let over = calendar.day_term(at(&calendar, "2026-10-04 10:00"), 2, DayKind::Calendar);
    assert_eq!(over.counted, [date(2026, 10, 7), date(2026, 10, 9)]);
    let told = calendar.explain(friday, at(&calendar, "2026-10-07 08:00"), &[]);
    assert!(told.iter().any(|interval| interval.reason == Reason::Suspended { basis: "Resolución 1".into() }));
    assert_eq!(wall(&calendar, calendar.hold_until(at(&calendar, "2026-10-05 10:00"))), "2026-10-07 08:00");
}

#[test]
fn day_terms_can_count_otherwise() {
    let from = "2026-11-21 09:00";
    let ends = |more: &str, from: &str| {
        let calendar = with(more);
        let term = calendar.day_term(at(&calendar, from), 2, DayKind::Business);
        wall(&calendar, term.ends_at)
    };
    assert_eq!(ends("", from), "2026-11-25 00:00");
    assert_eq!(ends("[day_terms]\nfrom_closed_day = 'next_business_day'", from), "2026-11-26 00:00");
    assert_eq!(ends("[day_terms]\nexclude_event_day = false", from), "2026-11-25 00:00");
    assert_eq!(ends("[day_terms]\nexclude_event_day = false", "2026-11-23 09:00"), "2026-11-25 00:00");
    assert_eq!(ends("[day_terms]\nends = 'close'", from), "2026-11-24 17:00");
    assert_eq!(ends("[day_terms]\nends = '18:30'", from), "2026-11-24 18:30");
}

#[test]
fn saturday_cites_the_act_that_closes_it() {
    let calendar = read(&format!("id = 'x'\ntz = 'America/Bogota'\nsaturday_basis = 'Resolución 4'\n{WEEK}"));
    let told = calendar.explain(at(&calendar, "2026-11-20 17:00"), at(&calendar, "2026-11-23 08:00"), &[]);
    let reasons: Vec<&Reason> = told.iter().map(|interval| &interval.reason).collect();
    let saturday = Reason::Weekend { basis: Some("Resolución 4".into()) };
    assert_eq!(reasons, [&Reason::OutsideHours, &saturday, &Reason::Weekend { basis: None }, &Reason::OutsideHours]);
}

#[test]
fn the_days_and_intervals_not_counted_are_told_by_name() {
    let calendar = national();
    let (a, b) = (at(&calendar, "2025-06-27 16:00"), at(&calendar, "2025-07-01 09:00"));
    let told = calendar.explain(a, b, &[]);
    let monday = told.iter().find_map(|interval| match &interval.reason {
        Reason::DayOff { marks } => Some(marks),
        _ => None,
    });
    let names: Vec<&str> = monday.unwrap().iter().map(|mark| mark.name.as_str()).collect();
    assert_eq!(names, ["San Pedro y San Pablo", "Sagrado Corazón de Jesús"]);
    let paused = vec![(at(&calendar, "2025-06-27 16:30"), b, "sin_inventario".to_owned())];
    let told = calendar.explain(a, b, &paused);
    assert_eq!(told[1].reason, Reason::Paused { reason: "sin_inventario".into() });
    assert_eq!((told.len(), told[0].time()), (2, BusinessTime::from_minutes(30)));
}

#[test]
fn an_amendment_is_told_apart_by_edition_or_content() {
    let calendar = national();
    assert_eq!(calendar.edition(), "2026-06");
    assert_eq!(calendar, national());
    let amended = include_str!("../../../../procedures/calendars/co-nacional.toml")
        .replace("n = 3\nfrom = 2024", "n = 3\nfrom = 2024\nuntil = 2026");
    let amended = read(&amended);
    assert_ne!(calendar, amended);
    assert!(amended.is_business_day(date(2027, 4, 16)) && !amended.is_business_day(date(2026, 4, 17)));
    assert_eq!(with("").edition().len(), 12);
    assert_ne!(with("").edition(), with("[day_terms]\nends = 'close'").edition());
}

#[test]
fn an_amendment_tells_what_it_changed() {
    let calendar = national();
    assert_eq!(calendar.changes_since(&national()), Vec::<String>::new());
    let amended = include_str!("../../../../procedures/calendars/co-nacional.toml")
        .replace("\"2026-06\"", "\"2027-01\"")
        .replace("n = 3\nfrom = 2024", "n = 3\nfrom = 2024\nuntil = 2026")
        .replace("fri = \"08:00-17:00\"", "fri = \"08:00-16:00\"\nsat = \"08:00-12:00\"")
        .replace("Navidad", "Natividad")
        .replace("ends = \"24:00\"", "ends = \"close\"");
    let amended = read(&format!(
        "{amended}\n[[override]]\ndate = 2026-12-31\nhours = \"\"\n[[suspension]]\nfrom = 2026-10-05\nto = 2026-10-09\nbasis = \"acto\"\n"
    ));
    assert_eq!(
        amended.changes_since(&calendar),
        [
            "edición: 2026-06 → 2027-01",
            "jornada del viernes: 08:00-17:00 → 08:00-16:00",
            "jornada del sábado: cerrado → 08:00-12:00",
            "términos en días, ends: \"24:00\" → \"close\"",
            "se agrega: regla «Natividad»",
            "regla «Día Cívico de la Paz con la Naturaleza», until: nada → 2026",
            "se quita: regla «Navidad»",
            "se agrega: jornada propia del 2026-12-31",
            "se agrega: suspensión del 2026-10-05 al 2026-10-09",
        ]
    );
}

#[test]
fn a_calendar_is_shared_between_threads_and_cheap_to_clone() {
    fn shareable<T: Send + Sync + Clone + 'static>(_: &T) {}
    shareable(&national());
}

#[test]
fn an_error_says_where_and_what_to_write() {
    check_error(
        "id = 'x'\ntz = 'America/Bogotá'\nWEEK",
        "línea 2, columna 6: no hay zona horaria «America/Bogotá» (¿quiso escribir «America/Bogota»?)",
    );
    check_error(
        "id = 'x'\ntz = 'America/Bogota'\n[week]\nmonn = '08:00-17:00'",
        "línea 4, columna 1: la clave «monn» no existe aquí (¿quiso escribir «mon»?)",
    );
    check_error(
        "id = 'x'\ntz = 'America/Bogota'\n[week]\nmon = '08:00 a 17:00'",
        "línea 4, columna 7: «08:00 a 17:00» no es una jornada (escriba por ejemplo \"08:00-17:00\" o \"08:00-12:00, 13:00-17:00\")",
    );
    check_error(
        "id = 'x'\ntz = 'America/Bogota'\n[week]\nfri = '22:00-06:00'",
        "línea 4, columna 7: la jornada 22:00-06:00 termina antes de empezar (si pasa la medianoche, escriba 22:00-24:00 en un día y 00:00-06:00 en el siguiente)",
    );
    check_error(
        "id = 'x'\ntz = 'America/Bogota'\n[week]\nfri = ['08:00-12:00', '11:00-17:00']",
        "línea 4, columna 7: las jornadas 08:00-12:00 y 11:00-17:00 se cruzan",
    );
    check_error("tz = 'America/Bogota'\nWEEK", "línea 1, columna 1: falta la clave «id»");
    check_error(
        "id = 'x'\ntz = 'America/Bogota'",
        "el calendario no abre ningún día (escriba las jornadas en [week], por ejemplo mon = \"08:00-17:00\")",
    );
    check_error(
        "id = 'x'\ntz = 'America/Bogota'\nWEEK\n[[rule]]\nkind = 'fixd'\nname = 'a'",
        "línea 11, columna 8: «fixd» no es un valor admitido (¿quiso escribir «fixed»?)",
    );
    check_error(
        "id = 'x'\ntz = 'America/Bogota'\nWEEK\n[[rule]]\nkind = 'fixed'\nmonth = 2\nday = 30\nname = 'Nada'",
        "línea 10, columna 1: la regla «Nada» dice día 30 del mes 2, que no existe",
    );
    check_error(
        "id = 'x'\ntz = 'America/Bogota'\nWEEK\n[[rule]]\nkind = 'easter'\nmonth = 2\nname = 'Pascua'",
        "línea 10, columna 1: la regla «Pascua» es «easter» y no lleva «month» («easter» lleva: offset, next_monday)",
    );
    check_error(
        "id = 'x'\ntz = 'America/Bogota'\nWEEK\n[[override]]\ndate = '2026-13-01'\nhours = ''",
        "línea 11, columna 8: «2026-13-01» no es una fecha (escriba año, mes y día: \"2026-12-31\")",
    );
    check_error(
        "id = 'x'\ntz = 'America/Bogota'\nWEEK\n[[override]]\ndate = '2026-12-01'\nhours = ''\n[[override]]\ndate = '2026-12-01'\nhours = ''",
        "la fecha 2026-12-01 tiene dos jornadas propias (deje un solo [[override]] por fecha)",
    );
    check_error(
        "id = 'x'\ntz = 'America/Bogota'\nWEEK\n[[suspension]]\nfrom = '2026-12-05'\nto = '2026-12-01'\nbasis = 'acto'",
        "línea 10, columna 1: la suspensión termina (2026-12-01) antes de empezar (2026-12-05) (revise «from» y «to»; «to» es el último día suspendido)",
    );
    check_error(
        "id = 'x'\ntz = 'America/Bogota'\nWEEK\n[day_terms]\ndays = []",
        "«days» no nombra ningún día (quite la clave o escriba los días que cuentan, por ejemplo [\"mon\", \"tue\"])",
    );
}
