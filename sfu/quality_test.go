package sfu

import (
	"slices"
	"testing"
	"time"

	"github.com/pion/rtcp"

	"alcove/room"
)

// looksIn is how often a line is looked at in d.
func looksIn(d time.Duration) int { return int(d / lookEvery) }

func TestALineIsPoorFromTenPercentOnAndGoodBelowFour(t *testing.T) {
	type phase struct {
		percent, packets int // of the packets of each look
		lasts            time.Duration
		poor             bool // at its end
	}
	cases := map[string][]phase{
		"nothing lost":                     {{0, 25, time.Minute, false}},
		"nine percent never make it poor":  {{9, 100, time.Minute, false}},
		"ten percent do":                   {{0, 100, time.Minute, false}, {10, 100, 3 * time.Second, true}},
		"not after a second of them":       {{0, 100, time.Minute, false}, {10, 100, time.Second, false}},
		"a moment of much loss does":       {{0, 100, time.Minute, false}, {80, 100, lookEvery, true}},
		"five percent don't make it good":  {{20, 100, 5 * time.Second, true}, {5, 100, time.Minute, true}},
		"four don't either":                {{20, 100, 5 * time.Second, true}, {4, 100, time.Minute, true}},
		"three do":                         {{20, 100, 5 * time.Second, true}, {3, 100, 7 * time.Second, false}},
		"but not at once":                  {{20, 100, 5 * time.Second, true}, {3, 100, 4 * time.Second, true}},
		"a few packets mean nothing":       {{50, 4, time.Minute, false}},
		"a break does not make it good":    {{20, 100, 5 * time.Second, true}, {0, 0, 10 * time.Second, true}},
		"a long one does":                  {{20, 100, 5 * time.Second, true}, {0, 0, 25 * time.Second, false}},
		"more than was sent is not lost":   {{-20, 100, time.Minute, false}},
		"nothing is said before 3 s of it": {{90, 100, 2 * time.Second, false}},
	}
	for name, phases := range cases {
		t.Run(name, func(t *testing.T) {
			var l loss
			var now tally
			for i, p := range phases {
				poor := l.poor
				for range looksIn(p.lasts) {
					now.expected += int64(p.packets)
					now.lost += int64(p.packets * p.percent / 100)
					poor = l.look(now)
				}
				if poor != p.poor {
					t.Errorf("after phase %d: poor is %t", i, poor)
				}
			}
		})
	}
}

func TestALineAtTheEdgeDoesNotFlicker(t *testing.T) {
	var l loss
	var now tally
	changes, poor := 0, false
	for i := range looksIn(5 * time.Minute) {
		now.expected += 100
		now.lost += int64(7 + 5*(i%2)) // twelve percent, seven, twelve, …
		if was := poor; was != l.look(now) {
			changes, poor = changes+1, !was
		}
	}
	if changes > 1 {
		t.Errorf("%d changes", changes)
	}
}

func TestALineThatBringsNothingIsPoorUntilItHasBroughtSomethingForAWhile(t *testing.T) {
	now := origin
	var s stall
	heard := uint64(0)
	pass := func(d time.Duration, patience time.Duration, flows bool) (poor bool) {
		for range looksIn(d) {
			now = now.Add(lookEvery)
			if flows {
				heard++
			}
			poor = s.look(now, heard, patience)
		}
		return poor
	}
	for i, step := range []struct {
		lasts, patience time.Duration
		flows, poor     bool
	}{
		{time.Minute, stallTime, true, false},
		{time.Minute, 0, false, false}, // whoever sends nothing may be silent
		{1500 * time.Millisecond, stallTime, false, false},
		{500 * time.Millisecond, stallTime, false, true},
		{5 * time.Second, stallTime, true, true},
		{time.Second, stallTime, true, false},
		{3 * time.Second, stallTimeQuiet, false, false},
		{time.Second, stallTimeQuiet, false, true},
		{time.Minute, 0, false, false},
	} {
		if poor := pass(step.lasts, step.patience, step.flows); poor != step.poor {
			t.Errorf("after step %d: poor is %t", i, poor)
		}
	}
}

// lineBench is a room in virtual time with one connection, of which the first bench's camera and microphone come.
type lineBench struct {
	*bench
	*Room
	told [][]room.SeatNumber
	next int // number of the next packet of sound
}

func (b *lineBench) Slots(room.VisitID, []Slot)   {}
func (b *lineBench) Speaking([]room.SeatNumber)   {}
func (*lineBench) Voice(room.Voice)               {}
func (*lineBench) Layers(room.VisitID, []string)  {}
func (b *lineBench) Lines(poor []room.SeatNumber) { b.told = append(b.told, poor) }

func newLineBench() *lineBench {
	b := &lineBench{bench: newBench(1), next: 65000}
	b.Room = newRoom(&Server{now: func() time.Time { return b.now }}, Slots{}, b)
	m := &member{stage: room.Stage{Seat: 3}, peer: b.peer}
	b.peer.paths.Add(1)
	b.peer.ready.Store(true)
	b.members["ana"] = m
	b.peer.slots = b.bench.slots
	for i, s := range b.peer.slots {
		b.peer.name(s, uint32(7000+i))
	}
	return b
}

