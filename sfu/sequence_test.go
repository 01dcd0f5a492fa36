package sfu

import (
	"fmt"
	"testing"
)

// wraps are sequence numbers around which 16-bit arithmetic goes wrong.
var wraps = []uint16{0, 1, 2, 1023, 1024, 1 << 14, 1<<15 - 2, 1<<15 - 1, 1 << 15, 1<<15 + 1, 1<<16 - 3, 1<<16 - 2, 1<<16 - 1}

func TestNumbersGrowByOneWhereverTheStreamBegins(t *testing.T) {
	for _, start := range wraps {
		t.Run(fmt.Sprint(start), func(t *testing.T) {
			var q sequencer
			first, arrival := q.take(start)
			if arrival != arrivalRestart {
				t.Fatalf("the first packet is %v", arrival)
			}
			for i := range 3 * (1 << 16) {
				n, arrival := q.take(start + 1 + uint16(i))
				if n != first+1+int64(i) || arrival != arrivalFresh {
					t.Fatalf("packet %d has number %d (%v), want %d", i, n, arrival, first+1+int64(i))
				}
				if again, arrival := q.take(start + 1 + uint16(i)); again != n || arrival != arrivalDuplicate {
					t.Fatalf("packet %d again is %v", i, arrival)
				}
			}
		})
	}
}

func TestLatePacketsFitIntoTheirGapOnce(t *testing.T) {
	for _, start := range wraps {
		var q sequencer
		first, _ := q.take(start)
		ahead, _ := q.take(start + 10)
		if ahead != first+10 {
			t.Errorf("from %d: 10 packets ahead is number %d", start, ahead-first)
		}
		for i := uint16(9); i >= 1; i-- {
			if n, arrival := q.take(start + i); n != first+int64(i) || arrival != arrivalFresh {
				t.Errorf("from %d: late packet %d is number %d, %v", start, i, n-first, arrival)
			}
			if _, arrival := q.take(start + i); arrival != arrivalDuplicate {
				t.Errorf("from %d: late packet %d again is %v", start, i, arrival)
			}
		}
		if _, arrival := q.take(start - seenWindow); arrival != arrivalStale {
			t.Errorf("from %d: a packet from before the window is %v", start, arrival)
		}
	}
}

func TestASingleStrayPacketDoesNotMoveTheStreamButTwoDo(t *testing.T) {
	for _, start := range wraps {
		var q sequencer
		first, _ := q.take(start)
		if _, arrival := q.take(start + 20000); arrival != arrivalStale {
			t.Errorf("from %d: a stray packet is %v", start, arrival)
		}
		if n, arrival := q.take(start + 1); n != first+1 || arrival != arrivalFresh {
			t.Errorf("from %d: after it comes %v", start, arrival)
		}
		q.take(start + 30000)
		n, arrival := q.take(start + 30001)
		if arrival != arrivalRestart || n <= first+1<<16 {
			t.Errorf("from %d: two in a row are %v, number %d", start, arrival, n-first)
		}
	}
}

func TestWhatIsLeftOutLeavesNoGap(t *testing.T) {
	for _, start := range wraps {
		var q sequencer
		first, _ := q.take(start)
		next := int64(1)
		for i := uint16(1); i < 200; i++ {
			n, _ := q.take(start + i)
			if i%3 == 0 {
				q.skip(n)
				continue
			}
			placed, ok := q.placed(n)
			if !ok || placed != first+next {
				t.Fatalf("from %d: packet %d is placed at %d (%v), want %d", start, i, placed-first, ok, next)
			}
			next++
		}
	}
}

func TestALatePacketIsPlacedBetweenWhatWasLeftOut(t *testing.T) {
	var q sequencer
	first, _ := q.take(100)
	for _, s := range []uint16{101, 102, 104, 105} {
		n, _ := q.take(s)
		if s == 101 || s == 104 {
			q.skip(n)
		}
	}
	n, arrival := q.take(103)
	placed, ok := q.placed(n)
	if arrival != arrivalFresh || !ok || placed != first+2 {
		t.Errorf("103 is %v, placed at %d", arrival, placed-first)
	}
	if late, _ := q.take(105); late != n+2 {
		t.Errorf("105 is %d after 103", late-n)
	}
}

func TestAPacketFromBeforeForgottenGapsIsNotPlaced(t *testing.T) {
	var q sequencer
	q.take(0)
	for i := uint16(2); i < 2+2*skipMemory; i++ {
		n, _ := q.take(i)
		q.skip(n)
	}
	n, arrival := q.take(1)
	if _, ok := q.placed(n); arrival != arrivalFresh || ok {
		t.Errorf("it is %v and placed: %v", arrival, ok)
	}
}

func TestMissingPacketsAreAskedForUntilTheyComeOrAreTooOld(t *testing.T) {
	var m missing
	now := origin
	m.restart(1 << 17)
	m.add(1<<17+1, now)
	m.add(1<<17+4, now)
	if got := m.due(nil, now.Add(nackAfter/2)); len(got) != 0 {
		t.Errorf("asked for %v at once", got)
	}
	now = now.Add(nackAfter)
	if got := fmt.Sprint(m.due(nil, now)); got != "[2 3]" {
		t.Errorf("asked for %v", got)
	}
	if got := m.due(nil, now.Add(nackEvery/2)); len(got) != 0 {
		t.Errorf("asked for %v too soon", got)
	}
	m.add(1<<17+2, now)
	if got := fmt.Sprint(m.due(nil, now.Add(nackEvery))); got != "[3]" {
		t.Errorf("asked for %v after one came", got)
	}
	if got := m.due(nil, now.Add(nackAge)); len(got) != 0 {
		t.Errorf("asked for %v when it was too late", got)
	}
	if m.count != 0 {
		t.Errorf("%d are still waited for", m.count)
	}
	if m.add(1<<17+1000, now) || m.count != 0 {
		t.Error("a big hole is not given up")
	}
}
