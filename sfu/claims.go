package sfu

import "time"

// claims compares what a microphone's packets say of their loudness with how large they are. It is about Opus as browsers send
// it: with a variable bit rate, of which silence gets little and a voice much, and now more and now less.
//
// Measured with libopus at 6 to 32 kbit/s, 20 ms a packet, with and without redundancy, over windows of ten seconds:
//
//	                               mean size     p90-p10      median of the loud
//	digital silence                6 to 35       0
//	noise that is not even a bit   8 to 37       3 to 7       (-101 dBov)
//	four speakers                 15 to 84       7 to 76      15 to 85; 22 to 85 from 12 kbit/s
//	babble and broadcast          11 to 80       4 to 35      10 to 77
//
// A sender who claims an ordinary room, of 60 dB below the loudest, can't be told: honest background sound is as large as
// a voice, whatever its level. Nor can one who sends a constant bit rate on purpose and claims what would fit it.
type claims struct {
	packets int
	levels  [silent + 1]uint16
	sizes   [sizeBins]uint16
	loud    [sizeBins]uint16 // sizes of the packets that claim to be loud
	total   int              // bytes
	odd     int              // windows in a row that contradict themselves

	stamp uint32
	at    time.Time     // when the last packet came; zero: there was none in this window
	clock time.Duration // what the timestamps say has passed, while packets came without a break
	wall  time.Duration // what has passed
}

const (
	claimWindow = 500 // packets: ten seconds of sound
	oddWindows  = 2   // in a row: nobody is marked for a moment's mixture
	sizeBins    = 512 // a packet of 20 ms has at most a quarter of that

	// Nobody's microphone picks up less than a bit of sound: such packets are silence.
	claimsNothing = 90 // -dBov
	nearlyAll     = claimWindow * 19 / 20
	// silenceMean and silenceSpread are more than silence ever is, in bytes.
	silenceMean   = 50
	silenceSpread = 10

	// comfortSize is less than any sound is, in bytes.
	comfortSize = 7
	// voiceSwing is how far apart the levels of a voice are at least, in dB, and stillSpread how little the sizes of
	// packets with anything in them never differ.
	voiceSwing  = 15
	stillSpread = 2

	// clockBreak is after what silence a sender's clock is begun with anew. Clocks that go wrong by half of the time, and
	// that much, are no clocks: nobody can tell by them when somebody spoke.
	clockBreak = time.Second
)

// add counts a packet that was taken up at now, and returns true when the claims have been contradicted for long enough.
func (c *claims) add(n note, now time.Time) bool {
	c.tick(n.timestamp, now)
	c.packets++
	c.levels[n.level]++
	size := min(n.size, sizeBins-1)
	c.sizes[size]++
	c.total += size
	if n.level <= loudLevel {
		c.loud[size]++
	}
	if c.packets < claimWindow {
		return false
	}
	odd := 0
	if c.contradicted() {
		odd = c.odd + 1
	}
	*c = claims{odd: odd}
	return odd >= oddWindows
}

// tick compares the sender's clock with the server's. A pause says nothing: browsers' clocks may stand in it, or not.
func (c *claims) tick(stamp uint32, now time.Time) {
	if gap := now.Sub(c.at); !c.at.IsZero() && gap < clockBreak {
		c.wall += gap
		c.clock += time.Duration(int32(stamp-c.stamp)) * time.Second / soundRate
	}
	c.stamp, c.at = stamp, now
}

// contradicted judges a full window.
func (c *claims) contradicted() bool {
	nothing, loud := sum(c.levels[claimsNothing:]), sum(c.levels[:loudLevel+1])
	spread := quantile(c.sizes[:], 90) - quantile(c.sizes[:], 10)
	swing := quantile(c.levels[:], 90) - quantile(c.levels[:], 10)
	switch {
	case (c.clock - c.wall).Abs() > c.wall/2+clockBreak:
		return true
	case nothing >= nearlyAll:
		return spread >= silenceSpread || c.total >= silenceMean*c.packets
	case loud >= claimWindow/2 && quantile(c.loud[:], 50) <= comfortSize:
		return true
	}
	return loud >= claimWindow/5 && swing >= voiceSwing && spread <= stillSpread
}

func sum(counts []uint16) int {
	n := 0
	for _, c := range counts {
		n += int(c)
	}
	return n
}

// quantile returns the bin that so many of a hundred don't exceed.
func quantile(counts []uint16, percent int) int {
	left := (sum(counts)*percent + 99) / 100
	for bin, c := range counts {
		if left -= int(c); left <= 0 {
			return bin
		}
	}
	return len(counts) - 1
}
