package sfu

import "time"

// When a line to a browser is strained, by what it reports of our packets.
const (
	// senseEvery is how often a line is felt.
	senseEvery  = 250 * time.Millisecond
	senseWindow = 4 // in looks: rates and losses are those of the last second

	strainedQueue = 150 * time.Millisecond // packets that wait so long, and longer all the time, don't fit
	relaxedQueue  = 60 * time.Millisecond
	// drainSlack is how much a queue may grow that counts as one that doesn't.
	drainSlack   = 10 * time.Millisecond
	strainedLoss = 10 // percent over the window
	// severeLoss is more than any line loses by chance: fewer packets would help. Less of it is no reason to spare voices.
	severeLoss    = 30
	relaxedLoss   = 4
	strainedLooks = 2 // in a row
	enoughTimed   = 2 // packets in a look, for their queue to mean anything
	enoughLost    = 20
)

// How a line is used. Sound is not governed: it always goes.
const (
	// drainTime is how long a step down has to show before the next one.
	drainTime = time.Second
	// drainShare, in percent of what arrives, is what the first step down leaves, so that the queue empties soon: sound
	// stands in it, too. shareKnown is what the line is believed to carry.
	drainShare = 70
	shareKnown = 90
	// provenTime is how long after a step up a strain is its fault: only that step is taken back, and the next one waits
	// for twice as long.
	provenTime  = 30 * time.Second
	shortWait   = 4 * time.Second
	longWait    = 2 * time.Minute
	firstStride = 20 // percent of all that is sent now which one step up may add; doubled with each that holds
	longStride  = 80
)

// strain is how a line bears what is sent.
type strain int

const (
	strainNone strain = iota // as far as anything was reported
	strainSome               // this is no time for more
	strainHigh
	strainSevere // so much that sound doesn't fit, if it is sound that is sent
)

// gauge feels a line. The zero value has felt nothing.
type gauge struct {
	past  [senseWindow]flow
	looks int
	queue time.Duration // at the last look that timed enough
	slow  int           // looks in a row with a queue that grows
	lossy int           // looks in a row with much loss
}

// look takes what was reported since the last look.
func (g *gauge) look(now flow) strain {
	g.past[g.looks%senseWindow] = now
	g.looks++
	window := g.window()
	if now.timed >= enoughTimed {
		if now.queue >= strainedQueue && now.queue+drainSlack >= g.queue {
			g.slow++
		} else {
			g.slow = 0
		}
		g.queue = now.queue
	}
	if window.packets >= enoughLost && window.lost*100 >= window.packets*strainedLoss {
		g.lossy++
	} else {
		g.lossy = 0
	}
	switch {
	case g.slow >= strainedLooks, g.lossy >= strainedLooks && window.lost*100 >= window.packets*severeLoss:
		return strainSevere
	case g.lossy >= strainedLooks:
		return strainHigh
	case g.queue >= relaxedQueue || window.lost*100 > window.packets*relaxedLoss:
		return strainSome
	}
	return strainNone
}

func (g *gauge) window() flow {
	var sum flow
	for _, f := range g.past {
		sum = sum.plus(f)
	}
	return sum
}

// rate returns how much arrived of late, in bits per second.
func (g *gauge) rate() int {
	const window = senseWindow * senseEvery
	return int(float64(8*g.window().bytes) / window.Seconds())
}

// downlink decides how many steps of the ladder a line may carry. It knows no network and no clock. The zero value
// is a line without a limit, as every line is until it is strained.
//
// It steps down at once, as far as what arrives says, and steps up by trying, since nobody knows what a line carries
// before it is sent. What failed is tried ever more rarely, so that nobody's picture comes and goes.
type downlink struct {
	limited bool
	level   int // steps of the ladder, while limited
	limit   int // what the line is believed to carry, in bits per second
	steps   []step

	loweredAt, raisedAt, uneasyAt time.Time
	begun                         bool
	below                         int // the level before the last step up
	carried                       int // the rate at the last strain; 0: the line has carried more since
	wait                          time.Duration
	stride                        int
}

// allot takes how the line bears what is sent, what arrives over it and what of that is sound, in bits per second,
// and the ladder of the pictures that are wanted now. It returns how many of its steps are climbed.
func (d *downlink) allot(now time.Time, s strain, rate, sound int, steps []step) int {
	if !d.begun {
		d.begun, d.wait, d.stride, d.uneasyAt = true, shortWait, firstStride, now
	}
	if d.limited && !sameSteps(steps, d.steps) {
		// Others are seen, or in another size: as much of them as the line carried so far.
		level := affordable(steps, d.limit-sound)
		if len(steps) > 0 && steps[0].picture == allVoices {
			level = max(level, min(d.level, 1)) // that others are seen is no reason to spare voices
		}
		d.level = level
	}
	d.steps = steps
	if s != strainNone {
		d.uneasyAt = now
	}
	switch {
	case s >= strainHigh && now.Sub(d.loweredAt) >= drainTime:
		d.lower(now, s, rate, sound)
	case d.limited && d.rested(now):
		d.raise(now, sound)
	}
	if !d.limited {
		return len(steps)
	}
	return d.level
}

// lower steps down by one step at least.
func (d *downlink) lower(now time.Time, s strain, rate, sound int) {
	least, level := d.least(s), len(d.steps)
	if d.limited {
		level = d.level
	}
	if level <= least {
		return // only sound is left, and that goes on
	}
	tried := !d.raisedAt.IsZero() && now.Sub(d.raisedAt) < provenTime
	// A queue that grows slowly shows the fault of a step long after it: as little is won by trying that again soon.
	again := d.carried > 0 && d.raisedAt.After(d.loweredAt)
	if tried || again {
		d.wait = min(2*d.wait, longWait)
	}
	d.stride, d.carried = firstStride, rate
	if tried && d.loweredAt.Before(d.raisedAt) && d.below < level {
		d.level = max(d.below, least)
		d.limit = sound + costOf(d.steps, d.level)
	} else {
		d.level = max(min(affordable(d.steps, rate*drainShare/100-sound), level-1), least)
		d.limit = max(rate*shareKnown/100, sound+costOf(d.steps, d.level))
	}
	d.limited, d.loweredAt = true, now
}

// least is the lowest level that such a strain is a reason for.
func (d *downlink) least(s strain) int {
	if s < strainSevere && len(d.steps) > 0 && d.steps[0].picture == allVoices {
		return 1
	}
	return 0
}

// rested says whether the line has been at ease for long enough to try more.
func (d *downlink) rested(now time.Time) bool {
	for _, since := range []time.Time{d.loweredAt, d.raisedAt, d.uneasyAt} {
		if now.Sub(since) < d.wait {
			return false
		}
	}
	return true
}

// raise steps up by one step at least, and by no more than one beyond what has strained the line before.
func (d *downlink) raise(now time.Time, sound int) {
	spent := sound + costOf(d.steps, d.level)
	if d.raisedAt.After(d.loweredAt) { // the last one has held
		d.stride = min(2*d.stride, longStride)
		if spent > d.carried {
			// More than ever strained it: what was learned no longer holds.
			d.carried, d.wait, d.stride = 0, max(d.wait/2, shortWait), firstStride
		}
	}
	most := spent + spent*d.stride/100
	if d.carried > 0 {
		most = min(most, d.carried)
	}
	d.below = d.level
	d.level = min(max(d.level+1, affordable(d.steps, most-sound)), len(d.steps))
	d.limit = max(d.limit, sound+costOf(d.steps, d.level))
	d.limited = d.level < len(d.steps)
	d.raisedAt = now
}
