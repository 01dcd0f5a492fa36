package signaling

import (
	"strings"
	"testing"

	"alcove/signaling/protocol"
)

func TestAGestureComesToTheCircleOnceAndIsSavedNowhere(t *testing.T) {
	w := newWorld(t)
	dana, circle := w.session("ana", "sam")
	waiting := w.arrive("mei")
	circle[0].do(protocol.GestureSend{Gesture: "with-you"})
	for _, p := range []*page{dana, circle[1]} {
		for {
			if g, ok := p.next().(protocol.Gesture); ok {
				if g != (protocol.Gesture{Seat: 2, Gesture: "with-you"}) {
					t.Errorf("came %+v", g)
				}
				break
			}
		}
	}
	if _, frames := circle[0].shown(); !strings.Contains(frames, `"gesture":"with-you"`) {
		t.Errorf("its sender was sent %s", frames)
	}
	circle[1].do(protocol.HandRaise{}) // whatever came before it has been sent and saved
	again := w.dial()
	again.send(protocol.Hello{Protocol: protocol.Version, Ticket: circle[1].ticket})
	again.until(func(v protocol.View) bool { return v.Place == "circle" && len(v.Circle.Hands) == 1 })
	for who, p := range map[string]*page{"a waiting person": waiting, "whoever comes back": again} {
		if _, frames := p.shown(); strings.Contains(frames, "gesture") {
			t.Errorf("%s was sent %s", who, frames)
		}
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if saved := string(w.saved); strings.Contains(saved, "with-you") || !strings.Contains(saved, "person-ana") {
		t.Errorf("a gesture is saved, or nothing is: %s", saved)
	}
}

// What a hostile page may try, and the word it gets.
func TestGesturesThatAreRefused(t *testing.T) {
	for name, c := range map[string]struct {
		before protocol.FromBrowser
		data   map[string]any
		want   protocol.Code
	}{
		"one that there isn't":     {nil, map[string]any{"gesture": "wave"}, "gesture"},
		"none":                     {nil, nil, "gesture"},
		"one of another type":      {nil, map[string]any{"gesture": 7}, codeMalformed},
		"drumming":                 {protocol.GestureSend{Gesture: "nod"}, map[string]any{"gesture": "nod"}, "too-often"},
		"from a moment":            {protocol.MomentTake{}, map[string]any{"gesture": "nod"}, "resting"},
		"from a pause for privacy": {protocol.PrivacyTake{}, map[string]any{"gesture": "nod"}, "private"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			_, circle := w.session("ana")
			if c.before != nil {
				circle[0].do(c.before)
			}
			circle[0].raw(plainJSON("gesture.send", c.data))
			for {
				if refused, ok := circle[0].next().(protocol.Refused); ok {
					if refused.Code != c.want {
						t.Errorf("refused with %q, want %q", refused.Code, c.want)
					}
					return
				}
			}
		})
	}
}

// A seat that a page adds to a gesture changes nothing: it is its sender's.
func TestAGestureInTheNameOfAnotherIsOnesOwn(t *testing.T) {
	w := newWorld(t)
	dana, circle := w.session("ana", "sam")
	circle[0].raw(plainJSON("gesture.send", map[string]any{"gesture": "nod", "seat": 3, "person": "person-sam"}))
	for {
		if g, ok := dana.next().(protocol.Gesture); ok {
			if g.Seat != 2 {
				t.Errorf("staff are shown one of seat %d", g.Seat)
			}
			return
		}
	}
}
