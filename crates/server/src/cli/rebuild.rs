//! `ventanilla rebuild`: every list and figure is made again from what is true.

use clap::Args;

use super::instance::InstanceArgs;
use super::progress::Progress;
use super::{DONE, trouble};
use crate::lang::Lang;
use crate::start;
use crate::store::Access;

#[derive(Args)]
#[command(
    about = "Rehace listas, términos y cifras a partir de los hechos. ¦ Makes lists, terms and figures again from the facts.",
    after_help = "No cambia ningún caso ni vuelve a enviar nada. Detenga antes «ventanilla serve».
Si se interrumpe, termina al volver a iniciar. Sale con 0 si terminó y 3 si la instancia no está disponible. ¦ It changes no case and sends nothing again. Stop \"ventanilla serve\" before.
If it is cut short it ends at the next start. Exits with 0 if it ended, and 3 if the instance is not available."
)]
pub struct RebuildArgs {
    #[command(flatten)]
    instance: InstanceArgs,
}

pub(super) fn run(args: RebuildArgs, lang: Lang) -> u8 {
    let app = match args.instance.open(Access::Owner, lang) {
        Ok((app, _)) => app,
        Err(code) => return code,
    };
    let mut progress = Progress::new();
    let rebuilt = start::rebuild(&app, |done| progress.tell(|| format!("{done} {}", lang.pick("casos", "cases"))));
    drop(progress);
    match rebuilt {
        Ok(count) => {
            println!(
                "{}",
                match lang {
                    Lang::Es => format!("Listo: {count} casos."),
                    Lang::En => format!("Done: {count} cases."),
                }
            );
            DONE
        }
        Err(error) => trouble::store(&error, lang),
    }
}
