package room_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"alcove/room"
)

// delivered lists who is brought what, as "Dana: hello".
func delivered(events []room.Event) []string {
	var list []string
	for _, e := range events {
		if d, ok := e.(room.Delivered); ok {
			for _, m := range d.Messages {
				list = append(list, ownerOf(d.To)+": "+m.Text.Reveal())
			}
		}
	}
	slices.Sort(list)
	return list
}

// inbox is what somebody may read who comes in now.
func (w *world) inbox(place string) []string {
	d, _ := w.Inbox(visitID(place))
	var list []string
	for _, m := range d.Messages {
		list = append(list, m.Text.Reveal())
	}
	return list
}

func staffText(text string) room.WriteStaff { return room.WriteStaff{Text: room.TextOf(text)} }

func TestAMessageReachesWhomItIsForAndNobodyElse(t *testing.T) {
	for name, c := range map[string]struct {
		by   string
		ask  func(w *world) room.Command
		want []string
	}{
		"from a client to staff": {
			"Ana", func(*world) room.Command { return staffText("hello") },
			[]string{"Ana: hello", "Dana: hello", "Theo: hello"},
		},
		"from staff to a client": {
			"Dana", func(w *world) room.Command { return room.WriteSeat{Seat: w.seat("Ana"), Text: room.TextOf("hello")} },
			[]string{"Ana: hello", "Dana: hello"},
		},
		"from staff to one of the staff": {
			"Dana", func(w *world) room.Command { return room.WriteSeat{Seat: w.seat("Theo"), Text: room.TextOf("hello")} },
			[]string{"Dana: hello", "Theo: hello"},
		},
		"from staff to staff": {
			"Theo", func(*world) room.Command { return staffText("hello") },
			[]string{"Dana: hello", "Theo: hello"},
		},
		"from staff to all": {
			"Theo", func(*world) room.Command { return room.WriteAll{Text: room.TextOf("hello")} },
			[]string{"Ana: hello", "Ben: hello", "Dana: hello", "Otto: hello", "Theo: hello"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := session(t, "Theo", "Ana", "Ben", "Otto")
			w.comes("Cleo")
			before := w.everything()
			events := w.does(c.by, c.ask(w))
			is(t, "delivered", delivered(events), c.want)
			is(t, "the room", w.everything(), before) // it is in no view and in no snapshot
			for _, place := range []string{"Dana", "Theo", "Ana", "Ben", "Otto", "Cleo"} {
				want := []string(nil)
				if slices.Contains(c.want, place+": hello") {
					want = []string{"hello"}
				}
				is(t, place+" comes in again and reads", w.inbox(place), want)
			}
		})
	}
}

func TestAMessageSaysWhoWroteItToWhom(t *testing.T) {
	w := session(t, "Ana")
	events := w.does("Dana", room.WriteSeat{Seat: 2, Text: room.TextOf("See https://example.com/sheet")})
	want := room.Message{
		Number: room.MessageNumber(w.now.UnixMilli()), At: w.now, From: room.NameOf("Dana"), FromStaff: true, FromSeat: 1,
		To: room.ToOne, ToName: room.NameOf("Ana"), ToSeat: 2, Text: room.TextOf("See https://example.com/sheet"),
	}
	mine := want
	mine.Mine = true
	is(t, "delivered", events, []room.Event{
		room.Delivered{To: visitID("Dana"), Messages: []room.Message{mine}},
		room.Delivered{To: visitID("Ana"), Messages: []room.Message{want}},
	})
	next := w.does("Ana", staffText("Thank you"))[0].(room.Delivered).Messages[0]
	is(t, "the next number, at the same moment", next.Number, want.Number+1)
}

