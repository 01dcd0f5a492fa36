package sfu

import (
	"fmt"
	"testing"
	"time"
)

// origin is when virtual time begins.
var origin = time.Date(2030, 1, 2, 3, 4, 5, 0, time.UTC)

// frame returns a one-packet frame with every field that is rewritten.
func frame(number int64, timestamp uint32, picture uint16, tl0 uint8, at time.Time) *packet {
	payload := []byte{0x90, 0xc0, 0x80 | byte(picture>>8), byte(picture), tl0, 0, 'x'}
	d, ok := readVP8(payload)
	if !ok {
		panic("not VP8")
	}
	return &packet{number: number, timestamp: timestamp, payload: payload, vp8: d, at: at}
}

func TestASlotGoesOnWithoutAJumpWhereverBothStreamsAre(t *testing.T) {
	for _, before := range wraps {
		for _, after := range wraps {
			t.Run(fmt.Sprintf("from %d to %d", before, after), func(t *testing.T) {
				w := rewriter{clock: 90000, sequence: int64(before), pictureID: before & 0x7fff, tl0: uint8(before)}
				var lastTimestamp uint32
				var lastPicture uint16
				var lastTL0 uint8
				sequence, at := before, origin
				for run, base := range []uint16{before, after, before + after} {
					for i := range 5 {
						at = at.Add(40 * time.Millisecond)
						p := frame(1<<20*int64(run+1)+int64(base)+int64(i), uint32(base)<<16+uint32(i)*3600,
							base+uint16(i), uint8(base)+uint8(i), at)
						if i == 0 {
							w.begin(p)
						}
						gotSequence, gotTimestamp, ok := w.rewrite(p)
						d, _ := readVP8(p.payload)
						sequence++
						if !ok || gotSequence != sequence {
							t.Fatalf("run %d packet %d: sequence %d, want %d", run, i, gotSequence, sequence)
						}
						if run+i > 0 {
							if gotTimestamp-lastTimestamp != 3600 {
								t.Errorf("run %d packet %d: timestamp grows by %d", run, i, int32(gotTimestamp-lastTimestamp))
							}
							if d.pictureID != (lastPicture+1)&0x7fff || d.tl0 != lastTL0+1 {
								t.Errorf("run %d packet %d: picture %d after %d, TL0 %d after %d",
									run, i, d.pictureID, lastPicture, d.tl0, lastTL0)
							}
						}
						lastTimestamp, lastPicture, lastTL0 = gotTimestamp, d.pictureID, d.tl0
					}
				}
			})
		}
	}
}

func TestALatePacketOfTheRunKeepsItsPlaceAndAnOlderOneIsDropped(t *testing.T) {
	w := rewriter{clock: 90000, sequence: 1<<16 - 2}
	p := frame(1000, 0, 0, 0, origin)
	w.begin(p)
	first, _, _ := w.rewrite(p)
	third, _, _ := w.rewrite(frame(1002, 7200, 2, 2, origin))
	second, _, ok := w.rewrite(frame(1001, 3600, 1, 1, origin))
	if !ok || second != first+1 || third != first+2 {
		t.Errorf("sequence %d, %d, %d", first, second, third)
	}
	if _, _, ok := w.rewrite(frame(999, 0, 0, 0, origin)); ok {
		t.Error("a packet from before the run got through")
	}
	fourth, timestamp, _ := w.rewrite(frame(1003, 10800, 3, 3, origin))
	if fourth != first+3 || timestamp != 10800 {
		t.Errorf("then sequence %d, timestamp %d", fourth, timestamp)
	}
}

func TestAPauseTakesAsLongOnTheSubscribersClock(t *testing.T) {
	w := rewriter{clock: 48000}
	p := &packet{number: 1, timestamp: 5, at: origin}
	w.begin(p)
	_, before, _ := w.rewrite(p)
	for pause, want := range map[time.Duration]uint32{
		time.Minute: 60 * 48000, 0: 1, -time.Second: 1, 30 * time.Hour: 30 * 3600 * 48000 % (1 << 32),
	} {
		next := w
		p := &packet{number: 1 << 30, timestamp: 1 << 31, at: origin.Add(pause)}
		next.begin(p)
		if _, after, _ := next.rewrite(p); after-before != want {
			t.Errorf("after %v the timestamp has grown by %d, want %d", pause, after-before, want)
		}
	}
}

func TestOnlyPacketsOfTheRunAreFoundAgain(t *testing.T) {
	for _, start := range wraps {
		w := rewriter{clock: 90000, sequence: int64(start)}
		p := frame(500, 0, 0, 0, origin)
		w.begin(p)
		w.rewrite(p)
		w.rewrite(frame(510, 0, 0, 0, origin))
		for sequence, want := range map[uint16]int64{start + 1: 500, start + 5: 504, start + 11: 510} {
			if got, ok := w.number(sequence); !ok || got != want {
				t.Errorf("%d is packet %d (%v), want %d", sequence, got, ok, want)
			}
		}
		for _, sequence := range []uint16{start, start + 12, start + 1<<15} {
			if got, ok := w.number(sequence); ok {
				t.Errorf("%d is packet %d, want none", sequence, got)
			}
		}
	}
}

func FuzzRewrite(f *testing.F) {
	for _, w := range wraps {
		f.Add(w, []byte{1, 1, 1, 200, 1, 255, 3, 1, 0, 1})
		f.Add(w, []byte{1, 2, 128, 1, 1, 130, 254, 253, 1})
	}
	f.Fuzz(func(t *testing.T, start uint16, steps []byte) {
		var q sequencer
		w := rewriter{clock: 90000, sequence: int64(start)}
		sent := map[int64]int64{} // packet by unwrapped outgoing sequence
		sequence, since := start, int64(0)
		for i, step := range steps {
			switch {
			case step == 0:
				q.interrupt()
				continue
			case step >= 250: // far away
				sequence += uint16(step) << 8
			default: // up to 128 ahead, or late
				sequence += uint16(int8(step))
			}
			n, arrival := q.take(sequence)
			if arrival == arrivalStale || arrival == arrivalDuplicate {
				continue
			}
			if step%7 == 0 {
				q.skip(n)
				continue
			}
			placed, ok := q.placed(n)
			if !ok {
				continue
			}
			if arrival == arrivalRestart {
				since = placed
			}
			p := frame(placed, uint32(i), uint16(i), uint8(i), origin.Add(time.Duration(i)))
			if len(sent) == 0 || w.first < since {
				w.begin(p)
			}
			before := w.sequence
			out, _, ok := w.rewrite(p)
			if !ok {
				continue
			}
			full := before + int64(int16(out-uint16(before)))
			if other, used := sent[full]; used {
				t.Fatalf("step %d: sequence %d is used for packets %d and %d", i, full, other, placed)
			}
			sent[full] = placed
			if got, ok := w.number(out); !ok || got != placed {
				t.Fatalf("step %d: %d is found as packet %d, want %d", i, out, got, placed)
			}
		}
	})
}
