package signaling

import (
	"errors"

	"alcove/room"
	"alcove/room/host"
	"alcove/signaling/protocol"
)

// The codes of refusals that don't come from the room's rules.
const (
	codeUnknown   protocol.Code = "unknown"   // no such message
	codeMalformed protocol.Code = "malformed" // not this message's shape
	codeMedia     protocol.Code = "media"     // the offer could not be answered
	codeFault     protocol.Code = Fault       // our fault; nothing has changed
	// codeUnavailable: the store can't be reached, so nobody is given anything now.
	codeUnavailable protocol.Code = "unavailable"
)

// codes is the one table from rules that people break to words on the wire. Internal text never gets there.
var codes = []struct {
	err  error
	code protocol.Code
}{
	{room.ErrNotHere, "not-here"},
	{room.ErrNotAllowed, "not-allowed"},
	{room.ErrNotSeated, "not-seated"},
	{room.ErrNobodyThere, "nobody-there"},
	{room.ErrNotReady, "not-ready"},
	{room.ErrFull, "full"},
	{room.ErrObjective, "objective"},
	{room.ErrLength, "length"},
	{room.ErrNotStarted, "not-started"},
	{room.ErrAlreadyStarted, "already-started"},
	{room.ErrNoPermission, "no-permission"},
	{room.ErrNotInvited, "not-invited"},
	{room.ErrStaff, "staff"},
	{room.ErrName, "name"},
	{room.ErrGesture, "gesture"},
	{room.ErrResting, "resting"},
	{room.ErrPreferences, "preferences"},
	{room.ErrNoQuestion, "no-question"},
	{room.ErrReason, "reason"},
	{room.ErrObservers, "observers"},
	{room.ErrLastStaff, "last-staff"},
	{room.ErrPaused, "paused"},
	{room.ErrMeanwhile, "meanwhile"},
	{room.ErrSharing, "sharing"},
	{room.ErrPrivate, "private"},
	{room.ErrNoMoment, "no-moment"},
	{room.ErrGrounding, "grounding"},
	{room.ErrSignal, "signal"},
	{room.ErrNoSignal, "no-signal"},
	{room.ErrReworded, "reworded"},
	{room.ErrText, "text"},
	{room.ErrLink, "link"},
	{room.ErrTooOften, "too-often"},
	{room.ErrFloor, "floor"},
	{room.ErrChoice, "choice"},
	{room.ErrUndo, "undo"},
	{room.ErrAside, "aside"},
	{room.ErrNoAside, "no-aside"},
	{room.ErrNoStaffStay, "no-staff-stay"},
	{room.ErrRound, "round"},
	{room.ErrNoRound, "no-round"},
	{room.ErrNotTheirTurn, "turn"},
	{room.ErrSecondTurn, "second-turn"},
	{room.ErrNotWaiting, "not-waiting"},
	{room.ErrNoTurn, "no-turn"},
	{room.ErrPrompt, "prompt"},
	{room.ErrPace, "pace"},
	{host.ErrUnavailable, codeUnavailable},
	{protocol.ErrUnknown, codeUnknown},
	{protocol.ErrMalformed, codeMalformed},
	{protocol.ErrTooLarge, codeMalformed},
}

func codeOf(err error) protocol.Code {
	for _, row := range codes {
		if errors.Is(err, row.err) {
			return row.code
		}
	}
	return codeFault
}

// The reasons of a bye that don't come from the room.
const (
	whyRefused   = "refused"   // the token or ticket opens nothing
	whyRestart   = "restart"   // the server goes; come back
	whyTooSlow   = "too-slow"  // the browser did not keep up; come back
	whyTooMany   = "too-many"  // too many messages; come back later
	whyReload    = "reload"    // another protocol version: load the page again
	whyMalformed = "malformed" // what came first was no hello
)

// farewell translates why a visit is over.
func farewell(gone room.Gone) protocol.Bye {
	bye := protocol.Bye{Why: string(gone.Why), Reason: protocol.Reason(gone.Reason)}
	if gone.Why == host.FarewellRestart {
		bye.ComeBack, bye.AfterMS = true, jitter(restartSpread)
	}
	return bye
}