// pass lets time go by, 20 ms at a time. Every tenth, fifth, … packet of sound is lost; 0 is none, 1 is all.
func (b *lineBench) pass(d time.Duration, lost int) {
	for range int(d / (20 * time.Millisecond)) {
		b.now = b.now.Add(20 * time.Millisecond)
		b.next++
		if lost == 0 || b.next%lost != 0 {
			b.sound.receive(b.packet(b.sound, b.next), b.now)
		}
		b.look(b.now)
	}
}

// report takes in what the browser says of its first slot.
func (b *lineBench) report(t *testing.T, highest, lost uint32, as func([]rtcp.ReceptionReport) rtcp.Packet) {
	t.Helper()
	raw, err := as([]rtcp.ReceptionReport{
		{SSRC: 1, LastSequenceNumber: 9, TotalLost: 9}, // of somebody else's stream
		{SSRC: 7000, LastSequenceNumber: highest, TotalLost: lost, FractionLost: 255},
	}).Marshal()
	if err != nil {
		t.Fatal(err)
	}
	b.peer.reported(7000, raw, b.now)
}

func (b *lineBench) expect(t *testing.T, want ...[]room.SeatNumber) {
	t.Helper()
	if !slices.EqualFunc(b.told, want, slices.Equal) {
		t.Errorf("told %v, want %v", b.told, want)
	}
}

var (
	seatThree = []room.SeatNumber{3}
	nobody    = []room.SeatNumber{}
)

func TestWhatIsLostOnTheWayFromAPersonMakesTheirLinePoor(t *testing.T) {
	b := newLineBench()
	b.pass(10*time.Second, 0)
	b.expect(t)
	b.pass(4*time.Second, 5)
	b.expect(t, seatThree)
	b.pass(4*time.Second, 5)
	b.pass(10*time.Second, 0)
	b.expect(t, seatThree, nobody)
}

func TestTheLineOfAMutedPersonIsJudgedAsWell(t *testing.T) {
	b := newLineBench()
	b.sound.feed.allow(false)
	b.pass(10*time.Second, 5)
	b.expect(t, seatThree)
}

func TestWhatABrowserReportsAsLostMakesItsLinePoor(t *testing.T) {
	receiver := func(r []rtcp.ReceptionReport) rtcp.Packet { return &rtcp.ReceiverReport{SSRC: 8, Reports: r} }
	sender := func(r []rtcp.ReceptionReport) rtcp.Packet { return &rtcp.SenderReport{SSRC: 8, Reports: r} }
	for name, as := range map[string]func([]rtcp.ReceptionReport) rtcp.Packet{
		"by receiver reports": receiver, "by sender reports": sender,
	} {
		t.Run(name, func(t *testing.T) {
			b := newLineBench()
			highest, lost := uint32(1<<16-100), uint32(500) // of before
			say := func(seconds int, each uint32) {
				for range seconds {
					b.pass(time.Second, 0)
					highest, lost = highest+50, lost+each
					b.report(t, highest, lost, as)
				}
			}
			say(10, 0)
			b.expect(t)
			say(4, 8)
			b.expect(t, seatThree)
			say(12, 1)
			b.expect(t, seatThree, nobody)
			b.report(t, highest-40, lost-10, as)        // not in order
			b.report(t, highest+1<<20, lost+1<<19, as)  // not to be believed
			b.report(t, highest+1<<20, 1<<24-1, as)     // fewer than none
			b.report(t, highest+1<<20+200, 1<<24-1, as) // all is well
			b.pass(10*time.Second, 0)
			b.expect(t, seatThree, nobody)
		})
	}
}

func TestANewPathIsNotBlamedForTheOldOne(t *testing.T) {
	b := newLineBench()
	b.pass(10*time.Second, 0)
	b.pass(3*time.Second, 1) // nothing arrives
	b.expect(t, seatThree)
	b.connected(b.peer)
	b.pass(10*time.Second, 0)
	b.expect(t, seatThree, nobody)
}

func TestALineThatIsGoneIsNotPoor(t *testing.T) {
	b := newLineBench()
	b.pass(10*time.Second, 5)
	b.expect(t, seatThree)
	b.members["ana"].peer = nil
	b.look(b.now.Add(lookEvery))
	b.expect(t, seatThree, nobody)
}

func TestLookingAtALineAndHearingItsReportsAllocatesNothing(t *testing.T) {
	b := newLineBench()
	raw, err := rtcp.ReceiverReport{SSRC: 8, Reports: []rtcp.ReceptionReport{{SSRC: 7000, LastSequenceNumber: 9}}}.Marshal()
	if err != nil {
		t.Fatal(err)
	}
	b.pass(5*time.Second, 0)
	allocs := testing.AllocsPerRun(100, func() {
		b.now = b.now.Add(lookEvery)
		b.peer.reported(7000, raw, b.now)
		b.look(b.now)
	})
	if allocs != 0 {
		t.Errorf("%v allocations", allocs)
	}
}
