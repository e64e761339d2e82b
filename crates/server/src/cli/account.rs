//! `ventanilla account`: opens the account of a person, or gives it a new password.

use clap::Args;

use super::apply::unexpected;
use super::instance::InstanceArgs;
use super::{DONE, FAILED};
use crate::control::{Answer, Order};
use crate::lang::Lang;

#[derive(Args)]
#[command(
    about = "Abre la cuenta de una persona o le da otra clave, que cambiará al entrar. ¦ Opens a person's account or gives it another password, to be changed at the first sign-in.",
    after_help = "La persona debe estar en people.csv. No hace falta detener «ventanilla serve».
Sale con 0 si la cuenta quedó abierta y 1 si no. ¦ The person must be in people.csv. \"ventanilla serve\" need not be stopped.
Exits with 0 if the account was opened, else with 1."
)]
pub struct AccountArgs {
    #[arg(value_name = "PERSONA ¦ PERSON", help = "Su identificador en people.csv ¦ Their id in people.csv")]
    person: String,
    #[arg(
        long,
        value_name = "USUARIO ¦ LOGIN",
        help = "Nombre con el que entra; si no, su identificador ¦ The name they sign in with; else their id"
    )]
    login: Option<String>,
    #[command(flatten)]
    instance: InstanceArgs,
}

pub(super) fn run(args: AccountArgs, lang: Lang) -> u8 {
    let order = Order::Account { person: args.person, login: args.login };
    match args.instance.have_done(order, lang) {
        Ok(answer) => tell(answer, lang),
        Err(code) => code,
    }
}

fn tell(answer: Answer, lang: Lang) -> u8 {
    match answer {
        Answer::Account(way_in) => {
            println!("{} {}", lang.pick("Usuario:", "Login:   "), way_in.login);
            println!("{} {}", lang.pick("Clave:  ", "Password:"), way_in.password);
            let said = match way_in.renewed {
                true => lang.pick(
                    "La clave anterior ya no sirve y sus sesiones se cerraron.",
                    "The former password is of no use any more and its sessions were closed.",
                ),
                false => lang.pick(
                    "Entréguela en persona: la cambiará al entrar.",
                    "Hand it over in person: it is changed at the first sign-in.",
                ),
            };
            println!("{said}");
            DONE
        }
        Answer::PersonUnknown(person) => {
            eprintln!(
                "{}",
                match lang {
                    Lang::Es => format!(
                        "«{person}» no está en la people.csv en vigor, o ya no trabaja en la entidad. Para poner en vigor un archivo nuevo: ventanilla apply CARPETA"
                    ),
                    Lang::En => format!(
                        "\"{person}\" is not in the people.csv in force, or has left the entity. To put a new file in force: ventanilla apply FOLDER"
                    ),
                }
            );
            FAILED
        }
        Answer::LoginTaken(login) => {
            eprintln!(
                "{}",
                match lang {
                    Lang::Es => format!("El usuario «{login}» ya es de otra persona; escoja otro con --login."),
                    Lang::En => format!("The login \"{login}\" is another person's; choose another with --login."),
                }
            );
            FAILED
        }
        Answer::Failed(why) => {
            eprintln!("{why}");
            FAILED
        }
        other => unexpected(&other, lang),
    }
}
