package room

import "errors"

// Why a command was refused. A refused command has changed nothing.
var (
	// ErrNotHere: this visit is not in the room. It is also the answer to whoever may not know more.
	ErrNotHere = errors.New("this visit is not in the room")
	// ErrNotAllowed: the person's role does not include this.
	ErrNotAllowed = errors.New("not allowed for this role")
	// ErrNotSeated: the person is not in the circle.
	ErrNotSeated = errors.New("not in the circle")
	// ErrNobodyThere: nobody has the seat or the waiting number that was named.
	ErrNobodyThere = errors.New("nobody there")
	// ErrNotReady: the waiting person has not finished the device check or has lost the connection.
	ErrNotReady = errors.New("not ready yet")
	// ErrFull: every client place is taken.
	ErrFull = errors.New("the circle is full")
	// ErrObjective: a session begins with a usable objective, or with word that the agenda is open.
	ErrObjective = errors.New("an objective is needed, or an open agenda")
	// ErrLength: a session can't be planned to take so long.
	ErrLength = errors.New("not a usable length")
	// ErrNotStarted: the session has not begun.
	ErrNotStarted = errors.New("the session has not begun")
	// ErrAlreadyStarted: the session is already running.
	ErrAlreadyStarted = errors.New("the session is running")
	// ErrNoPermission: staff have withdrawn the permission to speak or to be seen.
	ErrNoPermission = errors.New("no permission to speak or be seen")
	// ErrNotInvited: there is no invitation to answer.
	ErrNotInvited = errors.New("no invitation to answer")
	// ErrStaff: staff can't do this to staff or to themselves.
	ErrStaff = errors.New("not possible with staff")
	// ErrName: the name is empty after cleaning, or too long.
	ErrName = errors.New("not a usable name")
	// ErrGesture: there is no gentle signal of this kind.
	ErrGesture = errors.New("no gentle signal of this kind")
	// ErrResting: the person has stepped away from the circle.
	ErrResting = errors.New("stepped away from the circle")
	// ErrPreferences: what was said of how one likes to take part is unknown or too long.
	ErrPreferences = errors.New("not usable preferences")
	// ErrNoQuestion: the person has asked for no name.
	ErrNoQuestion = errors.New("no name was asked for")
	// ErrReason: the reason is missing or unknown.
	ErrReason = errors.New("a reason is needed")
	// ErrObservers: the group has not agreed to be observed.
	ErrObservers = errors.New("the group has not agreed to be observed")
	// ErrLastStaff: the last of the staff can't just leave a running session: what becomes of it?
	ErrLastStaff = errors.New("the last of the staff has to say what becomes of the session")
	// ErrMeanwhile: a colleague has just withdrawn what this would give. Of two who act at once the one who takes away wins.
	ErrMeanwhile = errors.New("a colleague has withdrawn this meanwhile")
	// ErrPaused: no staff are there, so nothing may be sent.
	ErrPaused = errors.New("paused until staff are back")
	// ErrNoMoment: the person has not stepped away.
	ErrNoMoment = errors.New("not in a moment")
	// ErrGrounding: there is no such exercise.
	ErrGrounding = errors.New("no such exercise")
	// ErrPrivate: somebody came in where the person is, and they have not come back yet.
	ErrPrivate = errors.New("paused for privacy")
	// ErrSharing: somebody else shares a screen. It names nobody; the view does.
	ErrSharing = errors.New("somebody else shares a screen")
	// ErrSignal: there is no signal of this kind.
	ErrSignal = errors.New("no signal of this kind")
	// ErrNoSignal: the signal was not sent, or is taken back.
	ErrNoSignal = errors.New("there is no such signal")
	// ErrReworded: the signal has other words by now than those that were seen.
	ErrReworded = errors.New("the signal has other words by now")
	// ErrText: the text is empty after cleaning, or too long.
	ErrText = errors.New("not a usable text")
	// ErrLink: only staff may send links.
	ErrLink = errors.New("only staff may send links")
	// ErrTooOften: so many in a minute are too many.
	ErrTooOften = errors.New("too often")
	// ErrFloor: the floor doesn't let this person be heard now, or isn't theirs to lose.
	ErrFloor = errors.New("not with this floor")
	// ErrChoice: there is no such floor mode or template.
	ErrChoice = errors.New("not one of the choices")
	// ErrUndo: the act can't be taken back any more.
	ErrUndo = errors.New("too late to take this back")
	// ErrAside: one of the two is in a private talk, or asked for one, already.
	ErrAside = errors.New("aside already")
	// ErrNoAside: there is no private talk to end, and nobody has asked for one.
	ErrNoAside = errors.New("no private talk")
	// ErrNoStaffStay: nobody else of the staff stays with the group. The asker has to say that they know.
	ErrNoStaffStay = errors.New("no other staff stay with the group")
	// ErrRound: a round is going on.
	ErrRound = errors.New("a round is going on")
	// ErrNoRound: no round is going on.
	ErrNoRound = errors.New("no round is going on")
	// ErrNotTheirTurn: it is not, or no longer, this person's turn.
	ErrNotTheirTurn = errors.New("not this person's turn")
	// ErrSecondTurn: the person has been asked twice, which is the last time.
	ErrSecondTurn = errors.New("asked for the second time already")
	// ErrNotWaiting: the person doesn't wait for a turn.
	ErrNotWaiting = errors.New("doesn't wait for a turn")
	// ErrNoTurn: no turn is over that could be taken back.
	ErrNoTurn = errors.New("no turn to take back")
	// ErrPrompt: the prompt is unknown, empty or too long.
	ErrPrompt = errors.New("not a usable prompt")
	// ErrPace: the time for each is negative or too long.
	ErrPace = errors.New("not a usable time for each")
	// ErrRefused: the person may not come in: not a member, unknown role, or removed for today.
	ErrRefused = errors.New("may not come in")
)
