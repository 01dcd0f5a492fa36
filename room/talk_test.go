package room_test

import (
	"math"
	"strings"
	"testing"
	"time"

	"alcove/room"
)

// speaks lets time go by and notes that somebody was heard for the last part of it.
func (w *world) speaks(name string, after, length time.Duration) {
	w.t.Helper()
	w.passes(after + length)
	w.note(room.Voice{Spans: []room.Span{{Person: personID(name), From: w.now.Add(-length), To: w.now}}})
}

func (w *world) talk(place string) room.TalkView {
	w.t.Helper()
	view, err := w.TalkOf(w.now, visitID(place))
	if err != nil {
		w.t.Fatalf("%s asks for the talk time: %v", place, err)
	}
	return view
}

// talkOf is what Dana sees of a person.
func (w *world) talkOf(name string) room.SeatTalk {
	w.t.Helper()
	for _, s := range w.talk("Dana").Seats {
		if s.Seat == w.seat(name) {
			return s
		}
	}
	w.t.Fatalf("%s has no figures", name)
	return room.SeatTalk{}
}

const ms = time.Millisecond

func TestATurnIsASecondOfVoice(t *testing.T) {
	type stretch struct{ pause, voice time.Duration }
	cases := map[string]struct {
		said         []stretch
		spoken       time.Duration
		turns, brief int
	}{
		"nothing":                        {nil, 0, 0, 0},
		"a second":                       {[]stretch{{0, 1000 * ms}}, 1000 * ms, 1, 0},
		"less than a second":             {[]stretch{{0, 999 * ms}}, 0, 0, 1},
		"told in parts":                  {[]stretch{{0, 400 * ms}, {0, 400 * ms}, {0, 400 * ms}}, 1200 * ms, 1, 0},
		"a pause within":                 {[]stretch{{0, 600 * ms}, {1499 * ms, 600 * ms}}, 1200 * ms, 1, 0},
		"a pause that ends it":           {[]stretch{{0, 600 * ms}, {1500 * ms, 600 * ms}}, 0, 0, 2},
		"two turns":                      {[]stretch{{0, 2 * time.Second}, {1500 * ms, 3 * time.Second}}, 5 * time.Second, 2, 0},
		"a turn, and a word after it":    {[]stretch{{0, 2 * time.Second}, {3 * time.Second, 400 * ms}}, 2 * time.Second, 1, 1},
		"a word before it belongs to it": {[]stretch{{0, 400 * ms}, {time.Second, 2 * time.Second}}, 2400 * ms, 1, 0},
		"a speech of half an hour":       {[]stretch{{0, 30 * time.Minute}}, 30 * time.Minute, 1, 0},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			w := session(t, "Ana", "Ben")
			w.passes(time.Minute)
			for _, s := range c.said {
				w.speaks("Ana", s.pause, s.voice)
			}
			w.passes(10 * time.Second)
			got := w.talkOf("Ana")
			is(t, "spoken", got.Spoken, c.spoken)
			is(t, "turns and back-channels", [2]int{got.Turns, got.Brief}, [2]int{c.turns, c.brief})
			if c.turns > 0 {
				w.passes(14 * time.Minute)
				ago := w.talkOf("Ana").Ago
				is(t, "a quarter of an hour ago, or so", ago > 14*time.Minute && ago < 15*time.Minute, true)
			} else {
				is(t, "never", got.Ago < 0, true)
			}
			is(t, "of somebody else", w.talkOf("Ben"), room.SeatTalk{Seat: w.seat("Ben"), Ago: -1})
		})
	}
}

