package signaling

import (
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"alcove/room"
	"alcove/signaling/protocol"
)

// What Dana may do about Ana in the evening below.
const (
	nothing = iota
	offers  // and takes it back
	declined
	accepted
)

// offering is one evening: Dana asks Ana for a talk in private or doesn't, and Sam raises a hand in the end. It returns all
// frames that came since everybody was there, by name.
func offering(t *testing.T, what int) (frames map[string]string) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		dana, circle := w.session("ana", "sam", "mei")
		marcus := w.arrive("marcus")
		marcus.do(protocol.LobbyReady{})
		ana, sam := circle[0], circle[1]
		all := map[string]*page{"dana": dana, "ana": ana, "sam": sam, "mei": circle[2], "marcus": marcus}
		for _, p := range all {
			p.look()
		}
		pass(time.Second)
		before := map[string]int{}
		for name, p := range all {
			_, text := p.shown()
			before[name] = len(text)
		}
		if what != nothing {
			dana.raw(plainJSON("aside.offer", map[string]any{"seat": 2}))
		}
		pass(time.Second)
		switch what {
		case offers:
			dana.raw(plainJSON("aside.end", nil))
		case declined:
			ana.raw(plainJSON("aside.decline", nil))
		case accepted:
			ana.raw(plainJSON("aside.accept", nil))
		}
		pass(time.Second)
		sam.raw(plainJSON("hand.raise", nil))
		pass(time.Second)
		frames = map[string]string{}
		for name, p := range all {
			_, text := p.shown()
			frames[name] = text[before[name]:]
		}
	})
	return frames
}

func TestADeclinedOfferChangesNoByteOfAnybodyElsesFrames(t *testing.T) {
	without := offering(t, nothing)
	if !strings.Contains(without["mei"], `"hands":[3]`) {
		t.Fatalf("the test has missed what came to Mei: %s", without["mei"])
	}
	for name, what := range map[string]int{"declined": declined, "taken back": offers} {
		with := offering(t, what)
		for _, peer := range []string{"sam", "mei", "marcus"} {
			if with[peer] != without[peer] {
				t.Errorf("%s: %s was sent\n%s\nand without an offer\n%s", name, peer, with[peer], without[peer])
			}
		}
		if !strings.Contains(with["ana"], `"askedBy":1`) || !strings.Contains(with["dana"], `"asked":2`) {
			t.Errorf("control, %s: Ana was sent\n%s\nand Dana\n%s", name, with["ana"], with["dana"])
		}
		if told := strings.Contains(with["dana"], "aside.declined"); told != (what == declined) {
			t.Errorf("%s: Dana was told so: %t", name, told)
		}
	}
	with := offering(t, accepted)
	for _, peer := range []string{"sam", "mei", "marcus"} {
		if with[peer] == without[peer] || !strings.Contains(with[peer], `"steppedAway":true`) {
			t.Errorf("control: an accepted offer has changed nothing for %s", peer)
		}
		if private := strings.Contains(with[peer], "asideWith"); private != (peer == "marcus") {
			t.Errorf("%s learns with whom: %t", peer, private)
		}
	}
}

// What a hostile page may try, and the word it gets.
func TestTalksInPrivateThatAreRefused(t *testing.T) {
	for name, c := range map[string]struct {
		frame string
		want  protocol.Code
	}{
		"a client asks":                          {plainJSON("aside.offer", map[string]any{"seat": 3}), "not-allowed"},
		"a client asks staff":                    {plainJSON("aside.offer", map[string]any{"seat": 1, "alone": true}), "not-allowed"},
		"a client asks in a colleague's name":    {plainJSON("aside.offer", map[string]any{"seat": 3, "by": 1, "role": "therapist"}), "not-allowed"},
		"accepting what somebody else was asked": {plainJSON("aside.accept", map[string]any{"seat": 3}), "no-aside"},
		"declining it":                           {plainJSON("aside.decline", map[string]any{"seat": 3}), "no-aside"},
		"ending it":                              {plainJSON("aside.end", map[string]any{"seat": 1}), "no-aside"},
		"a seat that is no number":               {plainJSON("aside.offer", map[string]any{"seat": "3"}), codeMalformed},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			dana, circle := w.session("ana", "sam")
			dana.do(protocol.AsideOffer{Seat: 3, Alone: true})
			circle[0].raw(c.frame)
			for {
				if refused, ok := circle[0].next().(protocol.Refused); ok {
					if refused.Code != c.want {
						t.Errorf("refused with %q, want %q", refused.Code, c.want)
					}
					break
				}
			}
			v := circle[1].until(func(v protocol.View) bool { return v.You.Aside != nil })
			if v.You.Aside.AskedBy != 1 || v.You.Aside.With != 0 {
				t.Errorf("Sam sees %+v", v.You.Aside)
			}
			circle[1].do(protocol.AsideAccept{}) // the control: Sam was asked
		})
	}
}

func TestTheGroupIsNotToldWhoSpeaksInPrivate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		dana, circle := w.session("ana", "sam", "mei")
		ana, sam, mei := circle[0], circle[1], circle[2]
		dana.do(protocol.AsideOffer{Seat: 2, Alone: true})
		ana.do(protocol.AsideAccept{})
		all := []*page{dana, ana, sam, mei}
		for _, p := range all {
			p.look()
		}
		pass(time.Second)
		_, before := sam.shown()
		heard := func(seats ...room.SeatNumber) {
			w.house.Speaking("g", seats)
			pass(time.Second)
		}
		heard(2)
		if _, text := sam.shown(); text != before {
			t.Errorf("while Ana speaks in private Sam is sent %s", text[len(before):])
		}
		heard(1, 2, 4)
		for p, want := range map[*page][]int{dana: {1, 2}, ana: {1, 2}, sam: {4}, mei: {4}} {
			if got := p.speaking(); !slices.Equal(got, want) {
				t.Errorf("%v are shown speaking, want %v", got, want)
			}
		}
		ana.raw(plainJSON("aside.end", nil))
		pass(time.Second)
		if got := sam.speaking(); !slices.Equal(got, []int{1, 2, 4}) {
			t.Errorf("control: back with the group %v are shown speaking", got)
		}
	})
}

// speaking is the newest list that the page was sent.
func (p *page) speaking() []int {
	p.t.Helper()
	_, text := p.shown()
	var seats []int
	for frame := range strings.SplitSeq(text, "\n") {
		if m, err := protocol.DecodeFromServer([]byte(frame)); err == nil {
			if s, ok := m.(protocol.MediaSpeaking); ok {
				seats = s.Seats
			}
		}
	}
	return seats
}

func TestTheGroupsStaffAreWarnedBeforeItIsAlone(t *testing.T) {
	w := newWorld(t)
	dana, circle := w.session("ana", "sam")
	if refused := dana.answered(protocol.AsideOffer{Seat: 2}); refused == nil || refused.Code != "no-staff-stay" {
		t.Fatalf("the answer was %+v", refused)
	}
	dana.do(protocol.AsideOffer{Seat: 2, Alone: true})
	circle[0].do(protocol.AsideAccept{})
	v := circle[1].until(func(v protocol.View) bool { return v.Circle.Staff.State == "away" })
	if !v.Circle.Staff.SteppedAway || v.Circle.Staff.Name != "Dana" {
		t.Errorf("Sam is told %+v", v.Circle.Staff)
	}
	circle[0].do(protocol.AsideEnd{})
	circle[1].until(func(v protocol.View) bool { return v.Circle.Staff.State == "here" })
}
