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
you = You

## The portal

home-ask = What do you need, { $name }?
home-search = Service, problem or case
home-examples = For example:
home-unknown = If you do not know which service it is, <a href="/catalogue/unknown">tell us in your own words</a>.
your-turn = Your turn
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
other-versions = Other versions:
walk-of = Path of { $number }.
back-to-case = Back to the case
in-case = In { $number }
case-is-here = The case is here

## The demo

outbox = Sent mail
outbox-lead = In the demo no mail leaves: here you read all that would have been sent.
outbox-to = Mail of who receives it
outbox-empty = No mail yet
letter-from = From
letter-to = To
letter-reply-to = Reply to
letter-date = Date
letter-raw = Open in the mail program

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
travel = Move the clock forward:
travel-hour = one hour
travel-day = one day
travel-morning = the next business morning
travel-deadline = what is due next