func TestTalkTimeIsThePersonsForAsLongAsTheSessionRuns(t *testing.T) {
	five := 5 * time.Second
	cases := map[string]struct {
		do   func(w *world)
		want time.Duration
	}{
		"as it was spoken":  {func(*world) {}, five},
		"a lost line":       {func(w *world) { w.vanishes("Ana"); w.passes(time.Minute); w.returns("Ana") }, five},
		"another browser":   {func(w *world) { w.sits("Ana/phone"); w.sits("Ana") }, five},
		"leaving":           {func(w *world) { w.does("Ana", room.Leave{}); w.sits("Ana") }, five},
		"a hold":            {func(w *world) { w.does("Dana", room.Hold{Seat: 2, Reason: room.ReasonAsked}); w.sits("Ana") }, five},
		"another server":    {func(w *world) { w.restarts(); w.returns("Dana", "Ana", "Ben"); w.speaks("Ana", 0, five) }, 2 * five},
		"two servers later": {func(w *world) { w.restarts(); w.restarts(); w.returns("Dana", "Ana", "Ben") }, five},
		"a mute":            {func(w *world) { w.does("Dana", room.Mute{Seat: 2}) }, five},
		"told after they left": {func(w *world) {
			w.does("Ana", room.Leave{})
			w.note(room.Voice{Spans: []room.Span{{Person: personID("Ana"), From: w.now.Add(-five), To: w.now}}})
			w.sits("Ana")
		}, five}, // it is the five seconds that have been told already
		"more of it": {func(w *world) { w.speaks("Ana", 3*time.Second, five) }, 2 * five},
		"another session": {func(w *world) {
			w.does("Dana", room.End{})
			w.comes("Dana")
			w.does("Dana", room.Start{Open: true})
			w.sits("Ana")
		}, 0},
		"voice of before the session": {func(w *world) {
			w.does("Dana", room.End{})
			w.comes("Dana")
			w.passes(2 * time.Second)
			w.does("Dana", room.Start{Open: true})
			w.passes(time.Second)
			w.sits("Ana")
			w.note(room.Voice{Spans: []room.Span{{Person: personID("Ana"), From: w.now.Add(-3 * time.Second), To: w.now}}})
		}, time.Second},
		"nonsense": {func(w *world) {
			w.note(room.Voice{Doubted: []room.PersonID{"nobody"}, Spans: []room.Span{
				{Person: "nobody", From: w.now.Add(-five), To: w.now},
				{Person: personID("Ana"), From: w.now, To: w.now.Add(-five)},
				{Person: personID("Ana"), From: w.now.Add(time.Hour), To: w.now.Add(2 * time.Hour)},
			}})
		}, five},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			w := session(t, "Ana", "Ben")
			w.speaks("Ana", time.Minute, five)
			is(t, "to begin with", w.talkOf("Ana").Spoken, five)
			c.do(w)
			is(t, "spoken", w.talkOf("Ana").Spoken, c.want)
		})
	}
}

func TestNothingOfTalkTimeOutlastsTheSession(t *testing.T) {
	w := session(t, "Ana", "Ben")
	w.speaks("Ana", time.Minute, 5*time.Second)
	if !contains(w.Snapshot(), `"spoken"`) {
		t.Fatal("nothing is saved")
	}
	w.does("Dana", room.End{})
	if contains(w.Snapshot(), `"talk"`) {
		t.Error("something is kept")
	}
	w.comes("Dana")
	w.speaks("Dana", time.Minute, 5*time.Second)
	is(t, "without a session", w.talk("Dana"), room.TalkView{})
	w.note(room.Voice{Doubted: []room.PersonID{personID("Dana")}})
	is(t, "saved", contains(w.Snapshot(), `"talk"`), false)
}

func TestARoomThatWasSavedBeforeThereWasTalkTimeBeginsToCount(t *testing.T) {
	w := session(t, "Ana", "Ben")
	w.speaks("Ana", time.Minute, 5*time.Second)
	saved := string(w.Snapshot())
	at := strings.Index(saved, `,"talk":`)
	restored, err := room.Restore(w.Group(), []byte(saved[:at]+"}"), w.now)
	if err != nil {
		t.Fatal(err)
	}
	w.Room = restored
	w.returns("Dana", "Ana", "Ben")
	w.speaks("Ben", time.Minute, 5*time.Second)
	is(t, "before", w.talkOf("Ana").Spoken, time.Duration(0))
	is(t, "since", w.talkOf("Ben").Spoken, 5*time.Second)
}

func TestInterpretersAreNotCounted(t *testing.T) {
	w := session(t, "Ana", "Ben", "Ines", "Otto")
	w.passes(time.Minute)
	w.speaks("Ana", 0, 5*time.Second)
	w.speaks("Ines", 0, 20*time.Second)
	w.speaks("Otto", 0, 20*time.Second)
	view := w.talk("Dana")
	is(t, "spoken", view.Spoken, 5*time.Second)
	for _, s := range view.Seats {
		is(t, "figures of somebody who isn't counted", s.Seat == w.seat("Ines") || s.Seat == w.seat("Otto"), false)
	}
	is(t, "people", len(view.Seats), 3)
	w.speaks("Ana", 0, 5*time.Second)
	is(t, "silences: none while an interpreter spoke, but while an observer could not", w.talk("Dana").Silences, 2)
}

