package sfu

import "time"

// Talk time is found here, from the levels that senders claim and nothing else. It is looked at in cells of one
// packet's length, and decided late, so that what comes after a moment can be heard as well as what came before it:
// the ring on a seat must be quick, a figure must be right.
//
// A voice goes up and down; a television in the background, a fan and a hum stand. Measured with four synthesized
// speakers, the levels of ten seconds of speech lie 23 to 47 dB apart (the tenth and the ninetieth of a hundred), those of
// four voices at once in a room 6 to 7 dB, of a compressed broadcast with music 2 to 4 dB, of noise 3 dB.
// So a cell counts only if it stands out from what is there all the time. One clear voice that comes from a television
// goes up and down like any other: levels can't tell whose it is.
const (
	cellTime = 20 * time.Millisecond
	cells    = 512 // a power of two; more than ten seconds
	// around is how far a cell's surroundings reach, to either side.
	around = int64(2 * time.Second / cellTime)
	// standsOut is by how much a voice is louder than what is there all the time, in dB.
	standsOut = 9
	// jitterTime is how late a packet may come and still be counted.
	jitterTime = 300 * time.Millisecond
	// decideAfter is how old a cell is when it is decided.
	decideAfter = around + int64(jitterTime/cellTime)
	// wordPause is the longest silence within a voice: between words and while a consonant is formed.
	wordPause = int64(300 * time.Millisecond / cellTime)
	// shortest is how much of a voice there must be: a click of the keys is shorter.
	shortest = int64(100 * time.Millisecond / cellTime)
	// soundRate is what Opus timestamps count in a second (RFC 7587).
	soundRate = 48_000
	// apart is how far a sender's timestamps may drift from the server's clock before they are tied to it again.
	apart = time.Second

	silent = 127 // -dBov
)

// span is a stretch of voice, in cells: from the first one to before the last.
type span struct{ from, to int64 }

// activity finds out when one person spoke. The zero value has heard nothing. It is owned by the room's loop.
type activity struct {
	started bool
	next    int64        // the first cell that isn't decided
	last    int64        // the newest cell that was heard
	loud    int64        // the newest one that was loud enough for a voice
	levels  [cells]uint8 // by cell, as quiet-dBov: 0 is silence

	// The packet clock: when stamp was sampled, as far as the server can tell.
	anchored bool
	anchor   time.Time
	stamp    uint32

	run     span  // the voice that goes on or was the last; its end is that of the last cell that counted
	counted int64 // how many cells of it have counted
	told    int64 // up to which cell it has been told
	spans   []span
}

// cellAt returns the cell of a moment.
func cellAt(t time.Time) int64 { return t.UnixNano() / int64(cellTime) }

// timeAt returns when a cell begins.
func timeAt(cell int64) time.Time { return time.Unix(0, cell*int64(cellTime)) }

// begin is the first moment that can be heard.
func (a *activity) begin(now time.Time) {
	if !a.started {
		a.started, a.next = true, cellAt(now)-int64(jitterTime/cellTime)
		a.last, a.loud = a.next-1, a.next-1
	}
}

// hear puts a packet into its cell.
func (a *activity) hear(n note, now time.Time) {
	a.begin(now)
	c := cellAt(a.place(n.timestamp, now))
	if c < a.next || c >= a.next+cells-around {
		return
	}
	a.reach(c)
	a.levels[c%cells] = max(a.levels[c%cells], silent-n.level)
	if n.level <= loudLevel {
		a.loud = max(a.loud, c)
	}
}

// reach makes c the newest cell, with silence since the one that was.
func (a *activity) reach(c int64) {
	if c-a.last >= cells {
		a.levels, a.last = [cells]uint8{}, c
	}
	for ; a.last < c; a.last++ {
		a.levels[(a.last+1)%cells] = 0
	}
}

// place says when a packet was sampled, by its own clock: that is even where packets come in bursts.
func (a *activity) place(timestamp uint32, now time.Time) time.Time {
	at := a.anchor.Add(time.Duration(int32(timestamp-a.stamp)) * time.Second / soundRate)
	if off := now.Sub(at); !a.anchored || off < -cellTime || off > apart {
		a.anchored, at = true, now
	}
	a.anchor, a.stamp = at, timestamp
	return at
}

// decide decides every cell that is old enough.
func (a *activity) decide(now time.Time) { a.decideTo(cellAt(now) - decideAfter) }

// finish decides all there is: nothing more comes.
func (a *activity) finish() { a.decideTo(a.last + 1) }

func (a *activity) decideTo(until int64) {
	if !a.started {
		return
	}
	a.next = max(a.next, min(until, a.last+1)-cells/2) // after a standstill nothing is known of what is older
	for ; a.next < until; a.next++ {
		if a.sounds(a.next) {
			a.count(a.next)
		}
	}
}

// sounds says whether a cell is one of a voice.
func (a *activity) sounds(c int64) bool {
	level := a.at(c)
	if level < silent-loudLevel {
		return false
	}
	stands := max(a.usual(c-around, c), a.usual(c+1, c+1+around))
	return level >= stands+standsOut
}

func (a *activity) at(c int64) uint8 {
	if c > a.last || c <= a.last-cells {
		return 0
	}
	return a.levels[c%cells]
}

// usual returns the level that nine of ten cells exceed: what is there also between words.
func (a *activity) usual(from, to int64) uint8 {
	var found [silent + 1]uint8
	for c := from; c < to; c++ {
		found[a.at(c)]++
	}
	left := int(to-from) / 10
	for level, n := range found {
		if left -= int(n); left < 0 {
			return uint8(level)
		}
	}
	return 0
}

// count adds a cell of voice to the run that goes on, or begins another one.
func (a *activity) count(c int64) {
	if a.counted == 0 || c-a.run.to > wordPause {
		a.tell()
		a.run, a.counted, a.told = span{c, c}, 0, c
	}
	a.run.to, a.counted = c+1, a.counted+1
}

// tell notes what hasn't been told of the run.
func (a *activity) tell() {
	if a.untold() {
		a.spans = append(a.spans, span{a.told, a.run.to})
		a.told = a.run.to
	}
}

// waits says whether something was heard that hasn't been decided or told.
func (a *activity) waits() bool {
	return a.started && a.next <= a.loud || a.untold() || len(a.spans) > 0
}

// untold says whether a part of the run is worth telling.
func (a *activity) untold() bool { return a.counted >= shortest && a.told < a.run.to }

// take returns the voice that was found since the last call, in the order of time.
func (a *activity) take() []span {
	a.tell()
	spans := a.spans
	a.spans = nil
	return spans
}
