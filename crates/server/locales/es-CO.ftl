## El armazón de todas las páginas

product = Ventanilla
skip-to-content = Ir al contenido
menu = Menú
nav-main = Principal
nav-home = Inicio
nav-catalogue = Catálogo de servicios
nav-requests = Mis solicitudes
nav-approvals = Aprobaciones
nav-absences = Ausencia y suplente
nav-procedures = Procedimientos
nav-desk = Mesa de servicio
theme = Tema
theme-light = Claro
theme-dark = Oscuro
theme-system = Del sistema
error-prefix = Error:
assets-missing = Este programa se compiló sin sus estilos. Para hacerlos, ejecute:
demo = Demostración
to-home = Ir al inicio

## Iniciar sesión

sign-in = Iniciar sesión
sign-out = Cerrar sesión
sign-in-login = Usuario o correo institucional
sign-in-login-help = El mismo con el que entra a su computador.
sign-in-password = Contraseña
sign-in-wrong = El usuario o la contraseña no coinciden. Revíselos e intente de nuevo.
sign-in-wait = { $minutes ->
    [one] Hubo demasiados intentos. Espere un minuto e intente de nuevo.
   *[other] Hubo demasiados intentos. Espere { $minutes } minutos e intente de nuevo.
}
resume = Su texto se conservó
resume-text = La sesión se había cerrado mientras escribía. Ya entró de nuevo: envíe lo que tenía escrito.
send-again = Enviar ahora

## Cuando no hay página

fail-code = Error { $code }
fail-not-found = Esta página no existe
fail-not-found-text = Puede que la dirección esté mal escrita o que usted no tenga acceso a lo que hay en ella.
fail-foreign-form = El formulario no salió de esta página
fail-foreign-form-text = Por seguridad solo recibimos formularios de nuestras propias páginas. Abra Ventanilla y hágalo desde allí.
fail-stale-form = La página llevaba mucho tiempo abierta
fail-stale-form-text = Vuelva a abrirla e intente de nuevo. No se hizo ningún cambio.
fail-stale-form-kept = No se hizo ningún cambio, pero lo que usted escribió se conserva. Puede enviarlo ahora.
fail-signed-out = Su sesión se cerró
fail-signed-out-kept = Lo que escribió se conserva. Inicie sesión y podrá enviarlo.
fail-unreadable = No pudimos leer el formulario
fail-unreadable-text = A la solicitud le falta algo o trae un dato que no corresponde. Vuelva a la página e intente de nuevo.
fail-too-large = Es demasiado grande
fail-too-large-text = Lo que envió pasa del tamaño permitido. Quite algún archivo o envíelos por partes.
fail-moved-on = El caso cambió mientras usted escribía
fail-moved-on-text = Alguien más actuó en este caso y ya no está en la misma actividad. Lo que usted escribió se conserva; revise el caso antes de decidir.
fail-see-case = Ver el caso
fail-unavailable = Vuelva a intentar en un momento
fail-unavailable-text = La mesa no responde en este instante. Lo que ya había enviado está guardado.
fail-broken = Algo falló de nuestro lado
fail-broken-text = No es culpa suya. El error quedó registrado; intente de nuevo en un momento y, si sigue, avise a la mesa de servicio.

## El caso

case-until = Tiene hasta el <b>{ $when }</b>.
