## The frame of every page

product = Ventanilla
skip-to-content = Skip to content
menu = Menu
nav-main = Main
nav-home = Home
nav-catalogue = Service catalogue
nav-requests = My requests
nav-approvals = Approvals
nav-absences = Absence and substitute
nav-procedures = Procedures
nav-desk = Service desk
theme = Theme
theme-light = Light
theme-dark = Dark
theme-system = System
error-prefix = Error:
assets-missing = This program was built without its styles. To make them, run:
demo = Demo
to-home = Go to the home page

## Signing in

sign-in = Sign in
sign-out = Sign out
sign-in-login = User name or work e-mail
sign-in-login-help = The same you use for your computer.
sign-in-password = Password
sign-in-wrong = The user name and the password do not match. Check them and try again.
sign-in-wait = { $minutes ->
    [one] There were too many attempts. Wait one minute and try again.
   *[other] There were too many attempts. Wait { $minutes } minutes and try again.
}
resume = Your text was kept
resume-text = Your session had ended while you were writing. You are signed in again: send what you had written.
send-again = Send it now

## When there is no page

fail-code = Error { $code }
fail-not-found = This page does not exist
fail-not-found-text = The address may be mistyped, or you may not have access to what is there.
fail-foreign-form = The form did not come from this site
fail-foreign-form-text = For safety we only accept forms from our own pages. Open Ventanilla and do it from there.
fail-stale-form = The page had been open for a long time
fail-stale-form-text = Open it again and retry. Nothing was changed.
fail-stale-form-kept = Nothing was changed, but what you wrote is kept. You can send it now.
fail-signed-out = Your session has ended
fail-signed-out-kept = What you wrote is kept. Sign in and you can send it.
fail-unreadable = We could not read the form
fail-unreadable-text = Something is missing from the request, or a value does not fit. Go back to the page and try again.
fail-too-large = It is too large
fail-too-large-text = What you sent is over the size allowed. Remove a file or send them in parts.
fail-moved-on = The case changed while you were writing
fail-moved-on-text = Somebody else acted on this case and it is no longer in the same activity. What you wrote is kept; look at the case before you decide.
fail-see-case = See the case
fail-unavailable = Try again in a moment
fail-unavailable-text = The desk does not answer right now. What you had already sent is safe.
fail-broken = Something failed on our side
fail-broken-text = It is not your fault. The error was recorded; try again in a moment and, if it persists, tell the service desk.

## Words of many pages

search = Search
filter = Filter
apply = Apply
any = Any
open = Open
change = Change
remove = Remove
cancel = Cancel
back = Go back
optional = optional
example = example
choose-one = Choose one
older = See older ones
next-page = See more
crumbs = Where you are
categories = Categories
documents = Documents
attach = Attach files
drop-files = Drag files here, paste them or
draft-kept = Draft kept at { $time }
problems = { $count ->
    [one] There is one answer to correct
   *[other] There are { $count } answers to correct
}
problems-kept = What you filled in is kept.
until = Until <b>{ $when }</b>.
expected = Expected: { $when }
expected-late = Was due: { $when }. <b>It is late</b>
you = You

## The portal

home-ask = What do you need, { $name }?
home-search = Service, problem or case
home-examples = For example:
home-unknown = If you do not know which service it is, <a href="/catalogue/unknown">tell us in your own words</a>.
your-turn = Your turn
your-things = What waits for you
under-way = Under way
finished = Finished
see-all = See all { $count }
see-all-services = See all { $count } services
services = { $count ->
    [one] 1 service
   *[other] { $count } services
}
catalogue-lead = Choose the service you need. If you do not find it, tell us what is happening.
unknown-service = I do not know which
tell-us = Tell us in your own words
see-catalogue = See the whole catalogue
nothing-fits = Nothing matches “{ $query }”
nothing-fits-text = Try other words, or tell us what you need and an agent will route it.
who-approves = Who approves it?
suggested = Suggested
approver-other = Search for somebody else
approver-search = Name or position
send-request = Send request
continue-later = Continue later
what-follows = What follows
sent = We received your request
sent-number = Your case number is
sent-mail = We will write to { $mail }.
see-request = See the request
new-request = New request
no-requests = You have no requests yet
no-requests-text = When you ask for something, you will see here who has it and what comes next.
how-counted = How is the term counted?
conversation = Conversation
write-to-desk = Write to the service desk
send-message = Send message
reply-by-mail-too = You can also answer the e-mail you got with this number.
progress = Progress
request-facts = About the request
survey-until = You can answer until { $when }.
survey-comment = Anything else you want to tell us?
survey-send = Send answer

## The case

case-until = You have until <b>{ $when }</b>.
solution-disputed = The desk is working on the request again. The earlier response stays in the conversation.
closed-silence = The time to answer ended on { $when } without an answer, and the request was closed.
closed-requester = Whoever asked for it closed it on { $when }.
closed-staff = The desk closed it on { $when }.
closed-system = It was closed on { $when }.
still-needed = Do you still need it?
closed-message = The request is closed: a message stays in it, but does not open it again.
closed-again = If you still need it, use “{ $again }”.
activity = Activity { $number }
control-point = Control point
not-your-turn = Somebody else decides in this activity. You can write or leave a note.
term-verifying = The term has ended and is being verified: for a few minutes no answer is taken while we check whether one arrived in time.
suggests = What was checked suggests <b>{ $answer }</b>: { $reason }
record-answer = Record answer
choose-answer = Choose an answer to see what it asks for and what will happen.
note-internal = Internal note, the requester does not see it
reply-public = Public reply, the requester sees it
see-original = see original
content-withdrawn = This content was withdrawn. Reason: { $reason }
priority = Priority
why = Why?
why-day = Day
why-counted = Counted
why-not-counted = not counted
why-total = Total
why-key-counted = Counted
why-key-to-come = To come
why-key-paused = Paused
why-key-closed = Closed
due-running = Business time left:
due-soon = Due today. Business time left:
due-late = Overdue:
due-paused = Time paused, left:
due-term = Term:
due-done = Kept:
stage-done = done
stage-now = current
stage-next = next
stage-skipped = not needed

