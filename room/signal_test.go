package room_test

import (
	"strings"
	"testing"
	"time"

	"alcove/room"
)

// signals is what staff see of those that wait, as "Ana unsafe".
func (w *world) signals(staff string) []string {
	w.t.Helper()
	var list []string
	for _, s := range w.view(staff).Signals {
		list = append(list, s.Name.Reveal()+" "+string(s.Kind))
	}
	return list
}

// signal is what somebody sees of the one signal that they have sent.
func (w *world) signal(place string) room.OwnSignal {
	w.t.Helper()
	own := w.view(place).You.Signals
	if len(own) != 1 {
		w.t.Fatalf("%s sees %d signals", place, len(own))
	}
	return own[0]
}

// sees is staff who have seen the oldest signal that waits.
func (w *world) sees(staff string) {
	w.t.Helper()
	s := w.view(staff).Signals[0]
	w.does(staff, room.SeeSignal{Signal: s.Signal, Edition: s.Edition})
}

// others is what everybody but the named sees and what would be sent to them.
func (w *world) others(but ...string) map[string]string {
	all := w.everything()
	for _, place := range but {
		delete(all, "view of "+string(visitID(place)))
	}
	delete(all, "saved")
	delete(all, "due")
	return all
}

func send(kind room.SignalKind) room.SendSignal { return room.SendSignal{Kind: kind} }

func TestASignalIsSeenByAllStaffAndItsSenderAndByNobodyElse(t *testing.T) {
	w := session(t, "Theo", "Ana", "Ben", "Otto", "Ines")
	w.comes("Cleo")
	before := w.others("Dana", "Theo", "Ana")
	w.does("Ana", room.SendSignal{Kind: room.SignalUnsafe, Words: room.TextOf(" Shouting\u202e  next door. ")})
	is(t, "the others", w.others("Dana", "Theo", "Ana"), before)
	want := room.SignalView{
		Signal: 1, Seat: w.seat("Ana"), Name: room.NameOf("Ana"), Kind: room.SignalUnsafe,
		Words: room.TextOf("Shouting next door."), Since: w.now, Calls: 1,
	}
	for _, staff := range []string{"Dana", "Theo"} {
		is(t, staff, w.view(staff).Signals, []room.SignalView{want})
	}
	is(t, "her own", w.signal("Ana"), room.OwnSignal{
		Kind: room.SignalUnsafe, Words: room.TextOf("Shouting next door."), State: room.SignalWaiting,
	})
	w.passes(room.RepeatSignal)
	w.does("Theo", room.SeeSignal{Signal: 1})
	w.does("Ana", room.TakeBack{Kind: room.SignalUnsafe})
	is(t, "the others, in the end", w.others("Dana", "Theo", "Ana"), before)
}

func TestASignalIsCalledOutEvery20SecondsUntilSomebodyHasSeenIt(t *testing.T) {
	w := session(t, "Theo", "Ana")
	w.does("Ana", send(room.SignalSupport))
	is(t, "due", w.Due(), w.now.Add(room.RepeatSignal))
	for calls := 1; calls < 5; calls++ {
		is(t, "calls", w.view("Theo").Signals[0].Calls, calls)
		w.passes(room.RepeatSignal - time.Nanosecond)
		is(t, "calls a moment before", w.view("Theo").Signals[0].Calls, calls)
		w.passes(time.Nanosecond)
	}
	w.sees("Theo")
	is(t, "staff see", w.signals("Dana"), []string(nil))
	is(t, "due", w.Due(), time.Time{})
	own := w.signal("Ana")
	is(t, "seen by", own, room.OwnSignal{Kind: room.SignalSupport, State: room.SignalSeen, SeenBy: room.NameOf("Theo")})
	w.does("Dana", room.SeeSignal{Signal: 1}) // at the same moment; the first one counts
	is(t, "still seen by", w.signal("Ana"), own)
}

