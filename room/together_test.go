package room_test

import (
	"maps"
	"slices"
	"testing"

	"alcove/room"

	"pgregory.net/rapid"
)

// deed is one act of staff on Ana, and what it takes from her or gives to her.
type deed struct {
	ask                      func(seen int) room.Command
	silences, hides          bool
	givesSpeech, givesCamera bool
}

// deeds are acts on seat 3, where Ana sits.
var deeds = map[string]deed{
	"mute":     {ask: func(int) room.Command { return room.Mute{Seat: 3} }, silences: true},
	"mute all": {ask: func(int) room.Command { return room.MuteAll{} }, silences: true},
	"camera off": {ask: func(int) room.Command {
		return room.CameraOff{Seat: 3, Reason: room.ReasonAsked}
	}, hides: true},
	"invite":       {ask: func(seen int) room.Command { return room.Invite{Seat: 3, Seen: seen} }, givesSpeech: true},
	"allow all":    {ask: func(seen int) room.Command { return room.AllowAll{Seen: seen} }, givesSpeech: true},
	"allow camera": {ask: func(seen int) room.Command { return room.AllowCamera{Seat: 3, Seen: seen} }, givesCamera: true},
	"nothing":      {ask: func(int) room.Command { return room.LowerHand{} }},
}

// Dana and Theo press at the same moment: neither has seen what the other did. Whichever arrives first, whoever takes
// away wins, and both see the same room.
func TestOfTwoTherapistsWhoActAtOnceTheOneWhoTakesAwayWins(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		w := session(rt, "Theo", "Ana")
		for range rapid.IntRange(0, 3).Draw(rt, "acts before") {
			before := deeds[rapid.SampledFrom(slices.Sorted(maps.Keys(deeds))).Draw(rt, "before")]
			_, _ = w.Apply(w.now, visitID(rapid.SampledFrom([]string{"Dana", "Theo"}).Draw(rt, "by")),
				before.ask(w.view("Dana").Restrictions))
		}
		mayBefore := w.view("Ana").You
		one, other := rapid.SampledFrom(slices.Sorted(maps.Keys(deeds))).Draw(rt, "Dana"), rapid.SampledFrom(slices.Sorted(maps.Keys(deeds))).Draw(rt, "Theo")
		for _, order := range [][2]string{{"Dana", "Theo"}, {"Theo", "Dana"}} {
			v := again(rt, w)
			seen := v.view("Dana").Restrictions
			of := map[string]deed{"Dana": deeds[one], "Theo": deeds[other]}
			for _, who := range order {
				before := v.everything()
				if err := v.asks(who, of[who].ask(seen)); err != nil {
					refused(rt, who+" comes second", err, room.ErrMeanwhile)
					is(rt, "the room after a refusal", v.everything(), before)
				}
			}
			ana := v.view("Ana").You
			silenced, hidden := of["Dana"].silences || of["Theo"].silences, of["Dana"].hides || of["Theo"].hides
			gives, shows := of["Dana"].givesSpeech || of["Theo"].givesSpeech, of["Dana"].givesCamera || of["Theo"].givesCamera
			is(rt, "may speak", ana.MaySpeak, !silenced && (mayBefore.MaySpeak || gives))
			is(rt, "may show", ana.MayShow, !hidden && (mayBefore.MayShow || shows))
			is(rt, "both see the same seats", v.view("Dana").Seats, v.view("Theo").Seats)
			is(rt, "nothing is on that she did not turn on", v.stage("Ana").Speaks || v.stage("Ana").Shows, false)
		}
	})
}

// again is the same room once more.
func again(t tester, w *world) *world {
	t.Helper()
	restored, err := room.Restore(w.Group(), w.Snapshot(), w.now)
	if err != nil {
		t.Fatal(err)
	}
	v := &world{Room: restored, t: t, now: w.now, roster: w.roster, begun: w.begun}
	v.returns("Dana", "Theo", "Ana")
	return v
}

func TestWhatAColleagueWithdrewIsGivenBackByWhoeverHasSeenIt(t *testing.T) {
	w := session(t, "Theo", "Ana")
	seen := w.view("Theo").Restrictions
	w.does("Dana", room.Mute{Seat: w.seat("Ana")})
	refused(t, "unseen", w.asks("Theo", room.Invite{Seat: w.seat("Ana"), Seen: seen}), room.ErrMeanwhile)
	w.does("Dana", room.Invite{Seat: w.seat("Ana"), Seen: seen}) // she knows what she did herself
	w.does("Dana", room.Mute{Seat: w.seat("Ana")})
	w.does("Theo", room.Invite{Seat: w.seat("Ana"), Seen: w.view("Theo").Restrictions})
	is(t, "may speak", w.view("Ana").You.MaySpeak, true)
}
