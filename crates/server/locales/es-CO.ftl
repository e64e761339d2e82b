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

## Palabras de muchas páginas

search = Buscar
filter = Filtrar
apply = Aplicar
any = Cualquiera
open = Abrir
change = Cambiar
remove = Quitar
cancel = Cancelar
back = Volver
optional = opcional
example = ejemplo
choose-one = Escoja una opción
older = Ver anteriores
next-page = Ver más
crumbs = Dónde está
categories = Categorías
documents = Documentos
attach = Adjuntar archivos
drop-files = Arrastre aquí los archivos, péguelos o
draft-kept = Borrador guardado a las { $time }
problems = { $count ->
    [one] Hay un dato por corregir
   *[other] Hay { $count } datos por corregir
}
problems-kept = Lo que ya diligenció se conserva.
until = Hasta <b>{ $when }</b>.
expected = Prevista: { $when }
expected-late = Debía estar: { $when }. <b>Va tarde</b>
you = Usted

## El portal

home-ask = ¿Qué necesita, { $name }?
home-search = Servicio, problema o caso
home-examples = Por ejemplo:
home-unknown = Si no sabe cuál servicio es, <a href="/catalogue/unknown">cuéntenos con sus palabras</a>.
your-turn = Le toca a usted
your-things = Lo que espera por usted
under-way = En curso
finished = Terminadas
see-all = Ver las { $count }
see-all-services = Ver los { $count } servicios
services = { $count ->
    [one] 1 servicio
   *[other] { $count } servicios
}
catalogue-lead = Escoja el servicio que necesita. Si no lo encuentra, cuéntenos qué pasa.
unknown-service = No sé cuál
tell-us = Cuéntenos con sus palabras
see-catalogue = Ver todo el catálogo
nothing-fits = Nada coincide con «{ $query }»
nothing-fits-text = Pruebe con otras palabras, o cuéntenos qué necesita y un agente lo encaminará.
who-approves = ¿Quién lo aprueba?
suggested = Sugerencia
approver-other = Buscar a otra persona
approver-search = Nombre o cargo
send-request = Enviar solicitud
continue-later = Seguir después
what-follows = Lo que sigue
sent = Recibimos su solicitud
sent-number = Su número de caso es
sent-mail = Le escribiremos a { $mail }.
see-request = Ver la solicitud
new-request = Nueva solicitud
no-requests = Todavía no tiene solicitudes
no-requests-text = Cuando pida algo, aquí verá quién lo tiene y qué sigue.
how-counted = ¿Cómo se cuenta el plazo?
conversation = Conversación
write-to-desk = Escribir a la mesa de servicio
send-message = Enviar mensaje
reply-by-mail-too = También puede responder el correo que le llegó con este número.
progress = Avance
request-facts = Datos de la solicitud
survey-until = Puede responder hasta { $when }.
survey-comment = ¿Quiere contarnos algo más?
survey-send = Enviar respuesta

## El caso

case-until = Tiene hasta el <b>{ $when }</b>.
solution-disputed = La mesa trabaja de nuevo en la solicitud. La respuesta anterior queda en la conversación.
closed-silence = El plazo para responder terminó el { $when } sin respuesta, y la solicitud se cerró.
closed-requester = La cerró quien la solicitó, el { $when }.
closed-staff = La mesa la cerró el { $when }.
closed-system = Se cerró el { $when }.
still-needed = ¿Todavía lo necesita?
closed-message = La solicitud está cerrada: un mensaje queda en ella, pero no la abre de nuevo.
closed-again = Si todavía lo necesita, use «{ $again }».
activity = Actividad { $number }
control-point = Punto de control
not-your-turn = En esta actividad decide otra persona. Usted puede escribir o dejar una nota.
term-verifying = Término vencido, en verificación: por unos minutos no se reciben respuestas mientras se revisa si llegó alguna a tiempo.
suggests = Lo revisado sugiere <b>{ $answer }</b>: { $reason }
record-answer = Registrar respuesta
choose-answer = Escoja una respuesta para ver qué pide y qué pasará.
note-internal = Nota interna, el solicitante no la ve
reply-public = Respuesta pública, la ve el solicitante
see-original = ver original
content-withdrawn = Este contenido se retiró. Motivo: { $reason }
priority = Prioridad
why = ¿Por qué?
why-day = Día
why-counted = Contó
why-not-counted = no cuenta
why-total = Total
why-key-counted = Contó
why-key-to-come = Por contar
why-key-paused = Detenido
why-key-closed = Fuera de horario
due-running = Tiempo hábil restante:
due-soon = Vence hoy. Tiempo hábil restante:
due-late = Vencido:
due-paused = Tiempo detenido, quedan:
due-term = Término:
due-done = Cumplido:
stage-done = hecha
stage-now = en curso
stage-next = sigue
stage-skipped = no hizo falta

## La mesa

order = Orden
nav-queue = Bandeja
nav-go-to = Ir a
nav-portal = Portal del solicitante
desk-search = Buscar casos por número, persona o palabras
late-cases = Casos vencidos:
register-call = Registrar llamada
register-call-text = Mientras la persona está en la línea: quién es, qué pasa y para qué servicio.
register-case = Registrar caso
callers-open = Casos abiertos de esta persona
callers-none = No tiene casos abiertos.
likely-same = Se parece
column-case = Caso
column-activity = Actividad
column-due = Tiempo hábil
unassigned = Sin asignar
assigned-to = Asignado a { $name }
take-case = Tomar caso
leads-to = sigue la actividad
whose-turn = Le toca a
due = Vence
if-nobody-acts = Si nadie actúa
if-nobody-acts-long = Qué pasará si nadie actúa
state = Estado
last-messages = Últimos mensajes
key-move = moverse
key-open = abrir
key-take = tomar
key-whole = ver completo
key-search = buscar
previous-case = Caso anterior (K)
next-case = Caso siguiente (J)
also-here = { $name } también está en este caso
actions = Acciones
procedure = Procedimiento
restricted = Restringido
to-interpret = Respuesta por interpretar
see-message = Ver el mensaje
record-meaning = Registrar lo que significa
trail = Recorrido
show = Mostrar
show-all = Todo
show-public = Pública
show-notes = Notas internas
message-kind = Tipo de mensaje
reply-to-user = Responder al usuario
note = Nota interna
message = Mensaje
message-placeholder = Escriba aquí
send-reply = Enviar a { $name }
keep-note = Guardar nota
case-side = Tiempos, personas y datos
times = Tiempos
approvals = Aprobaciones
people = Personas
facts = Datos
linked-cases = Casos vinculados

## Aprobaciones

