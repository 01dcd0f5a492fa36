package room_test

import (
	"strings"
	"testing"
	"time"

	"alcove/room"
)

// apart is a session with Theo and others in which Dana talks with Ana in private. Both have turned on.
func apart(t tester, others ...string) *world {
	t.Helper()
	w := session(t, append([]string{"Theo", "Ana"}, others...)...)
	w.stepsAside("Dana", "Ana")
	return w
}

func (w *world) stepsAside(staff, who string) {
	w.t.Helper()
	w.does(staff, room.OfferAside{Seat: w.seat(who), Alone: true})
	w.does(who, room.AcceptAside{})
	w.does(staff, room.SetMicrophone{On: true})
	w.does(who, room.SetMicrophone{On: true})
}

func (w *world) aside(place string) bool { return w.view(place).You.Aside.With != 0 }

func TestTwoStepAsideAndAreBackOnTheSameSeatsWithEverythingOff(t *testing.T) {
	w := session(t, "Theo", "Ana", "Ben")
	for _, name := range []string{"Dana", "Ana", "Ben"} {
		w.does(name, room.SetMicrophone{On: true})
		w.does(name, room.SetCamera{On: true})
	}
	seats := map[string]room.SeatNumber{"Dana": w.seat("Dana"), "Ana": w.seat("Ana")}
	w.does("Dana", room.OfferAside{Seat: seats["Ana"]})
	is(t, "Ana is asked", w.view("Ana").You.Aside, room.OwnAside{AskedBy: seats["Dana"]})
	is(t, "Dana has asked", w.view("Dana").You.Aside, room.OwnAside{Asked: seats["Ana"]})
	is(t, "nothing has changed yet", w.stage("Ana").Speaks && w.stage("Ana").Audience == 0, true)

	w.does("Ana", room.AcceptAside{})
	for name, with := range map[string]string{"Dana": "Ana", "Ana": "Dana"} {
		s := w.stage(name)
		is(t, name+" sends", s.Speaks || s.Shows, false)
		is(t, name+" is with", w.view(name).You.Aside, room.OwnAside{With: seats[with]})
		is(t, "their audience", s.Audience, room.Audience(seats["Dana"]))
		is(t, "they receive", s.Hears && s.Sees, true)
	}
	is(t, "Ben is with the group", w.stage("Ben").Audience, room.Audience(0))
	is(t, "Ben goes on", w.stage("Ben").Speaks && w.stage("Ben").Shows, true)
	w.does("Ana", room.SetMicrophone{On: true})
	is(t, "her own press opens it", w.stage("Ana").Speaks, true)

	w.does("Ana", room.EndAside{})
	for name, seat := range seats {
		s := w.stage(name)
		is(t, name+" is back, silent", room.Stage{
			Person: s.Person, Visit: s.Visit, Seat: seat, Hears: true, Sees: true, Staff: name == "Dana", Led: name != "Dana",
		}, s)
	}
	refused(t, "a second end", w.asks("Dana", room.EndAside{}), room.ErrNoAside)
}

func TestPeersSeeOnlyThatTheTwoHaveSteppedAway(t *testing.T) {
	w := session(t, "Theo", "Ana", "Ben")
	w.does("Ana", room.SetMicrophone{On: true})
	before, theo := w.view("Ben"), w.view("Theo")
	w.does("Dana", room.OfferAside{Seat: w.seat("Ana")})
	is(t, "an offer", w.view("Ben"), before)
	is(t, "an offer, to other staff", w.view("Theo"), theo)
	w.does("Ana", room.DeclineAside{})
	w.does("Ana", room.SetMicrophone{})
	w.does("Dana", room.TakeMoment{})
	w.does("Ana", room.TakeMoment{})
	moments := w.view("Ben")
	w.does("Dana", room.EndMoment{})
	w.does("Ana", room.EndMoment{})
	w.stepsAside("Dana", "Ana")
	is(t, "a talk looks like two moments", w.view("Ben"), moments)
	w.does("Ana", room.SetCamera{On: true})
	is(t, "whatever they do in it", w.view("Ben"), moments)

	seat := w.view("Theo").Seats[w.seat("Ana")-1]
	is(t, "staff see with whom", seat.AsideWith, w.seat("Dana"))
	is(t, "and nothing of the talk", seat.Microphone || seat.Camera, false)
	own := w.view("Dana").Seats[w.seat("Ana")-1]
	is(t, "the two see each other", own.Microphone && own.Camera && !own.SteppedAway, true)
}

