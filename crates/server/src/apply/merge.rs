//! People are never deleted: whoever a new people file leaves out stays in it, inactive.

use std::collections::HashSet;

use crate::entity::Files;

const PEOPLE: &str = "people.csv";

/// The files as they will be in force.
pub fn merged(in_force: Option<&Files>, given: &Files) -> Files {
    let mut files = given.clone();
    if let Some(before) = in_force.and_then(|files| files.get(PEOPLE))
        && let Some(after) = given.get(PEOPLE)
        && let Some(people) = with_those_who_left(before, after)
    {
        files.put(PEOPLE, people);
    }
    files
}

type Rows = (csv::StringRecord, Vec<csv::StringRecord>);

/// Nothing when a file cannot be read: what is wrong with it is said elsewhere.
fn rows(text: &str) -> Option<Rows> {
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(text.as_bytes());
    let headings = reader.headers().ok()?.clone();
    let rows = reader.records().collect::<Result<Vec<_>, _>>().ok()?;
    Some((headings, rows))
}

/// The new file with the rows it lost at its end; nothing when it lost none.
fn with_those_who_left(before: &str, after: &str) -> Option<String> {
    let ((old_headings, old), (headings, new)) = (rows(before)?, rows(after)?);
    let column = |headings: &csv::StringRecord, name: &str| headings.iter().position(|heading| heading == name);
    let (old_id, id) = (column(&old_headings, "id")?, column(&headings, "id")?);
    let stay: HashSet<&str> = new.iter().filter_map(|row| row.get(id)).collect();
    let addresses: HashSet<String> = match column(&headings, "email") {
        Some(email) => new.iter().filter_map(|row| row.get(email)).map(str::to_lowercase).collect(),
        None => HashSet::new(),
    };
    let left: Vec<&csv::StringRecord> =
        old.iter().filter(|row| row.get(old_id).is_some_and(|id| !stay.contains(id))).collect();
    if left.is_empty() {
        return None;
    }
    let says_active = column(&headings, "active").is_some();
    let mut rest = csv::Writer::from_writer(Vec::new());
    if !says_active {
        // Without the column nobody could be inactive, so the whole file is written with it.
        rest.write_record(headings.iter().chain(["active"])).ok()?;
        for row in &new {
            rest.write_record(row.iter().chain([""])).ok()?;
        }
    }
    for row in left {
        let of = |name: &str| column(&old_headings, name).and_then(|at| row.get(at)).unwrap_or_default();
        let cell = |name: &str| match name {
            "active" => "no",
            // Another person has the address now.
            "email" if addresses.contains(&of("email").to_lowercase()) => "",
            name => of(name),
        };
        let cells = headings.iter().map(cell).chain((!says_active).then_some("no"));
        rest.write_record(cells).ok()?;
    }
    let rest = String::from_utf8(rest.into_inner().ok()?).ok()?;
    if !says_active {
        return Some(rest);
    }
    let newline = if after.is_empty() || after.ends_with('\n') { "" } else { "\n" };
    Some(format!("{after}{newline}{rest}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(people: &str) -> Files {
        let mut files = Files::default();
        files.put(PEOPLE, people.to_owned());
        files
    }

    fn after(before: &str, given: &str) -> String {
        merged(Some(&files(before)), &files(given)).get(PEOPLE).unwrap_or_default().to_owned()
    }

    #[test]
    fn nothing_lost_is_nothing_changed() {
        let text = "id,name,active\nana,\"Ana  Ruiz\",\nbea,Bea,no";
        assert_eq!(after("id,name\nana,Ana\n", text), text);
    }

    #[test]
    fn whoever_a_file_leaves_out_stays_inactive() {
        let before = "id,name,email,active\nana,Ana,ana@e.example,\nbea,\"Bea, la mayor\",bea@e.example,si\n";
        let given = "id,name,email,active\nana,Ana,BEA@e.example,";
        let text = after(before, given);
        assert_eq!(text, format!("{given}\nbea,\"Bea, la mayor\",,no\n"));
        // The same folder again: the same file.
        assert_eq!(after(&text, given), text);
        assert_eq!(after(&text, &text), text);
    }

    #[test]
    fn a_file_without_the_column_gets_it() {
        assert_eq!(
            after("id,name\nana,Ana\nbea,Bea\n", "id,name\nana,Ana\n"),
            "id,name,active\nana,Ana,\nbea,Bea,no\n"
        );
    }
}