pending-approvals = Aprobaciones pendientes
approvals-waiting = { $count ->
    [one] Una espera su decisión.
   *[other] { $count } esperan su decisión. La primera es la que vence antes.
}
approvals-none = Nada espera su decisión
approvals-none-text = Le avisaremos por correo cuando alguien necesite su aprobación.
recent-decisions = Sus decisiones recientes
see-all-decisions = Ver todas
register-absence = Registrar ausencia
stands-in-for = Hoy es suplente de
approval-of = Aprobación de { $number }
what-for = Para qué
desk-verified = Qué verificó la mesa
policy = Política
your-analysis = Su análisis
approve = Aprobar
reject-open = Rechazar…
reject-title = ¿Por qué la rechaza?
reject-reason = Motivo
reject-reason-help = El solicitante leerá este texto.
reject-do = Rechazar solicitud
not-mine = No soy el aprobador
not-mine-title = No soy el aprobador
not-mine-reason = ¿Por qué, y quién debería decidir?
not-mine-help = La mesa escogerá al aprobador correcto con lo que usted diga.
not-mine-do = Devolver a la mesa
absence-lead = Mientras usted no esté, su suplente podrá decidir. Cada decisión dirá en nombre de quién se tomó.
absence-new = Nueva ausencia
absence-substitute = Suplente: { $name }
absence-running = En curso
absence-end = Terminarla hoy
absence-effect = Lo que ya espera su decisión también podrá decidirlo su suplente; se le avisará el primer día.

## El procedimiento

procedures-lead = Así trabaja la mesa: cada caso sigue uno de estos documentos, paso por paso.
activities = Actividades
as-printed = Como las imprime el documento
document = Documento
terms-and-clocks = Términos y tiempos
readings = Lecturas
readings-text = Cómo se lee el documento donde calla, es ambiguo o se equivoca.
change-log = Historial de cambios
on-this-page = En esta página
objective = Objetivo
scope = Alcance
definitions = Definiciones
conditions = Condiciones generales
column-number = N.º
column-date = Fecha
column-version = Versión
column-description = Descripción
column-author = Responsable
other-versions = Otras versiones
compare = Comparar con esta
published-by = Publicada el { $when } por { $by }.
versions-compared = Versiones comparadas
what-differs = Qué cambia
nothing-differs = Las dos versiones dicen lo mismo.
side-by-side = Lado a lado
differs = Cambia
drafts = Borradores
draft = Borrador
draft-kept-by = Guardado el { $when } por { $by }.
draft-publishable = No tiene errores: se puede publicar.
draft-errors = { $n ->
    [one] Tiene { $n } error: así no se puede publicar.
   *[other] Tiene { $n } errores: así no se puede publicar.
  }
draft-findings = Lo que encontró la revisión
walk-of = Recorrido de { $number }.
back-to-case = Volver al caso
in-case = En { $number }
case-is-here = El caso está aquí

## La demostración

outbox = Correos enviados
outbox-lead = En la demostración ningún correo sale: aquí se leen todos los que habrían salido.
outbox-to = Nombre o correo de quien lo recibe
outbox-empty = Todavía no hay correos
letter-from = De
letter-to = Para
letter-reply-to = Responder a
letter-date = Fecha
letter-raw = Abrir en el programa de correo
letter-reply = Responder a esta carta como { $who }
letter-reply-send = Enviar la respuesta

## Aprobaciones, ausencias, llamadas, procedimiento, demostración: lo que dicen sus páginas

nobody-found = No se encontró a nadie así. Pruebe con el apellido, la extensión o el correo.
decides-for = Como suplente de { $absent }
card-stand-in = Decide como suplente de { $absent }, ausente hasta el { $until }. Esa persona también verá la decisión.
card-requester = Solicita
card-beneficiary = Para
card-service = Servicio
card-received = Recibida
card-until = Para decidir hasta
card-verified = { $activity }: { $answer } — { $by }, { $when }
card-row = Fila «{ $row }» de la matriz de autorizadores
card-you-approved = Usted la aprobó ({ $when }).
card-you-rejected = Usted la rechazó ({ $when }).
card-they-approved = Ya la aprobó { $by } ({ $when }).
card-they-rejected = Ya la rechazó { $by } ({ $when }).
card-recalled = La solicitud de aprobación se retiró: no tiene que decidir nada.
absence-none = No tiene ausencias programadas.
absence-next = Ausente del { $from } al { $until }; decide { $substitute }.
absence-who = Quién decide mientras tanto
absence-who-help = Busque por nombre, extensión o correo.
absence-from = Primer día
absence-until = Último día
absence-dates = del { $from } al { $until }
absence-stands-in = Usted suple a { $name } { $dates }.
phone-channel = Cómo llegó
phone-by-phone = Por teléfono
phone-in-person = En persona
phone-requester = Quién llama
phone-requester-help = Busque por nombre, extensión, correo o documento.
phone-beneficiary = Para quién, si es para otra persona
phone-beneficiary-help = Déjelo vacío si es para quien llama.
phone-item = Servicio
phone-item-help = Déjelo vacío si no sabe cuál. Al escogerlo y registrar, el formulario pregunta lo que ese servicio necesita.
phone-subject = Asunto
phone-description = Qué necesita
phone-description-help = Con las palabras de quien llama.
phone-find-first = búsquela y escójala en la lista.
phone-extension = Extensión
phone-mail = Correo
phone-site = Sede
phone-superior = Superior
procedure-of = Versión { $version } del { $date }
procedure-size = { $activities ->
    [one] { $activities } actividad
   *[other] { $activities } actividades
  }, { $points ->
    [one] { $points } punto de control
   *[other] { $points } puntos de control
  }
procedure-code = Código
procedure-activities = Contenido
procedure-desk = Mesa
procedure-responsible = Responsables
procedure-products = Productos
procedure-calendar = Calendario
walked-for = { $by }, suplente de { $absent }
walked-by = { $when }: «{ $answer }», { $by }
walked-by-term = { $when }: «{ $answer }», al vencer el término
walked-by-tool = { $when }: «{ $answer }», la herramienta
walked-by-mistake = { $what } (corregido después)
business-days = { $n ->
    [one] { $n } día hábil
   *[other] { $n } días hábiles
  }
calendar-days = { $n ->
    [one] { $n } día calendario
   *[other] { $n } días calendario
  }