## The desk

order = Order
nav-queue = Queue
nav-go-to = Go to
nav-portal = Requester's portal
desk-search = Search cases by number, person or words
late-cases = Overdue cases:
register-call = Register a call
register-call-text = While the person is on the line: who it is, what happens and for which service.
register-case = Register case
callers-open = This person's open cases
callers-none = No open cases.
likely-same = Looks alike
column-case = Case
column-activity = Activity
column-due = Business time
unassigned = Unassigned
assigned-to = Assigned to { $name }
take-case = Take case
leads-to = leads to activity
whose-turn = Whose turn
due = Due
if-nobody-acts = If nobody acts
if-nobody-acts-long = What will happen if nobody acts
state = State
last-messages = Last messages
key-move = move
key-open = open
key-take = take
key-whole = see whole
key-search = search
previous-case = Previous case (K)
next-case = Next case (J)
also-here = { $name } is also in this case
actions = Actions
procedure = Procedure
restricted = Restricted
to-interpret = Reply to interpret
see-message = See the message
record-meaning = Record what it means
trail = Path
show = Show
show-all = All
show-public = Public
show-notes = Internal notes
message-kind = Kind of message
reply-to-user = Reply to user
note = Internal note
message = Message
message-placeholder = Write here
send-reply = Send to { $name }
keep-note = Keep note
case-side = Times, people and facts
times = Times
approvals = Approvals
people = People
facts = Facts
linked-cases = Linked cases

## Approvals

pending-approvals = Pending approvals
approvals-waiting = { $count ->
    [one] One waits for your decision.
   *[other] { $count } wait for your decision. The first is the one due first.
}
approvals-none = Nothing waits for your decision
approvals-none-text = We will write to you when somebody needs your approval.
recent-decisions = Your recent decisions
see-all-decisions = See all
register-absence = Register absence
stands-in-for = Today you stand in for
approval-of = Approval of { $number }
what-for = What for
desk-verified = What the desk verified
policy = Policy
your-analysis = Your analysis
approve = Approve
reject-open = Reject…
reject-title = Why do you reject it?
reject-reason = Reason
reject-reason-help = The requester will read this text.
reject-do = Reject request
not-mine = I am not the approver
not-mine-title = I am not the approver
not-mine-reason = Why, and who should decide?
not-mine-help = The desk will choose the right approver with what you say.
not-mine-do = Return to the desk
absence-lead = While you are away your substitute may decide. Each decision will say on whose behalf it was taken.
absence-new = New absence
absence-substitute = Substitute: { $name }
absence-running = Running
absence-end = End it today
absence-effect = Your substitute may also decide what is already waiting for you, and is told on the first day.

## The procedure

procedures-lead = This is how the desk works: every case follows one of these documents, step by step.
activities = Activities
as-printed = As the document prints them
document = Document
terms-and-clocks = Terms and clocks
readings = Readings
readings-text = How the document is read where it is silent, ambiguous or mistaken.
change-log = Change log
on-this-page = On this page
objective = Objective
scope = Scope
definitions = Definitions
conditions = General conditions
column-number = No.
column-date = Date
column-version = Version
column-description = Description
column-author = Author
other-versions = Other versions
compare = Compare with this one
published-by = Published on { $when } by { $by }.
versions-compared = Versions compared
what-differs = What differs
nothing-differs = Both versions say the same.
side-by-side = Side by side
differs = Differs
drafts = Drafts
draft = Draft
draft-kept-by = Kept on { $when } by { $by }.
draft-publishable = It has no errors: it can be published.
draft-errors = { $n ->
    [one] It has { $n } error: it cannot be published so.
   *[other] It has { $n } errors: it cannot be published so.
  }
draft-findings = What the check found
walk-of = Path of { $number }.
back-to-case = Back to the case
in-case = In { $number }
case-is-here = The case is here

## The demo

outbox = Sent mail
outbox-lead = In the demo no mail leaves: here you read all that would have been sent.
outbox-to = Name or address of who receives it
outbox-empty = No mail yet
letter-from = From
letter-to = To
letter-reply-to = Reply to
letter-date = Date
letter-raw = Open in the mail program
letter-reply = Answer this letter as { $who }
letter-reply-send = Send the answer

## Approvals, absences, calls, procedure, demo: what their pages say

nobody-found = Nobody was found like that. Try the surname, the extension or the e-mail.
decides-for = As substitute of { $absent }
card-stand-in = You decide as substitute of { $absent }, away until { $until }. That person will see the decision too.
card-requester = Requested by
card-beneficiary = For
card-service = Service
card-received = Received
card-until = To be decided by
card-verified = { $activity }: { $answer } — { $by }, { $when }
card-row = Row “{ $row }” of the authorisation matrix
card-you-approved = You approved it ({ $when }).
card-you-rejected = You rejected it ({ $when }).
card-they-approved = { $by } has approved it already ({ $when }).
card-they-rejected = { $by } has rejected it already ({ $when }).
card-recalled = The request for approval was withdrawn: there is nothing for you to decide.
absence-none = You have no absences planned.
absence-next = Away from { $from } to { $until }; { $substitute } decides.
absence-who = Who decides meanwhile
absence-who-help = Search by name, extension or e-mail.
absence-from = First day
absence-until = Last day
absence-dates = from { $from } to { $until }
absence-stands-in = You stand in for { $name } { $dates }.
phone-channel = How it arrived
phone-by-phone = By phone
phone-in-person = In person
phone-requester = Who is calling
phone-requester-help = Search by name, extension, e-mail or document number.
phone-beneficiary = For whom, if for somebody else
phone-beneficiary-help = Leave it empty if it is for the caller.
phone-item = Service
phone-item-help = Leave it empty if you do not know which. Once you choose it and register, the form asks what that service needs.
phone-subject = Subject
phone-description = What is needed
phone-description-help = In the caller's own words.
phone-find-first = search for the person and choose them in the list.
phone-extension = Extension
phone-mail = E-mail
phone-site = Site
phone-superior = Superior
procedure-of = Version { $version } of { $date }
procedure-size = { $activities ->
    [one] { $activities } activity
   *[other] { $activities } activities
  }, { $points ->
    [one] { $points } control point
   *[other] { $points } control points
  }