func TestWhatAMessageMayHold(t *testing.T) {
	for text, want := range map[string]error{
		"":                                     room.ErrText,
		" \t\n ":                               room.ErrText,
		"\u202e":                               room.ErrText,
		"\xff":                                 room.ErrText,
		strings.Repeat("ñ", room.MaxMessage):   nil,
		strings.Repeat("x", room.MaxMessage+1): room.ErrText,

		"I'm late.sorry, 3.5 km away. Ok...thanks, e.g. the bus/train": nil,
		"Can we talk at 5:30? and/or tomorrow":                         nil,
		"https://example.com/x":                                        room.ErrLink,
		"look: HTTP://EXAMPLE.COM":                                     room.ErrLink,
		"(www.example.org)":                                            room.ErrLink,
		"see example.com, please":                                      room.ErrLink,
		"see exa\u200bmple.com":                                        room.ErrLink,
		"it is example.clinic/sheet":                                   room.ErrLink,
		"example.com:8080":                                             room.ErrLink,
		"mailto:ana@example.org":                                       room.ErrLink,
		"javascript://alert(1)":                                        room.ErrLink,
	} {
		t.Run(text[:min(len(text), 20)], func(t *testing.T) {
			w := session(t, "Ana")
			refused(t, "from a client", w.asks("Ana", staffText(text)), want)
			if want == room.ErrLink { //nolint:errorlint // a value of this table
				want = nil
			}
			refused(t, "from staff", w.asks("Dana", room.WriteAll{Text: room.TextOf(text)}), want)
		})
	}
}

func TestNobodyWritesToThemselvesOrToAnEmptySeat(t *testing.T) {
	w := session(t, "Ana")
	for name, seat := range map[string]room.SeatNumber{"her own": 1, "an empty one": 7, "none": 0, "below": -1} {
		refused(t, name, w.asks("Dana", room.WriteSeat{Seat: seat, Text: room.TextOf("hello")}), room.ErrNobodyThere)
	}
}

func TestTenMessagesInAMinuteAreEnough(t *testing.T) {
	w := session(t, "Ana", "Ben")
	for i := range 10 {
		w.passes(time.Second)
		if err := w.asks("Ana", staffText("hello")); err != nil {
			t.Fatalf("message %d: %v", i+1, err)
		}
	}
	refused(t, "the eleventh", w.asks("Ana", staffText("hello")), room.ErrTooOften)
	w.does("Ben", staffText("hello"))
	w.passes(51 * time.Second) // a minute after the first one
	w.does("Ana", staffText("hello"))
	refused(t, "and one more", w.asks("Ana", staffText("hello")), room.ErrTooOften)
	w.does("Ana", send(room.SignalUnsafe)) // a signal is another matter
}

func TestTheSameOperationTwiceIsOneMessage(t *testing.T) {
	w := session(t, "Ana")
	once := room.WriteStaff{Text: room.TextOf("hello"), Op: 5}
	w.does("Ana", once)
	is(t, "events of the second", w.does("Ana", once), []room.Event(nil))
	is(t, "staff read", w.inbox("Dana"), []string{"hello"})
}

func TestStaffWhoComeLaterReadWhatWasWrittenToStaff(t *testing.T) {
	w := session(t, "Ana", "Ben")
	w.vanishes("Dana")
	w.does("Ana", staffText("Are you there?"))
	w.returns("Dana")
	w.does("Dana", room.WriteSeat{Seat: w.seat("Ana"), Text: room.TextOf("I am.")})
	w.sits("Theo", "Cleo")
	is(t, "Theo", w.inbox("Theo"), []string{"Are you there?"})
	is(t, "Cleo", w.inbox("Cleo"), []string(nil))
	is(t, "Ana", w.inbox("Ana"), []string{"Are you there?", "I am."})
	w.does("Dana", room.Hold{Seat: w.seat("Ana"), Reason: room.ReasonAsked})
	is(t, "Ana in the lobby", w.inbox("Ana"), []string(nil))
}

func TestAnInboxHoldsTheNewestMessagesOnly(t *testing.T) {
	w := session(t, "Ana", "Ben")
	for range 60 {
		w.passes(6 * time.Second)
		w.does("Ana", staffText("old"))
	}
	w.does("Ben", staffText("new"))
	inbox := w.inbox("Dana")
	is(t, "messages", len(inbox), 50)
	is(t, "the newest", inbox[49], "new")
}

func TestMessagesAreGoneWithTheSessionAndWithTheServer(t *testing.T) {
	w := session(t, "Ana")
	w.does("Ana", staffText("canary"))
	is(t, "saved", contains(w.Snapshot(), "canary"), false)
	is(t, "read", w.inbox("Dana"), []string{"canary"})
	w.restarts()
	w.returns("Dana", "Ana")
	is(t, "after a restart", w.inbox("Dana"), []string(nil))
	w.does("Ana", staffText("canary"))
	w.does("Dana", room.End{})
	w.comes("Dana")
	is(t, "after the end", w.inbox("Dana"), []string(nil))
}
