//! Help and usage errors in the reader's language.

use clap::builder::StyledStr;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, Command};

use super::{DONE, MISUSED};
use crate::lang::Lang;

/// Between the Spanish and the English of one text.
const BETWEEN: char = '¦';

/// The language the environment asks for, as POSIX orders its variables: English if it says so,
/// Spanish for everything else.
pub(super) fn language(variable: impl Fn(&str) -> Option<String>) -> Lang {
    let asked = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().filter_map(variable);
    match asked.into_iter().find(|value| !value.is_empty()) {
        Some(value) if value.starts_with("en") => Lang::En,
        _ => Lang::Es,
    }
}

/// Keeps one language of every text of a command and of those below it, and says clap's own words in
/// it.
pub(super) fn localized(command: Command, lang: Lang) -> Command {
    let name = command.get_name().to_owned();
    at_path(command, &name, lang)
}

/// As [`localized`], for the command reached by typing `path`.
fn at_path(command: Command, path: &str, lang: Lang) -> Command {
    let (usage, arguments, options, commands, help, version) = match lang {
        Lang::Es => ("Uso", "Argumentos", "Opciones", "Órdenes", "Muestra esta ayuda", "Muestra la versión"),
        Lang::En => ("Usage", "Arguments", "Options", "Commands", "Shows this help", "Shows the version"),
    };
    let half = |text: Option<&StyledStr>| text.map(|text| one_half(&text.to_string(), lang));
    let (about, long_about) = (half(command.get_about()), half(command.get_long_about()));
    let (before, after) = (half(command.get_before_help()), half(command.get_after_help()));
    let mut command = command
        .mut_args(|arg| {
            let (help, long) = (half(arg.get_help()), half(arg.get_long_help()));
            let heading = if arg.is_positional() { arguments } else { options };
            let value = arg.get_value_names().and_then(|names| names.first());
            let value = value.map(|name| one_half(name.as_str(), lang));
            let arg = value.into_iter().fold(arg.help_heading(heading), Arg::value_name);
            let arg = help.into_iter().fold(arg, Arg::help);
            long.into_iter().fold(arg, Arg::long_help)
        })
        .disable_help_flag(true)
        .disable_version_flag(true)
        .disable_help_subcommand(true)
        .subcommand_help_heading(commands)
        .help_template(format!(
            "{{before-help}}{{about-with-newline}}\n{usage}: {{usage}}\n\n{{all-args}}{{after-help}}"
        ))
        .arg(Arg::new("help").short('h').long("help").help(help).help_heading(options).action(ArgAction::Help));
    if command.get_version().is_some() {
        let version = Arg::new("version").short('V').long("version").help(version);
        command = command.arg(version.help_heading(options).action(ArgAction::Version));
    }
    command = about.into_iter().fold(command, Command::about);
    command = long_about.into_iter().fold(command, Command::long_about);
    command = before.into_iter().fold(command, Command::before_help);
    command = after.into_iter().fold(command, Command::after_help);
    let names: Vec<String> = command.get_subcommands().map(|below| below.get_name().to_owned()).collect();
    let below = |command: Command, name: &String| {
        let path = format!("{path} {name}");
        command.mut_subcommand(name, |below| at_path(below, &path, lang))
    };
    let mut command = names.iter().fold(command, below);
    if lang == Lang::Es {
        let words = command.clone().bin_name(path).render_usage().to_string();
        let words = words.trim_start_matches("Usage: ").replace("[OPTIONS]", "[OPCIONES]");
        command = command.override_usage(words.replace("<COMMAND>", "<ORDEN>"));
    }
    command
}

fn one_half(text: &str, lang: Lang) -> String {
    let half = match (text.split_once(BETWEEN), lang) {
        (Some((spanish, _)), Lang::Es) => spanish,
        (Some((_, english)), Lang::En) => english,
        (None, _) => text,
    };
    half.trim().to_owned()
}

/// Prints what clap has to say; the exit code.
pub(super) fn tell(error: &clap::Error, lang: Lang) -> u8 {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            print!("{error}");
            DONE
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            eprint!("{error}");
            MISUSED
        }
        _ if lang == Lang::Es => {
            eprintln!("{}", in_spanish(error));
            MISUSED
        }
        _ => {
            eprint!("{error}");
            MISUSED
        }
    }
}

fn in_spanish(error: &clap::Error) -> String {
    let context = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => Some(text.clone()),
        Some(ContextValue::Strings(texts)) => Some(texts.join(", ")),
        _ => None,
    };
    let written = context(ContextKind::InvalidArg).or_else(|| context(ContextKind::InvalidSubcommand));
    let written = written.unwrap_or_default();
    let value = context(ContextKind::InvalidValue).unwrap_or_default();
    let said = match error.kind() {
        ErrorKind::UnknownArgument => format!("la opción «{written}» no existe"),
        ErrorKind::InvalidSubcommand => format!("la orden «{written}» no existe"),
        ErrorKind::MissingRequiredArgument => format!("falta {written}"),
        ErrorKind::MissingSubcommand => "falta la orden".to_owned(),
        ErrorKind::InvalidValue if value.is_empty() => format!("falta el valor de {written}"),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            format!("«{value}» no sirve para {written}")
        }
        ErrorKind::ArgumentConflict => format!("{written} no va con las otras opciones escritas"),
        ErrorKind::TooManyValues => format!("sobra «{value}» en {written}"),
        _ => error.to_string(),
    };
    let near = context(ContextKind::SuggestedArg)
        .or_else(|| context(ContextKind::SuggestedSubcommand))
        .or_else(|| context(ContextKind::SuggestedValue));
    let near = near.map(|near| format!("; ¿quiso escribir «{near}»?")).unwrap_or_default();
    format!("{said}{near}\nPara ver la ayuda: ventanilla --help")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn english_only_when_the_environment_asks_for_it() {
        let check = |variables: &[(&str, &str)], expected: Lang| {
            let value = |name: &str| {
                let set = variables.iter().find(|(set, _)| *set == name);
                set.map(|(_, value)| (*value).to_owned())
            };
            assert_eq!(language(value), expected, "{variables:?}");
        };
        check(&[], Lang::Es);
        check(&[("LANG", "C.UTF-8")], Lang::Es);
        check(&[("LANG", "en_US.UTF-8")], Lang::En);
        check(&[("LANG", "en_US.UTF-8"), ("LC_ALL", "es_CO.UTF-8")], Lang::Es);
        check(&[("LC_ALL", ""), ("LANG", "en")], Lang::En);
    }

    #[test]
    fn a_text_in_one_language_serves_both() {
        assert_eq!(one_half("Uno ¦ One", Lang::Es), "Uno");
        assert_eq!(one_half("Uno ¦ One", Lang::En), "One");
        assert_eq!(one_half("JSON", Lang::En), "JSON");
    }
}