term-until-field = Hasta la fecha de «{ $field }»
clock-only-measured = Se mide, sin meta
clock-by-table = Según la tabla de metas de la entidad
clock-runs-in = Corre en { $activities }
letter-not-written = Esta carta todavía no se ha redactado, o su texto se retiró.
letter-of-notice = Aviso: { $notice }
letter-waiting = Pendiente
letter-sent = Enviada
letter-failed = Rechazada
letter-omitted = No se envió: el caso cambió antes
filling-title = Preparando la demostración
filling-text = Se llena con unas semanas de trabajo de dos mesas. Esta página se abre sola cuando esté lista.
travel = Adelantar el reloj:
travel-hour = una hora
travel-day = un día
travel-morning = la próxima mañana hábil
travel-deadline = lo próximo que vence
## Los casos

turn-yours = Le toca a usted, { $role }
turn-of = Le toca a { $who }
turn-nobody = El caso terminó
nth-time = vez { $n }
goes-to = Sigue la actividad { $number } · { $name }
ends-case = Termina el caso
case-becomes = El caso queda en «{ $state }».
term-would-end = El término vencería el { $until }.
field-missing = Diligencie este dato.
field-short = Escriba al menos { $min } caracteres.
missing-fields = Falta diligenciar: { $fields }.
late-by = { $time } tarde
clock-ran-of = Van { $ran } de { $target }
clock-ran = Van { $ran }
was-due = Venció el { $when }
is-due = Vence el { $when }
clock-stands = El tiempo está detenido
paused-between = Detenido del { $from } al { $until }: { $reason }.
calendar-used = Calendario { $calendar }, edición { $edition }.
why-rule = La meta es de { $target } hábiles. Solo cuentan las horas en que la mesa atiende.
why-rule-free = No tiene meta: solo se mide. Cuentan las horas en que la mesa atiende.
off-weekend = Fin de semana
off-holiday = Festivo: { $name }
off-day = Día no hábil: { $name }
off-suspended = Términos suspendidos: { $basis }
afterwards = Después
nothing-by-itself = No pasa nada más por sí solo: el caso espera a quien le toca.
future-alert = Alerta al { $percent } de «{ $clock }» para { $people }.
future-reminder = Se le recuerda a { $people }.
future-end = Si nadie responde: «{ $answer }».
future-date = { $term }.
future-substitute = La aprobación se pide también a { $substitute }, suplente de { $absent }.
events-folded = { $n ->
    [one] { $last }
   *[other] { $n } eventos; el último: { $last }
}
by-mail = por correo
by-mail-request = al escribir el correo
by-phone-request = al llamar
by-request = al registrar la solicitud
the-tool = La herramienta
file-withdrawn = Archivo retirado
subject-withdrawn = Asunto retirado
restricted-subject = Caso restringido
procedure-code-version = { $code } v{ $version } · { $name }
procedure-references = Referencias
procedure-version = { $name }, versión { $version }
see-procedure = Ver el procedimiento
yes = sí
no = no
as-substitute-of = { $by }, suplente de { $absent },
ev-entered = Pasó a la actividad { $activity }
ev-answered = { $by } respondió «{ $answer }»{ $with }
ev-assigned = { $by } lo asignó a { $to }
ev-unassigned = { $by } lo dejó sin asignar
ev-edited = { $by } cambió { $field }: { $value }
ev-edited-from = { $by } cambió { $field } de { $from } a { $value }
ev-parties = { $by } cambió de quién es: solicita { $requester }, se beneficia { $beneficiary }
ev-restricted = El caso quedó restringido
ev-attached = { $by } adjuntó un archivo
ev-followed = { $who } sigue el caso
ev-asked = Se pidió la aprobación a { $people }
ev-approved = { $by } aprobó
ev-rejected = { $by } rechazó
ev-recalled = Se retiró la petición de aprobación
ev-term-started = Empezó el término «{ $term }», hasta el { $until }
ev-because = { $what }. Motivo: { $reason }
ev-lengthened-migration = El plazo se amplió con el cambio de versión: { $until }
ev-lengthened-outage = El término se amplió porque la herramienta no estuvo disponible: hasta el { $until }
ev-lengthened-calendar = El término se amplió porque cambió el calendario: hasta el { $until }
ev-term-stopped = Ya no corre el término «{ $term }»
ev-term-ended = Venció el término «{ $term }»
ev-reminded = Se envió un recordatorio
ev-alerted = Alerta al { $percent } de «{ $clock }» para { $people }
ev-notice = Aviso «{ $notice }» para { $people }
ev-undelivered = No se pudo entregar el aviso de { $notice } a { $who }
ev-result = Resultado: { $result }
ev-closed-requester = Lo terminó quien lo solicitó
ev-closed-staff = Lo terminó la mesa
ev-closed-silence = Terminó porque no hubo respuesta
ev-closed-system = Terminó según el procedimiento
ev-surveyed = Respondió la encuesta: { $score }
ev-reinstated = El caso se restableció
ev-migrated = { $by } pasó el caso de la versión { $from } del procedimiento a la { $to }
ev-corrected = { $by } corrigió un paso
ev-undone = { $by } deshizo la respuesta
ev-linked = Se vinculó con { $other } ({ $kind })
ev-merged = Es duplicado de { $into }
ev-continued = Continúa en otro procedimiento
ev-withdrawn = { $by } retiró un contenido
ev-interpreted = { $by } registró lo que significa el mensaje
absent-until = Ausente hasta el { $until }: decide su suplente, { $substitute }
approval-approved = Aprobado por { $by }, { $when }
approval-rejected = Rechazado por { $by }, { $when }
approval-recalled = Ya no se le pide
approval-waits = Espera su decisión
approval-waits-until = Espera su decisión; prevista para el { $when }
what-does-it-mean = ¿Qué significa este mensaje?
message-is-evidence = El mensaje queda como evidencia.
neither = Ninguna de las anteriores
neither-help = El caso se queda donde está y usted le responde.
reply-if-neither = Su respuesta, si no es ninguna
term-starts-anew = El término vuelve a empezar con su respuesta.
total-of-user = Tiempo total para el usuario
total-time =
    { $business }, { $days ->
        [one] 1 día calendario
       *[other] { $days } días calendario
    }
