package signaling

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"alcove/room"
	"alcove/signaling/protocol"
)

// script is one evening: Ana asks for help or doesn't, and Sam raises a hand in the end. It returns all frames that came
// to Sam, Mei and Dana since everybody was there.
func script(t *testing.T, asks bool) (sam, mei, dana string) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		therapist, circle := w.session("ana", "sam", "mei")
		ana := circle[0]
		all := []*page{circle[1], circle[2], therapist}
		for _, p := range all {
			p.look()
		}
		pass(time.Second)
		frames, before := make([]string, len(all)), make([]int, len(all))
		for i, p := range all {
			_, text := p.shown()
			before[i] = len(text)
		}
		if asks {
			ana.do(protocol.SignalSend{Kind: "unsafe", Words: "Shouting next door"})
			pass(time.Second) // of two views that follow each other, the first may never be sent
			ana.do(protocol.SignalWords{Kind: "unsafe", Words: "It goes on"})
			ana.do(protocol.MessageStaff{Text: "Please call me later"})
		}
		ana.look()
		if !asks {
			pass(time.Second)
		}
		pass(room.RepeatSignal + time.Second)
		if asks {
			therapist.raw(plainJSON("signal.seen", map[string]any{"signal": 1, "edition": 1}))
			therapist.raw(plainJSON("message.seat", map[string]any{"seat": 2, "text": "I will"}))
		}
		pass(time.Second)
		circle[1].raw(plainJSON("hand.raise", nil))
		pass(time.Second)
		for i, p := range all {
			_, text := p.shown()
			frames[i] = text[before[i]:]
		}
		sam, mei, dana = frames[0], frames[1], frames[2]
	})
	return sam, mei, dana
}

func TestAnotherClientsFramesAreTheSameWithAndWithoutASignal(t *testing.T) {
	sam, mei, dana := script(t, true)
	samWithout, meiWithout, danaWithout := script(t, false)
	if sam != samWithout || mei != meiWithout {
		t.Errorf("Sam was sent\n%s\nand without a signal\n%s\nMei\n%s\nand\n%s", sam, samWithout, mei, meiWithout)
	}
	if !strings.Contains(sam, `"hands":[3]`) {
		t.Errorf("the test has missed what came to Sam: %s", sam)
	}
	for _, text := range []string{"unsafe", "Shouting next door", "It goes on", "Please call me later", `"calls":3`} {
		if !strings.Contains(dana, text) {
			t.Errorf("Dana was never sent %q", text)
		}
		if strings.Contains(danaWithout, text) {
			t.Errorf("Dana was sent %q without a signal", text)
		}
	}
}

func TestTheSenderIsToldWhoHasSeenASignal(t *testing.T) {
	w := newWorld(t)
	dana, circle := w.session("ana")
	ana := circle[0]
	state := func(p *page, want string) protocol.OwnSignal {
		v := p.until(func(v protocol.View) bool { return len(v.You.Signals) == 1 && v.You.Signals[0].State == want })
		return v.You.Signals[0]
	}
	ana.do(protocol.SignalSend{Kind: "support"})
	state(ana, "waiting")
	v := dana.until(func(v protocol.View) bool { return len(v.Staff.Signals) == 1 })
	if s := v.Staff.Signals[0]; s.Name != "Ana" || s.Seat != 2 || s.Kind != "support" || s.Calls != 1 {
		t.Errorf("staff see %+v", s)
	}
	dana.do(protocol.SignalSeen{Signal: v.Staff.Signals[0].Signal})
	if s := state(ana, "seen"); s.SeenBy != "Dana" {
		t.Errorf("seen by %q", s.SeenBy)
	}
	dana.until(func(v protocol.View) bool { return len(v.Staff.Signals) == 0 })
}