procedure-code = Code
procedure-activities = Contents
procedure-desk = Desk
procedure-responsible = Responsible
procedure-products = Products
procedure-calendar = Calendar
walked-for = { $by }, substitute of { $absent }
walked-by = { $when }: “{ $answer }”, { $by }
walked-by-term = { $when }: “{ $answer }”, when the term ended
walked-by-tool = { $when }: “{ $answer }”, the tool
walked-by-mistake = { $what } (corrected later)
business-days = { $n ->
    [one] { $n } business day
   *[other] { $n } business days
  }
calendar-days = { $n ->
    [one] { $n } calendar day
   *[other] { $n } calendar days
  }
term-until-field = Until the date of “{ $field }”
clock-only-measured = Measured, without a target
clock-by-table = By the entity's table of targets
clock-runs-in = Runs in { $activities }
letter-not-written = This letter has not been written yet, or its text was withdrawn.
letter-of-notice = Notice: { $notice }
letter-waiting = Waiting
letter-sent = Sent
letter-failed = Rejected
letter-omitted = Not sent: the case changed before
filling-title = Preparing the demo
filling-text = It is being filled with some weeks of work of two desks. This page opens by itself when it is ready.
travel = Move the clock forward:
travel-hour = one hour
travel-day = one day
travel-morning = the next business morning
travel-deadline = what is due next
## The cases

turn-yours = Your turn, { $role }
turn-of = Turn of { $who }
turn-nobody = The case has ended
nth-time = time { $n }
goes-to = Activity { $number } follows · { $name }
ends-case = Ends the case
case-becomes = The case becomes “{ $state }”.
term-would-end = The term would end on { $until }.
field-missing = Fill this in.
field-short = Write at least { $min } characters.
missing-fields = Still to fill in: { $fields }.
late-by = { $time } late
clock-ran-of = { $ran } of { $target }
clock-ran = { $ran } so far
was-due = Was due on { $when }
is-due = Due on { $when }
clock-stands = Time stands still
paused-between = Paused from { $from } to { $until }: { $reason }.
calendar-used = Calendar { $calendar }, edition { $edition }.
why-rule = The target is { $target } of business time. Only the desk's hours count.
why-rule-free = It has no target and is only measured. Only the desk's hours count.
off-weekend = Weekend
off-holiday = Holiday: { $name }
off-day = Day off: { $name }
off-suspended = Terms suspended: { $basis }
afterwards = Afterwards
nothing-by-itself = Nothing else happens by itself: the case waits for whose turn it is.
future-alert = Alert at { $percent } of “{ $clock }” to { $people }.
future-reminder = { $people } is reminded.
future-end = If nobody answers: “{ $answer }”.
future-date = { $term }.
future-substitute = The approval is also asked of { $substitute }, substitute of { $absent }.
events-folded = { $n ->
    [one] { $last }
   *[other] { $n } events; the last: { $last }
}
by-mail = by mail
by-mail-request = writing by mail
by-phone-request = on the phone
by-request = registering the request
the-tool = The tool
file-withdrawn = File withdrawn
subject-withdrawn = Subject withdrawn
restricted-subject = Restricted case
procedure-code-version = { $code } v{ $version } · { $name }
procedure-references = References
procedure-version = { $name }, version { $version }
see-procedure = See the procedure
yes = yes
no = no
as-substitute-of = { $by }, substitute of { $absent },
ev-entered = Went to activity { $activity }
ev-answered = { $by } answered “{ $answer }”{ $with }
ev-assigned = { $by } assigned it to { $to }
ev-unassigned = { $by } left it unassigned
ev-edited = { $by } changed { $field }: { $value }
ev-edited-from = { $by } changed { $field } from { $from } to { $value }
ev-parties = { $by } changed whose it is: requester { $requester }, beneficiary { $beneficiary }
ev-restricted = The case became restricted
ev-attached = { $by } attached a file
ev-followed = { $who } follows the case
ev-asked = Approval was asked of { $people }
ev-approved = { $by } approved
ev-rejected = { $by } rejected
ev-recalled = The request for approval was withdrawn
ev-because = { $what }. Reason: { $reason }
ev-lengthened-migration = The term was lengthened by the change of version: { $until }
ev-term-started = The term “{ $term }” began, until { $until }
ev-lengthened-outage = The term was lengthened because the tool was not available: until { $until }
ev-lengthened-calendar = The term was lengthened because the calendar changed: until { $until }
ev-term-stopped = The term “{ $term }” no longer runs
ev-term-ended = The term “{ $term }” ended
ev-reminded = A reminder was sent
ev-alerted = Alert at { $percent } of “{ $clock }” to { $people }
ev-notice = Notice “{ $notice }” to { $people }
ev-undelivered = The notice of { $notice } could not be delivered to { $who }
ev-result = Result: { $result }
ev-closed-requester = Ended by who asked for it
ev-closed-staff = Ended by the desk
ev-closed-silence = Ended because nobody answered
ev-closed-system = Ended as the procedure says
ev-surveyed = Answered the survey: { $score }
ev-reinstated = The case was reinstated
ev-migrated = { $by } moved the case from version { $from } of the procedure to { $to }
ev-corrected = { $by } corrected a step
ev-undone = { $by } undid the answer
ev-linked = Linked to { $other } ({ $kind })
ev-merged = It is a duplicate of { $into }
ev-continued = It continues in another procedure
ev-withdrawn = { $by } withdrew a content
ev-interpreted = { $by } recorded what the message means
absent-until = Away until { $until }: the substitute, { $substitute }, decides
approval-approved = Approved by { $by }, { $when }
approval-rejected = Rejected by { $by }, { $when }
approval-recalled = No longer asked
approval-waits = Decision awaited
approval-waits-until = Decision awaited, expected by { $when }
what-does-it-mean = What does this message mean?
message-is-evidence = The message stays as evidence.
neither = None of these
neither-help = The case stays where it is and you reply.
reply-if-neither = Your reply, if it is none of them
term-starts-anew = The term starts anew with your reply.
total-of-user = Total time for the user
total-time =
    { $business }, { $days ->
        [one] 1 calendar day
       *[other] { $days } calendar days
    }
