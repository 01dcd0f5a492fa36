package sfu

import (
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"time"
)

func TestATraceGivesBackWhatWasNoted(t *testing.T) {
	var tr trace
	var got []note
	take := func(from uint64) uint64 {
		got = nil
		return tr.take(from, func(n note) { got = append(got, n) })
	}
	next := take(0)
	if len(got) != 0 {
		t.Fatalf("an empty trace gives %v", got)
	}
	want := []note{
		{timestamp: 1<<32 - 1, size: 1, level: 0}, {timestamp: 0, size: 80, level: 127}, {timestamp: 7, size: mostNoted, level: 30},
	}
	for _, n := range want {
		tr.add(n.timestamp, n.size, n.level)
	}
	if next = take(next); !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if take(next); len(got) != 0 {
		t.Errorf("%v came twice", got)
	}
	tr.add(9, 1<<20, 255)
	if next = take(next); len(got) != 1 || got[0] != (note{timestamp: 9, size: mostNoted, level: 127}) {
		t.Errorf("what doesn't fit is noted as %v", got)
	}
	for i := range 3 * traceLength {
		tr.add(uint32(i), 1, 1)
	}
	take(next)
	if len(got) != traceLength || got[0].timestamp != 2*traceLength || got[len(got)-1].timestamp != 3*traceLength-1 {
		t.Errorf("of a trace that has run over %d are left, from %v", len(got), got[0])
	}
}

func TestATraceIsReadWhileItIsWritten(t *testing.T) {
	const count = 20 * traceLength
	var tr trace
	var writers sync.WaitGroup
	for range 2 { // two connections of one person, as one takes the other's place
		writers.Go(func() {
			for i := range count {
				tr.add(uint32(i), i%1000, uint8(i%128))
			}
		})
	}
	done := make(chan struct{})
	go func() { writers.Wait(); close(done) }()
	taken := 0
	check := func(n note) {
		taken++
		if n.size != int(n.timestamp%1000) || n.level != uint8(n.timestamp%128) {
			t.Errorf("a note was torn: %+v", n)
		}
	}
	var next uint64
	for reading := true; reading; {
		select {
		case <-done:
			reading = false
		default:
		}
		next = tr.take(next, check)
	}
	if next != 2*count || taken == 0 || taken > 2*count {
		t.Errorf("%d notes were taken, up to %d", taken, next)
	}
}

// voiceIn lets an activity hear packets for some time, whatever their clocks say, and returns how much voice it finds.
func voiceIn(t *testing.T, length time.Duration, each func(now time.Time, add func(n note))) time.Duration {
	t.Helper()
	var a activity
	var total, last int64
	begin := origin
	for now := begin; now.Before(begin.Add(length + 10*time.Second)); now = now.Add(cellTime) {
		if now.Before(begin.Add(length)) {
			each(now, func(n note) { a.hear(n, now) })
		}
		a.decide(now)
		for _, s := range a.take() {
			if s.from < last || s.to <= s.from || s.to > cellAt(now) {
				t.Fatalf("a voice from %d to %d, after one to %d, at %d", s.from, s.to, last, cellAt(now))
			}
			total, last = total+s.to-s.from, s.to
		}
	}
	if a.waits() {
		t.Error("it still waits for something")
	}
	return time.Duration(total) * cellTime
}

func TestNobodySpeaksForLongerThanTimePasses(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	loud := func(now time.Time) uint8 { return []uint8{20, 20, 60}[cellAt(now)/5%3] } // syllables
	cases := map[string]struct {
		each func(now time.Time, add func(n note))
		some bool // as a control: it is heard at all
	}{
		"a clock at random": {func(now time.Time, add func(n note)) {
			add(note{timestamp: random.Uint32(), level: loud(now), size: 80})
		}, true},
		"a clock that runs a hundred times too fast": {func(now time.Time, add func(n note)) {
			add(note{timestamp: uint32(cellAt(now) * 96_000), level: loud(now), size: 80})
		}, true},
		"a clock that stands": {func(now time.Time, add func(n note)) { add(note{level: loud(now), size: 80}) }, false},
		"a clock that runs backwards": {func(now time.Time, add func(n note)) {
			add(note{timestamp: uint32(-cellAt(now) * 960), level: loud(now), size: 80})
		}, true},
		"a flood": {func(_ time.Time, add func(n note)) {
			for range 50 {
				add(note{timestamp: random.Uint32(), level: uint8(random.UintN(128)), size: 80})
			}
		}, false},
		"packets of 120 ms": {func(now time.Time, add func(n note)) {
			if c := cellAt(now); c%6 == 0 {
				add(note{timestamp: uint32(c * 960), level: []uint8{20, 20, 60}[c/30%3], size: 400})
			}
		}, true},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			const length = 20 * time.Second
			got := voiceIn(t, length, c.each)
			if got > length+apart || c.some && got < length/4 {
				t.Errorf("%v of voice in %v", got, length)
			}
		})
	}
}

func TestAVoiceAfterAStandstillIsHeard(t *testing.T) {
	var a activity
	speak := func(from time.Time) (found int64) {
		for now := from; now.Before(from.Add(8 * time.Second)); now = now.Add(cellTime) {
			if now.Before(from.Add(3 * time.Second)) {
				a.hear(note{timestamp: uint32(cellAt(now) * 960), level: []uint8{20, 20, 60}[cellAt(now)/5%3], size: 80}, now)
			}
			a.decide(now)
			for _, s := range a.take() {
				found += s.to - s.from
			}
		}
		return found
	}
	for _, later := range []time.Duration{0, 10 * time.Second, time.Hour, 50 * time.Hour} {
		if got := time.Duration(speak(origin.Add(later))) * cellTime; got < 2800*time.Millisecond || got > 3*time.Second {
			t.Errorf("%v later %v of 3 s are heard", later, got)
		}
	}
}