requester = Solicitante
beneficiary = Beneficiario
registered-by = Registrado por
assignee = Asignado a
nobody-yet = Todavía nadie
group = Grupo
follower = Sigue el caso
extension = ext. { $number }
channel = Canal
channel-portal = Portal
channel-mail = Correo
channel-phone = Teléfono
channel-inperson = Presencial
channel-api = Otro sistema
channel-system = La herramienta
received = Recibido
result = Resultado
reason = Motivo
value-now = Valor actual
which-fact = ¿Qué dato?
change-number = Número del cambio
other-case = Número del otro caso
duplicate-of = Número del caso que queda
correct-to = Volver a
do-undo = Deshacer mi respuesta
do-assign = Asignar
do-edit = Cambiar un dato
do-parties = Cambiar de quién es
do-change = Asociar un cambio
do-link = Vincular con otro caso
do-merge = Unir con un duplicado
do-correct = Corregir un paso
view-unassigned = Sin asignar
view-mine = Mis casos
view-group = De mi grupo
view-all = Todos
view-late = Vencidos
view-soon = Por vencer
view-answered = Respondidos por el usuario
view-requester = Pendientes por usuario
view-approver = En aprobación
view-suspended = Suspendidos
view-empty = No hay casos en esta vista
views-by-time = Por tiempo
views-waiting = Esperan a otros
cases-listed = { $n ->
    [one] 1 caso
   *[other] { $n } casos
}
due-none = Sin fecha
due-late-group = Vencidos
due-today = Vencen hoy
due-on = Vencen { $day }
due-later = Más adelante
paused = detenido
requester-answered = El solicitante respondió
refused-no-es-su-turno = Esta respuesta le corresponde a otra persona.
refused-sin-permiso = Usted no tiene permiso para hacer esto en el caso.
refused-caso-avanzo = El caso ya no está en esa actividad.
refused-caso-terminado = El caso ya terminó; si lo necesita, solicítelo de nuevo.
refused-caso-abierto = El caso todavía no ha terminado.
refused-respuesta-desconocida = Escoja una de las respuestas.
refused-respuesta-no-es-de-personas = Esa respuesta no la da una persona: llega por el término o por la aprobación.
refused-respuesta-no-permitida = Esa respuesta no está abierta como está el caso.
refused-falta-dato = Faltan datos por diligenciar.
refused-dato-corto = Un texto es demasiado corto.
refused-dato-invalido = Un dato no es válido; revíselo.
refused-dato-no-pedido = Esta respuesta no pide ese dato.
refused-termino-en-verificacion = El término venció y está en verificación; no admite respuestas.
refused-falta-motivo = Escriba el motivo.
refused-mensaje-vacio = Escriba el mensaje.
refused-dato-cambio = El dato cambió mientras usted lo leía; revíselo.
refused-cubierto-por-aprobacion = La aprobación cubre este dato; ya no se puede cambiar.
refused-aprobacion-propia = Nadie aprueba ni autoriza su propia solicitud.
refused-no-es-el-aprobador = Esta aprobación no le corresponde a usted.
refused-aprobacion-terminada = Esta aprobación ya terminó.
refused-ya-decidio = Usted ya decidió esta aprobación.
refused-cambio-lo-mostrado = El caso cambió después de que usted lo leyó; revíselo y decida de nuevo.
refused-sin-aprobador = No hay quién apruebe.
refused-aprobador-no-elegible = Esa persona no puede aprobar este caso; escoja otra.
refused-persona-desconocida = Esa persona no existe o ya no trabaja en la entidad.
refused-item-desconocido = Ese servicio no existe o ya no se ofrece.
refused-grupo-desconocido = Ese grupo no existe.
refused-mensaje-por-interpretar = Un mensaje por interpretar espera: primero diga qué significa.
refused-nada-por-interpretar = Ese mensaje no espera interpretación.
refused-tarde-para-deshacer = No hay una respuesta que deshacer, o ya pasó el tiempo para hacerlo.
refused-decision-propia = Nadie corrige su propia decisión.
refused-decision-del-aprobador = La decisión de quien aprueba no se corrige.
refused-visita-desconocida = El caso nunca estuvo en ese paso.
refused-encuesta-cerrada = La encuesta no está abierta.
refused-encuesta-respondida = La encuesta ya fue respondida.
refused-calificacion-fuera-de-rango = Escoja una de las caras.
refused-mismo-caso = Un caso no se une ni se vincula consigo mismo.
refused-aviso-desconocido = Ese aviso no está en el caso.
refused-sin-registro = Un procedimiento comienza con el registro.
refused-ya-registrado = El caso ya está registrado.
refused-sin-salida = Ninguna respuesta automática está abierta en esta actividad.

## Portal: lo que dicen sus páginas

silence-means = Si no responde, se registra: «{ $answer }».
turn-confirm = Diga si está de acuerdo con la respuesta
turn-complete = Envíe la información que falta
turn-decide = Decida la solicitud de { $who }
held-by = La tiene { $who }.
held-by-until = La tiene { $who }. Prevista: { $when }.
ended-on = Terminó el { $when }.
on-behalf-of = A nombre de { $name }
asked-by = La pidió { $name } para usted
needs-approval = Requiere aprobación
needs-approval-chosen = Requiere aprobación; usted escoge a quien aprueba
for-whom = ¿Para quién es?
for-me = Para mí
for-other = A nombre de otra persona
find-person = ¿Para quién?
find-person-help = Nombre, correo o extensión.
person-unclear = Busque y escoja a la persona.
in-few-words = ¿Qué necesita, en pocas palabras?
describe-request = Cuéntenos qué necesita o qué pasa
approver-help = La primera persona es quien está más cerca por encima de usted con un cargo que puede aprobar.
approver-missing = Escoja quién lo aprueba.
unknown-service-title = Cuéntenos qué necesita
unknown-service-text = Escríbalo con sus palabras; un agente encontrará el servicio.
which-desk = ¿A cuál mesa?
files-limit = Cada archivo puede tener hasta { $size }.
next-number = Recibe un número de caso
next-number-text = Con él puede consultarla y responder por correo.
next-review = Revisión: { $desk }
next-approval = Se pide la aprobación
next-attention = Se atiende en los tiempos de la mesa
starts-now = La mesa está atendiendo: la revisaremos hoy.
starts-at = La revisaremos a partir del { $when }.
not-recorded = No se registró
complete-form = Corregir los datos de la solicitud
keep-changes = Guardar los cambios

## El flujograma

chart = Flujograma
chart-of = Flujograma de { $name }
chart-about = { $boxes ->
    [one] { $boxes } actividad
   *[other] { $boxes } actividades
  } en { $lanes ->
    [one] { $lanes } franja
   *[other] { $lanes } franjas
  }, una por cada rol. Debajo está lo mismo en palabras.
chart-hint = Deslice hacia los lados para ver todo el flujograma.
chart-in-words = El flujograma en palabras
chart-activity = Actividad { $number }. { $name }
chart-nobody = Nadie
chart-automatic = La herramienta, por sí sola
chart-start = Inicio
chart-end = Fin
chart-ends-here = Aquí termina.
chart-exit = Otro procedimiento
chart-until-date = Fecha fijada
chart-returns = ↩ vuelve a { $activities }
chart-walked = { $times ->
    [one] Recorrida
   *[other] Recorrida { $times } veces
  }