requester = Requester
beneficiary = Beneficiary
registered-by = Registered by
assignee = Assigned to
nobody-yet = Nobody yet
group = Group
follower = Follows the case
extension = ext. { $number }
channel = Channel
channel-portal = Portal
channel-mail = Mail
channel-phone = Phone
channel-inperson = In person
channel-api = Another system
channel-system = The tool
received = Received
result = Result
reason = Reason
value-now = Value now
which-fact = Which fact?
change-number = Number of the change
other-case = Number of the other case
duplicate-of = Number of the case that stays
correct-to = Go back to
do-undo = Undo my answer
do-assign = Assign
do-edit = Change a fact
do-parties = Change whose it is
do-change = Associate a change
do-link = Link to another case
do-merge = Merge with a duplicate
do-correct = Correct a step
view-unassigned = Unassigned
view-mine = My cases
view-group = Of my group
view-all = All
view-late = Overdue
view-soon = Due soon
view-answered = Answered by the requester
view-requester = Waiting for the requester
view-approver = In approval
view-suspended = Suspended
view-empty = There are no cases in this view
views-by-time = By time
views-waiting = Waiting for others
cases-listed = { $n ->
    [one] 1 case
   *[other] { $n } cases
}
due-none = No due date
due-late-group = Overdue
due-today = Due today
due-on = Due { $day }
due-later = Later
paused = paused
requester-answered = The requester answered
refused-no-es-su-turno = Somebody else gives this answer.
refused-sin-permiso = You may not do this in the case.
refused-caso-avanzo = The case is no longer in that activity.
refused-caso-terminado = The case has ended; if you need it, ask again.
refused-caso-abierto = The case has not ended yet.
refused-respuesta-desconocida = Choose one of the answers.
refused-respuesta-no-es-de-personas = No person gives that answer: it comes by the term or by the approval.
refused-respuesta-no-permitida = That answer is not open as the case stands.
refused-falta-dato = Something is still to be filled in.
refused-dato-corto = A text is too short.
refused-dato-invalido = A value is not valid; check it.
refused-dato-no-pedido = This answer does not ask for that.
refused-termino-en-verificacion = The term has ended and is being verified; it takes no answers.
refused-falta-motivo = Write the reason.
refused-mensaje-vacio = Write the message.
refused-dato-cambio = The value changed while you were reading; check it.
refused-cubierto-por-aprobacion = The approval covers this value; it can no longer be changed.
refused-aprobacion-propia = Nobody approves their own request.
refused-no-es-el-aprobador = This approval is not yours.
refused-aprobacion-terminada = This approval has ended.
refused-ya-decidio = You have already decided this approval.
refused-cambio-lo-mostrado = The case changed after you read it; check it and decide again.
refused-sin-aprobador = There is nobody to approve it.
refused-aprobador-no-elegible = That person cannot approve this case; choose another.
refused-persona-desconocida = That person does not exist or no longer works here.
refused-item-desconocido = That service does not exist or is no longer offered.
refused-grupo-desconocido = That group does not exist.
refused-mensaje-por-interpretar = A message waits to be interpreted: first say what it means.
refused-nada-por-interpretar = That message does not wait for interpretation.
refused-tarde-para-deshacer = There is no answer to undo, or the time to do it has passed.
refused-decision-propia = Nobody corrects their own decision.
refused-decision-del-aprobador = An approver's decision is not corrected.
refused-visita-desconocida = The case was never at that step.
refused-encuesta-cerrada = The survey is not open.
refused-encuesta-respondida = The survey has been answered.
refused-calificacion-fuera-de-rango = Choose one of the faces.
refused-mismo-caso = A case is not merged with or linked to itself.
refused-aviso-desconocido = That notice is not in the case.
refused-sin-registro = A procedure begins with the registration.
refused-ya-registrado = The case is already registered.
refused-sin-salida = No automatic answer is open in this activity.

## Portal: what its pages say