func TestSignalsStandOldestFirstAndEachKindOnce(t *testing.T) {
	w := session(t, "Ana", "Ben")
	w.does("Ben", send(room.SignalHearing))
	w.does("Ana", send(room.SignalSupport))
	w.does("Ana", send(room.SignalUnsafe))
	w.does("Ben", send(room.SignalHearing)) // it waits already
	w.does("Ana", room.AddWords{Kind: room.SignalSupport, Words: room.TextOf("Please")})
	is(t, "staff see", w.signals("Dana"), []string{"Ben hearing", "Ana support", "Ana unsafe"})
	w.sees("Dana")
	w.does("Ben", send(room.SignalHearing)) // once more, since it was seen
	is(t, "then", w.signals("Dana"), []string{"Ana support", "Ana unsafe", "Ben hearing"})
	w.does("Ana", room.TakeBack{Kind: room.SignalSupport})
	is(t, "one taken back", w.signals("Dana"), []string{"Ana unsafe", "Ben hearing"})
	refused(t, "twice", w.asks("Ana", room.TakeBack{Kind: room.SignalSupport}), room.ErrNoSignal)
}

func TestWordsThatFollowMakeASignalWaitAgain(t *testing.T) {
	w := session(t, "Ana")
	w.does("Ana", send(room.SignalUnsafe))
	old := w.view("Dana").Signals[0]
	w.does("Ana", room.AddWords{Kind: room.SignalUnsafe, Words: room.TextOf("Next door")})
	refused(t, "seen without its words", w.asks("Dana", room.SeeSignal{Signal: old.Signal}), room.ErrReworded)
	w.sees("Dana")
	w.does("Ana", room.AddWords{Kind: room.SignalUnsafe, Words: room.TextOf("Next door")})
	is(t, "the same words", w.signal("Ana").State, room.SignalSeen)
	w.does("Ana", room.AddWords{Kind: room.SignalUnsafe, Words: room.TextOf("It has stopped")})
	is(t, "other words", w.signal("Ana").State, room.SignalWaiting)
	is(t, "staff read", w.view("Dana").Signals[0].Words, room.TextOf("It has stopped"))
}

func TestWordsOfASignalHaveALimit(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		want error
	}{
		"none":                      {"", nil},
		"as many as may be":         {strings.Repeat("ñ", room.MaxWords), nil},
		"one more":                  {strings.Repeat("x", room.MaxWords+1), room.ErrText},
		"far too many unseen ones":  {strings.Repeat("\u200b", 16*room.MaxWords), room.ErrText},
		"what is no text":           {"\xff", room.ErrText},
		"with unseen ones between":  {"\u202e" + strings.Repeat("x", room.MaxWords) + "\x00\x07", nil},
		"a sign that shows nothing": {"\u2066\u2069", nil},
	} {
		t.Run(name, func(t *testing.T) {
			w := session(t, "Ana", "Ben")
			w.does("Ben", send(room.SignalUnsafe))
			words := room.TextOf(c.text)
			refused(t, "with it", w.asks("Ana", room.SendSignal{Kind: room.SignalUnsafe, Words: words}), c.want)
			refused(t, "after it", w.asks("Ben", room.AddWords{Kind: room.SignalUnsafe, Words: words}), c.want)
			shown := w.view("Dana").Signals[0].Words.Reveal()
			is(t, "staff read unseen signs", strings.ContainsAny(shown, "\u202e\u2066\x00\x07"), false)
		})
	}
	w := session(t, "Ana")
	refused(t, "a kind that nobody knows", w.asks("Ana", send("fire")), room.ErrSignal)
}

func TestWithoutStaffTheSenderIsToldAfter30SecondsWhomElseToCall(t *testing.T) {
	w := session(t, "Theo", "Ana", "Ben")
	w.vanishes("Dana")
	w.does("Ana", send(room.SignalUnsafe))
	w.passes(time.Hour - room.KeepPlace) // Theo is there all the time
	is(t, "with one of the staff there", w.signal("Ana").State, room.SignalWaiting)
	w.vanishes("Theo")
	w.passes(room.SignalAlone - time.Nanosecond)
	is(t, "a moment before", w.signal("Ana").State, room.SignalWaiting)
	before := w.others("Ana")
	w.passes(time.Nanosecond)
	is(t, "after 30 s", w.signal("Ana").State, room.SignalUnanswered)
	is(t, "the others", w.others("Ana"), before)
	w.returns("Theo")
	is(t, "staff are back", w.signal("Ana").State, room.SignalWaiting)
	is(t, "and see it", w.signals("Theo"), []string{"Ana unsafe"})
	w.does("Ben", send(room.SignalSupport))
	w.vanishes("Theo")
	w.sits("Dana")
	w.sees("Dana")
	w.vanishes("Dana")
	w.passes(room.SignalAlone)
	is(t, "one that was seen", w.signal("Ana").State, room.SignalSeen)
	is(t, "one that was not", w.signal("Ben").State, room.SignalUnanswered)
}