chart-term = Término: { $label } ({ $length }).
legend-activity = Actividad
legend-decision = Decisión
legend-point = Punto de control
legend-term = Término
legend-letter = Sale de varias: sigue en la misma letra
legend-exit = Otro procedimiento
legend-end = Fin
legend-walk = Recorrido del caso
way = «{ $answer }»{ $who }: { $to }
way-goes-on = sigue { $activity }.
way-goes-back = vuelve a donde estaba: { $activities }.
way-by-term = al vencer el término
way-by-approval = lo decide quien aprueba
roles = Roles
role-activities = { $n ->
    [one] Actividad { $activities }
   *[other] Actividades { $activities }
  }
role-no-activity = No responde ninguna actividad
right-desk = registra a nombre de otros y trabaja la bandeja
right-correct = corrige un paso equivocado y reasigna
right-see-all = ve todos los casos
notices = Avisos
notice-held = Espera a que abra la mesa
on-registered = al registrar el caso
on-enter = al llegar a «{ $activity }»
on-answer = al responder «{ $answer }»
on-asked = al pedir una aprobación
on-recalled = al retirar una aprobación
on-assigned = al asignar el caso
on-alert = al { $percent } % de «{ $clock }»
on-remind = como recordatorio de «{ $term }»
on-ended = al llegar la fecha de «{ $term }»
on-lengthened = al ampliarse «{ $term }»
on-closed = al cerrar el caso
on-reinstated = al restablecer un caso cerrado por silencio
on-corrected = al corregir un paso
on-to-interpret = cuando un mensaje espera que un agente diga qué significa
on-thanked = cuando solo llega un «gracias»
on-message = cuando llega un mensaje que no es respuesta
on-loop = cuando el caso llega más de { $times } veces a «{ $activity }»
on-commented = cuando la mesa le escribe al solicitante
on-undelivered = cuando un correo no se pudo entregar
to-requester = quien solicita
to-beneficiary = la persona a cuyo nombre se solicita
to-registrar = quien registró
to-assignee = la persona asignada
to-group = el grupo que tiene el caso
to-approver = quien aprueba y su suplente
to-followers = quienes siguen el caso
to-told = quienes supieron del tramo corregido
to-line = { $position } en la línea de quien atiende
term-from-delivery = Cuenta desde la entrega del aviso «{ $notice }»
term-then = Al vencer: «{ $answer }»
term-reminds-last-day = Se recuerda el último día
term-reminds-each-day = Se recuerda cada día
term-reply-interpret = Si llega un mensaje, un agente dice qué significa
term-reply-answer = Un mensaje es «{ $answer }»
clock-anew = Comienza de nuevo en cada paso de la aprobación
walk-title = Recorrido de { $number }
walk-here = Recorrido
walk-table = La tabla de actividades con lo ocurrido
walk-decisions = Qué se decidió, quién y cuándo
walk-since = Desde { $when }

## Cómo se cuenta el tiempo

explain = Explicar
explain-title = Cómo se cuenta el tiempo
explain-what = ¿Qué quiere ver?
explain-when = ¿En qué momento?
explain-all = Todos los tiempos y términos
explain-today = Ahora
explain-any = Explicar los tiempos en cualquier momento
how-time-counts = ¿Cómo se cuenta el tiempo?
explain-now = Ahora, { $when }, el caso está en la actividad { $number } · { $name }.
explain-past = El { $when } el caso estaba en la actividad { $number } · { $name }.
explain-future = Si nadie actúa, el { $when } el caso estará en la actividad { $number } · { $name }.
explain-before = El { $when } el caso aún no existía: se recibió el { $received }.
instant-unread = Escriba la fecha y la hora, por ejemplo 2026-11-24T16:00. Se muestra lo de ahora.
back-to-request = Volver a la solicitud
nothing-measured = En ese momento no había nada que contar.
thresholds = Umbrales
threshold = Umbral
threshold-when = Cuándo
threshold-state = Alerta
threshold-told = Ya se avisó
threshold-reached = Alcanzado
threshold-to-come = Si el tiempo sigue corriendo
never-while-paused = No mientras esté detenido
every-interval = Ver cada intervalo
interval-from = Desde
interval-until = Hasta
interval-counted = Contó
interval-why = Por qué
why-open = En horario
why-outside-hours = Fuera de horario
why-short-day = Jornada reducida: { $name }
why-paused = Detenido: { $reason }
off-day-plain = Día no hábil
off-none = Día que cuenta
target-fixed = Meta de { $target }, fijada por el documento (versión { $version }); rige desde el { $when }.
target-chosen = Meta de { $target } por { $by }; rige desde el { $when }. Documento, versión { $version }.
term-ends = { $term }: hasta el { $when }
nth-day = día { $n }
day-of-event = Desde este día se cuenta; el día mismo no se cuenta
day-of-outage = Se alarga: la mesa no se pudo usar el último día
day-announced = Se conserva el plazo que se anunció
term-rule-date = Va hasta la fecha que se escribió en el caso.
term-rule-hours = Son { $time } hábiles desde el { $from }.
future-end-own = Si usted no responde, se registra por usted: «{ $answer }».
future-reminder-own = Le enviamos un recordatorio.
future-start = Empieza a contar «{ $term }», hasta { $until }.
future-lengthen = «{ $term }» se alarga hasta { $until }.
future-closes = El caso se cierra con el resultado «{ $result }».
future-closes-plain = El caso se cierra.
future-told = Se le escribe a { $people }.
term-rule-business = { $days ->
    [one] Es 1 día hábil desde el { $from }; ese día no se cuenta.
   *[other] Son { $days } días hábiles desde el { $from }; ese día no se cuenta.
}
term-rule-calendar = { $days ->
    [one] Es 1 día calendario desde el { $from }; ese día no se cuenta.
   *[other] Son { $days } días calendario desde el { $from }; ese día no se cuenta.
}
future-more = { $n ->
    [one] Y 1 paso más.
   *[other] Y { $n } pasos más.
}
## Lecturas adoptadas