silence-means = If you do not answer, this is recorded: “{ $answer }”.
turn-confirm = Say whether you agree with the answer
turn-complete = Send the missing information
turn-decide = Decide the request of { $who }
held-by = { $who } has it.
held-by-until = { $who } has it. Expected: { $when }.
ended-on = Ended on { $when }.
on-behalf-of = On behalf of { $name }
asked-by = { $name } asked for it on your behalf
needs-approval = Needs approval
needs-approval-chosen = Needs approval; you choose who approves
for-whom = Who is it for?
for-me = For me
for-other = On behalf of somebody else
find-person = For whom?
find-person-help = Name, mail or extension.
person-unclear = Search for and choose the person.
in-few-words = What do you need, in few words?
describe-request = Tell us what you need or what happens
approver-help = The first is the nearest person above you whose position may approve.
approver-missing = Choose who approves it.
unknown-service-title = Tell us what you need
unknown-service-text = Write it in your own words; an agent will find the service.
which-desk = To which desk?
files-limit = Each file may have up to { $size }.
next-number = You get a case number
next-number-text = With it you can follow the request and answer by mail.
next-review = { $desk } looks at it
next-approval = Approval is asked for
next-attention = It is attended to in the desk's times
starts-now = The desk is open: we will look at it today.
starts-at = We will look at it from { $when } on.
not-recorded = It was not recorded
complete-form = Correct the request's facts
keep-changes = Keep the changes

## The flowchart

chart = Flowchart
chart-of = Flowchart of { $name }
chart-about = { $boxes ->
    [one] { $boxes } activity
   *[other] { $boxes } activities
  } in { $lanes ->
    [one] { $lanes } lane
   *[other] { $lanes } lanes
  }, one for each role. The same in words stands below.
chart-hint = Swipe sideways to see the whole flowchart.
chart-in-words = The flowchart in words
chart-activity = Activity { $number }. { $name }
chart-nobody = Nobody
chart-automatic = The tool, by itself
chart-start = Start
chart-end = End
chart-ends-here = It ends here.
chart-exit = Another procedure
chart-until-date = Date set
chart-returns = ↩ back to { $activities }
chart-walked = { $times ->
    [one] Walked
   *[other] Walked { $times } times
  }
chart-term = Term: { $label } ({ $length }).
legend-activity = Activity
legend-decision = Decision
legend-point = Control point
legend-term = Term
legend-letter = Leaves from several: goes on at the same letter
legend-exit = Another procedure
legend-end = End
legend-walk = The case's walk
way = “{ $answer }”{ $who }: { $to }
way-goes-on = goes on to { $activity }.
way-goes-back = goes back to where it was: { $activities }.
way-by-term = when the term ends
way-by-approval = decided by whoever approves
roles = Roles
role-activities = { $n ->
    [one] Activity { $activities }
   *[other] Activities { $activities }
  }
role-no-activity = Answers no activity
right-desk = registers for others and works the queue
right-correct = corrects a mistaken step and reassigns
right-see-all = sees every case
notices = Notices
notice-held = Waits until the desk opens
on-registered = when the case is registered
on-enter = on reaching “{ $activity }”
on-answer = on answering “{ $answer }”
on-asked = when an approval is asked
on-recalled = when an approval is recalled
on-assigned = when the case is assigned
on-alert = at { $percent }% of “{ $clock }”
on-remind = as a reminder of “{ $term }”
on-ended = when the date of “{ $term }” comes
on-lengthened = when “{ $term }” is lengthened
on-closed = when the case is closed
on-reinstated = when a case closed by silence is reinstated
on-corrected = when a step is corrected
on-to-interpret = when a message waits for an agent's reading
on-thanked = when only thanks arrive
on-message = when a message arrives that is no answer
on-loop = when the case reaches “{ $activity }” more than { $times } times
on-commented = when the desk writes to the requester
on-undelivered = when a letter could not be delivered
to-requester = the requester
to-beneficiary = the person it is asked for
to-registrar = whoever registered it
to-assignee = the person assigned
to-group = the group that has the case
to-approver = the approver and the substitute
to-followers = followers of the case
to-told = everybody told of the corrected stretch
to-line = { $position } above whoever attends
term-from-delivery = Counts from delivery of the notice “{ $notice }”
term-then = When it ends: “{ $answer }”
term-reminds-last-day = A reminder on the last day
term-reminds-each-day = A reminder each day
term-reply-interpret = If a message arrives, an agent says what it means
term-reply-answer = A message is “{ $answer }”
clock-anew = Starts anew at each step of the approval
walk-title = Walk of { $number }
walk-here = Walk
walk-table = The activity table with what happened
walk-decisions = What was decided, by whom and when
walk-since = Since { $when }

## How the time is counted

explain = Explain
explain-title = How the time is counted
explain-what = What would you like to see?
explain-when = At which moment?
explain-all = All times and terms
explain-today = Now
explain-any = Explain the times at any moment
how-time-counts = How is the time counted?
explain-now = Now, { $when }, the case is in activity { $number } · { $name }.
explain-past = On { $when } the case was in activity { $number } · { $name }.
explain-future = If nobody acts, on { $when } the case will be in activity { $number } · { $name }.
explain-before = On { $when } the case did not exist yet: it was received on { $received }.
instant-unread = Write a date and a time, such as 2026-11-24T16:00. What is shown is now.
back-to-request = Back to the request
nothing-measured = At that moment there was nothing to count.
thresholds = Thresholds
threshold = Threshold
threshold-when = When
threshold-state = Alert
threshold-told = Sent
threshold-reached = Reached
threshold-to-come = If the time goes on running
never-while-paused = Not while it is paused
every-interval = See each interval
interval-from = From
interval-until = To
interval-counted = Counted
interval-why = Why
why-open = In hours
why-outside-hours = Outside hours
why-short-day = Short day: { $name }
why-paused = Paused: { $reason }
off-day-plain = Day off
off-none = A day that counts
target-fixed = Target of { $target }, fixed by the document (version { $version }); in force since { $when }.
target-chosen = Target of { $target } by { $by }; in force since { $when }. Document version { $version }.
term-ends = { $term }: until { $when }
nth-day = day { $n }
day-of-event = The day it is counted from; it does not count itself
day-of-outage = Lengthened: the desk could not be reached on the last day
day-announced = The end that was announced stands
term-rule-date = It runs until the date written on the case.
term-rule-hours = { $time } of business time from { $from }.
future-end-own = If you do not answer, this is recorded for you: “{ $answer }”.
future-reminder-own = We send you a reminder.
future-start = “{ $term }” begins, until { $until }.
future-lengthen = “{ $term }” is lengthened until { $until }.
future-closes = The case is closed with the result “{ $result }”.
future-closes-plain = The case is closed.
future-told = { $people } is written to.
term-rule-business = { $days ->
    [one] 1 business day from { $from }, which is not counted.
   *[other] { $days } business days from { $from }, which is not counted.
}
term-rule-calendar = { $days ->
    [one] 1 calendar day from { $from }, which is not counted.
   *[other] { $days } calendar days from { $from }, which is not counted.
}
future-more = { $n ->
    [one] And 1 more step.
   *[other] And { $n } more steps.
}
## Adopted readings

