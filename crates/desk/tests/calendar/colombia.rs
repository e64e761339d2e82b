use jiff::civil::{Date, date};

use crate::national;

/// Every holiday and every day not worked, as printed in the domain's table.
const TABLE: [(&str, [(i8, i8); 3]); 20] = [
    ("Año Nuevo", [(1, 1), (1, 1), (1, 1)]),
    ("Reyes Magos", [(1, 12), (1, 11), (1, 10)]),
    ("San José", [(3, 23), (3, 22), (3, 20)]),
    ("Jueves Santo", [(4, 2), (3, 25), (4, 13)]),
    ("Viernes Santo", [(4, 3), (3, 26), (4, 14)]),
    ("Día Cívico de la Paz con la Naturaleza", [(4, 17), (4, 16), (4, 21)]),
    ("Día del Trabajo", [(5, 1), (5, 1), (5, 1)]),
    ("Ascensión del Señor", [(5, 18), (5, 10), (5, 29)]),
    ("Corpus Christi", [(6, 8), (5, 31), (6, 19)]),
    ("Sagrado Corazón de Jesús", [(6, 15), (6, 7), (6, 26)]),
    ("San Pedro y San Pablo", [(6, 29), (7, 5), (7, 3)]),
    ("Nuestra Señora del Rosario de Chiquinquirá", [(7, 13), (7, 12), (7, 10)]),
    ("Independencia", [(7, 20), (7, 20), (7, 20)]),
    ("Batalla de Boyacá", [(8, 7), (8, 7), (8, 7)]),
    ("Asunción de la Virgen", [(8, 17), (8, 16), (8, 21)]),
    ("Día de la Raza", [(10, 12), (10, 18), (10, 16)]),
    ("Todos los Santos", [(11, 2), (11, 1), (11, 6)]),
    ("Independencia de Cartagena", [(11, 16), (11, 15), (11, 13)]),
    ("Inmaculada Concepción", [(12, 8), (12, 8), (12, 8)]),
    ("Navidad", [(12, 25), (12, 25), (12, 25)]),
];

fn days_of(year: i16) -> impl Iterator<Item = Date> {
    date(year, 1, 1).series(jiff::ToSpan::days(1)).take_while(move |day| day.year() == year)
}

#[test]
fn the_three_years_of_the_table_are_reproduced_day_by_day() {
    let calendar = national();
    for (column, year) in [2026, 2027, 2028].into_iter().enumerate() {
        let mut expected: Vec<(Date, &str)> =
            TABLE.iter().map(|(name, dates)| (date(year, dates[column].0, dates[column].1), *name)).collect();
        expected.sort();
        let found: Vec<(Date, String)> = days_of(year)
            .flat_map(|day| calendar.marks_on(day).into_iter().map(move |mark| (day, mark.name)))
            .collect();
        let found: Vec<(Date, &str)> = found.iter().map(|(day, name)| (*day, name.as_str())).collect();
        assert_eq!(found, expected);
    }
}

#[test]
fn nineteen_holidays_from_2026_and_eighteen_before() {
    let calendar = national();
    let holidays = |year| days_of(year).map(|day| calendar.holidays_on(day).len()).sum::<usize>();
    assert_eq!([2023, 2024, 2025, 2026, 2027, 2028, 2040].map(holidays), [18, 18, 18, 19, 19, 19, 19]);
}

#[test]
fn business_days_of_the_years_are_241_244_and_241() {
    let calendar = national();
    let days = |year: i16| calendar.business_days_between(date(year, 1, 1), date(year + 1, 1, 1));
    assert_eq!([2026, 2027, 2028].map(days), [241, 244, 241]);
    for year in 2026..=2028 {
        assert_eq!(days(year) as usize, days_of(year).filter(|day| calendar.is_business_day(*day)).count());
    }
}

#[test]
fn dia_civico_is_not_worked_and_is_no_holiday_and_begins_in_2024() {
    let calendar = national();
    for (day, worked) in
        [(date(2023, 4, 21), true), (date(2024, 4, 19), false), (date(2026, 4, 17), false), (date(2027, 4, 16), false)]
    {
        assert_eq!(calendar.is_business_day(day), worked, "{day}");
        assert!(calendar.holidays_on(day).is_empty(), "{day}");
    }
    assert_eq!(calendar.marks_on(date(2024, 4, 19))[0].basis, "Decreto 500 de 2024");
}

#[test]
fn two_rules_on_one_date_are_one_day_with_two_reasons() {
    let calendar = national();
    let names = |day| calendar.marks_on(day).into_iter().map(|mark| mark.name).collect::<Vec<_>>();
    assert_eq!(names(date(2025, 6, 30)), ["San Pedro y San Pablo", "Sagrado Corazón de Jesús"]);
    assert_eq!(names(date(2025, 4, 18)), ["Viernes Santo", "Día Cívico de la Paz con la Naturaleza"]);
    // In 2024, Corpus Christi and its neighbours stand alone, and 1 July holds San Pedro only.
    assert_eq!(names(date(2024, 7, 1)), ["San Pedro y San Pablo"]);
    let weekdays =
        |from, to| days_of(2025).filter(|day| (from..=to).contains(day) && calendar.is_business_day(*day)).count();
    assert_eq!(weekdays(date(2025, 6, 30), date(2025, 7, 4)), 4);
    assert_eq!(weekdays(date(2025, 4, 14), date(2025, 4, 18)), 3);
    assert_eq!(calendar.holidays_on(date(2025, 4, 18)).len(), 1);
}

#[test]
fn every_rule_cites_its_law() {
    for rule in &national().definition().rules {
        assert!(rule.basis.contains("Ley") || rule.basis.contains("Decreto"), "{}", rule.name);
    }
}