func TestASignalWorksWhereverItsSenderIs(t *testing.T) {
	for name, prepare := range map[string]func(w *world){
		"muted":            func(w *world) { w.does("Dana", room.MuteAll{}) },
		"stepped away":     func(w *world) { w.does("Ana", room.TakeMoment{}) },
		"on hold":          func(w *world) { w.does("Dana", room.Hold{Seat: w.seat("Ana"), Reason: room.ReasonAsked}) },
		"without staff":    func(w *world) { w.vanishes("Dana") },
		"in a paused room": func(w *world) { w.vanishes("Dana"); w.passes(room.StaffGrace) },
	} {
		t.Run(name, func(t *testing.T) {
			w := session(t, "Ana")
			prepare(w)
			w.does("Ana", send(room.SignalUnsafe))
			w.returns("Dana")
			is(t, "staff see", len(w.view("Dana").Signals), 1)
			w.sees("Dana")
			is(t, "and it is told", w.signal("Ana").SeenBy.Reveal(), "Dana")
		})
	}
}

func TestASignalFromTheLobbySaysWhereItComesFrom(t *testing.T) {
	w := lobby(t, "Ana")
	w.does("Ana", send(room.SignalHearing))
	s := w.view("Dana").Signals[0]
	is(t, "from", s.Waiting, w.waiting("Ana"))
	is(t, "name as on the roster", s.Name.Reveal(), "Ana Ramirez")
	w.does("Dana", room.Start{Open: true})
	w.does("Dana", room.AdmitAll{})
	is(t, "then from", w.view("Dana").Signals[0].Seat, w.seat("Ana"))
	w.comes("Ana/phone")
	refused(t, "another device signals", w.asks("Ana/phone", send(room.SignalUnsafe)), room.ErrNotSeated)
	refused(t, "another device takes back", w.asks("Ana/phone", room.TakeBack{Kind: room.SignalHearing}), room.ErrNotSeated)
	is(t, "what another device sees", w.view("Ana/phone").You.Signals, []room.OwnSignal(nil))
	w.does("Ana", room.Leave{})
	w.does("Ana/phone", room.Leave{})
	is(t, "after its sender has left", w.signals("Dana"), []string{"Ana Ramirez hearing"})
}

func TestTheSameOperationTwiceIsOneSignal(t *testing.T) {
	w := session(t, "Ana")
	once := room.SendSignal{Kind: room.SignalUnsafe, Op: 77}
	w.does("Ana", once)
	w.sees("Dana")
	w.does("Ana", once)
	is(t, "after it was seen", w.signals("Dana"), []string(nil))
	w.restarts()
	w.returns("Dana", "Ana")
	w.does("Ana", once)
	is(t, "on another server", w.signals("Dana"), []string(nil))
	w.does("Ana", room.SendSignal{Kind: room.SignalUnsafe, Op: 78})
	is(t, "another one", w.signals("Dana"), []string{"Ana unsafe"})
}

func TestSignalsHaveARateAndSilenceNobodyElse(t *testing.T) {
	w := session(t, "Ana", "Ben")
	sent := 0
	for w.asks("Ana", send(room.SignalUnsafe)) == nil && sent < 1000 {
		if sent++; w.asks("Ana", room.TakeBack{Kind: room.SignalUnsafe}) != nil {
			break
		}
		sent++
	}
	is(t, "in a minute", sent, 20)
	refused(t, "the next", w.asks("Ana", send(room.SignalUnsafe)), room.ErrTooOften)
	w.does("Ben", send(room.SignalUnsafe))
	w.passes(time.Minute)
	w.does("Ana", send(room.SignalUnsafe))
	is(t, "staff see", w.signals("Dana"), []string{"Ben unsafe", "Ana unsafe"})
}