func TestWhoeverComesBackReadsTheirMessagesAgain(t *testing.T) {
	w := newWorld(t)
	dana, circle := w.session("ana", "sam")
	dana.do(protocol.MessageSeat{Seat: 2, Text: "See https://example.com/sheet"})
	circle[0].do(protocol.MessageStaff{Text: "Thank you"})
	again := w.dial()
	again.send(protocol.Hello{Protocol: protocol.Version, Ticket: circle[0].ticket})
	for {
		m, ok := again.next().(protocol.Messages)
		if !ok {
			continue
		}
		if len(m.Messages) != 2 || m.Messages[0].From != "Dana" || !m.Messages[0].FromStaff || !m.Messages[1].Mine {
			t.Errorf("came back to %+v", m.Messages)
		}
		break
	}
	if _, frames := circle[1].shown(); strings.Contains(frames, "Thank you") {
		t.Error("Sam was sent what was written to staff")
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if saved := string(w.saved); strings.Contains(saved, "Thank you") || !strings.Contains(saved, "person-ana") {
		t.Errorf("what was written is saved, or nothing is: %s", saved)
	}
}

// What a hostile page may try, and the word it gets.
func TestSignalsAndMessagesThatAreRefused(t *testing.T) {
	long, words := strings.Repeat("x", room.MaxMessage+1), strings.Repeat("x", room.MaxWords+1)
	for name, c := range map[string]struct {
		frame string
		want  protocol.Code
	}{
		"a client acknowledges":            {plainJSON("signal.seen", map[string]any{"signal": 1}), "not-allowed"},
		"a client writes to a client":      {plainJSON("message.seat", map[string]any{"seat": 3, "text": "hi"}), "not-allowed"},
		"a client writes to all":           {plainJSON("message.all", map[string]any{"text": "hi"}), "not-allowed"},
		"words that are too long":          {plainJSON("signal.send", map[string]any{"kind": "unsafe", "words": words}), "text"},
		"a message that is too long":       {plainJSON("message.staff", map[string]any{"text": long}), "text"},
		"a message of nothing":             {plainJSON("message.staff", map[string]any{"text": "\u202e\u0007"}), "text"},
		"a link from a client":             {plainJSON("message.staff", map[string]any{"text": "www.example.org"}), "link"},
		"a kind that nobody knows":         {plainJSON("signal.send", map[string]any{"kind": "fire"}), "signal"},
		"words for a signal of another":    {plainJSON("signal.words", map[string]any{"kind": "hearing", "words": "x"}), "no-signal"},
		"taking back what another sent":    {plainJSON("signal.take_back", map[string]any{"kind": "hearing", "seat": 3}), "no-signal"},
		"a kind of another type":           {plainJSON("signal.send", map[string]any{"kind": 7}), codeMalformed},
		"an operation below zero":          {plainJSON("message.staff", map[string]any{"text": "hi", "op": -1}), codeMalformed},
		"a message that is no string":      {plainJSON("message.staff", map[string]any{"text": []string{"hi"}}), codeMalformed},
		"asking for everybody's messages":  {plainJSON("messages", map[string]any{}), codeUnknown},
		"asking for what others have sent": {plainJSON("signals", map[string]any{}), codeUnknown},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			dana, circle := w.session("ana", "sam")
			circle[1].do(protocol.SignalSend{Kind: "hearing"}) // another client's
			circle[0].raw(c.frame)
			for {
				if refused, ok := circle[0].next().(protocol.Refused); ok {
					if refused.Code != c.want {
						t.Errorf("refused with %q, want %q", refused.Code, c.want)
					}
					break
				}
			}
			v := dana.until(func(v protocol.View) bool { return len(v.Staff.Signals) == 1 })
			if v.Staff.Signals[0].Kind != "hearing" {
				t.Errorf("staff see %+v", v.Staff.Signals)
			}
		})
	}
}

// A recipient that a client adds to a message is no recipient: the message goes to staff, as every one of theirs.
func TestARecipientThatAClientInventsIsNone(t *testing.T) {
	w := newWorld(t)
	dana, circle := w.session("ana", "sam")
	circle[0].raw(plainJSON("message.staff", map[string]any{
		"text": "only for staff", "seat": 3, "to": "person-sam", "toSeat": 3, "visit": "x", "all": true,
	}))
	for {
		if m, ok := dana.next().(protocol.Messages); ok {
			if m.Messages[0].To != "staff" || m.Messages[0].From != "Ana" {
				t.Errorf("staff got %+v", m.Messages[0])
			}
			break
		}
	}
	circle[1].do(protocol.HandRaise{}) // whatever came before it has been read
	if _, frames := circle[1].shown(); strings.Contains(frames, "only for staff") {
		t.Error("another client was sent it")
	}
}

func TestAMessageOfTheLongestTextsFitsABrowsersOutbox(t *testing.T) {
	var most []room.Message
	for range 50 {
		most = append(most, room.Message{
			From: room.NameOf(strings.Repeat("<", room.MaxName)), Text: room.TextOf(strings.Repeat("<", room.MaxMessage)),
		})
	}
	frame, err := protocol.Encode(messagesOf(most))
	if err != nil || len(frame) > maxWaitingBytes*3/4 {
		t.Errorf("%d bytes, error %v", len(frame), err)
	}
}