readings-adopted = Lecturas adoptadas
readings-annex = Anexo de { $document }: cómo se lee el documento donde calla, es ambiguo o se equivoca, para la firma de quien responde por el proceso.
readings-annex-link = Ver el anexo de lecturas
readings-not-adopted = Lecturas sin adoptar: quien responde por el proceso todavía no las ha firmado.
readings-adopted-by = Lecturas adoptadas por { $name }, { $when }: { $act }.
readings-adopt = Adoptar estas lecturas
readings-adopt-help = Queda registrado quién las adoptó, cuándo y por cuál acto. Lo registrado no se borra; si las adopta de nuevo, vale lo último.
readings-act = Acto que las adopta
readings-act-help = Por ejemplo, «Acta 12 del 20 de noviembre de 2026».
reading-id = Lectura
reading-where = Dónde
reading-says = Qué dice el documento
reading-reads = Cómo se lee
reading-because = Por qué
reading-parameter = Parámetro
reading-rests = Se apoyan en ella
signature = Firma de quien responde por el proceso
signature-name = Nombre
signature-position = Cargo
signature-act = Acto
signature-mark = Firma
# The case with its proofs, as one file.
dossier = Expediente
cases-listed-more = { $n } y más
filter-typed = Filtrar con palabras: de, estado, servicio, vence, prioridad, grupo, asignado, recibido
filter-unknown = no se encuentra
filter-by-state = Estado
filter-by-due = Vence
filter-by-priority = Prioridad
filter-by-service = Servicio
filter-by-from = De
filter-by-group = Grupo
filter-by-assigned = Asignado
filter-by-received = Recibido
filter-new = Nuevos
filter-review = En revisión
filter-progress = En progreso
filter-escalated = Escalados
filter-pending = Pendientes por usuario
filter-answered = Respondidos por el usuario
filter-approval = En aprobación
filter-suspended = Suspendidos
filter-resolved = Resueltos
filter-late = Vencidos
filter-today = Hoy
filter-tomorrow = Mañana
filter-week = En siete días
filter-month = En treinta días
filter-never = Sin fecha
filter-me = A mí
filter-nobody = A nadie
search-everywhere = Buscar «{ $words }» en todos los casos
columns = Columnas
column-assignee = Asignado
column-service = Servicio
column-group = Grupo
column-received = Recibido
column-moved = Último movimiento
order-due = Vence primero
order-priority = Más urgente
order-received = Lo que lleva más
order-moved = Último movimiento
order-number = Número
view-keep = Guardar vista
view-remove = Quitar vista
view-name = Nombre de la vista
view-share = Compartirla con la mesa
view-shared = Compartida:
views-saved = Vistas guardadas
mark-case = Marcar { $number }
with-marked = Casos marcados
with-marked-go = Asignar o clasificar…
key-mark = marcar
key-all = todas
search-of = Buscar: { $words }
found-cases = Casos
found-services = Servicios
found-their-cases = sus casos
found-its-cases = sus casos abiertos
found-nothing = No hay nada con «{ $words }» que usted pueda ver.
nav-board = Tablero
nav-keys = Teclado
palette = Ir a o hacer
palette-placeholder = Escriba qué busca o qué quiere hacer
close = Cerrar
keep = Guardar
key-send = Enviar lo que escribe
keys-change = Cambiar las teclas
keys-about = Una letra sola actúa cuando no está escribiendo. Puede cambiar cada una o apagarlas todas.
keys-on = Usar las letras como atajos
keys-usual = Volver a las de siempre
keys-twice = La tecla «{ $key }» está dos veces. Elija otra para una de las dos.
keys-down = Bajar en la lista
keys-up = Subir en la lista
keys-mark = Marcar el caso
keys-take = Tomar el caso
keys-whole = Abrir completo
keys-reply = Responder al usuario
keys-note = Nota interna
keys-answer = Respuesta del procedimiento
keys-filter = Filtrar
keys-search = Buscar
keys-all = Ver las teclas
marked-title = Casos marcados
marked-count = { $n ->
    [one] 1 caso
   *[other] { $n } casos
}
marked-what = Qué hacer
marked-assign = Asignar
marked-priority = Prioridad
marked-item = Servicio
marked-try = Ver qué pasaría
marked-tried = Lo que pasaría
marked-refused = Se rechazaría
marked-do = { $n ->
    [one] Hacerlo en 1 caso
   *[other] Hacerlo en { $n } casos
}
marked-done = { $n ->
    [one] Quedó hecho en 1 caso. Estos no se pudieron:
   *[other] Quedó hecho en { $n } casos. Estos no se pudieron:
}
board-of = Tablero: { $desk }
board-late = { $n ->
    [one] 1 caso vencido
   *[other] { $n } casos vencidos
}
board-today = { $n ->
    [one] 1 que vence hoy
   *[other] { $n } que vencen hoy
}
board-open = { $n ->
    [one] Hay 1 abierto.
   *[other] Hay { $n } abiertos.
}
board-due = Lo que vence hoy
board-none-due = Nada está vencido ni vence hoy.
board-in-queue = Abrir en la bandeja
board-told = Última alerta
board-alerted = { $percent } %, { $when }: { $people }
board-reassign = Reasignar
board-load = Carga por persona
board-person = Persona
board-cases = Abiertos
board-waits = Esperan
board-lates = Vencidos
board-todays = Vencen hoy
board-running = En curso
board-waiting = Esperan a otros
board-ages = Antigüedad de los abiertos
board-ages-about = Días desde el recibo, por grupo.
board-age = { $from } a { $until }
board-age-more = más de { $from }
templates = Plantillas
templates-about = Respuestas que se escriben una y otra vez. Lo que va entre llaves se llena al usarla:
templates-shared = compartida
templates-new = Plantilla nueva
templates-name = Nombre
templates-answer = Respuesta del procedimiento a la que lleva (opcional; solo cuando esté permitida)
is-reading = { "{" }name{ "}" } está viendo este caso.
is-writing = { "{" }name{ "}" } está escribiendo.
changed-by = { "{" }name{ "}" } modificó este caso hace un momento. Lo que usted escribe sigue aquí.
changed-meanwhile = { $by } modificó este caso { $ago }: { $what } Lo que usted escribió sigue aquí.
seconds-ago = hace { $n } s
minutes-ago = hace { $n } min
answer-recorded = Quedó registrada su respuesta.
print = Imprimir
requesters-cases = Otros casos del solicitante

## Los artículos de conocimiento