readings-adopted = Adopted readings
readings-annex = Annex to { $document }: how the document is read where it is silent, ambiguous or wrong, for the process owner's signature.
readings-annex-link = See the annex of readings
readings-not-adopted = Readings not adopted: the process owner has not signed them yet.
readings-adopted-by = Readings adopted by { $name }, { $when }: { $act }.
readings-adopt = Adopt these readings
readings-adopt-help = Who adopted them, when and by which act is recorded. What is recorded is never erased; if they are adopted again, the last time counts.
readings-act = Act that adopts them
readings-act-help = For example, “Minutes 12 of 20 November 2026”.
reading-id = Reading
reading-where = Where
reading-says = What the document says
reading-reads = How it is read
reading-because = Why
reading-parameter = Parameter
reading-rests = Rest on it
signature = Signature of the process owner
signature-name = Name
signature-position = Position
signature-act = Act
signature-mark = Signature
# The case with its proofs, as one file.
dossier = Dossier
cases-listed-more = { $n } and more
filter-typed = Filter in words: from, state, service, due, priority, group, assigned, received
filter-unknown = not found
filter-by-state = State
filter-by-due = Due
filter-by-priority = Priority
filter-by-service = Service
filter-by-from = From
filter-by-group = Group
filter-by-assigned = Assigned
filter-by-received = Received
filter-new = New
filter-review = In review
filter-progress = In progress
filter-escalated = Escalated
filter-pending = Waiting for the requester
filter-answered = Answered by the requester
filter-approval = In approval
filter-suspended = Suspended
filter-resolved = Resolved
filter-late = Overdue
filter-today = Today
filter-tomorrow = Tomorrow
filter-week = Within seven days
filter-month = Within thirty days
filter-never = No due date
filter-me = To me
filter-nobody = To nobody
search-everywhere = Search “{ $words }” in all cases
columns = Columns
column-assignee = Assigned
column-service = Service
column-group = Group
column-received = Received
column-moved = Last change
order-due = Due first
order-priority = Most urgent
order-received = Longest here
order-moved = Last change
order-number = Number
view-keep = Save view
view-remove = Remove view
view-name = Name of the view
view-share = Share it with the desk
view-shared = Shared:
views-saved = Saved views
mark-case = Mark { $number }
with-marked = Marked cases
with-marked-go = Assign or categorise…
key-mark = mark
key-all = all keys
search-of = Search: { $words }
found-cases = Cases
found-services = Services
found-their-cases = their cases
found-its-cases = its open cases
found-nothing = Nothing you may see has “{ $words }”.
nav-board = Board
nav-keys = Keyboard
palette = Go to or do
palette-placeholder = Type what you look for or want to do
close = Close
keep = Save
key-send = Send what you are writing
keys-change = Change the keys
keys-about = A single letter acts while you are not typing. You may change each one or switch all off.
keys-on = Use letters as shortcuts
keys-usual = Back to the usual ones
keys-twice = The key “{ $key }” is there twice. Choose another for one of them.
keys-down = Down the list
keys-up = Up the list
keys-mark = Mark the case
keys-take = Take the case
keys-whole = Open whole
keys-reply = Reply to the requester
keys-note = Internal note
keys-answer = Answer of the procedure
keys-filter = Filter
keys-search = Search
keys-all = Show the keys
marked-title = Marked cases
marked-count = { $n ->
    [one] 1 case
   *[other] { $n } cases
}
marked-what = What to do
marked-assign = Assign
marked-priority = Priority
marked-item = Service
marked-try = See what would happen
marked-tried = What would happen
marked-refused = It would be refused
marked-do = { $n ->
    [one] Do it in 1 case
   *[other] Do it in { $n } cases
}
marked-done = { $n ->
    [one] Done in 1 case. These could not be:
   *[other] Done in { $n } cases. These could not be:
}
board-of = Board: { $desk }
board-late = { $n ->
    [one] 1 case overdue
   *[other] { $n } cases overdue
}
board-today = { $n ->
    [one] 1 due today
   *[other] { $n } due today
}
board-open = { $n ->
    [one] 1 is open.
   *[other] { $n } are open.
}
board-due = What is due today
board-none-due = Nothing is overdue or due today.
board-in-queue = Open in the queue
board-told = Last alert
board-alerted = { $percent } %, { $when }: { $people }
board-reassign = Reassign
board-load = Load by person
board-person = Person
board-cases = Open
board-waits = Waiting
board-lates = Overdue
board-todays = Due today
board-running = Under way
board-waiting = Waiting for others
board-ages = Age of the open cases
board-ages-about = Days since they were received, by group.
board-age = { $from } to { $until }
board-age-more = more than { $from }
templates = Templates
templates-about = Replies written again and again. What stands in braces is filled in when one is used:
templates-shared = shared
templates-new = New template
templates-name = Name
templates-answer = Answer of the procedure it leads to (optional; only while it is permitted)
is-reading = { "{" }name{ "}" } has this case open.
is-writing = { "{" }name{ "}" } is writing.
changed-by = { "{" }name{ "}" } changed this case just now. What you are writing is still here.
changed-meanwhile = { $by } changed this case { $ago }: { $what } What you wrote is still here.
seconds-ago = { $n } s ago
minutes-ago = { $n } min ago
answer-recorded = Your answer was recorded.
print = Print
requesters-cases = Other cases of the requester

