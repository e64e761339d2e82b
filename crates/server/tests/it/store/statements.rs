use crate::engine::Instance;

on_both_engines! {
    every_statement_can_be_prepared,
}

fn every_statement_can_be_prepared(store: &Instance) {
    assert_eq!(store.refused_statements().unwrap(), Vec::<String>::new());
}

#[test]
fn every_file_that_declares_statements_registers_them() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/store");
    let mut declared = 0;
    for file in std::fs::read_dir(folder).unwrap() {
        let text = std::fs::read_to_string(file.unwrap().path()).unwrap_or_default();
        let Some((_, block)) = text.split_once("\nsql! {\n") else {
            continue;
        };
        let block = block.split_once("\n}\n").unwrap().0;
        let starts =
            |line: &&str| line.starts_with("    ") && line.as_bytes()[4].is_ascii_uppercase() && line.contains(" = ");
        declared += block.lines().filter(starts).count();
    }
    let differing = server::store::statements().iter().filter(|sql| sql.sqlite != sql.postgres).count();
    assert_eq!(server::store::statements().len() - differing, declared);
}
