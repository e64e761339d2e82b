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

## The case

case-until = You have until <b>{ $when }</b>.