## Knowledge articles

art-articles = Articles
art-article = Article
art-lead = Instructions written by the service desk, so that you can solve it yourself.
art-search = Search the articles
art-see-all = See all articles
art-none = There are no articles yet
art-none-text = Meanwhile, ask for what you need in the catalogue.
art-none-here = No articles here.
art-table = Table
art-since = Written on { $when }
art-at-desk = See it at the desk
art-only-language = This article is not in English yet.
art-old = The desk has not reviewed this article again yet: something in it may be out of date.
art-from = What you typed into the form is still where you left it.
art-back-to-form = Back to the form
art-useful = Did it help?
art-yes = Yes
art-no = No
art-thanks-yes = Thank you. If it is solved, there is no need to send a request.
art-thanks-no = Thank you. The desk will take it into account; if you need to, ask for help.
art-if-not = If it does not help, ask
art-suggested = This may help
art-suggested-help = They open in another page; what you typed here is not lost.
art-suggested-none = No article is about this. Send your request.
art-suggest = Look for articles that help
art-suggested-desk = Suggested articles
art-insert = Insert link
art-new = New article
art-view-all = All
art-view-review = To review
art-view-drafts = Drafts
art-view-retired = Retired
art-who = Who finds it
art-for-draft = Draft
art-for-draft-help = Only those who write articles. What is already published stays as it is.
art-for-desk = Desk only
art-for-desk-help = Those who work at the desk; never requesters.
art-for-requesters = Everybody
art-for-requesters-help = Requesters too, in the portal and while they describe what they need.
art-pending = with a draft
art-review = Review
art-review-on = To be reviewed on { $when }.
art-review-until = Still right; review again on
art-review-help = The day on which somebody should read it again.
art-review-past = Write a date that has not passed.
art-reviewed = I reviewed it
art-to-review = To review
art-useful-count = Helped?
art-yes-no = { $yes } yes · { $no } no
art-votes = helped: { $yes } yes, { $no } no
art-opened = Opened from a form
art-spared = Requests spared
art-counts-help = Of the last { $days } days. A request counts as spared when somebody opens the suggested article and asks for nothing in the thirty minutes that follow.
art-did = What it has done
art-services = Related services
art-services-choose = { $count ->
    [0] Related services
    [one] Related services (1)
   *[other] Related services ({ $count })
}
art-versions = Versions
art-version = Version { $number }
art-about = About the article
art-in-portal = See it in the portal
art-edit = Edit
art-edit-of = Edit "{ $title }"
art-is-pending = This is a draft: nobody else finds it yet.
art-is-former = This is a former version.
art-see-current = See the version in force
art-is-retired = It is retired: nobody finds it until another version is published.
art-retire = Retire the article…
art-retire-help = Nobody will find it any more. Its versions are kept.
art-retire-do = Retire
art-title-in = Title in { $language }
art-body-in = Text in { $language }
art-body-help = Written in Markdown: ## heading, **bold**, 1. list, [text](https://address). HTML and pictures are not shown.
art-category = Category
art-empty = Write the article in at least one language.
art-long = It is too long: write at most { $most } characters.
art-changed = { $by } kept version { $number } while you were writing. Your text is here; if you keep it again, it becomes the next version.
art-keep = Keep version
art-preview = Preview
art-preview-of = What it will look like
## Accessibility

access = Accessibility statement
access-lead = How these pages of { $entity } are made so that anybody can use them, how that is checked, and what is missing.
access-standard = Standard
access-standard-text = The pages are made to the Web Content Accessibility Guidelines (WCAG) 2.2, level AA. That level includes the one of WCAG 2.1, to which Annex 1 of Resolution 1519 of 2020 of Colombia’s MinTIC refers.
access-state = This statement is a self-assessment by those who make the program. It does not replace an independent audit, which has not been made yet.
access-by-machine = What the tests of the program check
access-axe = Each page is opened in a browser and looked at with axe-core (rules of WCAG 2.0 to 2.2, levels A and AA), in the light and the dark theme, on a wide screen and a phone’s. A finding is a fault, and the page is mended.
access-width = At 320 points of width and at 200 % zoom no page has to be moved sideways; wide tables and flowcharts scroll inside a box of their own.
access-keys = The main tasks are done with the keyboard alone, and the focus is never lost. Single-letter keys can be changed or switched off.
access-status = What changes without loading the page again is announced to screen readers.
access-motion = Whoever asks their system for less motion sees none.
access-colours = The entity’s colours are checked when they are loaded: they are refused where a text has less contrast than 4.5:1.
access-by-hand = What is looked at by hand
access-look = The order of reading, the texts of help and errors, and that no state is told by colour alone.
access-no-reader = No tests have been made yet with people who use a screen reader.
access-missing = What is known to be missing, or is not up to these pages
access-chart = The flowchart is a drawing; beside it stands all it says, in words.
access-files = Files and letters people write are shown as they come: they may not be accessible.
access-spanish = The texts of the procedures are in Spanish only, as their document prints them.
access-tell = When something cannot be used
access-tell-text = Write to or call { $desk }, and say on which page and with what aid you read. The answer follows the same procedure as any request.
access-version = Holds for version { $version } of the program.

## Style guide (demo only)