art-articles = Artículos
art-article = Artículo
art-lead = Instrucciones escritas por la mesa de servicio, para resolverlo usted mismo.
art-search = Buscar en los artículos
art-see-all = Ver todos los artículos
art-none = Todavía no hay artículos
art-none-text = Mientras tanto, pida lo que necesita en el catálogo.
art-none-here = Aquí no hay artículos.
art-table = Tabla
art-since = Escrito el { $when }
art-at-desk = Ver en la mesa
art-only-language = Este artículo todavía no está en español.
art-old = La mesa todavía no ha vuelto a revisar este artículo: puede tener algo desactualizado.
art-from = Lo que escribió en el formulario sigue donde lo dejó.
art-back-to-form = Volver al formulario
art-useful = ¿Le sirvió?
art-yes = Sí
art-no = No
art-thanks-yes = Gracias. Si ya quedó resuelto, no hace falta que envíe una solicitud.
art-thanks-no = Gracias. La mesa lo tendrá en cuenta; si lo necesita, pida ayuda.
art-if-not = Si no le sirve, pida ayuda
art-suggested = Esto le puede servir
art-suggested-help = Se abren en otra página; lo que escribió aquí no se pierde.
art-suggested-none = Ningún artículo habla de esto. Envíe su solicitud.
art-suggest = Buscar artículos que ayuden
art-suggested-desk = Artículos sugeridos
art-insert = Insertar enlace
art-new = Artículo nuevo
art-view-all = Todos
art-view-review = Por revisar
art-view-drafts = Borradores
art-view-retired = Retirados
art-who = Quién lo encuentra
art-for-draft = Borrador
art-for-draft-help = Solo quienes escriben artículos. Lo que ya está publicado sigue como está.
art-for-desk = Solo la mesa
art-for-desk-help = Quienes trabajan en la mesa; nunca los solicitantes.
art-for-requesters = Todos
art-for-requesters-help = También los solicitantes, en el portal y mientras describen lo que necesitan.
art-pending = con borrador
art-review = Revisión
art-review-on = Se revisa el { $when }.
art-review-until = Sigue vigente; revisar otra vez el
art-review-help = El día en que alguien debe volver a leerlo.
art-review-past = Escriba una fecha que no haya pasado.
art-reviewed = Lo revisé
art-to-review = Por revisar
art-useful-count = ¿Sirvió?
art-yes-no = { $yes } sí · { $no } no
art-votes = sirvió: { $yes } sí, { $no } no
art-opened = Abierto desde un formulario
art-spared = Solicitudes evitadas
art-counts-help = De los últimos { $days } días. Se cuenta como evitada una solicitud cuando alguien abre el artículo sugerido y en los treinta minutos siguientes no pide nada.
art-did = Lo que ha logrado
art-services = Servicios relacionados
art-services-choose = { $count ->
    [0] Servicios relacionados
    [one] Servicios relacionados (1)
   *[other] Servicios relacionados ({ $count })
}
art-versions = Versiones
art-version = Versión { $number }
art-about = Del artículo
art-in-portal = Ver en el portal
art-edit = Editar
art-edit-of = Editar «{ $title }»
art-is-pending = Es un borrador: todavía no lo encuentra nadie más.
art-is-former = Es una versión anterior.
art-see-current = Ver la versión en vigor
art-is-retired = Está retirado: nadie lo encuentra hasta que se publique otra versión.
art-retire = Retirar el artículo…
art-retire-help = Nadie lo encontrará más. Sus versiones se conservan.
art-retire-do = Retirar
art-title-in = Título en { $language }
art-body-in = Texto en { $language }
art-body-help = Se escribe en Markdown: ## título, **negrita**, 1. lista, [texto](https://dirección). El HTML y las imágenes no se muestran.
art-category = Categoría
art-empty = Escriba el artículo al menos en un idioma.
art-long = Es muy largo: escriba como máximo { $most } caracteres.
art-changed = { $by } guardó la versión { $number } mientras usted escribía. Su texto está aquí; si lo guarda otra vez, queda como la versión siguiente.
art-keep = Guardar versión
art-preview = Vista previa
art-preview-of = Así se verá
## Accesibilidad

access = Declaración de accesibilidad
access-lead = Cómo se hacen estas páginas de { $entity } para que cualquier persona las use, cómo se comprueba, y qué falta.
access-standard = Norma
access-standard-text = Las páginas se hacen según las Pautas de Accesibilidad para el Contenido Web (WCAG) 2.2, nivel AA. Ese nivel incluye el de WCAG 2.1, al que remite el Anexo 1 de la Resolución MinTIC 1519 de 2020.
access-state = Esta declaración es una autoevaluación de quienes hacen el programa. No reemplaza una auditoría independiente, que todavía no se ha hecho.
access-by-machine = Lo que comprueban las pruebas del programa
access-axe = Cada página se abre en un navegador y se revisa con axe-core (reglas de WCAG 2.0 a 2.2, niveles A y AA), en los temas claro y oscuro, en pantalla ancha y de teléfono. Un hallazgo es una falla, y se corrige la página.
access-width = A 320 puntos de ancho y al 200 % de aumento ninguna página obliga a desplazarse hacia los lados; las tablas y los flujogramas anchos se desplazan dentro de su propio recuadro.
access-keys = Las tareas principales se hacen solo con el teclado, sin que el foco se pierda. Las teclas de una letra se pueden cambiar o apagar.
access-status = Lo que cambia sin recargar la página se anuncia a los lectores de pantalla.
access-motion = Quien pide menos movimiento en su sistema no ve ninguno.
access-colours = Los colores de la entidad se revisan al cargarlos: si una letra no alcanza un contraste de 4,5:1, no se aceptan.
access-by-hand = Lo que se mira a mano
access-look = El orden de lectura, los textos de ayuda y de error, y que ningún estado se diga solo con color.
access-no-reader = Todavía no se han hecho pruebas con personas que usan lector de pantalla.
access-missing = Lo que se sabe que falta o no depende de estas páginas
access-chart = El flujograma es un dibujo; al lado está todo lo que dice, en palabras.
access-files = Los archivos y correos que escriben las personas se muestran como llegan: pueden no ser accesibles.
access-spanish = Los textos de los procedimientos están solo en español, como los imprime su documento.
access-tell = Si algo no se puede usar
access-tell-text = Escriba o llame a { $desk } y diga en qué página y con qué ayuda navega. La respuesta sigue el mismo procedimiento que cualquier solicitud.
access-version = Vale para la versión { $version } del programa.

## Guía de estilo (solo en la demostración)

