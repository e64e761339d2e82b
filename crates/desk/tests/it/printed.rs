//! What a procedure prints is in the document it was received as, word for word.

use crate::shipped::{INVENTED, SHIPPED, catalogue, file, procedure};

/// Spaces, line breaks and the tags of the received file do not tell two texts apart.
fn plain(text: &str) -> String {
    let mut text = text.to_string();
    for tag in [
        "<p>",
        "</p>",
        "<small>",
        "</small>",
        "<ul style=\"list-style-type: none\">",
        "<ul>",
        "</ul>",
        "<li>",
        "</li>",
        "|",
        "\u{200b}",
    ] {
        text = text.replace(tag, " ");
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn document(id: &str) -> String {
    let text = plain(&file(id, "documento.txt"));
    assert!(!text.contains("<p") && !text.contains("<li"), "una etiqueta quedó sin quitar");
    text
}

#[track_caller]
fn stands_in(document: &str, what: &str, words: &str) {
    assert!(document.contains(&plain(words)), "{what}: no está en el documento:\n{}", plain(words));
}

#[test]
fn the_table_has_every_row_word_for_word() {
    for (id, rows, columns) in [(SHIPPED[0], 10, 4), (SHIPPED[1], 18, 7), (INVENTED, 8, 4)] {
        let (document, procedure) = (document(id), procedure(id));
        let table = procedure.table();
        assert_eq!((table.len(), procedure.document.columns.len()), (rows, columns));
        for (n, row) in table.iter().enumerate() {
            assert_eq!(row.activity.as_str(), (n + 1).to_string());
            for (cell, heading) in row.cells.iter().zip(procedure.document.columns.keys()) {
                for paragraph in cell.split("\n\n") {
                    stands_in(&document, &format!("{id}, actividad {}, {heading}", row.activity), paragraph);
                }
            }
        }
        for heading in procedure.document.columns.keys() {
            stands_in(&document, heading, heading);
        }
    }
}

#[test]
fn the_whole_row_stands_together_in_the_document() {
    // A cell copied from another row would be in the document too: here the row is, in its order.
    let (document, procedure) = (document(SHIPPED[1]), procedure(SHIPPED[1]));
    for row in procedure.table() {
        let line = format!("{}. {}", row.activity, row.cells[1..].join(" "));
        stands_in(&document, &format!("fila {}", row.activity), &line);
    }
    let (document, procedure) = (self::document(SHIPPED[0]), self::procedure(SHIPPED[0]));
    for row in procedure.table().iter().filter(|row| *row.activity != *"4") {
        stands_in(&document, &format!("fila {}", row.activity), &row.cells.join(" "));
    }
}

#[test]
fn the_row_that_the_document_breaks_in_two_has_both_halves() {
    // The fourth row of the first table runs over a page: its last cell repeats after each half.
    let (document, procedure) = (document(SHIPPED[0]), procedure(SHIPPED[0]));
    let fourth = &procedure.table()[3];
    let (before, after) = fourth.cells[1].split_once("¿Cumple criterios de completitud?").unwrap();
    stands_in(&document, "primera mitad", &format!("4 {before} {} {}", fourth.cells[2], fourth.cells[3]));
    stands_in(&document, "segunda mitad", &format!("{} ¿Cumple criterios de completitud? {after}", fourth.cells[3]));
}

#[test]
fn header_conditions_glossary_and_changes_are_word_for_word() {
    for id in *SHIPPED {
        let (document, procedure) = (document(id), procedure(id));
        let header = &procedure.document;
        for (what, words) in
            [("objetivo", &header.objective), ("alcance", &header.scope), ("productos", &header.products)]
        {
            stands_in(&document, what, words);
        }
        // The conditions and the glossary follow one another as the document has them.
        stands_in(&document, "condiciones", &header.conditions.join(" "));
        stands_in(&document, "responsables", &header.responsible.join(" "));
        for definition in &procedure.glossary {
            stands_in(&document, "glosario", &format!("{}: {}", definition.term, definition.text));
        }
        for change in &header.change {
            let line =
                [&change.date, &change.version, &change.description, &change.author].map(String::as_str).join(" ");
            stands_in(&document, "control de cambios", &line);
        }
        assert_eq!(header.change.len(), 3);
    }
}

#[test]
fn arrows_and_questions_quote_the_document() {
    for id in SHIPPED.iter().copied().chain([INVENTED]) {
        let (document, procedure) = (document(id), procedure(id));
        for (answer, found) in &procedure.answers {
            stands_in(&document, &format!("flecha {answer}"), &found.prints);
        }
        for (activity, found) in &procedure.activities {
            found.question.lines().for_each(|line| stands_in(&document, &format!("pregunta de {activity}"), line));
        }
    }
}

#[test]
fn readings_quote_the_document() {
    for id in SHIPPED.iter().copied().chain([INVENTED]) {
        let (document, procedure) = (document(id), procedure(id));
        for reading in &procedure.readings {
            for quote in reading.says.split('«').skip(1).filter_map(|rest| rest.split_once('»')) {
                quote.0.split('…').for_each(|part| stands_in(&document, &reading.id, part));
            }
        }
    }
}

#[test]
fn the_lists_that_need_approval_are_in_the_catalogue_word_for_word() {
    let (document, catalogue) = (document(SHIPPED[1]), catalogue(SHIPPED[1]));
    let mut of_document = 0;
    for (item, found) in catalogue.items.iter().filter(|(_, item)| !item.example) {
        // The document breaks this one in two bullets (D-M11).
        found.name.split(", acceso a").for_each(|part| stands_in(&document, item.as_str(), part));
        assert!(found.approval.is_some(), "{item} no pide aprobación");
        of_document += 1;
    }
    assert_eq!(of_document, 8 + 7 + 2);
}