func TestDecliningIsToldToTheAskerOnly(t *testing.T) {
	w := session(t, "Theo", "Ana", "Ben")
	w.does("Dana", room.OfferAside{Seat: w.seat("Ana")})
	ben, theo := w.view("Ben"), w.view("Theo")
	is(t, "events", w.does("Ana", room.DeclineAside{}), []room.Event{
		room.AsideDeclined{To: visitID("Dana"), Seat: w.seat("Ana")},
	})
	is(t, "Ben's view", w.view("Ben"), ben)
	is(t, "Theo's view", w.view("Theo"), theo)
	is(t, "Ana's question is gone", w.view("Ana").You.Aside, room.OwnAside{})
	w.does("Dana", room.OfferAside{Seat: w.seat("Ana")})
	w.vanishes("Dana")
	is(t, "somebody who isn't there is told nothing", w.does("Ana", room.DeclineAside{}), []room.Event(nil))
}

func TestWhoMayAskWhom(t *testing.T) {
	cases := map[string]struct {
		before func(w *world)
		by     string
		ask    func(w *world) room.Command
		want   error
	}{
		"a client": {by: "Ana", ask: func(w *world) room.Command { return room.OfferAside{Seat: w.seat("Ben")} }, want: room.ErrNotAllowed},
		"oneself":  {by: "Dana", ask: func(w *world) room.Command { return room.OfferAside{Seat: w.seat("Dana")} }, want: room.ErrNobodyThere},
		"nobody":   {by: "Dana", ask: always(room.OfferAside{Seat: 12}), want: room.ErrNobodyThere},
		"minus":    {by: "Dana", ask: always(room.OfferAside{Seat: -1}), want: room.ErrNobodyThere},
		"an interpreter": {
			by: "Dana", ask: func(w *world) room.Command { return room.OfferAside{Seat: w.seat("Ines")} }, want: room.ErrNotAllowed,
		},
		"other staff, which leaves nobody": {
			by: "Dana", ask: func(w *world) room.Command { return room.OfferAside{Seat: w.seat("Theo")} }, want: room.ErrNoStaffStay,
		},
		"other staff, knowingly": {
			by: "Dana", ask: func(w *world) room.Command { return room.OfferAside{Seat: w.seat("Theo"), Alone: true} },
		},
		"somebody whom another one has asked": {
			before: func(w *world) { w.does("Theo", room.OfferAside{Seat: w.seat("Ana")}) },
			by:     "Dana", ask: func(w *world) room.Command { return room.OfferAside{Seat: w.seat("Ana")} }, want: room.ErrAside,
		},
		"a second person": {
			before: func(w *world) { w.does("Dana", room.OfferAside{Seat: w.seat("Ana")}) },
			by:     "Dana", ask: func(w *world) room.Command { return room.OfferAside{Seat: w.seat("Ben")} }, want: room.ErrAside,
		},
		"the same person again": {
			before: func(w *world) { w.does("Dana", room.OfferAside{Seat: w.seat("Ana")}) },
			by:     "Dana", ask: func(w *world) room.Command { return room.OfferAside{Seat: w.seat("Ana")} },
		},
		"somebody who talks": {
			before: func(w *world) { w.stepsAside("Dana", "Ana") },
			by:     "Theo", ask: func(w *world) room.Command { return room.OfferAside{Seat: w.seat("Ana"), Alone: true} }, want: room.ErrAside,
		},
		"out of a talk": {
			before: func(w *world) { w.stepsAside("Dana", "Ana") },
			by:     "Dana", ask: func(w *world) room.Command { return room.OfferAside{Seat: w.seat("Ben"), Alone: true} }, want: room.ErrAside,
		},
		"somebody else, while two talk": {
			before: func(w *world) { w.stepsAside("Dana", "Ana") },
			by:     "Theo", ask: func(w *world) room.Command { return room.OfferAside{Seat: w.seat("Ben"), Alone: true} },
		},
		"while somebody came in": {
			before: func(w *world) { w.does("Dana", room.TakePrivacy{}) },
			by:     "Dana", ask: func(w *world) room.Command { return room.OfferAside{Seat: w.seat("Ana")} }, want: room.ErrPrivate,
		},
		"accepting without a question": {by: "Ben", ask: always(room.AcceptAside{}), want: room.ErrNoAside},
		"accepting somebody else's question": {
			before: func(w *world) { w.does("Dana", room.OfferAside{Seat: w.seat("Ana")}) },
			by:     "Ben", ask: always(room.AcceptAside{}), want: room.ErrNoAside,
		},
		"declining it": {
			before: func(w *world) { w.does("Dana", room.OfferAside{Seat: w.seat("Ana")}) },
			by:     "Ben", ask: always(room.DeclineAside{}), want: room.ErrNoAside,
		},
		"ending the talk of others": {
			before: func(w *world) { w.stepsAside("Dana", "Ana") },
			by:     "Theo", ask: always(room.EndAside{}), want: room.ErrNoAside,
		},
		"accepting what was taken back": {
			before: func(w *world) {
				w.does("Dana", room.OfferAside{Seat: w.seat("Ana")})
				w.does("Dana", room.EndAside{})
			},
			by: "Ana", ask: always(room.AcceptAside{}), want: room.ErrNoAside,
		},
		"accepting while the asker's line is lost": {
			before: func(w *world) {
				w.does("Dana", room.OfferAside{Seat: w.seat("Ana")})
				w.vanishes("Dana")
			},
			by: "Ana", ask: always(room.AcceptAside{}), want: room.ErrNobodyThere,
		},
		"accepting while the asker has stepped away": {
			before: func(w *world) {
				w.does("Dana", room.OfferAside{Seat: w.seat("Ana")})
				w.does("Dana", room.TakeMoment{})
			},
			by: "Ana", ask: always(room.AcceptAside{}), want: room.ErrNobodyThere,
		},
		"accepting while somebody came in": {
			before: func(w *world) {
				w.does("Dana", room.OfferAside{Seat: w.seat("Ana")})
				w.does("Ana", room.TakePrivacy{})
			},
			by: "Ana", ask: always(room.AcceptAside{}), want: room.ErrPrivate,
		},
		"a screen out of a talk": {
			before: func(w *world) { w.stepsAside("Dana", "Ana") },
			by:     "Dana", ask: always(room.ShareScreen{On: true}), want: room.ErrAside,
		},
		"an invitation out of a talk": {
			before: func(w *world) { w.stepsAside("Dana", "Ana") },
			by:     "Theo", ask: func(w *world) room.Command { return room.Invite{Seat: w.seat("Ana")} }, want: room.ErrAside,
		},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			w := session(t, "Theo", "Ana", "Ben", "Ines")
			if c.before != nil {
				c.before(w)
			}
			before := w.everything()
			refused(t, name, w.asks(c.by, c.ask(w)), c.want)
			if c.want != nil {
				is(t, "the room after a refusal", w.everything(), before)
			}
		})
	}
}