func TestBalanceIsOverClientsWhoWereThere(t *testing.T) {
	cases := map[string]struct {
		spoken map[string]time.Duration
		change func(w *world)
		want   float64 // below zero: none
	}{
		"nobody spoke":          {map[string]time.Duration{"Dana": time.Minute}, nil, -1},
		"all the same":          {map[string]time.Duration{"Ana": time.Minute, "Ben": time.Minute, "Cleo": time.Minute}, nil, 0},
		"one alone":             {map[string]time.Duration{"Ana": time.Minute}, nil, 1},
		"one as much as two":    {map[string]time.Duration{"Ana": 2 * time.Minute, "Ben": time.Minute, "Cleo": time.Minute}, nil, 0.25},
		"staff don't count":     {map[string]time.Duration{"Ana": time.Minute, "Ben": time.Minute, "Cleo": time.Minute, "Dana": time.Hour}, nil, 0},
		"two are too few":       {map[string]time.Duration{"Ana": time.Minute}, func(w *world) { w.does("Cleo", room.Leave{}); w.passes(5 * time.Hour) }, -1},
		"left after the half":   {map[string]time.Duration{"Ana": time.Minute}, func(w *world) { w.does("Cleo", room.Leave{}); w.passes(time.Minute) }, 1},
		"came too late":         {map[string]time.Duration{"Ana": time.Minute, "Ben": time.Minute, "Cleo": time.Minute}, func(w *world) { w.sits("Fay") }, 0},
		"came before the half":  {map[string]time.Duration{"Ana": time.Minute, "Ben": time.Minute, "Cleo": time.Minute}, func(w *world) { w.sits("Fay"); w.passes(2 * time.Hour) }, 1.0 / 3},
		"through a new server":  {map[string]time.Duration{"Ana": 2 * time.Minute, "Ben": time.Minute, "Cleo": time.Minute}, func(w *world) { w.restarts(); w.returns("Dana") }, 0.25},
		"a lost line is a seat": {map[string]time.Duration{"Ana": time.Minute}, func(w *world) { w.vanishes("Cleo"); w.passes(time.Minute) }, 1},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			w := session(t, "Ana", "Ben", "Cleo")
			w.passes(20 * time.Minute)
			for _, name := range []string{"Ana", "Ben", "Cleo", "Dana"} {
				if d := c.spoken[name]; d > 0 {
					w.speaks(name, 0, d)
				}
			}
			if c.change != nil {
				c.change(w)
			}
			got := w.talk("Dana").Balance
			switch {
			case (got == nil) != (c.want < 0):
				t.Errorf("got %v, want %v", got, c.want)
			case got != nil && math.Abs(*got-c.want) > 1e-9:
				t.Errorf("got %v, want %v", *got, c.want)
			}
		})
	}
}

