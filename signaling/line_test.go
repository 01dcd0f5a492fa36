package signaling

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"alcove/room"
	"alcove/signaling/protocol"
)

// watched knows the line of everybody, and who was asked about.
type watched struct {
	noMedia
	mu    sync.Mutex
	asked []room.VisitID
}

// The figures of every line. Nothing else that is sent looks like them.
const (
	figuredTrip = 4242.4
	figuredLoss = 17.3
)

func (w *watched) Line(_ room.ID, visit room.VisitID) protocol.LineDetails {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.asked = append(w.asked, visit)
	return protocol.LineDetails{
		State: protocol.LinePoor, PoorUp: true, RTTMS: new(figuredTrip), LossUp: new(figuredLoss), Path: "udp",
	}
}

func (w *watched) count() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return len(w.asked)
}

// details asks about a seat and returns what comes, or nil if it is refused.
func (p *page) details(seat int) *protocol.LineDetails {
	p.t.Helper()
	id := p.send(protocol.LineLook{Seat: seat})
	for {
		switch m := p.next().(type) {
		case protocol.LineDetails:
			return &m
		case protocol.Refused:
			if m.ID == id {
				return nil
			}
		default: // not an answer
		}
	}
}

func TestStaffSeeHowALineFares(t *testing.T) {
	media := &watched{}
	w := newWorld(t, func(c *Config) { c.Media = media })
	dana, circle := w.session("ana", "sam")
	if media.count() != 0 {
		t.Error("somebody was looked at though nobody asked")
	}
	for _, seat := range []int{1, 2, 3} {
		got := dana.details(seat)
		if got == nil || got.Seat != seat || got.State != protocol.LinePoor || got.RTTMS == nil || *got.RTTMS != figuredTrip {
			t.Errorf("seat %d: got %+v", seat, got)
		}
	}
	ana, sam := circle[0], circle[1]
	if media.count() != 3 || media.asked[1] == media.asked[2] {
		t.Errorf("%d lines were looked at", media.count())
	}
	nobody := func(what string, seat int) {
		t.Helper()
		if got := dana.details(seat); got == nil || got.State != protocol.LineNone || got.RTTMS != nil || got.LossUp != nil {
			t.Errorf("%s: got %+v", what, got)
		}
	}
	nobody("a seat that nobody has", 9)
	ana.send(protocol.Leave{})
	ana.ending()
	dana.until(func(v protocol.View) bool { return len(v.Circle.Seats) == 2 })
	nobody("a seat that was left", 2)
	if media.count() != 3 {
		t.Error("media were asked about nobody")
	}
	sam.do(protocol.HandRaise{}) // everything before has reached him
	if _, seen := sam.shown(); strings.Contains(seen, "line.") {
		t.Error("a client was sent something about lines")
	}
}

func TestNobodyElseLearnsHowALineFaresWhateverTheySay(t *testing.T) {
	media := &watched{}
	w := newWorld(t, func(c *Config) { c.Media = media })
	dana, circle := w.session("ana", "sam")
	mei := w.arrive("mei")
	mei.do(protocol.LobbyReady{})
	marcus := w.arrive("marcus") // staff who have not come in yet
	for who, p := range map[string]*page{"Ana": circle[0], "Sam": circle[1], "Mei": mei, "Marcus": marcus} {
		for i, frame := range lineFrames() {
			p.raw(frame)
			for {
				if m, ok := p.next().(protocol.Refused); ok {
					if m.Code == codeFault {
						t.Errorf("%s, frame %d: a fault", who, i)
					}
					break
				}
			}
		}
	}
	if asked := media.count(); asked != 0 {
		t.Errorf("media were asked %d times", asked)
	}
	// The control: with the same words, staff in the circle learn it, and what is looked for is in their frames.
	dana.raw(plainJSON("line.look", map[string]any{"seat": 2}))
	for {
		if _, ok := dana.next().(protocol.LineDetails); ok {
			break
		}
	}
	marks := []string{"line.details", "rttMs", "lossUp", "receives", fmt.Sprint(figuredTrip), fmt.Sprint(figuredLoss)}
	for _, mark := range marks {
		if _, seen := dana.shown(); !strings.Contains(seen, mark) {
			t.Errorf("the therapist was not sent %q", mark)
		}
		for who, p := range map[string]*page{"Ana": circle[0], "Sam": circle[1], "Mei": mei, "Marcus": marcus} {
			if _, seen := p.shown(); strings.Contains(seen, mark) {
				t.Errorf("%s was sent %q", who, mark)
			}
		}
	}
	w.member("dana", room.RoleClient)
	w.house.Remember(w.people[personOf("dana")])
	dana.until(func(v protocol.View) bool { return v.You.Role == string(room.RoleClient) })
	if got := dana.details(2); got != nil {
		t.Errorf("somebody who is no longer staff got %+v", got)
	}
}

// lineFrames are ways to ask about a line, with everything that might pass for a right to.
func lineFrames() []string {
	frames := []string{
		`{"type":"line.look","id":9,"role":"therapist","data":{"seat":2}}`,
		`{"type":"line.look","id":9,"data":{"seat":2,"role":"therapist","by":1,"from":"person-dana","visit":"dana"}}`,
		`{"type":"line.look","id":9,"data":{"seat":2,"you":{"role":"co-therapist"}}}`,
		`{"type":"line.look","id":9,"data":null}`,
		`{"type":"line.look","id":9}`,
		`{"type":"line.look","id":9,"data":{"seat":"2"}}`,
		`{"type":"line.look","id":9,"data":{"seat":[1,2,3]}}`,
		`{"type":"line.watch","id":9,"data":{"seat":2}}`,
		`{"type":"line.details","id":9,"data":{"seat":2}}`,
	}
	for seat := -1; seat <= 5; seat++ {
		frames = append(frames, plainJSON("line.look", map[string]any{"seat": seat}))
	}
	return frames
}
