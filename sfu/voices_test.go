package sfu

import (
	"maps"
	"slices"
	"testing"
	"time"

	"alcove/room"
)

// heard counts what a client has received of each seat's sound since a mark.
func (c *client) heard(since int) map[room.SeatNumber]int {
	c.mu.Lock()
	defer c.mu.Unlock()
	voices := map[room.SeatNumber]int{}
	for _, p := range c.packets[since:] {
		if len(p.payload) == 100 {
			voices[room.SeatNumber(p.payload[0])]++
		}
	}
	return voices
}

// newBusyHall is seven people with open microphones, the last two of them an interpreter and staff, and two who listen;
// the line of one of the two carries the sound of five.
func newBusyHall(t *testing.T) (h *hall, slow, good *client) {
	h = newHall(t, 7, "slow", "good")
	stage := stageOf("slow", "good", "publisher 0", "publisher 1", "publisher 2", "publisher 3", "publisher 4",
		"publisher 5", "publisher 6")
	for i := range stage {
		stage[i].Shows, stage[i].Speaks, stage[i].Staff, stage[i].Led = false, i > 1, i == len(stage)-1, i < len(stage)-2
	}
	h.room.SetStage(stage)
	for i, c := range h.crews {
		c.quiet = i > 1 // two talk
	}
	h.turn(5 * time.Second)
	h.lines[0].bits = 350_000 // a voice takes 65
	h.turn(20 * time.Second)
	return h, h.clients[0], h.clients[1]
}

// spared lets time go by until voices are spared: now and then the server tries whether the line carries them all.
func (h *hall) spared() {
	h.Helper()
	for range 100 {
		if h.turn(200 * time.Millisecond); h.server.Stats().Hushed == 2 {
			return
		}
	}
	h.Fatalf("%d voices are spared", h.server.Stats().Hushed)
}

func TestOverALineTooSlowForAllVoicesTheLastSpeakersInterpretersAndStaffAreHeard(t *testing.T) {
	h, slow, good := newBusyHall(t)
	h.spared()
	mark, all := slow.mark(), good.mark()
	h.turn(time.Second)
	few := slices.Sorted(maps.Keys(slow.heard(mark)))
	always := slices.Contains(few, 8) && slices.Contains(few, 9)
	if len(few) != fewVoices+2 || !slices.Contains(few, 3) || !slices.Contains(few, 4) || !always {
		t.Fatalf("seats %v are heard, want the speakers of 3 and 4, one more, the interpreter of 8 and staff, of 9", few)
	}
	if n := len(good.heard(all)); n != 7 {
		t.Errorf("over a good line %d are heard", n)
	}
	if got := h.server.Stats(); got.Hushed != 2 || got.Paused != 0 {
		t.Errorf("%d hushed, %d paused", got.Hushed, got.Paused)
	}
	for seat, n := range slow.heard(mark) {
		if n < 45 {
			t.Errorf("seat %d is heard with %d packets in a second", seat, n)
		}
	}

	one := h.crews[slices.IndexFunc(h.crews, func(c *crew) bool { return !slices.Contains(few, c.seat) })]
	mark = slow.mark()
	one.quiet = false
	h.turn(200 * time.Millisecond)
	if slow.heard(mark)[one.seat] == 0 {
		t.Errorf("200 ms after seat %d has begun to speak: %v", one.seat, slow.heard(mark))
	}
	h.spared()
	mark = slow.mark()
	h.turn(time.Second)
	if now := slow.heard(mark); len(now) != fewVoices+2 || now[8] == 0 || now[3] == 0 || now[4] == 0 || now[9] == 0 || now[one.seat] == 0 {
		t.Errorf("%v are heard while 3, 4 and %d speak", now, one.seat)
	}

	h.lines[0].bits = 50_000_000
	for range 30 {
		if h.turn(10 * time.Second); h.server.Stats().Hushed == 0 {
			break
		}
	}
	mark = slow.mark()
	h.turn(2 * time.Second)
	if n := len(slow.heard(mark)); n != 7 {
		t.Errorf("%d are heard once the line is good", n)
	}
}

func TestASlotThatPassesToStaffIsHeardAtOnce(t *testing.T) {
	h, slow, _ := newBusyHall(t)
	h.spared()
	stage := stageOf("slow", "good", "publisher 0", "publisher 1", "publisher 2", "publisher 3", "publisher 4",
		"publisher 5", "publisher 6")
	for i := range stage {
		stage[i].Shows, stage[i].Speaks, stage[i].Staff = false, i > 1, i > 1
	}
	mark := slow.mark()
	h.room.SetStage(stage)
	h.turn(time.Second)
	if n := len(slow.heard(mark)); n != 7 {
		t.Errorf("%d of seven staff are heard", n)
	}
}

func TestALineThatLosesByChanceLosesNoVoice(t *testing.T) {
	p := newPipe(100_000_000, 300_000, circleOf(4)...)
	p.steps = slices.Insert(p.steps, 0, step{picture: allVoices, cost: 200_000})
	p.level = len(p.steps)
	p.lost = 15
	p.pass(time.Minute)
	if p.level != 1 {
		t.Errorf("level %d, want every voice and no picture", p.level)
	}
	p.lost = 40
	p.pass(time.Minute)
	if p.level != 0 {
		t.Errorf("level %d where nearly half is lost", p.level)
	}
}
