//! `ventanilla export-articles`: the articles of knowledge as text files.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use clap::Args;
use desk::knowledge::{Reader, Version, Written};

use super::instance::InstanceArgs;
use super::{DONE, FAILED, trouble};
use crate::knowledge::{self, file};
use crate::lang::Lang;
use crate::store::{Access, Store, StoreError};

#[derive(Args)]
#[command(
    about = "Escribe los artículos de conocimiento en una carpeta. ¦ Writes the knowledge articles to a folder.",
    after_help = "Un archivo Markdown por artículo, con su cabecera: título, categoría, servicios, quién lo encuentra y
fecha de revisión. De cada uno sale la versión en vigor; de un borrador o uno retirado, la última.
Sale con 0 si los escribió, 1 si no y 3 si la instancia no está disponible. ¦ One Markdown file an article, with its head: title, category, services, who finds it and its day of
review. Each is the version in force; of a draft or a retired one, the last.
Exits with 0 if they were written, 1 if not, and 3 if the instance is not available."
)]
pub struct ExportArticlesArgs {
    #[arg(value_name = "CARPETA ¦ FOLDER", help = "Carpeta que se escribe ¦ Folder to write")]
    folder: PathBuf,
    #[command(flatten)]
    instance: InstanceArgs,
}

pub(super) fn run(args: ExportArticlesArgs, lang: Lang) -> u8 {
    let config = match args.instance.config(lang) {
        Ok(config) => config,
        Err(code) => return code,
    };
    let read = Store::open(config.store(), Access::ReadOnly).and_then(|store| store.read(articles));
    let articles = match read {
        Ok(articles) => articles,
        Err(error) => return trouble::store(&error, lang),
    };
    let count = articles.len();
    let kept = fs::create_dir_all(&args.folder)
        .and_then(|()| articles.into_iter().try_for_each(|(name, text)| fs::write(args.folder.join(name), text)));
    let shown = args.folder.display();
    if let Err(error) = kept {
        eprintln!("{shown}: {error}");
        return FAILED;
    }
    println!(
        "{}",
        match lang {
            Lang::Es => format!("Escritos {count} artículos en {shown}."),
            Lang::En => format!("{count} articles written to {shown}."),
        }
    );
    DONE
}

/// Every article as a file, by its name.
fn articles(reader: &mut crate::store::Reader<'_>) -> Result<BTreeMap<String, String>, StoreError> {
    let library = knowledge::read(reader, &knowledge::Library::default())?;
    let written = |shelved: &knowledge::Shelved, version: &Version| Written {
        texts: version
            .texts
            .keys()
            .filter_map(|language| shelved.read(version, *language))
            .map(|read| (read.language, (read.title.to_owned(), read.body.to_owned())))
            .collect(),
        category: version.category.clone(),
        services: version.services.clone(),
        visibility: version.visibility,
        review_on: shelved.article.review_on,
    };
    let all = library.read_by(Reader::Author);
    Ok(all.map(|(it, version)| (format!("{}.md", it.id), file::written(&written(it, version)))).collect())
}