guide = Guía de estilo
guide-about = Todas las piezas de las páginas, en los dos temas. Las reglas son las mismas; solo cambia el valor de cada variable.
guide-surfaces = Superficies
guide-accents = Texto y acento
guide-status = Estado
guide-type = Letra
guide-buttons = Botones
guide-time = Tiempo hábil
guide-states = Estados
guide-marks = Marcas
guide-fields = Campos
guide-table = Tabla
guide-notices = Avisos y errores
guide-dialog = Diálogo
guide-empty = Vacíos
take-with-answer = Tomar el caso
take-with-answer-help = Nadie lo tiene: queda asignado a usted y le llegan sus novedades.
interpret-first = Primero diga qué significa el mensaje que espera.
changed-by-you = Usted mismo cambió este caso { $ago }, en otra ventana: { $what }
unsent = Esto había escrito y no se envió; cópielo si le sirve:
evidence = Evidencia de puntos de control
evidence-about = Cada respuesta dada en un punto de control del procedimiento: quién, cuándo, con qué regla y por qué.
evidence-point = Punto de control
evidence-answer = Respuesta
evidence-which = Mostrar
evidence-only-points = Solo puntos de control
evidence-all = También decisiones internas
evidence-internal = Decisión interna
evidence-summary = Respuestas del período
evidence-list = Evidencia
evidence-none = No hubo respuestas en este período. Cambie las fechas o los filtros.
evidence-times = Veces
evidence-when = Cuándo
evidence-question = Actividad y pregunta
evidence-who = Quién
evidence-rule = Regla aplicada
evidence-motive = Motivo y datos
evidence-for = como suplente de { $name }
evidence-row = Fila { $row } de la matriz, versión { $version } del procedimiento
evidence-version = Versión { $version } del procedimiento
period-from = Desde
period-until = Hasta
see-period = Ver período
first-page = Volver al comienzo
compliance = Cumplimiento por servicio
compliance-short = Casos atendidos a tiempo por servicio, y alertas del 50, 75 y 100 %.
compliance-about = Casos solucionados en el período, más los que vencieron en él sin solución. Cada caso cuenta con la meta vigente mientras corrió el tiempo; los cerrados sin solución (negados, sin información, duplicados) no cuentan.
compliance-none = Ningún caso cuenta en este período.
compliance-service = Servicio
compliance-target = Meta
compliance-cases = Casos
compliance-met = A tiempo
compliance-late = Fuera de tiempo
compliance-share = Cumplimiento
compliance-reached = Llegaron al { $percent } %
compliance-all = Todos
compliance-late-of = Fuera de tiempo: { $service }
compliance-resolved = Solucionado: { $when }
compliance-was-due = Venció sin solución: { $when }
compliance-back = Quitar esta lista
without-service = Sin servicio escogido
audit = Auditoría
audit-about = Lo que en el período no fue como dice el procedimiento, y los registros para revisarlo con otras herramientas.
audit-kind = Desviación
audit-clean = Ninguna desviación en el período. Casos cerrados: { $closed }.
audit-figures = Casos cerrados en el período: { $closed }. Casos con alguna desviación: { $deviating }.
audit-files = Evidencia y archivos del período
audit-log = Registro de eventos
audit-log-about = Casos recibidos en el período, sin nombres ni textos, para minería de procesos (IEEE 1849).
audit-deviations = Desviaciones
audit-again = Vuelve a comparar con el procedimiento cada caso recibido en el período.
audit-summary = Desviaciones por clase
audit-declared = Registro
audit-is-declared = Registrada con quién y por qué
audit-undeclared = Sin registrar
departure-corrected = Corrección
departure-reinstated = Restablecimiento: hubo respuesta a tiempo
departure-merged = Cierre como duplicado
departure-migrated = Paso a otra versión del procedimiento
departure-not-from-here = Respuesta que no sale de esta actividad
departure-shut = Respuesta que no estaba abierta
departure-not-theirs = Respuesta de quien no corresponde
departure-wrong-way = Actividad a la que no lleva ninguna flecha
departure-after-the-end = Respuesta después del cierre
conformance = Conformidad
conformance-followed = Siguió el procedimiento.
conformance-beside = Esto no fue como dice el procedimiento:
procedure-files = Descargar para otras herramientas:
migrate-title = Pasar casos a otra versión
migrate-link = Pasar los casos abiertos de esta versión a otra
migrate-open = { $n ->
    [0] No hay casos abiertos en esta versión.
    [one] Hay un caso abierto en esta versión.
   *[other] Hay { $n } casos abiertos en esta versión.
}
migrate-help = Cada caso sigue con la versión con que empezó mientras nadie lo pase. Lo que ya se le anunció a alguien no se acorta, y el cambio queda escrito en cada caso.
migrate-no-version = No hay otra versión publicada.
migrate-to = Versión a la que pasan
migrate-place = Los que están en «{ $activity }», que esa versión no tiene, siguen en
migrate-reason-missing = Escriba por qué se pasan: queda en cada caso.
migrate-try = Ver qué pasaría
migrate-what-would = Lo que pasaría con cada caso
migrate-what-was = Lo que pasó con cada caso
migrate-none = No hay casos abiertos que pasar.
migrate-refused = { $n ->
    [one] Un caso no puede pasar, y por eso no pasa ninguno.
   *[other] { $n } casos no pueden pasar, y por eso no pasa ninguno.
}
migrate-case = Caso
migrate-from-activity = Actividad en que está
migrate-to-activity = Actividad en que sigue
migrate-terms = Plazos
migrate-as-announced = Como se anunció
migrate-more = { $n ->
    [one] Y un caso más.
   *[other] Y { $n } casos más.
}
migrate-do = { $n ->
    [one] Pasar el caso
   *[other] Pasar los { $n } casos
}
migrate-done = { $n ->
    [0] No había casos que pasar.
    [one] El caso pasó a la otra versión.
   *[other] Los { $n } casos pasaron a la otra versión.
}
contradict = ¿No aceptó usted la respuesta?
contradict-until = La mesa registró que usted la aceptó. Si no fue así, díganoslo hasta { $when } y la solicitud se abrirá de nuevo.
contradict-open = No fue así
contradict-text = Qué pasó
contradict-send = No acepté: abrir de nuevo
contradict-over = La mesa registró que usted la aceptó. El plazo para decir que no fue así terminó { $when }; si la necesita, solicítela de nuevo.
letters-title = Correos sin remitente conocido
letters-nav = Correos por ubicar
letters-about = Llegaron al buzón de la mesa y no se sabe de quién son, o el servidor de correo duda del remitente. Nadie ha recibido respuesta.
letters-none = No hay ninguno.
letter-stranger = El remitente no está entre las personas de la entidad
letter-doubtful = El servidor de correo duda de que el remitente sea quien dice
letter-no-mailbox = Llegó a una dirección que no es de ninguna mesa
letter-not-filed = No se pudo registrar por sí solo
letter-no-subject = (Sin asunto)
letter-requester = A nombre de
letter-register = Registrar la solicitud
letter-register-about = El caso queda recibido en el instante en que llegó el correo, con sus archivos y el correo original. La persona recibe el acuse.
letter-discard = Descartar
letter-discard-about = No es una solicitud. Quedan en la bitácora de seguridad quién lo descartó y por qué.
letter-choose-person = Escoja a nombre de quién se registra.
letter-why-discard = Escriba por qué se descarta.