func TestAQuestionThatWouldLeaveTheGroupAloneIsAskedKnowingly(t *testing.T) {
	w := session(t, "Ana", "Ben")
	refused(t, "without a word", w.asks("Dana", room.OfferAside{Seat: w.seat("Ana")}), room.ErrNoStaffStay)
	w.does("Dana", room.OfferAside{Seat: w.seat("Ana"), Alone: true})
	w.does("Ana", room.AcceptAside{})
	is(t, "they talk", w.aside("Ana"), true)

	w = session(t, "Theo", "Ana", "Ben")
	w.does("Dana", room.OfferAside{Seat: w.seat("Ana")})
	w.vanishes("Theo")
	is(t, "a lost line takes nothing back", w.view("Ana").You.Aside.AskedBy, w.seat("Dana"))
	w.returns("Theo")
	w.does("Theo", room.Leave{})
	is(t, "nobody stays any more", w.view("Ana").You.Aside, room.OwnAside{})
	is(t, "Dana sees it, too", w.view("Dana").You.Aside, room.OwnAside{})
}

// Dana has stepped aside alone: the group has no staff, but the room has.
func TestAGroupWhoseStaffAreAsidePausesAndDoesNotClose(t *testing.T) {
	w := session(t, "Ana", "Ben", "Cleo")
	w.does("Ben", room.SetMicrophone{On: true})
	w.stepsAside("Dana", "Ana")
	away := room.StaffPresence{State: room.StaffAway, Name: room.NameOf("Dana"), SteppedAway: true}
	is(t, "the group is told", w.view("Ben").Staff, away)
	is(t, "so is she", w.view("Dana").Staff, away)
	is(t, "whom she talks with isn't", w.view("Ana").Staff, room.StaffPresence{State: room.StaffHere})
	is(t, "leaving asks", w.view("Dana").LastStaff, true)

	w.passes(room.StaffGrace)
	is(t, "the group pauses", w.flows("Ben") || w.flows("Cleo"), false)
	is(t, "the talk goes on", w.stage("Ana").Speaks && w.stage("Dana").Hears, true)
	w.does("Ana", room.SetMicrophone{})
	w.does("Ana", room.SetMicrophone{On: true})
	w.does("Ben", room.SendSignal{Kind: room.SignalUnsafe})
	is(t, "she sees signals", len(w.view("Dana").Signals), 1)
	w.passes(room.SignalAlone)
	is(t, "they aren't unanswered", w.view("Ben").You.Signals[0].State, room.SignalWaiting)
	w.passes(room.PauseLimit)
	w.passes(room.PauseLimit)
	is(t, "the room is open", w.place("Ben"), room.PlaceCircle)

	w.does("Dana", room.EndAside{})
	is(t, "she is back", w.view("Ben").Staff, room.StaffPresence{State: room.StaffHere})
	is(t, "the group hears again", w.stage("Ben").Hears, true)
	is(t, "nothing opened by itself", w.stage("Ben").Speaks || w.stage("Ana").Speaks || w.stage("Dana").Speaks, false)
}