func TestSilencesAreCountedWhereSomebodyCouldSpeak(t *testing.T) {
	cases := map[string]struct {
		do             func(w *world)
		silences, long int
	}{
		"none":       {func(w *world) { w.speaks("Ana", 2999*ms, 5*time.Second) }, 0, 0},
		"one":        {func(w *world) { w.speaks("Ana", 3*time.Second, 5*time.Second) }, 1, 0},
		"a long one": {func(w *world) { w.speaks("Ana", 10*time.Second, 5*time.Second) }, 1, 1},
		"one of each": {func(w *world) {
			w.speaks("Ana", 4*time.Second, time.Second)
			w.speaks("Dana", 12*time.Second, time.Second)
		}, 2, 1},
		"an mhm ends one": {func(w *world) { w.speaks("Ana", 2*time.Second, 300*ms); w.speaks("Ben", 2*time.Second, time.Second) }, 0, 0},
		"while others speak": {func(w *world) {
			w.passes(20 * time.Second)
			w.note(room.Voice{Spans: []room.Span{
				{Person: personID("Ana"), From: w.now.Add(-20 * time.Second), To: w.now},
				{Person: personID("Ben"), From: w.now.Add(-15 * time.Second), To: w.now.Add(-14 * time.Second)},
			}})
		}, 0, 0},
		"an exercise is none": {func(w *world) {
			w.does("Dana", room.StartGrounding{Kind: room.GroundingFeet})
			w.passes(time.Minute)
			w.does("Dana", room.StopGrounding{})
			w.speaks("Dana", time.Second, time.Second)
		}, 0, 0},
		"nor is a pause for want of staff": {func(w *world) {
			w.vanishes("Dana")
			w.passes(room.StaffGrace)
			w.passes(20 * time.Second)
			w.returns("Dana")
			w.speaks("Dana", time.Second, time.Second)
		}, 0, 0},
		"nor is being left by two who talk in private": {func(w *world) {
			w.does("Dana", room.OfferAside{Seat: w.seat("Ana"), Alone: true})
			w.does("Ana", room.AcceptAside{})
			w.passes(time.Minute)
			w.does("Dana", room.EndAside{})
			w.speaks("Dana", time.Second, time.Second)
		}, 0, 0},
		"nor is being alone": {func(w *world) {
			w.does("Ana", room.Leave{})
			w.does("Ben", room.Leave{})
			w.passes(time.Minute)
			w.sits("Ana")
			w.speaks("Dana", time.Second, time.Second)
		}, 0, 0},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			w := session(t, "Ana", "Ben")
			c.do(w)
			view := w.talk("Dana")
			is(t, "silences", [2]int{view.Silences, view.LongSilences}, [2]int{c.silences, c.long})
		})
	}
}

func TestQuieterFirstOrdersHandsForStaffAlone(t *testing.T) {
	w := session(t, "Ana", "Ben", "Cleo", "Dev")
	seats := func(names ...string) (list []room.SeatNumber) {
		for _, name := range names {
			list = append(list, w.seat(name))
		}
		return list
	}
	w.speaks("Ana", 0, 90*time.Second)
	w.speaks("Cleo", 5*time.Second, 30*time.Second)
	for _, name := range []string{"Ana", "Dev", "Cleo", "Ben"} {
		w.does(name, room.RaiseHand{})
	}
	before := w.everything()
	is(t, "those who have spoken least", w.talk("Dana").QuieterFirst, seats("Dev", "Ben", "Cleo", "Ana"))
	is(t, "the room", w.everything(), before)
	for _, name := range []string{"Dana", "Ana", "Ben", "Cleo", "Dev"} {
		is(t, name+" sees hands", w.view(name).Hands, seats("Ana", "Dev", "Cleo", "Ben"))
	}
	w.speaks("Dev", 5*time.Second, 60*time.Second)
	is(t, "later", w.talk("Dana").QuieterFirst, seats("Ben", "Cleo", "Dev", "Ana"))
	w.does("Ben", room.SetPreferences{Preferences: room.Preferences{Part: room.PartListening}})
	is(t, "who listens today is not brought forward", w.talk("Dana").QuieterFirst, seats("Cleo", "Dev", "Ana", "Ben"))
	w.does("Ben", room.SetPreferences{})
	w.does("Dana", room.LowerHandOf{Seat: w.seat("Cleo")})
	is(t, "without a hand", w.talk("Dana").QuieterFirst, seats("Ben", "Dev", "Ana"))
}

func TestOnlyStaffInTheCircleLearnTheTalkTime(t *testing.T) {
	w := session(t, "Theo", "Ana", "Fay", "Ines", "Otto", "Cara")
	w.comes("Ben", "Tess")
	if _, err := w.arrives("Dana/laptop"); err != nil {
		t.Fatal(err)
	}
	w.speaks("Ana", time.Minute, 5*time.Second)
	before := w.everything()
	for who, want := range map[string]error{
		"Dana": nil, "Theo": nil,
		"Ana": room.ErrNotAllowed, "Fay": room.ErrNotAllowed, "Ines": room.ErrNotAllowed, "Otto": room.ErrNotAllowed,
		"Cara": room.ErrNotAllowed, "Ben": room.ErrNotAllowed, "Tess": room.ErrNotAllowed,
		"Dana/laptop": room.ErrNotSeated, "Dev": room.ErrNotHere,
	} {
		view, err := w.TalkOf(w.now, visitID(who))
		refused(t, who, err, want)
		if known := len(view.Seats) > 0; known != (want == nil) {
			t.Errorf("%s is told figures: %t", who, known)
		}
	}
	is(t, "the room", w.everything(), before)
}
