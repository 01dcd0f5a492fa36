package room_test

import (
	"testing"
	"time"

	"alcove/room"
)

func TestSomebodyCameInStopsEverythingBothWays(t *testing.T) {
	w := talking(t)
	w.does("Ana", room.RaiseHand{})
	w.does("Ana", room.TakePrivacy{})
	is(t, "flows", w.flows("Ana"), false)
	is(t, "others go on", w.stage("Ben").Speaks && w.stage("Ben").Hears, true)
	is(t, "a peer sees that she has paused", w.view("Ben").Seats[1].Private, true)
	is(t, "staff do", w.view("Dana").Seats[1].Private, true)
	is(t, "she is told", w.view("Ana").You.Private, true)
	is(t, "her hand is up", w.view("Ben").Hands, []room.SeatNumber{w.seat("Ana")})
	for _, c := range []room.Command{room.SetMicrophone{On: true}, room.SetCamera{On: true}} {
		refused(t, "turning on", w.asks("Ana", c), room.ErrPrivate)
	}
	w.does("Ana", room.TakePrivacy{}) // again: nothing
	is(t, "flows", w.flows("Ana"), false)

	w.does("Ana", room.EndPrivacy{})
	is(t, "back", w.view("Ben").Seats[1].Private, false)
	is(t, "hears again", w.stage("Ana").Hears && w.stage("Ana").Sees, true)
	is(t, "nothing opened by itself", w.stage("Ana").Speaks || w.stage("Ana").Shows, false)
	w.does("Ana", room.SetMicrophone{On: true})
	is(t, "speaks by her own press", w.stage("Ana").Speaks, true)
}

func TestAPauseForPrivacyIsKeptUntilItsPersonEndsIt(t *testing.T) {
	for name, happens := range map[string]func(w *world){
		"a lost line":         func(w *world) { w.vanishes("Ana"); w.returns("Ana") },
		"a restart":           func(w *world) { w.restarts(); w.returns("Dana", "Ana", "Ben") },
		"staff who invite":    func(w *world) { w.does("Dana", room.Invite{Seat: 2}); w.does("Dana", room.AllowAll{}) },
		"a moment":            func(w *world) { w.does("Ana", room.TakeMoment{}); w.does("Ana", room.EndMoment{}) },
		"the lobby, and back": func(w *world) { w.does("Dana", room.Hold{Seat: 2, Reason: room.ReasonAsked}); w.sits("Ana") },
	} {
		t.Run(name, func(t *testing.T) {
			w := talking(t)
			w.does("Ana", room.TakePrivacy{})
			happens(w)
			is(t, "flows", w.flows("Ana"), false)
			is(t, "she is told", w.view("Ana").You.Private, true)
			w.does("Ana", room.EndPrivacy{})
			is(t, "hears", w.stage("Ana").Hears, true)
		})
	}
	t.Run("a press in the lobby", func(t *testing.T) {
		w := session(t, "Ben")
		w.comes("Ana")
		w.does("Ana", room.TakePrivacy{})
		w.sits("Ana")
		is(t, "flows", w.flows("Ana"), false)
		is(t, "ends with her visit", func() bool {
			w.does("Ana", room.Leave{})
			w.sits("Ana")
			return w.flows("Ana")
		}(), true)
	})
	t.Run("another browser of hers isn't where somebody came in", func(t *testing.T) {
		w := talking(t)
		w.comes("Ana/phone")
		w.does("Ana", room.TakePrivacy{})
		is(t, "the phone is told", w.view("Ana/phone").You.Private, false)
		w.sits("Ana/phone")
		is(t, "hears there", w.stage("Ana/phone").Hears, true)
	})
}

func TestStaffWhoHavePausedAreNotThere(t *testing.T) {
	w := talking(t)
	w.does("Dana", room.ShareScreen{On: true})
	w.does("Dana", room.TakePrivacy{})
	is(t, "shares", w.stage("Dana").Shares, false)
	refused(t, "sharing", w.asks("Dana", room.ShareScreen{On: true}), room.ErrPrivate)
	is(t, "staff", w.view("Ana").Staff.State, room.StaffAway)
	w.passes(room.StaffGrace)
	is(t, "paused", w.flows("Ben"), false)
	w.does("Dana", room.EndPrivacy{})
	is(t, "staff", w.view("Ana").Staff.State, room.StaffHere)

	w.sits("Theo")
	w.does("Dana", room.TakePrivacy{})
	is(t, "with a colleague", w.view("Ana").Staff.State, room.StaffHere)
	w.does("Theo", room.Leave{Then: room.AfterwardsHandOver}) // to whoever comes back
	is(t, "on their way", w.view("Ana").Staff.State, room.StaffAway)
}

func TestQuickExitIsSeenByStaffAlone(t *testing.T) {
	w := session(t, "Theo", "Ana", "Ben")
	before := w.view("Ben")
	w.now = w.now.Add(time.Minute)
	is(t, "events", w.does("Ana", room.QuickExit{}), []room.Event{gone("Ana", room.FarewellLeft, "")})
	left := []room.ExitView{{RosterName: room.NameOf("Ana Ramirez"), At: w.now}}
	is(t, "Dana sees it", w.view("Dana").Exits, left)
	is(t, "Theo sees it", w.view("Theo").Exits, left)
	after := w.view("Ben")
	is(t, "a peer sees an empty seat", len(after.Seats), len(before.Seats)-1)
	is(t, "and nothing else", after.Exits, []room.ExitView(nil))

	w.restarts()
	w.returns("Dana", "Theo", "Ben")
	is(t, "after a restart", w.view("Dana").Exits, left)
	w.comes("Ana")
	is(t, "until she comes again", w.view("Dana").Exits, []room.ExitView(nil))
	w.does("Ana", room.QuickExit{})
	is(t, "from the lobby, too", len(w.view("Dana").Exits), 1)
	w.does("Dana", room.End{})
	w.comes("Dana")
	is(t, "it ends with the session", w.view("Dana").Exits, []room.ExitView(nil))
}

func TestQuickExitWithAnotherBrowserThereIsNoLeaving(t *testing.T) {
	w := session(t, "Ana")
	w.comes("Ana/phone")
	w.does("Ana/phone", room.QuickExit{})
	is(t, "exits", w.view("Dana").Exits, []room.ExitView(nil))
	is(t, "she sits", w.place("Ana"), room.PlaceCircle)
}

func TestQuickExitAsksTheLastOfTheStaffNothing(t *testing.T) {
	w := talking(t)
	refused(t, "leaving without a word", w.asks("Dana", room.Leave{}), room.ErrLastStaff)
	w.does("Dana", room.QuickExit{})
	is(t, "the session goes on as if a line had dropped", w.view("Ana").Staff.State, room.StaffAway)
	is(t, "decided", w.view("Ana").Staff.Decided, false)
	is(t, "due", w.Due(), w.now.Add(room.StaffGrace))
}