func TestTheRoomClosesTenMinutesAfterTheLastStaffInATalkHaveGone(t *testing.T) {
	w := session(t, "Ana", "Ben")
	w.stepsAside("Dana", "Ana")
	w.passes(room.StaffGrace)
	w.passes(room.PauseLimit)
	w.vanishes("Dana")
	w.passes(room.AsideAlone)
	w.passes(room.KeepPlace - room.AsideAlone)
	is(t, "due", w.Due(), w.now.Add(room.PauseLimit-room.KeepPlace))
	w.passes(room.PauseLimit - room.KeepPlace - time.Second)
	is(t, "the room is open", w.place("Ben"), room.PlaceCircle)
	w.passes(time.Second)
	is(t, "closed", w.place("Ben"), room.PlaceNowhere)
}

func TestWhoeverIsLeftInATalkIsBackWithTheGroup(t *testing.T) {
	cases := map[string]struct {
		happens func(w *world)
		talks   bool // they still do
	}{
		"the client leaves":           {happens: func(w *world) { w.does("Ana", room.Leave{}) }},
		"the therapist leaves":        {happens: func(w *world) { w.does("Dana", room.Leave{}) }},
		"the client exits quickly":    {happens: func(w *world) { w.does("Ana", room.QuickExit{}) }},
		"the therapist exits quickly": {happens: func(w *world) { w.does("Dana", room.QuickExit{}) }},
		"the client is moved out":     {happens: func(w *world) { w.does("Theo", room.Hold{Seat: w.seat("Ana"), Reason: room.ReasonAsked}) }},
		"the client is removed": {happens: func(w *world) {
			w.does("Theo", room.EndForToday{Person: room.Target{Seat: w.seat("Ana")}, Reason: room.ReasonAsked})
		}},
		"the membership ends":             {happens: func(w *world) { w.note(room.Revoked{Person: personID("Ana")}) }},
		"the client comes with a phone":   {happens: func(w *world) { w.comes("Ana/phone"); w.does("Theo", room.Admit{Waiting: w.waitingOf("Theo")}) }},
		"the therapist comes with one":    {happens: func(w *world) { w.comes("Dana/phone") }},
		"the therapist takes a moment":    {happens: func(w *world) { w.does("Dana", room.TakeMoment{}) }},
		"somebody came in at hers":        {happens: func(w *world) { w.does("Dana", room.TakePrivacy{}) }},
		"the therapist's line stays lost": {happens: func(w *world) { w.vanishes("Dana"); w.passes(room.AsideAlone) }},
		"the client's line stays lost":    {happens: func(w *world) { w.vanishes("Ana"); w.passes(room.KeepPlace) }},
		"the therapist's line is lost":    {happens: func(w *world) { w.vanishes("Dana"); w.passes(room.AsideAlone - 1) }, talks: true},
		"the client's line is lost":       {happens: func(w *world) { w.vanishes("Ana"); w.passes(room.KeepPlace - 1) }, talks: true},
		"the client takes a moment":       {happens: func(w *world) { w.does("Ana", room.TakeMoment{}) }, talks: true},
		"somebody came in at the client's": {
			happens: func(w *world) { w.does("Ana", room.TakePrivacy{}) }, talks: true,
		},
		"a colleague leaves": {happens: func(w *world) { w.does("Theo", room.Leave{Then: room.AfterwardsPause}) }, talks: true},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			w := apart(t, "Ben")
			c.happens(w)
			for _, s := range w.Stage() {
				among := s.Audience != 0
				is(t, nameOf(s.Person)+" talks", among, c.talks && (nameOf(s.Person) == "Ana" || nameOf(s.Person) == "Dana"))
				is(t, nameOf(s.Person)+" speaks to the group", s.Speaks && !among, false)
			}
		})
	}
}