guide = Style guide
guide-about = Every piece of the pages, in both themes. The rules are the same; only the value of each variable differs.
guide-surfaces = Surfaces
guide-accents = Text and accent
guide-status = Status
guide-type = Type
guide-buttons = Buttons
guide-time = Business time
guide-states = States
guide-marks = Marks
guide-fields = Fields
guide-table = Table
guide-notices = Notices and errors
guide-dialog = Dialog
guide-empty = Empty
take-with-answer = Take the case
take-with-answer-help = Nobody holds it: it is assigned to you and its news reach you.
interpret-first = First say what the message that waits means.
changed-by-you = You changed this case yourself { $ago }, in another window: { $what }
unsent = You had written this and it was not sent; copy it if you need it:
evidence = Evidence of control points
evidence-about = Each answer given at a control point of the procedure: who, when, by which rule and why.
evidence-point = Control point
evidence-answer = Answer
evidence-which = Show
evidence-only-points = Control points only
evidence-all = Internal decisions too
evidence-internal = Internal decision
evidence-summary = Answers of the period
evidence-list = Evidence
evidence-none = There were no answers in this period. Change the dates or the filters.
evidence-times = Times
evidence-when = When
evidence-question = Activity and question
evidence-who = Who
evidence-rule = Rule applied
evidence-motive = Reason and data
evidence-for = as substitute of { $name }
evidence-row = Row { $row } of the matrix, version { $version } of the procedure
evidence-version = Version { $version } of the procedure
period-from = From
period-until = Until
see-period = See period
first-page = Back to the beginning
compliance = Compliance by service
compliance-short = Cases attended in time by service, and alerts at 50, 75 and 100 %.
compliance-about = Cases resolved in the period, and those that were due in it and were not resolved. Each case counts with the target in force while its time ran; those closed without a solution (denied, no information, duplicates) do not count.
compliance-none = No case counts in this period.
compliance-service = Service
compliance-target = Target
compliance-cases = Cases
compliance-met = In time
compliance-late = Late
compliance-share = Compliance
compliance-reached = Reached { $percent } %
compliance-all = All
compliance-late-of = Late: { $service }
compliance-resolved = Resolved: { $when }
compliance-was-due = Was due without a solution: { $when }
compliance-back = Close this list
without-service = No service chosen
audit = Audit
audit-about = What was not as the procedure says in the period, and the records to check it with other tools.
audit-kind = Deviation
audit-clean = No deviation in the period. Closed cases: { $closed }.
audit-figures = Cases closed in the period: { $closed }. Cases with some deviation: { $deviating }.
audit-files = Evidence and files of the period
audit-log = Event log
audit-log-about = Cases received in the period, without names or texts, for process mining (IEEE 1849).
audit-deviations = Deviations
audit-again = Compares every case received in the period with the procedure again.
audit-summary = Deviations by kind
audit-declared = Record
audit-is-declared = Recorded with who and why
audit-undeclared = Not recorded
departure-corrected = Correction
departure-reinstated = Reinstatement: there was an answer in time
departure-merged = Closed as a duplicate
departure-migrated = Moved to another version of the procedure
departure-not-from-here = Answer that does not leave this activity
departure-shut = Answer that was not open
departure-not-theirs = Answer by somebody it is not for
departure-wrong-way = Activity no arrow leads to
departure-after-the-end = Answer after the end
conformance = Conformance
conformance-followed = It followed the procedure.
conformance-beside = This was not as the procedure says:
procedure-files = Download for other tools:
migrate-title = Move cases to another version
migrate-link = Move the open cases of this version to another
migrate-open = { $n ->
    [0] There are no open cases on this version.
    [one] There is one open case on this version.
   *[other] There are { $n } open cases on this version.
}
migrate-help = Each case goes on under the version it began with as long as nobody moves it. What was announced to somebody is not shortened, and the change is written down on each case.
migrate-no-version = No other version is published.
migrate-to = Version they go to
migrate-place = Those in «{ $activity }», which that version does not have, go on in
migrate-reason-missing = Say why they are moved: it stays on each case.
migrate-try = See what would happen
migrate-what-would = What would happen to each case
migrate-what-was = What happened to each case
migrate-none = There are no open cases to move.
migrate-refused = { $n ->
    [one] One case cannot be moved, so none is.
   *[other] { $n } cases cannot be moved, so none is.
}
migrate-case = Case
migrate-from-activity = Activity it is in
migrate-to-activity = Activity it goes on in
migrate-terms = Terms
migrate-as-announced = As announced
migrate-more = { $n ->
    [one] And one case more.
   *[other] And { $n } cases more.
}
migrate-do = { $n ->
    [one] Move the case
   *[other] Move the { $n } cases
}
migrate-done = { $n ->
    [0] There were no cases to move.
    [one] The case was moved to the other version.
   *[other] The { $n } cases were moved to the other version.
}
contradict = Did you not accept the answer?
contradict-until = The desk recorded that you accepted it. If that is not so, tell us until { $when } and the request will be opened again.
contradict-open = That is not so
contradict-text = What happened
contradict-send = I did not accept: open it again
contradict-over = The desk recorded that you accepted it. The term to say that it is not so ended { $when }; if you need it, request it again.
letters-title = Mail from unknown senders
letters-nav = Mail to place
letters-about = It came to the desk's mailbox and nobody knows whose it is, or the mail server doubts its sender. Nobody was answered.
letters-none = There is none.
letter-stranger = The sender is not among the people of the entity
letter-doubtful = The mail server doubts that the sender is who it says
letter-no-mailbox = It came to an address that is of no desk
letter-not-filed = It could not be registered by itself
letter-no-subject = (No subject)
letter-requester = On behalf of
letter-register = Register the request
letter-register-about = The case counts as received when the mail arrived, with its files and the original. The person gets the acknowledgement.
letter-discard = Discard
letter-discard-about = It is no request. The security log keeps who discarded it and why.
letter-choose-person = Choose on whose behalf it is registered.
letter-why-discard = Write why it is discarded.