func TestARestartKeepsSignalsAndSaysThatTheirWordsAreLost(t *testing.T) {
	w := session(t, "Ana", "Ben")
	w.does("Ana", room.SendSignal{Kind: room.SignalUnsafe, Words: room.TextOf("Shouting next door")})
	w.does("Ben", send(room.SignalHearing))
	w.passes(5 * time.Second)
	if contains(w.Snapshot(), "Shouting") {
		t.Error("the words are saved")
	}
	w.restarts()
	w.returns("Dana", "Ana", "Ben")
	is(t, "staff see", w.signals("Dana"), []string{"Ana unsafe", "Ben hearing"})
	is(t, "her words", w.view("Dana").Signals[0].WordsLost, true)
	is(t, "she is told", w.signal("Ana"), room.OwnSignal{Kind: room.SignalUnsafe, WordsLost: true, State: room.SignalWaiting})
	is(t, "who had none", w.view("Dana").Signals[1].WordsLost, false)
	w.passes(room.RepeatSignal - 5*time.Second)
	is(t, "the calls go on", w.view("Dana").Signals[0].Calls, 2)
	w.does("Ana", room.AddWords{Kind: room.SignalUnsafe, Words: room.TextOf("Shouting next door")})
	is(t, "said again", w.view("Dana").Signals[0].WordsLost, false)
}

func TestNothingOfASignalOutlivesItsSession(t *testing.T) {
	w := session(t, "Ana")
	w.does("Ana", send(room.SignalUnsafe))
	is(t, "while it lives", contains(w.Snapshot(), "unsafe"), true)
	w.does("Dana", room.End{})
	is(t, "after the end", contains(w.Snapshot(), "unsafe"), false)
	w.comes("Dana")
	w.does("Dana", room.Start{Open: true})
	w.sits("Ana")
	is(t, "in the next one", w.signals("Dana"), []string(nil))
	w.does("Ana", send(room.SignalUnsafe))
	w.note(room.Revoked{Person: personID("Ana")})
	is(t, "of somebody whose membership is over", w.signals("Dana"), []string(nil))
}

func TestASnapshotWithSignalsThatMakeNoSenseIsRefused(t *testing.T) {
	w := session(t, "Ana")
	w.does("Ana", send(room.SignalUnsafe))
	whole := string(w.Snapshot())
	for name, change := range map[string][2]string{
		"of somebody whom nobody knows": {`"person":"person-Ana","kind"`, `"person":"nobody","kind"`},
		"a number that was never given": {`"signals":[{"number":1`, `"signals":[{"number":7`},
		"a number below one":            {`"signals":[{"number":1`, `"signals":[{"number":0`},
		"two of a kind": {
			`"signals":[{"number":1,`, `"signals":[{"number":2,"person":"person-Ana","kind":"unsafe"},{"number":1,`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			changed := strings.Replace(whole, change[0], change[1], 1)
			changed = strings.Replace(changed, `"lastSignal":1`, `"lastSignal":2`, 1)
			if changed == whole {
				t.Fatal("nothing was changed")
			}
			if _, err := room.Restore(w.Group(), []byte(changed), w.now); err == nil {
				t.Error("it is believed")
			}
		})
	}
}

func TestStaffAreToldWhenSomebodyWhoAskedForThemIsGoneForAMinute(t *testing.T) {
	w := session(t, "Ana", "Ben", "Cleo")
	w.does("Ana", send(room.SignalUnsafe))
	w.sees("Dana")
	w.does("Cleo", send(room.SignalLeaving))
	w.does("Cleo", room.TakeBack{Kind: room.SignalLeaving})
	lost := w.now
	w.vanishes("Ana", "Ben", "Cleo")
	w.passes(room.MissedAfter - time.Nanosecond)
	is(t, "a moment before", w.view("Dana").Missed, []room.MissedView(nil))
	w.passes(time.Nanosecond)
	missed := []room.MissedView{{Seat: 2, Name: room.NameOf("Ana"), Since: lost}}
	is(t, "after a minute", w.view("Dana").Missed, missed)
	w.restarts()
	w.returns("Dana")
	is(t, "on another server", w.view("Dana").Missed, missed)
	w.passes(room.KeepPlace)
	is(t, "without a seat", w.view("Dana").Missed, []room.MissedView{{Name: room.NameOf("Ana Ramirez"), Since: lost}})
	w.comes("Ana")
	is(t, "back in the lobby", w.view("Dana").Missed, []room.MissedView(nil))
	w.does("Ana", room.Leave{})
	w.passes(time.Hour)
	is(t, "who left has not vanished", w.view("Dana").Missed, []room.MissedView(nil))
}