// waitingOf is the number of the last one whom a member of the staff sees waiting.
func (w *world) waitingOf(staff string) room.WaitingNumber {
	list := w.view(staff).Waiting
	return list[len(list)-1].Waiting
}

func TestALostLineLeadsBackIntoTheTalk(t *testing.T) {
	w := apart(t)
	w.vanishes("Ana", "Dana")
	w.passes(room.AsideAlone - time.Second)
	w.returns("Ana", "Dana")
	is(t, "they talk", w.aside("Ana") && w.aside("Dana"), true)
	is(t, "as they left it", w.stage("Ana").Speaks && w.stage("Dana").Speaks, true)
	is(t, "and nobody else hears it", w.stage("Ana").Audience == w.stage("Dana").Audience && w.stage("Theo").Audience == 0, true)
}

func TestATalkAndAQuestionOutlastTheServer(t *testing.T) {
	w := apart(t, "Ben")
	w.does("Theo", room.OfferAside{Seat: w.seat("Ben"), Alone: true})
	before, visits := w.everything(), w.Visits()
	w.restarts()
	for _, v := range visits {
		w.returns(strings.TrimPrefix(string(v), "visit-"))
	}
	is(t, "the room", w.everything(), before)
	is(t, "Ben is still asked", w.view("Ben").You.Aside.AskedBy, w.seat("Theo"))
	is(t, "what was said isn't saved", contains(w.Snapshot(), "words"), false)
}

func TestWhatTheGroupDoesEndsAtTheTalk(t *testing.T) {
	t.Run("the floor is the group's", func(t *testing.T) {
		w := apart(t, "Ben")
		w.does("Theo", room.SetFloor{Mode: room.FloorCoolDown})
		is(t, "they go on", w.stage("Ana").Speaks && w.stage("Dana").Speaks, true)
		w.does("Ana", room.SetMicrophone{})
		w.does("Ana", room.SetMicrophone{On: true})
		is(t, "her page knows", w.view("Ana").You.HasFloor, true)
		w.does("Dana", room.EndAside{})
		refused(t, "back with the group", w.asks("Ana", room.SetMicrophone{On: true}), room.ErrFloor)
	})
	t.Run("a floor that was given is free again", func(t *testing.T) {
		w := session(t, "Theo", "Ana", "Ben")
		w.does("Dana", room.SetFloor{Mode: room.FloorOneVoice})
		w.does("Dana", room.Invite{Seat: w.seat("Ana"), Seen: w.view("Dana").Restrictions})
		w.does("Ana", room.SetMicrophone{On: true})
		w.stepsAside("Dana", "Ana")
		w.does("Theo", room.MuteAll{})
		w.does("Theo", room.Undo{Act: w.view("Theo").Undo.Number})
		for _, s := range w.view("Theo").Seats {
			is(t, "somebody has it", s.HasFloor, false)
		}
	})
	t.Run("a mute of all waits for the return", func(t *testing.T) {
		w := apart(t, "Ben")
		w.does("Theo", room.MuteAll{})
		is(t, "they go on", w.stage("Ana").Speaks, true)
		w.does("Ana", room.EndAside{})
		refused(t, "back with the group", w.asks("Ana", room.SetMicrophone{On: true}), room.ErrNoPermission)
	})
	t.Run("a mute of one holds there, too", func(t *testing.T) {
		w := apart(t, "Ben")
		w.does("Theo", room.Mute{Seat: w.seat("Ana")})
		is(t, "she is silent", w.stage("Ana").Speaks, false)
		refused(t, "her microphone", w.asks("Ana", room.SetMicrophone{On: true}), room.ErrNoPermission)
		refused(t, "a colleague who hasn't seen it", w.asks("Dana", room.Invite{Seat: w.seat("Ana")}), room.ErrMeanwhile)
		w.does("Dana", room.Invite{Seat: w.seat("Ana"), Seen: w.view("Dana").Restrictions})
		is(t, "an invitation opens nothing", w.stage("Ana").Speaks, false)
		w.does("Ana", room.SetMicrophone{On: true})
		w.does("Ana", room.EndAside{})
		refused(t, "back with the group", w.asks("Ana", room.SetMicrophone{On: true}), room.ErrNoPermission)
	})
	t.Run("whoever is muted may talk in private", func(t *testing.T) {
		w := session(t, "Theo", "Ana")
		w.does("Theo", room.Mute{Seat: w.seat("Ana")})
		w.stepsAside("Dana", "Ana")
		is(t, "she is heard", w.stage("Ana").Speaks && w.view("Ana").You.MaySpeak, true)
	})
	t.Run("a round skips the two", func(t *testing.T) {
		w := session(t, "Theo", "Ana", "Ben", "Cleo")
		w.does("Theo", room.StartRound{})
		is(t, "Ana's turn", w.view("Theo").Round.Turn, w.seat("Ana"))
		w.stepsAside("Dana", "Ana")
		is(t, "Ben's turn", w.view("Theo").Round.Turn, w.seat("Ben"))
		w.does("Theo", room.NextTurn{Seat: w.seat("Ben")})
		w.does("Theo", room.NextTurn{Seat: w.seat("Cleo")})
		w.does("Ana", room.EndAside{})
		is(t, "she isn't asked a third time", w.view("Theo").Round.Turn, room.SeatNumber(0))
	})
	t.Run("a hand stays up, also when she speaks there", func(t *testing.T) {
		w := session(t, "Theo", "Ana", "Ben")
		w.does("Ana", room.RaiseHand{})
		w.stepsAside("Dana", "Ana")
		w.note(room.Spoke{Seat: w.seat("Ana")})
		is(t, "hands", w.view("Ben").Hands, []room.SeatNumber{w.seat("Ana")})
	})
	t.Run("a shared screen ends", func(t *testing.T) {
		w := session(t, "Theo", "Ana")
		w.does("Dana", room.ShareScreen{On: true})
		w.stepsAside("Dana", "Ana")
		is(t, "screen", w.view("Theo").Screen, room.SeatNumber(0))
	})
	t.Run("signals and messages go through", func(t *testing.T) {
		w := apart(t, "Ben")
		w.does("Ana", room.SendSignal{Kind: room.SignalSupport})
		is(t, "staff with the group see it", len(w.view("Theo").Signals), 1)
		is(t, "so does Dana", len(w.view("Dana").Signals), 1)
		is(t, "a message reaches both", len(w.does("Ana", room.WriteStaff{Text: room.TextOf("Please stay")})), 3)
	})
	t.Run("the end of the session is the end of it", func(t *testing.T) {
		w := apart(t)
		w.does("Theo", room.End{})
		is(t, "everybody is gone", w.Visits(), []room.VisitID(nil))
	})
}

func TestASnapshotOfATalkThatMakesNoSenseIsRefused(t *testing.T) {
	whole := string(apart(t, "Ben").Snapshot())
	for name, change := range map[string][2]string{
		"one of two doesn't know of it":   {`"aside":{"with":"person-Ana","mayTalk":true}`, `"aside":{"mayTalk":true}`},
		"a talk with somebody unknown":    {`"aside":{"with":"person-Ana"`, `"aside":{"with":"person-Nobody"`},
		"a talk with oneself":             {`"aside":{"with":"person-Ana"`, `"aside":{"with":"person-Dana"`},
		"a talk of two clients":           {`"person":"person-Dana","role":"therapist"`, `"person":"person-Dana","role":"client"`},
		"asked by a client":               {`"aside":{"with":"person-Ana","mayTalk":true}`, `"aside":{"askedBy":"person-Ben"}`},
		"a talk with somebody who is out": {`"visit":"visit-Ana"`, `"visit":""`},
	} {
		t.Run(name, func(t *testing.T) {
			data := strings.Replace(whole, change[0], change[1], 1)
			if data == whole {
				t.Fatal("nothing was changed")
			}
			if r, err := room.Restore(emptyRoom(t).Group(), []byte(data), evening); err == nil {
				t.Errorf("got %v", r)
			}
		})
	}
	if _, err := room.Restore(emptyRoom(t).Group(), []byte(whole), evening); err != nil {
		t.Errorf("control: %v", err)
	}
}
